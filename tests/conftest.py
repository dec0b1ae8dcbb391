"""Fixtures shared by all tests: the bundled model is converted and loaded once a run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.encoder import Encoder
from corpus.settings import Settings
from indexer.build import build
from search import Engine


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
    """Where the bundled model is converted to; ``FAZHI_TEST_MODELS`` names a folder to use again between runs."""
    reused = os.environ.get("FAZHI_TEST_MODELS")
    if reused:
        return Path(reused)
    return made_once(tmp_path_factory, "models", lambda folder: Encoder.open(None, folder, precision="float32"))


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> Encoder:
    """The bundled model in float32, as the program opens it."""
    return Encoder.open(None, models_dir, precision="float32")


def _sample_settings(folder: Path, models: Path) -> Settings:
    return Settings(index=folder / "index", models=models, overrides=folder / "none.toml")


@pytest.fixture(scope="session")
def sample_settings(sample_index: Path, models_dir: Path) -> Settings:
    """Settings whose index holds the sample corpus; do not write to it."""
    return _sample_settings(sample_index.parent, models_dir)


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Path:
    """The sample corpus, indexed once a run, in the precision the program chooses."""

    def make(folder: Path) -> None:
        chosen = _sample_settings(folder, models_dir)
        build([chosen.data], chosen)

    return made_once(tmp_path_factory, "sample", make) / "index"


@pytest.fixture(scope="session")
def engine(sample_index: Path, sample_settings: Settings) -> Engine:
    """An engine over the sample corpus."""
    return Engine.open(sample_index, sample_settings)
