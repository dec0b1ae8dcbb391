"""The engine: opens a generation and answers queries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.calibration import Calibration
from corpus.catalog import Catalog, Failure
from corpus.errors import IndexMismatch
from corpus.examples import ExampleVectors
from corpus.families import Families
from corpus.figure_store import FigureStore
from corpus.gazetteer import Gazetteer
from corpus.generation import Generation, IndexFolder
from corpus.lexical import LexicalFilter, LexicalIndex
from corpus.light_encoder import QueryEncoder, open_query_encoder
from corpus.model import Report
from corpus.settings import Settings, settings
from corpus.themes import Themes
from corpus.tokens import Tokenizer
from corpus.vectors import PASSAGES, SENTENCES, ClauseVectors, VectorIndex
from corpus.vocabulary import Vocabulary
from search.answers.answerer import Answerer
from search.answers.evidence import EvidenceFinder
from search.answers.figure_reader import FigureReader
from search.answers.sentences import SentenceChooser
from search.asking import Asked, Asker
from search.candidates import Legs
from search.cards import Arranger
from search.drafts import Drafts
from search.facets import FacetIndex
from search.figure_questions import answer_figures
from search.figures import FigureSearch
from search.finding import Finder, Found
from search.fusion import Weights
from search.hit import Result
from search.interpreting import Interpreter, Understood
from search.judging import Judge
from search.locating import Locator, cited, cited_at
from search.phrases import PhraseResult, PhraseSearch
from search.practices import PracticeSearch
from search.query import Filters, Query, QueryInvalid
from search.ranking import Ranked, Ranker, Wanted
from search.relevance import Relevance
from search.rerank import Reranker, reorder
from search.scope import Scope
from search.shelf import Shelf
from search.similar import Similar, SimilarPassage, SimilarReport
from search.stages import Stages
from search.suggest import Suggester
from search.syntax import ParsedQuery
from search.themes import ThemeBrowser

# What is shown as 可能相关 where nothing counts as an answer.
NEAREST = 10


class Engine:
    """Answers queries from one generation. Safe to use from several threads.

    ::

        engine = Engine.open("index")
        for hit in engine.search(Query("行政争议实质性化解")).hits:
            print(hit.report.name, hit.text, hit.citation)
    """

    def __init__(
        self,
        generation: Generation,
        encoder: QueryEncoder,
        tokenizer: Tokenizer,
        weights: Weights | None = None,
        reranker: Reranker | None = None,
        rerank_top: int = 50,
        rerank_seconds: float = 3.0,
    ) -> None:
        folder = generation.folder
        self.generation, self.weights = generation, weights or Weights()
        self.reranker, self._rerank_top, self._rerank_seconds = reranker, rerank_top, rerank_seconds
        self.catalog = Catalog(folder)
        self.table = self.catalog.table()
        self.calibration = Calibration.read(folder)
        self.families = Families.read(folder)
        self.sentences = VectorIndex(folder / SENTENCES)
        self.passages = VectorIndex(folder / PASSAGES)
        self.lexical = LexicalIndex(folder)
        self.shelf = Shelf.read(self.catalog)
        examples = ExampleVectors.read(folder)
        self.asker = Asker(encoder, tokenizer, self.calibration, examples)
        self.locator = Locator(self.catalog, self.table, self.shelf)
        self.clauses = ClauseVectors(folder, len(self.table.report))
        legs = Legs(self.table, self.passages, self.sentences, self.clauses, self.lexical)
        self._facets = FacetIndex(self.shelf, self.table)
        self._phrases = PhraseSearch(
            vector=lambda text: self.asker.ask(text).legs.vector,
            words=tokenizer.words,
            table=self.table,
            sentences=self.sentences,
            families=self.families,
            shelf=self.shelf,
            texts=self.catalog.texts,
            worded=self._worded,
            cite=cited,
            places=Gazetteer.load(),
        )
        self._similar = Similar(self.table, self.passages, self.families, self.shelf, self.locator)
        self._scope = Scope(self.table, self.shelf, self.locator, self.lexical)
        suggester = Suggester(Vocabulary.read(folder), tokenizer.lexicon.words)
        self._interpreter = Interpreter(self.shelf, suggester, self._scope)
        ranker = Ranker(legs, self.families.commonness)
        judge = Judge(self.sentences, self.calibration, tokenizer, examples, self._scope, self.locator.texts)
        store = FigureStore(folder)
        self.figures = FigureSearch(store, self.shelf, self.catalog.texts, cited_at)
        self.practices = PracticeSearch(store, self.shelf, self.catalog.texts, cited_at)
        self.drafts = Drafts(
            vectors=self.asker.centred,
            table=self.table,
            sentences=self.sentences,
            families=self.families,
            shelf=self.shelf,
            texts=self.catalog.texts,
            cite=cited_at,
            places=Gazetteer.load(),
            search=self.search,
        )
        self._finder = Finder(self.asker, self.shelf, self.table, self._scope, ranker, judge)
        self.answers = Answerer(
            EvidenceFinder(
                understand=self.understand,
                find=lambda understood, stages: self._finder.find(understood, self.weights, stages),
                shelf=self.shelf,
                table=self.table,
                scope=self._scope,
                tokenizer=tokenizer,
                chooser=SentenceChooser(self.table, self.sentences, self.catalog.texts),
                indicators=self.figures.indicators,
            ),
            FigureReader(self.figures, store, self.shelf, self.catalog.texts, self.asker.nearness),
            self.shelf,
            self.catalog.texts,
        )
        self._arranger = Arranger(self.table, self.shelf, self.families)
        self.themes = ThemeBrowser(
            Themes.read(folder), self.table, self.families, self.shelf, self.locator, self.sentences
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
        reranker = None
        if chosen.reranker:
            reranker = Reranker.open(
                chosen.reranker, allow_download=chosen.allow_download, device=chosen.device, threads=chosen.threads
            )
        return cls(
            generation,
            encoder,
            tokenizer,
            reranker=reranker,
            rerank_top=chosen.rerank_top,
            rerank_seconds=chosen.rerank_seconds,
        )

    def search(self, query: Query) -> Result:
        """Answer a query; without words, only filters, list all that passes them.

        :raises QueryInvalid: there are neither words nor filters, or a place is unknown.
        """
        stages = Stages()
        understood = self.understand(query)
        reports = self.shelf.allowed(understood.filters)
        stages.end("understand")
        found = self._finder.find(understood, self.weights, stages)
        ranked = found.ranked if understood.listing else self._rerank(understood.text, found.ranked)
        stages.end("rerank")
        # The reranker orders; it does not decide what counts, or a filter's values would hold more than was counted.
        answers = ranked.order[found.answering[ranked.order]]
        shown = answers if len(answers) else ranked.order[:NEAREST]
        cards = self._arranger.cards(ranked, shown, query, 0.0 if understood.listing else self.weights.variety)
        stages.end("arrange")
        page = cards[query.offset : query.offset + query.top]
        hits = self.locator.hits(page, query.offset, ranked, found.near, found.asked)
        stages.end("hits")
        # A mask, not np.union1d, which sorts: a listing counts every passage of the index.
        counted = np.zeros(len(self.table.report), dtype=bool)
        counted[found.countable] = counted[ranked.candidates.passages[shown]] = True
        facets = self._facets.facets(np.flatnonzero(counted), understood.filters)
        stages.end("facets")
        asked = answer_figures(understood.text, understood.chips, self.figures)
        stages.end("figures")
        return Result(
            query=query,
            hits=hits,
            answerable=len(answers) > 0,
            total=len(shown),
            cards=len(cards),
            searched=len(self.shelf) if reports is None else len(reports),
            took_ms=stages.total,
            parsed=understood.parsed,
            facets=facets,
            chips=understood.chips,
            suggestion=understood.suggestion,
            corrected=understood.corrected,
            listed=understood.listing,
            uncovered=tuple(
                chip.name for chip in understood.chips if chip.field in ("place", "year") and not chip.reports
            ),
            figures=asked,
            stages=stages.taken,
        )

    def understand(self, query: Query) -> Understood:
        """Take a query apart.

        :raises QueryInvalid: it holds nothing to search for.
        """
        return self._interpreter.understand(query)

    def rank(self, query: Query, weights: Weights | None = None) -> Ranked:
        """Return all candidates of a query in order, before reranking and arranging; for benches."""
        return self._find(query, weights).ranked

    def judged(self, query: Query) -> Relevance:
        """Return how far what is found counts as an answer; for benches.

        :raises QueryInvalid: it asks for nothing but filters, which takes no judging.
        """
        near = self._find(query).near
        if near is None:
            raise QueryInvalid("查询里只有筛选条件，没有要找的内容")
        return near

    def asked(self, understood: Understood, weights: Weights) -> tuple[Asked, Wanted]:
        """Return what the legs are asked, and which passages the query names by place or year."""
        return self._finder.asked(understood, weights)

    def report(self, report_id: str) -> Report | None:
        """Return a report whole, ``None`` if the index has none with this id."""
        return self.catalog.report(report_id)

    def cite(self, report: Report, start: int) -> str:
        """Return the citation of what stands at ``start`` in a report of this index."""
        info = self.shelf.get(report.id)
        if info is None:
            raise KeyError(report.id)
        return cited_at(info, report.text, report.headings, start)

    def phrases(self, text: str, filters: Filters | None = None, top: int = 10, offset: int = 0) -> PhraseResult:
        """Find wordings for what ``text`` says: sentences by meaning, one for each pattern.

        :raises QueryInvalid: the text is empty or a place is unknown.
        """
        filters = filters or Filters()
        allowed = None
        if filters.sections or filters.parts:
            passages = self._scope.allowed(ParsedQuery(), filters, None)
            allowed = None if passages is None else np.flatnonzero(passages.passages[self.table.sentence_passage])
        return self._phrases.search(text, filters, top, offset, allowed=allowed)

    def similar(self, passage: int, top: int = 10) -> tuple[SimilarPassage, ...]:
        """Return passages like this one, other places first, without its own report and family.

        :raises IndexError: there is no such passage.
        """
        if not 0 <= passage < len(self.table.report):
            raise IndexError(passage)
        return self._similar.passages(passage, top)

    def similar_reports(self, report_id: str, top: int = 5) -> tuple[SimilarReport, ...]:
        """Return the reports most like this one, other places first; none if the index has none with this id."""
        info = self.shelf.get(report_id)
        return self._similar.reports(info.row, top) if info else ()

    def failures(self) -> list[Failure]:
        """Return the files that are not in the index, with the reason."""
        return self.catalog.failures()

    def original(self, report_id: str) -> Path | None:
        """Return the kept copy of the file a report was read from."""
        info = self.shelf.get(report_id)
        if info is None:
            return None
        copy = IndexFolder(self.generation.folder.parent.parent).kept_source(info.source.sha256)
        return copy if copy.exists() else None

    def _find(self, query: Query, weights: Weights | None = None) -> Found:
        return self._finder.find(self.understand(query), weights or self.weights, Stages())

    def _worded(self, words: Sequence[str], depth: int, rows: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return the passages in which words stand, best first."""
        where = None if rows is None else LexicalFilter(rows.tolist())
        return self.lexical.search(dict.fromkeys(words, 1.0), {"words": 1.0}, depth, where)[0]

    def _rerank(self, text: str, ranked: Ranked) -> Ranked:
        """Let the reranker, if there is one, order the first; the fused order stays where it has no time."""
        top = ranked.order[: self._rerank_top]
        if self.reranker is None or not len(top):
            return ranked
        texts = self.locator.texts(ranked.candidates.passages[top].tolist())
        scores = self.reranker.scores(text, texts, seconds=self._rerank_seconds)
        if scores is None:
            return ranked
        return ranked.reordered(ranked.order[reorder(ranked.scores[ranked.order], scores)])


