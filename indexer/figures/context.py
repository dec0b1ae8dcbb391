"""One sentence with all that is known before its figures are read: times, owners, quantities, what was spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.figures import Figure, Measure, Period
from corpus.indicators import RATES, Indicators
from corpus.model import Place, Span
from corpus.parts import Part
from corpus.subjects import Subject, Surroundings, find_objects, name_subject
from indexer.figures.owners import Owner
from indexer.figures.periods import Calendar, find_times
from indexer.figures.quantities import Quantity, find_quantities

CLAUSE_ENDS = "，,；;。"
_BODY_BEHIND_PLACE = 4
# 累计 holds up to here.
_PART_ENDS = re.compile("[;；]")
# 19个部门的247项许可: the bodies only say whose.
_WHOSE = re.compile(r"(?:[\u4e00-\u9fff]{0,6}(?:部门|单位|乡镇|镇街|街道|行业|领域)(?:\(单位\)|\(街道\))?的?)?$")
# 市场主体突破百万大关，达100.56万户: the mark that was passed stands between a name and its figure.
_MARK_PASSED = re.compile(r"突破[一二两三四五六七八九十百千万亿]+大关")
# 38名干警，担任法治副校长: whom the people are is said behind the comma.
_PEOPLE = ("名", "人", "位")
_GOES_ON = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?P<comma>[,，])(?:担任|兼任|受聘|被聘|(?:通过[\u4e00-\u9fff]{2,8})?(?:旁听|观摩))[^,，。；;:：\d]*"
)
# 律师100人以上的律师事务所500家 says which ones are counted.
_CLASS = re.compile(r"(?<=以[上下内])的[\u4e00-\u9fff]{1,12}\d")
# 当天发放宣传单600份 is one day's, 区法院诉调对接中心调处案件3346件 one court's.
_ONE_EVENT = re.compile(r"当天|当日|(?:本|此)次(?:宣传)?活动(?!周)")
_ONE_COURT = re.compile(r"\s*[^,，。\s]{0,6}法院[^。；;]*诉调")
# 简易程序案件40起，累计罚款11100元: the money is of that field too.
_FIELD = re.compile(r"(?:简易|普通|一般|快速)程序[^,，;；。]*$|[\u4e00-\u9fff]{2}(?:违法|类)(?:行为)?案件[^,，;；。]*$")
_ITS_MONEY = re.compile(r"[)，,;；、]*(?:一?共计?|累计|合计|并)?处?罚没?款(?:金额)?(?:共计?|累计|合计)?")
_CASES = ("件", "起", "宗", "例")
# A modifier and the noun it narrows; the noun stands plainly before the total.
_NARROWER = re.compile(r"[,，]\s*(?P<words>[\u4e00-\u9fff、]{5,16})")
_PLAINLY = re.compile(r"(?:^|有|共|各[类级]|立|建|建成|配备|聘请|[,，。；;、])\s*$")
_KINDS = ("种", "类", "个", "家", "期", "批")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a report.

    :param text: folded, of the same length as ``span``.
    :param paragraph: tells whether two sentences stand in the same paragraph.
    """

    span: Span
    text: str
    part: Part
    paragraph: int


@dataclass(frozen=True)
class Before:
    """What a sentence takes over from the one before it.

    :param period: that of its last figure where the sentence goes on with it (其中), or the year its paragraph opens with.
    :param objects: what was spoken of last in the paragraph, the latest first: 收到复议申请94件。直接纠错23件。调解率17.4%。
    :param named: those of them that the sentence itself names; only they reach into the next paragraph.
    :param totals: figures of the sentence before, where this one goes on with their parts (其中).
    """

    period: Period | None = None
    owner: Owner | None = None
    objects: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    totals: tuple[Figure, ...] = ()


