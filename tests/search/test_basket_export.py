"""收藏 taken away: the same words in Word, Markdown and Excel, each with its source, marked where they do not match."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from markdown_it import MarkdownIt

from corpus.model import Span
from search.basket import Checked, Kept, State
from search.basket.export import as_docx, as_markdown, as_text, as_xlsx, escaped
from search.basket.outline import outlined
from search.citation import chinese_ordinal

NOW = datetime(2026, 11, 27, 9, 30)
HOSTILE = '=1+1 **粗** _斜_ [点](javascript:alert(1)) <img src=x onerror="a"> `码` | 表 | ~~删~~ $x^2$ &lt; \\# ![图](x)[^1]\x07'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _kept(number: int, quote: str, **told: object) -> Kept:
    item = Kept(
        report="aaaaaaaaaaaa-1",
        span=Span(number, number + len(quote)),
        quote=quote,
        citation=f"《报告{number}》，甲局，2023年度，https://a.gov.cn/t_{number}_x.htm。",
        name=f"报告{number}",
        source="甲.txt",
        place="山东省/临沂市/郯城县",
        year=2023,
        id=number,
        note="",
        heading="",
        kept_at="2026-11-01 08:00",
    )
    return replace(item, **told)  # type: ignore[arg-type]


def _checked(item: Kept, state: State = State.SAME) -> Checked:
    return Checked(item, state, item.citation)


FLAT = [
    _checked(_kept(1, "第一句。")),
    _checked(_kept(2, "第二段，首行。\n第二段，次行。", note="先用这条\n再核一遍"), State.MOVED),
    _checked(_kept(3, HOSTILE, note=HOSTILE), State.CHANGED),
    _checked(_kept(4, "1. 不是列表\n- 不是列表\n# 不是标题"), State.GONE),
]
GROUPED = [
    _checked(_kept(1, "甲句。", heading="二、行政复议")),
    _checked(_kept(2, "乙句。", heading="二、行政复议")),
    _checked(_kept(3, "丙句。")),
]


def _word(checked: list[Checked], title: str = "资料摘编"):  # type: ignore[no-untyped-def]
    return Document(io.BytesIO(as_docx(checked, title, NOW)))


def _styled(document, style: str) -> list[str]:  # type: ignore[no-untyped-def]
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def _footnotes(file: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        root = etree.fromstring(package.read("word/footnotes.xml"))
    return {note.get(f"{W}id"): "".join(note.itertext(f"{W}t")).strip() for note in root.iter(f"{W}footnote")}


def test_word_has_each_quotation_as_it_is_with_its_source_as_a_footnote() -> None:
    file = as_docx(FLAT, "资料摘编", NOW)
    document = Document(io.BytesIO(file))
    body = _styled(document, "公文正文")
    assert body[:3] == ["第一句。", "第二段，首行。", "第二段，次行。"]
    assert body[3] == HOSTILE.replace("\x07", "") + "［与现在的原文不一致］"
    assert body[4:] == ["1. 不是列表", "- 不是列表", "# 不是标题［原文已不在资料库中］"]
    notes = _footnotes(file)
    marks = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:footnoteReference"))]
    assert marks == ["1", "2", "3", "4"]
    assert notes["1"] == FLAT[0].item.citation
    assert notes["3"].startswith(FLAT[2].item.citation)
    assert "与现在的原文不一致，引文和出处为2026-11-01收藏时的内容" in notes["3"]
    remarks = _styled(document, "公文说明")
    assert remarks[:2] == ["备注：先用这条", "再核一遍"]
    assert remarks[-1] == (
        "核对说明：共4条引文，2026年11月27日导出时逐条与资料库中的原文核对，1条与原文一致，1条原文位置有变动，已重新对上，"
        "1条与现在的原文不一致，1条原文已不在资料库中；对不上的已在文中注明。"
    )


def test_word_finds_its_footnotes_and_knows_their_type() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(FLAT, "资料摘编", NOW))) as package:
        names = package.namelist()
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
        settings = package.read("word/settings.xml").decode()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        fonts = package.read("word/fontTable.xml").decode()
    assert len(names) == len(set(names))
    assert '/word/footnotes.xml" ContentType="application/vnd' in types
    assert relations.count("relationships/footnotes") == relations.count("relationships/fontTable") == 1
    # In the order of the schema, or Word calls the file damaged.
    order = [settings.index(f"<w:{name}") for name in ("evenAndOddHeaders", "footnotePr", "compat")]
    assert order == sorted(order)
    assert '<w:altName w:val="仿宋,FangSong"/>' in fonts


def test_word_has_the_page_and_fonts_of_official_documents() -> None:
    document = _word(GROUPED, "关于行政复议的摘编")
    section = document.sections[0]
    page = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(length.mm) for length in page] == [210, 297, 37, 28]
    assert round((section.page_width - section.left_margin - section.right_margin) / Mm(1)) == 156
    assert round((section.page_height - section.top_margin - section.bottom_margin) / Mm(1)) == 225
    fonts = {
        "公文标题": ("方正小标宋简体", 22),
        "公文一级标题": ("黑体", 16),
        "公文二级标题": ("楷体_GB2312", 16),
        "公文正文": ("仿宋_GB2312", 16),
        "公文页码": ("宋体", 14),
    }
    for name, (font, size) in fonts.items():
        style = document.styles[name]
        assert style.font.size.pt == size
        scripts = {style.element.rPr.rFonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi")}
        assert scripts == {font}
    body = document.styles["公文正文"]
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert 28 <= body.base_style.paragraph_format.line_spacing.pt <= 29
    assert document.paragraphs[0].text == "关于行政复议的摘编"
    assert document.paragraphs[0].style.name == "公文标题"
    assert document.paragraphs[0].style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_word_numbers_its_pages_on_the_outer_side() -> None:
    document = _word(GROUPED)
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    for footer in (odd, even):
        assert "".join(text.text for text in footer._p.iter(qn("w:t"))) == "— 1 —"
        assert footer._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"


def test_word_numbers_headings_as_official_documents_do() -> None:
    grouped, flat = _word(GROUPED), _word(FLAT)
    assert _styled(grouped, "公文一级标题") == ["一、行政复议", "二、其他摘录"]
    assert _styled(grouped, "公文二级标题") == ["（一）郯城县2023年", "（二）郯城县2023年", "（一）郯城县2023年"]
    assert _styled(flat, "公文一级标题")[:2] == ["一、郯城县2023年", "二、郯城县2023年"]
    assert _styled(flat, "公文二级标题") == []


@pytest.mark.parametrize(
    ("number", "numeral"), [(10, "十"), (21, "二十一"), (100, "一百"), (105, "一百零五"), (318, "三百一十八")]
)
def test_numerals_go_as_far_as_a_basket(number: int, numeral: str) -> None:
    assert chinese_ordinal(number) == numeral


def _rendered(markdown: str) -> str:
    """What a reader sees; footnotes, which CommonMark does not have, as paragraphs."""
    markdown = re.sub(r"(?<!\\)\[\^\d+\]:?", "", markdown)
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    root = etree.HTML(f"<div>{html}</div>")
    found = {element.tag for element in root.iter()} - {"html", "body", "div"}
    assert found <= {"p", "h1", "h2", "h3", "blockquote", "strong", "br", "a"}, found
    assert all(link.get("href").startswith("https://a.gov.cn/t_") for link in root.iter("a"))
    return "".join(root.itertext())


def test_markdown_shows_every_word_and_runs_none() -> None:
    text = as_markdown(FLAT, "# 标题 *x*", NOW)
    said = _rendered(text)
    squeezed = re.sub(r"\s", "", said)
    for each in FLAT:
        for line in each.item.quote.replace("\x07", "").split("\n"):
            assert re.sub(r"\s", "", line) in squeezed
    assert "# 标题 *x*" in said
    assert [text.count(f"[^{number}]") for number in range(1, 5)] == [2, 2, 2, 2]
    assert "**［与现在的原文不一致］**" in text
    assert "**［原文已不在资料库中］**" in text
    assert "<https://a.gov.cn/t_1_x.htm>" in text


@pytest.mark.parametrize(
    "text", [HOSTILE, "1. 一", "12) 一", "- 一", "+ 一", "=== 一", "---", "# 一", "> 一", "a_b_c", ": 一"]
)
def test_escaped_text_is_that_text(text: str) -> None:
    shown = text.replace("\x07", "")
    assert _rendered(escaped(shown)).strip() == shown


def test_excel_has_a_row_each_and_runs_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(FLAT)))
    rows = list(book["收藏"].iter_rows())
    values = [[cell.value for cell in row] for row in rows]
    assert values[0][:6] == ["序号", "小标题", "引文", "核对", "备注", "地区"]
    assert [row[3] for row in values[1:]] == [state.value for state in State]
    assert values[2][2] == FLAT[1].item.quote
    assert values[3][2] == "'" + HOSTILE.replace("\x07", "")
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert values[1][8] == FLAT[0].item.citation


def test_text_to_paste_has_sources_and_marks() -> None:
    text = as_text(FLAT)
    assert text.startswith("1. “第一句。”——《报告1》")
    assert "［与现在的原文不一致］——" in text
    assert "备注：先用这条\n再核一遍" in text


def test_nothing_is_dropped_in_any_of_them() -> None:
    assert sum(len(part.entries) for part in outlined(GROUPED)) == len(GROUPED)
    assert outlined([]) == []