def open_figures(index: str | Path | None = None, chosen: Settings | None = None) -> FigureSearch:
    """Open only the figures of the generation in use, which takes no model.

    :param index: the index folder; the setting's by default.
    :raises IndexMissing: there is none.
    :raises IndexDamaged: its files were changed.
    :raises IndexMismatch: another version made it.
    """
    store, shelf, catalog = _open_store(index, chosen)
    return FigureSearch(store, shelf, catalog.texts, cited_at)


def open_practices(index: str | Path | None = None, chosen: Settings | None = None) -> PracticeSearch:
    """Open only the practices of the generation in use, which takes no model.

    :raises IndexMissing, IndexDamaged, IndexMismatch: as :func:`open_figures`.
    """
    store, shelf, catalog = _open_store(index, chosen)
    return PracticeSearch(store, shelf, catalog.texts, cited_at)


def open_themes(index: str | Path | None = None, chosen: Settings | None = None) -> ThemeBrowser:
    """Open only the themes of the generation in use, which takes no model.

    :raises IndexMissing, IndexDamaged, IndexMismatch: as :func:`open_figures`.
    """
    chosen = chosen or settings()
    folder = IndexFolder(chosen.index if index is None else index).current().folder
    catalog = Catalog(folder)
    table, shelf = catalog.table(), Shelf.read(catalog)
    sentences = VectorIndex(folder / SENTENCES)
    return ThemeBrowser(
        Themes.read(folder), table, Families.read(folder), shelf, Locator(catalog, table, shelf), sentences
    )


def _open_store(index: str | Path | None, chosen: Settings | None) -> tuple[FigureStore, Shelf, Catalog]:
    chosen = chosen or settings()
    folder = IndexFolder(chosen.index if index is None else index).current().folder
    catalog = Catalog(folder)
    return FigureStore(folder), Shelf.read(catalog), catalog
