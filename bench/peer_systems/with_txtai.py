"""txtai: ``Embeddings(hybrid=True)``, its BM25 and vectors half and half, over its ``Segmentation`` into lines.

A line of a report's text is a paragraph or a heading. Sentences are no choice here: txtai cuts them with NLTK, whose
models have no Chinese. Its BM25 takes every Chinese character for a word; the second run gives it jieba's words, by the
custom scoring class that its configuration asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from bench.peer_systems.job import Chunk, Clock, Job, Run, timed

_SCORINGS: dict[str, dict[str, Any]] = {
    "txtai hybrid": {},
    "txtai hybrid, jieba": {
        # As hybrid=True sets it, but for the class.
        "scoring": {"method": "bench.peer_systems.jieba_bm25.JiebaBM25", "terms": True, "normalize": True}
    },
}


def runs(job: Job) -> Iterator[Run]:
    """Run both scorings."""
    from txtai import Embeddings  # type: ignore[import-not-found]
    from txtai.pipeline import Segmentation  # type: ignore[import-not-found]

    segment = Segmentation(lines=True)
    for name, scoring in _SCORINGS.items():
        embeddings = Embeddings(
            path=job.model,
            hybrid=True,
            content=True,
            instructions={"query": job.query_prompt, "data": job.passage_prompt},
            **scoring,
        )
        embeddings.transform("预热")
        yield _run(name, job, embeddings, segment)


def _run(name: str, job: Job, embeddings: Any, segment: Callable[[str], list[str]]) -> Run:
    clock = Clock()
    with clock.running():
        lines = [segment(text) for text in job.texts]
        embeddings.index((number, line, None) for number, line in enumerate(chain.from_iterable(lines)))
    chunks = [Chunk(report, *span) for report, text in enumerate(job.texts) for span in located(text, lines[report])]

    def search(query: str) -> list[Chunk]:
        return [chunks[int(row["id"])] for row in embeddings.search(query, job.depth)]

    characters = sum(map(len, chain.from_iterable(lines)))
    return Run(name, len(chunks), characters, clock.seconds, clock.cpu_seconds, *timed(search, job.queries))


def located(text: str, pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of pieces that follow each other in ``text``; runs of spaces may have become one.

    :raises ValueError: a piece is not there.
    """
    position = 0
    for piece in pieces:
        match = re.compile(" +".join(map(re.escape, piece.split(" ")))).search(text, position)
        if match is None:
            raise ValueError(f"not in the text: {piece[:40]}")
        position = match.end()
        yield match.span()
