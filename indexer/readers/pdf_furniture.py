"""Running heads, feet and page numbers of a PDF: the same words at the same height, page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from indexer.readers.pdf_lines import PdfLine, PdfPage

#: Page numbers: - 3 -, — 3 —, 3, ·3·, 第3页, 第 3 页 共 9 页, 3/9, Page 3 of 9, III.
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•.\s]*(?:第\s*)?(?:\d{1,4}|[一二三四五六七八九十百]{1,5}(?=\s*页)|[ivxIVX]{1,6})\s*页?"
    r"(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－―·•.\s]*"
    r"|page\s*\d+(?:\s*of\s*\d+)?",
    re.I,
)
#: GB/T 9704 leaves 37 mm of 297 above the text and 35 below: an eighth of the page.
_MARGIN = 0.125
#: Heads and feet have at most this many lines.
_DEEP = 3
_SAME_HEIGHT = 4.0


def furniture_of(pages: Sequence[PdfPage]) -> dict[tuple[int, int], str]:
    """Return the reason for each line that is furniture, by (page number, line number)."""
    found: dict[tuple[int, int], str] = {}
    for page in pages:
        for line in page.lines:
            if line.turned % 90:
                found[page.number, line.number] = "水印"
    found.update(_repeated(pages))
    for page in pages:
        found.update(_page_numbers(page, found))
    return found


def _edges(page: PdfPage) -> list[tuple[PdfLine, str]]:
    """Return the outermost lines of a page that stand in its margins, outermost first."""
    lines = sorted((line for line in page.lines if not line.turned), key=lambda line: -line.y)
    top = [(line, "页眉") for line in lines[:_DEEP] if line.y > page.height * (1 - _MARGIN)]
    bottom = [(line, "页脚") for line in lines[::-1][:_DEEP] if line.y < page.height * _MARGIN]
    return [*top, *bottom]


def _repeated(pages: Sequence[PdfPage]) -> dict[tuple[int, int], str]:
    groups: dict[tuple[str, str], list[PdfLine]] = defaultdict(list)
    for page in pages:
        for line, reason in _edges(page):
            groups[re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text)), reason].append(line)
    found: dict[tuple[int, int], str] = {}
    for (text, reason), lines in groups.items():
        what = "页码" if "#" in text and _PAGE_NUMBER.fullmatch(text.replace("#", "1")) else reason
        for line in lines:
            alike = {other.page for other in lines if abs(other.y - line.y) <= _SAME_HEIGHT}
            if len(alike) >= 3 or (len(alike) == 2 and len(pages) <= 4):
                found[line.page, line.number] = what
    return found


def _page_numbers(page: PdfPage, known: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """Find the page number: the outermost line that is no running head, when it looks like one."""
    found: dict[tuple[int, int], str] = {}
    for side in ("页眉", "页脚"):
        rest = [line for line, reason in _edges(page) if reason == side and (page.number, line.number) not in known]
        if rest and _PAGE_NUMBER.fullmatch(rest[0].text.strip()) and len(page.lines) > 1:
            found[page.number, rest[0].number] = "页码"
    return found
