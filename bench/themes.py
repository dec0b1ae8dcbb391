"""Themes of the corpus: ``python -m bench themes [quality|scale …]``.

``quality``: how far themes agree with what a person says the passages are about (purity, NMI), with the sections that the
rules give; how stable they are when a tenth of the reports is gone (ARI), begun anew and gone on from the build before;
how much oftener a theme's terms stand in its passages than in others. ``scale``: seconds and memory at 60,000 passages.
"""

from __future__ import annotations

import collections
import json
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from bench.indexes import ready_index
from bench.scale import LAWS
from corpus.catalog import PassageTable
from corpus.gazetteer import Gazetteer
from corpus.lexical import LexicalDocument
from corpus.model import Report
from corpus.settings import PROJECT
from corpus.themes import UNSORTED, Themes
from corpus.tokens import Tokenizer
from indexer.themes.before import Before
from indexer.themes.find import Corpus, find_themes, passage_texts
from indexer.themes.words import PassageWords
from search import Engine

GOLD = PROJECT / "tests" / "corpus" / "sections_gold.jsonl"
PROVINCES = LAWS.parent / "prov31_2025"
_DRAWS = 5
_COPIES = 21


class Data(NamedTuple):
    """What themes are found in, with the passages' ids in the index they are from."""

    corpus: Corpus
    reports: list[Report]
    passages: NDArray[np.int64]


def main(*parts: str) -> None:
    """Print the parts asked for, by default both."""
    sample = [PROJECT / "data" / "reports"]
    sets = {"sample": sample, "answers": [*sample, PROVINCES]} if PROVINCES.exists() else {"sample": sample}
    for part in parts or ("quality", "scale"):
        if part == "quality":
            for name, inputs in sets.items():
                quality(name, ready_index(name, inputs))
        else:
            name, inputs = list(sets.items())[-1]
            scale(ready_index(name, inputs))


