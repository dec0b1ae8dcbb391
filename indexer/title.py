"""The title of a report over one to four lines, and the lines that only say it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from corpus.text import join_lines
from indexer.dates import is_dateline
from indexer.institution import is_institution
from indexer.shapes import byline, despaced, is_salutation, is_session_line, is_title_like, names_document

# 《关于……的报告》 and a site's 关于……报告 are one title.
_SAME = 0.8
_LONGEST_SUBTITLE = 60
_YEAR = re.compile(r"20\d\d年|二[〇零○]")
_FRAGMENT = re.compile(r"[\u4e00-\u9fff]{2,5}$")


def title_length(lines: Sequence[str], page_title: str | None = None) -> int:
    """Return how many of ``lines``, from the first, make a title; 0 if the first begins none.

    :param page_title: the title the page states of itself, which settles how far it goes.
    """
    length = _opening(lines)
    while 0 < length < len(lines) and _goes_on(join_title(lines[:length]), lines[length:], page_title):
        length += 1
    if 0 < length < len(lines) and is_subtitle(lines[length]):
        length += 1
    return length


def join_title(lines: Sequence[str]) -> str:
    """Return a title without its line breaks."""
    title = ""
    for line in lines:
        title = join_lines(title, despaced(line))
    return title


def same_title(title: str, text: str) -> bool:
    """Tell whether a line says nothing but the title again, whole, shortened or slightly changed."""
    one, other = title.replace(" ", ""), text.replace(" ", "")
    return other in one or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME


def is_subtitle(text: str) -> bool:
    """Tell whether a line is a second title: ——黟县法治政府建设工作综述."""
    return (
        len(text) <= _LONGEST_SUBTITLE
        and bool(re.match(r"(?:——|--|—)\s*[\u4e00-\u9fff“《]", text))
        and text[-1] not in "。；，"
    )


def _opening(lines: Sequence[str]) -> int:
    """Return the number of lines with which a title surely begins."""
    first, second = lines[0], lines[1] if len(lines) > 1 else ""
    if first.replace(" ", "") == "关于":
        return 2 if is_title_like(second) else 0
    if is_institution(first):
        # A site's own name stands above 2023年泾县……报告 as well; a title does not name its place twice.
        named = any(place in second for place in re.findall(r"(?=([\u4e00-\u9fff][省市县区旗州镇乡]))", first))
        whole = second.startswith("关于") or (_YEAR.match(second) and not named)
        return 2 if whole and is_title_like(second) else 0
    return 1 if is_title_like(first) and not byline(first) else 0


def _goes_on(title: str, below: Sequence[str], page_title: str | None) -> bool:
    """Tell whether the next line continues the title rather than heading the body."""
    text = below[0]
    if names_document(title) or byline(text) or is_institution(text) or is_salutation(text):
        return False
    if not (is_title_like(text) or (_FRAGMENT.match(text) and names_document(text))):
        return False
    if page_title is not None:
        return text in page_title
    following = below[1] if len(below) > 1 else ""
    framed = is_dateline(following) or is_session_line(following) or is_salutation(following) or bool(byline(following))
    return names_document(text) or framed or not following
