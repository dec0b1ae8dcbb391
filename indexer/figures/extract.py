"""From a report to its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.figures import Figure, Measure, Period
from corpus.gazetteer import Gazetteer
from corpus.indicators import Indicators
from corpus.model import Kind, Place, Report, Span
from corpus.parts import Part, parts_of
from corpus.subjects import Subject, Surroundings, find_objects, name_subject
from corpus.text import fold
from indexer.figures.owners import Owner, find_owners
from indexer.figures.periods import Calendar, find_times
from indexer.figures.quantities import Quantity, find_quantities

_CHANGE = re.compile(
    r"(?:同比|环比|较上年|比上年|较去年|比去年|较同期|同期)?(?:实际|平均)?(?P<way>增长|增速|增幅|降幅|上升|提高|提升|增加|上涨|增|升|下降|降低|减少|回落|降|减)(?:了|约|近|超过?|幅度?|达到?|为)*\s*$"
)
_COMPARED = re.compile(
    r"(?:同比|环比|较上年|比上年|较去年|比去年|较20\d\d年|比20\d\d年)[^,，。；;]{0,6}$|降幅(?:达|超过?|为)*\s*$|增幅(?:达|超过?|为)*\s*$|增速(?:达|超过?|为)*\s*$"
)
_DOWN = re.compile(r"下降|降低|减少|回落|降|减")
_TO = r"(?:减少|下降|降低|降|压缩|压减|增加|增长|上升|提高|提升|精简|升|增|缩短)(?:至|到|为)"
# A cheap first test: most sentences hold no figure.
_ANY_NUMBER = re.compile(r"\d|百分之|[十百千万亿]|[一二三四五六七八九两][次件部场期家名项成]")
# 高于全国0.7个百分点 compares places, not years.
_THAN_OTHERS = re.compile(r"(?:高于|低于|快于|高出|超出?|比)(?:全国|全省|全区|全市|上级|同期)[^,，。；;]{0,10}$")
_OWN_VERB = re.compile("改|实行|优化|纠正|予以")
_REACHES = re.compile(r"[^,，、。；;]{0,3}[,，、]?(?:总数|总量|累计|合计)?(?:达到?了?|为|突破)?(?:总数|总量)?")
_NEW = re.compile(r"新增|净增|新设立?|新登记|新认定|认定|新建|新培育")
_SAYS_NOTHING = re.compile(
    r"(?:按?可比价格?计算|预计|名义|实际|同口径|同比|案件|总数|总量|数量|件数|其中|[、，,；;和(\s])*"
)
_APIECE = re.compile(r"分别(?:为|达到?|是|占|有|(?P<way>同比)?(?P<verb>增长|上升|提高|提升|增加|下降|降低|减少))?\s*$")
_ALIKE = re.compile(r"(?:均|都|皆|全部)(?:为|是|达到?了?|实现|保持|突破|超过?)?了?\s*$")
_JOINED = re.compile(r"^[、和及与,，\s]+$")
# 调解和解率 holds a 和 that parts nothing: a list is cut at 和 only if cutting at 、 does not make enough items.
_LISTS = (re.compile("、"), re.compile("[、和与及]"))
_CLAUSE_ENDS = "，,；;。"
# What is said once before a list: 审查决策223件、规范性文件23件.
_VERBS = re.compile(
    "合法性审查|审查|审核|制定|出台|修改|废止|办理|受理|取消|下放|提请|清理|评查|开展|化解|调解|收到|出具|提供|调处|建立|配备|聘请|选聘"
)
_BODY_BEHIND_PLACE = 4


def _clause_end(text: str, start: int, end: int) -> int:
    """Return where the words behind a figure end: at a comma or the like, or a bracket that was not opened in them."""
    opened = 0
    for offset in range(start, end):
        opened += text[offset] == "("
        if text[offset] in "，,；;。：:" or (text[offset] == ")" and not opened):
            return offset
    return end


@dataclass(frozen=True)
class _Sentence:
    span: Span
    text: str
    part: Part
    paragraph: int


def extract_figures(report: Report, places: Gazetteer, indicators: Indicators) -> list[Figure]:
    """Return the figures of a report in the order of its text."""
    folded = fold(report.text)
    owners = find_owners(report, folded, places)
    work_report = report.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT
    year = report.metadata.year.value
    figures: list[Figure] = []
    carried: tuple[str, ...] = ()
    last: Period | None = None
    last_owner: Owner | None = None
    for sentence in _sentences(report, folded):
        if not _ANY_NUMBER.search(sentence.text):
            carried, last, last_owner = find_objects(sentence.text, len(sentence.text), indicators), None, None
            continue
        past = year - 1 if work_report and year is not None else None
        calendar = Calendar(year, past, ahead=sentence.part is Part.PLANS)
        goes_on = sentence.text.lstrip().startswith(("其中", "一是其中"))
        reading = _Reading(
            report.metadata.place.value,
            sentence,
            calendar,
            indicators,
            owners,
            (last, last_owner) if goes_on else (None, None),
            carried,
        )
        found = reading.figures()
        figures += found
        carried = find_objects(sentence.text, len(sentence.text), indicators)
        last, last_owner = reading.period_at(len(sentence.text)), reading.owner_at(len(sentence.text))
    return figures


def _sentences(report: Report, folded: str) -> Iterator[_Sentence]:
    paragraph = 0
    for passage, standing in zip(report.passages, parts_of(report), strict=True):
        for sentence in passage.sentences:
            while (
                paragraph + 1 < len(report.paragraphs) and report.paragraphs[paragraph].span.end <= sentence.span.start
            ):
                paragraph += 1
            yield _Sentence(sentence.span, sentence.span.of(folded), standing.part, paragraph)


class _Reading:
    """Reads the figures of one sentence."""

    def __init__(
        self,
        place: Place | None,
        sentence: _Sentence,
        calendar: Calendar,
        indicators: Indicators,
        owners: Sequence[Owner],
        before: tuple[Period | None, Owner | None],
        objects: tuple[str, ...],
    ) -> None:
        self.place, self.sentence, self.calendar, self.indicators = place, sentence, calendar, indicators
        self.text = sentence.text
        self.times = find_times(self.text, calendar)
        self.owners = [owner for owner in owners if sentence.span.start <= owner.at < sentence.span.end]
        self.before = before
        self.objects = objects
        self.quantities = find_quantities(self.text)

    # ------------------------------------------------------------ time and owner

    def period_at(self, offset: int) -> Period | None:
        """Return the period named last before ``offset``, or carried into the sentence; ``None`` if none is."""
        period: Period | None = self.before[0]
        for time in self.times:
            if time.span.start >= offset:
                break
            if not (time.weak and period is not None):
                period = time.period
        return period

    def owner_at(self, offset: int) -> Owner | None:
        """Return whose figures stand at ``offset``."""
        owner = self.before[1]
        for candidate in self.owners:
            if candidate.at - self.sentence.span.start < offset and not (
                candidate.until and candidate.until - self.sentence.span.start <= offset
            ):
                # 城关区人民法院: the body belongs to the place named with it.
                with_place = owner and candidate.place is None and candidate.at - owner.at < _BODY_BEHIND_PLACE
                owner = replace(candidate, place=owner.place) if owner and with_place else candidate
        return owner

    # ------------------------------------------------------------ figures

    def figures(self) -> list[Figure]:
        found: list[Figure] = []
        number = 0
        self._named_to = 0
        while number < len(self.quantities):
            group = self._group(number)
            if len(group) > 1:
                found += self._apiece(number, group)
            else:
                found += self._single(number, found)
            number += len(group)
        return self._without_parts(found)

    def _without_parts(self, found: Sequence[Figure]) -> list[Figure]:
        """Leave no indicator to what 其中 gives as part of a total of the same indicator (其中专职86名)."""
        kept: list[Figure] = []
        for figure in found:
            start = figure.span.start - self.sentence.span.start
            totals = [
                other
                for other in kept
                if other.indicator
                and (other.indicator, other.body, other.place, other.period, other.measure)
                == (figure.indicator, figure.body, figure.place, figure.period, figure.measure)
                and "其中" in self.text[other.span.end - self.sentence.span.start : start]
            ]
            kept.append(replace(figure, indicator="", words=None) if totals else figure)
        return kept

    def _group(self, number: int) -> list[Quantity]:
        """Return the quantities that follow 分别为, joined by commas of a list; or the one quantity."""
        first = self.quantities[number]
        group = [first]
        if not _APIECE.search(self.text, 0, first.span.start):
            return group
        for quantity in self.quantities[number + 1 :]:
            between = self.text[group[-1].span.end : quantity.span.start]
            if quantity.unit != first.unit or not (_JOINED.match(between)):
                break
            group.append(quantity)
        return group

    def _around(self, number: int, found: Sequence[Figure] = ()) -> Surroundings:
        quantity = self.quantities[number]
        start = max(self.quantities[number - 1].span.end if number else 0, self._named_to)
        end = self.quantities[number + 1].span.start if number + 1 < len(self.quantities) else len(self.text)
        end = _clause_end(self.text, quantity.span.end, end)
        objects = find_objects(self.text, quantity.span.start, self.indicators, self.objects)
        return Surroundings(self.text, start, quantity.span, end, objects, found[-1].indicator if found else "")

    def _single(self, number: int, found: Sequence[Figure]) -> list[Figure]:
        quantity = self.quantities[number]
        around = self._around(number, found)
        before = self.text[around.start : quantity.span.start]
        shared = self._alike(number, around)
        if shared:
            return [self._figure(quantity, subject, Measure.LEVEL) for subject in shared]
        change = _CHANGE.search(before)
        compared = _COMPARED.search(before)
        subject = name_subject(around, quantity.unit, self.indicators) or self._listed_with_previous(number, around)
        if subject and subject.behind:
            self._named_to = subject.behind.end
        if subject and subject.indicator.growth:
            value = -quantity.value if change and _DOWN.search(change["way"]) else quantity.value
            return [self._figure(replace(quantity, value=value), subject, self._measure(quantity))]
        if subject and change and subject.span.end > around.start + change.start() and quantity.unit != "个百分点":
            # 审批时限压减67%: the change is what the indicator measures.
            return [self._figure(quantity, subject, self._measure(quantity))]
        if _THAN_OTHERS.search(before):
            return [self._figure(quantity, None, Measure.LEVEL)]
        if quantity.unit == "个百分点" or compared or (change and quantity.unit in ("%", "倍")):
            return self._changed(number, around, change, found)
        if change and found and not subject:
            return self._changed(number, around, change, found)
        if subject is None and found and found[-1].measure is Measure.FORMER and re.search(_TO, before):
            figure = self._figure(quantity, None, Measure.LEVEL)
            return [replace(figure, indicator=found[-1].indicator, words=found[-1].words)]
        if subject is None and found and (subject := self._reached(number, before, found[-1])):
            return [self._figure(quantity, subject, self._measure(quantity))]
        if subject is None and quantity.weak:
            return []
        return [self._figure(quantity, subject, self._measure(quantity))]

    def _reached(self, number: int, before: str, previous: Figure) -> Subject | None:
        """Read what the figure before has come to (新增… 86家，总数达412家; 提高1.1个百分点，达63.8%)."""
        if not _REACHES.fullmatch(before):
            return None
        said = self._said_of(number - 1, previous)
        named = self._named(_NEW.sub("", said.of(self.text)), self.quantities[number].unit, self.objects)
        return replace(named, span=said, behind=None) if named else None

    def _said_of(self, number: int, figure: Figure) -> Span:
        """Return the words that say what a figure counts, or those before it in its clause where nothing names it."""
        if figure.words:
            offset = self.sentence.span.start
            return Span(figure.words.start - offset, figure.words.end - offset)
        around = self._around(number)
        clause = max(self.text.rfind(end, around.start, around.figure.start) for end in _CLAUSE_ENDS) + 1
        return Span(max(clause, around.start), around.figure.start)

    def _listed_with_previous(self, number: int, around: Surroundings) -> Subject | None:
        """Read a figure of a list whose verb stands before the first one (审查决策223件、规范性文件23件)."""
        words = self.text[around.start : around.figure.start]
        if not number or not words.startswith(("、", "和", "及", "与")) or _OWN_VERB.search(words):
            return None
        first = number - 1
        while first and self.text[self.quantities[first - 1].span.end : self.quantities[first].span.start].startswith(
            "、"
        ):
            first -= 1
        head = self.text[: self.quantities[first].span.start]
        verbs = _VERBS.findall(head[max(head.rfind(sign) for sign in _CLAUSE_ENDS) + 1 :])
        if not verbs:
            return None
        named = self._named(verbs[-1] + words[1:], self.quantities[number].unit, around.objects)
        if named is None or named.span.end <= len(verbs[-1]):
            return None
        # The words that name it are those beside the figure; the verb is understood.
        return replace(named, span=Span(around.start + 1, around.figure.start), behind=None)

    def _measure(self, quantity: Quantity) -> Measure:
        behind = self.text[quantity.span.end : quantity.span.end + 12]
        before = self.text[max(0, quantity.span.start - 40) : quantity.span.start]
        clause = re.split(r"[,，;；]", before)[-1]
        if re.search(r"(?:由|从)[^,，;；。]*$", clause) and re.match(
            r"[^,，;；。\d]{0,6}(?:减少|下降|降低|降|压缩|压减|增加|增长|上升|提高|提升|精简|升|增|缩短)(?:至|到|为)",
            behind,
        ):
            return Measure.FORMER
        period = self.period_at(quantity.span.start)
        now = self.calendar.default.end
        ahead = period is not None and period.end is not None and now is not None and period.end > now
        if (
            ahead
            or self.sentence.part is Part.PLANS
            or re.search(r"力争|确保|争取|预期目标", self.text[: quantity.span.start])
        ):
            return Measure.TARGET
        return Measure.LEVEL

    def _changed(
        self, number: int, around: Surroundings, change: re.Match[str] | None, found: Sequence[Figure]
    ) -> list[Figure]:
        """Read a change: of what is named in its clause, or else of the figure before it."""
        quantity = self.quantities[number]
        cut = around.start + change.start() if change else quantity.span.start
        trimmed = re.sub(
            r"(?:同比|环比|较上年|比上年|较去年|比去年|降幅|增幅|增速).*$", "", self.text[around.start : cut]
        )
        end = around.start + len(trimmed)
        subject = None
        if not _SAYS_NOTHING.fullmatch(trimmed):
            named = Surroundings(self.text, around.start, Span(end, end), end, around.objects)
            subject = name_subject(named, "", self.indicators)
        previous = found[-1] if found else None
        indicator = (
            subject.indicator.name
            if subject
            else (previous.indicator if previous and _SAYS_NOTHING.fullmatch(trimmed) else "")
        )
        words = subject.span if subject else None
        down = change is not None and _DOWN.search(change["way"]) is not None
        down = down or re.search(r"降幅|下降", self.text[around.start : quantity.span.start]) is not None
        value = -quantity.value if down else quantity.value
        growth = None
        if subject is None and previous and change and quantity.unit == "%" and _SAYS_NOTHING.fullmatch(trimmed):
            grown = self._named(self._said_of(number - 1, previous).of(self.text) + change["way"], "%", around.objects)
            growth = grown.indicator if grown and grown.indicator.growth else None
        if growth:
            indicator = growth.name
        figure = self._figure(replace(quantity, value=value), None, Measure.LEVEL if growth else Measure.CHANGE)
        if words is None and previous is not None and indicator:
            return [replace(figure, indicator=indicator, words=previous.words)]
        return [replace(figure, indicator=indicator, words=self._absolute(words) if words else None)]

    def _alike(self, number: int, around: Surroundings) -> list[Subject]:
        """Return the indicators that share one figure (A率、B率均为100%)."""
        quantity = self.quantities[number]
        mark = _ALIKE.search(self.text, around.start, quantity.span.start)
        if not mark:
            return []
        clause = max(self.text.rfind(end, around.start, mark.start()) for end in _CLAUSE_ENDS) + 1
        subjects = self._listed(max(clause, around.start), mark.start(), quantity.unit, around.objects, 1)
        named = [subject for subject in subjects if subject is not None]
        return list({subject.indicator.name: subject for subject in named}.values())

    def _listed(
        self, start: int, end: int, unit: str, objects: tuple[str, ...], wanted: int, verb: str = ""
    ) -> list[Subject | None]:
        """Return the indicator of each item of the list ``text[start:end]``, the last ``wanted`` of them or more.

        An item may lack what the first one says before it or the last one behind it (城镇和农村居民收入).

        :param verb: what is said of all of them (增长), ``""`` for none.
        """
        items: list[Subject | None] = []
        for sign in _LISTS:
            cuts = [*(match.start() for match in sign.finditer(self.text, start, end)), end]
            items = self._items(start, cuts, unit, objects, verb)
            if len(items) >= wanted and all(items[-wanted:]):
                break
        return items

    def _items(
        self, start: int, cuts: Sequence[int], unit: str, objects: tuple[str, ...], verb: str
    ) -> list[Subject | None]:
        items: list[Subject | None] = []
        starts = [start, *(cut + 1 for cut in cuts[:-1])]
        last = self.text[starts[-1] : cuts[-1]]
        for at, cut in zip(starts, cuts, strict=True):
            spoken = find_objects(self.text, cut, self.indicators, objects)
            own = self.text[at:cut]
            best = self._named(own + verb, unit, spoken)
            if best is None and cut != cuts[-1]:
                lent = [self._named(f"{own}{last[n:]}{verb}", unit, spoken) for n in range(len(last))]
                best = max((subject for subject in lent if subject), key=lambda subject: subject.score, default=None)
            items.append(replace(best, span=Span(at, cut), behind=None) if best else None)
        return items

    def _named(self, words: str, unit: str, objects: tuple[str, ...]) -> Subject | None:
        end = len(words)
        return name_subject(Surroundings(words, 0, Span(end, end), end, objects), unit, self.indicators)

    def _apiece(self, number: int, group: Sequence[Quantity]) -> list[Figure]:
        """Read the figures after 分别为: one for each item listed before, or one for each year."""
        around = self._around(number)
        mark = _APIECE.search(self.text, around.start, group[0].span.start)
        end = mark.start() if mark else group[0].span.start
        verb = (mark["verb"] or "") if mark else ""
        clause = max(self.text.rfind(sign, around.start, end) for sign in _CLAUSE_ENDS) + 1
        start, unit = max(clause, around.start), "" if verb else group[0].unit
        subjects = self._listed(start, end, unit, around.objects, len(group), verb)[-len(group) :]
        paired = self._paired(self.text[start:end] + verb, unit, around.objects) if len(group) == 2 else []
        if any(paired):
            subjects = [replace(s, span=Span(start, end), behind=None) if s else None for s in paired]
        elif len(subjects) != len(group) or len({s.indicator.name for s in subjects if s}) < 2:
            subjects = [self._named(self.text[start:end] + verb, unit, around.objects)] * len(group)
            if subjects[0]:
                subjects = [replace(subjects[0], span=Span(start, end), behind=None)] * len(group)
        figures = [self._one_of_several(q, s, verb) for q, s in zip(group, subjects, strict=True)]
        years = self._years(len(group), end)
        if years:
            figures = [replace(f, period=Period(y, y)) for f, y in zip(figures, years, strict=True)]
        return figures

    def _paired(self, words: str, unit: str, objects: tuple[str, ...]) -> list[Subject | None]:
        """Return what a clause names twice in one word (城乡居民收入分别增长), nothing if it holds no such word."""
        for word, both in self.indicators.pairs:
            if word in words:
                return [self._named(words.replace(word, one), unit, objects) for one in both]
        return []

    def _one_of_several(self, quantity: Quantity, subject: Subject | None, verb: str) -> Figure:
        """Read a figure of a group; with a verb of rising or falling it is a change, unless the indicator is a growth."""
        if verb and _DOWN.match(verb):
            quantity = replace(quantity, value=-quantity.value)
        change = verb and not (subject and subject.indicator.growth)
        return self._figure(quantity, subject, Measure.CHANGE if change else self._measure(quantity))

    def _years(self, count: int, end: int) -> list[int] | None:
        """Return the years of ``count`` figures where the sentence names as many."""
        before = [time.period for time in self.times if time.span.start < end and not time.weak]
        if before and before[-1].start is not None and before[-1].end is not None:
            first, last = before[-1].start, before[-1].end
            if last - first + 1 == count:
                return list(range(first, last + 1))
        single = [period.end for period in before if period.start == period.end and period.end is not None]
        return single[-count:] if count > 1 and len(single) >= count else None

    def _figure(self, quantity: Quantity, subject: Subject | None, measure: Measure) -> Figure:
        owner = self.owner_at(quantity.span.start)
        return Figure(
            span=self._absolute(quantity.span),
            sentence=self.sentence.span,
            words=self._absolute(subject.span) if subject else None,
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

    def _absolute(self, span: Span) -> Span:
        return Span(span.start + self.sentence.span.start, span.end + self.sentence.span.start)
