"""PDF files: text with its geometry, furniture told apart, lines joined into paragraphs."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.errors import DamagedFile, EmptySource, EncryptedFile, FileTooLarge, ScannedPages
from corpus.model import Block, Document, Position
from indexer.readers.finish import finish
from indexer.readers.pdf_furniture import furniture_of
from indexer.readers.pdf_lines import PdfLine, PdfPage, read_page
from indexer.readers.pdf_paragraphs import join_lines, paragraphs

#: pdfium is not thread-safe, and the page and the command line may read at once.
_PDFIUM = threading.Lock()
#: The longest 汇编 have about 2,000 pages; lines of 5,000 pages take about 200 MB.
_MAX_PAGES = 5000
#: A picture over the whole page with fewer characters than this beside it is a scan (with the scanner's mark).
_SCAN_TEXT = 30
_OCR = "请先用文字识别（OCR）软件处理，再存为带文字的 pdf 或 docx"


def read_pdf(name: str, data: bytes) -> Document:
    """Read a PDF: one block a paragraph, at the page and line where it begins.

    :raises EncryptedFile: when it needs a password.
    :raises DamagedFile: when it cannot be opened.
    :raises ScannedPages: when no page has text.
    """
    with _PDFIUM:
        pages, failed = _read_pages(name, data)
    return _document(name, pages, failed)


def _read_pages(name: str, data: bytes) -> tuple[list[PdfPage], list[int]]:
    """Read page by page, holding one page of pdfium's at a time; return also the pages that failed."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise EncryptedFile(name, "PDF 设有打开密码", "请去掉密码后再试") from error
        raise DamagedFile(name, "PDF 已损坏或不完整，无法打开", "请重新下载，或用 PDF 阅读器打开后另存") from error
    pages: list[PdfPage] = []
    failed: list[int] = []
    try:
        count = len(document)
        if count == 0:
            raise DamagedFile(name, "PDF 里没有一页", "请检查文件是否保存或下载完整")
        if count > _MAX_PAGES:
            raise FileTooLarge(name, f"PDF 有 {count} 页，超过上限 {_MAX_PAGES} 页", "请拆成几个文件")
        for index in range(count):
            try:
                page = document[index]
                pages.append(read_page(page, index + 1))
                page.close()
            except pdfium.PdfiumError:
                failed.append(index + 1)
    finally:
        document.close()
    if not pages:
        raise DamagedFile(name, "PDF 的每一页都已损坏", "请重新下载，或用 PDF 阅读器打开后另存")
    return pages, failed


def _document(name: str, pages: Sequence[PdfPage], failed: Sequence[int]) -> Document:
    scanned = [page.number for page in pages if _is_scan(page)]
    if len(scanned) == len(pages):
        raise ScannedPages(name, f"PDF 共 {len(pages)} 页，都没有文字层，可能是扫描件", _OCR)
    if not any(page.lines for page in pages):
        if scanned:
            raise ScannedPages(name, "PDF 没有文字层，可能是扫描件", _OCR)
        raise EmptySource(name, "PDF 是空白的，没有文字", "请检查文件是否保存或下载完整")
    warnings = []
    if scanned:
        warnings.append(f"第{_ranges(scanned)}页没有文字层，可能是扫描件，需要OCR")
    if failed:
        warnings.append(f"第{_ranges(failed)}页已损坏，没有读出")
    if unmapped := [page for page in pages if page.unmapped]:
        count = sum(page.unmapped for page in unmapped)
        warnings.append(f"第{_ranges([page.number for page in unmapped])}页有 {count} 个字的字体没有编码，可能是乱码")
    return finish(name, "pdf", _blocks(pages), warnings=warnings)


def _blocks(pages: Sequence[PdfPage]) -> list[Block]:
    reasons = furniture_of(pages)
    content = [line for page in pages for line in page.lines if (page.number, line.number) not in reasons]
    placed = [((group[0].page, group[0].number), _block(group, None)) for group in paragraphs(pages, content)]
    lines = {(page.number, line.number): line for page in pages for line in page.lines}
    placed += [(place, _block([lines[place]], reason)) for place, reason in reasons.items()]
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _block(lines: Sequence[PdfLine], reason: str | None) -> Block:
    position = Position(line=lines[0].number, page=lines[0].page)
    return Block(join_lines(lines), position=position, furniture=reason)


def _is_scan(page: PdfPage) -> bool:
    characters = sum(len(line.text.strip()) for line in page.lines)
    if characters == 0:
        return page.pictured
    if page.scan and characters < _SCAN_TEXT:
        return True
    return page.unmapped > 0.8 * characters


def _ranges(numbers: Sequence[int]) -> str:
    """Write page numbers shortly: 1、3—5."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return "、".join("—".join(map(str, part)) for part in parts)
