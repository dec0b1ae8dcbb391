"""One source, how many reports? Cuts anthologies by the evidence in the body; a table of contents is only a hint.

Splitting one report in two is worse than leaving two together, so a beginning needs more than one sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.text import fold
from indexer.contents import Contents, find_contents
from indexer.dates import is_dateline
from indexer.furniture import furniture_reason
from indexer.institution import is_institution
from indexer.markers import Family, leading_marker
from indexer.reflow import Lines, ends_sentence
from indexer.shapes import byline, is_salutation, is_title_like, names_document
from indexer.title import join_title, title_length

CONTENTS, COVER, PART_NUMBER = "目录", "汇编封面", "篇次"

# 篇一： 【篇1】 范文二 第三篇 「4」: reprint sites number the documents they collect.
_COUNT = r"[一二三四五六七八九十\d]{1,3}"
_PART_MARK = re.compile(
    rf"[\[【(「]?\s*(?:(?:篇|范[文本])\s?{_COUNT}|第{_COUNT}篇)\s*[\]】)」]?[):.、\s]*|[「【]\s*{_COUNT}\s*[」】]\s*"
)
_PART_AFTER = re.compile(rf"\s*[(\[]?(?:篇|范[文本])\s?{_COUNT}[)\]]?$")

# Points for what marks the beginning of a report; a report begins where they reach the bar. A date or a part number
# settles it; anything else needs the noun of a report in the title and another sign.
_DATE, _BYLINE, _PART, _LISTED, _RESTART, _CLOSED, _ADDRESSED, _NOUN = 3, 2, 3, 2, 2, 2, 2, 1
_BAR = 3
# Characters of prose below which there is no report: covers, forewords of a line or two.
_SHORTEST_REPORT = 200
# 2023年工作总结 heads a part of a report; the title of a report says more.
_SHORTEST_TITLE = 10
# How far below a title its 一、 may stand, and how far above it the notice that sends it out.
_REACH = 60
_LONGEST_TITLE_LINE = 110

# Nouns of reports; 基本情况 and 工作要点 head parts of one as well.
_REPORT_NOUN = re.compile(
    r"(?:报告|总结|述职|述法|汇报|讲话|发言|材料|综述|解读)(?:书|素材)?》?(?:[(\[].{1,12}[)\]])?$"
)
_SITUATION = re.compile(r"^(?=.*20\d\d年).*[省市县区旗州盟镇乡局厅委院].*情况$")
_ANNEX = re.compile(r"附\s?[件录表]")


@dataclass(frozen=True)
class Split:
    """Where the reports of a source lie, as ranges of its lines; the rest is left out.

    :param reports: ``[start, end)`` of each report, beginning at its title.
    :param left_out: index of every other line → why.
    :param numbered: index of a title's line → how many characters of part number stand before the title.
    """

    reports: tuple[tuple[int, int], ...]
    left_out: dict[int, str]
    numbered: dict[int, int] = field(default_factory=dict)


def split_reports(lines: Sequence[Lines]) -> Split:
    """Find the reports in the lines of a source."""
    texts = [line.text for line in lines]
    contents = find_contents(texts)
    left_out = dict.fromkeys(contents.lines, CONTENTS)
    beginnings = _Beginnings(texts, contents)
    starts = _with_a_body(texts, beginnings.all(), contents.lines)
    if starts and not beginnings.is_part(starts[0]):
        starts = _with_what_comes_first(texts, starts, contents.lines)
    if len(starts) < 2:
        return Split(((0, len(lines)),) if lines else (), left_out)
    left_out.update({index: COVER for index in range(starts[0]) if index not in contents.lines})
    numbers = {index: length for index in starts if (length := beginnings.number_length(index))}
    left_out.update({index: PART_NUMBER for index, length in numbers.items() if length == len(texts[index])})
    numbered = {index: length for index, length in numbers.items() if index not in left_out}
    return Split(tuple(zip(starts, [*starts[1:], len(lines)], strict=True)), left_out, numbered)


class _Beginnings:
    """Tells at which lines a report begins."""

    def __init__(self, texts: Sequence[str], contents: Contents) -> None:
        self._texts = texts
        self._contents = contents
        self._markers = [leading_marker(text) for text in texts]
        self._numbers = self._part_numbers()

    def all(self) -> list[int]:
        """Return the lines at which a report begins."""
        starts = []
        index = 0
        while index < len(self._texts):
            length = 0 if index in self._contents.lines else self._title_at(index)
            if length:
                starts.append(index)
            index += max(1, length)
        return starts

    def _title_at(self, index: int) -> int:
        """Return how many lines the title of the report takes that begins here; 0 if none does."""
        text = self._texts[index]
        if len(text) > _LONGEST_TITLE_LINE or not self._stands_apart(index):
            return 0
        number = self.number_length(index)
        if number == len(text):
            return 1 if index + 1 < len(self._texts) else 0
        reach = next((i for i in range(index + 1, index + 4) if i in self._numbers), index + 4)
        title = [text[number:], *self._texts[index + 1 : reach]]
        length = title_length(title)
        return length if length and self._points(index, join_title(title[:length]), index + length) >= _BAR else 0

    def number_length(self, index: int) -> int:
        """Return how many characters of a part number open a line."""
        return self._numbers.get(index, 0)

    def is_part(self, index: int) -> bool:
        """Tell whether a line bears the number of a document in a collection."""
        return index in self._numbers or bool(_PART_AFTER.search(fold(self._texts[index])))

    def _points(self, index: int, title: str, below: int) -> int:
        under = [*self._texts[below : below + 3], "", ""]
        signed = byline(under[0]) is not None
        dated = is_dateline(under[0]) or (signed and is_dateline(under[1]))
        part = self.is_part(index)
        strong = _is_report_title(title)
        if not (dated or signed or part or strong):
            return 0
        if not (dated or part) and (len(title) < _SHORTEST_TITLE or self._hangs_on_what_precedes(index, title)):
            return 0
        signs = (
            *((_DATE, dated), (_BYLINE, signed), (_PART, part), (_NOUN, strong or names_document(title))),
            *((_LISTED, self._contents.lists(title)), (_RESTART, self._restarts(below))),
            *((_CLOSED, self._closed_before(index)), (_ADDRESSED, any(is_salutation(text) for text in under if text))),
        )
        return sum(points for points, sign in signs if sign)

    def _stands_apart(self, index: int) -> bool:
        """Tell whether the line before is finished: the end of a sentence, a signature, a date, another short line."""
        if index in (0, self._contents.lines.stop):
            return True
        before = self._texts[index - 1]
        if index > 1 and is_title_like(before) and not names_document(before) and index - 1 not in self._numbers:
            return False
        return ends_sentence(before) or len(before) < _REACH

    def _restarts(self, below: int) -> bool:
        """Tell whether the next section below is 一、."""
        following = self._markers[below : below + _REACH]
        number = next((m.number for m in following if m and m.family is Family.HAN), None)
        return number == 1

    def _closed_before(self, index: int) -> bool:
        """Tell whether the report above has just been signed, dated or thanked for."""
        before = self._texts[index - 1] if index else ""
        return is_dateline(before) or is_institution(before) or before.startswith("谢谢")

    def _hangs_on_what_precedes(self, index: int, title: str) -> bool:
        """Tell whether a title heads an annex, or what the notice above it sends out."""
        above = self._texts[max(self._contents.lines.stop, index - _REACH) : index]
        sent_out = any(title in text and len(text) > len(title) for text in above)
        return sent_out or any(_ANNEX.match(text) for text in above[-2:])

    def _part_numbers(self) -> dict[int, int]:
        """Return the lines that a part number opens, with its length."""
        numbers = {}
        for index, text in enumerate(self._texts):
            mark = _PART_MARK.match(fold(text[:20])) if len(text) <= _LONGEST_TITLE_LINE else None
            if mark and (mark.end() == len(text) or title_length([text[mark.end() :]])):
                numbers[index] = mark.end()
        return numbers if len(numbers) > 1 else self._counted_titles()

    def _counted_titles(self) -> dict[int, int]:
        """Return the lines 1.……总结 2.……总结 …, if the outermost numbering of the source counts nothing but reports."""
        marks = [(i, mark) for i, mark in enumerate(self._markers) if mark and i not in self._contents.lines]
        family = marks[0][1].family if marks else None
        if family not in (Family.HAN, Family.ARABIC):
            return {}
        counted: dict[int, int] = {}
        for index, mark in marks:
            if mark.family is not family:
                continue
            title = self._texts[index][mark.end :].strip()
            is_report = len(title) >= _SHORTEST_TITLE and _is_report_title(title)
            if is_report and mark.number == len(counted) + 1:
                counted[index] = mark.end
            elif family is Family.HAN:
                return {}  # the sections of one report
        return counted if len(counted) > 1 else {}


def _is_report_title(title: str) -> bool:
    folded = fold(title)
    return bool(_REPORT_NOUN.search(folded) or _SITUATION.match(folded))


def _with_what_comes_first(texts: Sequence[str], starts: list[int], contents: range) -> list[int]:
    """Add the text before the first start as a report of its own if it is prose: a cover holds none."""
    first = contents.stop if contents and contents.start < starts[0] else 0
    return [first, *starts] if _prose(texts, range(first, starts[0])) >= _SHORTEST_REPORT else starts


def _with_a_body(texts: Sequence[str], starts: Sequence[int], contents: range) -> list[int]:
    """Drop starts that leave a report without any body: the second line of a title, a cover repeated."""
    ends = [*starts[1:], len(texts)][: len(starts)]
    return [
        start
        for start, end in zip(starts, ends, strict=True)
        if _prose(texts, (i for i in range(start, end) if i not in contents)) >= _SHORTEST_REPORT
    ]


def _prose(texts: Sequence[str], indices: Iterable[int]) -> int:
    """Count the characters in lines that are sentences rather than titles, entries or furniture."""
    lines = (texts[index] for index in indices)
    return sum(len(text) for text in lines if len(text) > 40 and "。" in text and not furniture_reason(text))
