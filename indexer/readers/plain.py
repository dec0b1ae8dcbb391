"""Plain text and Markdown: one block a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.model import Block, BlockRole, Document, Position
from indexer.readers.decoding import decode
from indexer.readers.finish import finish

#: What an editor counts as a line end; the rarer ones end a block but not a numbered line.
_NUMBERED_LINE = re.compile("\r\n|\r|\n")
_MD_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_MD_ITEM = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_MD_FENCE = re.compile(r" {0,3}(```|~~~)")
_MD_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|\|?[ \t:|-]*--[ \t:|-]*)$")


def read_txt(name: str, data: bytes) -> Document:
    """Read plain text: each line that is not blank is a block, as it stands.

    :raises UnsupportedFormat: for binary data.
    :raises EmptySource: when there is nothing but white space.
    """
    decoded = decode(name, data)
    blocks = (Block(line, position=Position(line=number)) for number, line in _lines(decoded.text))
    return finish(name, "txt", blocks, encoding=decoded.encoding, warnings=decoded.warnings)


def read_md(name: str, data: bytes) -> Document:
    """Read Markdown: as plain text, with ``#`` headings and ``-`` items as roles and their markers taken off.

    :raises UnsupportedFormat: for binary data.
    :raises EmptySource: when there is nothing but white space.
    """
    decoded = decode(name, data)
    blocks = _markdown(decoded.text)
    return finish(name, "md", blocks, encoding=decoded.encoding, warnings=decoded.warnings)


def _markdown(text: str) -> Iterator[Block]:
    fenced = False
    for number, line in _lines(text):
        position = Position(line=number)
        if _MD_FENCE.match(line):
            fenced = not fenced
        elif fenced:
            yield Block(line, position=position)
        elif heading := _MD_HEADING.match(line):
            yield Block(heading[2], BlockRole.HEADING, len(heading[1]), position)
        elif _MD_RULE.match(line):
            continue
        elif item := _MD_ITEM.match(line):
            yield Block(line[item.end() :], BlockRole.LIST_ITEM, position=position)
        elif line.strip().startswith("|") and line.strip().endswith("|") and line.count("|") > 1:
            cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
            yield Block("\t".join(cells), BlockRole.TABLE_ROW, position=position)
        else:
            yield Block(line, position=position)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers from 1."""
    start, number = 0, 1
    for end in _NUMBERED_LINE.finditer(text):
        yield number, text[start : end.start()]
        start, number = end.end(), number + 1
    yield number, text[start:]
