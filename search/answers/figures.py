"""Figures that answer: of an indicator of the dictionary, or of whatever the question names, read in its sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.figures import Figure, Measure
from corpus.model import Level, Place, Span
from corpus.text import fold
from search.answers.amounts import SHARES
from search.answers.contrasts import contradicts, told_apart
from search.answers.figure_words import MARKS, NEW, Share, stands_for, words_beside, words_right_beside
from search.answers.question import Question, QuestionKind
from search.answers.sentences import Scored
from search.answers.wording import Word, coverage
from search.figure_questions import THING
from search.figures import FigureQuery, FigureSearch, FoundFigure
from search.nicknames import path_of
from search.spoken import as_written

# How much of the question's words must stand beside a figure, and how much in its sentence and what is over it.
# Chosen on the dev half with `python -m bench answers --split dev`.
LEAST_BESIDE, LEAST_AROUND = 0.5, 0.5
# The same in its sentence, where the noun behind 多少家 stands right beside the figure.
LEAST_AROUND_THING = 0.65
# Where a name in quotation marks stands right beside it.
LEAST_BESIDE_NAMED = 0.25
# Where the dictionary takes a figure for another indicator than the question names.
LEAST_BESIDE_ANOTHER = 0.7
_BESIDE, _RIGHT_BESIDE = 1.0, 0.4
# In meaning alone: how near the words beside a figure must come, how good its sentence must be, and by how much it must
# lead the next; how many are compared, ten milliseconds each.
LEAST_NEAR, LEAST_SENTENCE, LEAST_LEAD = 0.35, 0.65, 0.08
_COMPARED = 8
# A list of bare numbers (25.88%、19.99%) is one clause, 可办率98%、网办率73% are two.
_CLAUSE = re.compile(r"[,，;；。:：]|、(?!\d)")
# Bodies that a question may name, of which a sentence must be.
_BODIES = re.compile(r"中院|高院|检察院|仲裁委|司法局|公安局|信访局|市监局|监管局|税务局")
_BODY_WORDS = 2
# What was done to what is counted, and what is counted, as it stands at 多少 in the question: 招了几名 is answered by
# 选拔招录了220名 before 选配1名, 覆盖领域个数 by 86个领域 before 23个市直部门.
_DONE = re.compile(r"([\u3400-\u9fff])(?:了|过|出来?)?(?:多少|几)")
_COUNTED = re.compile(
    r"([\u3400-\u9fff]{2})(?:一共|总共|共|分别)?(?:有|是|为|达到?)*(?:多少|几)|([\u3400-\u9fff]{2})(?:[个件人次]数|数量)"
)
# The noun behind 几条 is the surest sign: 提了几条整改意见.
_THING = re.compile(rf"(?:多少|几)[件个起宗项条份名位家户](?:的)?({THING.pattern})")
_WHOLE_THING = re.compile(r"(?:多少|几)[件个起宗项条份名位户家](?:的)?([\u3400-\u9fff]{2,6})(?=$|[?？,，。])")
_SAID_SO, _OF_THING = 0.1, 3
_KINDS: Mapping[str, Callable[[Place], bool]] = {
    "自治区": lambda place: place.level is Level.PROVINCE and place.name.endswith("自治区"),
    "直辖市": lambda place: place.level is Level.PROVINCE and place.name.endswith("市"),
}
# 全市法院 and 两级法院 are all there are, and a bureau reports for its place: 市司法局办理法律援助案件2038件. A court is one of several.
_WHOLE = re.compile(r"全|各级|两级|[局厅委办部]$|政府$")
_MOST = re.compile("最[多少](?!的?占)|[谁哪][^,，。?？]{0,10}[多少](?=$|[?？呢,，])")
# 提高前是多少 asks what was before.
_FORMER = re.compile(r"[高整调涨升降](?:之|以)?前(?![一二三四五几])|原来|原先|此前|原标准")
# What is said of a figure that is only bounded, and what follows where it is told: 突破8000公里、达8184公里.
_ROUGH = ("突破", "超", "逾", "近")
_REACHING = re.compile(r"(?:大关)?[,，、](?:已经?)?达到?(?:了)?")
# What a question denies or undoes must be denied or undone beside the figure.
_DENIALS = re.compile(r"不予|不再|拒绝|驳回|废止|撤销|取消|终止|[未没](?=[^成来必])")
# Regulations are made, amended and repealed, and often counted together.
_NEWLY_MADE = re.compile(r"新(?:制定|出台)")
_TOGETHER = re.compile(r"(?:制定|修[改订])[、和及与]?(?:修[改订]|废止)[^\d,，;；。]*$")
# What a rate or an amount is called by: 败诉 of 败诉率. It must stand beside the figure, whatever else does.
_HEAD = re.compile(r"([\u3400-\u9fff]{2})(?:率|(?<!金)额|面积|里程|产量|产值|人数|户数|占比|比例|比重|增速)(?![先领])")


@dataclass(frozen=True)
class Candidate:
    """A figure that may answer.

    :param words: what stands beside it, from the figure before to the one behind.
    :param beside: share of the question's words, by weight, that stand beside it; ``around`` in its sentence too, ``0..1``.
    :param right_beside: the same share in the few characters next to it.
    :param signs: how many of verb, noun and measure word of the question are its own; ``of_thing`` whether the noun
        behind 多少家 is, ``named`` whether it stands right beside the figure, counted as asked,
        or a name that the question sets in quotation marks does.
    """

    figure: Figure
    scored: Scored
    words: str
    beside: float
    around: float
    right_beside: float = 0.0
    signs: int = 0
    of_thing: bool = False
    named: bool = False

    @property
    def told(self) -> str:
        """What it counts, in words: of 出庭率66.69% the dictionary knows that it is 负责人出庭应诉率."""
        return f"{self.figure.indicator} {self.words.strip(MARKS)}".strip()

    @property
    def score(self) -> float:
        """How well it answers; comparable within one question."""
        return self.scored.score + self.said

    @property
    def said(self) -> float:
        """How much what is told of it is what is asked; comparable within one sentence."""
        return _BESIDE * self.beside + _RIGHT_BESIDE * self.right_beside + _SAID_SO * self.signs


def of_indicators(question: Question, figures: FigureSearch) -> list[FoundFigure]:
    """Return the figures of the indicators a question asks for, of exactly its places and years."""
    found: list[FoundFigure] = []
    names = tuple(path_of(place) for named in question.places for place in named.places)
    for indicator in question.indicators:
        query = FigureQuery((indicator,), names, question.years)
        given = (
            item
            for item in figures.find(query).figures
            if fits(item.figure, question, clause_of(item), item.report.years_told)
        )
        fitting = [item for item in given if of_unit(item.figure, question)]
        fitting = _reached_first(fitting, question)
        # Of 2021 what is said of 2021, if anything is, not what is said of 2020 to 2022.
        found += [item for item in fitting if _of_exactly(item.figure, question)] or fitting
    return found


def _reached_first(found: Sequence[FoundFigure], question: Question) -> list[FoundFigure]:
    """Drop what is planned where what was reached is given, unless plans are asked for."""
    reached = {item.figure.place for item in found if item.figure.measure is not Measure.TARGET}
    return [
        item
        for item in found
        if question.target or item.figure.measure is not Measure.TARGET or item.figure.place not in reached
    ]


def told_as_asked(found: Sequence[FoundFigure], question: Question) -> list[FoundFigure]:
    """Return the figures whose clause says nothing else than the question: 制定2件 is no answer to 废止几件."""
    asked, plain, topic = as_written(question.wording), fold(question.wording), as_written(question.topic)
    kept = []
    for item in found:
        start, end = (offset - item.figure.sentence.start for offset in item.figure.span)
        clause = clause_of(item)
        if contradicts(asked, clause) or not _denied(topic, clause + item.figure.indicator):
            continue
        if not _of_another(asked, plain, clause, item.sentence[:start], item.sentence[end:]):
            kept.append(item)
    return kept


def _of_another(asked: str, plain: str, said: str, before: str, behind: str) -> bool:
    """Tell whether a figure counts a whole of which a question asks a part.

    :param asked: what is counted as reports write it, ``plain`` as the question does.
    :param said: the figure's own words; ``before`` and ``behind`` the rest of its sentence on either side of it.
    """
    end = _CLAUSE.search(behind)
    return _of_several(plain, before) or told_apart(asked, said, behind[end.end() :] if end else "")


def _denied(asked: str, said: str) -> bool:
    return all(denial in said for denial in _DENIALS.findall(asked))


def _of_several(asked: str, said: str) -> bool:
    """Tell whether a figure counts together what a question asks of the new ones: 制定、修改、废止规章34部.

    :param said: what stands before it in its sentence.
    """
    return bool(_NEWLY_MADE.search(asked)) and bool(_TOGETHER.search(said))


def of_named_bodies(found: Sequence[FoundFigure], question: Question) -> list[FoundFigure]:
    """Return the figures whose sentence names the bodies that a question names: 市中院 of all courts."""
    named = _BODIES.findall(question.text)
    return [item for item in found if all(name in item.sentence for name in named)]


def clause_of(found: FoundFigure) -> str:
    """Return the clause in which a figure stands: what it counts is said there."""
    start, end = (offset - found.figure.sentence.start for offset in found.figure.span)
    before = [match.end() for match in _CLAUSE.finditer(found.sentence, 0, start)]
    after = _CLAUSE.search(found.sentence, end)
    return found.sentence[before[-1] if before else 0 : after.start() if after else len(found.sentence)]


def fits(figure: Figure, question: Question, beside: str = "", told: Collection[int] = ()) -> bool:
    """Tell whether a figure is of the place, the year, the body and the kind that a question asks for.

    :param beside: its words, if they are known; ``told`` the years its report tells of, the first that it looks back on.
    """
    return (
        of_place(figure.place, question)
        and of_year(figure, question)
        and _of_measure(figure, question, beside, told)
        and _of_body(figure.body, question)
    )


def _names_place(figure: Figure, question: Question, beside: str, told: Collection[int]) -> bool:
    """Tell whether a figure fits but that its place is what the one asked about lies in: 鄂州花湖机场 in a province's report."""
    inside = [
        named.words
        for named in question.places
        if not named.reports and figure.place and any(place.within(figure.place) for place in named.places)
    ]
    return any(words in beside for words in inside) and fits(figure, replace(question, places=()), beside, told)


