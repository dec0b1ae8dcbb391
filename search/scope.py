"""Where a query may look: its filters, exact phrases and excluded words as a set of passages."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import PassageTable
from corpus.lexical import LexicalFilter, LexicalIndex
from corpus.place_names import NameKind, short_forms
from corpus.tokens import bigrams
from search.candidates import Allowed
from search.locating import Locator
from search.query import Filters
from search.shelf import Shelf
from search.syntax import ParsedQuery, comparable
from search.understanding import Chip

# Phrases whose passages are remembered: a page that is sorted, grouped and turned asks the same ones again.
_REMEMBERED = 64


class Scope:
    """Says which passages of one generation a query may find. Safe to use from several threads."""

    def __init__(self, table: PassageTable, shelf: Shelf, locator: Locator, lexical: LexicalIndex) -> None:
        self._table, self._shelf, self._locator, self._lexical = table, shelf, locator, lexical
        self.holding = functools.lru_cache(_REMEMBERED)(self._passages_holding)
        self.owned_by_its_place = functools.lru_cache(_REMEMBERED)(self._owned_by_its_place)

    def lexically_holding(self, phrase: str) -> NDArray[np.bool_]:
        """Return which passages have all pairs of characters of ``phrase``, ``(passages,)``: quick, and nearly exact."""
        mask = np.zeros(len(self._table.report), dtype=bool)
        pairs = bigrams(phrase)
        if pairs:
            mask[self._lexical.holding(pairs)] = True
        return mask

    def telling_of(self, years: Iterable[int]) -> NDArray[np.bool_]:
        """Return the passages of reports that tell of any of ``years``, ``(passages,)``: 政府工作报告 look back on the year before."""
        wanted = set(years)
        rows = [info.row for info in self._shelf.infos if not wanted.isdisjoint(info.years_told)]
        return np.isin(self._table.report, rows)

    def allowed(self, parsed: ParsedQuery, filters: Filters, reports: NDArray[np.int64] | None) -> Allowed | None:
        """Return where may be searched, ``None`` if everywhere."""
        if reports is None and not (parsed.phrases or parsed.excluded or filters.sections or filters.parts):
            return None
        mask = np.ones(len(self._table.report), dtype=bool)
        if reports is not None:
            mask &= np.isin(self._table.report, reports)
        sections, parts = self._table.section_codes(filters.sections), self._table.part_codes(filters.parts)
        for column, codes in ((self._table.section, sections), (self._table.part, parts)):
            if codes is not None:
                mask &= np.isin(column, codes)
        for phrase in parsed.phrases:
            mask &= self.holding(phrase)
        for phrase in parsed.excluded:
            mask &= ~self.holding(phrase)
        rows = None if reports is None and not parsed.phrases else np.unique(self._table.report[mask]).tolist()
        return Allowed(mask, LexicalFilter(rows, sections, parts))

    def possible(self, parsed: ParsedQuery) -> ParsedQuery:
        """Drop quoted phrases that stand nowhere, and say so: “” is as often emphasis as it asks for the exact words."""
        nowhere = [phrase for phrase in parsed.phrases if not self.holding(phrase).any()]
        if not nowhere:
            return parsed
        notes = tuple(f"没有段落逐字含有“{phrase}”，已按意思检索" for phrase in nowhere)
        kept = tuple(phrase for phrase in parsed.phrases if phrase not in nowhere)
        return replace(parsed, phrases=kept, problems=(*parsed.problems, *notes))

    def of(self, chips: Sequence[Chip], name: str) -> NDArray[np.bool_] | None:
        """Return which passages are of a report that the query names by place, or by year."""
        chips = [chip for chip in chips if chip.field == name and chip.reports]
        if not chips:
            return None
        rows = [self._shelf.allowed(chip.applied_to(Filters())) for chip in chips]
        return np.isin(self._table.report, np.concatenate([row for row in rows if row is not None]))

    def _owned_by_its_place(self, name: str) -> bool:
        """Tell whether a short name stands in these reports for a place of one of them and for nothing else.

        Reports of this place, of what is around it and inside it may write it as they like; others must write it with
        its unit word.
        """
        places = self._shelf.called(name)
        if not places:
            return False
        elsewhere = self.lexically_holding(name)
        related = [
            info.row
            for info in self._shelf.infos
            if info.place and any(info.place.within(place) or place.within(info.place) for place in places)
        ]
        elsewhere &= ~np.isin(self._table.report, related)
        for whole in {form for place in places for form in _with_unit(place.name)}:
            elsewhere &= ~self.lexically_holding(whole)
        return not elsewhere.any()

    def _passages_holding(self, phrase: str) -> NDArray[np.bool_]:
        """Return which passages hold ``phrase`` word for word, ``(passages,)``.

        The texts are read, not the lexical index: no token goes across a quotation mark, a space, or part of a number.
        """
        wanted = comparable(phrase)
        return np.array([wanted in text for text in self._comparable_texts], dtype=bool)

    @functools.cached_property
    def _comparable_texts(self) -> list[str]:
        """All passages as exact phrases are looked for in them: about two bytes a character, read at first use."""
        return [comparable(text) for text in self._locator.texts(range(len(self._table.report)))]


def _with_unit(name: str) -> tuple[str, ...]:
    """Return a place's name and its short forms that keep the unit word: 彭水苗族土家族自治县, 彭水县."""
    return (name, *(form for form, kind in short_forms(name) if kind is NameKind.UNIT))
