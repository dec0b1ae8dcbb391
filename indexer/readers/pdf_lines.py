"""The lines of a PDF page: glyphs with their places, gathered into lines in reading order."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

#: Chinese closing punctuation may not begin a line, opening may not end one; text breaks accordingly.
CLOSING = "，。、；：！？）》〉】〕」』”’％%,.;:!?)]}…—·"
OPENING = "（《〈【〔「『“‘([{"
#: PDFs whose fonts share a glyph between 文 and the radical ⽂ report the radical; nobody wrote one.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)}
#: In em, the space between glyphs that means a new column or cell / a word space in Latin / one in Chinese.
#: (beyond the line's usual gap) / between the two, where layout programs add a quarter em by themselves.
_CELL_GAP, _LATIN_GAP, _CHINESE_GAP, _MIXED_GAP = 2.0, 0.2, 0.18, 0.45
#: Two glyphs are in one line when their baselines differ by less (superscripts rise by about a third of an em).
_SAME_LINE = 0.45


@dataclass(frozen=True)
class Glyph:
    """A character on the page, page turned upright; points, origin at the lower left.

    :param angle: degrees its text is turned against the page, 0..359.
    """

    char: str
    x0: float
    x1: float
    y: float
    size: float
    angle: int = 0


@dataclass(frozen=True)
class PdfLine:
    """A line of text.

    :param number: from 1 at the top of the page.
    :param token: width in points of what could not be broken off its start: a word, or a character with punctuation.
    :param column: 0 for the whole width, 1 and 2 for the columns of a two-column page.
    :param turned: degrees against the page; such text is printed on top of it or beside it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    token: float
    page: int
    number: int = 0
    column: int = 0
    turned: int = 0

    @property
    def centre(self) -> float:
        """The middle of the line, in points from the left edge."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class PdfPage:
    """What was read from a page.

    :param unmapped: characters whose font does not say what they are.
    :param pictured: the page shows something besides text.
    :param scan: a picture covers nearly all of it.
    """

    number: int
    width: float
    height: float
    lines: tuple[PdfLine, ...]
    unmapped: int = 0
    pictured: bool = False
    scan: bool = False


def read_page(page: pdfium.PdfPage, number: int) -> PdfPage:
    """Read one page (``number`` from 1)."""
    left, bottom, right, top = page.get_bbox()
    turned = page.get_rotation()
    width, height = (right - left, top - bottom) if turned % 180 == 0 else (top - bottom, right - left)
    textpage = page.get_textpage()
    try:
        glyphs = [_upright(glyph, turned, (left, bottom, right, top)) for glyph in _glyphs(textpage)]
    finally:
        textpage.close()
    inside = [glyph for glyph in glyphs if glyph.x1 >= -1 and glyph.x0 <= width + 1 and -1 <= glyph.y <= height + 1]
    unmapped = sum(_is_unmapped(glyph.char) for glyph in inside)
    upright = [glyph for glyph in inside if glyph.angle == 0]
    lines = _columns(_rows(upright), number, width)
    for angle in sorted({glyph.angle for glyph in inside} - {0}):
        lines += _turned([glyph for glyph in inside if glyph.angle == angle], number, angle)
    numbered = tuple(replace(line, number=index) for index, line in enumerate(lines, start=1))
    areas = [_area(obj, width * height) for obj in page.get_objects(max_depth=3, filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])]
    pictured = bool(areas) or pdfium_c.FPDFPage_CountObjects(page) > 0
    return PdfPage(number, width, height, numbered, unmapped, pictured, max(areas, default=0.0) > 0.7)


def _area(obj: pdfium.PdfObject, page: float) -> float:
    try:
        x0, y0, x1, y1 = obj.get_bounds()
    except pdfium.PdfiumError:
        return 0.0
    return abs(float((x1 - x0) * (y1 - y0))) / max(1.0, page)


def _is_unmapped(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff"


def _glyphs(textpage: pdfium.PdfTextPage) -> Iterator[Glyph]:
    """Read the characters that are in the file; spaces and line ends that pdfium makes up are left out."""
    raw = textpage.raw
    box, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 1 or code in (0x0A, 0x0D):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        pdfium_c.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium_c.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        char = "-" if code == 2 else chr(code) if 0 < code < 0x110000 else "\ufffd"  # 2: pdfium's hyphen at a line end
        # the box holds both corners; which is left depends on the angle, which _upright undoes
        yield Glyph(char, x.value, max(box.right, x.value), y.value, size or abs(box.top - box.bottom), angle)


def _upright(glyph: Glyph, turned: int, box: tuple[float, float, float, float]) -> Glyph:
    """Turn a glyph with its page (``/Rotate``) and move the page's corner to the origin."""
    left, bottom, right, top = box
    width = glyph.x1 - glyph.x0
    angle = (glyph.angle - turned) % 360
    angle = 0 if angle < 2 or angle > 358 else angle
    if turned == 0:
        return replace(glyph, x0=glyph.x0 - left, x1=glyph.x1 - left, y=glyph.y - bottom, angle=angle)
    place = {
        90: (glyph.y - bottom, right - glyph.x0),
        180: (right - glyph.x0, top - glyph.y),
        270: (top - glyph.y, glyph.x0 - left),
    }
    x, y = place[turned]
    advance = width if turned == 180 else glyph.size * (1.0 if _is_wide(glyph.char) else 0.5)
    return replace(glyph, x0=x, x1=x + advance, y=y, angle=angle)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Gather glyphs into rows, from the top, each from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        row = rows[-1] if rows else None
        if row and abs(row[0].y - glyph.y) < _SAME_LINE * max(row[0].size, glyph.size):
            row.append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.x0) for row in rows if any(not glyph.char.isspace() for glyph in row)]


