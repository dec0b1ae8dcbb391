"""Paragraph styles of a Word file: which are headings, which carry numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from indexer.readers.docx_package import W, value

_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.I)
_TITLE_NAMES = frozenset(("title", "标题", "標題"))
#: A chain of styles longer than this is a loop.
_CHAIN = 20


@dataclass(frozen=True)
class Numbering:
    """The numbering a style or paragraph asks for; ``None`` where it does not say."""

    num_id: str | None = None
    level: int | None = None


@dataclass(frozen=True)
class Style:
    """What a paragraph gets from its style and the styles that one is based on.

    :param level: heading level from 1, ``None`` for text.
    """

    level: int | None = None
    numbering: Numbering = Numbering()
    hidden: bool = False


class Styles:
    """The styles part."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = root.findall(f"{W}style") if root is not None else []
        self._elements = {element.get(W + "styleId", ""): element for element in elements}
        self._default = next(
            (
                element.get(W + "styleId")
                for element in elements
                if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on")
            ),
            None,
        )
        self._cache: dict[str | None, Style] = {}

    def paragraph(self, style_id: str | None) -> Style:
        """Return the paragraph style of that id (the default style for ``None``)."""
        if style_id not in self._cache:
            self._cache[style_id] = self._resolve(style_id)
        return self._cache[style_id]

    def _resolve(self, style_id: str | None) -> Style:
        level: int | None = None
        decided = False
        num_id: str | None = None
        num_level: int | None = None
        # A style id without a style is still a hint: generators write Heading1 and leave the styles part out.
        chain = self._chain(style_id) or ([etree.Element(W + "style")] if style_id else [])
        for element in chain:
            properties = element.find(W + "pPr")
            if not decided:
                outline = value(properties, "outlineLvl")
                named = _named_level(value(element, "name") or style_id or "")
                if named is not None or outline is not None:
                    decided = True
                    level = named if named is not None else _outline_level(outline)
            num_id = num_id or value(properties, "numPr/numId")
            if num_level is None:
                num_level = _to_int(value(properties, "numPr/ilvl"))
        return Style(level, Numbering(num_id, num_level))

    def _chain(self, style_id: str | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        current = style_id if style_id is not None else self._default
        while current in self._elements and len(chain) < _CHAIN:
            chain.append(self._elements[current])
            current = value(chain[-1], "basedOn")
        return chain


def heading_level(properties: etree._Element | None, style: Style) -> int | None:
    """Return a paragraph's heading level: its own outline level, else its style's."""
    outline = value(properties, "outlineLvl")
    return _outline_level(outline) if outline is not None else style.level


def _named_level(name: str) -> int | None:
    if match := _HEADING_NAME.match(name.strip()):
        return int(match[1])
    return 1 if name.strip().lower() in _TITLE_NAMES else None


def _outline_level(outline: str | None) -> int | None:
    number = _to_int(outline)
    return number + 1 if number is not None and 0 <= number <= 8 else None


def _to_int(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None
