"""Lines to paragraphs: joins what a file broke in mid-sentence, the same way for every format.

The decision rests on the words alone, so that a text saved as txt, html, docx or pdf gives the same paragraphs.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Block, BlockRole
from corpus.text import CLOSERS, TERMINALS, join_lines, tidy
from indexer.dates import is_dateline
from indexer.markers import leading_marker

# Below this length an unpunctuated line is a title, a heading or a name, not a broken sentence: the longest
# unpunctuated heading in the sample corpus has 39 characters.
SHORTEST_BROKEN_LINE = 40
# A file is hard-wrapped when most of its longer lines have nearly the same width.
_WRAP_WIDTHS = range(16, 61)
_WRAP_SHARE = 0.6
# Of the width: from here a line counts as full, and up to here it may exceed it (digits are narrower).
_FULL, _LONGEST = 0.85, 1.25
# A page's foot and the like may be longer than the text is wide.
_OTHER_SHARE = 0.03

_PAIRS = ("“”", "《》", "（）", "()")
_INNER_MARKS = frozenset("。！？，,；;")


@dataclass(frozen=True)
class Lines:
    """A paragraph before it has a place in a report.

    :param text: canonical form (see ``corpus.text.tidy``).
    :param blocks: the blocks it was made of, in order.
    """

    text: str
    blocks: tuple[Block, ...]

    @property
    def role(self) -> BlockRole:
        """What the format says of its first block."""
        return self.blocks[0].role

    @property
    def level(self) -> int | None:
        """Heading level of its first block."""
        return self.blocks[0].level


class _Growing:
    """A paragraph that may still grow; keeps what the next decision needs, so that joining stays linear."""

    def __init__(self, block: Block, text: str) -> None:
        self.blocks = [block]
        self.lines = [text]
        self.length = len(text)
        self.has_marker = leading_marker(text) is not None
        self.is_date = is_dateline(text)
        self.open = {marks: text.count(marks[0]) - text.count(marks[1]) for marks in _PAIRS}
        self.marks = set(text) & _INNER_MARKS

    def add(self, block: Block, text: str) -> None:
        """Take one more line."""
        self.blocks.append(block)
        self.lines.append(text)
        self.length += len(text)
        self.is_date = False
        for marks in _PAIRS:
            self.open[marks] += text.count(marks[0]) - text.count(marks[1])
        self.marks |= set(text) & _INNER_MARKS

    def finish(self) -> Lines:
        """Return the paragraph."""
        pieces = [self.lines[0]]
        for before, line in pairwise(self.lines):
            pieces.append(join_lines(before[-1], line)[1:])
        return Lines("".join(pieces), tuple(self.blocks))


def reflow(blocks: Sequence[Block]) -> list[Lines]:
    """Join the blocks (all of them content) into paragraphs."""
    texts = [tidy(block.text) for block in blocks]
    width = _wrap_width([block.text.rstrip() for block in blocks])
    paragraphs: list[_Growing] = []
    for index, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if not text:
            continue
        previous = paragraphs[-1] if paragraphs else None
        followed_by_date = index + 1 < len(texts) and is_dateline(texts[index + 1])
        if previous and not followed_by_date and _continues(previous, block, text, width):
            previous.add(block, text)
        else:
            paragraphs.append(_Growing(block, text))
    return [paragraph.finish() for paragraph in paragraphs]


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return text.rstrip(CLOSERS)[-1:] in tuple(TERMINALS) if text else False


def _continues(previous: _Growing, block: Block, text: str, width: int | None) -> bool:
    if not {previous.blocks[0].role, block.role} <= {BlockRole.TEXT, BlockRole.LIST_ITEM}:
        return False
    if block.role is BlockRole.LIST_ITEM or previous.is_date or is_dateline(text) or _starts_anew(text):
        return False
    last_line = previous.lines[-1]
    if width is not None and len(previous.blocks[-1].text.rstrip()) >= width * _FULL:
        return not block.text[:1].isspace()
    if ends_sentence(last_line) or last_line[-1] in ":：":
        return False
    if last_line[-1] in ",，、;；" or _leaves_open(previous, text):
        return True
    if previous.marks & set("。！？"):
        # A sentence has ended and another has begun: neither a title nor a heading does that.
        return True
    if previous.has_marker and not previous.marks & set("；;"):
        return False
    return previous.length >= SHORTEST_BROKEN_LINE and bool(previous.marks)


def _leaves_open(previous: _Growing, following: str) -> bool:
    """Tell whether ``previous`` opens a quotation, title or bracket that ``following`` closes."""
    return any(previous.open[marks] > 0 and following.count(marks[1]) > following.count(marks[0]) for marks in _PAIRS)


def _starts_anew(text: str) -> bool:
    return leading_marker(text) is not None or text.startswith(("——", "--", "●", "■", "◆", "★", "▲"))


def _wrap_width(texts: Sequence[str]) -> int | None:
    """Return the width at which the file's lines are cut, or ``None`` if each line is a paragraph."""
    lengths = [len(text) for text in texts if text]
    if len(lengths) < 8:
        return None
    width = int(statistics.quantiles(lengths, n=10)[8])
    full = [text for text in texts if width * _FULL <= len(text) <= width * _LONGEST]
    longer = sum(1 for length in lengths if length > width * _LONGEST)
    long_lines = sum(1 for length in lengths if length >= width * 0.5)
    cut = sum(1 for text in full if not ends_sentence(text))
    if width in _WRAP_WIDTHS and longer <= len(lengths) * _OTHER_SHARE and len(full) >= long_lines * _WRAP_SHARE:
        return width if cut >= len(full) * 0.5 else None
    return None