def _columns(rows: list[list[Glyph]], page: int, width: float) -> list[PdfLine]:
    """Put rows into reading order: down the columns where the page plainly has two."""
    gutter = _gutter(rows, width)
    if gutter is None:
        return [line for row in rows if (line := _line(row, page))]
    lines: list[PdfLine] = []
    columns: tuple[list[PdfLine], list[PdfLine]] = [], []
    for row in rows:
        if _crosses(row, gutter):
            lines += [*columns[0], *columns[1]]
            columns = [], []
            lines += [line] if (line := _line(row, page)) else []
            continue
        for side in (0, 1):
            part = [glyph for glyph in row if (glyph.x0 >= gutter) == bool(side)]
            if line := _line(part, page, side + 1):
                columns[side].append(line)
    return [*lines, *columns[0], *columns[1]]


def _crosses(row: Sequence[Glyph], gutter: float) -> bool:
    """Tell whether a row runs through the gutter, without the gap that two columns leave there."""
    ink = [glyph for glyph in row if not glyph.char.isspace()]
    left = max((glyph.x1 for glyph in ink if glyph.x0 < gutter), default=-math.inf)
    right = min((glyph.x0 for glyph in ink if glyph.x0 >= gutter), default=math.inf)
    return left > gutter + 1 or right - left < 0.8 * ink[0].size


def _gutter(rows: Sequence[Sequence[Glyph]], width: float) -> float | None:
    """Find the middle of a plain two-column page: few lines cross it, and both sides are filled like text."""
    if len(rows) < 8:
        return None
    best: tuple[int, float] | None = None
    for step in range(-10, 11):
        gutter = width * (0.5 + step / 100)
        crossing = sum(_crosses(row, gutter) for row in rows)
        if best is None or (crossing, abs(gutter - width / 2)) < (best[0], abs(best[1] - width / 2)):
            best = crossing, gutter
    if best is None or best[0] > 0.25 * len(rows):
        return None
    gutter = best[1]
    sides: tuple[list[float], list[float]] = [], []
    for row in rows:
        if not _crosses(row, gutter):
            for side in (0, 1):
                part = [glyph for glyph in row if (glyph.x0 >= gutter) == bool(side) and not glyph.char.isspace()]
                if part:
                    sides[side].append(part[-1].x1 - part[0].x0)
    filled = all(len(widths) >= 6 and sorted(widths)[len(widths) // 2] > 0.25 * width for widths in sides)
    return gutter if filled else None


def _turned(glyphs: Sequence[Glyph], page: int, angle: int) -> list[PdfLine]:
    """Read text at an angle as lines along that angle."""
    radians = math.radians(-angle)
    cos, sin = math.cos(radians), math.sin(radians)
    level = []
    for glyph in glyphs:
        x, y = glyph.x0 * cos - glyph.y * sin, glyph.x0 * sin + glyph.y * cos
        advance = glyph.size * (1.0 if _is_wide(glyph.char) else 0.5)
        level.append(replace(glyph, x0=x, x1=x + advance, y=y))
    lines = (_line(row, page) for row in _rows(level))
    return [replace(line, turned=angle) for line in lines if line]


def _line(glyphs: Sequence[Glyph], page: int, column: int = 0) -> PdfLine | None:
    ink = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not ink:
        return None
    size = Counter(round(glyph.size, 1) for glyph in ink).most_common(1)[0][0]
    baseline = next(glyph.y for glyph in ink if round(glyph.size, 1) == size)
    return PdfLine(_text(glyphs, size), ink[0].x0, ink[-1].x1, baseline, size, _token(ink), page, column=column)


def _text(glyphs: Sequence[Glyph], size: float) -> str:
    """Write out the characters, and the spaces that are gaps on paper."""
    gaps = [(after.x0 - glyph.x1) / max(size, 1.0) for glyph, after in pairwise(glyphs)]
    usual = _usual_gap(glyphs, gaps)
    parts: list[str] = []
    for index, glyph in enumerate(glyphs):
        if index and not glyphs[index - 1].char.isspace() and not glyph.char.isspace():
            wide = _is_wide(glyphs[index - 1].char) + _is_wide(glyph.char)
            limit = (_LATIN_GAP, _MIXED_GAP, usual + _CHINESE_GAP)[wide]
            if gaps[index - 1] > usual + _CELL_GAP:
                parts.append("\t")
            elif gaps[index - 1] > limit:
                parts.append(" ")
        parts.append(_RADICALS.get(ord(glyph.char), glyph.char))
    return "".join(parts)


def _usual_gap(glyphs: Sequence[Glyph], gaps: Sequence[float]) -> float:
    """Return the gap, in em, between Chinese characters of a line: above 0 where it is justified or spaced out."""
    between = sorted(
        gap
        for glyph, after, gap in zip(glyphs[:-1], glyphs[1:], gaps, strict=True)
        if _is_wide(glyph.char) and _is_wide(after.char)
    )
    return max(0.0, between[len(between) // 2]) if between else 0.0


def _token(ink: Sequence[Glyph]) -> float:
    """Width of the shortest start of the line that could have stood on the line before."""
    end = 0
    while end < len(ink) - 1 and ink[end].char in OPENING:
        end += 1
    if not _is_wide(ink[end].char) and ink[end].char not in CLOSING:
        while end < len(ink) - 1 and _same_word(ink[end], ink[end + 1]):
            end += 1
    while end < len(ink) - 1 and ink[end + 1].char in CLOSING:
        end += 1
    return ink[end].x1 - ink[0].x0


def _same_word(first: Glyph, second: Glyph) -> bool:
    close = second.x0 - first.x1 < _LATIN_GAP * first.size
    return close and not _is_wide(second.char) and second.char not in OPENING
