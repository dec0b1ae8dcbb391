"""Fixtures shared by all tests: the bundled model is converted and loaded once a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.encoder import Encoder
from corpus.settings import Settings
from indexer.build import build
from search import Engine


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundled model is converted to; ``FAZHI_TEST_MODELS`` names a folder to use again between runs."""
    reused = os.environ.get("FAZHI_TEST_MODELS")
    return Path(reused) if reused else tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> Encoder:
    """The bundled model in float32, as the program opens it."""
    return Encoder.open(None, models_dir, precision="float32")


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Settings:
    """Settings whose index holds the sample corpus; do not write to it."""
    index = tmp_path_factory.mktemp("sample") / "index"
    return Settings(index=index, models=models_dir, overrides=index / "none.toml")


@pytest.fixture(scope="session")
def sample_index(sample_settings: Settings) -> Path:
    """The sample corpus, indexed once a run, in the precision the program chooses."""
    build([sample_settings.data], sample_settings)
    return sample_settings.index


@pytest.fixture(scope="session")
def engine(sample_index: Path, sample_settings: Settings) -> Engine:
    """An engine over the sample corpus."""
    return Engine.open(sample_index, sample_settings)
