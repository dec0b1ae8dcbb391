"""The 31 provincial reports, real Word files: the right province, year, kind and outline; the same in every format."""

import html
import io
from pathlib import Path

import docx
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus.model import Kind, Reading
from corpus.text import visible
from indexer.readers import read
from indexer.reading import read_source

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "prov31_2025"
FILES = sorted(FOLDER.glob("*.docx"))
FULL_NAMES = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}

pytestmark = [
    pytest.mark.volume,
    pytest.mark.skipif(not FILES, reason="the 31 provincial reports are not beside this checkout"),
]
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[5:8])


def read_docx(path: Path) -> Reading:
    return read_source(path.name, str(path), path.read_bytes())


@every_file
def test_province_year_kind_and_outline(path):
    (report,) = read_docx(path).reports
    name = path.stem.removeprefix("2025年").removesuffix("政府工作报告")
    metadata = report.metadata
    assert metadata.place.value.chain == (FULL_NAMES.get(name, name),)
    assert (metadata.level.value, metadata.year.value) == ("省", 2025)
    assert metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT
    assert metadata.publisher.value == f"{metadata.place.value.name}人民政府"
    assert metadata.published.value.startswith("2025-01-")
    assert metadata.title.value.endswith("政府工作报告")
    assert 2 <= sum(heading.depth == 1 for heading in report.headings) <= 6
    assert len(report.headings) >= 10


@every_file
def test_every_character_is_kept_or_logged(path):
    reading = read_docx(path)
    blocks = "".join(visible(block.text) for block in read(path.name, path.read_bytes()).blocks)
    kept = "".join(visible(report.text) for report in reading.reports)
    left = "".join(visible(item.text) for item in reading.left_out)
    assert sorted(blocks) == sorted(kept + left)


@every_file
@pytest.mark.parametrize("form", ["txt", "html", "pdf"])
def test_the_same_content_in_another_format_gives_the_same_paragraphs(path, form):
    lines = [line.strip() for p in docx.Document(str(path)).paragraphs for line in p.text.split("\n") if line.strip()]
    data = {"txt": as_txt, "html": as_html, "pdf": as_pdf}[form](lines)
    expected = paragraphs(read_docx(path))
    assert paragraphs(read_source(f"同文.{form}", f"同文.{form}", data)) == expected


def paragraphs(reading: Reading) -> list[str]:
    return [visible(p.span.of(report.text)) for report in reading.reports for p in report.paragraphs]


def as_txt(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def as_html(lines: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<html><head><meta charset='utf-8'></head><body><div>{body}</div></body></html>".encode()


def as_pdf(lines: list[str]) -> bytes:
    """Set in the usual way: two characters of indent, A4."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("正文", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
    file = io.BytesIO()
    SimpleDocTemplate(file).build([Paragraph(html.escape(line), style) for line in lines])
    return file.getvalue()