def quality(name: str, engine: Engine) -> None:
    """Print how good and how stable the themes of an index are."""
    rows = np.arange(len(engine.shelf))
    whole = _data(engine, rows)
    began = time.perf_counter()
    themes = _found(whole)
    seconds = time.perf_counter() - began
    unsorted = float(np.mean(themes.of_passage == UNSORTED))
    print(
        f"### {name}：{len(rows)} 篇，{len(themes.of_passage)} 段，{len(themes.themes)} 个主题，"
        f"未归类 {unsorted:.0%}，用时 {seconds:.1f} 秒"
    )
    for what, labels in (("人读的章节主题", _gold(engine)), ("规则的章节主题", engine.table.section.astype(np.int64))):
        known = (labels > 0) & (themes.of_passage >= 0)
        print(f"- 与{what}比（{known.sum()} 段）：{_agreement(labels[known], themes.of_passage[known])}")
    fresh, going_on, kept = [], [], []
    for draw in range(_DRAWS):
        gone = np.random.default_rng(draw).choice(rows, max(1, len(rows) // 10), replace=False)
        less = _data(engine, np.setdiff1d(rows, gone))
        before = _before(whole, themes)
        fresh.append(_same(themes, _found(less), less.passages))
        went_on = _found(less, before)
        going_on.append(_same(themes, went_on, less.passages))
        kept.append(len({theme.id for theme in went_on.themes} & {theme.id for theme in themes.themes}))
    print(
        f"- 去掉一成报告（{_DRAWS} 次平均），ARI：从头来 {np.mean(fresh):.2f}，接着上一代 {np.mean(going_on):.2f}；"
        f"编号不变的主题 {np.mean(kept):.1f} / {len(themes.themes)}"
    )
    inside, outside = _naming(whole.corpus, themes)
    print(f"- 名称里的词：主题内 {inside:.0%} 的段落有，主题外 {outside:.1%}，相差 {inside / outside:.0f} 倍")
    same = _found(whole)
    steady = bool(
        np.array_equal(same.of_passage, themes.of_passage) and np.array_equal(same.positions, themes.positions)
    )
    print(f"- 同样的资料再做一次，结果{'完全相同' if steady else '不同'}")


def scale(engine: Engine) -> None:
    """Print seconds and memory at 60,000 passages: copies of real ones, each with other noise and without some words."""
    corpus = _data(engine, np.arange(len(engine.shelf))).corpus
    random = np.random.default_rng(0)
    copies = [_noisy(corpus, random) for _ in range(_COPIES)]
    size = len(corpus.texts) * _COPIES
    table = corpus.table
    report = np.concatenate([table.report + copy * len(engine.shelf) for copy in range(_COPIES)])
    many = Corpus(
        np.concatenate([vectors for vectors, _ in copies]),
        list(corpus.texts) * _COPIES,
        csr_array(vstack([words for _, words in copies])),
        corpus.names,
        np.arange(0, size, -(-size // 20_000)),
        _rows_of(table, report, np.tile(np.arange(len(corpus.texts)), _COPIES)),
        corpus.terms,
    )
    began, worked, peak = time.perf_counter(), time.process_time(), _memory()
    themes = find_themes(many, np.full(size, UNSORTED, dtype=np.int64), ())
    print(
        f"{size} 段：{time.perf_counter() - began:.1f} 秒（处理器 {time.process_time() - worked:.1f} 秒），"
        f"{len(themes.themes)} 个主题，"
        f"内存峰值多用 {_memory() - peak:.0f} MB"
    )


def _data(engine: Engine, rows: NDArray[np.int64]) -> Data:
    infos = [engine.shelf.infos[row] for row in rows.tolist()]
    reports = [report for info in infos if (report := engine.report(info.id))]
    tokenizer = Tokenizer(cache_dir=engine.generation.folder.parent.parent / "cache")
    words = PassageWords(reports, tokenizer, Gazetteer.load())
    passages = np.flatnonzero(np.isin(engine.table.report, rows))
    texts = passage_texts(reports)

    def documents() -> Iterator[LexicalDocument]:
        pairs = ((row, report, passage) for row, report in enumerate(reports) for passage in report.passages)
        for number, (row, report, passage) in enumerate(pairs):
            tokens = tokenizer.tokens(passage.span.of(report.text))
            yield LexicalDocument(number, row, 0, 0, tokens, tokens)

    collections.deque(words.watch(documents()), maxlen=0)
    table = engine.table
    cut = _rows_of(table, np.searchsorted(rows, table.report[passages]).astype(np.int32), passages)
    vectors = engine.passages.vectors[passages]
    terms = frozenset(tokenizer.lexicon.words)
    return Data(Corpus(vectors, texts, words.matrix(), words.words, words.sample, cut, terms), reports, passages)


def _rows_of(table: PassageTable, report: NDArray[np.int32], rows: NDArray[np.int64]) -> PassageTable:
    """Return a table of these passages, which are of these reports."""
    return replace(
        table,
        report=report,
        start=table.start[rows],
        stop=table.stop[rows],
        heading=table.heading[rows],
        section=table.section[rows],
        part=table.part[rows],
    )


def _found(data: Data, before: Before | None = None) -> Themes:
    corpus = data.corpus
    old = before.labels(data.reports, corpus.vectors) if before else np.full(len(corpus.texts), UNSORTED)
    return find_themes(corpus, old, before.themes if before else ())


def _before(data: Data, themes: Themes) -> Before:
    keys = [(report.id, passage.span.start) for report in data.reports for passage in report.passages]
    return Before(themes.themes, dict(zip(keys, themes.of_passage.tolist(), strict=True)), themes.centroids)


def _gold(engine: Engine) -> NDArray[np.int64]:
    """Return the section a person gave each passage, 0 where nobody did or none fits."""
    table = engine.table
    rows = {(info.source.name, info.ordinal): info.row for info in engine.shelf.infos}
    texts = engine.catalog.texts(rows.values())
    labels = np.zeros(len(table.report), dtype=np.int64)
    for line in Path(GOLD).read_text("utf-8").splitlines():
        gold = json.loads(line)
        row = rows.get((gold["source"], gold["ordinal"]))
        if row is None:
            continue
        at = texts[row][0].find(gold["quote"])
        found = np.flatnonzero((table.report == row) & (table.start <= at) & (table.stop > at))
        if len(found) and gold["section"] in table.sections:
            labels[found[0]] = table.sections.index(gold["section"])
    return labels


def _agreement(labels: NDArray[np.int64], groups: NDArray[np.int16]) -> str:
    largest = [int(np.bincount(labels[groups == group]).max()) for group in np.unique(groups)]
    nmi = normalized_mutual_info_score(labels, groups)
    return f"纯度 {sum(largest) / len(labels):.2f}，NMI {nmi:.2f}"


def _same(first: Themes, second: Themes, passages: NDArray[np.int64]) -> float:
    return float(adjusted_rand_score(first.of_passage[passages], second.of_passage))


def _naming(corpus: Corpus, themes: Themes) -> tuple[float, float]:
    """Return the mean share of passages that have a term of a theme's name, in the theme and in all others."""
    shares: list[tuple[float, float]] = []
    for number, theme in enumerate(themes.themes):
        own = themes.of_passage == number
        for term in theme.terms:
            has = np.array([term in text for text in corpus.texts])
            shares.append((float(has[own].mean()), float(has[~own].mean())))
    inside, outside = np.mean(shares, axis=0)
    return float(inside), float(outside)


def _noisy(corpus: Corpus, random: np.random.Generator) -> tuple[NDArray[np.float32], csr_array]:
    noise = random.standard_normal(corpus.vectors.shape, dtype=np.float32) / np.sqrt(corpus.vectors.shape[1])
    vectors = corpus.vectors + 0.3 * noise
    words = corpus.words.copy()
    words.data = (random.random(len(words.data)) > 0.1).astype(np.float32)
    words.eliminate_zeros()
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), words


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
