"""Names of places that stand in queries only: 豫, 榕城, 京津冀. Reports are read without them, see ``data/places``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from corpus.gazetteer import Gazetteer
from corpus.model import Place

_TABLE = Path(__file__).resolve().parent.parent / "data" / "places" / "nicknames.csv"

Meaning = tuple[Place, ...]
"""What a name means: one place, or several together (京津冀)."""


@lru_cache(maxsize=1)
def nicknames() -> Mapping[str, tuple[Meaning, ...]]:
    """Return what each nickname can mean, most likely first; read once per process."""
    gazetteer = Gazetteer.load()
    found: dict[str, list[Meaning]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            places = (gazetteer.get(code) for code in row["adcode"].split())
            found.setdefault(row["alias"], []).append(tuple(place for place in places if place))
    return {alias: tuple(meanings) for alias, meanings in found.items()}


def path_of(place: Place) -> str:
    """Return a name by which filters find exactly this place."""
    # Townships are in no table; the shelf knows them by their whole name.
    return ("/" if place.adcode else "").join(place.chain)
