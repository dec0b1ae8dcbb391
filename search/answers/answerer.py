"""Answers questions from one generation, with no language model: every statement is a quotation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.model import Place
from search.answers import extract
from search.answers.answer import Answer, AnswerFigure, Claim, Nearest, Quotation, quotations_of
from search.answers.answerability import answers
from search.answers.evidence import Evidence, EvidenceFinder
from search.answers.figure_reader import FigureReader
from search.answers.figures import of_kind
from search.answers.follow_up import stand_alone
from search.answers.question import Direction, Question, QuestionKind, places_said, years_said
from search.answers.sentences import Scored
from search.answers.sureness import FigureSigns
from search.figures import Texts
from search.interpreting import Understood
from search.locating import cited_at
from search.shelf import Shelf, lies_in
from search.stages import Stages
from search.years import counted_from

# Rows of an open comparison; the page of figures has the rest.
MOST_ROWS = 40
# Of each kind of thing that is near, where nothing answers.
NEAREST = 3
# By how much more of a question's words the sentences read must have than those of the dictionary's figures.
_TOLD_BETTER = 0.25
# Sentences that a language model is given at most; its budget may allow fewer.
MATERIAL = 24


class Answerer:
    """Answers questions. Safe to use from several threads."""

    def __init__(self, finder: EvidenceFinder, figures: FigureReader, shelf: Shelf, texts: Texts) -> None:
        self._finder, self._figures, self._shelf, self._texts = finder, figures, shelf, texts

    def question(self, text: str) -> tuple[Question, Understood]:
        """Take a question apart.

        :raises QueryInvalid: it is empty.
        """
        return self._finder.question(text)

    def names(self, text: str) -> set[str]:
        """Return the places and years that a text names.

        :raises QueryInvalid: it is empty.
        """
        question, _ = self._finder.question(text)
        return {named.name for named in question.places} | {str(year) for year in question.years}

    def follow_up(self, previous: Question, text: str) -> str:
        """Return a follow-up question as one that stands alone, by rules.

        :raises QueryInvalid: it is empty.
        """
        _, understood = self._finder.question(text)
        return stand_alone(previous, understood.text or text, understood.chips)

    def answer(self, text: str) -> Answer:
        """Answer a question.

        :raises QueryInvalid: it is empty.
        """
        stages = Stages()
        answer, suggested = self._answer(text, stages)
        if suggested and not answer.answerable:
            # 社区娇正: nothing has these words, and something has words that sound like them.
            other, _ = self._answer(suggested, stages)
            if other.answerable:
                answer = replace(other, notes=(f"资料里没有这样的写法，按“{suggested}”回答", *other.notes))
        if not answer.answerable and (recounted := self._counted_from_newest(answer.question)):
            newest, asked = recounted
            other, _ = self._answer(asked, stages)
            if other.answerable:
                answer = replace(other, notes=(f"这里的资料最新到{newest}年，按“{asked}”回答", *other.notes))
        return replace(answer, took_ms=stages.total, stages=stages.taken)

    def material(self, answer: Answer, most: int = MATERIAL) -> tuple[Quotation, ...]:
        """Return the sentences a language model may word an answer from: those quoted first, then the nearest others."""
        question, understood = self._finder.question(answer.question.asked)
        evidence = self._finder.evidence(question, understood, Stages())
        found = {(each.report.id, each.span): each for each in quotations_of(answer.claims)}
        for scored in evidence.sentences:
            if len(found) >= most:
                break
            quotation = self._quote(scored)
            found.setdefault((quotation.report.id, quotation.span), quotation)
        return tuple(found.values())

    def likeliest(self, text: str) -> tuple[AnswerFigure, FigureSigns] | None:
        """Return the best figure in the sentences found for a question, shown or not, with the signs that it answers.

        ``None`` if it asks for no figure, the dictionary has one, or none is there. For ``python -m bench sureness``.

        :raises QueryInvalid: it is empty.
        """
        question, understood = self._finder.question(text)
        evidence = self._finder.evidence(question, understood, Stages())
        if question.kind is not QuestionKind.FIGURE or question.amounts or evidence.missing:
            return None
        if self._figures.of_dictionary(question, evidence.words)[0]:
            return None
        return self._figures.likeliest(evidence)

    def _counted_from_newest(self, question: Question) -> tuple[int, str] | None:
        """Return the newest year there are reports of, and the question with 今年 and 去年 counted from it.

        ``None`` where it counts no years, or there are no reports.
        """
        places = [place for named in question.places for place in named.places]
        years = [
            info.metadata.year.value
            for info in self._shelf.infos
            if info.metadata.year.value and (not places or lies_in(info.place, places))
        ]
        if not years:
            return None
        asked = counted_from(question.asked, max(years))
        return None if asked == question.asked else (max(years), asked)

    def _answer(self, text: str, stages: Stages) -> tuple[Answer, str]:
        """Return the answer to a question, and what may have been meant instead of it, ``""`` for nothing."""
        question, understood = self._finder.question(text)
        stages.end("understand")
        evidence = self._finder.evidence(question, understood, stages)
        stages.end("sentences")
        answer = self._compose(evidence)
        stages.end("compose")
        suggestion = understood.suggestion
        suggested = suggestion.text if suggestion and not understood.corrected else ""
        return replace(answer, searched=self._searched(question)), suggested

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
        elif question.whole_part and question.places:
            claims = extract.in_order(evidence.sentences, self._quote)
        elif not answers(evidence):
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
        rows, parts = self._rows(evidence)
        if len(rows) < len(question.amounts) and (several := self._several(evidence)):
            rows, parts = several, []
        return self._of_rows(question, rows[:MOST_ROWS], parts) if rows else self._not_found(evidence)

    def _several(self, evidence: Evidence) -> list[AnswerFigure]:
        """Return a figure for each of several amounts that are asked; those behind the first may stand beside it."""
        found: list[AnswerFigure] = []
        for amount in evidence.question.amounts:
            asked = self._finder.about(evidence, amount)
            rows = self._figures.beside(asked, found) if found else []
            if not rows and amount.topic:
                rows, _ = self._rows(asked)
            found += [row for row in rows[:1] if row not in found]
        return found

    def _rows(self, evidence: Evidence) -> tuple[list[AnswerFigure], list[AnswerFigure]]:
        """Return the figures that answer a question for one figure, and those that are parts of them."""
        question = evidence.question
        rows, parts = self._figures.of_dictionary(question, evidence.words)
        if rows and question.places and (other := self._figures.told_better(rows, evidence)):
            rows, parts = other, []
        if not rows:
            rows = self._figures.read(evidence)
            if question.places or question.level is None:
                # Of what is read in sentences the best alone is sure enough to stand for an answer.
                rows = rows[:1]
        return rows, parts

    def _comparison(self, evidence: Evidence) -> Answer:
        question = evidence.question
        if question.amounts and len(question.places) < 2 and question.direction is Direction.NONE:
            # 受理和办结各多少件 compares nothing.
            return self._figure(evidence)
        rows, parts = self._compared(evidence)
        if rows:
            rows = extract.ranked(rows, question.direction)
            return self._of_rows(question, rows[:MOST_ROWS], parts)
        if question.asks_figure or not answers(evidence):
            return self._not_found(evidence)
        claims = extract.listed(evidence.sentences, self._place_of, self._quote)
        if not claims:
            return self._not_found(evidence)
        return Answer(question, True, extract.as_text(claims), claims=tuple(claims))

    def _compared(self, evidence: Evidence) -> tuple[list[AnswerFigure], list[AnswerFigure]]:
        """Return the figures that a comparison asks for, in no order yet, and those that are parts of them.

        Of places that are named each is shown; of all places those that tell of the same thing.
        """
        question, words = evidence.question, evidence.words
        of_all_places = len(question.places) < 2
        rows, parts = self._figures.of_dictionary(question, words)
        told = extract.told_at_best(rows, words)
        if question.asks_figure and (not rows or (of_all_places and told < 1 - _TOLD_BETTER)):
            read = extract.best_of_each_place(self._figures.read(evidence), years=len(question.years) > 1)
            if not rows or extract.told_at_best(read, words) >= told + _TOLD_BETTER:
                rows, parts = read, []
        rows = [row for row in rows if of_kind(row.place, question)]
        if of_all_places:
            rows = extract.told_as_most(extract.of_one_kind(rows), words)
        return rows, parts

    def _of_rows(self, question: Question, rows: Sequence[AnswerFigure], parts: Sequence[AnswerFigure]) -> Answer:
        claims = tuple(extract.figure_claim(row) for row in rows)
        text = extract.as_text(claims, extract.winner(question, rows))
        missing = [named.name for named in question.places if not any(row.place in named.places for row in rows)]
        notes = tuple(f"没有找到{name}的这个数据" for name in missing) if len(question.places) > 1 else ()
        near = (Nearest("同一篇报告里归在这个指标下的其他数字", _as_claims(parts)),) if parts else ()
        return Answer(question, True, text, tuple(rows), claims, nearest=near, notes=notes)

    def _quote(self, scored: Scored) -> Quotation:
        info = self._shelf.infos[scored.row]
        text, headings = self._texts([scored.row])[scored.row]
        return Quotation(info, scored.span, scored.text, cited_at(info, text, headings, scored.span.start))

    def _place_of(self, row: int) -> Place | None:
        return self._shelf.infos[row].place

    # ------------------------------------------------------------ nothing found

    def _searched(self, question: Question) -> str:
        where = places_said(question) + years_said(question)
        return f"在 {len(self._shelf)} 篇报告中查找" + (f"{where}的" if where else "") + f"“{question.topic}”"

    def _not_found(self, evidence: Evidence) -> Answer:
        question = evidence.question
        subject = evidence.missing or places_said(question) + years_said(question)
        what = "、".join(question.indicators) or question.topic
        said = f"在 {len(self._shelf)} 篇报告中未找到" + (
            f"{subject}的相关内容。" if evidence.missing else f"{subject}{'的' if subject else ''}“{what}”。"
        )
        return Answer(question, False, said, nearest=tuple(self._nearest(evidence)))

    def _nearest(self, evidence: Evidence) -> Iterable[Nearest]:
        question = evidence.question
        if question.kind in (QuestionKind.FIGURE, QuestionKind.COMPARISON):
            yield from self._nearest_figures(evidence)
        elif question.places:
            elsewhere = self._of_topic_alone(question)
            if answers(elsewhere):
                claims = extract.listed(elsewhere.sentences, self._place_of, self._quote, NEAREST)
                if claims:
                    yield Nearest("同一主题，其他地区", tuple(claims))
        if evidence.sentences:
            nearest = tuple(extract.claim(self._quote(item)) for item in evidence.sentences[:NEAREST])
            yield Nearest("意思最接近的内容，不是直接的回答", nearest)

    def _nearest_figures(self, evidence: Evidence) -> Iterable[Nearest]:
        """Yield the same thing of other years, and of other places."""
        question = evidence.question
        what = "同一指标" if question.indicators else "同样的内容"
        if question.years:
            other = replace(question, years=())
            rows = self._figures.of_dictionary(other)[0] or self._figures.read(replace(evidence, question=other))[:1]
            if rows:
                yield Nearest(f"{what}，其他年度", _as_claims(rows))
        if question.places:
            other = replace(question, places=())
            rows = self._figures.of_dictionary(other)[0] or self._figures.of_dictionary(replace(other, years=()))[0]
            if not rows and not question.indicators:
                elsewhere = self._of_topic_alone(question)
                rows = extract.best_of_each_place(self._figures.read(elsewhere), years=False)
            if rows:
                yield Nearest(f"{what}，其他地区", _as_claims(rows))

    def _of_topic_alone(self, question: Question) -> Evidence:
        """Find evidence for a question without its places."""
        alone, understood = self._finder.question(question.topic)
        asked = replace(question, text=alone.text, spans=alone.spans, places=(), years=())
        return self._finder.evidence(asked, understood, Stages())


def _as_claims(rows: Sequence[AnswerFigure]) -> tuple[Claim, ...]:
    return tuple(extract.figure_claim(row) for row in rows[:NEAREST])
