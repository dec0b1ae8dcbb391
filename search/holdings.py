"""What a library holds and where it is doubtful: a row a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from corpus.catalog import Catalog, PassageTable
from corpus.model import Fact, Kind, Level, Metadata
from search.shelf import ReportInfo, Shelf

# Below it a value rests on one weak sign: a year that only the date of publication tells has .5 or .6, one that the
# text's dates tell .75 (indexer/year.py).
DOUBTFUL = 0.65
# The shortest report of the sample anthology has 1,039 characters; what is much shorter is a part of another.
SHORTEST_PART = 400


class Doubt(StrEnum):
    """What somebody should look at."""

    NO_PLACE = "地区不明"
    NO_YEAR = "年度不明"
    PLACE = "地区存疑"
    YEAR = "年度存疑"
    KIND = "文种存疑"
    SPLIT = "拆分存疑"
    SAME_TEXT = "与另一篇全文相同"


@dataclass(frozen=True)
class Holding:
    """A report of the library.

    :param passages: how many there are of it.
    :param same: other reports with the same whole text.
    """

    info: ReportInfo
    passages: int
    doubts: tuple[Doubt, ...]
    same: tuple[ReportInfo, ...] = ()


def holdings(shelf: Shelf, table: PassageTable, catalog: Catalog) -> tuple[Holding, ...]:
    """Return every report with what is doubtful about it, in the order of the index."""
    passages = np.bincount(table.report, minlength=len(shelf))
    lengths = np.zeros(len(shelf), dtype=np.int64)
    np.maximum.at(lengths, table.report, table.stop)
    parts = Counter(info.source.sha256 for info in shelf.infos)
    same: dict[int, list[int]] = {row: rows for rows in catalog.identical() for row in rows}
    found = []
    for info in shelf.infos:
        others = tuple(shelf.infos[row] for row in same.get(info.row, ()) if row != info.row)
        doubts = doubts_of(info.metadata, int(lengths[info.row]), parts[info.source.sha256])
        if others:
            doubts = (*doubts, Doubt.SAME_TEXT)
        found.append(Holding(info, int(passages[info.row]), doubts, others))
    return tuple(found)


def doubts_of(metadata: Metadata, characters: int, parts: int) -> tuple[Doubt, ...]:
    """Return what is doubtful about one report.

    :param characters: of its text; ``parts`` the number of reports of its file.
    """
    found = []
    # Articles by scholars are of no place and no year, and what tells of the whole country is of no place.
    theory = metadata.kind.value is Kind.THEORY
    if not theory and metadata.level.value is not Level.NATION:
        found += _doubt(metadata.place, Doubt.NO_PLACE, Doubt.PLACE)
    if not theory:
        found += _doubt(metadata.year, Doubt.NO_YEAR, Doubt.YEAR)
    found += _doubt(metadata.kind, Doubt.KIND, Doubt.KIND)
    if parts > 1 and (metadata.title.value is None or characters < SHORTEST_PART):
        found.append(Doubt.SPLIT)
    return tuple(found)


def _doubt(fact: Fact[Any], unknown: Doubt, doubtful: Doubt) -> list[Doubt]:
    if fact.confidence == 1.0:
        # Somebody says so, even that it is unknown.
        return []
    if fact.value is None:
        return [unknown]
    return [doubtful] if fact.confidence < DOUBTFUL else []
