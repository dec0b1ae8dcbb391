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

import numpy as np
import numpy.typing as npt

from corpus.embedding_cache import EmbeddingCache, text_key

log = logging.getLogger(__name__)

SEEDS = Path(__file__).resolve().parent.parent / "data" / "model" / "seeds.npz"

Vectors = npt.NDArray[np.float32]


def plant_seeds(cache: EmbeddingCache, fingerprint: str, file: Path = SEEDS) -> int:
    """Put the shipped vectors into a cache, if they are of the model with this fingerprint; return how many."""
    try:
        with np.load(file) as seeds:
            made_by, keys, vectors = str(seeds["fingerprint"]), seeds["keys"], seeds["vectors"].astype(np.float32)
    except FileNotFoundError:
        return 0
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        log.warning("自带的向量文件 %s 读不出来（%s），改为现算，建索引会慢一些", file.name, error)
        return 0
    if made_by != fingerprint:
        return 0
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cache.put_keyed(fingerprint, [key.tobytes() for key in keys], vectors)
    return len(vectors)


def write_seeds(fingerprint: str, texts: Mapping[str, tuple[Sequence[str], Vectors]], file: Path = SEEDS) -> None:
    """Write the file.

    :param texts: kind of prompt → texts and their vectors, ``(n, dim)`` float32, L2-normalised.
    """
    keys = [text_key(kind, text) for kind, (found, _) in texts.items() for text in found]  # type: ignore[arg-type]
    vectors = np.concatenate([vectors for _, vectors in texts.values()])
    scaled = np.rint(vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        file,
        fingerprint=np.array(fingerprint),
        keys=np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1),
        vectors=scaled,
    )
