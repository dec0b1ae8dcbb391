"""A report and what stands round it: title, date line, byline and salutation above; signature below; page furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import BlockRole, LeftOut, PageField, ParagraphRole
from indexer.dates import is_dateline
from indexer.furniture import furniture_reason
from indexer.institution import is_institution
from indexer.markers import leading_marker
from indexer.page_fields import read_page_fields
from indexer.reflow import Lines, ends_sentence
from indexer.shapes import byline, is_salutation, is_session_line, is_title_like, split_closing
from indexer.title import join_title, same_title, title_length

# Lines above and below a report in which titles, dates and furniture are looked for.
_HEAD_LINES = 40
_TAIL_LINES = 20
_ATTACHMENT_LINES = 12
_LONGEST_HEAD_LINE = 90

FIELD_REASON = "页面信息栏（已读作元数据）"
REPEATED_TITLE = "重复的标题"
COLUMN_NAME = "栏目名称"
NAVIGATION = "网站导航"

# 首页, 政务公开, 互动交流: two words of this length in a row are a menu.
_NAVIGATION = re.compile(r"[\u4e00-\u9fff|>·\s]{2,8}$")
_SHORTEST_MENU = 2
_ATTACHMENTS = re.compile(r"附件\s*[:：]")
_CONTACT = re.compile(r"[（(]?联系(?:人|电话)[:：]")


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
    lines = [piece for line in lines for piece in _split_closing(line)]
    roles: list[ParagraphRole | str] = [_body_role(line) for line in lines]
    head = lines[: _head_end(lines)]
    tail_start = _tail_start(lines, len(head))
    head_fields = read_page_fields(head)
    tail_fields = read_page_fields(lines[tail_start:])
    for index in head_fields.used:
        roles[index] = FIELD_REASON
    for index in tail_fields.used:
        roles[index + tail_start] = FIELD_REASON
    roles[: _navigation_end(head)] = [NAVIGATION] * _navigation_end(head)
    for index in [*range(len(head)), *range(tail_start, len(lines))]:
        reason = furniture_reason(lines[index].text)
        if reason and roles[index] != FIELD_REASON:
            roles[index] = reason
    _name_head(lines, roles, len(head), page_title)
    for start, end in [*_closings(lines, len(head), tail_start), (max(tail_start, len(head)), len(lines))]:
        _name_closing(lines, roles, start, end)
    kept = tuple((line, role) for line, role in zip(lines, roles, strict=True) if isinstance(role, ParagraphRole))
    left = tuple(
        LeftOut(block.text, role, block.position)
        for line, role in zip(lines, roles, strict=True)
        if not isinstance(role, ParagraphRole)
        for block in line.blocks
    )
    return Framed(kept, left, (*head_fields.fields, *tail_fields.fields))


def _split_closing(line: Lines) -> list[Lines]:
    return [Lines(piece, line.blocks) for piece in split_closing(line.text)]


def _body_role(line: Lines) -> ParagraphRole:
    row = line.role is BlockRole.TABLE_ROW or ("\t" in line.text and leading_marker(line.text) is None)
    return ParagraphRole.TABLE_ROW if row else ParagraphRole.BODY


# ---------------------------------------------------------------- above the body


def _head_end(lines: Sequence[Lines]) -> int:
    """Return the index of the first line of the body proper."""
    fields = read_page_fields(lines[:_HEAD_LINES]).used
    index = _navigation_end(lines)
    while index < min(len(lines), _HEAD_LINES):
        text = lines[index].text
        if index in fields or furniture_reason(text):
            index += 1
            continue
        if is_salutation(text):
            return index + 1
        titled = title_length(_title_lines(lines, index))
        surrounds = is_dateline(text) or is_session_line(text) or byline(text) or is_institution(text)
        if not titled and (leading_marker(text) or len(text) > _LONGEST_HEAD_LINE or not surrounds):
            return index
        index += max(1, titled)
    return min(len(lines), _HEAD_LINES)


def _navigation_end(lines: Sequence[Lines]) -> int:
    """Return how many words of a site's menu stand on lines of their own above everything else."""
    index = 0
    while index < min(len(lines), _HEAD_LINES) and _NAVIGATION.match(lines[index].text):
        if title_length(_title_lines(lines, index)) or is_institution(lines[index].text):
            break
        index += 1
    if index < _SHORTEST_MENU or index == len(lines):
        return 0
    below = lines[index]
    known = title_length(_title_lines(lines, index)) or furniture_reason(below.text) or read_page_fields([below]).used
    return index if known or is_institution(below.text) else 0


