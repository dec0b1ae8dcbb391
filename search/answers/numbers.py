"""Numbers, years and directions in a sentence, however they are written, for comparing a claim with its sources.

Wider than what ``indexer.figures`` reads: a figure that escapes it is missing from a table, one that escapes here would
reach the reader unverified. The texts are plain: folded, without white space (:func:`plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.model import Span
from corpus.numbers import ARABIC, SCALE, arabic_value, han_value
from corpus.text import chinese_number, fold, visible


@dataclass(frozen=True)
class Number:
    """A number with what it counts.

    :param span: of the text, from the qualifier to the unit or bound behind it.
    :param value: with 万 and 亿 multiplied out; percent as 66.69; a day of the year as 614 (14 June).
    :param qualifier: ``""`` for an exact one, else ``+`` (余, 超), ``-`` (近, 不足), ``~`` (约), or 数, 几, 上.
    """

    span: Span
    value: float
    unit: str
    qualifier: str

    def same(self, other: Number) -> bool:
        """Tell whether both say the same of the same unit."""
        return (self.value, self.unit, self.qualifier) == (other.value, other.unit, other.qualifier)


@dataclass(frozen=True)
class YearMention:
    """Years named in a text: one, or those of a range."""

    span: Span
    years: frozenset[int]


_QUALIFIERS = {
    "+": "不少于 不低于 不小于 超过 超出 突破 高达 多达 至少 最少 超 逾 过 余 多 以上",
    "-": "不超过 不高于 将近 接近 不足 不到 未满 最多 至多 近 以下 以内",
    "~": "大约 大概 约 左右 上下 来",
}
_QUALIFIER_OF = {word: sign for sign, words in _QUALIFIERS.items() for word in words.split()}
_BEFORE = (
    r"(?:不少于|不低于|不小于|不超过|不高于|超过|超出|突破|高达|多达|至少|最少|最多|至多|将近|接近|大约|大概|不足|不到|未满"
    r"|超|逾|近|约|过(?=半))"
)
_AFTER, _BOUND = r"[余多来]", r"(?:以上|以下|以内|左右|上下)"
_HAN = "零〇一二三四五六七八九十百千万亿两"
_UNIT = (
    r"个百分点|百分点|个工作日|工作日|平方公里|平方米|立方米|个小时|个月|公里|千米|千瓦时|千瓦|小时|分钟|人次|件次|户次|家次|场次|批次|班次|台次|车次|条次|课时|学时"
    r"|美元|欧元|港元|公顷|公斤|毫米|厘米|摄氏度|份额|月份"
    r"|[%‰件个次人名位家场期批类种宗起处所户元亩篇项条款部份支间栋座站点辆套册本卷张幅块斤吨米层级届度例档班门片株轮倍番成分单笔桩对组盏堂节枚封道"
    r"只台年月日天周岁秒时号字页章集街镇乡村县区市省国代维口亿万员师岗厅院]"
)
_NUMBER = (
    rf"百分之(?P<percent>[{_HAN}]+|{ARABIC})(?:点(?P<decimals>[{_HAN}]+))?|(?P<below>[{_HAN}]+)分之(?P<above>[{_HAN}]+)"
    rf"|(?P<half>一半|半数|半(?=以上|，|,|。|$|的))|(?P<fold>翻(?P<times>[{_HAN}])?番)|(?P<arabic>{ARABIC})"
    rf"|(?P<rough>[数几上](?=[十百千万亿]))?(?P<han>[{_HAN}]+)"
)
_PATTERN = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<ordinal>第)?(?:{_NUMBER})(?P<after>{_AFTER})?(?P<scale>{SCALE})?(?P<later>{_AFTER})?"
    rf"(?P<unit>{_UNIT})?(?P<bound>{_BOUND})?"
)
_UNITS = {"百分点": "个百分点", "千米": "公里", "个小时": "小时", "月份": "月", "工作日": "个工作日"}
_FULL = r"(?:(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})"
_DASH = r"(?:[-—–―~至到]{1,2})"
_YEARS = re.compile(rf"(?<![\d.])({_FULL})(?:年度?)?{_DASH}({_FULL}|\d\d)年|(?<![\d.])({_FULL})年")
_DAY = re.compile(rf"(\d{{1,2}}|[{_HAN}]{{1,3}})月(\d{{1,2}}|[{_HAN}]{{1,3}})[日号]")
# Names of plans, not counts: 十四五时期, 八五普法.
_NAMES = re.compile(r"十[二三四五]五|[一二三四五六七八九]五(?=普法|规划)")

_UP = r"上升|增长|提高|提升|增加|上涨|攀升|升至|增至|升高|扩大|增多|递增|增幅|高于|多于|翻番"
_DOWN = r"下降|减少|降低|缩短|压缩|压减|回落|下滑|缩减|降至|减至|下跌|递减|缩小|降幅|低于|少于|精简"
DIRECTIONS = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")


def plain(text: str) -> str:
    """Return a text folded and without white space, for comparing."""
    return visible(fold(text))


def find_years(text: str) -> list[YearMention]:
    """Return the years named in a plain text, in order."""
    found = []
    for match in _YEARS.finditer(text):
        first = _year(match[1] or match[3])
        last = _year(match[2]) if match[2] else first
        last += first // 100 * 100 if last < 100 else 0
        found.append(YearMention(Span(*match.span()), frozenset(range(min(first, last), max(first, last) + 1))))
    return found


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a plain text but its years, in order, none overlapping."""
    taken = bytearray(len(text))
    for mention in find_years(text):
        taken[mention.span.start : mention.span.end] = b"\1" * (mention.span.end - mention.span.start)
    found = list(_days(text, taken))
    for name in _NAMES.finditer(text):
        taken[name.start() : name.end()] = b"\1" * len(name[0])
    at = 0
    while match := _PATTERN.search(text, at):
        number = None if any(taken[match.start() : match.end()]) else _read(match)
        if number:
            found.append(number)
        at = match.end() if number else match.start() + 1
    return _with_units_of_ranges(sorted(found, key=lambda number: number.span), text)


