"""The address of the page of questions: what is asked, and which of its sources is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from corpus.model import Span
from views.address import Params, page_href, parameter, parameters, report_href_from

PAGE = "ask"
LONGEST_QUESTION = 300
_MOST_SOURCES = 1000


@dataclass(frozen=True)
class AskView:
    """What the page of questions shows.

    :param source: number of the source that is open beside the answer, 0 for none.
    :param plain: quotations only, even where a language model is set up.
    """

    text: str = ""
    source: int = 0
    plain: bool = False

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        texts = {
            "q": self.text,
            "source": str(self.source) if self.source else "",
            "plain": "1" if self.plain else "",
        }
        return {name: value for name, value in texts.items() if value}


def ask_view_of(params: Mapping[str, Sequence[str]]) -> AskView:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""
    source = "".join(params.get("source", ())[-1:])
    return AskView(
        text=" ".join("".join(params.get("q", ())[-1:]).split())[:LONGEST_QUESTION],
        source=int(source) if source.isdecimal() and int(source) < _MOST_SOURCES else 0,
        plain="1" in params.get("plain", ()),
    )


def current() -> AskView:
    """Return the view the address asks for."""
    return ask_view_of(parameters())


def href(view: AskView) -> str:
    """Return the link to a view, from any page."""
    return page_href(PAGE, view.params())


def report_href(report_id: str, span: Span, view: AskView) -> str:
    """Return the link to words of a report, from which the report's page leads back to ``view``."""
    return report_href_from(PAGE, view.params(), report_id, span)


def asked_from() -> AskView | None:
    """Return the question from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parameter(PAGE)
    return ask_view_of(parse_qs(given)) if given else None