def of_place(place: Place | None, question: Question) -> bool:
    """Tell whether a place is one that a question names itself, not one inside it; any, if it names none."""
    return not question.places or place in {place for named in question.places for place in named.places}


def told_closest(rough: Figure, text: str, others: Callable[[], Iterable[Figure]]) -> Figure:
    """Return the figure that says right behind a rough one what it is: 突破8000公里、达8184公里; else the rough one.

    :param text: of the report; ``others`` returns its figures.
    """
    if not rough.span.of(text).startswith(_ROUGH) or not (reaching := _REACHING.match(text, rough.span.end)):
        return rough
    closest = (other for other in others() if other.span.start == reaching.end() and other.unit == rough.unit)
    return next(closest, rough)


def of_kind(place: Place | None, question: Question) -> bool:
    """Tell whether a place is of the level and kind of places that a question compares: 五个自治区里."""
    if question.among and not (place and _KINDS[question.among](place)):
        return False
    if question.kind is QuestionKind.COMPARISON and not question.places and place and place.level is Level.NATION:
        return False
    return question.level is None or bool(place and place.level is question.level)


def of_year(figure: Figure, question: Question) -> bool:
    """Tell whether a figure is about a year that a question names; any, if it names none."""
    return not question.years or figure.period.covers(question.years)