def direction_in(text: str) -> str:
    """Return the direction that a few words name last: ``up``, ``down`` or ``""``."""
    found = [match.lastgroup or "" for match in DIRECTIONS.finditer(text)]
    return found[-1] if found else ""


def _year(digits: str) -> int:
    return int(digits) if digits.isdecimal() else chinese_number(digits.replace("○", "〇")) or 0


def _days(text: str, taken: bytearray) -> Iterator[Number]:
    for match in _DAY.finditer(text):
        month, day = (int(part) if part.isdecimal() else han_value(part) or 0 for part in match.groups())
        taken[match.start() : match.end()] = b"\1" * len(match[0])
        yield Number(Span(*match.span()), month * 100 + day, "日期", "")


def _read(match: re.Match[str]) -> Number | None:
    value, unit = _value(match), match["unit"] or ""
    if value is None or (match["han"] and not unit and not match["rough"]):
        return None
    if match["percent"] or match["half"]:
        unit = "%"
    elif match["above"]:
        unit = "分之"
    elif match["fold"]:
        unit = "番"
    elif unit == "成":
        value, unit = value * 10, "%"
    words = (match["rough"], match["before"], match["after"] or match["later"], match["bound"])
    qualifier = "".join(_QUALIFIER_OF.get(word, word) for word in words if word)
    unit = (match["ordinal"] or "") + _UNITS.get(unit, unit)
    return Number(Span(*match.span()), round(value, 6), unit, "".join(sorted(set(qualifier))))


def _value(match: re.Match[str]) -> float | None:
    if match["half"]:
        return 50.0
    if match["fold"]:
        return float(han_value(match["times"] or "一") or 1)
    if match["above"]:
        above, below = han_value(match["above"]), han_value(match["below"])
        return above / below if above and below else None
    if match["percent"]:
        whole = _digits(match["percent"])
        decimals = "".join(str(han_value(digit) or 0) for digit in match["decimals"] or "")
        return None if whole is None else whole + (float(f"0.{decimals}") if decimals else 0.0)
    value = _digits(match["arabic"] or match["han"])
    return None if value is None else value * arabic_value("1", match["scale"] or "")


def _digits(written: str) -> float | None:
    if written[0].isdecimal():
        return arabic_value(written)
    value = han_value(written)
    return None if value is None else float(value)


def _with_units_of_ranges(numbers: list[Number], text: str) -> list[Number]:
    """Give the first number of 3至5天 the unit of the second."""
    for at in range(len(numbers) - 2, -1, -1):
        number, following = numbers[at], numbers[at + 1]
        if not number.unit and re.fullmatch(_DASH, text[number.span.end : following.span.start]):
            numbers[at] = replace(number, unit=following.unit)
    return numbers
