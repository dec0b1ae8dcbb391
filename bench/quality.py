"""Retrieval quality: ``python -m bench quality [own|everyday|stard …] [--split dev|test|all] [--ablation] [--kinds]``.

Prints one table for each set: success@k (at least one answer among the first k), recall@k, MRR@10, nDCG@10 with 95 %
bootstrap intervals over queries. A unit answers if it was judged 1 or 2; nDCG uses the grades.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from numpy.typing import NDArray
from scipy.stats import bootstrap

from bench.datasets import BenchQuery, Dataset, load
from corpus.vectors import CLAUSES, ClauseVectors, Vectors, write_clauses
from search import Query
from search.asking import joined
from search.candidates import Legs
from search.fusion import LEGS, Weights
from search.ranking import Ranker

MEASURES = (Success @ 1, Success @ 5, R @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10)
_DEPTH = 200
_RESAMPLES = 2000

Run = Callable[[str], list[str]]
Values = NDArray[np.float64]

_EXAMPLES = ("examples", "example_words", "translation")


def without(weights: Weights, *names: str) -> Weights:
    """Return ``weights`` with some of them 0."""
    return replace(weights, **dict.fromkeys(names, 0))


NOTHING = without(Weights(), *LEGS, "place", "year", "expansion", *_EXAMPLES, "common")
SINGLE = {
    "BM25 words": replace(NOTHING, words=1),
    "BM25 bigrams": replace(NOTHING, bigrams=1),
    "dense, passages": replace(NOTHING, passage=1),
    "dense, sentences": replace(NOTHING, sentence=1),
    "dense, clauses": replace(NOTHING, clause=1),
    "first try": replace(NOTHING, passage=0.2, sentence=0.4, words=0.2, bigrams=0.2),
}


def configurations(dataset: Dataset, ablation: bool) -> dict[str, Run]:
    """Return name → run for every configuration."""
    chosen = dataset.engine.weights
    weights = {**SINGLE, "**fused**": chosen}
    if ablation:
        for leg in LEGS:
            weights[f"− {leg}"] = without(chosen, leg)
        weights["− lexicon"] = without(chosen, "expansion")
        weights["− nearest examples"] = without(chosen, "examples")
        weights["− words of examples"] = without(chosen, "example_words")
        weights["− translation"] = without(chosen, "translation")
        weights["− all of the examples"] = without(chosen, *_EXAMPLES)
        weights["− lexicon, examples"] = without(chosen, "expansion", *_EXAMPLES)
        weights["− place, year"] = without(chosen, "place", "year")
        weights["− headings"] = without(chosen, "heading")
        weights["− boilerplate"] = without(chosen, "common")
    runs = {name: _fused(dataset, one) for name, one in weights.items()}
    if ablation:
        runs["− centring"] = _without_centring(dataset)
    runs["fused, as listed"] = _listed(dataset)
    if dataset.engine.reranker:
        runs["fused + rerank"] = runs.pop("fused, as listed")
    return runs


def _fused(dataset: Dataset, weights: Weights) -> Run:
    return lambda text: units(dataset, dataset.engine.rank(Query(text), weights).passages[:_DEPTH].tolist())


def _listed(dataset: Dataset) -> Run:
    """Run the search as a user sees it: corrections, families on one card, variety, reranker if one is set."""

    def run(text: str) -> list[str]:
        hits = dataset.engine.search(Query(text, top=20)).hits
        return units(dataset, [passage for hit in hits for passage in (hit.passage, *(m.passage for m in hit.family))])

    return run


class _Raw:
    """A vector index as the encoder gave it."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors, self.size = vectors, len(vectors)


