"""Levels, changes, aims and what was before: what a figure says of its indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.figures import Figure, Measure
from corpus.model import Span
from corpus.parts import Part
from corpus.subjects import Subject, Surroundings, name_subject
from indexer.figures.context import Context
from indexer.figures.periods import find_times
from indexer.figures.quantities import Quantity

# Of the verbs of a change those that may stand behind 分别 too.
_GREW = "增长|上升|提高|提升|增加|上涨|下降|降低|减少|回落"
# 较去年同期, 与上年相比, 比上月: what a change is measured against.
_AGAINST = (
    r"(?:(?:同比|环比)(?:去年|上年)?|同期|(?:相?较|相?比|与|同)(?:(?:19|20)\d\d年|去年|上一?年度?|前年|上一?月|上一?周|上一?季度|上半年|上届|届初|年初|同时?期|改革前|以往|往年|过去|之前|此前)"
    r"(?:度|同期|同月|全年|相比|年?底|年?末|年?初)*[,，]?)"
)
CHANGE = re.compile(
    rf"{_AGAINST}?(?:实际|平均)?"
    rf"(?<![新净])(?P<way>{_GREW}|增速|增幅|降幅|增|升|降|减)(?!(?<=减少|下降|降低|提高|增加|上升)为)(?:了|约|近|超过?|幅度?|率|达到?|为)*\s*$"
)
COMPARED = re.compile(rf"{_AGAINST}[^,，。；;]{{0,6}}$|(?:降幅|增幅|增速)(?:达|超过?|为)*\s*$")
# 高于全国0.7个百分点 compares places, not years.
THAN_OTHERS = re.compile(r"(?:高于|低于|快于|高出|超出?|比)(?:全国|全省|全区|全市|上级|同期)[^,，。；;]{0,10}$")
DOWN = re.compile(r"下降|降低|减少|回落|降|减")
# 由226项减少为35项
TO = r"(?:减少|下降|降低|降|压缩|压减|增加|增长|上升|提高|提升|精简|升|增|缩短)(?:至|到|为)"
_FROM = re.compile(r"(?:由|从)[^,，;；。]*$")
# Also of several at once: 从202元、270元提高到209元、280元.
_THEN_TO = re.compile(rf"(?:[、和与及]\d[^,，;；。、\d]{{0,6}})*[^,，;；。\d]{{0,6}}{TO}")
# An aim holds for the rest of its sentence, 确保 for its part of it: 确保制度落到实处;配备执法记录仪2645台 is done.
# 争取中央资金 got it.
_AIM = re.compile(r"力争|预期目标|(?:确保|争取(?!到|.{0,4}(?:中央|上级|国家|省级|专项|资金)))(?=[^;；]*$)")
# Before the figure in its clause, this far back.
_LOOK_BACK = 40
_COMPARISON = re.compile(rf"(?:{_AGAINST}|降幅|增幅|增速).*$")
_SAYS_NOTHING = re.compile(
    r"(?:[(][^()]*[)]|按?可比(?:价格?|口径)?(?:计算)?|预计|名义|实际|同口径|同比|年均|实现|案件|总数|总量|数量|件数|其中"
    r"|[居列排]全[国省市州区县]第\d+位|在(?:去年|上一?年度?)?|已经?|的?基础上|[又再]|[、，,；;和()\s])*"
)
_REACHES = re.compile(
    r"(?=.*[总累合达为突])[^,，、。；;]{0,3}[,，、]?(?:总数|总量|累计|合计)?(?:达到?了?|为|突破)?(?:总数|总量)?"
)
# 同比分别上升107%、100%; 分别比届初增长48%、31%
_EACH = re.compile(rf"^[,，、;；\s]*{_AGAINST}?分别(?:同比|{_AGAINST})?(?P<way>{_GREW})了?\s*$")
_AND = re.compile(r"[、和与及,，\s]+")
# 处罚4905起(其中简易1486起),较上年减少27.9%: behind a bracket the sentence goes on with what stands before it.
_BRACKET_ENDS = re.compile(r"[^(]*?[)]")
# 32件(去年同期57件); 216件,较2024年的244件减少11.5%
_EARLIER = r"(?:去年|上年|(?:19|20)\d\d年)(?:同期|全年|度)?"
_ONCE = re.compile(rf"[(](?P<when>{_EARLIER})(?:为|是|有)?\s*$|[,，](?:相?较|相?比|与)(?P<then>{_EARLIER})的\s*$")
_BY_PRICE = re.compile(r"(?<=.)按?(?:可比|不变)(?:价格?|口径)(?:计算)?[,，]?$")
_SUM = re.compile("总[数量]")
_NEW = re.compile(r"新增|净增|新设立?|新登记|新认定|认定|新建|新培育")


def measure_of(context: Context, quantity: Quantity) -> Measure:
    """Tell what a quantity that is no change says: what is, what was before, or what is aimed at."""
    before = context.text[max(0, quantity.span.start - _LOOK_BACK) : quantity.span.start]
    clause = re.split(r"[,，;；]", before)[-1]
    if _FROM.search(clause) and _THEN_TO.match(context.text, quantity.span.end):
        return Measure.FORMER
    period, now = context.period_at(quantity.span.start), context.calendar.default.end
    ahead = period is not None and period.end is not None and now is not None and period.end > now
    aim = ahead or context.sentence.part is Part.PLANS or _AIM.search(context.text[: quantity.span.start])
    return Measure.TARGET if aim else Measure.LEVEL


def signed(quantity: Quantity, way: str) -> Quantity:
    """Return a quantity with the sign of the verb before it: negative for 下降."""
    return replace(quantity, value=-quantity.value) if DOWN.search(way) else quantity


def changed(
    context: Context, number: int, around: Surroundings, change: re.Match[str] | None, found: Sequence[Figure]
) -> Figure:
    """Read a change: of what is named in its clause, or else of the figure before it.

    :param change: the match of ``CHANGE`` in the words before it, if any.
    """
    quantity = context.quantities[number]
    before = context.text[around.start : quantity.span.start]
    down = (change["way"] if change else "") + ("下降" if re.search(r"降幅|下降", before) else "")
    quantity = signed(quantity, down)
    named = _COMPARISON.sub("", before[: change.start()] if change else before)
    by_price = _BY_PRICE.search(named)
    if by_price and change and quantity.unit == "%":
        # 工业增加值按可比价格计算，同比增长1.7%
        words = named[: by_price.start()]
        grown = context.named(words + change["way"], "%", around.objects)
        if grown and grown.indicator.growth:
            placed = replace(grown, span=Span(around.start, around.start + len(words)), behind=None)
            return context.figure(quantity, placed, measure_of(context, quantity))
    if not _SAYS_NOTHING.fullmatch(named):
        end = around.start + len(named)
        beside = Surroundings(context.text, around.start, Span(end, end), end, around.objects)
        return context.figure(quantity, name_subject(beside, "", context.indicators), Measure.CHANGE)
    previous = _spoken_of(context, around, found)
    if previous is None or (_SUM.search(named) and _of_two_things(found)):
        return context.figure(quantity, None, Measure.CHANGE)
    return _change_of(context, quantity, number - 1, previous, change["way"] if change else "")


def _change_of(context: Context, quantity: Quantity, number: int, previous: Figure, way: str) -> Figure:
    """Return a change as one of the figure before it; ``number`` is that figure's."""
    figure = context.figure(quantity, None, Measure.CHANGE)
    if way and quantity.unit == "%":
        said = said_of(context, number, previous).of(context.text)
        grown = context.named(said + way, "%", context.objects_at(quantity.span.start))
        if grown and grown.indicator.growth:
            # 进出口总额86.3亿元，增长23.7%: the growth is an indicator of its own.
            measure = measure_of(context, quantity)
            return replace(figure, indicator=grown.indicator.name, words=previous.words, measure=measure)
    return replace(figure, indicator=previous.indicator, words=previous.words)


