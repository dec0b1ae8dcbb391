"""What is slow to compute and the same for every index of a run: the converted model, vectors, the tokenizer's dictionary."""

from __future__ import annotations

from pathlib import Path

from corpus.settings import Settings

# Of the sample reports, as ``python -m bench seeds`` wrote them: to embed them takes minutes.
VECTORS = Path(__file__).parent / "vectors"


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
