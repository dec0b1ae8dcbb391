"""Whatever is shown as a quotation equals ``text[start:end]``: for the sample corpus, the 31 docx and made-up texts."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import EmptySource, ReadError
from corpus.model import ParagraphRole, Report
from corpus.text import visible
from indexer.passages import LONGEST_PASSAGE
from indexer.reading import read_source

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "data" / "reports").glob("*.txt"))
PROVINCES = sorted((ROOT.parent / "shared" / "corpus" / "prov31_2025").glob("*.docx"))


def check_spans(report: Report) -> None:
    text = report.text
    heading_starts = {heading.span.start for heading in report.headings}
    last = 0
    for passage in report.passages:
        start, end = passage.span
        assert last <= start < end <= len(text)
        last = end
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert not any(start < heading < end for heading in heading_starts), "a passage crosses a heading"
        quoted = [sentence.span.of(text) for sentence in passage.sentences]
        assert visible("".join(quoted)) == visible(passage.span.of(text)), "the sentences are the passage"
        assert passage.sentences[0].span.start == start
        assert passage.sentences[-1].span.end == end
        assert end - start <= LONGEST_PASSAGE or len(passage.sentences) == 1
    for heading in report.headings:
        assert heading.extent.start == heading.span.start <= heading.span.end <= heading.extent.end <= len(text)
        if heading.parent is not None:
            parent = report.headings[heading.parent]
            assert parent.depth < heading.depth
            assert parent.extent.start <= heading.extent.start
            assert heading.extent.end <= parent.extent.end
    for before, after in zip(report.paragraphs, report.paragraphs[1:], strict=False):
        assert text[before.span.end : after.span.start] == "\n"
    check_content_is_in_passages(report)


def check_content_is_in_passages(report: Report) -> None:
    """Every body character is in a passage, unless it is a heading's own."""
    covered = bytearray(len(report.text))
    for span in [p.span for p in report.passages] + [h.span for h in report.headings]:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    for paragraph in report.paragraphs:
        if paragraph.role in (ParagraphRole.BODY, ParagraphRole.TABLE_ROW):
            missed = [report.text[i] for i in range(*paragraph.span) if not covered[i]]
            assert not visible("".join(missed)).strip("。；;：:，,、")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:12])
def test_spans_of_the_sample_reports(path):
    for report in read_source(path.name, str(path), path.read_bytes()).reports:
        check_spans(report)


@pytest.mark.volume
@pytest.mark.skipif(not PROVINCES, reason="the 31 provincial reports are not beside this checkout")
@pytest.mark.parametrize("path", PROVINCES, ids=lambda path: path.stem[5:8])
def test_spans_of_the_provincial_reports(path):
    for report in read_source(path.name, str(path), path.read_bytes()).reports:
        check_spans(report)


PIECES = st.sampled_from(
    [
        *(
            "一、工作情况",
            "二、存在问题",
            "（一）加强领导",
            "(二)依法行政。",
            "1.规范执法",
            "（1）检查",
            "①要点",
            "第一条 为了",
        ),
        *(
            "一是压实责任。",
            "二是完善机制；",
            "三要落实",
            "第一，",
            "2024年，某县",
            "\n",
            "\n\n",
            "\u3000\u3000",
            "  ",
            "\t",
        ),
        *(
            "“引号里有句号。还有一句。”",
            "（括号，里。面）",
            "《条例》",
            "。",
            "；",
            "！",
            "？",
            "……",
            "，",
            "：",
            "”",
            "（",
            "“",
        ),
        *(
            "推进法治政府建设，全年办理行政复议案件94件，纠错率30.98%",
            "报告",
            "市司法局",
            "(2022年10月21日)",
            "e\u0301",
            "😀",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60).map("".join))
def test_spans_of_any_text(text):
    try:
        reading = read_source("随机.txt", "随机.txt", text.encode())
    except (EmptySource, ReadError):
        return
    kept = "".join(visible(report.text) for report in reading.reports)
    left = "".join(visible(item.text) for item in reading.left_out)
    assert sorted(kept + left) == sorted(visible(text))
    for report in reading.reports:
        check_spans(report)
