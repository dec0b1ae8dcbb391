"""The engine at 60,000 passages: ``python -m bench scale [latency|rate …]``.

``latency`` indexes the 60 MB of laws (``FAZHI_BENCH_LAWS``, by default beside the project) with the real reader,
tokenizer, families and indexes and with random unit vectors in place of embeddings, which take hours on two cores and do
not change what a search does; queries are encoded for real. Prints warm latency by stage. ``rate`` embeds part of the same
corpus twice, through the whole build and through the bare encoder, and prints the ratio of their rates.
"""

from __future__ import annotations

import os
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.indexes import FOLDER, bench_settings, told
from bench.search import QUERIES
from corpus.encoder import Encoder
from corpus.generation import IndexFolder
from corpus.light_encoder import open_query_encoder
from corpus.settings import PROJECT
from corpus.tokens import Tokenizer
from corpus.vectors import Vectors
from indexer.build import EMBED, build
from indexer.embedding import texts_to_embed
from indexer.reading import read_source
from search import Engine, Filters, Query

LAWS = Path(os.environ.get("FAZHI_BENCH_LAWS", PROJECT.parent / "shared" / "corpus" / "laws.tar.gz"))
ROUNDS = 5
_BATCH = 512


class RandomEncoder:
    """Gives every text a random unit vector, in no time.

    :param centre: ``(384,)`` the part that all have in common, of any length above 0; all ones by default.
    """

    model_id, fingerprint, dim = "random", "random-384", 384
    prompts: Mapping[str, str] = {}

    def __init__(self, centre: Vectors | None = None) -> None:
        self._random = np.random.default_rng(0)
        common = np.ones(self.dim, dtype=np.float32) if centre is None else centre
        # e5's vectors crowd in one direction; random ones with a common part behave like them under centring.
        self._common = 2 * np.sqrt(self.dim) * common / np.linalg.norm(common)

    def describe(self) -> dict[str, Any]:
        """Return what the manifest keeps of an encoder."""
        return {"max_tokens": 512, "precision": "random"}

    def iter_encode(self, texts: Sequence[str], kind: str = "document") -> Iterator[tuple[np.ndarray, Vectors]]:
        """Yield vectors a batch."""
        for start in range(0, len(texts), _BATCH):
            positions = np.arange(start, min(start + _BATCH, len(texts)))
            vectors = self._random.standard_normal((len(positions), self.dim), dtype=np.float32)
            vectors += self._common
            yield positions, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def laws() -> Path:
    """Return the folder of the unpacked laws."""
    folder = FOLDER / "laws-files"
    if not folder.exists():
        with tarfile.open(LAWS) as archive:
            archive.extractall(folder, filter="data")
    return folder


def latency() -> None:
    """Print warm latency over the whole corpus, split by stage."""
    chosen = bench_settings("laws")
    index = IndexFolder(chosen.index)
    if index.current_name() is None:
        began = time.perf_counter()
        encoder: Any = RandomEncoder()
        build([laws()], chosen, progress=told, encoder=encoder)
        print(f"建立 {time.perf_counter() - began:.0f} 秒（随机向量）：{index.current().manifest.seconds}")
    generation = index.current()
    engine = Engine(generation, open_query_encoder(None, chosen.models_dir), Tokenizer(cache_dir=index.cache))
    print(f"{generation.manifest.counts}")
    for query in QUERIES[:10]:
        engine.search(Query(query))
    for name, filters, form in (
        ("无筛选", Filters(), "{}"),
        ("按年度筛选", Filters(years=tuple(engine.shelf.years()[:5])), "{}"),
        ("逐字", Filters(), '"{}"'),
    ):
        stages: dict[str, list[float]] = {}
        taken = []
        for number in range(ROUNDS):
            for query in QUERIES:
                # The encoder remembers what it was asked: a new text each time.
                result = engine.search(Query(form.format(query) + " " * number + "的" * number, filters))
                taken.append(result.took_ms)
                for stage, milliseconds in result.stages.items():
                    stages.setdefault(stage, []).append(milliseconds)
        p50, p95 = np.percentile(taken, [50, 95])
        split = "，".join(f"{stage} {np.median(values):.1f}" for stage, values in stages.items())
        print(f"{name} {len(taken)} 次：p50 {p50:.1f} ms，p95 {p95:.1f} ms；各阶段中位数（ms）：{split}")


def rate(files: int = 20) -> None:
    """Print texts per second of a build against the bare encoder's, over the same files of the corpus."""
    paths = sorted(laws().rglob("*.md"))[:: max(1, 3500 // files)][:files]
    reports = [report for path in paths for report in read_source(path.name, str(path), path.read_bytes()).reports]
    texts = list(dict.fromkeys(texts_to_embed(reports).all))
    models = bench_settings("laws").models_dir
    encoder = Encoder.open(None, models)
    encoder.encode_passages(texts[:64])
    # Alternating, so that both meet the same neighbours on a shared machine.
    bare: list[float] = []
    through: list[float] = []
    for _ in range(2):
        began = time.perf_counter()
        encoder.encode_passages(texts)
        bare.append(len(texts) / (time.perf_counter() - began))
        with tempfile.TemporaryDirectory() as folder:
            chosen = bench_settings("laws").model_copy(update={"index": Path(folder), "models": models})
            manifest = build(paths, chosen, encoder=encoder).generation.manifest
            through.append(len(texts) / manifest.seconds[EMBED])
            whole = len(texts) / sum(manifest.seconds.values())
    print(f"{len(texts)} 条文本：编码器 {max(bare):.1f} 条/秒，建索引的向量阶段 {max(through):.1f} 条/秒，")
    print(f"比值 {max(through) / max(bare):.2f}；读取、写入都算在内 {whole:.1f} 条/秒，比值 {whole / max(bare):.2f}")


def main(*parts: str) -> None:
    """Print the parts asked for, by default both."""
    for part in parts or ("latency", "rate"):
        {"latency": latency, "rate": rate}[part]()


if __name__ == "__main__":
    main(*sys.argv[1:])
