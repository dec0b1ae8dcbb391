"""The index of 60,000 passages that the app is measured on: the sample reports among laws.

Text, outlines, families, figures and indexes are real. So are the vectors of the sample reports, which come out of the
cache that the sample's own index filled; those of the laws are random, with what all of the sample's have in common.
Queries are encoded for real by the app.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bench.indexes import bench_settings, ready_index, told
from bench.scale import RandomEncoder, laws
from corpus.encoder import Encoder
from corpus.errors import IndexMismatch, IndexMissing
from corpus.settings import PROJECT
from corpus.vectors import Vectors
from indexer.build import build
from search import Engine

NAME = "app60k"
REPORTS = PROJECT / "data" / "reports"
# Files of laws, of 3,474: with the sample reports they make between 60,000 and 65,000 passages.
LAW_FILES = 1075
_CACHE = "embeddings.sqlite"
Item = TypeVar("Item")


class PartlyRandomEncoder(RandomEncoder):
    """Goes by the name of a real encoder, so that the app opens what it made; what it is asked for is random."""

    def __init__(self, real: Encoder, centre: Vectors) -> None:
        super().__init__(centre)
        self.model_id, self.fingerprint, self.dim = real.model_id, real.fingerprint, real.dim
        self.prompts: Mapping[str, str] = real.prompts


def evenly(items: Sequence[Item], count: int) -> list[Item]:
    """Return ``count`` of the items, evenly spread, in their order; all if there are no more."""
    taken = min(count, len(items))
    return [items[number * len(items) // taken] for number in range(taken)]


def volume_index() -> Path:
    """Return the folder of the index, building it if there is none or it no longer fits the program."""
    chosen = bench_settings(NAME)
    sample = ready_index("sample", [REPORTS])
    try:
        Engine.open(chosen=chosen)
    except (IndexMissing, IndexMismatch):
        cache = chosen.index / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        shutil.copy(bench_settings("sample").index / "cache" / _CACHE, cache / _CACHE)
        real = Encoder.open(None, chosen.models_dir)
        encoder: Any = PartlyRandomEncoder(real, sample.calibration.document_mean)
        build([REPORTS, *evenly(sorted(laws().rglob("*.md")), LAW_FILES)], chosen, progress=told, encoder=encoder)
    return chosen.index
