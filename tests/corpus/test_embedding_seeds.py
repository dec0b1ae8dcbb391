"""The vectors that the program ships for its own texts are those its model gives, and of all of them."""

import numpy as np
import pytest

from bench.seeds import TEST_VECTORS, sample_texts
from corpus.embedding_cache import EmbeddingCache
from corpus.embedding_seeds import plant_seeds, seed_files, write_seeds
from corpus.encoder import Encoder
from corpus.lexicon import Lexicon
from indexer.embedding import own_texts
from search import Engine


@pytest.fixture
def cache(tmp_path):
    with EmbeddingCache(tmp_path / "embeddings.sqlite") as cache:
        yield cache


def test_every_text_the_program_brings_has_a_vector(cache, encoder: Encoder):
    """If this fails, a table was changed: run ``python -m bench seeds``."""
    plant_seeds(cache, encoder.fingerprint)
    own = own_texts(Lexicon.load())
    for kind, texts in (("query", own.queries), ("document", list(own.example_texts))):
        known = cache.get(encoder.fingerprint, kind, texts, encoder.dim)
        assert [text for text in texts if text not in known] == []


def test_the_vectors_are_those_of_the_model(cache, encoder: Encoder):
    plant_seeds(cache, encoder.fingerprint)
    own = own_texts(Lexicon.load())
    for kind, texts in (("query", own.queries[::200]), ("document", own.example_texts[::100])):
        known = cache.get(encoder.fingerprint, kind, texts, encoder.dim)
        fresh = encoder.encode_queries(texts) if kind == "query" else encoder.encode_passages(texts)
        assert (np.array([known[text] for text in texts]) * fresh).sum(axis=1).min() > 0.9998


def test_the_tests_have_the_vectors_of_the_sample_reports(cache, encoder: Encoder, engine: Engine):
    """If this fails, reports are cut otherwise than before: run ``python -m bench seeds``."""
    plant_seeds(cache, encoder.fingerprint, TEST_VECTORS)
    texts = sample_texts(engine.catalog)
    known = cache.get(encoder.fingerprint, "document", texts, encoder.dim)
    assert len(known) > 0.9 * len(texts)
    some = list(known)[::100]
    fresh = encoder.encode_passages(some)
    assert (np.array([known[text] for text in some]) * fresh).sum(axis=1).min() > 0.9998


def test_another_model_gets_none(cache):
    assert plant_seeds(cache, "another") == 0


def test_a_missing_file_is_no_error(cache, encoder: Encoder, tmp_path):
    assert plant_seeds(cache, encoder.fingerprint, tmp_path) == 0


@pytest.mark.parametrize(
    "content", [b"", b"version https://git-lfs.github.com/spec/v1", seed_files()[0].read_bytes()[:5000]]
)
def test_a_damaged_file_is_no_error_either(cache, encoder: Encoder, tmp_path, caplog, content):
    (tmp_path / "seeds-query.npz").write_bytes(content)
    assert plant_seeds(cache, encoder.fingerprint, tmp_path) == 0
    assert "读不出来" in caplog.text


def test_what_is_written_comes_back_under_its_kind(cache, tmp_path):
    vectors = np.random.default_rng(0).standard_normal((3, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    write_seeds("model", {"query": (["甲", "乙"], vectors[:2]), "document": (["甲"], vectors[2:])}, tmp_path)
    assert plant_seeds(cache, "model", tmp_path) == 3
    assert cache.get("model", "query", ["甲"], 384)["甲"] @ vectors[0] > 0.9999
    assert cache.get("model", "document", ["甲"], 384)["甲"] @ vectors[2] > 0.9999


def test_the_files_are_small():
    assert [file.name for file in seed_files() if file.stat().st_size >= 5 * 2**20] == []
