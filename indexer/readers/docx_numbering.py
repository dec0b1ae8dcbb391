"""Automatic numbering of a Word file, written out as Word would print it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from indexer.readers.docx_package import MC, W, is_on, value
from indexer.readers.docx_styles import Numbering
from indexer.readers.numerals import numeral

#: After these the text follows at once; after "1." or "A" it does not when that would run into a figure.
_CLOSED = "、）)．：:」】〕》，。"


@dataclass(frozen=True)
class NumberLevel:
    """One level of a list.

    :param restart_after: index of the level whose use restarts this one, ``-1`` for never.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    separator: str = "tab"
    restart_after: int | None = None
    paragraph_style: str | None = None


@dataclass(frozen=True)
class Label:
    """A number as printed: ``text`` is empty for bullets."""

    text: str
    separator: str


class NumberedLists:
    """The numbering part, and how far each list has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, NumberLevel]] = {}
        self._lists: dict[str, tuple[str, dict[int, NumberLevel], dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for element in root.findall(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            self._abstract[key] = {_index(level): _level(level) for level in element.findall(W + "lvl")}
            if (style := value(element, "numStyleLink")) is not None:
                linked[key] = style
            if (style := value(element, "styleLink")) is not None:
                by_style[style] = key
        for key, style in linked.items():
            if style in by_style:
                self._abstract[key] = self._abstract[by_style[style]]
        for element in root.findall(W + "num"):
            abstract = value(element, "abstractNumId") or ""
            levels, starts = dict(self._abstract.get(abstract, {})), {}
            for override in element.findall(W + "lvlOverride"):
                index = _index(override)
                if (level := override.find(W + "lvl")) is not None:
                    levels[index] = _level(level)
                if (start := value(override, "startOverride")) is not None and start.isdecimal():
                    starts[index] = int(start)
                    levels[index] = replace(levels.get(index, NumberLevel()), start=int(start))
            self._lists[element.get(W + "numId", "")] = abstract, levels, starts

    def next(self, numbering: Numbering, style_id: str | None) -> Label | None:
        """Count one paragraph and return its number; ``None`` when it is not in a list.

        :param style_id: the paragraph's style, which may be tied to a level of the list.
        """
        if numbering.num_id is None or numbering.num_id == "0" or numbering.num_id not in self._lists:
            return None
        abstract, levels, starts = self._lists[numbering.num_id]
        index = numbering.level if numbering.level is not None else _level_of_style(levels, style_id)
        level = levels.get(index)
        if level is None:
            return None
        counts = self._counts.setdefault(abstract, {})
        if numbering.num_id not in self._begun:  # an override restarts the shared count once, at its first use
            self._begun.add(numbering.num_id)
            for started in starts:
                counts.pop(started, None)
        counts[index] = counts[index] + 1 if index in counts else level.start
        for deeper in [deeper for deeper in counts if deeper > index]:
            after = levels.get(deeper, NumberLevel()).restart_after
            if after is None or index <= after:
                del counts[deeper]
        if level.style == "bullet":
            return Label("", "nothing")
        return Label(_written(level, levels, counts), level.separator)


def join_label(label: Label | None, text: str) -> str:
    """Put a number before a paragraph's text the way it looks on paper."""
    if label is None or not label.text:
        return text
    if not text or label.separator == "nothing" or label.text[-1] in _CLOSED:
        return label.text + text
    if label.text[-1] == "." and not re.match(r"[0-9A-Za-z]", text):
        return label.text + text
    return f"{label.text} {text}"


def _written(level: NumberLevel, levels: dict[int, NumberLevel], counts: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = levels.get(index, NumberLevel())
        style = "decimal" if level.legal and other.style not in ("none", "bullet") else other.style
        return numeral(counts.get(index, other.start), style)

    return re.sub(r"%([1-9])", number, level.text).strip()


def _level(element: etree._Element) -> NumberLevel:
    start, restart = value(element, "start"), value(element, "lvlRestart")
    style = element.find(W + "numFmt")
    if style is None:  # newer formats stand in a choice, with a plain one to fall back on
        style = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    return NumberLevel(
        start=int(start) if start is not None and start.isdecimal() else 0 if start is None else 1,
        style=style.get(W + "val", "decimal") if style is not None else "decimal",
        text=value(element, "lvlText") or "",
        legal=is_on(element, "isLgl"),
        separator=value(element, "suff") or "tab",
        restart_after=int(restart) - 1 if restart is not None and restart.isdecimal() else None,
        paragraph_style=value(element, "pStyle"),
    )


def _index(element: etree._Element) -> int:
    text = element.get(W + "ilvl", "0")
    return int(text) if text.isdecimal() else 0


def _level_of_style(levels: dict[int, NumberLevel], style_id: str | None) -> int:
    return next((index for index, level in levels.items() if style_id and level.paragraph_style == style_id), 0)