def _of_exactly(figure: Figure, question: Question) -> bool:
    """Tell whether a figure is of the one year a question names, or stood so at its end; any, if it names several."""
    return len(question.years) != 1 or figure.period.year == question.years[0]


def read_candidates(
    question: Question,
    words: Sequence[Word],
    also: tuple[Sequence[Word], float],
    sentences: Sequence[Scored],
    figures: Sequence[tuple[int, Figure]],
    texts: Callable[[int], str],
    told: Callable[[int], Collection[int]],
) -> list[Candidate]:
    """Return the figures in sentences that can answer a question, the best first.

    :param also: words of a sentence that is known to say the same as the question, with how sure that is, ``0..1``.
    :param figures: with the row of their report, those of the reports of ``sentences``, of no indicator too.
    :param told: returns the years a report tells of, by row.
    """
    scored = {(item.row, item.span.start): item for item in sentences}
    by_sentence: dict[tuple[int, int], list[Figure]] = {}
    for row, figure in figures:
        key = (row, figure.sentence.start)
        if key in scored:
            by_sentence.setdefault(key, []).append(figure)
    heads = _HEAD.findall(fold(question.topic))
    plain = fold(question.wording)
    asked = as_written(question.wording)
    signs = (*_DONE.findall(asked), *("".join(match) for match in _COUNTED.findall(asked)))
    things = _THING.findall(asked)
    nouns = _WHOLE_THING.findall(asked)
    asks_new = bool(NEW.search(question.wording))
    found: list[Candidate] = []
    for key, group in by_sentence.items():
        sentence = scored[key]
        text = texts(sentence.row)
        for figure in group:
            if not question.amounts and stands_for(text, figure, group) is (Share.ALL if asks_new else Share.NEW):
                continue
            here = words_beside(text, figure, group)
            years = told(sentence.row)
            fitting = fits(figure, question, here, years) or _names_place(figure, question, here, years)
            if not fitting or not of_unit(figure, question):
                continue
            if not _has_head(heads, here) or any(word in here for word in question.excluded):
                continue
            if contradicts(asked, here) or not _denied(plain, here):
                continue
            before = text[figure.sentence.start : figure.span.start]
            if _of_another(asked, plain, here, before, text[figure.span.end : figure.sentence.end]):
                continue
            other, trust = also
            beside = max(coverage(words, here), trust * coverage(other, here))
            around = max(beside, sentence.context, trust * coverage(other, sentence.text))
            if _is_another(figure, question) and beside < LEAST_BESIDE_ANOTHER:
                continue
            close = words_right_beside(here, figure.span.of(text))
            right = coverage(words, close)
            said = sum(sign in here for sign in signs) + (figure.unit == question.measure)
            of_thing = any(thing in here for thing in things)
            said += _OF_THING * of_thing + (asks_new and bool(NEW.search(here)))
            named = any(len(name) > 2 and name in close for name in question.quoted)
            # 多少条评价, 评价36068条
            named |= figure.unit == question.measure and any(noun in close for noun in nouns)
            found.append(Candidate(figure, sentence, here, beside, around, right, said, of_thing, named))
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.figure.span))


