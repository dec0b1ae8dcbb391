"""The address of the library page: which part of it, which reports, which upload is looked at, which report is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs

from corpus.model import Kind
from views.address import YEARS, Params, page_href, page_number, parameter, parameters

PAGE = "library"
# Words to look for in titles, publishers and names of files; nobody types more.
LONGEST_TEXT = 100


class Part(StrEnum):
    """A part of the page."""

    REPORTS = "在库报告"
    ADD = "添加文件"
    FILES = "上传的文件"
    INDEX = "索引和备份"


@dataclass(frozen=True)
class HoldingsView:
    """What the library page shows.

    :param text: words that title, publisher or the file's name must hold.
    :param doubtful: only reports with something to look at.
    :param batch: the upload that is looked at; ``edit`` the report of it that is corrected, ``<file>-<ordinal>``.
    :param page: from 1.
    """

    part: Part = Part.REPORTS
    text: str = ""
    place: str = ""
    year: int | None = None
    kind: Kind | None = None
    doubtful: bool = False
    batch: str = ""
    edit: str = ""
    page: int = 1

    def params(self) -> Params:
        """Return the address's parameters; what is not set is left out."""
        texts = {
            "part": "" if self.part is Part.REPORTS else self.part.value,
            "text": self.text,
            "place": self.place,
            "year": str(self.year or ""),
            "kind": self.kind.value if self.kind else "",
            "doubtful": "1" if self.doubtful else "",
            "batch": self.batch,
            "edit": self.edit,
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in texts.items() if value}


def holdings_view_of(params: Mapping[str, Sequence[str]]) -> HoldingsView:
    """Read a view from parameters as they may stand in any address; what makes no sense is ignored."""

    def text(name: str) -> str:
        return "".join(params.get(name, ())[-1:]).strip()

    year = text("year")
    return HoldingsView(
        part=next((part for part in Part if part.value == text("part")), Part.REPORTS),
        text=" ".join(text("text").split())[:LONGEST_TEXT],
        place=text("place"),
        year=int(year) if year.isdecimal() and len(year) == 4 and int(year) in YEARS else None,
        kind=next((kind for kind in Kind if kind.value == text("kind")), None),
        doubtful=text("doubtful") == "1",
        batch=text("batch"),
        edit=text("edit"),
        page=page_number(text("page")),
    )


def current() -> HoldingsView:
    """Return the view the address asks for."""
    return holdings_view_of(parameters())


def href(view: HoldingsView) -> str:
    """Return the link to a view, from any page."""
    return page_href(PAGE, view.params())


def asked_from() -> HoldingsView | None:
    """Return the view of the library from which a report was opened, ``None`` if it was opened from elsewhere."""
    given = parameter(PAGE)
    return holdings_view_of(parse_qs(given, keep_blank_values=True)) if given else None
