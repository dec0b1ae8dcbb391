"""Vectors of the texts that the program itself brings, for the bundled model: they need not be embedded on every computer.

The examples of everyday words, the lexicon's terms and the background questions are some thousands of texts, half a
minute of a first build. ``python -m bench seeds`` writes their vectors, in 8 bits (cosine to the embedded vector above
.9999, ``tests/corpus/test_embedding_seeds.py``). Another model, or a text that was changed since, is embedded as any other.
"""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.embedding_cache import EmbeddingCache, text_key

if TYPE_CHECKING:
    from corpus.encoder import Kind

log = logging.getLogger(__name__)

# A file a kind of prompt, each below the 5 MB that a repository bears.
SEEDS = Path(__file__).resolve().parent.parent / "data" / "model"

Vectors = npt.NDArray[np.float32]


def seed_files(folder: Path = SEEDS) -> list[Path]:
    """Return the files of shipped vectors."""
    return sorted(folder.glob("seeds-*.npz"))


def plant_seeds(cache: EmbeddingCache, fingerprint: str, folder: Path = SEEDS) -> int:
    """Put the shipped vectors into a cache, if they are of the model with this fingerprint; return how many."""
    return sum(_plant(cache, fingerprint, file) for file in seed_files(folder))


def _plant(cache: EmbeddingCache, fingerprint: str, file: Path) -> int:
    try:
        with np.load(file) as seeds:
            made_by, keys, vectors = str(seeds["fingerprint"]), seeds["keys"], seeds["vectors"].astype(np.float32)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        log.warning("自带的向量文件 %s 读不出来（%s），改为现算，建索引会慢一些", file.name, error)
        return 0
    if made_by != fingerprint:
        return 0
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cache.put_keyed(fingerprint, [key.tobytes() for key in keys], vectors)
    return len(vectors)


def write_seeds(fingerprint: str, texts: Mapping[Kind, tuple[Sequence[str], Vectors]], folder: Path = SEEDS) -> None:
    """Write the files.

    :param texts: kind of prompt → texts and their vectors, ``(n, dim)`` float32, L2-normalised.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for kind, (found, vectors) in texts.items():
        keys = [text_key(kind, text) for text in found]
        scaled = np.rint(vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
        np.savez(
            folder / f"seeds-{kind}.npz",
            fingerprint=np.array(fingerprint),
            keys=np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1),
            vectors=scaled,
        )
