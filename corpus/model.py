"""The words of the product as types: what a reader returns, what a report is.

All of it is frozen data. Spans are ``[start, end)`` in code points of a report's canonical text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Span(NamedTuple):
    """``[start, end)`` in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that this span covers."""
        return text[self.start : self.end]


# ---------------------------------------------------------------- what readers return


class BlockRole(StrEnum):
    """What the file's format says a block is; ``TEXT`` where it does not say."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


@dataclass(frozen=True)
class Position:
    """Where in the file a block stands; 1-based, ``None`` where the format has no such thing."""

    line: int | None = None
    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True)
class Block:
    """A line or paragraph as the file gives it.

    :param text: NFC, no line break inside, spaces as the file has them.
    :param level: heading level from 1, only for ``HEADING``.
    :param furniture: why the reader holds this block not to be content (Chinese, e.g. 页眉); ``None`` for content.
    """

    text: str
    role: BlockRole = BlockRole.TEXT
    level: int | None = None
    position: Position = Position()
    furniture: str | None = None


class FieldName(StrEnum):
    """The fields government pages carry about themselves."""

    TITLE = "title"
    INDEX_NUMBER = "index_number"
    DOCUMENT_NUMBER = "document_number"
    PUBLISHER = "publisher"
    WRITTEN = "written"
    PUBLISHED = "published"
    INFO_SOURCE = "info_source"
    URL = "url"
    SITE = "site"


@dataclass(frozen=True)
class PageField:
    """One field a page or file states about itself, as written there.

    :param value: the value as written (a date stays as written).
    :param quote: the words of the file that state it.
    """

    name: FieldName
    value: str
    quote: str
    position: Position = Position()


@dataclass(frozen=True)
class Document:
    """A source after reading: every visible block in reading order, and what the file says of itself.

    :param format: ``txt``, ``md``, ``html``, ``docx`` or ``pdf``, decided by content.
    :param encoding: of the bytes, for text formats.
    :param warnings: Chinese sentences on what could not be read cleanly.
    """

    format: str
    blocks: tuple[Block, ...]
    fields: tuple[PageField, ...] = ()
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- places


class Level(StrEnum):
    """Level of government 层级."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡镇"


@dataclass(frozen=True)
class Place:
    """An entry of the administrative-division table.

    :param adcode: six digits (GB/T 2260), or "" for a township, which the table does not hold.
    :param chain: official names from the province down to this place, this place last.
    :param adcodes: the codes of ``chain``, same length.
    """

    adcode: str
    level: Level
    chain: tuple[str, ...]
    adcodes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The official name, e.g. 科尔沁左翼后旗."""
        return self.chain[-1]

    def within(self, other: Place) -> bool:
        """Tell whether this place is ``other`` or lies in it."""
        return self.chain[: len(other.chain)] == other.chain


NATION = Place("", Level.NATION, ("全国",), ("",))
"""The whole country: in no table, but figures can be the nation's."""


# ---------------------------------------------------------------- reports


class Kind(StrEnum):
    """文种."""

    ANNUAL_REPORT = "年度报告"
    WORK_SUMMARY = "工作总结"
    DUTY_REPORT = "述法报告"
    EXPERIENCE = "经验材料"
    THEORY = "理论文章"
    EXPLANATION = "政策解读"
    GOVERNMENT_WORK_REPORT = "政府工作报告"
    OTHER = "其他"


@dataclass(frozen=True)
class Evidence:
    """Why a metadata field has its value.

    :param rule: the rule's Chinese name, e.g. 标题中的年份.
    :param quote: the words it rests on; equals ``text[span]`` where there is a span.
    :param span: where in the report's text, ``None`` if the words stand outside it (page field, file name, cover).
    :param position: where in the file, for words outside the text.
    """

    rule: str
    quote: str
    span: Span | None = None
    position: Position | None = None


@dataclass(frozen=True)
class Fact(Generic[T]):
    """A metadata value with where it came from. ``value is None`` means unknown, never a guess.

    :param confidence: ``0..1``; 1 only for a manual correction.
    :param candidates: what else it might be, in Chinese, when the evidence does not decide.
    """

    value: T | None = None
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metadata:
    """What is known about a report.

    ``year`` is the year the report is about; ``published`` an ISO date ``YYYY-MM-DD`` (or ``YYYY-MM``).
    """

    title: Fact[str] = Fact()
    place: Fact[Place] = Fact()
    level: Fact[Level] = Fact()
    publisher: Fact[str] = Fact()
    author: Fact[str] = Fact()
    year: Fact[int] = Fact()
    published: Fact[str] = Fact()
    kind: Fact[Kind] = Fact()
    url: Fact[str] = Fact()


class ParagraphRole(StrEnum):
    """What a paragraph of the canonical text is."""

    TITLE = "title"
    DATELINE = "dateline"
    BYLINE = "byline"
    SALUTATION = "salutation"
    HEADING = "heading"
    BODY = "body"
    TABLE_ROW = "table_row"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the canonical text and where in the file it began and ended."""

    span: Span
    role: ParagraphRole
    first: Position = Position()
    last: Position = Position()


@dataclass(frozen=True)
class Heading:
    """A node of the outline.

    :param span: the heading with its number, as it stands in the text.
    :param depth: from 1; the nesting in this report, not a fixed family.
    :param parent: index of the parent in the report's headings, ``None`` at the top.
    :param number: the number its label states (二是 → 2).
    :param extent: from the heading's start to the end of everything under it.
    """

    span: Span
    depth: int
    parent: int | None
    number: int | None
    extent: Span


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage."""

    span: Span


@dataclass(frozen=True)
class Passage:
    """The unit of retrieval: whole list items or short neighbouring paragraphs under one heading.

    :param heading: index of the innermost heading over it, ``None`` before the first.
    :param sentences: spans that tile the passage but for the whitespace between them.
    """

    span: Span
    heading: int | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Source:
    """One file as given.

    :param name: the file's own name; ``path`` as the user gave it.
    """

    sha256: str
    name: str
    path: str
    format: str
    size: int


@dataclass(frozen=True)
class Report:
    """One document of a source, with its immutable canonical text and everything that points into it.

    :param ordinal: from 1, its place in the source.
    """

    source: Source
    ordinal: int
    text: str
    metadata: Metadata
    paragraphs: tuple[Paragraph, ...] = ()
    headings: tuple[Heading, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def id(self) -> str:
        """Stable over rebuilds: the source's hash and the ordinal."""
        return f"{self.source.sha256[:12]}-{self.ordinal}"

    def heading_path(self, heading: int | None) -> tuple[str, ...]:
        """Return the headings from the top down to ``heading``, as they stand in the text."""
        return heading_path(self.text, self.headings, heading)


def heading_path(text: str, headings: Sequence[Heading], heading: int | None) -> tuple[str, ...]:
    """Return the headings of ``text`` from the top down to the one with this index, ``()`` for none."""
    path: list[str] = []
    while heading is not None:
        node = headings[heading]
        path.append(node.span.of(text))
        heading = node.parent
    return tuple(reversed(path))


@dataclass(frozen=True)
class LeftOut:
    """Text of a source that is in no report, and why.

    :param reason: Chinese, e.g. 目录, 网页导航, 页眉.
    """

    text: str
    reason: str
    position: Position = Position()


@dataclass(frozen=True)
class Reading:
    """What became of one source: its reports and what was left out. Together they hold every character of it."""

    source: Source
    reports: tuple[Report, ...]
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = field(default=())
