"""Examples of what people say and how a report says it: 小毛病头回不罚 → 推行轻微违法首次不罚…….

The lexicon knows the other names of a thing; a description in everyday words has no name to look up. The table of
examples (``data/lexicon/examples.csv``, kept by people in a spreadsheet) holds descriptions with a sentence each as a
report would write it. A query is compared with the descriptions, everyday words with everyday words, which a small
encoder does well, and the sentences of the nearest ones lead on to the reports. What that gains stands in
``docs/benchmarks.md``.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.lexicon import LEXICON
from corpus.tables import invalid_row, table_rows
from corpus.text import fold

EXAMPLES = LEXICON.with_name("examples.csv")
COLUMNS = ("说法", "报告里的说法")
FILE = "examples"

# How many examples speak for a query, how fast the farther ones fade, and the cosines (of centred vectors) of words
# that have nothing to do with each other and of words that say the same.
# Compared on the dev halves, see docs/decisions.md, 2026-11-26; the optimum is flat.
_NEIGHBOURS = 10
_TEMPERATURE = 0.1
_STRANGE, _SAME = 0.2, 0.8
# How far the covariances of both sides are drawn towards a multiple of the unit matrix before they are inverted.
_SHRINKAGE = 0.3

Vectors = NDArray[np.float32]
_NONE: Vectors = np.zeros((0, 0), np.float32)


@dataclass(frozen=True)
class Example:
    """A row of the table: what somebody says, and how a report says it."""

    words: str
    text: str


def load_examples(path: Path = EXAMPLES) -> tuple[Example, ...]:
    """Read the table; a missing file has no examples.

    :raises LexiconInvalid: the file cannot be read or a row is wrong; the message names the line.
    """
    examples: list[Example] = []
    lines: dict[str, int] = {}
    for line, (words, text) in table_rows(path, COLUMNS):
        if not words or not text:
            raise invalid_row(path, line, f"“{COLUMNS[0]}”和“{COLUMNS[1]}”都要填")
        first = lines.setdefault(fold(words), line)
        if first != line:
            raise invalid_row(path, line, f"“{words}”在第 {first} 行已有，请改个说法或删去一行")
        examples.append(Example(words, text))
    return tuple(examples)


@dataclass(frozen=True)
class Reading:
    """How a query is read by the examples nearest to it.

    :param vector: ``(dim,)`` float32, centred, L2-normalised: what their sentences say.
    :param trust: ``0..1``, how near the nearest example is.
    :param nearest: examples with their shares in ``vector``, ``0..1``, the nearest first; the shares sum to 1.
    """

    vector: Vectors
    trust: float
    nearest: tuple[tuple[Example, float], ...]

    @property
    def example(self) -> Example:
        """The nearest example."""
        return self.nearest[0][0]


@dataclass(frozen=True, eq=False)
class ExampleVectors:
    """The examples of one generation.

    :param words: ``(n, dim)`` float32, centred, L2-normalised, embedded as queries.
    :param sentences: ``(m, dim)`` float32, centred, L2-normalised, embedded as documents.
    :param sentence_of: ``(n,)`` int64, the row of each example's sentence.
    :param examples: what they say.
    :param translation: ``(dim, dim)`` float32, what they teach together (:func:`learnt`); ``None`` if there are none, or in
        an index built before there was such a thing.
    """

    words: Vectors
    sentences: Vectors
    sentence_of: NDArray[np.int64]
    examples: tuple[Example, ...]
    translation: Vectors | None = None

    @classmethod
    def of(
        cls, words: Vectors, sentences: Vectors, sentence_of: NDArray[np.int64], examples: tuple[Example, ...]
    ) -> ExampleVectors:
        """Return the examples of a generation with what they teach together."""
        return cls(words, sentences, sentence_of, examples, learnt(words, sentences[sentence_of]))

    def reading(self, query: Vectors) -> Reading | None:
        """Read a query by the examples nearest to it; ``None`` where none is near.

        :param query: ``(dim,)`` float32, centred, L2-normalised.
        """
        if not len(self.words):
            return None
        cosines = self.words @ query
        count = min(_NEIGHBOURS, len(cosines))
        nearest = np.argpartition(-cosines, count - 1)[:count]
        nearest = nearest[np.argsort(-cosines[nearest], kind="stable")]
        best = float(cosines[nearest[0]])
        trust = min(1.0, (best - _STRANGE) / (_SAME - _STRANGE))
        if trust <= 0:
            return None
        shares = np.exp((cosines[nearest] - best) / _TEMPERATURE)
        shares /= shares.sum()
        said = shares @ self.sentences[self.sentence_of[nearest]]
        told = zip(nearest.tolist(), shares.tolist(), strict=True)
        return Reading(said / np.linalg.norm(said), trust, tuple((self.examples[row], share) for row, share in told))

    def translated(self, query: Vectors) -> Vectors | None:
        """Return what a query is in officialese by all examples together, ``(dim,)`` float32, L2-normalised.

        ``None`` where nothing was learnt.

        :param query: ``(dim,)`` float32, centred, L2-normalised.
        """
        if self.translation is None:
            return None
        said: Vectors = query @ self.translation
        length = np.linalg.norm(said)
        return said / length if length > 0 else None

    def knows(self, word: str) -> bool:
        """Tell whether ``word``, folded, stands in any example."""
        return word in self._all_words

    @functools.cached_property
    def _all_words(self) -> str:
        return fold("\n".join(f"{example.words}\n{example.text}" for example in self.examples))

    def write(self, folder: Path) -> None:
        """Write the files of a generation; vectors in float16."""
        np.savez(
            folder / f"{FILE}.npz",
            words=self.words.astype(np.float16),
            sentences=self.sentences.astype(np.float16),
            sentence_of=self.sentence_of,
            translation=_NONE if self.translation is None else self.translation,
        )
        rows = [[example.words, example.text] for example in self.examples]
        (folder / f"{FILE}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> ExampleVectors:
        """Read the files of a generation."""
        rows = json.loads((folder / f"{FILE}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{FILE}.npz") as arrays:
            words, sentences = (arrays[name].astype(np.float32) for name in ("words", "sentences"))
            translation = arrays.get("translation", _NONE)
            examples = tuple(Example(*row) for row in rows)
            return cls(words, sentences, arrays["sentence_of"], examples, translation if translation.size else None)


def learnt(words: Vectors, sentences: Vectors) -> Vectors | None:
    """Learn the matrix, ``(dim, dim)`` float32, that leads from what people say to what reports say; ``None`` from no pairs.

    Canonical ridge (Vinod 1976): what both sides have in common, each weighed by the inverse of its own covariance, so that
    the directions in which all queries or all sentences are alike count little.

    :param words: ``(n, dim)`` float32, of mean zero; so are ``sentences``, one beside each.
    """
    if not len(words):
        return None
    across = words.T @ sentences / np.float32(len(words))
    found: Vectors = np.linalg.solve(_shrunk(words), across) @ np.linalg.inv(_shrunk(sentences))
    return found


def _shrunk(vectors: Vectors) -> Vectors:
    """Return the covariance, ``(dim, dim)``, of vectors ``(n, dim)`` of mean zero, drawn towards the unit matrix."""
    covariance: Vectors = vectors.T @ vectors / np.float32(len(vectors))
    size = len(covariance)
    covariance[np.diag_indices(size)] += np.float32(_SHRINKAGE * np.trace(covariance) / size)
    return covariance
