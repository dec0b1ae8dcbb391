"""Fixtures shared by all tests: the bundled model is converted and loaded once a run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from bench.seeds import TEST_VECTORS
from corpus.embedding_cache import EmbeddingCache
from corpus.embedding_seeds import plant_seeds
from corpus.encoder import Encoder
from corpus.settings import Settings
from indexer.build import build
from search import Engine
from tests.sharing import cache_beside, settings_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with a file that has the sample reports indexed, and beside it with those that need no index.

    In the order of their names all processes would soon wait for the one that builds.
    """
    needs: dict[Path, set[str]] = {}
    for item in items:
        needs.setdefault(item.path, set()).update(getattr(item, "fixturenames", ()))
    builds = next((path for path, names in needs.items() if "sample_index" in names), None)
    items.sort(key=lambda item: (item.path != builds, "models_dir" in needs[item.path]))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first of the processes of this run makes, and the others wait for."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            (folder / "made").touch()
    return folder


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundled model is converted to; ``FAZHI_TEST_MODELS`` names a folder to use again between runs,
    and with it the cache that stands beside it. That of a run has the vectors of the sample reports from the start."""
    reused = os.environ.get("FAZHI_TEST_MODELS")
    if reused:
        return Path(reused)

    def make(folder: Path) -> None:
        encoder = Encoder.open(None, folder, precision="float32")
        with EmbeddingCache(cache_beside(folder) / "embeddings.sqlite") as cache:
            plant_seeds(cache, encoder.fingerprint, TEST_VECTORS)

    return made_once(tmp_path_factory, "models", make)


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> Encoder:
    """The bundled model in float32, as the program opens it."""
    return Encoder.open(None, models_dir, precision="float32")


@pytest.fixture(scope="session")
def sample_settings(sample_index: Path, models_dir: Path) -> Settings:
    """Settings whose index holds the sample corpus; do not write to it."""
    return settings_of(sample_index.parent, models_dir)


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Path:
    """The sample corpus, indexed once a run, in the precision the program chooses."""

    def make(folder: Path) -> None:
        chosen = settings_of(folder, models_dir)
        build([chosen.data], chosen)

    return made_once(tmp_path_factory, "sample", make) / "index"


@pytest.fixture(scope="session")
def engine(sample_index: Path, sample_settings: Settings) -> Engine:
    """An engine over the sample corpus."""
    return Engine.open(sample_index, sample_settings)
