"""The outline of a report: which markers are headings, how they nest, how far each reaches.

Numbers must increase: a marker counts only if it starts a list (1) or continues one that is open, so that a
cross-reference such as 见第三条 never becomes a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
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

# The rank of a heading without a number among those the format gives a level from 1.
_UNSTYLED = 9

_ANNEX = re.compile(r"(?:名词解释|名词注释|附\s?[件录表]|有关名词|相关名词)")
_ANNEX_LINE = re.compile(r"附\s?[件录表]\s?[\d一二三四五六七八九十]{0,2}\s?(?::.{2,40})?$")
_QUESTION = re.compile(r"(?:\d{1,2}[.、]\s?)?(?:问|提问|记者(?:问|提问)?)\d{0,2}\s?:")
# （三）规范执法 健全制度，……: a space sets the heading off from its text.
_SPACED = re.compile(r"\s?(?P<words>[\u4e00-\u9fff“”]{2,}(?:\s[\u4e00-\u9fff“”]{2,})*)\s(?=[\u4e00-\u9fff“”\d]+[,，:：、])")
# （四）强化监督：健全制度，……: so does a colon before a sentence.
_COLON = re.compile(r"^[^,，。；;]{4,}[:：][^,，。；;]{4,}[,，].{4,}[。；;]")
# A number may be missing in a list people count by hand; two in a row missing is another list.
_LARGEST_GAP = 2


Key = tuple[Family, int]


@dataclass(frozen=True)
class _Mark:
    """A marker that may become a heading, ``sub`` tells heading styles apart."""

    family: Family
    sub: int
    number: int | None
    start: int
    label_end: int
    paragraph: int
    inline: bool

    @property
    def key(self) -> Key:
        """What marks of one list have in common; the smaller is usually further out."""
        return self.family, self.sub


@dataclass(frozen=True)
class _Open:
    """A list that is open, by its latest mark and that mark's heading."""

    mark: _Mark
    heading: int


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
            marks.append(_Mark(Family.BARE, styled[index] or _UNSTYLED, None, start, start, index, inline=False))
        marks.extend(_mark(marker, 0, index, inline=True) for marker in inline_markers(text, start, end))
    return marks


def _mark(marker: Marker, offset: int, paragraph: int, *, inline: bool) -> _Mark:
    return _Mark(marker.family, 0, marker.number, marker.start + offset, marker.end + offset, paragraph, inline)


