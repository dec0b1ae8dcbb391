"""From the words of a query to what the legs are asked: tokens, their synonyms, and a vector."""

from __future__ import annotations

import heapq
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from corpus.calibration import Calibration
from corpus.examples import ExampleVectors, Reading
from corpus.lexicon import Lexicon
from corpus.light_encoder import QueryEncoder
from corpus.model import Span
from corpus.text import fold
from corpus.tokens import Tokenizer, bigrams
from search.candidates import LegQuery
from search.fusion import Weights

Vector = NDArray[np.float32]

# A query read by its own words and the lexicon.
AS_TYPED = Weights(expansion=1, examples=0, example_words=0, translation=0)
# A vector is 1.5 KB; paging, sorting and facets ask the same words again and again.
_KEPT_VECTORS = 1000
# Words of the nearest examples that take part in the search; they run to some hundred, most with next to no share.
_EXAMPLE_WORDS = 40
# Trust in an example from which its words are shown to the user: below it they often say something else.
_SAYS_THE_SAME = 0.6


@dataclass(frozen=True)
class Asked:
    """A query as the engine understands it.

    :param text: its words in the lexicon's terms, places left out: what the vector says.
    :param words: what to mark in a passage: the query's words and what the lexicon holds to be the same.
    :param vector: ``(dim,)`` float32 as the encoder gave it, L2-normalised.
    :param reading: how the examples of everyday words read it; ``None`` where none is near.
    :param meanings: vectors, ``(dim,)`` float32, centred, L2-normalised, that the examples add to it, each with its weight.
    """

    text: str
    words: tuple[str, ...]
    vector: Vector
    legs: LegQuery
    reading: Reading | None = None
    meanings: tuple[tuple[float, Vector], ...] = ()

    @property
    def read_as(self) -> str:
        """The words of the nearest example, where they say about the same; ``""`` elsewhere."""
        return self.reading.example.words if self.reading and self.reading.trust >= _SAYS_THE_SAME else ""


class Asker:
    """Prepares queries. Safe to use from several threads."""

    def __init__(
        self, encoder: QueryEncoder, tokenizer: Tokenizer, calibration: Calibration, examples: ExampleVectors
    ) -> None:
        self._encoder, self._tokenizer, self._calibration, self._examples = encoder, tokenizer, calibration, examples
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, text: str, places: Sequence[Span] = (), weights: Weights = AS_TYPED) -> Asked:
        """Prepare a query.

        :param places: where it names places; these decide where to look, not what for.
        :param weights: how much the lexicon and the examples add to it, where 0 leaves them out; by default the lexicon alone.
        """
        lexicon = self._tokenizer.lexicon if weights.expansion > 0 else Lexicon(())
        topic = _without(text, places)
        meaning = _in_terms(topic, lexicon)
        vector = self.vector(meaning)
        words = dict.fromkeys(self._tokenizer.words(text), 1.0)
        pairs = dict.fromkeys(bigrams(text), 1.0)
        marked = [word for word in words if len(word) > 1]
        for form, weight in _forms(topic, lexicon).items():
            _add(words, self._tokenizer.words(form), weight * weights.expansion)
            _add(pairs, bigrams(form), weight * weights.expansion)
            marked.append(fold(form))
        centred = self._calibration.centred_queries(vector[np.newaxis])[0]
        wanted = weights.examples > 0 or weights.example_words > 0
        reading = self._examples.reading(centred) if wanted else None
        meanings = []
        if reading is not None and weights.example_words > 0:
            for word, weight in self._words_of(reading).items():
                _add(words, [word], weight * weights.example_words)
        if reading is not None and weights.examples > 0:
            meanings.append((weights.examples * reading.trust, reading.vector))
        translated = self._examples.translated(centred) if weights.translation > 0 else None
        if translated is not None:
            meanings.append((weights.translation, translated))
        legs = LegQuery(joined(centred, meanings), words, pairs)
        return Asked(meaning, tuple(dict.fromkeys(marked)), vector, legs, reading, tuple(meanings))

    def _words_of(self, reading: Reading) -> dict[str, float]:
        """Return the words that most of the nearest examples' sentences have, each with its share of them times the trust.

        Their figures are invented, and single characters say nothing by themselves.
        """
        shares: dict[str, float] = defaultdict(float)
        for example, share in reading.nearest:
            for word in dict.fromkeys(self._tokenizer.words(example.text)):
                if len(word) > 1 and not any(letter.isdigit() for letter in word):
                    shares[word] += share * reading.trust
        return dict(heapq.nlargest(_EXAMPLE_WORDS, shares.items(), key=itemgetter(1)))

    def nearness(self, words: str, asked: Vector) -> float:
        """Return the cosine of some words, read as a query, with what the legs were asked, ``-1..1``."""
        return float(self._calibration.centred_queries(self.vector(words)[np.newaxis])[0] @ asked)

    def vector(self, text: str) -> Vector:
        """Return the encoder's vector of ``text``, ``(dim,)`` float32, remembered."""
        return self._encoded([text])[0]

    def centred(self, texts: Sequence[str]) -> Vector:
        """Return the vectors of some texts as they are compared, ``(n, dim)`` float32, L2-normalised; ``n`` at least 1."""
        return self._calibration.centred_queries(np.stack(self._encoded(texts)))

    def _encoded(self, texts: Sequence[str]) -> list[Vector]:
        with self._lock:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        if fresh:
            found.update(zip(fresh, self._encoder.encode_queries(fresh), strict=True))
        with self._lock:
            for text, vector in found.items():
                self._vectors[text] = vector
                self._vectors.move_to_end(text)
            while len(self._vectors) > _KEPT_VECTORS:
                self._vectors.popitem(last=False)
        return [found[text] for text in texts]


def joined(own: Vector, meanings: Iterable[tuple[float, Vector]]) -> Vector:
    """Return a query's own vector joined with what the examples add to it, ``(dim,)`` float32, L2-normalised."""
    vector = own
    for weight, meaning in meanings:
        vector = vector + np.float32(weight) * meaning
    return vector / np.linalg.norm(vector)


def _without(text: str, spans: Sequence[Span]) -> str:
    """Return ``text`` without ``spans``; the text itself if nothing else is in it."""
    # One name can be several places, and one place stand in the name of another.
    named = {at for span in spans for at in range(span.start, span.end)}
    left = " ".join("".join(" " if at in named else letter for at, letter in enumerate(text)).split())
    return left if fold(left).strip(" 的,，。?？!！、") else text


def _in_terms(text: str, lexicon: Lexicon) -> str:
    """Return ``text`` with each form of a term replaced by the term: 民告官 → 行政诉讼."""
    folded = fold(text)
    pieces: list[str] = []
    at = 0
    for span, name in lexicon.find(text):
        pieces += [folded[at : span.start], name]
        at = span.end
    return "".join((*pieces, folded[at:]))


def _forms(text: str, lexicon: Lexicon) -> dict[str, float]:
    """Return what says the same as the terms in ``text``: the terms' own names whole, other forms at half weight."""
    forms: dict[str, float] = {}
    for _, name in lexicon.find(text):
        forms[name] = 1.0
        for other in lexicon.equivalents(name):
            forms.setdefault(other, 0.5)
    return forms


def _add(weights: dict[str, float], tokens: Sequence[str], weight: float) -> None:
    for token in tokens:
        weights[token] = max(weights.get(token, 0.0), weight)
