"""回答: what an answer consists of. Whatever is shown as a quotation equals its span in a report's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.figures import Period
from corpus.model import Place, Span
from search.answers.question import Question
from search.figures import FoundFigure
from search.shelf import ReportInfo


@dataclass(frozen=True)
class Quotation:
    """Words of a report.

    :param quote: equals the report's ``text[span]``.
    :param marks: spans within it to set off: the figure, or what says the same as the question.
    """

    report: ReportInfo
    span: Span
    quote: str
    citation: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True)
class AnswerFigure:
    """A figure that answers.

    :param name: what is counted, in the dictionary's words or the report's.
    :param shown: the value as the text gives it, e.g. 1.5万余件.
    :param unit: without scale.
    :param period: what the figure is about; its text is e.g. 2024, 2020—2022, 截至2022, ``""`` if nothing says.
    :param doubts: why a person should look at it.
    """

    name: str
    value: float
    shown: str
    unit: str
    place: Place | None
    place_name: str
    period: Period
    quotation: Quotation
    doubts: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The period as it is said: 2024年, 2020—2022年."""
        return f"{self.period}年" if self.period.end else ""


@dataclass(frozen=True)
class Claim:
    """A statement with what it rests on.

    :param text: what is stated; for an answer without a model the quotation itself.
    :param label: whose it is: place and year.
    :param quotations: never empty.
    :param by_model: a language model worded it; its figures, dates and names were found in the quotations.
    """

    text: str
    quotations: tuple[Quotation, ...]
    label: str = ""
    by_model: bool = False


@dataclass(frozen=True)
class Nearest:
    """What is near to an answer and is none.

    :param why: what it is instead, in Chinese, e.g. 同一指标，其他地区.
    """

    why: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    :param answer: in one text, for people: the claims in order, or that nothing was found.
    :param figures: of a figure or comparison question, the best first; two if sources disagree.
    :param claims: every statement with its quotations; empty if nothing answers.
    :param searched: what was searched, in Chinese.
    :param nearest: what there is instead of an answer, or of the same name beside it.
    :param model: name of the language model that wrote the claims, ``""`` for none.
    :param notes: what the reader should know: a model that was not heard, a claim that was struck out.
    """

    question: Question
    answerable: bool
    answer: str
    figures: tuple[AnswerFigure, ...] = ()
    claims: tuple[Claim, ...] = ()
    searched: str = ""
    nearest: tuple[Nearest, ...] = ()
    model: str = ""
    notes: tuple[str, ...] = ()
    took_ms: float = 0.0
    stages: Mapping[str, float] = field(default_factory=dict)


def quotations_of(claims: Iterable[Claim]) -> tuple[Quotation, ...]:
    """Return the quotations of claims in the order of their numbers, each stretch of text once."""
    found: dict[tuple[str, Span], Quotation] = {}
    for claim in claims:
        for quotation in claim.quotations:
            known = found.get((quotation.report.id, quotation.span))
            marks = tuple(dict.fromkeys((*(known.marks if known else ()), *quotation.marks)))
            found[quotation.report.id, quotation.span] = replace(quotation, marks=marks)
    return tuple(found.values())


def numbers_of(claims: Sequence[Claim]) -> list[tuple[int, ...]]:
    """Return the numbers of each claim's quotations, from 1, as :func:`quotations_of` orders them."""
    keys = [(quotation.report.id, quotation.span) for quotation in quotations_of(claims)]
    return [tuple(keys.index((each.report.id, each.span)) + 1 for each in claim.quotations) for claim in claims]


def quotation_of(found: FoundFigure) -> Quotation:
    """Return the sentence of a figure as a quotation, the figure set off in it."""
    return Quotation(found.report, found.figure.sentence, found.sentence, found.citation, (found.figure.span,))