class Context:
    """A sentence whose figures are to be read."""

    def __init__(
        self,
        sentence: Sentence,
        place: Place | None,
        calendar: Calendar,
        owners: Sequence[Owner],
        indicators: Indicators,
        before: Before,
    ) -> None:
        """Find times and quantities.

        :param place: the report's own.
        """
        self.sentence, self.place, self.calendar, self.indicators = sentence, place, calendar, indicators
        self.text = sentence.text
        self.times = find_times(self.text, calendar)
        self.quantities = find_quantities(self.text)
        self._owners = [owner for owner in owners if sentence.span.start <= owner.at < sentence.span.end]
        self._before = before
        self.totals = before.totals
        # Words up to here name a figure that was read; they name no other.
        self.named_to = 0

    def period_at(self, offset: int) -> Period | None:
        """Return the period named last before ``offset``, or carried into the sentence; ``None`` if none is."""
        period = self._before.period
        for time in self.times:
            if time.span.start >= offset:
                break
            over = time.weak and _PART_ENDS.search(self.text, time.span.end, offset)
            if not over and not (time.weak and period is not None):
                period = time.period
        return period

    def owner_at(self, offset: int) -> Owner | None:
        """Return whose figures stand at ``offset``; ``None`` for the report's own place."""
        owner = self._before.owner
        for candidate in self._owners:
            over = candidate.until is not None and candidate.until - self.sentence.span.start <= offset
            if candidate.at - self.sentence.span.start < offset and not over:
                # 城关区人民法院: the body belongs to the place named with it.
                with_place = owner and candidate.place is None and candidate.at - owner.at < _BODY_BEHIND_PLACE
                owner = replace(candidate, place=owner.place) if owner and with_place else candidate
        return owner

    def around(self, number: int, previous: str = "") -> Surroundings:
        """Return what stands around a quantity.

        :param previous: the indicator of the figure before.
        """
        quantity = self.quantities[number]
        first = number
        while first and self._beside(first - 1):
            first -= 1
        start = max(self.quantities[first - 1].span.end if first else 0, self.named_to)
        end = self.quantities[number + 1].span.start if number + 1 < len(self.quantities) else len(self.text)
        end = _clause_end(self.text, quantity.span.end, end)
        text = self.text
        if first < number:
            kinds = self.quantities[first].span.start
            text = text[:kinds] + " " * (quantity.span.start - kinds) + text[quantity.span.start :]
        here = find_objects(self.text, quantity.span.start, self.indicators)
        objects = self._then_before(here)
        near, far = (*here, *self._before.named), not here and objects[:1] != self._before.named[:1]
        text = _MARK_PASSED.sub(lambda match: " " * len(match[0]), text)
        goes_on = _GOES_ON.match(text, quantity.span.end) if quantity.unit in _PEOPLE else None
        if goes_on:
            text = f"{text[: goes_on.start('comma')]} {text[goes_on.end('comma') :]}"
            end = goes_on.end()
        narrow = self._narrow(number, previous)
        return Surroundings(text, start, quantity.span, end, objects, previous, near, far, narrow)

    def narrows(self, total: Figure, part: Figure) -> bool:
        """Tell whether a figure is of a narrower noun than the one before it (调解组织295个，行业性调解组织26个)."""
        before, start = self.relative(total.span), self.relative(part.span).start
        behind, text = _NARROWER.fullmatch(self.text, before.end, start), self.text[: before.start]
        if behind is None or part.value >= total.value or part.unit in RATES:
            return False
        words = behind["words"]
        return any(
            _PLAINLY.search(text.removesuffix(words[n:])) for n in range(2, len(words) - 2) if text.endswith(words[n:])
        )

    def _narrow(self, number: int, previous: str) -> bool:
        """Tell whether a quantity is one of a day, a field or a class, whatever the words beside it name."""
        quantity, text = self.quantities[number], self.text
        if quantity.unit not in RATES and _ONE_EVENT.search(text, 0, quantity.span.start):
            return True
        if _CLASS.match(text, quantity.span.end) or _ONE_COURT.match(text, 0, quantity.span.start):
            return True
        if not number or previous or quantity.unit != "元":
            return False
        before = self.quantities[number - 1]
        if number > 1 and text.startswith("、", self.quantities[number - 2].span.end):
            # 简易程序9起、普通程序13起，共计罚款60826元 is for both.
            return False
        return (
            before.unit in _CASES
            and _FIELD.search(text, 0, before.span.start) is not None
            and _ITS_MONEY.fullmatch(text, before.span.end, quantity.span.start) is not None
        )

    def _beside(self, number: int) -> bool:
        """Tell whether a quantity says only of how many kinds or bodies the next one is (宣传单28种6万份)."""
        kinds, counted = self.quantities[number : number + 2]
        between = _WHOSE.match(self.text[kinds.span.end : counted.span.start])
        return between is not None and kinds.unit in _KINDS and counted.unit != kinds.unit

    def objects_at(self, offset: int) -> tuple[str, ...]:
        """Return what has been spoken of up to ``offset``, the latest first."""
        return self._then_before(find_objects(self.text, offset, self.indicators))

    def _then_before(self, here: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the sentence has spoken of, then what was spoken of before it."""
        return (*here, *(name for name in self._before.objects if name not in here))

    def clause(self, start: int, end: int) -> int:
        """Return where the last clause of ``text[start:end]`` begins."""
        return max(start, *(self.text.rfind(sign, start, end) + 1 for sign in CLAUSE_ENDS))

    def named(self, words: str, unit: str, objects: tuple[str, ...]) -> Subject | None:
        """Return what a figure behind these words would count."""
        end = len(words)
        return name_subject(Surroundings(words, 0, Span(end, end), end, objects), unit, self.indicators)

    def figure(self, quantity: Quantity, subject: Subject | None, measure: Measure) -> Figure:
        """Return a quantity as a figure, with its time and owner."""
        owner = self.owner_at(quantity.span.start)
        return Figure(
            span=self.absolute(quantity.span),
            sentence=self.sentence.span,
            words=self.absolute(subject.span) if subject else None,
            indicator=subject.indicator.name if subject else "",
            value=quantity.value,
            upper=quantity.upper,
            unit=quantity.unit,
            qualifier=quantity.qualifier,
            period=self.period_at(quantity.span.start) or self.calendar.default,
            place=owner.place if owner and owner.place else self.place,
            body=owner.body if owner else "",
            measure=measure,
        )

    def absolute(self, span: Span) -> Span:
        """Return a span of the sentence as one of the report."""
        return Span(span.start + self.sentence.span.start, span.end + self.sentence.span.start)

    def relative(self, span: Span) -> Span:
        """Return a span of the report as one of the sentence."""
        return Span(span.start - self.sentence.span.start, span.end - self.sentence.span.start)


def _clause_end(text: str, start: int, end: int) -> int:
    """Return where the words behind a figure end: at a comma or the like, or a bracket that was not opened in them."""
    opened = 0
    for offset in range(start, end):
        opened += text[offset] == "("
        if text[offset] in "，,；;。：:" or (text[offset] == ")" and not opened):
            return offset
    return end
