"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.model import Span
from search.figure_questions import FigureAnswer
from search.query import Query
from search.shelf import ReportInfo
from search.suggest import Suggestion
from search.syntax import ParsedQuery
from search.understanding import Chip

if TYPE_CHECKING:
    from search.facets import Facets


@dataclass(frozen=True)
class Located:
    """A passage with its place in a report.

    :param text: equals the report's ``text[span]``.
    :param heading: the headings over it, from the top.
    """

    passage: int
    text: str
    span: Span
    heading: tuple[str, ...]
    citation: str
    report: ReportInfo


@dataclass(frozen=True)
class Hit(Located):
    """A passage that answers a query, with those that share its card.

    :param rank: of the card, from 1.
    :param score: fused score; comparable within one result only.
    :param matched: the query's words, and what says the same, that stand in it.
    :param best_sentence: span in the report's text of the sentence nearest in meaning; ``None`` in a listing.
    :param ranks: leg (``passage``, ``sentence``, ``words``, ``bigrams``) → rank from 1, for the legs that found it.
    :param nearness: standard deviations nearer than unrelated questions come; ``relevant`` if that is near enough;
        ``None`` in a listing, where nothing was asked that could be near.
    :param wanted: what else moved it up: ``place`` or ``year`` named in the query, ``reranked``.
    :param read_as: words of a known example that the query was also read as, ``""`` if none is near.
    :param family: near-identical passages, of the same or other reports, best first.
    :param more: where results are grouped, the group's further passages, best first (the first few of ``more_total``).
    """

    rank: int = 0
    score: float = 0.0
    matched: tuple[str, ...] = ()
    best_sentence: Span | None = None
    ranks: dict[str, int] = field(default_factory=dict)
    nearness: float | None = None
    relevant: bool = True
    wanted: tuple[str, ...] = ()
    read_as: str = ""
    family: tuple[Located, ...] = ()
    more: tuple[Located, ...] = ()
    more_total: int = 0


@dataclass(frozen=True)
class Result:
    """The answer to a query.

    :param answerable: whether any passage counts as an answer; if not, ``hits`` are only the nearest there is.
    :param total: how many passages count as answers (as hits, if none does), on ``cards`` cards, of which ``hits`` is
        one page.
    :param searched: how many reports the filters allowed.
    :param facets: counts over all passages that count as answers.
    :param chips: filters that the query's words suggest; never applied.
    :param parsed: the query taken apart: exact phrases, excluded words, filters in field syntax, problems.
    :param suggestion: 您是不是要找; ``corrected`` if the search already used it, because nothing else was to be found.
    :param listed: nothing was asked but filters: ``hits`` are all that passes, report after report, not by relevance.
    :param uncovered: places and years the query names that no report is about.
    :param figures: what the reports give for the indicators that the query asks for.
    :param took_ms: milliseconds from call to return, ``stages`` split by stage.
    """

    query: Query
    hits: tuple[Hit, ...]
    answerable: bool
    total: int
    cards: int
    searched: int
    took_ms: float
    parsed: ParsedQuery
    facets: Facets | None = None
    chips: tuple[Chip, ...] = ()
    suggestion: Suggestion | None = None
    corrected: bool = False
    listed: bool = False
    uncovered: tuple[str, ...] = ()
    figures: tuple[FigureAnswer, ...] = ()
    stages: dict[str, float] = field(default_factory=dict)