def of_asked_measure(candidates: Sequence[Candidate], measure: str) -> list[Candidate]:
    """Return the candidates that are good enough, those counted otherwise than is asked replaced.

    保留市政府34个部门事项3188项, 覆盖23个部门、86个领域,共计268项: asked is how many 项, of which the sentence has one.
    """
    good = [item for item in candidates if good_enough(item)]
    asked: dict[tuple[int, Span], list[Candidate]] = {}
    for item in candidates:
        if item.figure.unit == measure:
            asked.setdefault((item.scored.row, item.scored.span), []).append(item)
    chosen: list[Candidate] = []
    for item in good:
        others = asked.get((item.scored.row, item.scored.span), ())
        if item.figure.unit == measure or not others:
            chosen.append(item)
        elif len(others) == 1 and others[0] not in good:
            chosen.append(others[0])
    return list(dict.fromkeys(chosen))


def nearest_in_meaning(candidates: Sequence[Candidate], nearness: Callable[[str], float]) -> list[Candidate]:
    """Return the candidate whose words mean what is asked, where one is clearly nearer than the others; else none.

    For questions in everyday words, of which the report has none: 平顶山有几百样文件合同先过了法律关.

    :param nearness: returns how near words come to the question, a cosine.
    """
    likely = sorted(candidates, key=lambda candidate: -candidate.scored.score)[:_COMPARED]
    compared = [(nearness(item.told), item) for item in likely if item.scored.score >= LEAST_SENTENCE]
    ranked = sorted(compared, key=_together, reverse=True)
    if not ranked or ranked[0][0] < LEAST_NEAR:
        return []
    others = [pair for pair in ranked[1:] if pair[1].words != ranked[0][1].words]
    if others and _together(ranked[0]) - _together(others[0]) < LEAST_LEAD:
        return []
    return [ranked[0][1]]


