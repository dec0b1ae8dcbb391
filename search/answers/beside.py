"""Whether a number of a claim stands in the source beside the same words: 受理85件、收到94件 must not be swapped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.model import Span
from search.answers.clauses import Source, Told, places_in, spans_of_names, told_before
from search.answers.numbers import Number, direction_in, find_numbers

# What share of the words around a number in a claim must stand around it in the source, by weight. A third leaves
# room for the words that a shortened sentence brings together; swaps are found by comparing with other numbers.
LEAST_SHARE = 0.34
# Characters before a number that can say what it counts, and after which a word weighs half.
_REACH, _HALF = 30, 3
# What the name of a place weighs: enough to tell 郯城县94件 from 沂南县120件 where nothing else does.
_NAME = 0.3
# Where the words that belong to the number before end.
_END = re.compile(r"[，。；：、！？,;:!?()\t]")
_NEXT_END = re.compile(r"[。；！？;!?]")
# How near a direction must stand: 同比下降5%, 5%的增长.
_BEFORE, _BEHIND = 10, 4
# What the words of its clause before a number can make of it.
_KINDS = {
    "former": re.compile(r"(?<![比较同])(?:上一?年|去年|前年)(?!度?同期)"),
    "target": re.compile(r"预期|目标|力争|预计|计划(?:完成|达到|实现|新增)"),
    "from": re.compile(r"(?:由|从)(?:原来|原先|原有|原|上年|去年)?的?$"),
    "to": re.compile(r"(?<!达)[到至]$"),
}
# Words that may come or go between a number and what it counts.
_FILLERS = re.compile(r"共计|合计|总计|累计|达到|[共为达的了]")
_SCOPE = re.compile(r"(?<![在为获向居列])全(国|省|市|州|盟|县|区|旗)")
_MARKS = re.compile(r"[^\w%‰]|_")


@dataclass(frozen=True)
class Setting:
    """A number with what stands around it.

    :param features: the pairs of characters around it, with weights: the nearer the heavier; names of places as a
        whole, years not at all (``told`` has both).
    :param told: whose number it is.
    :param kind: what the words say it is besides: the year before's, a target, where a change begins or ends.
    :param scope: 省 where it is said to be 全省's, which in a county's report is another place.
    """

    number: Number
    features: Mapping[str, float]
    told: Told
    direction: str
    kind: tuple[str, ...]
    scope: str


@lru_cache(maxsize=256)
def settings_of(text: str) -> tuple[Setting, ...]:
    """Return the numbers of a plain text with what stands around them."""
    numbers = find_numbers(text)
    unnamed = _without_names(text)
    settings = []
    start = 0
    for at, number in enumerate(numbers):
        following = numbers[at + 1].span.start if at + 1 < len(numbers) else len(text)
        end = _end(text, number.span.end, following)
        before = unnamed[max(start, number.span.start - _REACH) : number.span.start]
        after = unnamed[number.span.end : end]
        if len(_MARKS.sub("", before + after)) < 2:
            # 6月14日，对14个乡镇…: what a date belongs to comes behind the comma.
            stop = _NEXT_END.search(text, end, following)
            end_after = stop.start() if stop else following
            after = unnamed[number.span.end : end_after]
        names = {span.of(text) for span, _ in places_in(text) if start <= span.start < end}
        near = text[max(start, number.span.start - _BEFORE) : number.span.start]
        near = re.split(r"[，。；：,;:]", near)[-1]
        direction = direction_in(near) or direction_in(text[number.span.end : min(end, number.span.end + _BEHIND)])
        clause = re.split(r"[，。；,;]", text[: number.span.start])[-1]
        settings.append(
            Setting(
                number, _features(before, after) | {f"@{name}": _NAME for name in names}, told_before(text, number.span.start), direction,
                tuple(name for name, pattern in _KINDS.items() if pattern.search(clause)), (_SCOPE.findall(clause) or [""])[-1],
            )
        )  # fmt: skip
        # Words between two numbers belong to both where nothing parts them: 由85件上升到94件.
        start = end if end < following else number.span.end
    return tuple(settings)


def misplaced(setting: Setting, sources: Sequence[Source], clause: str) -> str:
    """Return why a number of a claim does not stand, ``""`` if it does.

    :param clause: the claim's clause with the number, plain.
    """
    found = [(source, other) for source in sources for other in settings_of(source.text)]
    same = [(source, other) for source, other in found if other.number.same(setting.number)]
    if not same:
        return "有数字或单位不在所引的句子里"
    same = [(source, other) for source, other in same if source.speaks_of(other.told, setting.told)]
    if not same:
        return "数字不是所引句子里这个地区、这一年的"
    same = [
        (source, other)
        for source, other in same
        if other.kind == setting.kind and _scope(source, other) == _scope(source, setting)
    ]
    if not same:
        return "数字不是所引句子里这个地区、这一年的"
    same = [(source, other) for source, other in same if other.direction == setting.direction]
    if not same:
        return "数字的升降与所引的句子不一致"
    if _literal(clause, setting, [source for source, _ in same]):
        return ""
    rivals = [
        (source, other)
        for source, other in found
        if not other.number.same(setting.number) and source.speaks_of(other.told, setting.told)
    ]
    setting = replace(setting, features=_known_names(setting.features, sources))
    if any(_fits(setting, source, other, rivals) for source, other in same):
        return ""
    return "数字与所引句子里的说法对不上"


def _known_names(features: Mapping[str, float], sources: Sequence[Source]) -> dict[str, float]:
    """Leave out the places that a claim has from the report, not from the sentences."""
    texts = "".join(source.text for source in sources)
    return {key: weight for key, weight in features.items() if key[0] != "@" or key[1:] in texts}


def _fits(setting: Setting, source: Source, own: Setting, rivals: Sequence[tuple[Source, Setting]]) -> bool:
    """Tell whether the words around a number in a claim are those around ``own``, and of no other number."""
    likeness = _likeness(setting, own)
    if likeness[0] < LEAST_SHARE:
        return False
    for other_source, rival in rivals:
        if _wins(_likeness(setting, rival), likeness, rival, setting):
            return False
        # What was said of an earlier number goes on (受理案件208件，审结201件); what comes behind was never said of it.
        behind = other_source is not source or rival.number.span > own.number.span
        if behind and _only_of(rival, setting, own):
            return False
    return True


def _only_of(rival: Setting, setting: Setting, own: Setting) -> bool:
    """Tell whether words around a number in a claim stand around another number only."""
    return any(
        len(key) == 2 and key[0] not in "<>@" and key in rival.features
        for key in setting.features.keys() - own.features
    )


def _without_names(text: str) -> str:
    characters = list(text)
    for span in spans_of_names(text):
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


def _scope(source: Source, setting: Setting) -> str:
    """Return whose number it is said to be, ``""`` for the report's own place: 全县 in the report of a county."""
    own = source.place.name[-1] if source.place else ""
    return "" if setting.scope == own else setting.scope


