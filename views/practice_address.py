"""The address of the practices page: what is looked for and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from corpus.model import Span
from search.practices import PracticeQuery
from views.address import Params, distinct, page_href, page_number, parameter, parameters, report_href_from, years_of

PAGE = "practices"
LONGEST_WORDS = 60


@dataclass(frozen=True)
class PracticeView:
    """What the practices page shows.

    :param works: also the practices of 政府工作报告, most of which are about the economy.
    :param page: from 1.
    """

    words: str = ""
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    works: bool = False
    page: int = 1

    @property
    def query(self) -> PracticeQuery:
        """What to ask the engine."""
        return PracticeQuery(self.words, self.places, self.years, self.works)

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        lists = {"place": list(self.places), "year": [str(year) for year in self.years]}
        texts = {
            "words": self.words,
            "works": "1" if self.works else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: values for name, values in lists.items() if values} | {
            name: value for name, value in texts.items() if value
        }


def practice_view_of(params: Mapping[str, Sequence[str]]) -> PracticeView:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""
    page = "".join(params.get("page", ())[-1:])
    return PracticeView(
        words=" ".join("".join(params.get("words", ())[-1:]).split())[:LONGEST_WORDS],
        places=distinct(params.get("place", ())),
        years=years_of(params.get("year", ())),
        works="1" in params.get("works", ()),
        page=page_number(page),
    )


def current() -> PracticeView:
    """Return the view the address asks for."""
    return practice_view_of(parameters())


def href(view: PracticeView) -> str:
    """Return the link to a view, from any page."""
    return page_href(PAGE, view.params())


def report_href(report_id: str, span: Span, view: PracticeView) -> str:
    """Return the link to a sentence of a report, from which the report's page leads back to ``view``."""
    # Never empty, so that the report's page knows where it was opened from.
    return report_href_from(PAGE, view.params() or {"page": "1"}, report_id, span)


def asked_from() -> PracticeView | None:
    """Return the view of practices from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parameter(PAGE)
    return practice_view_of(parse_qs(given)) if given else None