def _is_bare_heading(text: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Tell whether a line without a number is a heading: short, unpunctuated, and body text follows it."""
    line = paragraphs[index].span.of(text)
    if _ANNEX_LINE.match(fold(line)):
        return True
    if _QUESTION.match(fold(line[:16])):
        return len(line) <= LONGEST_HEADING_LINE
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


class _Nesting:
    """Nests marks one after the other.

    A list goes where the usual order of its way of numbering puts it, unless the list over it goes on behind it:
    in 1. (一) (二) 2. the bracketed numbers lie within the Arabic ones.
    """

    def __init__(self, marks: Sequence[_Mark]) -> None:
        self._stack: list[_Open] = []
        self._following: dict[Family, list[_Mark]] = defaultdict(list)
        for mark in marks:
            self._following[mark.family].append(mark)
        self._last: dict[Key, int | None] = {}
        self._inside: set[tuple[Family, Family]] = set()

    def add(self, mark: _Mark, heading: int) -> tuple[int, int | None] | None:
        """Take ``mark`` as heading number ``heading``.

        :return: its depth and its parent, or ``None`` if its number neither starts nor continues a list.
        """
        at = next((i for i, entry in enumerate(self._stack) if entry.mark.key == mark.key), None)
        last = self._last.get(mark.key)
        if not (_counts_on(mark, last, listed=at is not None) or (last is None and self._begins_late(mark))):
            return None
        del self._stack[self._room_for(mark) if at is None else at :]
        parent = self._stack[-1] if self._stack else None
        if parent and parent.mark.key >= mark.key:
            self._inside.add((parent.mark.family, mark.family))
        self._stack.append(_Open(mark, heading))
        self._last[mark.key] = mark.number
        return len(self._stack), parent.heading if parent else None

    def open_family(self, family: Family) -> bool:
        """Tell whether a list of ``family`` is open."""
        return any(entry.mark.family is family for entry in self._stack)

    def _room_for(self, mark: _Mark) -> int:
        """Return how many open lists stay open over the list that ``mark`` begins."""
        keep = len(self._stack)
        while keep and self._stack[keep - 1].mark.key >= mark.key and not self._holds(self._stack[keep - 1].mark, mark):
            keep -= 1
        return keep

    def _holds(self, outer: _Mark, mark: _Mark) -> bool:
        """Tell whether the open list goes on behind ``mark``, or has held such a list before."""
        if outer.number is None or mark.family is Family.ANNEX:
            return False
        return (outer.family, mark.family) in self._inside or self._next_number(outer.family, mark) == outer.number + 1

    def _begins_late(self, mark: _Mark) -> bool:
        """Tell whether the beginning of a list is missing: an excerpt that starts at 二、 or 第三条 and goes on from there."""
        return mark.number is not None and not mark.inline and self._next_number(mark.family, mark) == mark.number + 1

    def _next_number(self, family: Family, mark: _Mark) -> int | None:
        """Return the number of the next mark of ``family`` behind ``mark``."""
        marks = self._following[family]
        after = bisect_right(marks, mark.start, key=lambda other: other.start)
        return marks[after].number if after < len(marks) else None


def _nest(text: str, marks: Sequence[_Mark], paragraphs: Sequence[Paragraph]) -> tuple[Heading, ...]:
    nesting = _Nesting(marks)
    restarts = _next_section_starts(marks)
    divided = sum(mark.family is Family.HAN and mark.number == 1 for mark in marks) > 1
    accepted: list[tuple[_Mark, int, int | None]] = []
    for index, mark in enumerate(marks):
        over_section = restarts[index] and (nesting.open_family(Family.HAN) or (divided and _stands_over(marks, index)))
        heads_annex = over_section or _ANNEX.match(text, mark.start)
        annex = replace(mark, family=Family.ANNEX) if mark.family is Family.BARE and heads_annex else mark
        place = nesting.add(annex, len(accepted))
        if place is not None:
            accepted.append((mark, *place))
    return _with_extents(text, accepted, paragraphs)


def _stands_over(marks: Sequence[_Mark], index: int) -> bool:
    """Tell whether 一、 stands right below a heading without a number, or below one that the format calls a heading."""
    mark = marks[index]
    following = marks[index + 1] if index + 1 < len(marks) else mark
    return mark.sub < _UNSTYLED or (following.family is Family.HAN and following.paragraph == mark.paragraph + 1)


def _next_section_starts(marks: Sequence[_Mark]) -> list[bool]:
    """Tell for each mark whether the next 一、二、三、 behind it is 一、."""
    starts = [False] * len(marks)
    following = False
    for index in range(len(marks) - 1, -1, -1):
        starts[index] = following
        if marks[index].family is Family.HAN:
            following = marks[index].number == 1
    return starts


def _counts_on(mark: _Mark, last: int | None, *, listed: bool) -> bool:
    """Tell whether a number starts a list or continues the last one of its kind.

    Numbers may run on across sections (一、 1. 2. 二、 3. 4.), but only by one. In an open list people also skip a
    number or give one twice.
    """
    if mark.number is None or mark.number == 1:
        return True
    if last is None:
        return False
    if not listed:
        return mark.number == last + 1
    twice = mark.number == last and mark.family in (Family.HAN, Family.HAN_BRACKET) and not mark.inline
    return twice or last < mark.number <= last + _LARGEST_GAP


def _with_extents(
    text: str, accepted: Sequence[tuple[_Mark, int, int | None]], paragraphs: Sequence[Paragraph]
) -> tuple[Heading, ...]:
    starts = [mark.start for mark, _, _ in accepted]
    headings = []
    for index, (mark, depth, parent) in enumerate(accepted):
        follower = starts[index + 1] if index + 1 < len(starts) else len(text)
        end = _heading_end(text, mark, min(paragraphs[mark.paragraph].span.end, follower))
        close = next((accepted[i][0].start for i in range(index + 1, len(accepted)) if accepted[i][1] <= depth), None)
        extent_end = _rstrip(text, len(text) if close is None else close)
        headings.append(Heading(Span(mark.start, end), depth, parent, mark.number, Span(mark.start, extent_end)))
    return tuple(headings)


def _rstrip(text: str, end: int) -> int:
    """Return ``end`` less the white space before it."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _heading_end(text: str, mark: _Mark, limit: int) -> int:
    """Return where the heading ends that starts at ``mark``: the line, its first sentence, or its first clause."""
    limit = mark.start + len(text[mark.start : limit].rstrip())
    line = text[mark.start : limit]
    if mark.family is Family.ARTICLE and len(line) > LONGEST_CLAUSE:
        return mark.label_end
    runs_in = _SPACED.match(text, mark.label_end, limit) or _COLON.search(line)
    whole_line = not mark.inline and not runs_in and not re.search(f"[{TERMINALS}]", line[:-1])
    if whole_line and len(line) <= LONGEST_HEADING_LINE and line[-1] not in "；;":
        return limit
    sentence = re.search(f"[{TERMINALS}][{re.escape(CLOSERS)}]*", line)
    if sentence and sentence.end() <= LONGEST_RUN_IN:
        return mark.start + sentence.end()
    spaced = _SPACED.match(text, mark.label_end, limit)
    if spaced and spaced.end("words") - mark.start <= LONGEST_CLAUSE:
        return spaced.end("words")
    clause = re.search(r"[,;:、]", fold(text[mark.label_end : limit]))
    if clause and mark.label_end - mark.start + clause.start() <= LONGEST_CLAUSE and clause.start() > 1:
        return mark.label_end + clause.start()
    return mark.label_end
