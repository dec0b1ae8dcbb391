"""The indexes the benches run on: built once into folders of their own, again when they no longer fit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import IndexMismatch, IndexMissing
from corpus.settings import PROJECT, Settings, settings
from indexer.build import Progress, build
from search import Engine

FOLDER = PROJECT / "index" / "bench"


def bench_settings(name: str) -> Settings:
    """Return settings whose index is the bench's own; the converted model is shared."""
    models = settings().models or FOLDER / "sample" / "models"
    return settings().model_copy(update={"index": FOLDER / name, "models": models})


def ready_index(name: str, inputs: Sequence[Path]) -> Engine:
    """Open the index ``name``, building it from ``inputs`` if there is none or it no longer fits the program."""
    chosen = bench_settings(name)
    try:
        return Engine.open(chosen=chosen)
    except (IndexMissing, IndexMismatch) as error:
        print(f"建立索引 {name}：{error}", file=sys.stderr)
        build(inputs, chosen, progress=told)
        return Engine.open(chosen=chosen)


def told(progress: Progress) -> None:
    """Show how far a build is on one line of standard error."""
    end = "\n" if progress.done == progress.total else ""
    print(f"\r{progress.stage} {progress.done}/{progress.total}  ", end=end, file=sys.stderr, flush=True)
