"""Fixtures shared by all tests: the bundled model is converted and loaded once a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.encoder import Encoder


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundled model is converted to; ``FAZHI_TEST_MODELS`` names a folder to use again between runs."""
    reused = os.environ.get("FAZHI_TEST_MODELS")
    return Path(reused) if reused else tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> Encoder:
    """The bundled model in float32, as the program opens it."""
    return Encoder.open(None, models_dir, precision="float32")