def _name_head(lines: Sequence[Lines], roles: list[ParagraphRole | str], end: int, page_title: str | None) -> None:
    titled: list[int] = []
    title = ""
    index = 0
    while index < end:
        text = lines[index].text
        length = 1
        if isinstance(roles[index], ParagraphRole):
            ahead = _unread(lines, roles, index)
            if is_dateline(text) or is_session_line(text):
                roles[index] = ParagraphRole.DATELINE
            elif is_salutation(text):
                roles[index] = ParagraphRole.SALUTATION
            elif (length := title_length(ahead, page_title)) and (
                not title or _replaces(title, join_title(ahead[:length]))
            ):
                for former in titled:
                    roles[former] = COLUMN_NAME
                title, titled = join_title(ahead[:length]), [*range(index, index + length)]
                for line in titled:
                    roles[line] = ParagraphRole.TITLE
            elif title and is_title_like(text) and same_title(title, text):
                roles[index] = REPEATED_TITLE
            elif is_institution(text) or (title and byline(text)):
                roles[index] = ParagraphRole.BYLINE
        index += max(1, length)


def _unread(lines: Sequence[Lines], roles: Sequence[ParagraphRole | str], index: int) -> list[str]:
    """Return the lines from ``index`` that may make one title: as far as nothing else is known of them."""
    texts = _title_lines(lines, index)
    known = next((i for i in range(len(texts)) if not isinstance(roles[index + i], ParagraphRole)), len(texts))
    return texts[:known]


def _title_lines(lines: Sequence[Lines], index: int) -> list[str]:
    """Return the texts from ``index`` that may make one title: a heading of the file's format stands alone."""
    ahead = lines[index : index + 4]
    same = next((i for i, line in enumerate(ahead) if line.level != ahead[0].level), len(ahead))
    return [line.text for line in ahead[:same]]


def _replaces(title: str, later: str) -> bool:
    """Tell whether a later title line says all of the first and more: the first is the name of the site's column."""
    return title != later and title in later


# ---------------------------------------------------------------- below the body


def _tail_start(lines: Sequence[Lines], head: int) -> int:
    """Return the index of the first line of the furniture and signature below the body."""
    index = len(lines)
    while index > max(head, len(lines) - _TAIL_LINES):
        text = lines[index - 1].text
        fields = read_page_fields(lines[index - 1 : index]).used
        closes = is_dateline(text) or is_institution(text) or byline(text) or _CONTACT.match(text)
        if not (fields or furniture_reason(text) or closes):
            break
        index -= 1
    return _with_attachments(lines, head, index) if index < len(lines) else index


def _closings(lines: Sequence[Lines], head: int, tail: int) -> list[tuple[int, int]]:
    """Find who signs and when in the middle, above an annex: an institution and a date on lines of their own."""
    found = []
    for index in range(head + 1, tail):
        if not is_dateline(lines[index].text) or not is_institution(lines[index - 1].text):
            continue
        start, end = index - 1, index + 1
        while start - 1 > head and is_institution(lines[start - 1].text):
            start -= 1
        while end < tail and (_CONTACT.match(lines[end].text) or furniture_reason(lines[end].text)):
            end += 1
        if start > head and (ends_sentence(lines[start - 1].text) or _with_attachments(lines, head, start) < start):
            found.append((_with_attachments(lines, head, start), end))
    return found


def _with_attachments(lines: Sequence[Lines], head: int, start: int) -> int:
    """Return where the list of attachments above a signature begins, or ``start`` if there is none."""
    for index in range(start - 1, max(head, start - _ATTACHMENT_LINES), -1):
        text = lines[index].text
        if _ATTACHMENTS.match(text):
            return index
        if ends_sentence(text) or len(text) > 60 or not leading_marker(text):
            break
    return start


def _name_closing(lines: Sequence[Lines], roles: list[ParagraphRole | str], start: int, end: int) -> None:
    for index in range(start, end):
        reason = furniture_reason(lines[index].text)
        if reason:
            roles[index] = FIELD_REASON if roles[index] == FIELD_REASON else reason
        elif roles[index] is ParagraphRole.BODY:
            dated = is_dateline(lines[index].text)
            roles[index] = ParagraphRole.DATELINE if dated else ParagraphRole.SIGNATURE
