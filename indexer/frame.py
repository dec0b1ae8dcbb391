"""A report and what stands round it: title, date line, byline and salutation above; signature below; page furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import BlockRole, LeftOut, PageField, ParagraphRole
from corpus.text import join_lines
from indexer.furniture import furniture_reason
from indexer.markers import leading_marker
from indexer.page_fields import read_page_fields
from indexer.reflow import Lines, is_dateline
from indexer.shapes import byline, is_institution, is_salutation, is_session_line, is_title_like, names_document

# Lines above and below a report in which titles, dates and furniture are looked for.
_HEAD_LINES = 30
_TAIL_LINES = 20
_LONGEST_HEAD_LINE = 90

FIELD_REASON = "页面信息栏（已读作元数据）"
REPEATED_TITLE = "重复的标题"


@dataclass(frozen=True)
class Framed:
    """The lines of one report with their roles.

    :param lines: content lines in order, each with its role; body lines have role ``BODY`` or ``TABLE_ROW``.
    :param fields: what field lines round the report say.
    """

    lines: tuple[tuple[Lines, ParagraphRole], ...]
    left_out: tuple[LeftOut, ...]
    fields: tuple[PageField, ...]


def frame(lines: Sequence[Lines], page_title: str | None = None) -> Framed:
    """Give each line of one report its role, or leave it out with the reason.

    :param page_title: the title the page states of itself, which settles what the title line is.
    """
    roles: list[ParagraphRole | str] = [_body_role(line) for line in lines]
    head = lines[: _head_end(lines)]
    tail_start = _tail_start(lines, len(head))
    head_fields = read_page_fields(head)
    tail_fields = read_page_fields(lines[tail_start:])
    for index in head_fields.used:
        roles[index] = FIELD_REASON
    for index in tail_fields.used:
        roles[index + tail_start] = FIELD_REASON
    for index in [*range(len(head)), *range(tail_start, len(lines))]:
        reason = furniture_reason(lines[index].text)
        if reason and roles[index] != FIELD_REASON:
            roles[index] = reason
    _name_head(lines, roles, len(head), page_title)
    _name_tail(lines, roles, len(head), tail_start)
    kept = tuple((line, role) for line, role in zip(lines, roles, strict=True) if isinstance(role, ParagraphRole))
    left = tuple(
        LeftOut(block.text, role, block.position)
        for line, role in zip(lines, roles, strict=True)
        if not isinstance(role, ParagraphRole)
        for block in line.blocks
    )
    return Framed(kept, left, (*head_fields.fields, *tail_fields.fields))


def _body_role(line: Lines) -> ParagraphRole:
    return ParagraphRole.TABLE_ROW if line.role is BlockRole.TABLE_ROW else ParagraphRole.BODY


def _head_end(lines: Sequence[Lines]) -> int:
    """Return the index of the first line of the body proper."""
    fields = read_page_fields(lines[:_HEAD_LINES]).used
    for index, line in enumerate(lines[:_HEAD_LINES]):
        text = line.text
        if index in fields or furniture_reason(text) or is_dateline(text) or is_session_line(text) or byline(text):
            continue
        if is_salutation(text):
            return index + 1
        if leading_marker(text) or len(text) > _LONGEST_HEAD_LINE or not (is_title_like(text) or is_institution(text)):
            return index
    return min(len(lines), _HEAD_LINES)


def _tail_start(lines: Sequence[Lines], head: int) -> int:
    """Return the index of the first line of the furniture and signature below the body."""
    index = len(lines)
    while index > max(head, len(lines) - _TAIL_LINES):
        text = lines[index - 1].text
        fields = read_page_fields(lines[index - 1 : index]).used
        if not (fields or furniture_reason(text) or is_dateline(text) or is_institution(text) or byline(text)):
            break
        index -= 1
    return index


def _name_head(lines: Sequence[Lines], roles: list[ParagraphRole | str], end: int, page_title: str | None) -> None:
    title: str | None = None
    last_title = -2
    for index in range(end):
        if not isinstance(roles[index], ParagraphRole):
            continue
        text = lines[index].text
        if is_dateline(text) or is_session_line(text):
            roles[index] = ParagraphRole.DATELINE
        elif is_salutation(text):
            roles[index] = ParagraphRole.SALUTATION
        elif byline(text) and title is not None:
            roles[index] = ParagraphRole.BYLINE
        elif is_title_like(text):
            if title is None or _continues_title(title, text, index == last_title + 1, page_title):
                title, last_title = join_lines(title, text) if title else text, index
                roles[index] = ParagraphRole.TITLE
            else:
                roles[index] = REPEATED_TITLE if _same_title(title, text) else ParagraphRole.BYLINE
        elif is_institution(text):
            roles[index] = ParagraphRole.BYLINE


def _continues_title(title: str, text: str, adjacent: bool, page_title: str | None) -> bool:
    if not adjacent or names_document(title):
        return False
    return page_title is None or text in page_title


def _same_title(title: str, text: str) -> bool:
    """Tell whether a second line says nothing but the title again, whole or shortened."""
    return text.replace(" ", "") in title.replace(" ", "")


def _name_tail(lines: Sequence[Lines], roles: list[ParagraphRole | str], head: int, start: int) -> None:
    for index in range(max(start, head), len(lines)):
        if roles[index] is ParagraphRole.BODY:
            dated = is_dateline(lines[index].text)
            roles[index] = ParagraphRole.DATELINE if dated else ParagraphRole.SIGNATURE