def _end(text: str, start: int, following: int) -> int:
    stop = _END.search(text, start, following)
    return stop.start() if stop else following


def _features(before: str, after: str) -> dict[str, float]:
    features: dict[str, float] = {}
    left, right = (_FILLERS.sub("", _MARKS.sub("", words)) for words in (before, after))
    left = left[::-1]
    for at in range(len(left) - 1):
        _add(features, left[at + 1] + left[at], at)
    for at in range(len(right) - 1):
        _add(features, right[at : at + 2], at)
    if left:
        features["<" + left[0]] = 0.5
    if right:
        features[">" + right[0]] = 0.5
    return features


def _add(features: dict[str, float], pair: str, distance: int) -> None:
    features[pair] = max(features.get(pair, 0.0), 1 / (1 + distance / _HALF))


def _likeness(setting: Setting, other: Setting) -> tuple[float, float]:
    """Return what share of the words around one number stand around the other, and the other way round."""
    return _share(setting.features, other.features), _share(other.features, setting.features)


def _share(features: Mapping[str, float], others: Mapping[str, float]) -> float:
    whole = sum(features.values())
    return sum(weight for pair, weight in features.items() if pair in others) / whole if whole else 0.0


def _wins(rival: tuple[float, float], own: tuple[float, float], other: Setting, setting: Setting) -> bool:
    """Tell whether the words fit another number better, or as well where the unit does not tell them apart."""
    if rival[0] != own[0]:
        return rival[0] > own[0]
    return rival[1] >= own[1] and other.number.unit == setting.number.unit


def _literal(clause: str, setting: Setting, sources: Sequence[Source]) -> bool:
    """Tell whether the whole clause stands in a source as it is, with words beside the number."""
    words = len(clause) - (setting.number.span.end - setting.number.span.start)
    # 5件 does not stand in 85件.
    literal = re.compile(rf"(?<![\d.]){re.escape(clause)}(?![\d.])")
    return words >= 4 and any(literal.search(source.text) for source in sources)


def span_of_numbers(text: str) -> list[Span]:
    """Return where numbers stand in a plain text."""
    return [number.span for number in find_numbers(text)]
