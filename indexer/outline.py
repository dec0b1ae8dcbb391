"""The outline of a report: which markers are headings, how they nest, how far each reaches.

Numbers must increase: a marker counts only if it starts a list (1) or continues one that is open, so that a
cross-reference such as 见第三条 never becomes a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Heading, Paragraph, ParagraphRole, Span
from corpus.text import CLOSERS, TERMINALS, fold
from indexer.markers import Family, Marker, inline_markers, leading_marker

# A heading that runs into its paragraph ends at the first full stop if that comes soon, else at the first comma.
LONGEST_RUN_IN = 50
LONGEST_CLAUSE = 50
LONGEST_HEADING_LINE = 60
LONGEST_BARE_HEADING = 30
# Items of a run-in list (一是…；二是…) shorter than this on average are an enumeration inside a sentence, not parts.
SHORTEST_ITEM = 50

_ANNEX = re.compile(r"(?:名词解释|名词注释|附[件录表]|有关名词|相关名词)")
# A number may be missing in a list people count by hand; two in a row missing is another list.
_LARGEST_GAP = 2


@dataclass(frozen=True)
class _Mark:
    """A marker that may become a heading, with the rank that decides its nesting (smaller is further out)."""

    family: Family
    sub: int
    number: int | None
    start: int
    label_end: int
    paragraph: int
    inline: bool


@dataclass
class _Open:
    rank: tuple[int, int]
    heading: int
    number: int | None


def build_outline(
    text: str, paragraphs: Sequence[Paragraph], styled: Sequence[int | None]
) -> tuple[tuple[Heading, ...], tuple[Paragraph, ...]]:
    """Find the headings of a report.

    :param styled: for each paragraph the heading level its format gives it, or ``None``.
    :return: the headings in text order, and the paragraphs with role ``HEADING`` where one is all heading.
    """
    marks = _drop_short_items(text, _marks(text, paragraphs, styled), paragraphs)
    headings = _nest(text, marks, paragraphs)
    spans = {heading.span for heading in headings}
    roles = tuple(
        replace(paragraph, role=ParagraphRole.HEADING) if paragraph.span in spans else paragraph
        for paragraph in paragraphs
    )
    return headings, roles


# ---------------------------------------------------------------- candidates


def _marks(text: str, paragraphs: Sequence[Paragraph], styled: Sequence[int | None]) -> list[_Mark]:
    marks: list[_Mark] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role is not ParagraphRole.BODY:
            continue
        start, end = paragraph.span
        leading = leading_marker(text[start:end])
        if leading:
            marks.append(_mark(leading, start, index, inline=False))
        elif styled[index] is not None or _is_bare_heading(text, paragraphs, index):
            marks.append(_Mark(Family.BARE, styled[index] or 9, None, start, start, index, inline=False))
        marks.extend(_mark(marker, 0, index, inline=True) for marker in inline_markers(text, start, end))
    return marks


def _mark(marker: Marker, offset: int, paragraph: int, *, inline: bool) -> _Mark:
    return _Mark(marker.family, 0, marker.number, marker.start + offset, marker.end + offset, paragraph, inline)


def _is_bare_heading(text: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Tell whether a line without a number is a heading: short, unpunctuated, and body text follows it."""
    line = paragraphs[index].span.of(text)
    if len(line) > LONGEST_BARE_HEADING or len(line) < 4 or re.search(r"[。！？,，、…|\t\d]$|[。；;：:]", line):
        return False
    if re.match(r"[(（“\"《\-—●■◆★▲*]|附件?|注", line) or not re.search(r"[\u4e00-\u9fff]{3}", line):
        return False
    follower = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    if follower is None or follower.role is not ParagraphRole.BODY:
        return False
    after = follower.span.of(text)
    return len(after) > 40 or leading_marker(after) is not None


def _drop_short_items(text: str, marks: list[_Mark], paragraphs: Sequence[Paragraph]) -> list[_Mark]:
    """Drop the inline runs whose items are mere clauses, and inline marks that are no run at all."""
    kept: list[_Mark] = []
    run: list[_Mark] = []

    def close(next_start: int) -> None:
        if run and _is_list(run, min(next_start, paragraphs[run[-1].paragraph].span.end)):
            kept.extend(run)
        else:
            kept.extend(mark for mark in run if not mark.inline and mark.family is not Family.ITEM)
        run.clear()

    for mark in marks:
        if mark.family is not Family.ITEM and not mark.inline:
            close(mark.start)
            kept.append(mark)
            continue
        if run and not (mark.family is run[-1].family and mark.number == (run[-1].number or 0) + 1):
            close(mark.start)
        run.append(mark)
    close(len(text))
    return kept


