"""One source from bytes to reports: read, reflow, split, frame, outline, metadata, passages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from corpus.errors import EmptySource
from corpus.model import (
    Block,
    Document,
    FieldName,
    LeftOut,
    PageField,
    Paragraph,
    Reading,
    Report,
    Source,
    Span,
)
from corpus.text import tidy
from indexer.frame import Framed, frame
from indexer.metadata import Surroundings, recognise_metadata
from indexer.outline import build_outline
from indexer.page_fields import read_page_fields
from indexer.passages import build_passages
from indexer.readers import MAX_BYTES, read
from indexer.reflow import Lines, reflow
from indexer.split import COVER, PART_NUMBER, split_reports


def read_source(name: str, path: str, data: bytes, max_bytes: int = MAX_BYTES) -> Reading:
    """Turn the bytes of one file into its reports.

    :param name: the file's own name; ``path`` as the user gave it.
    :return: reports and left-out text that together hold every visible character of the file.
    :raises corpus.errors.ReadError: if the file cannot be read or holds no report.
    """
    document = read(name, data, max_bytes=max_bytes)
    source = Source(hashlib.sha256(data).hexdigest(), name, path, document.format, len(data))
    lines = reflow([block for block in document.blocks if block.furniture is None])
    left_out = [_left_out(block, block.furniture) for block in document.blocks if block.furniture]
    split = split_reports(lines)
    left_out += [_left_out(block, reason) for i, reason in split.left_out.items() for block in lines[i].blocks]
    anthology = len(split.reports) > 1
    page = _page_fields(document)
    cover = tuple(lines[i].text for i, reason in split.left_out.items() if reason == COVER)
    reports: list[Report] = []
    for start, end in split.reports:
        content = [lines[i] for i in range(start, end) if i not in split.left_out]
        if start in split.numbered:
            number, content[0] = _without_number(content[0], split.numbered[start])
            left_out.append(number)
        framed = frame(content, _page_title(page) if not anthology else None)
        fields = (*framed.fields, *page) if not anthology else _common(page)
        report = _report(
            source, len(reports) + 1, framed, Surroundings(fields, cover, "" if anthology else PurePath(name).stem)
        )
        if report.passages:
            reports.append(report)
            left_out += framed.left_out
        else:
            left_out += [_left_out(block, "没有正文") for line in content for block in line.blocks]
    if not reports:
        raise EmptySource(name, "文件里没有可以检索的正文", "请确认文件内容是否完整")
    return Reading(source, tuple(reports), tuple(left_out), document.warnings)


def _left_out(block: Block, reason: str | None) -> LeftOut:
    return LeftOut(block.text, reason or "", block.position)


def _without_number(line: Lines, length: int) -> tuple[LeftOut, Lines]:
    """Take the part number off a title."""
    first, *rest = line.blocks
    title = Lines(line.text[length:].lstrip(), (replace(first, text=first.text[length:]), *rest))
    return LeftOut(line.text[:length], PART_NUMBER, first.position), title


def _page_fields(document: Document) -> tuple[PageField, ...]:
    """Return what the file states of itself: its format's own fields and the field lines among its furniture."""
    furniture = [Lines(tidy(block.text), (block,)) for block in document.blocks if block.furniture]
    return (*read_page_fields([line for line in furniture if line.text]).fields, *document.fields)


def _page_title(fields: Sequence[PageField]) -> str | None:
    return next((field.value for field in fields if field.name is FieldName.TITLE), None)


def _common(fields: Sequence[PageField]) -> tuple[PageField, ...]:
    """Return the fields that hold for every report of an anthology: only where it is, not who wrote it or when."""
    return tuple(field for field in fields if field.name is FieldName.URL)


def _report(source: Source, ordinal: int, framed: Framed, around: Surroundings) -> Report:
    text, paragraphs = _canonical(framed)
    styled = [line.level for line, _ in framed.lines]
    headings, paragraphs = build_outline(text, paragraphs, styled)
    passages = build_passages(text, paragraphs, headings)
    metadata = recognise_metadata(text, paragraphs, around)
    return Report(source, ordinal, text, metadata, paragraphs, headings, passages)


def _canonical(framed: Framed) -> tuple[str, tuple[Paragraph, ...]]:
    paragraphs = []
    offset = 0
    for line, role in framed.lines:
        span = Span(offset, offset + len(line.text))
        paragraphs.append(Paragraph(span, role, line.blocks[0].position, line.blocks[-1].position))
        offset = span.end + 1
    return "\n".join(line.text for line, _ in framed.lines), tuple(paragraphs)
