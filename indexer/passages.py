"""Passages and sentences: the units that are found, quoted and embedded."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Heading, Paragraph, ParagraphRole, Passage, Sentence, Span
from corpus.text import sentence_spans

# Characters. Chosen with the product: shorter says too little to be cited alone, longer exceeds what e5 was
# trained to hold in one vector and what a reader takes in at a glance.
SHORTEST_PASSAGE = 80
LONGEST_PASSAGE = 400

# A heading alone is left out by what it is, not by its role: a numbered sentence is one too.
_CONTENT = (ParagraphRole.BODY, ParagraphRole.TABLE_ROW, ParagraphRole.HEADING)


@dataclass(frozen=True)
class _Piece:
    """Part of a paragraph that lies under one heading, as sentences."""

    heading: int | None
    sentences: tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end


def build_passages(text: str, paragraphs: Sequence[Paragraph], headings: Sequence[Heading]) -> tuple[Passage, ...]:
    """Cut a report into passages.

    A passage holds whole sentences of one heading's own text, ``SHORTEST_PASSAGE`` to ``LONGEST_PASSAGE``
    characters where the text allows: short neighbouring paragraphs are joined, long ones divided evenly.
    A heading that runs into its paragraph opens its passage; one on a line of its own belongs to none.
    """
    passages: list[Passage] = []
    group: list[_Piece] = []
    for piece in _pieces(text, paragraphs, headings):
        if group and (piece.heading != group[-1].heading or not _fits(group, piece)):
            passages.extend(_close(group))
            group = []
        group.append(piece)
    passages.extend(_close(group))
    return tuple(passages)


def _pieces(text: str, paragraphs: Sequence[Paragraph], headings: Sequence[Heading]) -> list[_Piece]:
    starts = [heading.span.start for heading in headings]
    pieces: list[_Piece] = []
    current: int | None = None
    upcoming = 0
    for paragraph in paragraphs:
        cuts = []
        while upcoming < len(starts) and starts[upcoming] < paragraph.span.end:
            cuts.append((starts[upcoming], upcoming))
            upcoming += 1
        bounds = [(paragraph.span.start, current), *cuts]
        for number, (start, heading) in enumerate(bounds):
            end = bounds[number + 1][0] if number + 1 < len(bounds) else paragraph.span.end
            current = heading
            if paragraph.role in _CONTENT and not _is_heading_alone(text, start, end, heading, headings):
                sentences = tuple(sentence_spans(text, Span(start, end)))
                if sentences:
                    pieces.append(_Piece(heading, sentences))
    return pieces


def _is_heading_alone(text: str, start: int, end: int, heading: int | None, headings: Sequence[Heading]) -> bool:
    """Tell whether the piece is a heading and nothing else (its list follows at once).

    A sentence with a number and nothing under it is an item of a list, not a heading alone.
    """
    if heading is None or headings[heading].span.start != start:
        return False
    span, extent = headings[heading].span, headings[heading].extent
    if span.end == extent.end and re.search(r"[，,；;].*[。；;]$", span.of(text)):
        return False
    return not text[headings[heading].span.end : end].strip(" 。；;：:，,\n\t")


def _fits(group: Sequence[_Piece], piece: _Piece) -> bool:
    """Tell whether ``piece`` joins the group: only short neighbours do, and only up to the longest passage."""
    together = piece.end - group[0].start
    shorter = min(group[-1].end - group[0].start, piece.end - piece.start)
    return shorter < SHORTEST_PASSAGE and together <= LONGEST_PASSAGE


def _close(group: Sequence[_Piece]) -> list[Passage]:
    sentences = [sentence for piece in group for sentence in piece.sentences]
    if not sentences:
        return []
    length = sentences[-1].end - sentences[0].start
    parts = math.ceil(length / LONGEST_PASSAGE)
    passages = []
    for part in _divide(sentences, parts):
        span = Span(part[0].start, part[-1].end)
        passages.append(Passage(span, group[0].heading, tuple(Sentence(sentence) for sentence in part)))
    return passages


def _divide(sentences: Sequence[Span], parts: int) -> list[list[Span]]:
    """Divide sentences into ``parts`` runs of about equal length, none longer than allowed unless one sentence is."""
    if parts == 1:
        return [list(sentences)]
    target = (sentences[-1].end - sentences[0].start) / parts
    runs: list[list[Span]] = [[]]
    for sentence in sentences:
        run = runs[-1]
        if run:
            length, grown = run[-1].end - run[0].start, sentence.end - run[0].start
            if grown > LONGEST_PASSAGE or (len(runs) < parts and abs(grown - target) > abs(length - target)):
                runs.append([])
        runs[-1].append(sentence)
    return runs
