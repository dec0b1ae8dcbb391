"""Fixtures shared by all tests: the bundled model is converted and loaded once a run."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.calibration import background_queries
from corpus.embedding_cache import EmbeddingCache, embed_with_cache
from corpus.encoder import Encoder
from corpus.lexicon import Lexicon
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
def known_vectors(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An ``embeddings.sqlite`` with what every build embeds: the lexicon's terms and the unrelated questions.

    Copied into an index's cache it saves a build half a minute. ``FAZHI_TEST_CACHE`` names a cache of an earlier build
    to begin with.
    """
    file = tmp_path_factory.mktemp("vectors") / "embeddings.sqlite"
    earlier = os.environ.get("FAZHI_TEST_CACHE")
    if earlier:
        uri = f"{Path(earlier).resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as source, closing(sqlite3.connect(file)) as copy:
            source.backup(copy)
    with EmbeddingCache(file) as cache:
        texts = [*(term.name for term in Lexicon.load().terms), *background_queries()]
        embed_with_cache(encoder, cache, texts, "query")
    return file


@pytest.fixture(scope="session")
def sample_index(sample_settings: Settings, known_vectors: Path) -> Path:
    """The sample corpus, indexed once a run, in the precision the program chooses."""
    cache = sample_settings.index / "cache"
    cache.mkdir(parents=True)
    shutil.copy(known_vectors, cache)
    build([sample_settings.data], sample_settings)
    return sample_settings.index


@pytest.fixture(scope="session")
def engine(sample_index: Path, sample_settings: Settings) -> Engine:
    """An engine over the sample corpus."""
    return Engine.open(sample_index, sample_settings)
