"""The address of the comparison: which two reports."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs

from corpus.model import Span
from views.address import Params, page_href, parameter, report_href_from

PAGE = "compare"


class Pair(NamedTuple):
    """The ids of two reports, ``""`` for one that is not chosen yet."""

    first: str = ""
    second: str = ""

    def params(self) -> Params:
        """Return the address's parameters; what is not chosen is left out."""
        return {name: report_id for name, report_id in (("a", self.first), ("b", self.second)) if report_id}


def current() -> Pair:
    """Return the reports the address names."""
    return Pair(parameter("a"), parameter("b"))


def href(pair: Pair) -> str:
    """Return the link to two reports side by side, from any page."""
    return page_href(PAGE, pair.params())


def report_href(report_id: str, span: Span | None, pair: Pair) -> str:
    """Return the link to a sentence of a report, from which the report's page leads back to the comparison."""
    return report_href_from(PAGE, pair.params(), report_id, span)


def asked_from() -> Pair | None:
    """Return the comparison from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parse_qs(parameter(PAGE))
    first, second = ("".join(given.get(name, ())[-1:]) for name in ("a", "b"))
    return Pair(first, second) if first and second else None
