"""The usual layout of an official document, after GB/T 9704—2012: page, type area, fonts, page numbers.

A4; 37 mm above and 28 mm left of a type area of 156 mm by 225 mm, which takes 22 lines of 28 characters; the title in 小标宋
2号, 一、 in 黑体, （一） in 楷体, the text in 仿宋, all 3号; “— 1 —” in 宋体 4号, outside on odd and even pages.
"""

from __future__ import annotations

import io
import math
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from corpus.text import without_controls
from search.word.fonts import FANG, HEI, KAI, SONG, TITLE, name_stand_ins, set_font
from search.word.footnotes import Footnotes

NO_2, NO_3, NO_4 = Pt(22), Pt(16), Pt(14)
PAGE = (Mm(210), Mm(297))
TOP, LEFT, TYPE_AREA = Mm(37), Mm(28), (Mm(156), Mm(225))
LINES, CHARACTERS = 22, 28
# A twentieth of a point less than 225 mm ÷ 22, so that the last line has room.
LINE = Pt(28.95)
# The page number's dash stands 7 mm below the type area: its line ends about 25 mm above the page's end.
FOOTER = Mm(25)
# A title of more than one line.
_TITLE_LINE = Pt(35)
_TITLE, _LEVEL_1, _LEVEL_2, _BODY, _REMARK, _NUMBER = (
    "公文标题",
    "公文一级标题",
    "公文二级标题",
    "公文正文",
    "公文说明",
    "公文页码",
)


class OfficialDocument:
    """A document that is written from top to bottom."""

    def __init__(self, title: str) -> None:
        self._document = Document()
        self._document.core_properties.title = without_controls(title)
        self._document.core_properties.author = ""
        self._document.core_properties.comments = ""
        self._set_page()
        self._set_styles()
        self._footnotes = Footnotes(self._document)
        self._number_pages()
        self._add(title, _TITLE)

    def heading(self, text: str, level: int) -> None:
        """Add a heading with its number.

        :param level: 1 for 一、, 2 for （一）.
        """
        self._add(text, (_LEVEL_1, _LEVEL_2)[level - 1])

    def quotation(self, text: str, source: str, mark: str = "") -> None:
        """Add a quotation as paragraphs of the text, its source as a footnote.

        :param mark: what must not be overlooked of it, set off behind it.
        """
        last = [self._add(line, _BODY) for line in text.split("\n")][-1]
        self._footnotes.add(last, without_controls(source))
        if mark:
            set_off = last.add_run(f"［{mark}］")
            set_font(set_off, HEI)
            set_off.font.color.rgb = RGBColor(0xC0, 0, 0)

    def remark(self, text: str) -> None:
        """Add words that are not the source's."""
        for line in text.split("\n"):
            self._add(line, _REMARK)

    def written(self) -> bytes:
        """Return the file; nothing can be added after."""
        self._footnotes.write()
        name_stand_ins(self._document)
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _add(self, text: str, style: str) -> Any:
        return self._document.add_paragraph(without_controls(text), style=style)

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = PAGE
        section.top_margin, section.left_margin = TOP, LEFT
        section.right_margin = Length(PAGE[0] - LEFT - TYPE_AREA[0])
        section.bottom_margin = Length(PAGE[1] - TOP - TYPE_AREA[1])
        section.footer_distance = FOOTER
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        # A grid of characters too would set them two cells apart in LibreOffice, where they are wider than a cell.
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE.pt * 20)))

    def _set_styles(self) -> None:
        normal = self._document.styles["Normal"]
        set_font(normal, FANG)
        normal.font.size = NO_3
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        normal.element.rPr.append(language)
        # 28 characters of 16 pt are a little wider than 156 mm: each stands closer, in twentieths of a point.
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), str(math.floor((TYPE_AREA[0].pt / CHARACTERS - NO_3.pt) * 20)))
        normal.element.rPr.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
        spacing = normal.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing = LINE
        spacing.widow_control = False
        title = self._style(_TITLE, TITLE, NO_2)
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing = _TITLE_LINE
        title.paragraph_format.space_after = LINE
        for name, font, level in ((_LEVEL_1, HEI, 0), (_LEVEL_2, KAI, 1)):
            style = self._style(name, font, NO_3, indented=True)
            style.paragraph_format.keep_with_next = True
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level))
            style.element.pPr.append(outline)
        body = self._style(_BODY, FANG, NO_3, indented=True)
        body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        self._style(_REMARK, KAI, NO_3, indented=True)
        self._style(_NUMBER, SONG, NO_4)

    def _style(self, name: str, font: str, size: Length, *, indented: bool = False) -> Any:
        style = self._document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self._document.styles["Normal"]
        style.quick_style = True
        set_font(style, font)
        style.font.size = size
        if indented:
            style.paragraph_format.first_line_indent = Length(2 * size)
            style.element.pPr.ind.set(qn("w:firstLineChars"), "200")
        return style

    def _number_pages(self) -> None:
        """Put “— 1 —” on the outer side, one character in: right on odd pages, left on even ones."""
        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        sides = (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
        )
        for footer, alignment, side in sides:
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.style = _NUMBER
            paragraph.alignment = alignment
            setattr(paragraph.paragraph_format, f"{side}_indent", NO_4)
            paragraph._p.pPr.ind.set(qn(f"w:{side}Chars"), "100")
            paragraph.add_run("— ")
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            field.append(OxmlElement("w:r"))
            number = OxmlElement("w:t")
            number.text = "1"
            field[0].append(number)
            paragraph._p.append(field)
            paragraph.add_run(" —")
