"""Text of reports as HTML: everything is escaped, marks are laid over spans."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Span
from corpus.text import fold


@dataclass(frozen=True)
class Mark:
    """A span to set off.

    :param opening: the opening tag, written by us; never made from a report's words.
    """

    span: Span
    opening: str

    @property
    def closing(self) -> str:
        """The tag that closes it."""
        return f"</{self.opening[1:].split()[0].rstrip('>')}>"


# 行政, 建设: words of two characters are parts of most terms of this field.
_SHORT_WORD = 2


def escape(text: object) -> str:
    """Return text that a browser shows as it stands."""
    return html.escape(str(text), quote=True)


def marked(text: str, span: Span, marks: Sequence[Mark] = ()) -> str:
    """Return ``text[span]`` as HTML with the marks that touch it; outer marks first in ``marks``.

    Marks may overlap: each is closed and opened again at every border, so that the tags always nest.
    """
    touching = [mark for mark in marks if mark.span.start < span.end and mark.span.end > span.start]
    borders = {span.start, span.end}
    for mark in touching:
        borders |= {max(mark.span.start, span.start), min(mark.span.end, span.end)}
    pieces = []
    for start, end in pairwise(sorted(borders)):
        over = [mark for mark in touching if mark.span.start <= start and end <= mark.span.end]
        pieces.append("".join(mark.opening for mark in over))
        pieces.append(escape(text[start:end]))
        pieces.append("".join(mark.closing for mark in reversed(over)))
    return "".join(pieces)


def occurrences(text: str, words: Iterable[str], offset: int = 0) -> list[Span]:
    """Return where the words stand in ``text``, regardless of width and case; overlapping ones are joined.

    :param offset: added to every span.
    """
    folded = fold(text)
    given = [word for word in words if word]
    # A single character (的, 和, 法) lights up everywhere and says nothing, unless it is all there is.
    chosen = [word for word in given if len(word) > 1 and not _part_of_another(word, given)] or given
    joined: list[Span] = []
    for start, end in sorted(match.span() for word in chosen for match in re.finditer(re.escape(word), folded)):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Span(start, end))
    return [Span(span.start + offset, span.end + offset) for span in joined]


def _part_of_another(word: str, words: Iterable[str]) -> bool:
    """Tell whether a short word is part of a longer one: 行政 need not light up all over where 行政争议 was found."""
    return len(word) <= _SHORT_WORD and any(word in other and word != other for other in words)


def plain_label(text: str) -> str:
    """Return a widget's label that shows ``text`` as it stands: Streamlit reads labels as Markdown."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]()<>#+-.!|~$:&" else character for character in text)


def tag(name: str, content: str, kind: str = "", **attributes: str) -> str:
    """Return an element; ``content`` is HTML, attribute values are escaped."""
    given = {"class": kind, **{key.replace("_", "-"): value for key, value in attributes.items()}}
    shown = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if value)
    return f"<{name}{shown}>{content}</{name}>"


def link(content: str, target: str, kind: str = "", **attributes: str) -> str:
    """Return a link within the app: the page's script follows it without loading the page anew.

    :param content: HTML; ``target`` from :mod:`views.address`.
    """
    return tag("a", content, kind, href=target, data_go="true", **attributes)


def unfolding(title: str, content: str, kind: str = "", fold: str = "", unfolded: bool = False) -> str:
    """Return content that is folded away under a title; ``title`` and ``content`` are HTML.

    :param fold: a name under which the page's script remembers whether the user unfolded it.
    """
    state = {"open": "open"} if unfolded else {}
    return tag("details", tag("summary", title) + content, kind, data_fold=fold, **state)
