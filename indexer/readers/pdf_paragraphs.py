"""Paragraphs of a PDF from the geometry of its lines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.readers.pdf_lines import CLOSING, PdfLine, PdfPage

#: In em: how far a first line is set in (two characters, less where the font is narrow).
_INDENT = 1.2
#: In em, what must be left over in a line for its end to be a choice: a line breaks as late as it can, so a hair's
#: breadth, and the quarter em that layout programs add between Chinese and Latin. 0.1 between Chinese characters
#: alone broke 8 more of 2,643 paragraphs (the 31 provincial reports of 2025 set with reportlab), and mended one.
_SLACK = 0.35
#: Lines further apart than this many times the usual distance belong to two paragraphs.
_LOOSE = 1.22
_OTHER_SIZE = 0.08
_LABEL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇\d]+[编章节条]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、.．](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}是|——|各位[^，。]{2,12}[：:！!])"
)
_SENTENCE_END = re.compile(r"[。！？；：!?;:”）)]\s*$")


@dataclass(frozen=True)
class Frame:
    """The edges of a text column, in points.

    :param indented: paragraphs begin with a first line set in.
    """

    left: float
    right: float
    indented: bool


class Layout:
    """What the lines of a document have in common: margins by page shape and side, line distance by size."""

    def __init__(self, pages: Sequence[PdfPage], lines: Sequence[PdfLine]) -> None:
        self._pages = {page.number: page for page in pages}
        self._mirrored = len(pages) >= 6  # odd and even pages may have mirrored margins
        groups: dict[tuple[int, ...], list[PdfLine]] = defaultdict(list)
        for line in lines:
            groups[self._group(line)].append(line)
        self._frames = {group: _frame(members, self._pages[members[0].page].width) for group, members in groups.items()}
        self._pitches = _pitches(lines)

    def _group(self, line: PdfLine) -> tuple[int, ...]:
        page = self._pages[line.page]
        parity = line.page % 2 if self._mirrored else 0
        return round(page.width / 10), round(page.height / 10), line.column, line.turned, parity

    def frame(self, line: PdfLine) -> Frame:
        """Return the column a line stands in."""
        return self._frames[self._group(line)]

    def pitch(self, line: PdfLine) -> float:
        """Return the usual distance of baselines at a line's size, in points."""
        return self._pitches.get(round(line.size), line.size * 1.5)


def paragraphs(pages: Sequence[PdfPage], lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Group content lines, in reading order, into paragraphs; these may run over pages and columns."""
    layout = Layout(pages, lines)
    groups: list[list[PdfLine]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, layout):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def join_lines(lines: Sequence[PdfLine]) -> str:
    """Join the lines of a paragraph: Chinese without a space, Latin words with one."""
    text = lines[0].text
    for line in lines[1:]:
        before, after = text.rstrip(" "), line.text.lstrip(" \u3000")
        text = before + _between(before, after) + after
    return text


def _between(before: str, after: str) -> str:
    if not before or not after:
        return ""
    last, first = before[-1], after[0]
    if _is_wide(last) or _is_wide(first) or last in "-/“‘" or first in "”’":
        return ""
    if last.isdigit() and first.isdigit():  # a number broken at the margin: Chinese layout may do so
        return ""
    return " "


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—·"


def _continues(paragraph: Sequence[PdfLine], line: PdfLine, layout: Layout) -> bool:
    before = paragraph[-1]
    frame, frame_before = layout.frame(line), layout.frame(before)
    if abs(line.size - before.size) > _OTHER_SIZE * before.size or line.turned != before.turned:
        return False
    if "\t" in before.text.strip() and "\t" in line.text.strip():  # rows of a table
        return False
    same_column = line.page == before.page and line.column == before.column
    if same_column and not 0 < before.y - line.y <= _LOOSE * layout.pitch(line):
        return False
    if _is_centred(line, frame) and _is_centred(before, frame_before) and _is_inset(line, frame):
        room = frame_before.right - frame_before.left - (before.x1 - before.x0)
        return room < _needed(line)
    if line.x0 > frame.left + _INDENT * line.size:
        # Set in: the first line of a paragraph, unless all of it is set in as far (a quotation).
        block = abs((line.x0 - frame.left) - (before.x0 - frame_before.left)) < 0.3 * line.size
        if not block or frame.indented:
            return False
    if frame_before.right - before.x1 >= _needed(line):
        return False  # the line before had room for more: its paragraph was over
    return frame.indented or not (_LABEL.match(line.text) and _SENTENCE_END.search(before.text))


def _needed(line: PdfLine) -> float:
    """Return the room, in points, that the start of a line would have needed on the line before."""
    return line.token + _SLACK * line.size


def _is_centred(line: PdfLine, frame: Frame) -> bool:
    return abs(line.centre - (frame.left + frame.right) / 2) < 0.8 * line.size


def _is_inset(line: PdfLine, frame: Frame) -> bool:
    """Tell whether a line keeps off both margins, as the last line of a centred title does."""
    if frame.indented and 1.5 * line.size < line.x0 - frame.left < 2.6 * line.size:
        return False  # a first line, which ends short by chance
    return line.x0 > frame.left + 0.5 * line.size and line.x1 < frame.right - 0.5 * line.size


def _frame(lines: Sequence[PdfLine], width: float) -> Frame:
    size = Counter(round(line.size, 1) for line in lines).most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 0.05 * size] or list(lines)
    enough = max(2, len(body) // 20)
    starts = sorted(line.x0 for line in body)
    left = next((x for x in starts if sum(abs(x - other) < 0.3 * size for other in starts) >= enough), starts[0])
    # Punctuation may hang over the margin: lines that end in it do not show where the margin is.
    unhung = [line for line in body if line.text.rstrip()[-1] not in CLOSING]
    ends = sorted((line.x1 for line in unhung or body), reverse=True)
    full = next((x for x in ends if sum(x - 1.5 * size <= other <= x + 1 for other in ends) >= 3), None)
    # Too few full lines to see the margin: it is as wide as the left one, as pages mostly are.
    right = full if full is not None else max(ends[0], width - left if lines[0].column == 0 else ends[0])
    indents = sum(left + 1.5 * size < line.x0 < left + 2.6 * size for line in body)
    return Frame(left, right, indents >= max(3, 0.08 * len(body)))


def _pitches(lines: Sequence[PdfLine]) -> dict[int, float]:
    """Return the usual distance of two baselines by font size: the smallest of the common ones."""
    gaps: dict[int, Counter[float]] = defaultdict(Counter)
    for before, line in pairwise(lines):
        gap = before.y - line.y
        same = line.page == before.page and line.column == before.column and abs(line.size - before.size) < 0.5
        if same and 0 < gap < 4 * line.size:
            gaps[round(line.size)][round(gap * 2) / 2] += 1
    return {
        size: min(gap for gap, count in counter.items() if count >= 0.4 * max(counter.values()))
        for size, counter in gaps.items()
    }
