"""The address of the page of what is kept: which of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from corpus.model import Span
from views.address import Params, page_href, page_number, parameter, report_href_from

PAGE = "basket"


@dataclass(frozen=True)
class BasketView:
    """What the page shows.

    :param page: from 1.
    """

    page: int = 1

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        return {"page": str(self.page)} if self.page > 1 else {}


def basket_view_of(page: str) -> BasketView:
    """Read a view from a parameter as it may stand in any address; what makes no sense is ignored."""
    return BasketView(page_number(page))


def current() -> BasketView:
    """Return the view the address asks for."""
    return basket_view_of(parameter("page"))


def href(view: BasketView) -> str:
    """Return the link to a view, from any page."""
    return page_href(PAGE, view.params())


def report_href(report_id: str, span: Span | None, view: BasketView) -> str:
    """Return the link to a report, or to words of it, from which the report's page leads back to ``view``."""
    # A parameter without a value would be no sign of where to go back to.
    return report_href_from(PAGE, {"page": str(view.page)}, report_id, span)


def asked_from() -> BasketView | None:
    """Return the view from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parse_qs(parameter(PAGE))
    return basket_view_of("".join(given["page"])) if "page" in given else None
