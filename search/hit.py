"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Span
from search.query import Query
from search.shelf import ReportInfo


@dataclass(frozen=True)
class Hit:
    """A passage that answers a query.

    :param text: equals the report's ``text[span]``.
    :param score: fused score, ``0..1``; comparable within one result only.
    :param heading: the headings over it, from the top; ``matched`` the query's words that stand in it.
    :param best_sentence: span in the report's text of the sentence nearest in meaning.
    :param ranks: leg (``passage``, ``sentence``, ``words``, ``bigrams``) → rank from 1.
    """

    rank: int
    score: float
    passage: int
    text: str
    span: Span
    heading: tuple[str, ...]
    matched: tuple[str, ...]
    citation: str
    report: ReportInfo
    best_sentence: Span | None = None
    ranks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The hits of a query.

    :param total: how many passages any leg found, of which ``hits`` is one page.
    :param took_ms: milliseconds from call to return.
    :param searched: how many reports the filters allowed.
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    searched: int
    took_ms: float
