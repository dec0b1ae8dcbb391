"""A query text taken apart: free words, syntax, offers, corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.calibration import is_latin
from search.query import Filters, Query, QueryInvalid, checked_text, trimmed
from search.report_counts import counts_of
from search.scope import Scope
from search.shelf import Shelf
from search.suggest import Suggester, Suggestion
from search.syntax import ParsedQuery, format, parse
from search.understanding import Chip, recognise

_HAN = re.compile(r"[\u3400-\u9fff]")
# This many characters of pinyin in a row fit one term by chance hardly ever.
_SURE_CHARACTERS = 4
# Without any there is nothing to search for: 地区:郯城，
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Understood:
    """A query taken apart.

    :param text: the free words that are searched, corrected where the correction is certain; empty if there are none
        and all that passes the filters is to be listed.
    :param filters: those of the query and those of its field syntax.
    """

    parsed: ParsedQuery
    text: str
    filters: Filters
    chips: tuple[Chip, ...]
    suggestion: Suggestion | None
    corrected: bool

    @property
    def listing(self) -> bool:
        """Tell whether nothing is asked but filters."""
        return not self.text


class Interpreter:
    """Takes queries apart. Safe to use from several threads."""

    def __init__(self, shelf: Shelf, suggester: Suggester, scope: Scope) -> None:
        self._shelf, self._suggester, self._scope = shelf, suggester, scope

    def understand(self, query: Query) -> Understood:
        """Take a query apart.

        :raises QueryInvalid: it holds nothing to search for, or only what is not wanted.
        """
        typed = checked_text(query.text) if query.filters.empty else trimmed(query.text)
        parsed = self._scope.possible(parse(typed, counts_of(self._shelf).townships))
        filters = query.filters.joined(parsed.filters)
        if not parsed.phrases and not _WORD.search(parsed.text):
            if not filters.empty:
                return Understood(parsed, "", filters, (), None, False)
            if parsed.excluded:
                raise QueryInvalid(_only_excluded(parsed))
        text = parsed.text or " ".join(parsed.phrases) or typed
        chips = self._recognised(text)
        suggestion = self._suggester.suggest(text)
        corrected = suggestion is not None and not query.literal and _replaces(text, suggestion)
        if corrected and suggestion is not None:
            text = suggestion.text
            chips = self._recognised(text)
        return Understood(parsed, text, filters, chips, suggestion, corrected)

    def _recognised(self, text: str) -> tuple[Chip, ...]:
        return recognise(text, self._shelf, owned=self._scope.owned_by_its_place)


def _only_excluded(parsed: ParsedQuery) -> str:
    unwanted = "、".join(f"“{word}”" for word in parsed.excluded)
    example = format(ParsedQuery(excluded=parsed.excluded, filters=Filters(years=(2023,))))
    return (
        f"查询里只写了不要什么（{unwanted}），没有写要找什么。请加上要找的词，或加上地区、年份等筛选条件，如 {example}"
    )


def _replaces(text: str, suggestion: Suggestion) -> bool:
    """Tell whether a search uses a suggestion unasked: for pinyin, which finds nothing as it stands.

    What is written in characters is never changed, only asked about. Two characters of pinyin can be too many words,
    unless they are certain.
    """
    if not is_latin(text):
        return False
    return suggestion.certain or len(_HAN.findall(suggestion.text)) >= _SURE_CHARACTERS
