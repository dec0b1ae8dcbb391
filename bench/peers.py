"""The same queries through txtai and LangChain: ``python -m bench peers --python PEERS/bin/python [own|everyday …]``.

``PEERS`` is a virtual environment with ``bench/peers-requirements.txt``. Each library runs in a process of its own, on
the texts our reader made (no site furniture, one report a text) and with our model, prompts and versions of torch, so
that only the program around the model differs. It cuts the texts in its usual way; ``bench/peer_scoring.py`` tells how
its chunks are scored. All queries of the sets are asked once, one after the other, after a warm-up.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.datasets import BenchQuery, Dataset, load
from bench.indexes import bench_settings
from bench.peer_scoring import Judged, answered_within, measured_chunks, shown
from bench.peer_systems.job import Chunk, Clock, Job, Run, read_runs, timed
from bench.quality import configurations, table
from corpus.encoder import Encoder
from corpus.model import Span
from corpus.model_folder import find_model
from corpus.settings import PROJECT
from corpus.text import clause_spans
from indexer.build import EMBED, build
from search import Engine, Query

LIBRARIES = ("txtai", "langchain")
OURS = "法治参阅"
# As many as the longest list that bench/quality.py asks a user's search for.
DEPTH = 20
# The longest chunk here: every system can show at least one result whole.
READ = 1000
SHOWN = 5


@dataclass(frozen=True)
class Texts:
    """What we embed of the reports: passages, sentences and clauses."""

    count: int
    characters: int


def main(*arguments: str) -> None:
    """Print quality, reading and speed of all systems."""
    parser = argparse.ArgumentParser(prog="python -m bench peers")
    parser.add_argument("sets", nargs="*", default=[], metavar="own|everyday")
    parser.add_argument("--python", required=True, help="the Python of the virtual environment of the other libraries")
    parser.add_argument("--split", nargs="+", choices=("dev", "test", "all"), default=["test"])
    chosen = parser.parse_args(arguments)
    datasets = [load(name) for name in chosen.sets or ("own", "everyday")]
    engine = datasets[0].engine
    texts = [text for text, _ in engine.catalog.texts(range(len(engine.shelf))).values()]
    queries = [query.text for dataset in datasets for query in dataset.chosen("all")]
    runs = [run for library in LIBRARIES for run in _peer_runs(library, chosen.python, _job(engine, texts, queries))]
    ours, vectors = _our_run(engine, queries)
    for dataset in datasets:
        for split in chosen.split:
            _print_quality(dataset, split, queries, runs)
    print("\n### speed\n\n" + _speed([*runs, ours, vectors], sum(map(len, texts))), flush=True)


def _job(engine: Engine, texts: list[str], queries: list[str]) -> Job:
    chosen = bench_settings("sample")
    folder = find_model(chosen.model, chosen.models_dir)
    titles = [info.metadata.title.value or Path(info.source.name).stem for info in engine.shelf.infos]
    return Job(
        str(folder.path.resolve()), folder.prompts["query"], folder.prompts["document"], titles, texts, queries, DEPTH
    )


def _peer_runs(library: str, python: str, job: Job) -> list[Run]:
    """Run a library in its own process.

    :raises subprocess.CalledProcessError: it failed; what it said stands above.
    """
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "runs.json"
        job.write(asked)
        command = [python, "-m", "bench.peer_systems", library, str(asked), str(answered)]
        quiet = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error", "TQDM_DISABLE": "1"}
        subprocess.run(command, check=True, cwd=PROJECT, env={**os.environ, **quiet})
        return read_runs(answered)


def _our_run(engine: Engine, queries: Sequence[str]) -> tuple[Run, Run]:
    """Return our whole build and search, and of the build the vectors alone."""
    answered = timed(lambda query: _searched(engine, query), queries)
    chosen = bench_settings("sample")
    encoder = Encoder.open(chosen.model, chosen.models_dir, threads=chosen.threads, device=chosen.device)
    encoder.encode_passages(["预热"])
    clock, texts = Clock(), _texts(engine)
    with tempfile.TemporaryDirectory() as folder, clock.running():
        inputs = [PROJECT / "data" / "reports"]
        settings = chosen.model_copy(update={"index": Path(folder), "models": chosen.models_dir})
        seconds = build(inputs, settings, encoder=encoder).generation.manifest.seconds
    count, characters = texts.count, texts.characters
    milliseconds, cpu, found = answered
    whole = Run(f"{OURS}, whole build", count, characters, clock.seconds, clock.cpu_seconds, milliseconds, cpu, found)
    vectors = Run(f"{OURS}, vectors alone", count, characters, seconds[EMBED], np.nan, [], [], [])
    return whole, vectors


def _searched(engine: Engine, query: str) -> list[Chunk]:
    return [Chunk(hit.report.row, *hit.span) for hit in engine.search(Query(query, top=DEPTH)).hits]


def _texts(engine: Engine) -> Texts:
    spans: list[Span] = []
    for report in filter(None, (engine.report(info.id) for info in engine.shelf.infos)):
        for passage in report.passages:
            spans.append(passage.span)
            for sentence in passage.sentences:
                spans += [sentence.span, *clause_spans(report.text, sentence.span)]
    return Texts(len(spans), sum(end - start for start, end in spans))


def _passages(engine: Engine) -> list[Chunk]:
    columns = (engine.table.report, engine.table.start, engine.table.stop)
    return [Chunk(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _print_quality(dataset: Dataset, split: str, queries: Sequence[str], runs: Sequence[Run]) -> None:
    chosen = dataset.chosen(split)
    passages = _passages(dataset.engine)
    judged = Judged.of(passages, dataset.units)
    place = {text: number for number, text in enumerate(queries)}
    found = {run.name: [run.ranked[place[query.text]] for query in chosen] for run in runs}
    found.update(_ours(dataset, chosen, judged))
    rows = {name: measured_chunks(chosen, results, judged) for name, results in found.items()}
    print(f"\n### {dataset.name}, {split}: {len(chosen)} queries\n\n{table(rows)}\n")
    print(f"| system | answered within {READ} characters | characters in the first {SHOWN} results |\n|---|---|---|")
    for name, results in found.items():
        print(f"| {name} | {answered_within(READ, chosen, results, judged):.3f} | {shown(SHOWN, results):.0f} |")


def _ours(dataset: Dataset, queries: Sequence[BenchQuery], judged: Judged) -> Iterator[tuple[str, list[list[Chunk]]]]:
    for name, run in configurations(dataset, ablation=False).items():
        if "fused" in name:
            yield f"{OURS}, {name}", [[judged.passages[unit] for unit in run(query.text)] for query in queries]


def _speed(runs: Sequence[Run], corpus: int) -> str:
    """Return a table of rates and latencies.

    :param corpus: characters of the reports.
    """
    lines = [
        f"Reports: {corpus} characters.\n",
        "| system | texts | characters indexed | seconds | CPU seconds | texts/s | characters/s "
        "| of reports/s | p50 ms | p95 ms | CPU p50 ms |",
        "|---" * 11 + "|",
    ]
    for run in runs:
        asked = run.milliseconds and [*np.percentile(run.milliseconds, [50, 95]), np.median(run.cpu_milliseconds)]
        counted = [run.texts, run.characters, run.seconds, run.cpu_seconds]
        rates = [run.texts / run.seconds, run.characters / run.seconds, corpus / run.seconds]
        cells = [
            "—" if np.isnan(number) else f"{number:.0f}" for number in (*counted, *rates, *(asked or [np.nan] * 3))
        ]
        lines.append(f"| {run.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
