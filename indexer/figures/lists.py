"""Figures in lists: 分别为 gives one to each of several things, 均为 one to all, 、 goes on with the same verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.figures import Figure, Measure, Period
from corpus.model import Span
from corpus.subjects import Subject, Surroundings
from indexer.figures.changes import measure_of, signed
from indexer.figures.context import CLAUSE_ENDS, Context
from indexer.figures.quantities import Quantity

_APIECE = re.compile(r"分别(?:为|达到?|是|占|有|(?P<way>同比)?(?P<verb>增长|上升|提高|提升|增加|下降|降低|减少))?\s*$")
_ALIKE = re.compile(r"(?:均|都|皆|全部)(?:为|是|达到?了?|实现|保持|突破|超过?)?了?\s*$")
_JOINED = re.compile(r"^[、和及与,，\s]+$")
# 调解和解率 holds a 和 that parts nothing: a list is cut at 和 only if cutting at 、 does not make enough items.
_LISTS = (re.compile("、"), re.compile("[、和与及]"))
# What is said once before a list: 审查决策223件、规范性文件23件.
_VERBS = re.compile(
    "发放|散发|印发|派发|赠送|印制|编印|合法性审查|审查|审核|制定|出台|修改|废止|办理|受理|取消|下放|提请|清理|评查|开展|化解|调解|收到|出具|提供|调处|建立|配备|聘请|选聘"
)
_CLAUSE_OF_ITS_OWN = re.compile(
    r"[为是有在由对把被已将了的并其共率均达占]|展出|张贴|悬挂|出动|摆放|接待|接受|解答|举办|组织|播放|推送|服务|监督|发现|处理|整改|执行"
)
_OWN_VERB = re.compile("改|实行|优化|纠正|予以")


def group_of(context: Context, number: int) -> list[Quantity]:
    """Return the quantities that follow 分别为, joined by commas of a list; or the one quantity."""
    first = context.quantities[number]
    group = [first]
    if not _APIECE.search(context.text, 0, first.span.start):
        return group
    for quantity in context.quantities[number + 1 :]:
        between = context.text[group[-1].span.end : quantity.span.start]
        if quantity.unit != first.unit or not _JOINED.match(between):
            break
        group.append(quantity)
    return group


def apiece(context: Context, number: int, group: Sequence[Quantity]) -> list[Figure]:
    """Read the figures after 分别为: one for each item listed before, or one for each year."""
    around = context.around(number)
    mark = _APIECE.search(context.text, around.start, group[0].span.start)
    end = mark.start() if mark else group[0].span.start
    verb = (mark["verb"] or "") if mark else ""
    start, unit = context.clause(around.start, end), "" if verb else group[0].unit
    words = context.text[start:end] + verb
    subjects = _paired(context, words, unit, around.objects) if len(group) == 2 else []
    if not any(subjects):
        subjects = _listed(context, Span(start, end), unit, around.objects, len(group), verb)[-len(group) :]
        if len(subjects) != len(group) or len({s.indicator.name for s in subjects if s}) < 2:
            subjects = [context.named(words, unit, around.objects)] * len(group)
    placed = [_placed(subject, Span(start, end)) for subject in subjects]
    figures = [_one_of_several(context, q, s, verb) for q, s in zip(group, placed, strict=True)]
    years = _years(context, len(group), end)
    if years:
        figures = [replace(f, period=Period(y, y)) for f, y in zip(figures, years, strict=True)]
    return figures


def sharing(context: Context, number: int, around: Surroundings) -> list[Subject]:
    """Return the indicators that share one figure (A率、B率均为100%)."""
    quantity = context.quantities[number]
    mark = _ALIKE.search(context.text, around.start, quantity.span.start)
    if not mark:
        return []
    span = Span(context.clause(around.start, mark.start()), mark.start())
    named = [subject for subject in _listed(context, span, quantity.unit, around.objects, 1) if subject]
    return list({subject.indicator.name: subject for subject in named}.values())


def going_on(context: Context, number: int, around: Surroundings) -> Subject | None:
    """Read a figure of a list whose verb stands before the first one (审查决策223件、规范性文件23件)."""
    words = context.text[around.start : around.figure.start]
    joined = words.startswith(("、", "和", "及", "与"))
    if not number or _OWN_VERB.search(words) or not (joined or _goes_on(words)):
        return None
    quantities, first = context.quantities, number - 1
    while first and context.text.startswith(("、", ",", "，"), quantities[first - 1].span.end):
        between = context.text[quantities[first - 1].span.end : quantities[first].span.start]
        if not (between.startswith("、") or _goes_on(between)):
            break
        first -= 1
    head = context.text[: quantities[first].span.start]
    verbs = _VERBS.findall(head[max(head.rfind(sign) for sign in CLAUSE_ENDS) + 1 :])
    if not verbs:
        return None
    named = context.named(verbs[-1] + words[1:], quantities[number].unit, around.objects)
    if named is None or named.span.end <= len(verbs[-1]):
        return None
    # The words that name it are those beside the figure; the verb is understood.
    return _placed(named, Span(around.start + 1, around.figure.start))


def _goes_on(words: str) -> bool:
    """Tell whether a clause has only a noun of its own, so that the verb of the one before holds (发放甲6本，乙3份)."""
    return words.startswith((",", "，")) and not _VERBS.search(words) and not _CLAUSE_OF_ITS_OWN.search(words)


def _listed(
    context: Context, span: Span, unit: str, objects: tuple[str, ...], wanted: int, verb: str = ""
) -> list[Subject | None]:
    """Return the indicator of each item of a list, the last ``wanted`` of them or more.

    An item may lack what the first one says before it or the last one behind it (城镇和农村居民收入).

    :param verb: what is said of all of them (增长), ``""`` for none.
    """
    items: list[Subject | None] = []
    for sign in _LISTS:
        cuts = [*(match.start() for match in sign.finditer(context.text, *span)), span.end]
        items = _items(context, span.start, cuts, unit, objects, verb)
        if len(items) >= wanted and all(items[-wanted:]):
            break
    return items


def _items(
    context: Context, start: int, cuts: Sequence[int], unit: str, objects: tuple[str, ...], verb: str
) -> list[Subject | None]:
    items: list[Subject | None] = []
    starts = [start, *(cut + 1 for cut in cuts[:-1])]
    last = context.text[starts[-1] : cuts[-1]]
    for at, cut in zip(starts, cuts, strict=True):
        spoken = context.objects_at(cut) or objects
        own = context.text[at:cut]
        best = context.named(own + verb, unit, spoken)
        if best is None and cut != cuts[-1]:
            lent = [context.named(f"{own}{last[n:]}{verb}", unit, spoken) for n in range(len(last))]
            best = max((subject for subject in lent if subject), key=lambda subject: subject.score, default=None)
        items.append(_placed(best, Span(at, cut)))
    return items


def _paired(context: Context, words: str, unit: str, objects: tuple[str, ...]) -> list[Subject | None]:
    """Return what a clause names twice in one word (城乡居民收入分别增长), nothing if it holds no such word."""
    for word, both in context.indicators.pairs:
        if word in words:
            return [context.named(words.replace(word, one), unit, objects) for one in both]
    return []


def _placed(subject: Subject | None, span: Span) -> Subject | None:
    """Return a subject that was named in words put together, with the words of the sentence that stand for it."""
    return replace(subject, span=span, behind=None) if subject else None


def _one_of_several(context: Context, quantity: Quantity, subject: Subject | None, verb: str) -> Figure:
    """Read a figure of a group; with a verb of rising or falling it is a change, unless the indicator is a growth."""
    change = verb and not (subject and subject.indicator.growth)
    measure = Measure.CHANGE if change else measure_of(context, quantity)
    return context.figure(signed(quantity, verb), subject, measure)


def _years(context: Context, count: int, end: int) -> list[int] | None:
    """Return the years of ``count`` figures where the sentence names as many before ``end``."""
    before = [time.period for time in context.times if time.span.start < end and not time.weak]
    if before and before[-1].start is not None and before[-1].end is not None:
        first, last = before[-1].start, before[-1].end
        if last - first + 1 == count:
            return list(range(first, last + 1))
    single = [period.end for period in before if period.start == period.end and period.end is not None]
    return single[-count:] if count > 1 and len(single) >= count else None
