"""Quotations of reports that no index holds, for tests of what a language model makes of them."""

from __future__ import annotations

from corpus.gazetteer import Gazetteer
from corpus.model import Fact, Kind, Metadata, Source, Span
from search.answers import Quotation
from search.shelf import ReportInfo


def quotation(quote: str, place: str = "郯城县", year: int | None = 2023, kind: Kind = Kind.ANNUAL_REPORT) -> Quotation:
    """A sentence of a report on a place and a year."""
    found = Gazetteer.load().lookup(place)[0] if place else None
    title = f"{place}{year or ''}年度法治政府建设情况报告"
    metadata = Metadata(title=Fact(title), place=Fact(found), year=Fact(year), kind=Fact(kind))
    source = Source(title, f"{title}.txt", f"{title}.txt", "txt", 1)
    info = ReportInfo(0, f"{title}-1", 1, source, metadata)
    return Quotation(info, Span(0, len(quote)), quote, f"{title}，第1段")
