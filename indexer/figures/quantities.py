"""Where a sentence states a quantity: the number with its qualifier, scale and unit. Dates, names, ordinals are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Span
from corpus.numbers import ARABIC, HAN_DIGIT, HAN_QUANTITY, SCALE, arabic_value, han_value

_BEFORE = r"(?:不少于|不低于|不超过|超过|超出|超|逾|突破|将近|接近|近|大约|约|至少|最少|最多|上(?=[百千万亿]))"
_AFTER = r"[余多]"
_BOUND = r"(?:以上|以下|左右|上下|以内)"
# Longer ones first; of single characters only those that count things (not 年, 月, 日, 天, 时, 分钟, which are lengths of time).
_UNIT = (
    r"个百分点|百分点|个工作日|平方公里|立方米|平方米|公里|千米|千克|千瓦时?|课时|[(][场件人批]次?[)]次?|人天|人次|件次|户次|家次|场次|批次|班次|次数|台次|车次|条次|美元|欧元"
    r"|公顷|公斤|万户|吨|余[件个次名人家场份条项部起户]"
    r"|[%‰件个次名人家场份条项部起处所户元亩篇期批类种宗位只间支台辆套册张款颗艘架列幅块座栋斤度例档班门片株卷本轮倍分单笔桩对组盏堂节枚封通成级]"
)
# 数百, 近千 tell the size alone.
_ROUGHLY = "数几上近"
_HAN = (
    rf"百分之(?:{HAN_QUANTITY}|{HAN_DIGIT}|十|百)(?:点{HAN_DIGIT}+)?"
    rf"|{HAN_QUANTITY}|十(?=[余多])|[{_ROUGHLY}][十百千万亿]+|{HAN_DIGIT}(?=成(?:[以多左上]|[,，。；、)]))"
)
# A lone Chinese digit counts only where an indicator asks for it (召开联席会议两次): see ``weak``.
_WEAK = r"[二三四五六七八九两](?=[次件部场期家名项]|个窗口)"
_NUMBER = rf"(?P<arabic>{ARABIC})|(?P<han>{_HAN})|(?P<weak>{_WEAK})"
_QUANTITY = re.compile(
    rf"(?<![\da-z.+×·/])(?P<before>{_BEFORE})?\s*(?:{_NUMBER})\s*(?P<after>{_AFTER})?\s*(?P<scale>(?!千[米克瓦]){SCALE})?\s*(?P<later>{_AFTER})?\s*"
    rf"(?P<unit>{_UNIT})?\s*(?P<bound>{_BOUND})?"
)
_RANGE = re.compile(
    rf"(?P<low>{ARABIC})\s*(?P<lowscale>{SCALE})?\s*(?P<lowunit>{_UNIT})?\s*(?:[-—–~～至到]{{1,2}})\s*(?P<high>{ARABIC})\s*"
    rf"(?P<scale>{SCALE})?\s*(?P<unit>{_UNIT})(?P<bound>{_BOUND})?"
)
# What looks like a quantity and is not one.
_YEAR = r"(?:19|20)\d\d"
_NO_QUANTITY = re.compile(
    rf"《[^《》]*》|“[^“”，。；,;]{{1,14}}”|\"[^\"，。；,;]{{1,14}}\"|‘[^‘’]{{1,12}}’"
    rf"|〔?[\[(]?{_YEAR}[\])]\s*第?\d+号|第\s*[\d一二三四五六七八九十百]+\s*(?:[^\s，。]|$)|\d+号"
    rf"|{_YEAR}\s*年?\s*[-—–~～至到]{{1,2}}\s*{_YEAR}\s*年?|{_YEAR}\s*年(?:度|底|初|末)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日?|\d{{1,2}}(?:[-—至]\d{{1,2}})?\s*月(?:底|份)?"
    rf"|\d{{1,2}}\s*日|\d+\s*[×x*]\s*\d+\s*(?:小时)?|\d+(?:\+[\dn]+)+|24\s*小时|12345|12348|12315|12309|\d+[a-z]|[a-z]\d+"
    rf"|^\s*[(]?\d{{1,2}}[).、．](?!\d)|^\s*[(]?[一二三四五六七八九十]+[)、]|[一二三四五六七八九十]+是|[一二三四五六七八九十]+、"
    rf"|\d+\s*(?:个月|年|天|小时|分钟|秒|周|岁|点钟?(?!位))|[两三四五六七八九十]+(?:年|天|周|个月)"
    rf"|[“\"]?十[二三四五][”\"]?五[”\"]?|{HAN_DIGIT}五[”\"]?(?:普法|规划)"
)


@dataclass(frozen=True)
class Quantity:
    """A number in a sentence.

    :param span: of the sentence, from the qualifier to the unit or bound behind it.
    :param weak: a lone Chinese digit (两次): a figure only if it counts something in the dictionary.
    """

    span: Span
    value: float
    upper: float | None
    unit: str
    qualifier: str
    weak: bool = False


def find_quantities(sentence: str) -> list[Quantity]:
    """Return the quantities of a folded sentence, from the left, none overlapping."""
    taken = bytearray(len(sentence) + 1)
    for match in _NO_QUANTITY.finditer(sentence):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found = list(_ranges(sentence, taken))
    found += (quantity for match in _QUANTITY.finditer(sentence) if (quantity := _read(match, taken)))
    return sorted(found, key=lambda quantity: quantity.span)


def _ranges(sentence: str, taken: bytearray) -> Iterator[Quantity]:
    for match in _RANGE.finditer(sentence):
        if any(taken[match.start() : match.end()]):
            continue
        scale = match["scale"] or ""
        low = arabic_value(match["low"], match["lowscale"] or scale)
        high = arabic_value(match["high"], scale)
        if low < high:
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            yield Quantity(Span(*match.span()), low, high, _plain(match["unit"]), match["bound"] or "")


def _read(match: re.Match[str], taken: bytearray) -> Quantity | None:
    number = next(name for name in ("arabic", "han", "weak") if match[name])
    if any(taken[match.start(number) : match.end(number)]):
        return None
    unit = match["unit"] or ""
    value = _value(match, number)
    if match[number].startswith("百分之"):
        unit = "%"
    if value is None or (not unit and not (match["scale"] or match["after"] or match["later"])):
        return None
    if unit == "成":
        value, unit = value * 10, "%"
    elif unit.startswith("余"):
        unit = unit[1:]
    rough = match[number][0] in _ROUGHLY and number == "han"
    qualifier = (match["before"] or "") or (match["after"] or match["later"] or "") or (match["bound"] or "")
    if unit.startswith("余") or (match["unit"] or "").startswith("余"):
        qualifier = qualifier or "余"
    start = match.start("before") if match["before"] else match.start(number)
    end = match.end()
    while end > start and match.string[end - 1].isspace():
        end -= 1
    text = match[number][0] if rough else ""
    return Quantity(Span(start, end), value, None, _plain(unit), qualifier or text, weak=number == "weak")


def _value(match: re.Match[str], number: str) -> float | None:
    scale = match["scale"] or ""
    if number == "arabic":
        return arabic_value(match["arabic"], scale)
    words = match[number]
    if words.startswith("百分之"):
        whole, _, part = words.removeprefix("百分之").partition("点")
        value = 100 if whole == "百" else han_value(whole)
        digits = "".join(str(han_value(character)) for character in part)
        return None if value is None else float(f"{value}.{digits or 0}")
    if words[0] in _ROUGHLY:
        return arabic_value("1", words[1:] + scale)
    value = han_value(words)
    return None if value is None else arabic_value(str(value), scale)


def _plain(unit: str) -> str:
    """Return a unit as it is written elsewhere: 百分点 is 个百分点, (场)次 is 场次."""
    return "个百分点" if unit == "百分点" else unit.strip("(").replace(")", "")
