"""The index the benches run on: the sample corpus, built once into a folder of its own."""

from __future__ import annotations

from pathlib import Path

from bench.indexes import FOLDER, ready_index
from corpus.settings import PROJECT


def sample_index() -> Path:
    """Return the folder of an index over the sample corpus, building it if there is none."""
    ready_index("sample", [PROJECT / "data" / "reports"])
    return FOLDER / "sample"
