"""Retrieval sets: queries with the units that answer them, and the index to ask.

``own``, ``everyday`` and ``typed`` (all of it dev) are ours, over the sample corpus (``bench/data``); ``stard`` is public (700 lay legal questions
over 12,863 statute articles, MIT, see DESIGN) and is read from ``FAZHI_BENCH_STARD``, by default beside the project.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.indexes import ready_index
from corpus.settings import PROJECT
from corpus.text import visible
from search import Engine

DATA = Path(__file__).parent / "data"
STARD = Path(os.environ.get("FAZHI_BENCH_STARD", PROJECT.parent / "shared" / "eval" / "stard_dev"))
UNANSWERABLE = "unanswerable"


@dataclass(frozen=True)
class BenchQuery:
    """A query with what answers it.

    :param relevant: unit → grade (1 partly, 2 directly); empty if nothing does.
    """

    id: str
    text: str
    kind: str
    split: str
    relevant: dict[str, int]


@dataclass(frozen=True)
class Dataset:
    """A set ready to run.

    :param units: passage id → unit: the passage itself, or the document it belongs to.
    :param copies: unit → all units of the same words, itself among them; a unit with words of its own is left out.
    """

    name: str
    engine: Engine
    queries: tuple[BenchQuery, ...]
    units: Sequence[str]
    copies: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def chosen(self, split: str) -> list[BenchQuery]:
        """Return the queries of a half (``dev``, ``test``) or of both (``all``) that have an answer."""
        return [query for query in self.queries if query.relevant and split in (query.split, "all")]

    def unanswerable(self, split: str) -> list[BenchQuery]:
        """Return the queries of a half that have none."""
        return [query for query in self.queries if query.kind == UNANSWERABLE and split in (query.split, "all")]


def load(name: str) -> Dataset:
    """Return the set ``own``, ``everyday``, ``typed`` or ``stard``, building its index if there is none."""
    return _stard() if name == "stard" else _sample(name)


def half(identifier: str) -> str:
    """Return the half a query belongs to, decided by its id before anything was tuned."""
    return "test" if int(hashlib.sha1(identifier.encode()).hexdigest(), 16) % 2 else "dev"


def _sample(name: str) -> Dataset:
    engine = ready_index("sample", [PROJECT / "data" / "reports"])
    file = DATA / ("queries.jsonl" if name == "own" else f"{name}.jsonl")
    passages = _passage_texts(engine)
    queries = []
    for row in _lines(file):
        relevant: dict[str, int] = {}
        for answer in row["answers"]:
            quote = visible(answer["quote"])
            for passage, text in passages[answer["source"], answer["ordinal"]]:
                if quote in text:
                    relevant[str(passage)] = max(relevant.get(str(passage), 0), answer["grade"])
        queries.append(BenchQuery(row["id"], row["query"], row["kind"], row["split"], relevant))
    return Dataset(name, engine, tuple(queries), [str(passage) for passage in range(len(engine.table.report))])


def _stard() -> Dataset:
    files = PROJECT / "index" / "bench" / "stard-files"
    contents = {row["_id"]: f"{row['title']}\n\n{row['text']}" for row in _lines(STARD / "corpus.jsonl")}
    if not files.exists():
        files.mkdir(parents=True)
        for name, text in contents.items():
            (files / f"{name}.txt").write_text(text, encoding="utf-8")
    engine = ready_index("stard", [files])
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (STARD / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        relevant[query][document] = int(grade)
    queries = [
        BenchQuery(row["_id"], row["text"], "question", half(row["_id"]), relevant[row["_id"]])
        for row in _lines(STARD / "queries.jsonl")
    ]
    documents = [Path(info.source.name).stem for info in engine.shelf.infos]
    # The indexer takes the same file in once. An article that the set lists under several numbers is found under all.
    alike: dict[str, list[str]] = defaultdict(list)
    for name, text in contents.items():
        alike[text].append(name)
    copies = {name: names for names in alike.values() if len(names) > 1 for name in names}
    return Dataset("stard", engine, tuple(queries), [documents[row] for row in engine.table.report.tolist()], copies)


def _passage_texts(engine: Engine) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """Return (file, ordinal) → passage ids with their texts without whitespace."""
    found: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    ids = list(range(len(engine.table.report)))
    for passage, text in zip(ids, engine.locator.texts(ids), strict=True):
        info = engine.shelf.infos[int(engine.table.report[passage])]
        found[info.source.name, info.ordinal].append((passage, visible(text)))
    return found


def _lines(file: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
