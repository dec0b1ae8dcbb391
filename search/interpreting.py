"""A query text taken apart: free words, syntax, offers, corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.calibration import is_latin
from search.query import Filters, Query, checked_text
from search.report_counts import counts_of
from search.scope import Scope
from search.shelf import Shelf
from search.suggest import Suggester, Suggestion
from search.syntax import ParsedQuery, parse
from search.understanding import Chip, recognise

_HAN = re.compile(r"[\u3400-\u9fff]")
# This many characters of pinyin in a row fit one term by chance hardly ever.
_SURE_CHARACTERS = 4


@dataclass(frozen=True)
class Understood:
    """A query taken apart.

    :param text: the free words that are searched, corrected where the correction is certain.
    :param filters: those of the query and those of its field syntax.
    """

    parsed: ParsedQuery
    text: str
    filters: Filters
    chips: tuple[Chip, ...]
    suggestion: Suggestion | None
    corrected: bool


class Interpreter:
    """Takes queries apart. Safe to use from several threads."""

    def __init__(self, shelf: Shelf, suggester: Suggester, scope: Scope) -> None:
        self._shelf, self._suggester, self._scope = shelf, suggester, scope

    def understand(self, query: Query) -> Understood:
        """Take a query apart.

        :raises QueryInvalid: it holds nothing to search for.
        """
        parsed = self._scope.possible(parse(checked_text(query.text), counts_of(self._shelf).townships))
        text = parsed.text or " ".join(parsed.phrases) or checked_text(query.text)
        chips = recognise(text, self._shelf)
        suggestion = self._suggester.suggest(text)
        corrected = suggestion is not None and not query.literal and _replaces(text, suggestion)
        if corrected and suggestion is not None:
            text = suggestion.text
            chips = recognise(text, self._shelf)
        return Understood(parsed, text, query.filters.joined(parsed.filters), chips, suggestion, corrected)


def _replaces(text: str, suggestion: Suggestion) -> bool:
    """Tell whether a search uses a suggestion unasked: for pinyin, which finds nothing as it stands.

    What is written in characters is never changed, only asked about. Two characters of pinyin can be too many words,
    unless they are certain.
    """
    if not is_latin(text):
        return False
    return suggestion.certain or len(_HAN.findall(suggestion.text)) >= _SURE_CHARACTERS
