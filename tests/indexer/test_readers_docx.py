"""A Word document is read as it prints: numbers written out, nothing twice, nothing lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from corpus.model import BlockRole, Document, FieldName
from indexer.readers import read
from indexer.readers.numerals import numeral
from tests.indexer.odd_inputs import docx_of, zip_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, **parts: str) -> bytes:
    """Make a Word file of raw XML; ``parts`` are the inner XML of numbering, styles, footnotes, header1, …"""
    links = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>' for name in parts
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    roots = {"header1": "hdr", "footer1": "ftr"}
    return zip_of(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">{links}</Relationships>',
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            **{
                f"word/{name}.xml": f"<w:{roots.get(name, name)} {NAMESPACES}>{inner}</w:{roots.get(name, name)}>"
                for name, inner in parts.items()
            },
        }
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def item(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(index: int, style: str, text: str, extra: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.furniture is None]


def test_automatic_numbers_are_written_before_the_text_and_restart_under_each_parent() -> None:
    lists = numbering(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3."),
    )
    body = (
        item("成效")
        + item("复议", 1)
        + item("应诉", 1)
        + item("细项", 2)
        + item("问题")
        + item("力量", 1)
        + item("3年", 2)
    )
    document = read("a.docx", word(body, numbering=lists))
    assert texts(document) == ["一、成效", "（一）复议", "（二）应诉", "1.细项", "二、问题", "（一）力量", "1. 3年"]
    assert {block.role for block in document.blocks} == {BlockRole.LIST_ITEM}


def test_patterns_of_articles_and_of_several_levels_are_written_out() -> None:
    lists = numbering(level(0, "chineseCounting", "第%1条"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    document = read("a.docx", word(item("总则") + item("目的", 1) + item("依据", 1) + item("附则"), numbering=lists))
    assert texts(document) == ["第一条 总则", "1.1 目的", "1.2 依据", "第二条 附则"]


def test_a_list_continues_over_plain_paragraphs_and_an_override_starts_it_again() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1、"), nums=nums)
    body = item("甲") + p("说明") + item("乙") + item("丙", num=2) + item("丁", num=2)
    assert texts(read("a.docx", word(body, numbering=lists))) == ["1、甲", "说明", "2、乙", "5、丙", "6、丁"]


def test_a_level_that_never_restarts_goes_on_counting() -> None:
    lists = numbering(level(0, "decimal", "%1、"), level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'))
    body = item("甲") + item("子", 1) + item("乙") + item("丑", 1)
    assert texts(read("a.docx", word(body, numbering=lists))) == ["1、甲", "（1）子", "2、乙", "（2）丑"]


def test_numbering_that_belongs_to_a_style_is_written_out() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>'
    )
    lists = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>'),
    )
    body = p("成效", '<w:pStyle w:val="1"/>') + p("复议", '<w:pStyle w:val="2"/>')
    body += p("不编号", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    document = read("a.docx", word(body, numbering=lists, styles=styles))
    assert [(block.text, block.role, block.level) for block in document.blocks] == [
        ("一、成效", BlockRole.HEADING, 1),
        ("（一）复议", BlockRole.HEADING, 2),
        ("不编号", BlockRole.HEADING, 1),
    ]


def test_bullets_leave_no_mark_but_a_role() -> None:
    document = read("a.docx", word(item("要点"), numbering=numbering(level(0, "bullet", ""))))
    assert [(block.text, block.role) for block in document.blocks] == [("要点", BlockRole.LIST_ITEM)]


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("decimal", "1 2 10 11 20 105"),
        ("decimalZero", "01 02 10 11 20 105"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ １０５"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 105"),
        ("chineseCounting", "一 二 十 十一 二十 一〇五"),
        ("chineseCountingThousand", "一 二 十 十一 二十 一百零五"),
        ("taiwaneseCountingThousand", "一 二 十 十一 二十 一百零五"),
        ("japaneseCounting", "一 二 十 十一 二十 一百五"),
        ("ideographTraditional", "甲 乙 癸 11 20 105"),
        ("ideographZodiac", "子 丑 酉 戌 20 105"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 壹佰零伍"),
        ("upperLetter", "A B J K T AAAAA"),
        ("lowerLetter", "a b j k t aaaaa"),
        ("upperRoman", "I II X XI XX CV"),
        ("lowerRoman", "i ii x xi xx cv"),
        ("ordinal", "1st 2nd 10th 11th 20th 105th"),
        ("unheardOf", "1 2 10 11 20 105"),
    ],
)
def test_numbers_are_written_as_word_writes_them(style: str, written: str) -> None:
    assert " ".join(numeral(number, style) for number in (1, 2, 10, 11, 20, 105)) == written


def test_heading_styles_give_levels_in_english_and_chinese() -> None:
    document = docx.Document()
    document.add_heading("大标题", 0)
    document.add_heading("一、成效", 1)
    document.add_paragraph("正文")
    style = document.styles.add_style("标题 2", 1)
    style.font.size = Pt(16)
    document.add_paragraph("（一）复议", style)
    out = io.BytesIO()
    document.save(out)
    assert [(block.text, block.role, block.level) for block in read("a.docx", out.getvalue()).blocks] == [
        ("大标题", BlockRole.HEADING, 1),
        ("一、成效", BlockRole.HEADING, 1),
        ("正文", BlockRole.TEXT, None),
        ("（一）复议", BlockRole.HEADING, 2),
    ]


def test_tables_stand_in_their_place_with_merged_cells_written_once() -> None:
    document = docx.Document()
    document.add_paragraph("之前")
    table = document.add_table(3, 3)
    for row, words in zip(
        table.rows, (["指标", "2023年", "2024年"], ["复议", "56", "78"], ["", "60", "80"]), strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph("之后")
    out = io.BytesIO()
    document.save(out)
    blocks = read("a.docx", out.getvalue()).blocks
    assert [block.text for block in blocks] == ["之前", "指标\t2023年 2024年", "复议\t56\t78", "\t60\t80", "之后"]
    assert [block.role for block in blocks][1:4] == [BlockRole.TABLE_ROW] * 3


def test_an_article_inside_a_one_cell_table_is_read_as_paragraphs() -> None:
    cell = "<w:tc>" + p("第一段。") + p("第二段。") + "</w:tc>"
    document = read("a.docx", word(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert [(block.text, block.role) for block in document.blocks] == [
        ("第一段。", BlockRole.TEXT),
        ("第二段。", BlockRole.TEXT),
    ]


def test_a_soft_line_break_ends_a_block_of_the_same_paragraph() -> None:
    body = "<w:p><w:r><w:t>来源：江西省人民政府</w:t><w:br/><w:t>2025年1月17日</w:t></w:r></w:p>" + p("各位代表：")
    blocks = read("a.docx", word(body)).blocks
    assert [(block.text, block.position.paragraph) for block in blocks] == [
        ("来源：江西省人民政府", 1),
        ("2025年1月17日", 1),
        ("各位代表：", 2),
    ]


def test_a_page_embedded_whole_is_read_with_the_document() -> None:
    page = "<html><meta charset=utf-8><body><p>网页编辑器写入的正文。</p></body></html>"
    with zipfile.ZipFile(io.BytesIO(word("<w:altChunk r:id='aFChunk1'/>" + p("文末"), aFChunk1=""))) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    members["word/aFChunk1.xml"] = page
    assert texts(read("a.docx", zip_of(members))) == ["网页编辑器写入的正文。", "文末"]


def test_revisions_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>依法</w:t></w:r><w:ins><w:r><w:t>行政</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>办事</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p>"
    )
    assert texts(read("a.docx", word(body))) == ["依法行政"]


def test_links_content_controls_fields_and_special_marks_keep_their_text() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='别名'/></w:sdtPr><w:sdtContent><w:p><w:hyperlink r:id='x'><w:r><w:t>链接</w:t></w:r>"
        "</w:hyperlink><w:r><w:tab/><w:t>后</w:t><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:fldSimple w:instr='DATE'><w:r><w:t>2024年</w:t></w:r></w:fldSimple></w:p></w:sdtContent></w:sdt>"
    )
    assert texts(read("a.docx", word(body))) == ["链接\t后-☑2024年"]


def test_a_text_box_is_read_once_though_the_file_holds_it_twice() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p><w:p><w:r><w:pict><v:shape><v:textpath string='红头文件'/></v:shape></w:pict></w:r></w:p>"
    )
    assert texts(read("a.docx", word(body))) == ["正文", "框中文字", "红头文件"]


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    note = '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
    note += '<w:footnote w:id="2"><w:p><w:r><w:t>注释文字</w:t></w:r></w:p></w:footnote>'
    body = "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id='2'/></w:r></w:p>" + p("后文")
    assert texts(read("a.docx", word(body, footnotes=note))) == ["正文", "注释文字", "后文"]


def test_hidden_text_is_left_out_and_counted() -> None:
    document = read(
        "a.docx", word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见</w:t></w:r></w:p>")
    )
    assert texts(document) == ["可见"]
    assert document.warnings == ("有 2 个隐藏文字没有读入",)


def test_headers_and_footers_are_furniture_once() -> None:
    section = "<w:sectPr><w:headerReference r:id='header1'/><w:footerReference r:id='footer1'/></w:sectPr>"
    body = f"<w:p><w:pPr>{section}</w:pPr><w:r><w:t>正文</w:t></w:r></w:p>{section}"
    document = read("a.docx", word(body, header1=p("某市人民政府"), footer1=p("— 3 —")))
    assert [(block.text, block.furniture) for block in document.blocks] == [
        ("某市人民政府", "页眉"),
        ("正文", None),
        ("— 3 —", "页码"),
    ]


@pytest.mark.parametrize(
    ("title", "kept"),
    [("榆阳区2024年度法治政府建设报告", True), ("Word 文档", False), ("Microsoft Word - 文档1", False)],
)
def test_the_title_in_the_properties_counts_only_if_it_is_one(title: str, kept: bool) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.core_properties.title = title
    out = io.BytesIO()
    document.save(out)
    fields = [(field.name, field.value) for field in read("a.docx", out.getvalue()).fields]
    assert fields == ([(FieldName.TITLE, title)] if kept else [])


def test_the_strict_dialect_and_other_part_names_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of("依法行政"))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document2.xml"] = members.pop("word/document.xml").replace(
        W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"word/document.xml", b"word/document2.xml")
    assert texts(read("a.docx", zip_of(dict(members)))) == ["依法行政"]
