"""The words of a figure: what stands beside it and says what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from corpus.figures import Figure, Measure

MARKS = " ,，、;；。:："
_BREAK = re.compile(r"[,，;；。:：、(（)）]")
_CLAUSE = re.compile(r"[,，;；。:：]")
# Figures of one list of values: 25.88%、19.99%和17.47%.
_TOGETHER = re.compile(r"\s*(?:/[年月日人])*\s*[、和与及]\s*")
_AND = re.compile("[、和与及]")
# Of those counted before: 18项指标中有10项; and what they are about: 线上申报企业32万户次,涉及资金85亿元.
_OF_THAT = re.compile(
    r"^[^,，;；。]{0,6}[,，](?:共|总|累计)*(?:涉及|涉案|涉资|总投资|投资|总额|标的额?|金额)(?:资金|金额|标的|总额|额)*(?:达到?|为|约|共|计|超过?)*$"
    r"|^[^,，;；。]{0,6}[,，](?:参与|参加|参训|参会|受众|覆盖|惠及|受益|受教育|吸引)(?:人数|人员|群众|干部)*(?:达到?|约|共|超过?)*$"
    r"|^[\u3400-\u9fff]{1,8}的$"
)
_AMONG = re.compile(r"[^,，;；。、]{0,12}[里中],?(?:就?有)?$")
# The noun of the figure before, where a list goes on behind it.
_NOUN_BEFORE = re.compile(r"[\u3400-\u9fff“”]{1,4}|[\u3400-\u9fff“”]{1,16}(?:、|以及|[和与及])(?:各类|其他)?")
# What follows are parts of it; and what was done to the same things.
_PARTS = re.compile(r"[^,，;；。、]{0,8}[,，;；(（]?\s*其中")
_DONE_WITH_IT = re.compile(
    r"(?:[(（][^()（）]*[)）])?[,，、(（](?:已|共|均|全部|累计|现已)*(?:审结|办结|结案|执结|化解|调解|调解成功|成功化解|成功调解|答复|纠错|改判|采纳|整改|处置|立案|受理|办理|解决)(?:完毕|了)?"
)
# 新增实验室18家、累计38家: of the second are all that are called like the first.
NEW = re.compile(r"新(?:[增建入认设开签获批培办成评晋]|注册|登记)|净增")
_ALL = r"(?:累计|总(?:数|量|计|里程|长度|规模|面积|产能|装机|容量))(?:已|达到?|为|有|共|增至|突破)*"
_TOTAL = re.compile(rf"(?P<noun>[\u3400-\u9fff“”]{{0,10}})[、,，(（]{_ALL}")
_SO_ALL = re.compile(rf"[\u3400-\u9fff“”]{{0,10}}[、,，(（][\u3400-\u9fff“”]{{0,10}}{_ALL}")
_AGAINST = re.compile(r"[,，、(（]?(?:同比|环比|[比较][^,，]{1,6}[增减上下升降多少])")
# Before the values of a list, behind its names.
_LEADS = re.compile(r"(?:[,，](?:数量|总数|总量|累计|分别|同比)+)$")
_EVENTS = re.compile(r"(.{2,})[起件宗]数")
# What is said of a list whose noun stands with its first item alone: 243项政务服务事项实现跨省通办、158项实现省内通办.
_SAID_OF = re.compile(r"(?:实现|纳入|入选|获得?|被|完成|达到)")
# Two things in one word.
_TWO = {"产销量": ("产量", "销量"), "城乡": ("城市", "农村"), "进出口": ("进口", "出口")}
_BOTH = re.compile("|".join(_TWO))
# The next item of a list, from where the figure before it ends.
_ITEM = re.compile(r"[^,，;；。、]{0,12}、[^,，;；。]*$|[^,，;；。、\d]{0,12}、[^,，;；。\d]{0,20}\d")
_CHINESE = re.compile("[\u3400-\u9fff]")
_NUMBER = re.compile(r"[\d.]+[^\d]{0,4}$")
# How far before a figure 新增 may stand, in characters.
_CLOSE = 20
# How many characters before and behind a figure are right beside it: the noun that it counts.
_BEFORE, _BEHIND = 8, 6


class Share(Enum):
    """What of a thing a figure counts, where its sentence gives both: those that are new, or all there are."""

    NEW = auto()
    ALL = auto()


def stands_for(text: str, figure: Figure, others: Sequence[Figure]) -> Share | None:
    """Tell whether a figure is one of a pair of new ones and all: 新增全国重点实验室18家、累计38家; ``None`` if it is not."""
    for other in others:
        first, second = sorted((figure, other), key=lambda one: one.span)
        if first is second or first.unit != second.unit:
            continue
        new = NEW.search(text, max(first.sentence.start, first.span.start - _CLOSE), first.span.start)
        if new and _SO_ALL.fullmatch(text, first.span.end, second.span.start):
            return Share.ALL if figure is second else Share.NEW
    return None


def words_beside(text: str, figure: Figure, others: Sequence[Figure]) -> str:
    """Return the words of a figure's clause, from the figure before it to the one behind it.

    Of what has no words of its own (项目561个10.3万套, 从1484元提高到1536元) those before the figure before are its too.

    :param text: of the report; ``others`` all figures of the sentence, the figure itself among them or not.
    """
    if told := _told_together(text, figure, others):
        return told
    ends = [figure.sentence.start]
    for other in sorted(others, key=lambda other: other.span):
        if other.span.end > figure.span.start:
            break
        own = text[other.span.end : figure.span.start]
        if _AMONG.match(own) or _OF_THAT.search(own):
            continue
        if other.measure is not Measure.FORMER and len(own.strip(MARKS)) > 1:
            ends.append(other.span.end)
    after = min(
        (other.span.start for other in others if other.span.start >= figure.span.end), default=figure.sentence.end
    )
    behind = text[figure.span.start : _noun_end(text, figure, after)]
    own = text[ends[-1] : figure.span.start]
    before = sorted((other for other in others if other.span.end <= figure.span.start), key=lambda other: other.span)
    if not before:
        return own + behind
    own = _without_noun(text, own, before[-1])
    if all_there_are := _all_there_are(text, figure, before):
        return all_there_are + behind
    of_whole = _of_whole(text, own, figure, before) + _noun_of_list(text, own, figure, before[-1])
    return of_whole + (_lead(text, own, ends) or _joined(text, own, ends) or own) + behind


def _without_noun(text: str, own: str, last: Figure) -> str:
    """Return what stands before a figure without the rest of the clause of the figure before, if that goes on behind it.

    有16项工作获表彰,15项做法在全国推广; 联合94个市直部门,制作了180部短视频: the nouns are those of the first.

    :param last: the figure before.
    """
    if not own or not text.endswith(own, 0, last.span.end + len(own)) or not _CHINESE.match(own):
        return own
    end = _CLAUSE.search(own)
    return own[end.start() :] if end else own


def _noun_end(text: str, figure: Figure, after: int) -> int:
    """Return where the words behind a figure end: at a sign, or at a 、 that another figure follows in its clause.

    :param after: where the next figure begins, or the sentence ends.
    """
    cut = _BREAK.search(text, figure.span.end, after)
    if cut and cut[0] == "、":
        end = _CLAUSE.search(text, cut.end(), after)
        # Without an end to the clause before it the next figure stands in the same.
        cut = end or (cut if after < figure.sentence.end else None)
    return cut.start() if cut else after


def _of_whole(text: str, own: str, figure: Figure, before: Sequence[Figure]) -> str:
    """Return the words of the figure of which one is a part, or that goes on with it; ``""`` if it stands for itself.

    受理案件1731件,其中民事229件,刑事1502件: the last are cases too; so are those of 受理案件790件,审结610件.

    :param before: the figures before it, in order, at least one.
    """
    if _DONE_WITH_IT.fullmatch(own) or (figure.measure is Measure.CHANGE and _AGAINST.match(own)):
        return words_beside(text, before[-1], before)
    for whole in reversed(before):
        if _PARTS.match(text, whole.span.end, figure.span.start):
            return words_beside(text, whole, [other for other in before if other.span <= whole.span])
    return ""


def _all_there_are(text: str, figure: Figure, before: Sequence[Figure]) -> str:
    """Return the words of the figure before, if it counts the new ones of what this one counts all of; else ``""``."""
    last = before[-1]
    total = _TOTAL.fullmatch(text, last.span.end, figure.span.start)
    if not total:
        return ""
    told = words_beside(text, last, before)
    return told[: max(0, told.rfind(last.span.of(text)))] + total["noun"]


def _noun_of_list(text: str, own: str, figure: Figure, last: Figure) -> str:
    """Return the noun of the item before in a list whose later items leave it out; ``""`` for no such list."""
    verb = _SAID_OF.match(text, figure.span.end)
    if not verb or "、" not in own:
        return ""
    noun, said, _ = text[last.span.end : figure.span.start].partition(verb[0])
    return noun if said and last.unit == figure.unit and not _BREAK.search(noun) else ""


def _lead(text: str, own: str, ends: Sequence[int]) -> str:
    """Return the words before an item of a list with what its first item begins with, ``""`` for no item of a list.

    建设“民呼必应”调度中心5个、街道服务中心36个: the second is 民呼必应 too. The noun of the first item is taken to be as
    long as that of this one.

    :param own: what stands before the figure; ``ends`` where the figures before it end, after the sentence's beginning.
    """
    noun = own.rpartition("、")[2]
    if len(ends) < 2 or "、" not in own or re.search("[,，;；。]", own):
        return ""
    first = len(ends) - 1
    while first > 1 and _ITEM.match(text, ends[first - 1]):
        first -= 1
    begins = text[ends[first - 1] : ends[first]]
    shown = _NUMBER.search(begins)
    before = begins[: shown.start()] if shown else begins
    # A name in quotation marks is said of all, however long the nouns are.
    shared = max(len(before) - len(noun), before.rfind("”") + 1)
    return before[:shared] + noun


def _joined(text: str, own: str, ends: Sequence[int]) -> str:
    """Return the words before a figure that goes on a list whose nouns stand behind: 推荐了87个地区和149个项目, 12个领域101件.

    ``""`` for no such list.
    """
    if len(ends) < 2 or not _NOUN_BEFORE.fullmatch(own):
        return ""
    shown = _NUMBER.search(text[ends[-2] : ends[-1]])
    return text[ends[-2] : ends[-2] + shown.start()] if shown else ""


def words_right_beside(beside: str, shown: str) -> str:
    """Return the few characters before and behind a figure: the noun that it counts.

    :param beside: its words (:func:`words_beside`); ``shown`` the figure as it stands in them, if it does.
    """
    at = beside.rfind(shown)
    if at < 0:
        return beside
    return beside[max(0, at - _BEFORE) : at] + beside[at + len(shown) : at + len(shown) + _BEHIND]


def _told_together(text: str, figure: Figure, others: Sequence[Figure]) -> str:
    """Return the words of one of several figures told in the order of their names, ``""`` if it is none.

    厦门、福州机场吞吐量分别达2790万、1529万人次; with or without 分别, as long as there are as many names as figures.
    """
    run = _run_of(text, figure, others)
    if len(run) < 2:
        return ""
    breaks = [match.end() for match in _CLAUSE.finditer(text, figure.sentence.start, run[0].span.start)]
    for start in reversed([figure.sentence.start, *breaks]):
        said = text[start : run[0].span.start]
        bare = said.split("分别")[0]
        names = _AND.split(_LEADS.sub("", bare))
        if len(run) == 2 and len(names) == 1 and (both := _BOTH.search(bare)):
            # 城乡低保标准分别增长5%、12%
            names = [bare.replace(both[0], one, 1) for one in _TWO[both[0]]]
        if len(names) == len(run):
            number = next(at for at, one in enumerate(run) if one.span == figure.span)
            return _whole_name(names, number) + said[len(bare) :]
        if len(said) > len(bare.rstrip(MARKS)) + 12 and len(names) > 1:
            break
    return ""


def _run_of(text: str, figure: Figure, others: Sequence[Figure]) -> list[Figure]:
    """Return the figures that stand with one in a list of bare values, in order."""
    ordered = sorted({one.span: one for one in (*others, figure)}.values(), key=lambda one: one.span)
    at = next(number for number, one in enumerate(ordered) if one.span == figure.span)
    first = last = at
    while first and _TOGETHER.fullmatch(text, ordered[first - 1].span.end, ordered[first].span.start):
        first -= 1
    while last + 1 < len(ordered) and _TOGETHER.fullmatch(text, ordered[last].span.end, ordered[last + 1].span.start):
        last += 1
    return ordered[first : last + 1]


def _whole_name(names: Sequence[str], number: int) -> str:
    """Return a name with what the first begins with and the last goes on with: 口岸货运量、客运量; 厦门、福州机场吞吐量."""
    begins = names[0][: len(names[0]) - len(names[number])] if number else ""
    if number and (events := _EVENTS.fullmatch(names[0])):
        # 生产安全事故起数、死亡人数
        begins = events[1]
    goes_on = names[-1][len(names[0]) :] if number < len(names) - 1 else ""
    return begins + names[number] + goes_on