def _of_two_things(found: Sequence[Figure]) -> bool:
    """Tell whether a total behind the last figures is the sum of both (复议20件、应诉30件，总数同比增长5%)."""
    return len(found) > 1 and found[-2].unit == found[-1].unit and found[-2].indicator != found[-1].indicator


def _spoken_of(context: Context, around: Surroundings, found: Sequence[Figure]) -> Figure | None:
    """Return the figure that a change goes back to: the one before it, or before the bracket that ends there."""
    end = around.figure.start
    if _BRACKET_ENDS.match(context.text, around.start, end):
        opened = context.text.rfind("(", 0, around.start)
        inside = context.text[opened + 1 : around.start]
        # (去年同期57件) is the same thing a year ago.
        end = opened if opened >= 0 and ")" not in inside else end
    return next((figure for figure in reversed(found) if context.relative(figure.span).start < end), None)


def changed_apiece(context: Context, number: int, found: Sequence[Figure]) -> list[Figure]:
    """Read changes given one for each of as many figures before them (受理9件，审结8件，同比分别上升7%、5%)."""
    first = context.quantities[number]
    start = context.quantities[number - 1].span.end if number else 0
    each = _EACH.match(context.text[start : first.span.start])
    if each is None:
        return []
    group = [first]
    for quantity in context.quantities[number + 1 :]:
        if quantity.unit != first.unit or not _AND.fullmatch(context.text[group[-1].span.end : quantity.span.start]):
            break
        group.append(quantity)
    if len(group) == 1 or len(found) < len(group) or not any(figure.words for figure in found[-len(group) :]):
        return []
    return [
        _change_of(context, signed(quantity, each["way"]), number - len(group) + place, previous, each["way"])
        for place, (quantity, previous) in enumerate(zip(group, found[-len(group) :], strict=True))
    ]


def once(context: Context, number: int, before: str, found: Sequence[Figure]) -> Figure | None:
    """Read what a figure was at another time, given beside it (32件(去年同期57件))."""
    match = _ONCE.search(before)
    quantity = context.quantities[number]
    now = next((figure for figure in reversed(found) if figure.measure is not Measure.CHANGE), None)
    if match is None or now is None or now.unit != quantity.unit:
        return None
    times = find_times(match["when"] or match["then"], context.calendar)
    figure = context.figure(quantity, None, Measure.LEVEL if match["when"] else Measure.FORMER)
    period = times[0].period if times else figure.period
    return replace(figure, indicator=now.indicator, words=now.words, period=period)


def reached(context: Context, number: int, before: str, previous: Figure) -> Subject | None:
    """Read what the figure before has come to (新增… 86家，总数达412家; 提高1.1个百分点，达63.8%)."""
    if not _REACHES.fullmatch(before):
        return None
    said = said_of(context, number - 1, previous)
    words = _NEW.sub("", said.of(context.text))
    unit = context.quantities[number].unit
    named = context.named(words, unit, context.objects_at(said.end))
    return replace(named, span=said, behind=None) if named else None


def said_of(context: Context, number: int, figure: Figure) -> Span:
    """Return the words that say what a figure counts, or those before it in its clause where nothing names it."""
    if figure.words:
        return context.relative(figure.words)
    around = context.around(number)
    return Span(context.clause(around.start, around.figure.start), around.figure.start)
