"""The visible text of a web page as lines in reading order, with what the page's markup says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import lxml.html
from lxml import etree

from corpus.model import BlockRole
from indexer.readers.numerals import numeral

#: libxml2 drops what lies deeper than this, so deeper pages are flattened first.
_MAX_DEPTH = 2000
_INVISIBLE = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "object",
        "applet",
        "audio",
        "video",
        "canvas",
        "iframe",
        "map",
        "datalist",
        "xml",
        "noframes",
    ]
)
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
        "listing",
        "plaintext",
        "frameset",
    ]
)
_HEADING = {f"h{level}": level for level in range(1, 7)}
_CLICKABLE = frozenset(("a", "button", "select", "label"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
#: East Asian wide characters, between which a line break in the source is no space (CSS Text 3, segment breaks).
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’…—\U00020000-\U0003ffff"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_OWN_NUMBER = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十百\d]+[）)、.．是]|第[一二三四五六七八九十百\d]+|[①-⑳])")
#: A cell longer than this, or with several paragraphs of more than this together, holds an article, not a datum.
_CELL = 800
_CELL_OF_PARAGRAPHS = 200

Event: TypeAlias = tuple[Literal["start", "end"], etree._Element] | tuple[Literal["text"], str]


@dataclass(frozen=True)
class VisibleLine:
    """A visible line of a page.

    :param text: white space collapsed as a browser does; table cells joined by a tab.
    :param prefix: the number a browser writes before it (``<ol>``).
    :param clickable: share (0..1) of its characters inside links and buttons.
    :param zone: tag, id and class names around it, innermost last, lower case.
    """

    text: str
    role: BlockRole = BlockRole.TEXT
    level: int | None = None
    prefix: str = ""
    clickable: float = 0.0
    zone: str = ""


def parse_html(text: str) -> etree._Element | None:
    """Parse a page of any depth; ``None`` when there is no element in it."""
    root = _parse(text)
    if root is not None and _depth(root) >= _MAX_DEPTH:
        flat = re.sub(
            r"</?(?:div|section|article|center|table|tbody|tr|td|ul|ol|li|dl|dd|p|blockquote)\b[^<>]*>",
            "<br>",
            text,
            flags=re.I,
        )
        root = _parse(
            re.sub(r"</?(?!br|a\b|title|meta|script|style|head|body|html|h[1-6])[a-z][^<>]*>", "", flat, flags=re.I)
        )
    return root


def _parse(text: str) -> etree._Element | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        # errors="replace": a lone surrogate cannot be written as UTF-8
        return lxml.html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.LxmlError:
        return None


def _depth(root: etree._Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def visible_lines(root: etree._Element) -> list[VisibleLine]:
    """Return every visible line of the page in document order."""
    walk = _Walk(_data_rows(root))
    for event in _events(root):
        if event[0] == "text":
            walk.text(event[1])
        elif event[0] == "start":
            walk.start(event[1])
        else:
            walk.end(event[1])
    walk.flush()
    return walk.lines


def _events(root: etree._Element) -> Iterator[Event]:
    """Walk visible nodes without recursion, so that no nesting is too deep."""
    hidden: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if hidden is None and _is_hidden(element):
                hidden = element
            if hidden is None:
                yield "start", element
                if element.text:
                    yield "text", element.text
            continue
        if hidden is None:
            yield "end", element
        elif hidden is element:
            hidden = None
        if hidden is None and element.tail and element is not root:
            yield "text", element.tail


def _is_hidden(element: etree._Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _INVISIBLE or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


@dataclass
class _Row:
    nested: bool = False
    cells: int = 0
    longest: int = 0
    article: bool = False
    length: int = 0
    paragraphs: int = 0


def _data_rows(root: etree._Element) -> set[etree._Element]:
    """Find the table rows that hold data; the others lay out the page."""
    found: set[etree._Element] = set()
    rows: list[_Row] = []
    for event in _events(root):
        if event[0] == "text":
            if rows:
                rows[-1].length += len(event[1].strip())
            continue
        tag = event[1].tag
        if tag == "tr":
            if event[0] == "start":
                for row in rows:
                    row.nested = True
                rows.append(_Row())
            elif rows:
                row = rows.pop()
                if row.cells > 1 and not (row.nested or row.article) and row.longest <= _CELL:
                    found.add(event[1])
        elif rows and tag in ("td", "th"):
            row = rows[-1]
            if event[0] == "end":
                row.cells += row.length > 0
                row.longest = max(row.longest, row.length)
                row.article = row.article or (row.paragraphs > 1 and row.length > _CELL_OF_PARAGRAPHS)
            row.length = row.paragraphs = 0
        elif rows and event[0] == "start" and tag in ("p", "div", "br", "li", "h1", "h2", "h3"):
            rows[-1].paragraphs += 1
    return found


@dataclass
class _Walk:
    """Gathers text into lines while the events of a page go by."""

    data_rows: set[etree._Element]
    lines: list[VisibleLine] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _clicked: int = 0
    _clickable: int = 0
    _preformatted: int = 0
    _cells: list[str] | None = None
    _prefix: str = ""
    _roles: list[tuple[BlockRole, int | None]] = field(default_factory=list)
    _zones: list[str] = field(default_factory=list)
    _counters: list[int | None] = field(default_factory=list)

    def text(self, text: str) -> None:
        """Take a run of text."""
        if self._preformatted and self._cells is None:
            *lines, text = text.split("\n")
            for line in lines:
                self._add(line)
                self.flush()
        self._add(text)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        if self._clickable:
            self._clicked += len(text.strip())

    def start(self, element: etree._Element) -> None:
        """Enter an element."""
        tag = element.tag
        if tag in _BLOCK or tag == "br":
            self._boundary(tag)
        if element in self.data_rows:
            self._cells = []
        self._clickable += tag in _CLICKABLE
        self._preformatted += tag in ("pre", "xmp", "listing", "plaintext")
        if tag in _HEADING:
            self._roles.append((BlockRole.HEADING, _HEADING[tag]))
        elif tag == "li":
            self._roles.append((BlockRole.LIST_ITEM, None))
            self._count(element)
        elif tag in ("ol", "ul", "menu"):
            start = element.get("start", "1")
            self._counters.append((int(start) if start.isdecimal() else 1) - 1 if tag == "ol" else None)
        if tag in _BLOCK:
            self._zones.append(f"{tag} {element.get('id', '')} {element.get('class', '')}".strip().lower())

    def end(self, element: etree._Element) -> None:
        """Leave an element."""
        tag = element.tag
        if tag in ("td", "th") and self._cells is not None:
            self._end_cell()
        elif element in self.data_rows:
            self._end_row()
        elif tag in _BLOCK:
            self._boundary(tag)
        self._clickable -= tag in _CLICKABLE
        self._preformatted -= tag in ("pre", "xmp", "listing", "plaintext")
        if (tag in _HEADING or tag == "li") and self._roles:
            self._roles.pop()
        elif tag in ("ol", "ul", "menu") and self._counters:
            self._counters.pop()
        if tag in _BLOCK and self._zones:
            self._zones.pop()

    def flush(self) -> None:
        """End the line in hand."""
        text = self._take()
        if text.strip(" "):
            role, level = self._roles[-1] if self._roles else (BlockRole.TEXT, None)
            self._emit(text, role, level)
        else:
            self._clicked = 0

    def _count(self, item: etree._Element) -> None:
        if self._counters and (last := self._counters[-1]) is not None:
            value = item.get("value", "")
            self._counters[-1] = number = int(value) if value.isdecimal() else last + 1
            kind = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
            parent = item.getparent()
            style = parent.get("type", "1") if parent is not None else "1"
            self._prefix = numeral(number, kind.get(style, "decimal")) + "."

    def _boundary(self, tag: str) -> None:
        if self._cells is None:
            self.flush()
        elif tag not in ("td", "th", "tr") and "".join(self._parts).strip():
            self._parts.append(" ")

    def _end_cell(self) -> None:
        if self._cells is not None:
            self._cells.append(self._take())

    def _end_row(self) -> None:
        stray = self._take()
        cells = [*(self._cells or []), *([stray] if stray else [])]
        self._cells = None
        if text := "\t".join(cells).rstrip("\t"):
            self._emit(text, BlockRole.TABLE_ROW, None)

    def _take(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        if self._preformatted:
            return text.rstrip("\r")
        return _SPACES.sub(" ", _BREAK_IN_CHINESE.sub("", text)).strip(" ")

    def _emit(self, text: str, role: BlockRole, level: int | None) -> None:
        prefix, self._prefix = self._prefix, ""
        if _OWN_NUMBER.match(text):
            prefix = ""
        share = min(1.0, self._clicked / max(1, len(text.replace("\t", ""))))
        self.lines.append(VisibleLine(text, role, level, prefix, share, " / ".join(self._zones[-6:])))
        self._clicked = 0