def _together(pair: tuple[float, Candidate]) -> float:
    """Return how near the words of a candidate come, together with how good its sentence is."""
    near, candidate = pair
    return near + candidate.scored.score


def good_enough(candidate: Candidate) -> bool:
    """Tell whether a figure is told of what the question names, not of its neighbour."""
    if candidate.beside >= LEAST_BESIDE:
        return candidate.around >= LEAST_AROUND
    if candidate.named and candidate.beside >= LEAST_BESIDE_NAMED:
        # “爱心驿站”有多少个: the name stands right beside the figure, whatever else is asked of it.
        return True
    return candidate.of_thing and candidate.right_beside > 0 and candidate.around >= LEAST_AROUND_THING


def _has_head(heads: Sequence[str], beside: str) -> bool:
    """Tell whether a figure is called what is asked for."""
    return not heads or heads[-1] in fold(beside)


def _of_measure(figure: Figure, question: Question, beside: str, told: Collection[int]) -> bool:
    measure = figure.measure
    if measure is Measure.CHANGE:
        return question.change
    if measure is Measure.TARGET:
        # Of a year that the report looks forward to there is nothing but what is planned.
        year = figure.period.year
        ahead = bool(told) and year is not None and year > min(told)
        # 去年 is counted from today, and may be one that only newer reports can tell of.
        return question.target or (ahead and year in question.years and str(year) in question.asked)
    if measure is Measure.FORMER:
        # 从2018年的1798件降低到623件 says what 2018 was.
        named = len(question.years) == 1 and f"{question.years[0]}年" in "".join(beside.split())
        return named or bool(_FORMER.search(question.wording))
    if _FORMER.search(question.wording):
        return False
    return not question.target


def _of_body(body: str, question: Question) -> bool:
    """Tell whether a question can mean the figure of an institution: it must name it."""
    return (
        not body
        or bool(_WHOLE.search(body))
        or any(body[at : at + _BODY_WORDS] in question.text for at in range(len(body) - 1))
    )


def _is_another(figure: Figure, question: Question) -> bool:
    """Tell whether a figure is known to be of another indicator than the one a question names."""
    return bool(question.indicators) and figure.indicator not in ("", *question.indicators)


def of_unit(figure: Figure, question: Question) -> bool:
    """Tell whether a figure is measured in what a question asks for."""
    if question.units:
        # 2.5万公证案件 has no measure word.
        counted = not figure.unit and (
            bool({"件", "人"} & set(question.units)) or figure.indicator in question.indicators
        )
        return figure.unit in question.units or counted
    # 哪个省改造厕所最多 asks for a number, 哪里最高 for either.
    return question.change or not (_MOST.search(question.text) and figure.unit in SHARES)
