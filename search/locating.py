"""From passage numbers to what is shown: text, place in the report, citation, marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.catalog import Catalog, PassageTable
from corpus.model import Heading, Span, heading_path
from corpus.text import fold
from search.arrange import Card
from search.asking import Asked
from search.citation import citation
from search.hit import Hit, Located
from search.ranking import Ranked
from search.relevance import Relevance
from search.shelf import ReportInfo, Shelf

# Further passages of a group that a card carries; the rest is one click away, as a search within the report or place.
MORE = 5


class Locator:
    """Reads passages of one generation. Safe to use from several threads."""

    def __init__(self, catalog: Catalog, table: PassageTable, shelf: Shelf) -> None:
        self._catalog, self._table, self._shelf = catalog, table, shelf

    def texts(self, passages: Sequence[int]) -> list[str]:
        """Return the texts of passages, in their order."""
        table = self._table
        found = self._catalog.bodies(int(table.report[passage]) for passage in passages)
        return [found[int(table.report[passage])][table.start[passage] : table.stop[passage]] for passage in passages]

    def located(self, passages: Sequence[int]) -> dict[int, Located]:
        """Return passages with their place in their reports."""
        texts = self._catalog.texts(int(self._table.report[passage]) for passage in passages)
        return {passage: self._located(passage, *texts[int(self._table.report[passage])]) for passage in passages}

    def hits(
        self, page: Sequence[Card], offset: int, ranked: Ranked, near: Relevance | None, asked: Asked | None
    ) -> tuple[Hit, ...]:
        """Return a page of cards as hits.

        :param near: beside the candidates; it and ``asked`` are ``None`` for a listing.
        """
        wanted = [passage for card in page for passage in (card.passage, *card.family, *card.more[:MORE])]
        located = self.located(list(dict.fromkeys(wanted)))
        leg_ranks = ranked.leg_ranks()
        words, read_as = (asked.words, asked.read_as) if asked else ((), "")
        hits = []
        for rank, card in enumerate(page, offset + 1):
            at = int(np.searchsorted(ranked.candidates.passages, card.passage))
            here = located[card.passage]
            hits.append(
                Hit(
                    **vars(here),
                    rank=rank,
                    score=card.score,
                    matched=matched_words(words, here.text),
                    best_sentence=self._sentence_span(int(ranked.candidates.best_sentence[at])) if near else None,
                    ranks={leg: int(ranks[at]) for leg, ranks in leg_ranks.items() if ranks[at]},
                    nearness=float(near.nearness[at]) if near else None,
                    relevant=near is None or bool(near.relevant[at]),
                    wanted=ranked.boosts_of(at),
                    read_as=read_as,
                    family=tuple(located[passage] for passage in card.family),
                    more=tuple(located[passage] for passage in card.more[:MORE]),
                    more_total=len(card.more),
                )
            )
        return tuple(hits)

    def _located(self, passage: int, text: str, headings: Sequence[Heading]) -> Located:
        span = Span(int(self._table.start[passage]), int(self._table.stop[passage]))
        number = int(self._table.heading[passage])
        above = None if number < 0 else number
        info = self._shelf.infos[int(self._table.report[passage])]
        path = heading_path(text, headings, above)
        return Located(passage, span.of(text), span, path, cited(info, text, headings, above), info)

    def _sentence_span(self, sentence: int) -> Span:
        return Span(int(self._table.sentence_start[sentence]), int(self._table.sentence_stop[sentence]))


def cited(report: ReportInfo, text: str, headings: Sequence[Heading], above: int | None) -> str:
    """Return the citation of what stands in ``text`` under the heading with index ``above``, ``None`` for none."""
    return citation(report, heading_path(text, headings, above), top_part(headings, above))


def cited_at(report: ReportInfo, text: str, headings: Sequence[Heading], start: int) -> str:
    """Return the citation of what stands at ``start`` in ``text``, under the innermost heading over it."""
    above = [number for number, node in enumerate(headings) if node.extent.start <= start < node.extent.end]
    return cited(report, text, headings, above[-1] if above else None)


def matched_words(words: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the distinct words that stand in ``text``, in the query's order."""
    folded = fold(text)
    return tuple(word for word in dict.fromkeys(words) if word in folded)


def top_part(headings: Sequence[Heading], heading: int | None) -> int | None:
    """Return which of the top headings ``heading`` stands under, from 1."""
    if heading is None:
        return None
    current = heading
    while (parent := headings[current].parent) is not None:
        current = parent
    return sum(1 for node in headings[: current + 1] if node.depth == 1)