def _without_centring(dataset: Dataset) -> Run:
    engine, original = dataset.engine, dataset.engine.calibration.original_documents
    passages: Any = _Raw(original(engine.passages.vectors))
    sentences: Any = _Raw(original(engine.sentences.vectors))
    folder = engine.generation.folder
    with tempfile.TemporaryDirectory() as uncentred:
        vectors = original(np.load(folder / f"{CLAUSES}.npy").astype(np.float32))
        write_clauses(Path(uncentred), vectors, np.load(folder / f"{CLAUSES}-passages.npy"))
        clauses = ClauseVectors(Path(uncentred), len(engine.table.report))
    legs = Legs(engine.table, passages, sentences, clauses, engine.lexical)
    ranker = Ranker(legs, engine.families.commonness)

    def run(text: str) -> list[str]:
        asked, wanted = engine.asked(engine.understand(Query(text)), engine.weights)
        meanings = [(weight, original(meaning[np.newaxis])[0]) for weight, meaning in asked.meanings]
        vector = joined(asked.vector, meanings)
        ranked = ranker.rank(replace(asked.legs, vector=vector), None, wanted, engine.weights)
        return units(dataset, ranked.passages[:_DEPTH].tolist())

    return run


def units(dataset: Dataset, passages: Iterable[int]) -> list[str]:
    """Return the units of passages with their copies, each once, at its best place."""
    found = (dataset.units[passage] for passage in passages)
    return list(dict.fromkeys(copy for unit in found for copy in dataset.copies.get(unit, (unit,))))


def measured(queries: Sequence[BenchQuery], run: Run) -> dict[str, Values]:
    """Return measure → its value for each query, ``(queries,)`` float64."""
    qrels = [ir_measures.Qrel(query.id, unit, grade) for query in queries for unit, grade in query.relevant.items()]
    scored = [
        ir_measures.ScoredDoc(query.id, unit, -float(rank))
        for query in queries
        for rank, unit in enumerate(run(query.text))
    ]
    values: dict[str, dict[str, float]] = {str(measure): {} for measure in MEASURES}
    for metric in ir_measures.iter_calc(MEASURES, qrels, scored):
        values[str(metric.measure)][metric.query_id] = metric.value
    return {name: np.array([found.get(query.id, 0.0) for query in queries]) for name, found in values.items()}


def interval(values: Values) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean."""
    if len(values) < 2 or np.ptp(values) == 0:
        return float(values.mean()), float(values.mean())
    found = bootstrap((values,), np.mean, n_resamples=_RESAMPLES, method="percentile", rng=np.random.default_rng(0))
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def table(rows: dict[str, dict[str, Values]]) -> str:
    """Return a Markdown table of means; MRR and nDCG with their intervals."""
    lines = ["| configuration | " + " | ".join(map(str, MEASURES)) + " |", "|---" * (len(MEASURES) + 1) + "|"]
    for name, values in rows.items():
        cells = []
        for measure, found in values.items():
            low, high = interval(found)
            spread = f" ({low:.3f}–{high:.3f})" if measure in ("RR@10", "nDCG@10") else ""
            cells.append(f"{found.mean():.3f}{spread}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(*arguments: str) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench quality")
    parser.add_argument("sets", nargs="*", default=[], metavar="own|everyday|stard")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--ablation", action="store_true", help="each component left out in turn")
    parser.add_argument("--kinds", action="store_true", help="the fused run by kind of query")
    chosen = parser.parse_args(arguments)
    for name in chosen.sets or ("own", "everyday", "stard"):
        dataset = load(name)
        queries = dataset.chosen(chosen.split)
        print(f"\n### {name}, {chosen.split}: {len(queries)} queries\n", flush=True)
        runs = configurations(dataset, chosen.ablation)
        print(table({label: measured(queries, run) for label, run in runs.items()}), flush=True)
        if chosen.kinds:
            kinds = sorted({query.kind for query in queries})
            run = _fused(dataset, dataset.engine.weights)
            by_kind = {
                f"{kind} ({sum(query.kind == kind for query in queries)})": measured(
                    [query for query in queries if query.kind == kind], run
                )
                for kind in kinds
            }
            print("\nfused, by kind\n\n" + table(by_kind))


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
