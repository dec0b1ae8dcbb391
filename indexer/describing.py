"""Reports as JSON: for ``list``, ``show`` and ``preview``, and for other programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import CanyueError
from corpus.model import Evidence, Fact, LeftOut, Metadata, Place, Report, Source
from corpus.overrides import Override
from corpus.settings import Settings
from indexer.overrides import apply_overrides

# Of headings and of texts left out a preview shows the first: enough to see whether the file was understood.
_HEADINGS, _TEXTS, _CHARACTERS = 8, 5, 80


def previewed(path: Path, settings: Settings, overrides: tuple[Override, ...]) -> dict[str, Any]:
    """Read a file as a build would, and return what came of it, or ``error`` with the reason.

    ``metadata`` of a report is :class:`corpus.model.Metadata` as nested dictionaries.
    """
    from indexer.files import bytes_of, read_one

    base: dict[str, Any] = {"path": str(path), "error": None, "reports": [], "left_out": [], "warnings": []}
    try:
        reading = read_one(path, bytes_of(path), settings)
    except CanyueError as error:
        return base | {"error": {"kind": type(error).__name__, "message": str(error)}}
    reports = [apply_overrides(report, overrides) for report in reading.reports]
    return base | {
        "sha256": reading.source.sha256,
        "format": reading.source.format,
        "warnings": list(reading.warnings),
        "reports": [_previewed(report) for report in reports],
        "left_out": _left_out(reading.left_out),
    }


def _previewed(report: Report) -> dict[str, Any]:
    return {
        **describe(report.id, report.source, report.ordinal, report.metadata),
        "metadata": asdict(report.metadata),
        "characters": len(report.text),
        "passages": len(report.passages),
        "opening": report.text[:_CHARACTERS],
        "headings": [
            {"text": heading.span.of(report.text), "depth": heading.depth} for heading in report.headings[:_HEADINGS]
        ],
    }


def _left_out(items: Iterable[LeftOut]) -> list[dict[str, Any]]:
    """Return the texts left out by reason, with the first of each."""
    texts: dict[str, list[str]] = defaultdict(list)
    for item in items:
        texts[item.reason].append(item.text)
    return [
        {"reason": reason, "count": len(found), "texts": [text[:_CHARACTERS] for text in found[:_TEXTS]]}
        for reason, found in texts.items()
    ]


def describe(report_id: str, source: Source, ordinal: int, metadata: Metadata) -> dict[str, Any]:
    """Return a report's metadata, each value with its evidence."""
    place = metadata.place.value
    return {
        "id": report_id,
        "title": metadata.title.value,
        "place": list(place.chain) if place else [],
        "adcode": place.adcode if place else None,
        "level": metadata.level.value,
        "year": metadata.year.value,
        "published": metadata.published.value,
        "publisher": metadata.publisher.value,
        "author": metadata.author.value,
        "kind": metadata.kind.value,
        "url": metadata.url.value,
        "source": source.name,
        "sha256": source.sha256,
        "ordinal": ordinal,
        "evidence": {name: _evidence(getattr(metadata, name)) for name in metadata.__dataclass_fields__},
    }


def _evidence(fact: Fact[Any]) -> dict[str, Any]:
    def one(item: Evidence) -> dict[str, Any]:
        return {
            "rule": item.rule,
            "quote": item.quote,
            "span": list(item.span) if item.span else None,
            "position": asdict(item.position) if item.position else None,
        }

    value = list(fact.value.chain) if isinstance(fact.value, Place) else fact.value
    return {
        "value": value,
        "confidence": round(fact.confidence, 2),
        "evidence": [one(item) for item in fact.evidence],
        "candidates": list(fact.candidates),
    }


def whole(report: Report) -> dict[str, Any]:
    """Return a report with its text and everything that points into it."""
    return {
        **describe(report.id, report.source, report.ordinal, report.metadata),
        "text": report.text,
        "paragraphs": [
            {"span": list(p.span), "role": p.role, "first": asdict(p.first), "last": asdict(p.last)}
            for p in report.paragraphs
        ],
        "outline": [
            {
                "text": heading.span.of(report.text),
                "span": list(heading.span),
                "extent": list(heading.extent),
                "depth": heading.depth,
                "parent": heading.parent,
                "number": heading.number,
            }
            for heading in report.headings
        ],
        "passages": [
            {"span": list(p.span), "heading": p.heading, "sentences": [list(s.span) for s in p.sentences]}
            for p in report.passages
        ],
    }
