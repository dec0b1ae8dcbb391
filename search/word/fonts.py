"""The fonts of official documents, and what stands in for them where they are not installed."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from lxml import etree

TITLE, HEI, KAI, FANG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
# Windows since Vista has 仿宋 and 楷体 without _GB2312; 小标宋 has to be bought.
_STAND_INS = {
    TITLE: "方正小标宋_GBK,华文中宋,宋体",
    HEI: "SimHei",
    KAI: "楷体,KaiTi",
    FANG: "仿宋,FangSong",
    SONG: "SimSun",
}


def set_font(styled: Any, name: str) -> None:
    """Set the font of a style or run, for Chinese and Latin alike.

    :param styled: what has a ``font`` of python-docx.
    """
    styled.font.name = name
    fonts = styled.font.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)
    # Quotation marks and dashes belong to both scripts; without the hint Word sets them narrow.
    fonts.set(qn("w:hint"), "eastAsia")


def name_stand_ins(document: Any) -> None:
    """Tell Word which fonts to take where those of the document are not installed."""
    main = document.part
    relation, old = next((rel.rId, rel.target_part) for rel in main.rels.values() if rel.reltype == _FONT_TABLE)
    table = parse_xml(old.blob)
    for name, others in _STAND_INS.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        stand_in = OxmlElement("w:altName")
        stand_in.set(qn("w:val"), others)
        font.append(stand_in)
        known = [each for each in table if each.get(qn("w:name")) == name]
        for each in known:
            table.remove(each)
        table.append(font)
    written = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
    main.drop_rel(relation)
    main.relate_to(Part(old.partname, old.content_type, written, main.package), _FONT_TABLE)


_FONT_TABLE = RELATIONSHIP_TYPE.FONT_TABLE
