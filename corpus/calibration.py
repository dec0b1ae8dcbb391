"""What the encoder does to this corpus: where its vectors lie, and how near a question comes that has nothing to do with it.

Vectors of e5 and its like crowd in one direction: any query lies near any passage, and some passages near all queries.
Taking the mean of the documents off every document and the mean of the queries off every query removes what all have in
common (the gain stands in ``docs/benchmarks.md``). How near is near differs by model, by corpus size and by script, so
questions from other walks of life (``data/background``) are asked once when an index is built, and how near a query
comes is told in their deviations from their mean (``search/relevance.py``).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "calibration.npz"
BACKGROUND = Path(__file__).resolve().parent.parent / "data" / "background" / "queries.txt"
_HAN = re.compile(r"[\u3400-\u9fff]")
# float32 keeps a component below 1 to 2**-25: a thousand of them together stay below this.
_ROUNDING = 1e-5

Vectors = NDArray[np.float32]


@functools.cache
def background_queries() -> tuple[str, ...]:
    """Return the questions that no report answers."""
    lines = (line.strip() for line in BACKGROUND.read_text(encoding="utf-8-sig").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def is_latin(text: str) -> bool:
    """Tell whether a query has no Chinese character: the encoder puts all such further from Chinese text."""
    return not _HAN.search(text)


@dataclass(frozen=True, eq=False)
class Calibration:
    """The encoder's behaviour on one generation.

    :param document_mean: ``(dim,)`` float32, mean of all passage and sentence vectors.
    :param query_mean: ``(dim,)`` float32, mean of the vectors of the lexicon's terms asked as queries.
    :param background: ``(4,)`` float32: mean and standard deviation, over the background queries, of the cosine with
        the nearest sentence, for queries in Chinese and then for queries in Latin letters.
    """

    document_mean: Vectors
    query_mean: Vectors
    background: Vectors

    def write(self, folder: Path) -> None:
        """Write the file of a generation."""
        np.savez(
            folder / FILE,
            document_mean=self.document_mean,
            query_mean=self.query_mean,
            background=self.background,
        )

    @classmethod
    def read(cls, folder: Path) -> Calibration:
        """Read the file of a generation."""
        with np.load(folder / FILE) as arrays:
            return cls(*(arrays[field.name] for field in fields(cls)))

    def centred_documents(self, vectors: Vectors) -> Vectors:
        """Return document vectors, ``(n, dim)``, as the vector indexes hold them: centred, L2-normalised."""
        return _unit(vectors - self.document_mean)

    def centred_queries(self, vectors: Vectors) -> Vectors:
        """Return query vectors, ``(n, dim)``, as they are compared: centred, L2-normalised."""
        return _unit(vectors - self.query_mean)

    def original_documents(self, centred: Vectors) -> Vectors:
        """Return the vectors, ``(n, dim)``, that the encoder gave, from centred ones.

        A centred vector ``c`` stands for ``mean + t c`` of length 1, so ``t`` solves a quadratic equation.
        """
        along = centred @ self.document_mean
        steps = np.sqrt(np.maximum(along**2 + 1 - self.document_mean @ self.document_mean, 0)) - along
        vectors: Vectors = self.document_mean + steps[:, np.newaxis] * centred
        return vectors

    def background_of(self, text: str) -> tuple[float, float]:
        """Return mean and standard deviation of the best cosines of background queries in the script of ``text``."""
        mean, deviation = self.background[2:] if is_latin(text) else self.background[:2]
        return float(mean), max(float(deviation), 1e-6)


def calibrate(
    passages: Vectors, sentences: Vectors, terms: Vectors, background: Vectors, texts: tuple[str, ...]
) -> Calibration:
    """Measure the encoder on a corpus.

    :param passages: ``(n, dim)`` document vectors; so are ``sentences``.
    :param terms: ``(m, dim)`` query vectors of the lexicon's terms.
    :param background: ``(k, dim)`` query vectors of ``texts``.
    """
    count = len(passages) + len(sentences)
    document_mean = ((passages.sum(axis=0) + sentences.sum(axis=0)) / count).astype(np.float32)
    latin = np.array([is_latin(text) for text in texts])
    nearest = np.array([(sentences @ query).max() for query in background], dtype=np.float32)
    stands = [nearest[~latin].mean(), nearest[~latin].std(), nearest[latin].mean(), nearest[latin].std()]
    return Calibration(document_mean, terms.mean(axis=0), np.array(stands, dtype=np.float32))


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    # What is left of a vector that is the mean itself is rounding: it has no direction.
    lengths[lengths < _ROUNDING] = 1
    unit: Vectors = vectors / lengths
    return unit