def _is_list(run: Sequence[_Mark], end: int) -> bool:
    return len(run) >= 2 and run[0].number == 1 and (end - run[0].start) / len(run) >= SHORTEST_ITEM


# ---------------------------------------------------------------- nesting


def _nest(text: str, marks: Sequence[_Mark], paragraphs: Sequence[Paragraph]) -> tuple[Heading, ...]:
    order = _family_order(marks)
    stack: list[_Open] = []
    accepted: list[tuple[_Mark, int, int | None]] = []
    for number, mark in enumerate(marks):
        rank = (order[mark.family], mark.sub)
        if mark.family is Family.BARE and _heads_annex(text, mark, marks[number + 1 :], stack, order):
            rank = (0, mark.sub)
        at = next((i for i, entry in enumerate(stack) if entry.rank == rank), None)
        if not _continues_list(mark, stack[at].number if at is not None else None):
            continue
        while stack and stack[-1].rank >= rank:
            stack.pop()
        parent = stack[-1].heading if stack else None
        stack.append(_Open(rank, len(accepted), mark.number))
        accepted.append((mark, len(stack), parent))
    return _with_extents(text, accepted, paragraphs)


def _heads_annex(
    text: str, mark: _Mark, later: Sequence[_Mark], stack: Sequence[_Open], order: dict[Family, int]
) -> bool:
    """Tell whether a heading without a number opens an annex: a glossary, or a list that starts again at 一、."""
    if _ANNEX.match(text, mark.start):
        return True
    counted = any(entry.rank[0] == order[Family.HAN] for entry in stack)
    following = next((other for other in later if other.family is Family.HAN), None)
    return counted and following is not None and following.number == 1


def _continues_list(mark: _Mark, last: int | None) -> bool:
    if mark.number is None or mark.number == 1:
        return True
    return last is not None and last < mark.number <= last + _LARGEST_GAP


def _family_order(marks: Sequence[_Mark]) -> dict[Family, int]:
    """Return the nesting of the families in this report.

    The usual order holds unless a family that is usually inner runs on once through the report while the usually
    outer one starts again under each of its numbers (1. (一) (二) 2. (一) …).
    """
    order = {family: int(family) * 2 for family in Family}
    starts: dict[Family, int] = {}
    first: dict[Family, int] = {}
    count: dict[Family, int] = {}
    for mark in marks:
        first.setdefault(mark.family, mark.start)
        count[mark.family] = count.get(mark.family, 0) + 1
        starts[mark.family] = starts.get(mark.family, 0) + (mark.number == 1)
    for inner in sorted(first):
        for outer in sorted(first):
            inverted = starts[inner] == 1 and count[inner] >= 2 and starts[outer] >= 2 and first[inner] < first[outer]
            if inner > outer and Family.BARE not in (inner, outer) and inverted and inner is not Family.ITEM:
                order[inner] = min(order[inner], order[outer] - 1)
    return order


def _with_extents(
    text: str, accepted: Sequence[tuple[_Mark, int, int | None]], paragraphs: Sequence[Paragraph]
) -> tuple[Heading, ...]:
    starts = [mark.start for mark, _, _ in accepted]
    headings = []
    for index, (mark, depth, parent) in enumerate(accepted):
        follower = starts[index + 1] if index + 1 < len(starts) else len(text)
        end = _heading_end(text, mark, min(paragraphs[mark.paragraph].span.end, follower))
        close = next((accepted[i][0].start for i in range(index + 1, len(accepted)) if accepted[i][1] <= depth), None)
        extent_end = len(text.rstrip()) if close is None else len(text[:close].rstrip())
        headings.append(Heading(Span(mark.start, end), depth, parent, mark.number, Span(mark.start, extent_end)))
    return tuple(headings)


def _heading_end(text: str, mark: _Mark, limit: int) -> int:
    """Return where the heading ends that starts at ``mark``: the line, its first sentence, or its first clause."""
    limit = mark.start + len(text[mark.start : limit].rstrip())
    line = text[mark.start : limit]
    if mark.family is Family.ARTICLE and len(line) > LONGEST_CLAUSE:
        return mark.label_end
    whole_line = not mark.inline and not re.search(f"[{TERMINALS}]", line[:-1])
    if whole_line and len(line) <= LONGEST_HEADING_LINE and line[-1] not in "；;":
        return limit
    sentence = re.search(f"[{TERMINALS}][{re.escape(CLOSERS)}]*", line)
    if sentence and sentence.end() <= LONGEST_RUN_IN:
        return mark.start + sentence.end()
    clause = re.search(r"[,;:、]", fold(text[mark.label_end : limit]))
    if clause and mark.label_end - mark.start + clause.start() <= LONGEST_CLAUSE and clause.start() > 1:
        return mark.label_end + clause.start()
    return mark.label_end
