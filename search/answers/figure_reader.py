"""Reads figures for an answer: from the dictionary's figures, or from the sentences that were found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from corpus.figure_store import FigureStore
from corpus.figures import Measure
from corpus.model import Heading
from corpus.vectors import Vectors
from search.answers import extract
from search.answers.answer import AnswerFigure, quotation_of
from search.answers.answerability import likelihood
from search.answers.evidence import Evidence
from search.answers.figures import (
    LEAST_BESIDE,
    Candidate,
    clause_of,
    good_enough,
    nearest_in_meaning,
    of_asked_measure,
    of_indicators,
    of_named_bodies,
    read_candidates,
    told_as_asked,
    told_closest,
)
from search.answers.question import Question, QuestionKind
from search.answers.ranks import UNIT as RANK
from search.answers.ranks import ranks_in
from search.answers.sureness import LEAST_ODDS, FigureSigns, signs_of
from search.answers.wording import Word, coverage
from search.asking import Asked
from search.figures import FigureSearch, FoundFigure, Texts
from search.locating import cited_at
from search.shelf import Shelf

# A question for several figures at once; and how much less like it an indicator may be worded than another.
_SEVERAL = re.compile("[和与及、]|分别|各")
_LESS_LIKE = 0.3
# Where a change is asked: 平均压缩比例为81.84% is told as a level.
_CHANGES = re.compile("[增升涨减降压缩]")
# By how much another figure of a sentence must be told more like the question than the dictionary's.
_CLEARLY_MORE = 0.25
# Where no word of the question stands beside a figure, what was found must be sure to be about it; half the odds again
# of what a question that asks for no figure needs.
_SURE = 0.0


class FigureReader:
    """Reads the figures of one generation for answers. Safe to use from several threads.

    :param nearness: returns the cosine of some words with a question's vector (``Asker.nearness``).
    """

    def __init__(
        self,
        figures: FigureSearch,
        store: FigureStore,
        shelf: Shelf,
        texts: Texts,
        nearness: Callable[[str, Vectors], float],
    ) -> None:
        self._figures, self._store, self._shelf, self._texts = figures, store, shelf, texts
        self._nearness = nearness

    def of_dictionary(
        self, question: Question, words: Sequence[Word] = ()
    ) -> tuple[list[AnswerFigure], list[AnswerFigure]]:
        """Return the figures of the indicators a question asks for, of exactly its places and years; and parts of them.

        :param words: of the question; of several figures of one report those are kept that are worded most like it.
        """
        found = told_as_asked(_asked_measure(of_indicators(question, self._figures), question), question)
        found = of_named_bodies(found, question) or found
        found = _counted_as_asked(found, question.measure)
        if question.quoted:
            # “万名律师进乡村”调解了几件 is not what all mediators did.
            found = [item for item in found if any(name in _all_said(item) for name in question.quoted)]
        exact = [replace(word, forms=(word.name,), parts=()) for word in words]
        found = _of_best_indicator(found, question, lambda item: _worded(clause_of(item), words, exact))
        found = extract.worded_best(found, lambda item: _worded(clause_of(item), words, exact))
        answering, parts = extract.whole_first(extract.best_of_each(found), clause_of)
        return (
            [_answering(item, item.figure.indicator) for item in answering],
            [_answering(item, item.figure.indicator) for item in parts],
        )

    def told_better(self, rows: Sequence[AnswerFigure], evidence: Evidence) -> list[AnswerFigure]:
        """Return the figure of as good a sentence that is told clearly more like the question than the dictionary's.

        公布证明事项537项,减少证明材料38209件: the dictionary knows the first, 省了多少件证明材料 asks for the second.
        """
        candidates, texts = self._candidates(evidence)
        reports, values = {row.quotation.report.row for row in rows}, {row.value for row in rows}
        here = [item for item in candidates if item.scored.row in reports]
        known = [item for item in here if item.figure.value in values]
        if known:
            said, score = max(item.said for item in known), max(item.scored.score for item in known)
        else:
            # 收到多少条评价: none of the dictionary's, which stand elsewhere, is of the noun that is asked.
            here = [item for item in here if item.of_thing and good_enough(item)]
            said = score = 0.0
        best = max((item for item in here if item.scored.score >= score), key=lambda item: item.said, default=None)
        if best is None or best.figure.value in values or best.said < said + _CLEARLY_MORE:
            return []
        return [self._from_sentence(evidence.question, best, *texts[best.scored.row])]

    def read(self, evidence: Evidence) -> list[AnswerFigure]:
        """Return the figures read in the sentences found, the best first."""
        question = evidence.question
        candidates, texts = self._candidates(evidence)
        chosen = _measured_as_asked(of_asked_measure(candidates, question.measure), question)
        if question.kind is QuestionKind.COMPARISON and any(item.right_beside >= LEAST_BESIDE for item in chosen):
            # 创建全国重点实验室取得突破,建设28个产业学院: what is told of others right beside the figure is not of this.
            chosen = [item for item in chosen if item.right_beside > 0]
        # What is called by its name is told by its name; only everyday words need to be compared in meaning.
        if not chosen and not question.indicators and evidence.found.asked and likelihood(evidence) >= _SURE:
            chosen = nearest_in_meaning(candidates, self._near(evidence.found.asked))
        if not chosen and question.kind is QuestionKind.FIGURE:
            likely = _measured_as_asked(candidates, question)
            signs = self._signs(evidence, likely)
            chosen = list(likely[:1]) if signs and signs.odds >= LEAST_ODDS else []
        return [self._from_sentence(question, item, *texts[item.scored.row]) for item in chosen]

    def likeliest(self, evidence: Evidence) -> tuple[AnswerFigure, FigureSigns] | None:
        """Return the best figure of the sentences found with the signs that it answers, whether or not it is shown."""
        candidates, texts = self._candidates(evidence)
        likely = _measured_as_asked(candidates, evidence.question)
        signs = self._signs(evidence, likely)
        if signs is None:
            return None
        return self._from_sentence(evidence.question, likely[0], *texts[likely[0].scored.row]), signs

    def _signs(self, evidence: Evidence, likely: Sequence[Candidate]) -> FigureSigns | None:
        if not likely or not evidence.found.asked:
            return None
        near = self._near(evidence.found.asked)
        return signs_of(likely, evidence.sentences, evidence.question.measure, near)

    def _near(self, asked: Asked) -> Callable[[str], float]:
        """Return what tells how near words come to what was asked, a cosine."""
        return lambda words: self._nearness(words, asked.legs.vector)

    def beside(self, evidence: Evidence, rows: Sequence[AnswerFigure]) -> list[AnswerFigure]:
        """Return the figure that answers in the sentences of figures that answer already: 加起来一共有多少座.

        With no words of its own to go by, it is the only other one of that unit behind them.
        """
        places = {(row.quotation.report.row, row.quotation.span.start) for row in rows}
        near = [item for item in evidence.sentences if (item.row, item.span.start) in places]
        if not near:
            return []
        candidates, texts = self._candidates(replace(evidence, sentences=near))
        values = {row.value for row in rows}
        others = [item for item in candidates if item.figure.value not in values]
        if evidence.words:
            chosen = [item for item in others if item.beside >= LEAST_BESIDE]
        else:
            same = [item for item in others if item.figure.unit in {row.unit for row in rows}]
            chosen = same if len(same) == 1 else []
        return [self._from_sentence(evidence.question, item, *texts[item.scored.row]) for item in chosen[:1]]

    def _candidates(self, evidence: Evidence) -> tuple[list[Candidate], Mapping[int, tuple[str, tuple[Heading, ...]]]]:
        """Return the figures of the sentences found that can answer, and the texts of their reports by row."""
        rows = sorted({scored.row for scored in evidence.sentences})
        ids = {self._shelf.infos[row].id: row for row in rows}
        figures = [(ids[report], figure) for report, figure in self._store.of_reports(list(ids))]
        texts = self._texts(rows)
        if evidence.question.units == (RANK,):
            figures = [
                (scored.row, figure)
                for scored in evidence.sentences
                for figure in ranks_in(scored, self._shelf.infos[scored.row])
            ]
        candidates = read_candidates(
            evidence.question,
            evidence.counted,
            (evidence.also, evidence.trust),
            evidence.sentences,
            figures,
            lambda row: texts[row][0],
            lambda row: self._shelf.infos[row].years_told,
        )
        return candidates, texts

    def _from_sentence(
        self, question: Question, candidate: Candidate, text: str, headings: Sequence[Heading]
    ) -> AnswerFigure:
        info = self._shelf.infos[candidate.scored.row]
        figure = told_closest(candidate.figure, text, lambda: [each for _, each in self._store.of_reports([info.id])])
        citation = cited_at(info, text, headings, figure.span.start)
        found = FoundFigure(info, figure, figure.span.of(text), figure.sentence.of(text), citation)
        return _answering(found, figure.indicator or question.topic)


def _measured_as_asked(candidates: Sequence[Candidate], question: Question) -> list[Candidate]:
    """Return the changes alone where a change is asked for, and no plans where something else is there."""
    if question.change:
        # 信访总量降得最多 is not answered by what stands at 100 %.
        return [item for item in candidates if item.figure.measure is Measure.CHANGE] or [
            item for item in candidates if _CHANGES.search(item.words)
        ]
    reached = [item for item in candidates if item.figure.measure is not Measure.TARGET]
    return reached if reached and not question.target else list(candidates)


def _counted_as_asked(found: Sequence[FoundFigure], measure: str) -> list[FoundFigure]:
    """Drop the figures of a report of which another is counted in the measure word that is asked: 3860人次, 4490次."""
    asked = {item.report.id for item in found if item.figure.unit == measure}
    return [item for item in found if item.figure.unit == measure or item.report.id not in asked]


def _all_said(found: FoundFigure) -> str:
    return found.sentence + found.figure.indicator


def _answering(found: FoundFigure, name: str) -> AnswerFigure:
    """Return a figure as one that answers, under a name."""
    figure = found.figure
    return AnswerFigure(
        name, figure.value, found.shown, figure.unit, figure.place,
        found.place_name + (f"（{figure.body}）" if figure.body else ""),
        figure.period, quotation_of(found), found.doubts,
    )  # fmt: skip


def _of_best_indicator(
    found: Sequence[FoundFigure], question: Question, worded: Callable[[FoundFigure], float]
) -> list[FoundFigure]:
    """Return the figures of the indicator worded most like the question, of all if it asks for several or none is best."""
    if not found or _SEVERAL.search(question.topic):
        return list(found)
    best: dict[str, float] = {}
    for item in found:
        best[item.figure.indicator] = max(best.get(item.figure.indicator, 0.0), worded(item))
    least = max(best.values()) - _LESS_LIKE
    return [item for item in found if best[item.figure.indicator] >= least]


def _worded(clause: str, words: Sequence[Word], exact: Sequence[Word]) -> float:
    """Return how much of a question's words a clause has, and half of it again for those it has to the letter."""
    return coverage(words, clause) + coverage(exact, clause) / 2


def _asked_measure(found: Sequence[FoundFigure], question: Question) -> Sequence[FoundFigure]:
    """Return the changes alone where a change is asked for and given."""
    changes = [item for item in found if item.figure.measure is Measure.CHANGE]
    return changes if question.change and changes else found
