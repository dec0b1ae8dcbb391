"""Answers questions from one generation, with no language model: every statement is a quotation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.figure_store import FigureStore
from corpus.figures import Measure
from corpus.model import Heading, Kind, Place
from corpus.tokens import Tokenizer
from corpus.vectors import Vectors
from search.answers import extract
from search.answers.answer import Answer, AnswerFigure, Claim, Nearest, Quotation, quotation_of
from search.answers.figures import Candidate, good_enough, nearest_in_meaning, of_indicators, read_candidates
from search.answers.question import Question, QuestionKind, understand_question, unquoted
from search.answers.sentences import Scored, SentenceChooser
from search.answers.wording import Word, words_of
from search.figures import FigureSearch, FoundFigure
from search.finding import Found
from search.interpreting import Understood
from search.locating import cited_at
from search.nicknames import path_of
from search.query import Filters, Query, checked_text
from search.scope import Scope
from search.shelf import ReportInfo, Shelf
from search.stages import Stages

Texts = Callable[[Iterable[int]], Mapping[int, tuple[str, tuple[Heading, ...]]]]

# Rows of an open comparison and lines of a list; the page offers the rest.
MOST_ROWS = 40
NEAREST = 3


@dataclass(frozen=True)
class Evidence:
    """What was found for a question, before it is put into an answer."""

    question: Question
    understood: Understood
    found: Found
    words: tuple[Word, ...]
    sentences: list[Scored]
    missing: str


class Answerer:
    """Answers questions. Safe to use from several threads.

    :param find: finds passages for a query that was taken apart (``Finder.find`` with the engine's weights).
    :param nearness: returns the cosine of some words with a question's vector (``Asker.nearness``).
    """

    def __init__(
        self,
        understand: Callable[[Query], Understood],
        find: Callable[[Understood, Stages], Found],
        shelf: Shelf,
        table: PassageTable,
        scope: Scope,
        tokenizer: Tokenizer,
        chooser: SentenceChooser,
        figures: FigureSearch,
        store: FigureStore,
        texts: Texts,
        nearness: Callable[[str, Vectors], float],
    ) -> None:
        self._understand, self._find = understand, find
        self._shelf, self._table, self._scope, self._tokenizer = shelf, table, scope, tokenizer
        self._chooser, self._figures, self._store, self._texts = chooser, figures, store, texts
        self._nearness = nearness

    def question(self, text: str) -> tuple[Question, Understood]:
        """Take a question apart.

        :raises QueryInvalid: it is empty.
        """
        plain, quoted = unquoted(checked_text(text))
        understood = self._understand(Query(plain))
        asked = understand_question(
            understood.text or plain, understood.chips, self._figures.indicators, self._shelf.meant, self._shelf.years()
        )
        return replace(asked, quoted=quoted), understood

    def answer(self, text: str) -> Answer:
        """Answer a question.

        :raises QueryInvalid: it is empty.
        """
        stages = Stages()
        question, understood = self.question(text)
        stages.end("understand")
        evidence = self._evidence(question, understood, stages)
        stages.end("sentences")
        answer = self._compose(evidence)
        stages.end("compose")
        return replace(answer, searched=self._searched(question), took_ms=stages.total, stages=stages.taken)

    # ------------------------------------------------------------ evidence

    def _evidence(self, question: Question, understood: Understood, stages: Stages) -> Evidence:
        """Find sentences where the question's places and years allow them."""
        covered = [path_of(place) for named in question.places if named.reports for place in named.places]
        filters = understood.filters.joined(Filters(places=tuple(covered)))
        asked = replace(understood, filters=filters, text=understood.text or question.text)
        found = self._find(asked, stages)
        found = _without_years(found, question)
        words = words_of(question.topic, self._tokenizer, self._share)
        missing, allowed = self._where(question)
        sentences = [] if missing else self._chooser.choose(found, words, allowed)
        return Evidence(question, understood, found, words, sentences, missing)

    def _share(self, form: str) -> float:
        return float(self._scope.lexically_holding(form).mean())

    def _where(self, question: Question) -> tuple[str, NDArray[np.bool_] | None]:
        """Return what the reports lack altogether (a place, a year, a name), ``""`` for nothing; and where to look."""
        allowed: NDArray[np.bool_] | None = None
        if question.places:
            masks = []
            for named in question.places:
                mask = self._of_places(named.places) if named.reports else self._scope.lexically_holding(named.words)
                if mask.any():
                    masks.append(mask)
            if not masks:
                return _places_said(question) + _years_said(question), None
            allowed = np.logical_or.reduce(masks)
        if question.level is not None:
            rows = [info.row for info in self._shelf.infos if info.place and info.place.level is question.level]
            if rows:
                allowed = np.isin(self._table.report, rows)
        if question.years and question.kind not in (QuestionKind.FIGURE, QuestionKind.COMPARISON):
            mask = self._of_years(question.years)
            narrowed = mask if allowed is None else mask & allowed
            if not narrowed.any():
                return _years_said(question), None
            allowed = narrowed
        for name in question.quoted:
            mask = self._scope.lexically_holding(name) if len(name) > 1 else self._scope.holding(name)
            if not (mask if allowed is None else mask & allowed).any():
                return f"“{name}”", None
        return "", allowed

    def _of_places(self, places: Sequence[Place]) -> NDArray[np.bool_]:
        rows = [
            info.row for info in self._shelf.infos if info.place and any(info.place.within(place) for place in places)
        ]
        return np.isin(self._table.report, rows)

    def _of_years(self, years: Sequence[int]) -> NDArray[np.bool_]:
        """Return the passages of reports on these years, and those that name one of them."""
        rows = [info.row for info in self._shelf.infos if _is_about(info, years)]
        mask = np.isin(self._table.report, rows)
        for year in years:
            mask |= self._scope.lexically_holding(f"{year}年")
        return mask

    # ------------------------------------------------------------ composing

    def _compose(self, evidence: Evidence) -> Answer:
        question = evidence.question
        if evidence.missing:
            return self._not_found(evidence)
        if question.kind is QuestionKind.DEFINITION:
            claims = extract.definition(question, evidence.sentences, self._quote)
        elif question.kind is QuestionKind.FIGURE:
            return self._figure(evidence)
        elif question.kind is QuestionKind.COMPARISON:
            return self._comparison(evidence)
        elif not extract.answered(evidence.found, evidence.sentences):
            claims = []
        elif question.kind is QuestionKind.LIST:
            claims = extract.listed(evidence.sentences, self._place_of, self._quote)
        else:
            claims = extract.steps(evidence.sentences, self._quote)
        if not claims:
            return self._not_found(evidence)
        return Answer(question, True, extract.as_text(claims), claims=tuple(claims))

    def _figure(self, evidence: Evidence) -> Answer:
        question = evidence.question
        found = of_indicators(question, self._figures)
        if found:
            rows = [self._from_dictionary(item) for item in extract.best_of_each(_asked_measure(found, question))]
        else:
            rows = self._read(evidence)
            if question.places or question.level is None:
                rows = extract.agreeing(rows)
        if not rows:
            return self._not_found(evidence)
        return self._of_rows(question, rows[:MOST_ROWS])

    def _comparison(self, evidence: Evidence) -> Answer:
        question = evidence.question
        found = _asked_measure(of_indicators(question, self._figures), question)
        rows = [self._from_dictionary(item) for item in extract.best_of_each(found)]
        if not rows:
            rows = extract.best_of_each_place(self._read(evidence))
        if question.level is not None:
            rows = [row for row in rows if row.place and row.place.level is question.level]
        if rows:
            rows = extract.ranked(rows, question.direction)
            return self._of_rows(question, rows[:MOST_ROWS])
        if question.indicators or question.units or not extract.answered(evidence.found, evidence.sentences):
            return self._not_found(evidence)
        claims = extract.listed(evidence.sentences, self._place_of, self._quote)
        if not claims:
            return self._not_found(evidence)
        return Answer(question, True, extract.as_text(claims), claims=tuple(claims))

    def _of_rows(self, question: Question, rows: Sequence[AnswerFigure]) -> Answer:
        claims = tuple(extract.figure_claim(row) for row in rows)
        text = extract.as_text(claims, extract.winner(question, rows))
        missing = [named.name for named in question.places if not any(row.place in named.places for row in rows)]
        notes = tuple(f"没有找到{name}的这个数据" for name in missing) if len(question.places) > 1 else ()
        return Answer(question, True, text, tuple(rows), claims, notes=notes)

    def _read(self, evidence: Evidence) -> list[AnswerFigure]:
        """Return the figures read in the sentences found, the best first."""
        question = evidence.question
        rows = sorted({scored.row for scored in evidence.sentences})
        ids = {self._shelf.infos[row].id: row for row in rows}
        figures = [(ids[report], figure) for report, figure in self._store.of_reports(list(ids))]
        texts = self._texts(rows)
        candidates = read_candidates(
            question, evidence.words, self._also(evidence), evidence.sentences, figures, lambda row: texts[row][0]
        )
        chosen = [item for item in candidates if good_enough(item)]
        # What is called by its name is told by its name; only everyday words need to be compared in meaning.
        if not chosen and not question.indicators and evidence.found.asked:
            asked = evidence.found.asked.legs.vector
            chosen = nearest_in_meaning(candidates, lambda words: self._nearness(words, asked))
        return [self._from_sentence(question, item) for item in chosen]

    def _also(self, evidence: Evidence) -> tuple[tuple[Word, ...], float]:
        """Return the words of the known sentence nearest to the question, and how sure it says the same, ``0..1``."""
        reading = evidence.found.asked.reading if evidence.found.asked else None
        if reading is None:
            return (), 0.0
        return words_of(reading.example.text, self._tokenizer, self._share), reading.trust

    def _from_dictionary(self, found: FoundFigure) -> AnswerFigure:
        figure = found.figure
        return AnswerFigure(
            figure.indicator, figure.value, found.shown, figure.unit, figure.place,
            found.place_name + (f"（{figure.body}）" if figure.body else ""),
            figure.period, quotation_of(found), found.doubts,
        )  # fmt: skip

    def _from_sentence(self, question: Question, candidate: Candidate) -> AnswerFigure:
        figure, row = candidate.figure, candidate.scored.row
        info = self._shelf.infos[row]
        text, headings = self._texts([row])[row]
        citation = cited_at(info, text, headings, figure.span.start)
        quotation = Quotation(info, figure.sentence, figure.sentence.of(text), citation, (figure.span,))
        found = FoundFigure(info, figure, figure.span.of(text), quotation.quote, citation)
        return AnswerFigure(
            figure.indicator or question.topic, figure.value, found.shown, figure.unit, figure.place,
            found.place_name + (f"（{figure.body}）" if figure.body else ""), figure.period, quotation,
        )  # fmt: skip

    def _quote(self, scored: Scored) -> Quotation:
        info = self._shelf.infos[scored.row]
        text, headings = self._texts([scored.row])[scored.row]
        return Quotation(info, scored.span, scored.text, cited_at(info, text, headings, scored.span.start))

    def _place_of(self, row: int) -> Place | None:
        return self._shelf.infos[row].place

    # ------------------------------------------------------------ nothing found

    def _searched(self, question: Question) -> str:
        where = _places_said(question) + _years_said(question)
        return f"在 {len(self._shelf)} 篇报告中查找" + (f"{where}的" if where else "") + f"“{question.topic}”"

    def _not_found(self, evidence: Evidence) -> Answer:
        question = evidence.question
        subject = evidence.missing or _places_said(question) + _years_said(question)
        what = "、".join(question.indicators) or question.topic
        said = f"在 {len(self._shelf)} 篇报告中未找到" + (
            f"{subject}的相关内容。" if evidence.missing else f"{subject}{'的' if subject else ''}“{what}”。"
        )
        return Answer(question, False, said, nearest=tuple(self._nearest(evidence)))

    def _nearest(self, evidence: Evidence) -> Iterable[Nearest]:
        question = evidence.question
        if question.indicators:
            if question.years and (other := self._elsewhere(question, of_other_years=True)):
                yield Nearest("同一指标，其他年度", other)
            if question.places and (other := self._elsewhere(question, of_other_years=False)):
                yield Nearest("同一指标，其他地区", other)
        if evidence.sentences:
            nearest = tuple(extract.claim(self._quote(item)) for item in evidence.sentences[:NEAREST])
            yield Nearest("意思最接近的内容，不是直接的回答", nearest)

    def _elsewhere(self, question: Question, *, of_other_years: bool) -> tuple[Claim, ...]:
        asked = replace(question, years=()) if of_other_years else replace(question, places=())
        found = extract.best_of_each(of_indicators(asked, self._figures))
        if not found and not of_other_years:
            found = extract.best_of_each(of_indicators(replace(asked, years=()), self._figures))
        return tuple(extract.figure_claim(self._from_dictionary(item)) for item in found[:NEAREST])


def _asked_measure(found: Sequence[FoundFigure], question: Question) -> Sequence[FoundFigure]:
    """Return the changes alone where a change is asked for and given."""
    changes = [item for item in found if item.figure.measure is Measure.CHANGE]
    return changes if question.change and changes else found


def _is_about(info: ReportInfo, years: Sequence[int]) -> bool:
    """Tell whether a report is about one of some years; a 政府工作报告 looks back on the year before."""
    year = info.metadata.year.value
    return year in years or (
        year is not None and info.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT and year - 1 in years
    )


def _without_years(found: Found, question: Question) -> Found:
    """Drop the years from what the search missed: here they are looked for otherwise, see ``Answerer._of_years``."""
    if found.near is None or not question.years:
        return found
    years = {span.of(question.text) for span in question.spans}
    return replace(
        found, near=replace(found.near, missing=tuple(word for word in found.near.missing if word not in years))
    )


def _places_said(question: Question) -> str:
    """Return the places as the question names them: 上海市浦东新区."""
    return "、".join(named.words for named in question.places)


def _years_said(question: Question) -> str:
    if not question.years:
        return ""
    first, last = question.years[0], question.years[-1]
    return f"{first}年" if first == last else f"{first}—{last}年"
