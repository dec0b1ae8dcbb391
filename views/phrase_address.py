"""The address of the page of wordings: what is looked for and where, or the draft check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from corpus.model import Span
from corpus.parts import Part
from search import Filters
from views.address import Params, distinct, page_href, page_number, parameter, parameters, report_href_from, years_of

PAGE = "phrases"
LONGEST_TEXT = 200
# Wordings a page.
SIZE = 10
_DRAFT = "draft"


@dataclass(frozen=True)
class PhraseView:
    """What the page of wordings shows.

    :param page: from 1.
    :param draft: the draft check instead. The draft itself never stands in an address: it is long, and nobody else's.
    """

    text: str = ""
    parts: tuple[Part, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    page: int = 1
    draft: bool = False

    @property
    def filters(self) -> Filters:
        """What to ask the engine besides the text."""
        return Filters(self.places, self.years, parts=self.parts)

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        if self.draft:
            return {"mode": _DRAFT}
        lists = {
            "part": [part.value for part in self.parts],
            "place": list(self.places),
            "year": [str(year) for year in self.years],
        }
        texts = {"q": self.text, "page": str(self.page) if self.page > 1 else ""}
        return {name: value for name, value in texts.items() if value} | {
            name: values for name, values in lists.items() if values
        }


def phrase_view_of(params: Mapping[str, Sequence[str]]) -> PhraseView:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""
    if _DRAFT in params.get("mode", ()):
        return PhraseView(draft=True)
    known = {part.value: part for part in Part}
    page = "".join(params.get("page", ())[-1:])
    return PhraseView(
        text=" ".join("".join(params.get("q", ())[-1:]).split())[:LONGEST_TEXT],
        parts=tuple(dict.fromkeys(known[value] for value in params.get("part", ()) if value in known)),
        places=distinct(params.get("place", ())),
        years=years_of(params.get("year", ())),
        page=page_number(page),
    )


def current() -> PhraseView:
    """Return the view the address asks for."""
    return phrase_view_of(parameters())


def href(view: PhraseView) -> str:
    """Return the link to a view, from any page."""
    return page_href(PAGE, view.params())


def report_href(report_id: str, span: Span, view: PhraseView) -> str:
    """Return the link to words of a report, from which the report's page leads back to ``view``."""
    return report_href_from(PAGE, view.params(), report_id, span)


def asked_from() -> PhraseView | None:
    """Return the view of wordings from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parameter(PAGE)
    return phrase_view_of(parse_qs(given)) if given else None
