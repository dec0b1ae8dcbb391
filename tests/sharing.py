"""What is slow to compute and the same for every index of a run: the converted model, vectors, the tokenizer's dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.encoder import Encoder
from corpus.settings import Settings
from indexer.build import build
from search import Engine


def cache_beside(models: Path) -> Path:
    """Return the folder of the cache that all indexes of the run fill together."""
    return models.parent / "cache"


def share(models: Path, index: Path, cache: Path | None = None) -> None:
    """Give an index folder the converted model, and the cache that all indexes of the run fill together.

    :param cache: another one, for tests of what a build keeps between builds.
    """
    index.mkdir(parents=True, exist_ok=True)
    cache = cache or cache_beside(models)
    cache.mkdir(exist_ok=True)
    for name, folder in (("models", models), ("cache", cache)):
        if not (index / name).exists():
            (index / name).symlink_to(folder, target_is_directory=True)


def settings_of(folder: Path, models: Path) -> Settings:
    """Settings of an index at ``folder / "index"`` that shares what others computed, without corrections."""
    share(models, folder / "index")
    return Settings(index=folder / "index", models=models, overrides=folder / "none.toml")


def engine_over(texts: Mapping[str, str], folder: Path, models: Path, encoder: Encoder) -> Engine:
    """Build an index of texts, by the names of their files, in a folder, and return an engine over it."""
    source = folder / "in"
    source.mkdir()
    for name, text in texts.items():
        (source / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = settings_of(folder, models)
    build([source], settings, encoder=encoder)
    return Engine.open(settings.index, settings)


def report_text(title: str, paragraphs: Sequence[str]) -> str:
    """Return a report of a title and up to three paragraphs, each under a heading of its own."""
    body = "\n\n".join(f"({'一二三'[n]})工作之{'一二三'[n]}。\n\n{text}" for n, text in enumerate(paragraphs))
    return f"{title}\n\n一、主要做法\n\n{body}\n"
