"""Word documents (.docx): every printed character in reading order, automatic numbers written out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.errors import EmptySource, ReadError
from corpus.model import Block, BlockRole, Document, FieldName, PageField, Position
from indexer.readers.docx_numbering import NumberedLists, join_label
from indexer.readers.docx_package import MC, R_ID, Package, W, is_on, value
from indexer.readers.docx_styles import Numbering, Styles, heading_level
from indexer.readers.finish import finish, is_blank

_M_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
#: Never printed, or read elsewhere.
_SKIPPED = frozenset(
    W + tag
    for tag in [
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "instrText",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "commentRangeStart",
        "commentRangeEnd",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
    ]
)
#: Elements that stand for a character.
_MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
#: Symbol-font characters that forms use; Word stores them in the private area.
_SYMBOLS = {
    "wingdings": {
        0xF0A8: "□",
        0xF0FE: "☑",
        0xF0FC: "✓",
        0xF0FB: "✗",
        0xF0FD: "☒",
        0xF06E: "■",
        0xF06C: "●",
        0xF0E0: "→",
    },
    "wingdings 2": {0xF052: "☑", 0xF050: "✓", 0xF0A3: "□", 0xF051: "☒", 0xF053: "☒", 0xF054: "☒"},
    "symbol": {0xF0B7: "•", 0xF0B0: "°", 0xF0B4: "×", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B1: "±"},
}
_PAGE_NUMBER = re.compile(r"[-—–－\s]*第?\s*\d+\s*(?:页|/|／)?(?:\s*共?\s*\d+\s*页)?[-—–－\s]*$")
#: Titles that programs put into a file's properties by themselves.
_NO_TITLE = re.compile(r"Microsoft|文档\s*\d*$|无标题|untitled|document|PowerPoint|WPS|\.docx?$|\.wps$", re.I)


def read_docx(name: str, data: bytes) -> Document:
    """Read a Word document.

    Revisions are read as accepted, hidden text is left out, a soft line break ends a block.

    :raises DamagedFile: for files that are not whole.
    :raises FileTooLarge: for parts that unpack beyond all measure.
    """
    package = Package(name, data)
    main = package.main_part()
    root = package.xml(main)
    reader = _Reader(package, main)
    body = root.find(W + "body") if root is not None else None
    content = list(reader.blocks(body)) if body is not None else []
    headers, footers = (list(_margin(package, main, body, kind)) for kind in ("header", "footer"))
    if not content:
        headers, footers = [], []  # a page number alone is no text
    reader.note_hidden()
    return finish(name, "docx", [*headers, *content, *footers], fields=_fields(package), warnings=reader.warnings)


@dataclass
class _Line:
    """A paragraph's text while it is gathered, and what is anchored in it."""

    parts: list[str] = field(default_factory=list)
    anchored: list[etree._Element | str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """One pass over a story (the body, a header), counting paragraphs and lists."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._styles = Styles(package.linked(part, "styles"))
        self._lists = NumberedLists(package.linked(part, "numbering"))
        self._notes = {kind: _notes(package, part, kind) for kind in ("footnote", "endnote")}
        self._paragraph = 0
        self._hidden = 0
        self.warnings: list[str] = []

    def note_hidden(self) -> None:
        """Add the warning on hidden text, once all is read."""
        if self._hidden:
            self.warnings.append(f"有 {self._hidden} 个隐藏文字没有读入")

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """Read paragraphs and tables of a body, cell, text box or note, in order."""
        for element in container:
            if element.tag == W + "p":
                yield from self._paragraph_blocks(element)
            elif element.tag == W + "tbl":
                yield from self._table(element)
            elif element.tag == MC + "AlternateContent":
                yield from self.blocks(_chosen(element))
            elif element.tag == W + "altChunk":
                yield from self._embedded(element)
            elif element.tag not in _SKIPPED and isinstance(element.tag, str):
                yield from self.blocks(element)

    def _paragraph_blocks(self, paragraph: etree._Element) -> Iterator[Block]:
        self._paragraph += 1
        position = Position(paragraph=self._paragraph)
        properties = paragraph.find(W + "pPr")
        style_id = value(properties, "pStyle")
        style = self._styles.paragraph(style_id)
        level = heading_level(properties, style)
        line = _Line()
        self._inline(paragraph, line)
        text = "".join(line.parts)
        own = Numbering(value(properties, "numPr/numId"), _number(value(properties, "numPr/ilvl")))
        numbering = Numbering(own.num_id or style.numbering.num_id, _first(own.level, style.numbering.level))
        label = self._lists.next(numbering, style_id)
        role = BlockRole.HEADING if level else BlockRole.LIST_ITEM if label else BlockRole.TEXT
        if not is_blank(text):
            yield Block(join_label(label, text), role, level, position)
        yield from self._anchored(line, position)

    def _anchored(self, line: _Line, position: Position) -> Iterator[Block]:
        for anchor in line.anchored:
            if isinstance(anchor, str):
                yield Block(anchor, position=position)
            else:
                yield from self.blocks(anchor)
        for kind, key in line.notes:
            if (note := self._notes[kind].pop(key, None)) is not None:
                yield from self.blocks(note)

    def _inline(self, element: etree._Element, line: _Line) -> None:
        """Gather the text of a paragraph's runs; what hangs on it (boxes, notes) is kept for after it."""
        for child in element:
            tag = child.tag
            if tag in _MARKS:
                line.parts.append(_MARKS[tag])
            elif tag in (W + "t", _M_TEXT):
                line.parts.append(child.text or "")
            elif tag == W + "r" and is_on(child, "rPr/vanish"):
                self._hidden += len("".join(text.text or "" for text in child.iter(W + "t")))
            elif tag == W + "sym":
                line.parts.append(_symbol(child))
            elif tag in _NOTES:
                line.notes.append((_NOTES[tag], child.get(W + "id", "")))
            elif tag == W + "txbxContent":
                line.anchored.append(child)
            elif tag == _TEXT_PATH:
                line.anchored.append(child.get("string", ""))
            elif tag not in _SKIPPED and isinstance(tag, str):
                for part in _parts(child):
                    self._inline(part, line)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for row in _through(table, W + "tr"):
            yield from self._row(list(_through(row, W + "tc")))

    def _row(self, cells: list[etree._Element]) -> Iterator[Block]:
        """Read a row as one block; a row that holds an article in one cell is read as its paragraphs."""
        start = self._paragraph + 1
        contents = [[] if _continues(cell) else list(self.blocks(cell)) for cell in cells]
        filled = [content for content in contents if content]
        if len(filled) == 1 and (len(filled[0]) > 1 or len(cells) == 1):
            yield from filled[0]
            return
        if any(cell.find(f".//{W}tbl") is not None for cell in cells):
            yield from (block for content in contents for block in content)
            return
        texts = [" ".join(re.sub(r"\s*\n\s*", " ", block.text) for block in content) for content in contents]
        if text := "\t".join(texts).rstrip("\t"):
            yield Block(text, BlockRole.TABLE_ROW, position=Position(paragraph=start))

    def _embedded(self, element: etree._Element) -> Iterator[Block]:
        """Read a page embedded whole, as web editors make them."""
        from indexer.readers.html import read_html, read_mhtml

        link = self._package.links(self._part).get(element.get(R_ID, ""))
        data = self._package.read(link.target) if link else None
        if not data:
            return
        read = read_mhtml if b"mime-version:" in data[:2000].lower() else read_html
        try:
            yield from read(self._package.name, data).blocks
        except EmptySource:
            return
        except ReadError as error:
            self.warnings.append(f"嵌入的内容没有读出：{error.reason}")


def _through(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children with ``tag``, also inside content controls and inserted revisions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag not in (W + "tc", W + "tbl", W + "tr"):
            yield from _through(child, tag)


def _continues(cell: etree._Element) -> bool:
    """Tell whether a cell is merged into the one above it (or, in old files, to its left)."""
    properties = cell.find(W + "tcPr")
    merges = [properties.find(W + tag) for tag in ("vMerge", "hMerge")] if properties is not None else []
    return any(merge is not None and merge.get(W + "val", "continue") == "continue" for merge in merges)


def _parts(element: etree._Element) -> list[etree._Element]:
    """Return the elements to read for an inline element: itself but for alternatives and ruby."""
    if element.tag == MC + "AlternateContent":
        return [_chosen(element)]
    if element.tag == W + "ruby":  # the file holds the reading before its characters
        return [part for name in ("rubyBase", "rt") if (part := element.find(W + name)) is not None]
    return [element]


def _chosen(alternate: etree._Element) -> etree._Element:
    """Return the one branch of alternate content to read: the first with text, else the first."""
    branches = [child for child in alternate if child.tag in (MC + "Choice", MC + "Fallback")]
    readable = (W + "t", _TEXT_PATH, _M_TEXT)
    readable_branches = (branch for branch in branches if next(branch.iter(*readable), None) is not None)
    return next(readable_branches, branches[0] if branches else alternate)


def _symbol(element: etree._Element) -> str:
    code = element.get(W + "char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
        return ""
    number = int(code, 16)
    known = _SYMBOLS.get((element.get(W + "font") or "").lower(), {})
    return known.get(number) or known.get(number | 0xF000) or chr(number)


def _notes(package: Package, part: str, kind: str) -> dict[str, etree._Element]:
    root = package.linked(part, f"{kind}s")
    notes = root.findall(W + kind) if root is not None else []
    return {note.get(W + "id", ""): note for note in notes if note.get(W + "type", "normal") == "normal"}


def _margin(package: Package, main: str, body: etree._Element | None, kind: str) -> Iterator[Block]:
    """Read the headers or footers that sections refer to, each text once."""
    links = package.links(main)
    seen: set[str] = set()
    references: Iterable[etree._Element] = body.iter(f"{W}{kind}Reference") if body is not None else ()
    for reference in references:
        link = links.get(reference.get(R_ID, ""))
        root = package.xml(link.target) if link else None
        if root is None or link is None:
            continue
        for block in _Reader(package, link.target).blocks(root):
            if block.text not in seen:
                seen.add(block.text)
                reason = "页码" if _PAGE_NUMBER.match(block.text) else "页眉" if kind == "header" else "页脚"
                yield Block(block.text, furniture=reason)


def _fields(package: Package) -> tuple[PageField, ...]:
    root = package.linked("", "core-properties")
    title = " ".join((root.findtext(_CORE_TITLE) or "").split()) if root is not None else ""
    if len(re.findall("[\u4e00-\u9fff]", title)) < 4 or _NO_TITLE.search(title):
        return ()
    return (PageField(FieldName.TITLE, title, title),)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None


def _first(*values: int | None) -> int | None:
    return next((found for found in values if found is not None), None)
