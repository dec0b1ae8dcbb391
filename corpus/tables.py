"""Tables that people keep in a spreadsheet and save as CSV: the lexicon, the examples of everyday words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import LexiconInvalid
from corpus.text import tidy


def table_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table with their lines, the header and blank rows left out; a missing file has none.

    :param columns: what the header must say.
    :raises LexiconInvalid: the file cannot be read, or a row has too few or too many cells; the message names the line.
    """
    reader = csv.reader(io.StringIO(_text(path, columns), newline=""), strict=True)
    line, begun = 1, False
    try:
        for raw in reader:
            cells = _cells(raw, len(columns))
            if begun and cells:
                if len(cells) != len(columns):
                    reason = f"应有 {len(columns)} 列（{'、'.join(columns)}），现有 {len(cells)} 列"
                    raise invalid_row(path, line, reason)
                yield line, cells
            elif cells and cells != list(columns):
                raise invalid_row(path, line, f"表头应是“{','.join(columns)}”，现在是“{','.join(cells)}”")
            begun = begun or bool(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise invalid_row(path, line, "引号不成对，或有控制字符。请在 Excel 或 WPS 里改好，另存为 CSV") from error


def invalid_row(path: Path, line: int, reason: str) -> LexiconInvalid:
    """Return the error of a row."""
    return LexiconInvalid(f"词表“{path}”第 {line} 行：{reason}")


def _cells(raw: list[str], columns: int) -> list[str]:
    """Return the cells of a row without the empty ones a spreadsheet adds at its end; a blank row has none."""
    # Alt+Enter breaks the line inside a cell.
    cells = [tidy("、".join(cell.strip().splitlines())) for cell in raw]
    while len(cells) > columns and not cells[-1]:
        cells.pop()
    return cells if any(cells) else []


def _text(path: Path, columns: Sequence[str]) -> str:
    """Return the table's text: UTF-8 as we write it, or GB18030 as a Chinese Excel saves CSV."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ",".join(columns)
    except OSError as error:
        raise LexiconInvalid(f"词表“{path}”读不出来：{error.strerror or error}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LexiconInvalid(f"词表“{path}”不是 CSV 文本。请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”")
