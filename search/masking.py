"""The pattern of a sentence: what a writer fills in anew stands as ××, what makes the wording stays.

``全市共办理行政复议案件1,203件`` and ``郯城县共办理行政复议案件94件`` become ``××市共办理行政复议案件××件`` and
``××县共办理行政复议案件××件``. A figure that is part of a name stays: 1+5+N, 八五普法, 三项制度, 第一责任人, 12345热线.
Where it is not clear that something is filled in, it stays too: a slot too few still reads well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.gazetteer import Gazetteer, Mention
from corpus.model import Span
from corpus.numbers import ARABIC, HAN_DIGIT, HAN_QUANTITY, SCALE

BLANK = "××"


class SlotKind(StrEnum):
    """What stands in a slot."""

    FIGURE = "数字"
    DATE = "时间"
    DOCUMENT_NUMBER = "文号"
    PLACE = "地名"
    TITLE = "题名"
    PERSON = "人名"
    LIST_NUMBER = "序号"


@dataclass(frozen=True)
class Masked:
    """A sentence with its slots emptied.

    :param text: the pattern: each slot replaced by ×× with its unit (××市, ××年), a list number in front left out.
    :param slots: where in the sentence given, in order, and of what kind.
    """

    text: str
    slots: tuple[tuple[Span, SlotKind], ...]


@dataclass(frozen=True)
class _Slot:
    span: Span
    kind: SlotKind
    label: str


def mask(text: str, places: Gazetteer) -> Masked:
    """Return the pattern of a sentence."""
    taken = bytearray(len(text))
    # Earlier rules win: what stands in a title, a name or a date is no figure of its own.
    slots = list(_free(_titles(text), taken))
    for match in _NAME.finditer(text):
        taken[match.start() : match.end()] = b"\1" * len(match[0])
    for rule in (_list_number, _document_numbers, _dates, _persons):
        slots.extend(_free(rule(text), taken))
    slots.extend(_free(_places(text, places.find(text)), taken))
    slots.extend(_free(_figures(text), taken))
    slots.sort(key=lambda slot: slot.span)
    pieces, at = [], 0
    for slot in slots:
        pieces += [text[at : slot.span.start], slot.label]
        at = slot.span.end
    pieces.append(text[at:])
    return Masked("".join(pieces), tuple((slot.span, slot.kind) for slot in slots))


def _free(slots: Iterator[_Slot], taken: bytearray) -> Iterator[_Slot]:
    for slot in slots:
        if not any(taken[slot.span.start : slot.span.end]):
            taken[slot.span.start : slot.span.end] = b"\1" * (slot.span.end - slot.span.start)
            yield slot


# ---------------------------------------------------------------- what stays

# Short quotations are names (“1+5+N”, “33211”工程, “一网通办”); a statement in quotation marks has a comma or is longer.
_NAME = re.compile(
    r"“[^“”，。；]{1,12}”|\"[^\"，。；,;]{1,12}\"|‘[^‘’，。；]{1,12}’|7[×xX*]24小时|24小时|\d+分钟[^，。；]{0,12}圈"
    r"|(?:2035|二〇三五)年远景目标"
)

# ---------------------------------------------------------------- list numbers, titles, numbers of documents

_LIST_NUMBER = re.compile(
    r"^\s*(?:[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})、"
    r"|[一二三四五六七八九十]{1,2}[是要]|\d{1,2}[.．](?!\d))[，,]?\s*"
)
_TITLE = re.compile(r"《[^《》]{1,120}》")
# The kind of document says what is missing; longer words first.
_DOCUMENT = re.compile(
    r"(实施办法|实施细则|实施方案|实施意见|工作方案|行动方案|行动计划|工作要点|工作规则|责任清单|条例|办法|细则|规定|规则|方案"
    r"|意见|通知|公告|决定|纲要|规划|计划|清单|指南|制度|标准|目录|要点|报告|法)(?:[（(].*[)）])?》$"
)
_DOCUMENT_NUMBER = re.compile(
    r"(?:(?<=[（(，。；、《》“”\s])[\u4e00-\u9fff]{1,8}|^[\u4e00-\u9fff]{1,8})?[〔\[【][12]\d{3}[〕\]】]\s*第?\s*\d+\s*号"
)


def _list_number(text: str) -> Iterator[_Slot]:
    if match := _LIST_NUMBER.match(text):
        yield _Slot(Span(*match.span()), SlotKind.LIST_NUMBER, "")


def _titles(text: str) -> Iterator[_Slot]:
    for match in _TITLE.finditer(text):
        document = _DOCUMENT.search(match[0])
        yield _Slot(Span(*match.span()), SlotKind.TITLE, f"《{BLANK}{document[1] if document else ''}》")


def _document_numbers(text: str) -> Iterator[_Slot]:
    for match in _DOCUMENT_NUMBER.finditer(text):
        yield _Slot(Span(*match.span()), SlotKind.DOCUMENT_NUMBER, f"{BLANK}〔{BLANK}〕{BLANK}号")


# ---------------------------------------------------------------- dates

_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_TO = r"\s*[—–~～\-至到]{1,2}\s*"
_DATE = re.compile(
    rf"(?<![\d+])(?P<years>{_YEAR}年?{_TO}{_YEAR}(?=年))|(?<![\d+]){_YEAR}\s*(?=年)(?:年\s*\d{{1,2}}\s*(?=月))?(?:月\s*\d{{1,2}}\s*(?=日))?"
    rf"|(?<![\d.])\d{{1,2}}(?:{_TO}\d{{1,2}})?\s*(?=月(?![饼]))(?:月\s*\d{{1,2}}\s*(?=日))?"
)


def _dates(text: str) -> Iterator[_Slot]:
    for match in _DATE.finditer(text):
        units = re.findall("[年月]", match[0])
        label = f"{BLANK}—{BLANK}" if match["years"] else BLANK + "".join(unit + BLANK for unit in units)
        yield _Slot(Span(*match.span()), SlotKind.DATE, label)


# ---------------------------------------------------------------- persons

# Common surnames that begin no ordinary word after an office (于, 向, 安, 高, 明 … are left out).
_SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁蒋余杜叶魏苏吕卢丁姚钟姜崔谭廖范汪陆贾薛"
    "邱侯邹熊孟秦阎尹雷史陶贺龚邵郝"
)
_OFFICE = (
    r"(?:书记|主席|省长|市长|县长|区长|旗长|盟长|州长|镇长|乡长|局长|厅长|主任|院长|检察长|处长|科长|所长|队长|委员|律师|法官"
    r"|检察官|教授|调解员|负责人|居民|村民|当事人)"
)
_PERSON = re.compile(
    rf"(?<![\u4e00-\u9fff])[{_SURNAME}][\u4e00-\u9fff]{{1,2}}(?=同志(?!们))|[{_SURNAME}]某[某甲乙丙]?|[{_SURNAME}](?=先生|女士)"
    rf"|{_OFFICE}(?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)(?=同志|先生|女士|说|表示|介绍|告诉|坦言|指出|强调|认为|任组长|担任)"
)


# The full pattern is slow and rarely needed.
_PERSON_HINT = re.compile("某|同志|先生|女士|说|表示|介绍|告诉|坦言|指出|强调|认为|任组长|担任")


def _persons(text: str) -> Iterator[_Slot]:
    for match in _PERSON.finditer(text) if _PERSON_HINT.search(text) else ():
        yield _Slot(Span(*match.span("name" if match["name"] else 0)), SlotKind.PERSON, BLANK)


# ---------------------------------------------------------------- places

_UNIT = re.compile(r"自治区$|[省市县区旗盟州乡镇]$")
# 全市场, 全区域, 本市级 … are other words.
_OWN_VOICE = re.compile(r"[我全本该](自治区|[省市县区旗盟州])(?![域场值])")


def _places(text: str, mentions: list[Mention]) -> Iterator[_Slot]:
    for mention in mentions:
        # 郑州 ends like a 州, but is written for 郑州市.
        name = mention.span.of(text) if mention.is_full_name else mention.candidates[0].name
        unit = _UNIT.search(name)
        yield _Slot(mention.span, SlotKind.PLACE, BLANK + (unit[0] if unit else ""))
    for match in _OWN_VOICE.finditer(text):
        yield _Slot(Span(*match.span()), SlotKind.PLACE, BLANK + match[1])


# ---------------------------------------------------------------- figures

_MEASURE = (
    r"[个件次名人家场份条项部起处所户元吨亩篇期批类种宗位只间支台辆套册张幅块座栋站点年月天日时岁届轮倍斤度村镇乡街字对组队"
    r"例档班节门页株片分秒米案%％‰]|公里|平方|立方|小时|千瓦|余|多"
)
_ARABIC = re.compile(
    rf"(?<![A-Za-z\d+＋×·•./])\s*{ARABIC}(?![\d+＋×·•./]|\s*[A-Za-z])\s*"
    rf"(?:{SCALE}\s*[余多几]?|[余多](?=[\u4e00-\u9fff])|(?={_MEASURE}|[，。；、：！？,;:)）（(—\-~～至到和与及]|$))"
)
_CHINESE = re.compile(
    rf"百分之(?:{HAN_QUANTITY}|{HAN_DIGIT}|十|百)(?:点{HAN_DIGIT}+)?"
    rf"|(?<=第)(?:{HAN_QUANTITY}|{HAN_DIGIT}|十)(?=[次批届期轮条款]|季度)"
    rf"|(?<=[共达计])(?:{HAN_DIGIT}|十)(?=[个件次名人家场份起处所户元项])"
    rf"|(?<![一二三四五六七八九十百千万亿第]){HAN_QUANTITY}[余多]?(?=[个件次名人家场份起处所户元吨亩篇批宗位天年倍例项])"
)


def _figures(text: str) -> Iterator[_Slot]:
    for match in _ARABIC.finditer(text):
        yield _Slot(Span(*match.span()), SlotKind.FIGURE, BLANK)
    for match in _CHINESE.finditer(text):
        label = f"{BLANK}%" if match[0].startswith("百分之") else BLANK
        yield _Slot(Span(*match.span()), SlotKind.FIGURE, label)
