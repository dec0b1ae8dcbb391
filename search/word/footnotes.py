"""Footnotes of a Word file: the part that holds them, their styles, and the marks in the text.

python-docx reads and writes parts that it does not know as they are, so the footnotes are a part of our own, made when all
are known (ECMA-376 part 1, 17.11).
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from search.word.fonts import SONG, set_font

# 小五.
SIZE = Pt(9)
_TEXT, _MARK = "footnote text", "footnote reference"
# The two that Word draws as the line above footnotes; those of the text count from 1.
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


class Footnotes:
    """Collects the footnotes of a document; :meth:`write` puts them into its package, once, at the end."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._texts: list[str] = []
        text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = document.styles["Normal"]
        text.font.size = SIZE
        set_font(text, SONG)
        text.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        mark = document.styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        self._text_id, self._mark_id = text.style_id, mark.style_id

    def add(self, paragraph: Any, text: str) -> None:
        """Set the mark of a new footnote at the end of a paragraph.

        :param text: the footnote, one paragraph.
        """
        self._texts.append(text)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._texts)))
        paragraph.add_run(style=_MARK)._r.append(reference)

    def write(self) -> None:
        """Put the footnotes into the package."""
        main = self._document.part
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, self._xml().encode("utf-8"), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = "".join(f'<w:footnote w:id="{number}"/>' for number, _ in _SEPARATORS)
        # The schema wants it before the settings of compatibility.
        compat = self._document.settings.element.find(qn("w:compat"))
        compat.addprevious(parse_xml(f"<w:footnotePr {nsdecls('w')}>{named}</w:footnotePr>"))
        # ① ② ③, from ① on each page, as Chinese print has them.
        numbering = '<w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numRestart w:val="eachPage"/>'
        for section in self._document.sections:
            size = section._sectPr.find(qn("w:pgSz"))
            size.addprevious(parse_xml(f"<w:footnotePr {nsdecls('w')}>{numbering}</w:footnotePr>"))

    def _xml(self) -> str:
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in _SEPARATORS
        )
        notes = "".join(self._note(number, text) for number, text in enumerate(self._texts, 1))
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        return f"{head}<w:footnotes {nsdecls('w')}>{separators}{notes}</w:footnotes>"

    def _note(self, number: int, text: str) -> str:
        mark = f'<w:r><w:rPr><w:rStyle w:val="{self._mark_id}"/></w:rPr><w:footnoteRef/></w:r>'
        words = f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
        style = f'<w:pPr><w:pStyle w:val="{self._text_id}"/></w:pPr>'
        return f'<w:footnote w:id="{number}"><w:p>{style}{mark}{words}</w:p></w:footnote>'
