"""A PDF gives the paragraphs that were set in it, whatever the layout."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
)

from corpus.model import Document
from indexer.readers import read
from tests.indexer.odd_inputs import pdf_of

BODY = [
    "2024年，全市各级行政机关坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的二十大和二十届二中、三中全会精神，"
    "把法治政府建设作为全面依法治市的重点任务和主体工程，统筹推进各项工作，取得了新的成效。",
    "一、主要做法和成效",
    "（一）压实工作责任。市委、市政府先后召开会议研究法治政府建设工作12次，制定出台年度工作要点，明确目标任务和具体举措，"
    "完成率达98.5%，比上年提高3.2个百分点。",
    "（二）提升行政复议质效。全年共收到行政复议申请1256件，受理1103件，审结1047件，直接纠错率为9.6%，"
    "调解和解率达到35%，通过“复议+调解”机制实质性化解行政争议368件，做到案结事了、定分止争，人民群众满意度不断提升。",
    "二、存在的问题",
    "基层执法力量薄弱，法治宣传形式单一，部分干部运用法治思维和法治方式解决问题的能力有待提高。",
]


def platypus(
    paragraphs: list[str], *, indent: int = 24, space: int = 0, alignment: int = TA_JUSTIFY, numbered: bool = False
) -> bytes:
    """Set paragraphs with reportlab on A4: 12 pt on 20, margins of 72 pt; numbered pages have running heads."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=indent,
        alignment=alignment, spaceAfter=space,
    )  # fmt: skip
    out = io.BytesIO()
    template = SimpleDocTemplate(out, pagesize=(595, 842), leftMargin=72, rightMargin=72, invariant=1)
    story = [Paragraph(text, style) for text in paragraphs]
    if numbered:
        template.build(story, onFirstPage=margins, onLaterPages=margins)
    else:
        template.build(story)
    return out.getvalue()


def margins(canvas: Canvas, _template: SimpleDocTemplate) -> None:
    canvas.setFont("STSong-Light", 9)
    canvas.drawCentredString(297, 800, "某市法治政府建设年度报告")
    canvas.drawCentredString(297, 40, f"— {canvas.getPageNumber()} —")


def content(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.furniture is None]


@pytest.mark.parametrize("indent", [0, 24])
@pytest.mark.parametrize("space", [0, 8])
@pytest.mark.parametrize("alignment", [TA_JUSTIFY, 0])
def test_paragraphs_are_joined_again_whatever_the_layout(indent: int, space: int, alignment: int) -> None:
    data = platypus(BODY, indent=indent, space=space, alignment=alignment)
    assert content(read("a.pdf", data)) == BODY


def test_paragraphs_run_on_over_pages_with_heads_feet_and_numbers_as_furniture() -> None:
    document = read("a.pdf", platypus(BODY * 12, numbered=True))
    assert content(document) == BODY * 12
    pages = max(block.position.page or 0 for block in document.blocks)
    assert pages >= 4
    furniture = [(block.text, block.furniture) for block in document.blocks if block.furniture]
    assert furniture.count(("某市法治政府建设年度报告", "页眉")) == pages
    assert [text for text, reason in furniture if reason == "页码"] == [f"— {page} —" for page in range(1, pages + 1)]


def test_a_block_stands_at_the_page_and_line_where_it_begins() -> None:
    blocks = read("a.pdf", platypus(BODY)).blocks
    found = {block.text: (block.position.page, block.position.line) for block in blocks}
    assert found[BODY[0]] == (1, 1)
    assert found[BODY[1]] == (1, 4)


def test_a_centred_title_over_two_lines_is_one_block_and_stays_apart_from_the_date_under_it() -> None:
    title = "榆阳区人民政府关于二〇二四年度法治政府建设工作情况以及二〇二五年度工作安排的报告"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    head = ParagraphStyle("h", fontName="STSong-Light", fontSize=20, leading=30, alignment=TA_CENTER, wordWrap="CJK")
    date = ParagraphStyle("d", fontName="STSong-Light", fontSize=12, leading=20, alignment=TA_CENTER, wordWrap="CJK")
    body = ParagraphStyle("b", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    out = io.BytesIO()
    template = SimpleDocTemplate(out, pagesize=(595, 842), leftMargin=72, rightMargin=72, invariant=1)
    parts = [(title, head), ("（2025年1月20日）", date), *((text, body) for text in BODY)]
    template.build([Paragraph(text, style) for text, style in parts])
    assert content(read("a.pdf", out.getvalue())) == [title, "（2025年1月20日）", *BODY]


def test_two_columns_are_read_one_after_the_other() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("b", fontName="STSong-Light", fontSize=10, leading=15, wordWrap="CJK", firstLineIndent=20)
    out = io.BytesIO()
    template = BaseDocTemplate(out, pagesize=(595, 842), invariant=1)
    frames = [Frame(50, 100, 230, 650), Frame(315, 100, 230, 650)]
    template.addPageTemplates(PageTemplate(frames=frames))
    left, right = BODY[:3], BODY[3:]
    template.build(
        [*(Paragraph(text, style) for text in left * 2), FrameBreak(), *(Paragraph(text, style) for text in right * 2)]
    )
    assert content(read("a.pdf", out.getvalue())) == [*left * 2, *right * 2]


def test_latin_words_are_joined_with_a_space_and_numbers_without() -> None:
    def draw(canvas: Canvas) -> None:
        lines = ("the annual report of the municipal government on the rule of law and its", "progress, 2024.")
        for row, line in enumerate(lines):
            canvas.drawString(72, 700 - 24 * row, line)

    assert content(read("a.pdf", pdf_of(draw))) == [
        "the annual report of the municipal government on the rule of law and its progress, 2024."
    ]


def test_a_slanting_watermark_is_furniture() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "全市依法行政。")
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("STSong-Light", 40)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    blocks = read("a.pdf", pdf_of(draw)).blocks
    assert [(block.text, block.furniture) for block in blocks] == [("全市依法行政。", None), ("内部资料", "水印")]


def test_a_page_turned_by_its_viewer_setting_is_read_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(72, 500, "一、总体情况")
        canvas.drawString(72, 470, "全市依法行政。")

    assert content(read("a.pdf", pdf_of(draw))) == ["一、总体情况", "全市依法行政。"]


def test_a_lone_figure_in_the_text_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 500, "案件数")
        canvas.drawString(72, 400, "56")
        canvas.drawString(290, 40, "1")

    blocks = read("a.pdf", pdf_of(draw)).blocks
    assert [(block.text, block.furniture) for block in blocks] == [("案件数", None), ("56", None), ("1", "页码")]
