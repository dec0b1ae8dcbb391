"""What of the reports is embedded, and the writing of its vectors: three grains, centred."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.calibration import background_queries, calibrate
from corpus.embedding_cache import EmbeddingCache, embed_with_cache
from corpus.embedding_seeds import plant_seeds
from corpus.encoder import Encoder
from corpus.examples import Example, ExampleVectors, load_examples
from corpus.lexicon import Lexicon
from corpus.model import Report
from corpus.text import clause_spans
from corpus.vectors import PASSAGES, SENTENCES, Vectors, write_clauses, write_vectors

# Terms asked as queries to find where queries lie: a mean of more hardly moves, and each costs 5 ms.
_QUERIES_FOR_MEAN = 250


@dataclass(frozen=True)
class Texts:
    """What is embedded, in the order of the ids; ``clause_passages`` says which passage each clause is of."""

    passages: list[str]
    sentences: list[str]
    clauses: list[str]
    clause_passages: list[int]

    @property
    def all(self) -> list[str]:
        """Passages, sentences, clauses."""
        return [*self.passages, *self.sentences, *self.clauses]


@dataclass(frozen=True)
class OwnTexts:
    """What the program itself brings to every build: the same for all corpora, so its vectors are shipped.

    :param terms: of the lexicon, asked as queries to find where queries lie; so are ``background``, which no report
        answers, and the words of ``examples``.
    :param example_texts: what the examples say, each once.
    """

    terms: tuple[str, ...]
    background: tuple[str, ...]
    examples: tuple[Example, ...]
    example_texts: tuple[str, ...]

    @functools.cached_property
    def queries(self) -> list[str]:
        """All that is asked as a query, each once."""
        return list(dict.fromkeys((*self.terms, *self.background, *(example.words for example in self.examples))))

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.queries) + len(self.example_texts)


def own_texts(lexicon: Lexicon) -> OwnTexts:
    """Return what the program brings.

    :raises LexiconInvalid: the table of examples is wrong.
    """
    names = [term.name for term in lexicon.terms] or [""]
    examples = load_examples()
    return OwnTexts(
        terms=tuple(names[:: math.ceil(len(names) / _QUERIES_FOR_MEAN)]),
        background=background_queries(),
        examples=examples,
        example_texts=tuple(dict.fromkeys(example.text for example in examples)),
    )


def texts_to_embed(reports: Sequence[Report]) -> Texts:
    """Return everything that gets a vector."""
    texts = Texts([], [], [], [])
    for report in reports:
        for passage in report.passages:
            for sentence in passage.sentences:
                clauses = clause_spans(report.text, sentence.span)
                texts.clauses.extend(span.of(report.text) for span in clauses)
                texts.clause_passages.extend([len(texts.passages)] * len(clauses))
                texts.sentences.append(sentence.span.of(report.text))
            texts.passages.append(passage.span.of(report.text))
    return texts


def write_embeddings(
    folder: Path,
    texts: Texts,
    encoder: Encoder,
    own: OwnTexts,
    cache_file: Path,
    progress: Callable[[int, float], None],
) -> None:
    """Embed all texts and write the vectors of a generation, centred, with what they were centred by.

    :param cache_file: where embeddings are kept between builds.
    :param progress: told how many texts are done (``OwnTexts.count`` and those of the corpus together), and the share of
        the work, ``0..1``.
    :raises StorageFull: the disk has no room.
    """
    words = [example.words for example in own.examples]
    # The encoder takes the longest first; what is known already is at once done, and counts as the longest here.
    work = np.cumsum([*map(len, own.example_texts), *map(len, own.queries), *sorted(map(len, texts.all), reverse=True)])

    def after(earlier: int) -> Callable[[int, int], None]:
        def tell(done: int, _: int) -> None:
            everything = earlier + done
            progress(everything, float(work[everything - 1] / work[-1]) if everything else 0)

        return tell

    with EmbeddingCache(cache_file) as cache:
        plant_seeds(cache, encoder.fingerprint)
        said = embed_with_cache(encoder, cache, own.example_texts, progress=after(0))
        questions = embed_with_cache(encoder, cache, own.queries, "query", after(len(said)))
        vectors: Vectors = embed_with_cache(encoder, cache, texts.all, progress=after(own.count))
    at = {text: row for row, text in enumerate(own.queries)}
    ends = np.cumsum([len(texts.passages), len(texts.sentences)])
    passages, sentences, clauses = np.split(vectors, ends)
    terms, background, told = (questions[[at[text] for text in part]] for part in (own.terms, own.background, words))
    calibration = calibrate(passages, sentences, terms, background, own.background)
    calibration.write(folder)
    row = {text: number for number, text in enumerate(own.example_texts)}
    ExampleVectors.of(
        words=calibration.centred_queries(told),
        sentences=calibration.centred_documents(said),
        sentence_of=np.array([row[example.text] for example in own.examples], dtype=np.int64),
        examples=own.examples,
    ).write(folder)
    for name, part in ((PASSAGES, passages), (SENTENCES, sentences)):
        write_vectors(folder / name, calibration.centred_documents(part), np.arange(len(part), dtype=np.int64))
    write_clauses(folder, calibration.centred_documents(clauses), np.array(texts.clause_passages, dtype=np.int32))
