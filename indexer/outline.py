"""The outline of a report: which markers are headings, how they nest, how far each reaches.

Numbers must increase: a marker counts only if it starts a list (1) or continues one that is open, so that a
cross-reference such as 见第三条 never becomes a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Heading, Paragraph, ParagraphRole, Span
from corpus.text import CLOSERS, TERMINALS, fold
from indexer.markers import Family, Marker, inline_markers, leading_marker
from indexer.nesting import Nesting, OutlineMark

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
_SPACED = re.compile(
    r"\s?(?P<words>[\u4e00-\u9fff“”]{2,}(?:\s[\u4e00-\u9fff“”]{2,})*)\s(?=[\u4e00-\u9fff“”\d]+[,，:：、])"
)
# （四）强化监督：健全制度，……: so does a colon before a sentence.
_COLON = re.compile(r"^[^,，。；;]{4,}[:：][^,，。；;]{4,}[,，].{4,}[。；;]")


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


def _marks(text: str, paragraphs: Sequence[Paragraph], styled: Sequence[int | None]) -> list[OutlineMark]:
    marks: list[OutlineMark] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role is not ParagraphRole.BODY:
            continue
        start, end = paragraph.span
        leading = leading_marker(text[start:end])
        if leading:
            marks.append(_mark(leading, start, index, inline=False))
        elif styled[index] is not None or _is_bare_heading(text, paragraphs, index):
            marks.append(OutlineMark(Family.BARE, styled[index] or _UNSTYLED, None, start, start, index, inline=False))
        marks.extend(_mark(marker, 0, index, inline=True) for marker in inline_markers(text, start, end))
    return marks


def _mark(marker: Marker, offset: int, paragraph: int, *, inline: bool) -> OutlineMark:
    return OutlineMark(marker.family, 0, marker.number, marker.start + offset, marker.end + offset, paragraph, inline)


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


def _drop_short_items(text: str, marks: list[OutlineMark], paragraphs: Sequence[Paragraph]) -> list[OutlineMark]:
    """Drop the inline runs whose items are mere clauses, and inline marks that are no run at all."""
    kept: list[OutlineMark] = []
    run: list[OutlineMark] = []

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


def _is_list(run: Sequence[OutlineMark], end: int) -> bool:
    return len(run) >= 2 and run[0].number == 1 and (end - run[0].start) / len(run) >= SHORTEST_ITEM


# ---------------------------------------------------------------- nesting


def _nest(text: str, marks: Sequence[OutlineMark], paragraphs: Sequence[Paragraph]) -> tuple[Heading, ...]:
    nesting = Nesting(marks)
    restarts = _next_section_starts(marks)
    divided = sum(mark.family is Family.HAN and mark.number == 1 for mark in marks) > 1
    accepted: list[tuple[OutlineMark, int, int | None]] = []
    for index, mark in enumerate(marks):
        over_section = restarts[index] and (nesting.open_family(Family.HAN) or (divided and _stands_over(marks, index)))
        heads_annex = over_section or _ANNEX.match(text, mark.start)
        annex = replace(mark, family=Family.ANNEX) if mark.family is Family.BARE and heads_annex else mark
        place = nesting.add(annex, len(accepted))
        if place is not None:
            accepted.append((mark, *place))
    return _with_extents(text, accepted, paragraphs)


def _stands_over(marks: Sequence[OutlineMark], index: int) -> bool:
    """Tell whether 一、 stands right below a heading without a number, or below one that the format calls a heading."""
    mark = marks[index]
    following = marks[index + 1] if index + 1 < len(marks) else mark
    return mark.sub < _UNSTYLED or (following.family is Family.HAN and following.paragraph == mark.paragraph + 1)


def _next_section_starts(marks: Sequence[OutlineMark]) -> list[bool]:
    """Tell for each mark whether the next 一、二、三、 behind it is 一、."""
    starts = [False] * len(marks)
    following = False
    for index in range(len(marks) - 1, -1, -1):
        starts[index] = following
        if marks[index].family is Family.HAN:
            following = marks[index].number == 1
    return starts


def _with_extents(
    text: str, accepted: Sequence[tuple[OutlineMark, int, int | None]], paragraphs: Sequence[Paragraph]
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


def _heading_end(text: str, mark: OutlineMark, limit: int) -> int:
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
