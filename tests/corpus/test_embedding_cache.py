"""Embeddings survive between builds, and nothing that happens to the cache file stops a build."""

from __future__ import annotations

import logging
import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.embedding_cache import EmbeddingCache, as_stored, embed_with_cache
from corpus.encoder import Encoder
from corpus.errors import StorageFull

DIM = 384
TEXTS = [f"第{number}条 行政复议与府院联动" for number in range(1200)]


def unit_vectors(count: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class CountingEncoder:
    """Stands for a slow model: remembers what it was asked, and can be interrupted after some batches."""

    fingerprint, dim = "model-a", DIM

    def __init__(self, stop_after: int | None = None) -> None:
        self.asked: list[str] = []
        self._stop_after = stop_after

    def iter_encode(self, texts: Sequence[str], kind: str = "document") -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for batch, start in enumerate(range(0, len(texts), 10)):
            if batch == self._stop_after:
                raise KeyboardInterrupt
            part = list(texts[start : start + 10])
            self.asked += part
            yield np.arange(start, start + len(part)), np.concatenate([unit_vectors(1, hash(t) % 2**32) for t in part])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "index" / "cache" / "embeddings.sqlite"


def test_vectors_come_back_by_model_kind_and_text(file: Path) -> None:
    vectors = unit_vectors(len(TEXTS))
    with EmbeddingCache(file) as cache:
        cache.put("model-a", "document", TEXTS, vectors)
    with EmbeddingCache(file) as cache:
        found = cache.get("model-a", "document", [*TEXTS, "没有的"], DIM)
        assert set(found) == set(TEXTS)
        stacked = np.stack([found[text] for text in TEXTS])
        assert stacked.dtype == np.float32
        assert (stacked * vectors).sum(axis=1).min() > 0.999999
        assert np.array_equal(stacked, as_stored(vectors))
        assert cache.get("model-a", "query", TEXTS, DIM) == {}
        assert cache.get("model-b", "document", TEXTS, DIM) == {}
        assert cache.get("model-a", "document", TEXTS, 768) == {}
        assert cache.count("model-a") == len(TEXTS)


def test_rounding_changes_no_ranking_that_matters(encoder: Encoder) -> None:
    places = ["灵台县", "科左后旗", "滁州市", "鄂尔多斯市"]
    works = ["推进行政复议规范化建设", "建立府院联动机制", "开展法治副校长进校园", "清理规范性文件"]
    works += ["公布轻微违法不予处罚清单", "落实重大行政决策程序", "行政机关负责人出庭应诉"]
    works += ["设立公共法律服务中心", "开展执法人员培训考试", "优化营商环境减证便民"]
    texts = [place + work for place in places for work in works]
    passages, queries = encoder.encode_passages(texts), encoder.encode_queries(["负责人出庭", "行政复议", "普法进学校"])
    stored = as_stored(passages)
    assert (passages * stored).sum(axis=1).min() > 0.999999
    assert np.abs(queries @ passages.T - queries @ stored.T).max() < 2e-4
    exact, rounded = (np.argsort(-(queries @ vectors.T), axis=1)[:, :10] for vectors in (passages, stored))
    assert np.array_equal(exact, rounded)


def test_second_build_embeds_only_what_is_new_and_gives_equal_vectors(file: Path) -> None:
    texts = [*TEXTS[:45], TEXTS[3]]
    told: list[tuple[int, int]] = []
    with EmbeddingCache(file) as cache:
        first = embed_with_cache(CountingEncoder(), cache, texts)
        again = CountingEncoder()
        second = embed_with_cache(again, cache, [*texts, "新的一条"], progress=lambda *step: told.append(step))
    assert again.asked == ["新的一条"]
    assert np.array_equal(first, second[:46])
    assert np.array_equal(first[3], first[45])
    assert told == [(46, 47), (47, 47)]


def test_interrupted_build_keeps_what_was_embedded(file: Path) -> None:
    with EmbeddingCache(file) as cache, pytest.raises(KeyboardInterrupt):
        embed_with_cache(CountingEncoder(stop_after=3), cache, TEXTS[:100])
    with EmbeddingCache(file) as cache:
        resumed = CountingEncoder()
        embed_with_cache(resumed, cache, TEXTS[:100])
    assert resumed.asked == TEXTS[30:100]


def test_real_encoder_through_the_cache(file: Path, encoder: Encoder) -> None:
    texts = ["行政复议", "", "府院联动机制", "行政复议"]
    with EmbeddingCache(file) as cache:
        first = embed_with_cache(encoder, cache, texts)
        assert cache.count(encoder.fingerprint) == 2
        assert np.array_equal(first, embed_with_cache(encoder, cache, texts))
    assert not first[1].any()
    assert (first[[0, 2]] * encoder.encode_passages(["行政复议", "府院联动机制"])).sum(axis=1).min() > 0.99999


def _write(file: Path, start: int) -> None:
    with EmbeddingCache(file) as cache:
        for offset in range(start, start + 600, 20):
            part = TEXTS[offset : offset + 20]
            cache.put("model-a", "document", part, unit_vectors(len(part), offset))


def test_two_processes_write_at_once(file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write, args=(file, start)) for start in (0, 400)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    with EmbeddingCache(file) as cache:
        assert cache.count("model-a") == 1000


def test_threads_share_one_cache(file: Path) -> None:
    with EmbeddingCache(file) as cache:

        def work(start: int) -> None:
            part = TEXTS[start : start + 100]
            cache.put("model-a", "document", part, unit_vectors(100, start))
            assert len(cache.get("model-a", "document", part, DIM)) == 100

        threads = [threading.Thread(target=work, args=(start,)) for start in range(0, 800, 100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert cache.count("model-a") == 800


@pytest.mark.parametrize("content", [b"", b"this is no database, but long enough" * 50, b"SQLite format 3\0" * 300])
def test_file_that_is_no_database_is_put_aside(file: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with caplog.at_level(logging.WARNING), EmbeddingCache(file) as cache:
        cache.put("model-a", "document", TEXTS[:5], unit_vectors(5))
        assert cache.count("model-a") == 5
    if content:
        assert "已损坏" in caplog.text
        assert [aside.read_bytes() for aside in file.parent.glob("*.damaged-*")] == [content]


def test_damage_inside_the_file_is_met_during_work(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with EmbeddingCache(file) as cache:
        cache.put("model-a", "document", TEXTS, unit_vectors(len(TEXTS)))
    data = bytearray(file.read_bytes())
    data[8192:-4096] = b"\xa5" * (len(data) - 8192 - 4096)
    file.write_bytes(data)
    with caplog.at_level(logging.WARNING), EmbeddingCache(file) as cache:
        encoder = CountingEncoder()
        vectors = embed_with_cache(encoder, cache, TEXTS[:30])
        assert encoder.asked == TEXTS[:30]
        assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
        assert cache.count("model-a") == 30
    assert "已损坏" in caplog.text


def test_a_damaged_vector_is_computed_again(file: Path) -> None:
    with EmbeddingCache(file) as cache:
        cache.put("model-a", "document", TEXTS[:3], unit_vectors(3))
    connection = sqlite3.connect(file)
    connection.execute("UPDATE embeddings SET vector = zeroblob(768) WHERE rowid = 1")
    connection.execute("UPDATE embeddings SET vector = x'00' WHERE rowid = 2")
    connection.commit()
    connection.close()
    with EmbeddingCache(file) as cache:
        encoder = CountingEncoder()
        embed_with_cache(encoder, cache, TEXTS[:3])
        assert encoder.asked == TEXTS[:2]
        assert len(cache.get("model-a", "document", TEXTS[:3], DIM)) == 3


def test_cache_of_another_version_is_put_aside(file: Path) -> None:
    EmbeddingCache(file).close()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with EmbeddingCache(file) as cache:
        cache.put("model-a", "document", TEXTS[:2], unit_vectors(2))
        assert cache.count("model-a") == 2
    assert list(file.parent.glob("*.damaged-*"))


def test_full_disk_is_reported_and_keeps_what_was_stored(file: Path) -> None:
    with EmbeddingCache(file) as cache:
        cache.put("model-a", "document", TEXTS[:10], unit_vectors(10))
        pages = cache._connection.execute("PRAGMA page_count").fetchone()[0]
        cache._connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(StorageFull, match="磁盘空间不足"):
            cache.put("model-a", "document", TEXTS, unit_vectors(len(TEXTS)))
        assert cache.count("model-a") == 10


def test_a_place_that_cannot_be_written_costs_only_the_cache(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING), EmbeddingCache(tmp_path / "cache" / "embeddings.sqlite") as cache:
        assert embed_with_cache(CountingEncoder(), cache, TEXTS[:5]).shape == (5, DIM)
    assert "不用缓存继续" in caplog.text


def test_vectors_of_models_no_longer_used_can_be_removed(file: Path) -> None:
    with EmbeddingCache(file) as cache:
        cache.put("model-a", "document", TEXTS, unit_vectors(len(TEXTS)))
        cache.put("model-b", "document", TEXTS[:10], unit_vectors(10))
        assert cache.keep_only(["model-b"]) == len(TEXTS)
        assert (cache.count("model-a"), cache.count("model-b")) == (0, 10)
    assert file.stat().st_size < 200_000
