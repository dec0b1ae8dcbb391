"""指标: what the figures of a report can be about, as ``data/indicators.toml`` says.

The file is written for people: ``收到~复议申请`` with ``~`` for a gap, ``聘请#法律顾问`` with ``#`` where the figure
stands. This module reads it and turns each way of saying into a pair of patterns, one for the words before a figure and
one for those behind it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import CanyueError
from corpus.model import Span
from corpus.rules_file import read_rules

RULES = Path(__file__).resolve().parent.parent / "data" / "indicators.toml"
# What ``~`` stands for: words of the same clause, without another figure.
_GAP = r"[^,，。；;:：\d]{0,24}?"
# Words that may stand between the name of an indicator and its figure, and how many others may.
_FILLER = (
    r"(?:一共|共计|总计|合计|累计|共|约|达到了?|达成?|为|是|有|数量|总数|总量|数目?|量|件数|分别|均|都|各|了|的|已经?|高达|实现|完成|全年|全部|涉及"
    r"|突破|超过?|(?:增|增加|增长|上升|提升|提高|升|下降|降低|降|减少|压缩|压减|控制)(?:至|到|为)|稳定在|保持在?|案件?|事项|工作|情况|得分|等|类|人员|近"
    r"|或[^,，。；;\d]{2,6}?|年均|仅|就|从|由|自|中|创建之初|年初|上年|原来|原有|\d{4}\s*年度?|连续[一二三四五六七八九两\d]年(?:下降|上升|增长)?|[\s()“”\"《》、,，])"
)
_SLACK = 3
_TAIL = rf"(?P<tail>(?:{_FILLER})*(?P<slack>[^,，。；;:：\d]{{0,{_SLACK}}}?)(?:{_FILLER})*)$"
# Words that may come between a figure and the noun it counts: 10 名 常年 法律顾问; not a verb with another object.
_VERB = (
    "公布|发布|印发|推行|推进|聘任|运行|获|评选|实现|挂牌|成立|均|下放|配备|审查|审核|开展|实施|制定|完成|组织"
    "|进行|参加|参与|建立|设立|出台|对|在|向|为|由|被(?!告|诉|申请)|提供|办理"
)
# 26个执法部门: what stands behind such a noun is no longer what is counted.
_COUNTED = "部门|单位|分局|乡镇|街道|镇街|镇(?!级)|领域|企业|机构"
_LATER_GAP = rf"(?:(?!{_VERB})[^,，。；;:：\d]){{0,24}}?"
_MODIFIER = rf"(?P<modifier>(?:(?!{_VERB}|{_COUNTED})[^,，。；;:：、\d]){{0,8}}?)"
# What is counted by 项 or 件 is no body: 公布120项市级部门权责清单.
_MODIFIER_OF_ITEM = rf"(?P<modifier>(?:(?!{_VERB})[^,，。；;:：、\d]){{0,12}}?)"
_ITEMS = ("项", "件", "份", "条", "宗", "起", "卷", "部")
# 124个村: a figure beside a body counts it, not what is named before.
_BODY = re.compile(
    r"(?:行政|自然|建制|成员|市直|县直|区直|重点)?(?:村|社区|乡镇|镇|街道|部门|单位|县|市|区(?!域)|旗|企业|学校|机关|行业(?!性)|领域)"
)
# A figure may come first (22件维持): then the words for it stand behind, with what was done to it between.
_AFTERWARDS = r"(?P<modifier>[^,，。；;:：、\d]{0,14}?)"
# One word alone, wherever it stands, names nothing.
_PARTS = 2
# What a pattern is made of: brackets with what they stand for, sets, repetitions, single characters.
_TOKEN = re.compile(r"\((?:\?(?::|<?[=!]|P<\w+>))?|\[\^?\]?[^\]]*\]|[*+?]\??|\{\d*,?\d*\}\??|\\.|.")
_AROUND = re.compile(r"\(\?<?[=!]")
# A character that stands for itself, or is made to by a stroke: \( but not \d.
_PLAIN = re.compile(r"[^()|\[{*+?.^$\\]|\\\W")
_OPTIONAL = re.compile(r"[*?]\??|\{0?,\d*\}\??|\{0\}")


class IndicatorsInvalid(CanyueError):
    """The dictionary of indicators cannot be used; the message says which entry of it."""


class IndicatorKind(StrEnum):
    """What an indicator measures, which decides the units its figures can have."""

    COUNT = "件数"
    TIMES = "次数"
    PERSONS = "人数"
    RATE = "比率"
    MONEY = "金额"
    WEIGHT = "重量"


RATES = frozenset({"%", "‰"})
_MONEY = frozenset({"元", "美元", "欧元"})
_UNITS: Mapping[IndicatorKind, frozenset[str]] = {
    IndicatorKind.COUNT: frozenset(["件", "起", "宗", "例", "件次", "桩"]),
    IndicatorKind.TIMES: frozenset(["次", "场", "场次", "期", "个", "件", "批次", "轮", "次数"]),
    IndicatorKind.PERSONS: frozenset(["人", "名", "人次", "位"]),
    IndicatorKind.RATE: RATES,
    IndicatorKind.MONEY: _MONEY,
    IndicatorKind.WEIGHT: frozenset(["斤", "吨", "公斤"]),
}


@dataclass(frozen=True)
class Saying:
    """One way of naming an indicator beside a figure.

    Its patterns are compiled when they are first asked for: all of them take over a second, and a question needs the few whose
    hints it has.

    :param named: pattern of the words before the figure; ``""`` if nothing need stand there.
    :param counted: of the words behind the figure; ``""`` for a saying that ends with it.
    :param turns: the words may also come behind the figure instead, where nothing comes before it.
    :param hints: literals of which at least one must stand in the clause; a cheap first test.
    :param pieces: patterns of what stands between the gaps and the figure; none if a gap is in brackets.
    """

    named: str
    counted: str
    turns: bool
    hints: tuple[str, ...]
    pieces: tuple[str, ...] = ()

    @functools.cached_property
    def before(self) -> re.Pattern[str] | None:
        """For the words before the figure, to be searched up to it; ``None`` if nothing need stand there."""
        return re.compile(f"(?P<name>{self.named}){_TAIL}") if self.named else None

    @functools.cached_property
    def behind(self) -> re.Pattern[str] | None:
        """For the words behind the figure, matched at its end; ``None`` if none need stand there."""
        return _behind(self.counted, _MODIFIER) if self.counted else None

    @functools.cached_property
    def behind_item(self) -> re.Pattern[str] | None:
        """The same for a figure of items (项, 件), which cannot count bodies."""
        return _behind(self.counted, _MODIFIER_OF_ITEM) if self.counted else None

    @functools.cached_property
    def turned(self) -> re.Pattern[str] | None:
        """``named`` for words that come behind the figure instead."""
        return re.compile(f"{_AFTERWARDS}(?P<name>{self.named})") if self.turns else None

    @functools.cached_property
    def parts(self) -> tuple[re.Pattern[str], ...]:
        """What must stand around the figure, each part for itself."""
        return tuple(map(re.compile, self.pieces))

    def match_loosely(self, clause: str, figure: int) -> float | None:
        """Match the parts of a saying anywhere in a clause that holds one figure only, in any order.

        One of the parts must stand beside the figure: what stands there is what is counted.

        :param clause: with one character at ``figure`` instead of the figure.
        :return: how many characters they explain; ``None`` if a part is missing or the saying has one part only.
        """
        found = [match for part in self.parts if (match := part.search(clause))]
        if not found or len(found) < len(self.parts):
            return None
        beside = any(
            0 <= figure - match.end() <= _SLACK or 0 <= match.start() - figure - 1 <= _SLACK for match in found
        )
        return float(sum(len(match[0]) for match in found)) if beside else None

    def match_turned(self, text: str, figure: Span, end: int) -> tuple[Span, Span | None, float] | None:
        """Match the words behind a figure that stands first; the result is that of :meth:`match`."""
        found = self.turned.match(text, figure.end, end) if self.turned else None
        if found is None:
            return None
        named = Span(*found.span("name"))
        return named, named, len(named.of(text)) - _gaps(found)

    def match(self, text: str, start: int, figure: Span, end: int) -> tuple[Span, Span | None, float] | None:
        """Match the words around ``figure`` in ``text[start:end]``.

        :return: the words that name it before the figure (or behind it), those behind it, and how many characters of
            the text they explain, less what stands between them and the figure; ``None`` if they do not match.
        """
        before = self.before.search(text, start, figure.start) if self.before else None
        if self.before and before is None:
            return None
        pattern = self.behind_item if text.endswith(_ITEMS, figure.start, figure.end) else self.behind
        behind = pattern.match(text, figure.end, end) if pattern else None
        if self.behind and behind is None:
            return None
        if before and not behind and _BODY.match(text, figure.end, end):
            return None
        # 调解室等3个工作室 counts what comes behind, of which the name is an example.
        if before and not behind and "等" in before["tail"] and text[figure.end : figure.end + 1].isalpha():
            return None
        named = [Span(*match.span("name")) for match in (before, behind) if match]
        score = sum(len(span.of(text)) for span in named) - sum(_gaps(match) for match in (before, behind) if match)
        return named[0], Span(*behind.span("name")) if behind else None, score


def _gaps(match: re.Match[str]) -> float:
    """Return how much of a match is not its own words; what stands between name and figure weighs most."""
    lengths = {name: len(text or "") for name, text in match.groupdict().items()}
    gaps = sum(length for name, length in lengths.items() if name.startswith("gap"))
    return gaps + lengths.get("slack", 0) + lengths.get("modifier", 0) / 4


@dataclass(frozen=True)
class Indicator:
    """An entry of the dictionary.

    :param object: what it is about, a key of the objects; its ``short`` sayings hold only where that was said before.
    :param then: sayings that hold only behind a figure of one of the indicators ``follows`` (收集 n 件，化解 m 件).
    :param unlike: what must not stand in the same clause.
    :param growth: the indicator is itself a rate of growth (GDP 增速).
    """

    name: str
    group: str
    kind: IndicatorKind
    unit: str
    about: str
    units: frozenset[str]
    sayings: tuple[Saying, ...]
    short: tuple[Saying, ...]
    then: tuple[Saying, ...]
    follows: frozenset[str]
    object: str
    unlike: re.Pattern[str] | None
    growth: bool


@dataclass(frozen=True)
class Check:
    """A rate that two counts of the same report make: ``rate = 100 * part / whole`` for one of ``wholes``."""

    rate: str
    part: str
    wholes: tuple[str, ...]


@dataclass(frozen=True)
class Indicators:
    """The dictionary.

    :param objects: what figures are about, each with the pattern of its words.
    :param checks: rates that can be made from counts.
    :param pairs: words that name two things at once, with the two (城乡居民: 城镇居民, 农村居民).
    """

    entries: tuple[Indicator, ...]
    objects: Mapping[str, re.Pattern[str]]
    checks: tuple[Check, ...] = ()
    pairs: tuple[tuple[str, tuple[str, str]], ...] = ()

    @classmethod
    @functools.lru_cache(maxsize=4)
    def load(cls, path: Path = RULES) -> Indicators:
        """Read the dictionary.

        :raises IndicatorsInvalid: the file is missing, no TOML, or an entry of it is wrong.
        """
        return read_rules(path, "指标词典", _indicators, IndicatorsInvalid)

    def get(self, name: str) -> Indicator | None:
        """Return the entry with this name, ``None`` if there is none."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def measured_in(self, name: str, units: Sequence[str]) -> bool:
        """Tell whether the figures of an indicator can have one of these units."""
        entry = self.get(name)
        return entry is not None and not entry.units.isdisjoint(units)

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the indicators by group, in the order of the file."""
        found: dict[str, list[str]] = {}
        for entry in self.entries:
            found.setdefault(entry.group, []).append(entry.name)
        return {group: tuple(names) for group, names in found.items()}


def _indicators(raw: Mapping[str, Any]) -> Indicators:
    objects = {name: re.compile(words) for name, words in raw.get("objects", {}).items()}
    entries = tuple(_entry(item, objects) for item in raw["indicator"])
    pairs = tuple((word, (first, second)) for word, (first, second) in raw.get("pairs", {}).items())
    checks = tuple(Check(item["rate"], item["part"], tuple(item["wholes"])) for item in raw.get("check", ()))
    names = [entry.name for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"名称重复：{'、'.join(twice)}")
    used = {name for check in checks for name in (check.rate, check.part, *check.wholes)}
    used |= {name for entry in entries for name in entry.follows}
    if unknown := sorted(used - set(names)):
        raise ValueError(f"没有“{'、'.join(unknown)}”这个指标")
    return Indicators(entries, objects, checks, pairs)


def _entry(item: Mapping[str, Any], objects: Mapping[str, re.Pattern[str]]) -> Indicator:
    name = item.get("name")
    if not name:
        raise ValueError("有一个指标没有名称")
    try:
        kind = IndicatorKind(item["kind"])
        about = item.get("object", "")
        if about and about not in objects:
            raise ValueError(f"没有“{about}”这个 object")
        return Indicator(
            name=name,
            group=item["group"],
            kind=kind,
            unit=item["unit"],
            about=item["about"],
            units=frozenset(item.get("units") or (*_UNITS[kind], item["unit"])),
            sayings=tuple(_sayings(item["names"])),
            short=tuple(_sayings(item.get("short", ()))),
            then=tuple(_sayings(item.get("then", ()))),
            follows=frozenset(item.get("follows", ())),
            object=about,
            unlike=re.compile("|".join(word.lower().replace("~", _GAP) for word in item["not"]))
            if item.get("not")
            else None,
            growth=bool(item.get("growth", False)),
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise ValueError(f"指标“{name}”：{error}") from error


def _sayings(templates: Sequence[str]) -> Iterator[Saying]:
    for template in templates:
        left, mark, right = template.lower().partition("#")
        before, behind = left.strip("~"), right.strip("~")
        if not before and not behind:
            raise ValueError(f"“{template}”里没有词")
        named, counted = _with_gaps(before), _with_gaps(behind, _LATER_GAP)
        # What is wrong in it is said when the dictionary is read.
        for pattern in filter(None, (named, counted)):
            re.compile(pattern)
        yield Saying(named, counted, bool(before and not mark), _hints(before or behind), _pieces(template.lower()))


def _pieces(template: str) -> tuple[str, ...]:
    parts = [part for part in re.split(r"~\??|#", template) if part]
    if len(parts) < _PARTS or any(part.count("(") != part.count(")") for part in parts):
        return ()
    return tuple(map(_with_gaps, parts))


def _behind(counted: str, modifier: str) -> re.Pattern[str]:
    # 13个乡镇综合行政执法队: the townships only say whose they are.
    return re.compile(f"{modifier}(?:乡?镇(?:\\(街道\\)|街道)?|镇街|街道|村居?)?(?P<name>{counted})")


def _with_gaps(template: str, gap: str = _GAP) -> str:
    number = itertools.count()
    # The longest alternative first: of (矛盾|矛盾纠纷) the first would leave 纠纷 unexplained.
    template = re.sub(
        r"\(([^()?]*)\)", lambda m: f"({'|'.join(sorted(m[1].split('|'), key=len, reverse=True))})", template
    )
    return re.sub("~", lambda _: f"(?P<gap{next(number)}>{gap})", template)


def _hints(template: str) -> tuple[str, ...]:
    """Return literals of which one must stand in any match, the longest there are; none if no word need stand in it.

    Of ``(社会消费品零售(总)?额|社零)~增长`` these are 社会消费品零售 and 社零; a set ([^()]) or what may be left out asks for none.
    """
    return _asked(_TOKEN.findall(template.replace("~", "(?:)")))


def _asked(pieces: list[str]) -> tuple[str, ...]:
    """Return the hints of alternatives, taking their pieces off the list up to the bracket that closes them."""
    alternatives: list[tuple[str, ...]] = []
    best: tuple[str, ...] = ()
    run = ""
    while True:
        piece = pieces.pop(0) if pieces else ")"
        part: tuple[str, ...] = ()
        if piece.startswith("("):
            inner = _asked(pieces)
            part = () if _AROUND.fullmatch(piece) else inner
        elif _PLAIN.fullmatch(piece):
            part = (piece[-1],)
        optional = bool(pieces) and _OPTIONAL.fullmatch(pieces[0]) is not None
        if optional:
            part = ()
        plain = bool(part) and not piece.startswith("(")
        run = run + part[0] if plain else ""
        best = _longer(best, (run,) if plain else part)
        if piece in ("|", ")"):
            alternatives.append(best)
            best = ()
        if piece == ")":
            return tuple(word for words in alternatives for word in words) if all(alternatives) else ()


def _longer(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the hints whose shortest word is longer, those found first if none is."""
    return second if min(map(len, second), default=0) > min(map(len, first), default=0) else first
