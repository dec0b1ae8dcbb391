"""One source, how many reports? Cuts anthologies by the evidence in the body; a table of contents is only a hint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.text import fold
from indexer.furniture import furniture_reason
from indexer.markers import Family, leading_marker
from indexer.reflow import Lines, ends_sentence, is_dateline
from indexer.shapes import byline, is_institution, is_title_like, names_document

_CONTENTS = re.compile(r"^目\s*[录次]$")
_CONTENTS_ENTRY = re.compile(r"^.{2,70}?[\s·.…\-—]+\d{1,4}$|^.{2,70}?[·.…]{3,}")
_PART_MARK = re.compile(r"^[\[【(]?\s*(?:第[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]{1,3}|范[文本][一二三四五六七八九十\d]{1,3})\s*[\]】):：.、\s]*")

# Points for what marks the beginning of a report; a report begins where they reach the bar. A date or byline under a
# title nearly settles it; a document's noun counts only where the numbering also starts again at 一、.
_DATE, _BYLINE, _PART, _NOUN, _IN_CONTENTS, _RESTART = 3, 2, 3, 1, 1, 2
_BAR = 3
_SIMILAR = 0.6
# Characters of prose below which there is no report: covers, forewords of a line or two.
_SHORTEST_REPORT = 200


@dataclass(frozen=True)
class Split:
    """Where the reports of a source lie, as ranges of its lines; the rest is left out.

    :param reports: ``[start, end)`` of each report, beginning at its title.
    :param left_out: index of every other line → why.
    """

    reports: tuple[tuple[int, int], ...]
    left_out: dict[int, str]


def split_reports(lines: Sequence[Lines]) -> Split:
    """Find the reports in the lines of a source."""
    contents = _contents(lines)
    entries = [re.sub(r"^[\d.、\s]+|[\s·.…\d]+$", "", lines[index].text) for index in contents]
    after_contents = contents[-1] + 1 if contents else 0
    starts = [
        index
        for index in range(len(lines))
        if index not in contents
        and (index == after_contents or _stands_apart(lines, index))
        and _begins_report(lines, index, entries)
    ]
    starts = _with_a_body(lines, _with_what_comes_first(lines, starts, contents), contents)
    left_out = dict.fromkeys(contents, "目录")
    if len(starts) < 2:
        first = max(contents) + 1 if contents and max(contents) < len(lines) / 2 else 0
        start = min((i for i in range(len(lines)) if i not in contents and i < first), default=first)
        return Split(((start, len(lines)),), left_out) if lines else Split((), {})
    left_out.update({index: "汇编封面" for index in range(starts[0]) if index not in contents})
    ends = [*starts[1:], len(lines)]
    return Split(tuple(zip(starts, ends, strict=True)), left_out)


def _contents(lines: Sequence[Lines]) -> list[int]:
    """Return the lines of the table of contents, its heading first."""
    heading = next((i for i, line in enumerate(lines[:200]) if _CONTENTS.match(line.text)), None)
    if heading is None:
        return []
    end = heading + 1
    while end < len(lines):
        entry_ahead = any(_is_entry(line.text) for line in lines[end : end + 3])
        if not _is_entry(lines[end].text) and (ends_sentence(lines[end].text) or not entry_ahead):
            break
        end += 1
    return list(range(heading, end)) if end > heading + 2 else []


def _is_entry(text: str) -> bool:
    return len(text) <= 80 and bool(_CONTENTS_ENTRY.match(text)) and not ends_sentence(text)


def _begins_report(lines: Sequence[Lines], index: int, entries: Sequence[str]) -> bool:
    text = lines[index].text
    part = _PART_MARK.match(text)
    title = text[part.end() :] if part else text
    if part and not title:
        return index + 1 < len(lines)
    if not is_title_like(title):
        return False
    below = [line.text for line in lines[index + 1 : index + 4]]
    # A title may run over two lines; what dates it stands below the last of them.
    if below and is_title_like(below[0]) and not byline(below[0]) and not names_document(title):
        below = below[1:]
    dated = bool(below) and (is_dateline(below[0]) or (len(below) > 1 and bool(byline(below[0])) and is_dateline(below[1])))
    signed = bool(below) and byline(below[0]) is not None
    restart = _restarts(lines, index)
    noun = names_document(title)
    if not (dated or signed or part or (noun and restart)):
        return False
    listed = any(SequenceMatcher(None, fold(title), fold(entry)).ratio() >= _SIMILAR for entry in entries)
    return _DATE * dated + _BYLINE * signed + _PART * bool(part) + _NOUN * noun + _IN_CONTENTS * listed + _RESTART * restart >= _BAR


def _stands_apart(lines: Sequence[Lines], index: int) -> bool:
    """Tell whether the line before is finished: the end of a sentence, a signature, a date, another short line."""
    if index == 0:
        return True
    before = lines[index - 1].text
    if is_title_like(before) and not names_document(before) and index > 1 and not leading_marker(before):
        return False
    return ends_sentence(before) or len(before) < 60 or is_institution(before) or is_dateline(before)


def _restarts(lines: Sequence[Lines], index: int) -> bool:
    """Tell whether the next top heading below is 一、 and a 一、 has come before."""
    for line in lines[index + 1 : index + 60]:
        marker = leading_marker(line.text)
        if marker and marker.family is Family.HAN:
            return marker.number == 1
    return False


def _with_what_comes_first(lines: Sequence[Lines], starts: list[int], contents: Sequence[int]) -> list[int]:
    """Add the text before the first start as a report of its own if it is prose: a cover holds none."""
    if not starts:
        return starts
    first = max((i for i in contents if i < starts[0]), default=-1) + 1
    return [first, *starts] if _prose(lines, range(first, starts[0])) >= _SHORTEST_REPORT else starts


def _with_a_body(lines: Sequence[Lines], starts: Sequence[int], contents: Sequence[int]) -> list[int]:
    """Drop starts that leave a report without any body: the second line of a title, a cover repeated."""
    ends = [*starts[1:], len(lines)][: len(starts)]
    left = set(contents)
    return [
        start
        for start, end in zip(starts, ends, strict=True)
        if _prose(lines, (i for i in range(start, end) if i not in left)) >= _SHORTEST_REPORT
    ]


def _prose(lines: Sequence[Lines], indices: Iterable[int]) -> int:
    """Count the characters in lines that are sentences rather than titles, entries or furniture."""
    texts = (lines[index].text for index in indices)
    return sum(len(text) for text in texts if len(text) > 40 and "。" in text and not furniture_reason(text))
