"""Excel workbooks: sheets with a heading line, and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from corpus.text import without_controls

# What a spreadsheet would take for a formula if it came first in a cell.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Sheet:
    """A sheet.

    :param widths: of the columns, in characters.
    """

    title: str
    headings: Sequence[str]
    lines: Iterable[Sequence[Any]]
    widths: Sequence[int]


def workbook(*sheets: Sheet) -> bytes:
    """Return a workbook of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book, sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def safe(value: Any) -> Any:
    """Return a value that no spreadsheet runs or refuses.

    A text that begins like a formula gets an apostrophe in front, control characters are left out.
    """
    if not isinstance(value, str):
        return value
    text = without_controls(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fill(book: Workbook, given: Sheet) -> None:
    sheet = book.create_sheet(given.title)
    sheet.append([safe(heading) for heading in given.headings])
    for line in given.lines:
        sheet.append([safe(value) for value in line])
    for number, width in enumerate(given.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF5")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.freeze_panes = "A2"
    if sheet.max_row > 1:
        sheet.auto_filter.ref = sheet.dimensions
