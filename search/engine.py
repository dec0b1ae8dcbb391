"""The engine: opens a generation and answers queries."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.catalog import Catalog, Failure
from corpus.errors import IndexMismatch
from corpus.generation import Generation, IndexFolder
from corpus.lexical import LexicalIndex
from corpus.light_encoder import QueryEncoder, open_query_encoder
from corpus.model import Heading, Report, Span, heading_path
from corpus.settings import Settings, settings
from corpus.text import fold
from corpus.tokens import Tokenizer, bigrams
from corpus.vectors import PASSAGES, SENTENCES, VectorIndex
from search.citation import citation
from search.fusion import DEPTH, Fused, Ranking, fuse
from search.hit import Hit, Result
from search.query import Query, checked_text
from search.shelf import ReportInfo, Shelf

# Sentences looked at for each passage wanted: long passages have several near ones.
_SENTENCES_PER_PASSAGE = 5
# Headings and title lend a passage their words at a fraction of its own.
_HEADING_WEIGHT = 0.3


class Engine:
    """Answers queries from one generation. Safe to use from several threads.

    ::

        engine = Engine.open("index")
        for hit in engine.search(Query("行政争议实质性化解")).hits:
            print(hit.report.name, hit.text, hit.citation)
    """

    def __init__(self, generation: Generation, encoder: QueryEncoder, tokenizer: Tokenizer) -> None:
        self.generation = generation
        self._encoder, self._tokenizer = encoder, tokenizer
        self._catalog = Catalog(generation.folder)
        self._table = self._catalog.table()
        self._passages = VectorIndex(generation.folder / PASSAGES)
        self._sentences = VectorIndex(generation.folder / SENTENCES)
        self._lexical = LexicalIndex(generation.folder)
        self.shelf = Shelf(
            [
                ReportInfo(row, report_id, ordinal, source, metadata)
                for row, (report_id, source, ordinal, metadata) in enumerate(self._catalog.metadata())
            ]
        )

    @classmethod
    def open(cls, index: str | Path | None = None, chosen: Settings | None = None) -> Engine:
        """Open the generation in use.

        :param index: the index folder; the setting's by default.
        :raises IndexMissing: there is none.
        :raises IndexDamaged: its files were changed.
        :raises IndexMismatch: another version, model or lexicon made it.
        :raises ModelUnavailable: its model is not here.
        """
        chosen = chosen or settings()
        if index is not None:
            chosen = chosen.model_copy(update={"index": Path(index)})
        folder = IndexFolder(chosen.index)
        generation = folder.current()
        manifest = generation.manifest
        tokenizer = Tokenizer(cache_dir=folder.cache)
        rebuild = f"请重新建立：python -m indexer build {' '.join(manifest.inputs) or '<文件夹>'} --index {folder.path}"
        if tokenizer.fingerprint != manifest.tokenizer:
            raise IndexMismatch(f"分词词典在建立索引之后改动过，检索结果会不准。{rebuild}")
        model = chosen.model or manifest.model.details.get("setting")
        encoder = open_query_encoder(model, chosen.models_dir, allow_download=chosen.allow_download)
        if encoder.fingerprint != manifest.model.fingerprint:
            raise IndexMismatch(f"索引是用模型 {manifest.model.id} 建的，现在设置的是 {encoder.model_id}。{rebuild}")
        return cls(generation, encoder, tokenizer)

    def search(self, query: Query) -> Result:
        """Answer a query.

        :raises QueryInvalid: the text is empty or a place is unknown.
        """
        began = time.perf_counter()
        text = checked_text(query.text)
        reports = self.shelf.allowed(query.filters)
        words = self._tokenizer.words(text)
        legs, best = self._legs(text, words, reports)
        fused = fuse(legs)
        page = fused[query.offset : query.offset + query.top]
        hits = self._hits(page, query.offset, words, best)
        searched = len(self.shelf) if reports is None else len(reports)
        return Result(query, hits, len(fused), searched, (time.perf_counter() - began) * 1000)

    def report(self, report_id: str) -> Report | None:
        """Return a report whole, ``None`` if the index has none with this id."""
        return self._catalog.report(report_id)

    def cite(self, report: Report, start: int) -> str:
        """Return the citation of what stands at ``start`` in a report of this index."""
        above = [n for n, node in enumerate(report.headings) if node.extent.start <= start < node.extent.end]
        innermost = above[-1] if above else None
        info = self.shelf.get(report.id)
        if info is None:
            raise KeyError(report.id)
        return citation(info, report.heading_path(innermost), top_part(report.headings, innermost))

    def failures(self) -> list[Failure]:
        """Return the files that are not in the index, with the reason."""
        return self._catalog.failures()

    def original(self, report_id: str) -> Path | None:
        """Return the kept copy of the file a report was read from."""
        info = self.shelf.get(report_id)
        if info is None:
            return None
        copy = IndexFolder(self.generation.folder.parent.parent).kept_source(info.source.sha256)
        return copy if copy.exists() else None

    def _legs(
        self, text: str, words: Sequence[str], reports: NDArray[np.int64] | None
    ) -> tuple[dict[str, Ranking], dict[int, int]]:
        """Ask every leg for its candidates; also return each passage's best sentence."""
        vector = self._encoder.encode_queries([text])[0]
        passages = sentences = None
        if reports is not None:
            inside = np.isin(self._table.report, reports)
            passages = np.flatnonzero(inside)
            sentences = np.flatnonzero(inside[self._table.sentence_passage])
        rows = None if reports is None else reports.tolist()
        by_sentence, best = self._best_sentences(vector, sentences)
        legs = {"sentence": by_sentence}
        legs["passage"] = Ranking(*self._passages.search(vector, DEPTH, passages))
        heading = _HEADING_WEIGHT
        legs["words"] = Ranking(*self._lexical.search(words, {"words": 1.0, "heading_words": heading}, DEPTH, rows))
        pairs = bigrams(text)
        legs["bigrams"] = Ranking(
            *self._lexical.search(pairs, {"bigrams": 1.0, "heading_bigrams": heading}, DEPTH, rows)
        )
        return legs, best

    def _best_sentences(
        self, vector: NDArray[np.float32], allowed: NDArray[np.int64] | None
    ) -> tuple[Ranking, dict[int, int]]:
        """Score each passage by the best of its sentences."""
        ids, scores = self._sentences.search(vector, DEPTH * _SENTENCES_PER_PASSAGE, allowed)
        best: dict[int, int] = {}
        kept: list[float] = []
        for sentence, score in zip(ids.tolist(), scores.tolist(), strict=True):
            passage = int(self._table.sentence_passage[sentence])
            if passage not in best:
                best[passage] = sentence
                kept.append(score)
        passages = np.array(list(best)[:DEPTH], dtype=np.int64)
        return Ranking(passages, np.array(kept[:DEPTH], dtype=np.float32)), best

    def _hits(self, page: Sequence[Fused], offset: int, words: Sequence[str], best: dict[int, int]) -> tuple[Hit, ...]:
        table = self._table
        texts = self._catalog.texts(int(table.report[item.passage]) for item in page)
        hits = []
        for rank, item in enumerate(page, offset + 1):
            row = int(table.report[item.passage])
            text, headings = texts[row]
            span = Span(int(table.start[item.passage]), int(table.stop[item.passage]))
            number = int(table.heading[item.passage])
            above = None if number < 0 else number
            path = heading_path(text, headings, above)
            info = self.shelf.infos[row]
            sentence = best.get(item.passage)
            hits.append(
                Hit(
                    rank=rank,
                    score=item.score,
                    passage=item.passage,
                    text=span.of(text),
                    span=span,
                    heading=path,
                    matched=matched_words(words, span.of(text)),
                    citation=citation(info, path, top_part(headings, above)),
                    report=info,
                    best_sentence=None if sentence is None else self._sentence_span(sentence),
                    ranks=item.ranks,
                )
            )
        return tuple(hits)

    def _sentence_span(self, sentence: int) -> Span:
        return Span(int(self._table.sentence_start[sentence]), int(self._table.sentence_stop[sentence]))


def matched_words(words: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the distinct words that stand in ``text``, in the query's order."""
    folded = fold(text)
    return tuple(word for word in dict.fromkeys(words) if word in folded)


def top_part(headings: Sequence[Heading], heading: int | None) -> int | None:
    """Return which of the top headings ``heading`` stands under, from 1."""
    if heading is None:
        return None
    current = heading
    while (parent := headings[current].parent) is not None:
        current = parent
    return sum(1 for node in headings[: current + 1] if node.depth == 1)
