"""The index the benches run on: the sample corpus, built once into a folder of its own."""

from __future__ import annotations

from pathlib import Path

from corpus.generation import IndexFolder
from corpus.settings import PROJECT, settings
from indexer.build import build

FOLDER = PROJECT / "index" / "bench" / "sample"


def sample_index() -> Path:
    """Return the folder of an index over the sample corpus, building it if there is none."""
    chosen = settings().model_copy(update={"index": FOLDER})
    if IndexFolder(FOLDER).current_name() is None:
        build([PROJECT / "data" / "reports"], chosen)
    return FOLDER
