"""What a figure counts: the indicator named beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.indicators import RATES, Indicator, Indicators, Saying
from corpus.model import Span

_CLAUSE = re.compile(r"[,，;；。:：]")
_SIGNS = ",，;；。:：、"
# The parts of a saying that stand apart must explain this many characters: fewer are said of many things.
_LOOSE_LEAST = 5
_CLAUSE_ENDS = (",", "，", ";", "；", "。")
# A clause of these only belongs to the one before it: 行政复议纠错率较高，达到 …
_EMPTY = re.compile(
    r"(?:同比|其中|另有|另外|另|还有|其余|共计|总计|合计|累计|共|约|达到?|为|是|已经?|高达|实现|完成|全年|近|超过?|今年|去年|上半年|数量|总数|总量|分别|均|都|了|的|从|由|自|占|全[省市县区州旗]|我[省市县区州旗]|推动|对|有|建成|共建成"
    r"|\d{4}年度?|[\s,，、:：()])*"
)
# 每年2次, 每个村配备法律顾问1名 is how often or how many each; 每年化解矛盾纠纷案件50万件 is how many there are.
_EVERY = re.compile(
    r"(?:(?P<year>每年)[\u4e00-\u9fff]{0,9}|每(?:月|周|季度?|半年|天|日|人|村|(?!年)个?[\u4e00-\u9fff]{0,4})(?:度|不?少于|至少|[\u4e00-\u9fff]{0,5})?)\s*$"
)
_LARGE = re.compile(r"万|\d{4}")
# 因信息公开引起的行政复议1件 is one narrow field of it, 日均办理2万件 no total.
_NARROW = re.compile(
    r"(?:日均|月均|户均)[^,，。；;]*$|因[^,，。；;]{2,16}?(?:引起|引发|产生|被(?:申请|提起|投诉|起诉|诉))的?[^,，。；;]*$"
)
# What a saying that only follows is worth more than the same words elsewhere, one of what is spoken of, and a rate of
# what the sentence spoke of before that: 复议…应诉…,调解率为40.74%.
_FOLLOWING, _SPOKEN_OF, _ALSO_SPOKEN_OF = 1.0, 0.5, 0.25


@dataclass(frozen=True)
class Subject:
    """An indicator with the words that name it.

    :param span: of the sentence.
    :param behind: the words behind the figure among them, if any: they are no part of what names the next figure.
    :param score: how much of the text it explains, in characters.
    """

    indicator: Indicator
    span: Span
    behind: Span | None
    score: float


@dataclass(frozen=True)
class Surroundings:
    """What stands around a figure in its sentence.

    :param text: the sentence, folded.
    :param start: where the words before the figure begin: behind the figure before it.
    :param figure: span of the figure.
    :param end: where the words behind it end: at the next figure or the end of the clause.
    :param objects: what the sentence has spoken of so far, the latest first.
    :param previous: the indicator of the figure before, ``""`` for none.
    :param near: those of them that this sentence or the one before names.
    :param far: the latest object was named more than a sentence ago.
    :param narrow: the sentence speaks of one day or of one field only; nothing in it is a figure of the whole.
    """

    text: str
    start: int
    figure: Span
    end: int
    objects: tuple[str, ...] = ()
    previous: str = ""
    near: tuple[str, ...] = ()
    far: bool = False
    narrow: bool = False


def name_subject(around: Surroundings, unit: str, indicators: Indicators) -> Subject | None:
    """Return the indicator of a figure, ``None`` if the words beside it name none.

    :param unit: of the figure; ``""`` admits every indicator (a change has a unit of its own).
    """
    every = _EVERY.search(around.text, around.start, around.figure.start)
    if around.narrow or (every and not (every["year"] and _LARGE.search(around.figure.of(around.text)))):
        return None
    clause = _clause_start(around)
    if _NARROW.search(around.text, clause, around.figure.start):
        return None
    best: Subject | None = None
    words = around.text[clause : around.end]
    first = is_empty(around.text[around.start : around.figure.start])
    for indicator in indicators.entries:
        if unit and unit not in indicator.units:
            continue
        for saying, bonus in _sayings(indicator, around):
            if saying.hints and not any(hint in words for hint in saying.hints):
                continue
            found = saying.match_turned(around.text, around.figure, around.end) if first else None
            found = found or saying.match(around.text, clause, around.figure, around.end)
            if not found or (best is not None and found[2] + bonus <= best.score):
                continue
            named, behind, score = found
            if bonus == _SPOKEN_OF and around.far and not _says_only(around, clause, named, unit):
                continue
            if bonus == _ALSO_SPOKEN_OF and not (unit in RATES and around.text[: named.end].endswith("率")):
                continue
            seen = (
                around.text[clause : around.figure.start] + around.text[around.figure.end : behind.end if behind else 0]
            )
            if not (indicator.unlike and indicator.unlike.search(seen)):
                best = Subject(indicator, named, behind, score + bonus)
    return best or _loosely(around, unit, indicators)


def _loosely(around: Surroundings, unit: str, indicators: Indicators) -> Subject | None:
    """Name a figure that is alone in its clause by the parts of a saying, in any order (对提交的68件议题进行合法性审查)."""
    span = _own_clause(around)
    if not unit or span is None:
        return None
    before, behind = Span(span.start, around.figure.start), Span(around.figure.end, span.end)
    words = before.of(around.text)
    clause = f"{words} {behind.of(around.text)}"
    best: Subject | None = None
    for indicator in indicators.entries:
        if unit not in indicator.units:
            continue
        # 专业性调解组织1100个: what must not end the words before a figure is asked of these alone too.
        if indicator.unlike and any(map(indicator.unlike.search, (clause, words))):
            continue
        for saying in indicator.sayings:
            if saying.hints and not any(hint in clause for hint in saying.hints):
                continue
            score = saying.match_loosely(clause, before.end - before.start) or 0
            if score >= _LOOSE_LEAST and (best is None or score > best.score):
                best = Subject(indicator, before if before.end > before.start else behind, None, score)
    return best


def _own_clause(around: Surroundings) -> Span | None:
    """Return the clause of a figure; ``None`` if it holds another one."""
    text, start, end = around.text, around.figure.start, around.figure.end
    while start > 0 and text[start - 1] not in _SIGNS:
        start -= 1
    while end < len(text) and text[end] not in _SIGNS:
        end += 1
    return Span(start, end) if start >= around.start and end <= around.end else None


def _sayings(indicator: Indicator, around: Surroundings) -> Iterator[tuple[Saying, float]]:
    for saying in indicator.sayings:
        yield saying, 0.0
    if indicator.object in around.objects[:1]:
        for saying in indicator.short:
            yield saying, _SPOKEN_OF
    elif indicator.object in around.near:
        for saying in indicator.short:
            yield saying, _ALSO_SPOKEN_OF
    if around.previous in indicator.follows:
        for saying in indicator.then:
            yield saying, _FOLLOWING


def _says_only(around: Surroundings, clause: int, named: Span, unit: str) -> bool:
    """Tell whether a clause has no noun of its own beside a short saying: 受理85件, but not 律师受理各类来电85件."""
    before = around.text[clause : named.start] + around.text[named.end : around.figure.start]
    return unit in RATES or (named.end <= around.figure.start and is_empty(before))


def _clause_start(around: Surroundings) -> int:
    """Return where the clause of the figure begins; one of fillers joins the clause before it (纠错率较高，达到 …)."""
    start = around.figure.start
    if around.text[max(around.start, start - 1) : start] in _CLAUSE_ENDS:
        return start
    while True:
        cuts = [match.end() for match in _CLAUSE.finditer(around.text, around.start, max(around.start, start - 1))]
        start = cuts[-1] if cuts else around.start
        if start == around.start or not is_empty(around.text[start : around.figure.start]):
            return start


def is_empty(words: str) -> bool:
    """Tell whether words before a figure name nothing: adverbs, times, verbs of reaching."""
    return _EMPTY.fullmatch(words) is not None


def find_objects(text: str, end: int, indicators: Indicators) -> tuple[str, ...]:
    """Return what a sentence has spoken of up to ``end``, the latest first."""
    last: dict[str, int] = {}
    for name, pattern in indicators.objects.items():
        for match in pattern.finditer(text, 0, end):
            last[name] = match.end()
    return tuple(sorted(last, key=lambda name: last[name], reverse=True))
