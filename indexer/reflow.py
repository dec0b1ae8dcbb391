"""Lines to paragraphs: joins what a file broke in mid-sentence, the same way for every format.

The decision rests on the words alone, so that a text saved as txt, html, docx or pdf gives the same paragraphs.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Block, BlockRole
from corpus.text import CLOSERS, TERMINALS, fold, join_lines, tidy
from indexer.markers import leading_marker

# Below this length an unpunctuated line is a title, a heading or a name, not a broken sentence: the longest
# unpunctuated heading in the sample corpus has 39 characters.
SHORTEST_BROKEN_LINE = 40
# A file is hard-wrapped when most of its longer lines have nearly the same width.
_WRAP_WIDTHS = range(16, 61)
_WRAP_SHARE = 0.6

DATELINE = re.compile(
    r"^[(\[]?\s*((?:19|20)\d{2}|[一二][〇零○一二三四五六七八九]{3})\s*年\s*([\d一二三四五六七八九十]{1,2})\s*月"
    r"(?:\s*([\d一二三四五六七八九十]{1,3})\s*日)?\s*[)\]]?$"
)


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


def reflow(blocks: Sequence[Block]) -> list[Lines]:
    """Join the blocks (all of them content) into paragraphs."""
    texts = [tidy(block.text) for block in blocks]
    width = _wrap_width(texts)
    paragraphs: list[Lines] = []
    last_line = ""
    for index, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if not text:
            continue
        previous = paragraphs[-1] if paragraphs else None
        followed_by_date = index + 1 < len(texts) and is_dateline(texts[index + 1])
        if previous and not followed_by_date and _continues(previous, last_line, block, text, width):
            paragraphs[-1] = Lines(join_lines(previous.text, text), (*previous.blocks, block))
        else:
            paragraphs.append(Lines(text, (block,)))
        last_line = text
    return paragraphs


def is_dateline(text: str) -> bool:
    """Tell whether a line is nothing but a date, with or without brackets."""
    return bool(DATELINE.match(fold(text)))


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return text.rstrip(CLOSERS)[-1:] in tuple(TERMINALS) if text else False


def _continues(previous: Lines, last_line: str, block: Block, text: str, width: int | None) -> bool:
    if not {previous.role, block.role} <= {BlockRole.TEXT, BlockRole.LIST_ITEM}:
        return False
    if block.role is BlockRole.LIST_ITEM or is_dateline(text) or is_dateline(previous.text) or _starts_anew(text):
        return False
    if width is not None and len(last_line) >= width * 0.85:
        return not _indented(block.text)
    if ends_sentence(previous.text) or previous.text[-1] in ":：":
        return False
    if previous.text[-1] in ",，、;；" or _leaves_open(previous.text, text):
        return True
    if re.search(r"[。！？]", previous.text):
        # A sentence has ended and another has begun: neither a title nor a heading does that.
        return True
    if leading_marker(previous.text) and not re.search(r"[；;]", previous.text):
        return False
    return len(previous.text) >= SHORTEST_BROKEN_LINE and bool(re.search(r"[,，。;；]", previous.text))


def _leaves_open(text: str, following: str) -> bool:
    """Tell whether ``text`` opens a quotation, title or bracket that ``following`` closes."""
    return any(
        text.count(mark) > text.count(close) and following.count(close) > following.count(mark)
        for mark, close in (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
    )


def _starts_anew(text: str) -> bool:
    return leading_marker(text) is not None or text.startswith(("——", "--", "●", "■", "◆", "★", "▲"))


def _indented(raw: str) -> bool:
    return raw[:1].isspace()


def _wrap_width(texts: Sequence[str]) -> int | None:
    """Return the width at which the file's lines are cut, or ``None`` if each line is a paragraph."""
    lengths = [len(text) for text in texts if text]
    if len(lengths) < 8:
        return None
    width = int(statistics.quantiles(lengths, n=10)[8])
    full = [text for text in texts if len(text) >= width * 0.85]
    long_lines = sum(1 for length in lengths if length >= width * 0.5)
    cut = sum(1 for text in full if not ends_sentence(text))
    if width in _WRAP_WIDTHS and max(lengths) <= width * 1.25 and len(full) >= long_lines * _WRAP_SHARE:
        return width if cut >= len(full) * 0.5 else None
    return None
