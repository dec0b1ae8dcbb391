"""Draft check: what is the same, what is near, and how fast: ``python -m bench drafts [--errors]``.

Prints the likeness of every sentence of the sample reports after random changes, and of sentences that only resemble
each other; then what ``SAME`` and ``NEAR`` in ``search/drafts.py`` make of the sentences in ``bench/data/drafts.csv``
(``same``: a sentence of the samples with words changed; ``near``: told in other words; ``own``: of the field, but in
none of them; all written by hand), for a range of bars. ``bench/data/README.md`` says how they were made.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import time
from collections import Counter

import numpy as np
from rapidfuzz import fuzz

from bench.datasets import load
from corpus.model import Span
from corpus.settings import PROJECT
from corpus.text import fold
from search import Engine
from search.drafts import DraftClass
from search.masking import mask
from search.phrases import SHORTEST, letters_of

DATA = PROJECT / "bench" / "data" / "drafts.csv"
_CLAUSE = re.compile("[，,；;]")
_WORDS = {
    "推进": "推动",
    "加强": "强化",
    "健全": "完善",
    "开展": "组织开展",
    "持续": "不断",
    "全面": "深入",
    "有效": "切实",
}
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def main(*arguments: str) -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench drafts")
    parser.add_argument("--errors", action="store_true", help="the sentences classed otherwise than labelled")
    chosen = parser.parse_args(arguments)
    engine = load("own").engine
    sentences = _sentences(engine)
    _print_changed(engine, sentences)
    _print_resembling(engine, sentences)
    _print_labelled(engine, errors=chosen.errors)
    _print_speed(engine, sentences)


def _sentences(engine: Engine) -> list[str]:
    texts = engine.catalog.texts(range(len(engine.shelf)))
    rows = engine.table.report[engine.table.sentence_passage].tolist()
    starts, stops = engine.table.sentence_start.tolist(), engine.table.sentence_stop.tolist()
    return [Span(a, b).of(texts[row][0]) for row, a, b in zip(rows, starts, stops, strict=True)]


def _pattern(engine: Engine, text: str) -> str:
    return letters_of(fold(mask(text, engine.drafts.places).text))


def changed(text: str, chance: random.Random) -> str:
    """Return a sentence as a writer takes it over: other figures, other common words, one clause of three or more left out."""
    text = _FIGURE.sub(lambda match: str(chance.randint(2, 900)), text)
    for word, other in _WORDS.items():
        text = text.replace(word, other)
    clauses = _CLAUSE.split(text)
    if len(clauses) > 3:
        del clauses[chance.randrange(len(clauses) - 1)]
    return "，".join(clauses)


def _print_changed(engine: Engine, sentences: list[str]) -> None:
    chance = random.Random(4)
    fit = [number for number, text in enumerate(sentences) if len(text) >= 2 * SHORTEST]
    numbers = chance.sample(fit, 200)
    texts = [changed(sentences[number], chance) for number in numbers]
    ids, _ = engine.sentences.nearest(engine.asker.centred(texts), 8)
    family = engine.families.sentences.family
    ranks = Counter(
        next((rank for rank, other in enumerate(near, 1) if family[other] == family[number]), 0)
        for number, near in zip(numbers, ids.tolist(), strict=True)
    )
    likeness = [
        fuzz.ratio(_pattern(engine, text), _pattern(engine, sentences[number])) / 100
        for number, text in zip(numbers, texts, strict=True)
    ]
    print(f"changed sentences: {len(texts)}; place of the original among the nearest: {dict(sorted(ranks.items()))}")
    print("  likeness, quantiles 0.01 0.05 0.1 0.5:", np.quantile(likeness, [0.01, 0.05, 0.1, 0.5]).round(2))


def _print_resembling(engine: Engine, sentences: list[str]) -> None:
    """Print the pairs of different families that are most alike: what must not count as the same."""
    fit = [number for number, text in enumerate(sentences) if len(text) >= 2 * SHORTEST]
    patterns = {number: _pattern(engine, sentences[number]) for number in fit}
    family, vectors = engine.families.sentences.family, engine.sentences.vectors
    ids, _ = engine.sentences.nearest(vectors[fit], 9)
    pairs = {
        (min(number, other), max(number, other))
        for number, near in zip(fit, ids.tolist(), strict=True)
        for other in near
        if other in patterns and family[other] != family[number]
    }
    found = sorted(((fuzz.ratio(patterns[a], patterns[b]) / 100, a, b) for a, b in pairs), reverse=True)
    for bar in (0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        print(f"  pairs of different families at {bar} or more: {sum(likeness >= bar for likeness, *_ in found)}")
    for likeness, a, b in found[:24]:
        print(f"    {likeness:.2f} {sentences[a][:70]} | {sentences[b][:70]}")


def _print_labelled(engine: Engine, *, errors: bool) -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {"same": DraftClass.SAME, "near": DraftClass.NEAR, "own": DraftClass.OWN}
    checks = [(row, engine.drafts.check(row["text"]).sentences[0]) for row in rows]
    table = Counter((row["label"], sentence.kind.value) for row, sentence in checks)
    for label in names:
        print(f"  {label}: " + ", ".join(f"{kind.value} {table[label, kind.value]}" for kind in DraftClass))
    for row, sentence in checks if errors else ():
        if sentence.kind is not names[row["label"]]:
            source = sentence.source
            print(
                f"    {row['label']} → {sentence.kind}: {row['text'][:40]}",
                source and (source.likeness, source.text[:40]),
            )
    from search import drafts

    kept = drafts.NEAR
    for bar in (0.3, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44, 0.46, 0.5):
        drafts.NEAR = bar
        near = Counter(
            row["label"]
            for row in rows
            if row["label"] != "same" and engine.drafts.check(row["text"]).sentences[0].kind is DraftClass.NEAR
        )
        print(f"  NEAR at {bar}: {near['near']} of the near, {near['own']} of the own")
    drafts.NEAR = kept


def _print_speed(engine: Engine, sentences: list[str]) -> None:
    chance = random.Random(5)
    times, processor = [], []
    for _ in range(5):
        text = "\n".join(chance.sample([text for text in sentences if 30 <= len(text) <= 110], 40))
        began, used = time.perf_counter(), time.process_time()
        engine.drafts.check(text)
        times.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    print(f"40 sentences: median {statistics.median(times):.2f} s, longest {max(times):.2f} s")
    print(f"  of processor time, over all cores: median {statistics.median(processor):.2f} s")
