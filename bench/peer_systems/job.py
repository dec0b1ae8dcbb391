"""What both sides of the comparison exchange: a job as JSON, and what each system made of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

# Queries before the clock starts: the first ones pay for lazy imports and for threads.
WARM_UP = 5


class Chunk(NamedTuple):
    """A piece of a report: the report's place in the job and a span ``[start, end)`` of its text, in code points."""

    report: int
    start: int
    end: int


Search = Callable[[str], Sequence[Chunk]]


@dataclass(frozen=True)
class Job:
    """What to index and what to ask.

    :param model: folder of a sentence-transformers model; nothing is downloaded.
    :param query_prompt: what the model wants before a query, ``passage_prompt`` before a text.
    :param titles: of the reports, in the order of ``texts``.
    :param depth: how many results a query shall give.
    """

    model: str
    query_prompt: str
    passage_prompt: str
    titles: list[str]
    texts: list[str]
    queries: list[str]
    depth: int

    @classmethod
    def read(cls, file: Path) -> Job:
        """Read a job from JSON."""
        return cls(**json.loads(file.read_text(encoding="utf-8")))

    def write(self, file: Path) -> None:
        """Write the job as JSON."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """What a system did with a job.

    :param texts: how many texts it indexed, of ``characters`` together.
    :param seconds: splitting and indexing with the model loaded; ``cpu_seconds`` of all threads.
    :param milliseconds: of each query, ``(queries,)``; ``cpu_milliseconds`` of all threads.
    :param ranked: the results of each query, best first.
    """

    name: str
    texts: int
    characters: int
    seconds: float
    cpu_seconds: float
    milliseconds: list[float]
    cpu_milliseconds: list[float]
    ranked: list[list[Chunk]]


@dataclass
class Clock:
    """Seconds spent inside ``running()``, on the wall and of the processor, all threads together."""

    seconds: float = field(default=0.0)
    cpu_seconds: float = field(default=0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Add what passes inside."""
        began, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - began
        self.cpu_seconds += time.process_time() - cpu


def timed(search: Search, queries: Sequence[str]) -> tuple[list[float], list[float], list[list[Chunk]]]:
    """Ask every query once, after a few to warm up.

    :return: milliseconds of each query, those of the processor (all threads), and its results.
    """
    for query in queries[:WARM_UP]:
        search(query)
    milliseconds, cpu_milliseconds, ranked = [], [], []
    for query in queries:
        clock = Clock()
        with clock.running():
            found = search(query)
        milliseconds.append(clock.seconds * 1000)
        cpu_milliseconds.append(clock.cpu_seconds * 1000)
        ranked.append(list(found))
    return milliseconds, cpu_milliseconds, ranked


def write_runs(file: Path, runs: Iterable[Run]) -> None:
    """Write runs as JSON."""
    file.write_text(json.dumps([asdict(run) for run in runs], ensure_ascii=False), encoding="utf-8")


def read_runs(file: Path) -> list[Run]:
    """Read what ``write_runs`` wrote."""
    return [
        Run(**{**row, "ranked": [[Chunk(*chunk) for chunk in found] for found in row["ranked"]]})
        for row in json.loads(file.read_text(encoding="utf-8"))
    ]
