"""Text and Markdown files keep every line as it stands."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Block, BlockRole, Position
from indexer.readers import read

REPORTS = Path(__file__).parents[2] / "data" / "reports"


def test_each_line_of_a_text_file_is_a_block_with_its_line_number() -> None:
    document = read("a.txt", "科左后旗\r\n\r\n　　一、总体情况\r二、问题\n\n".encode())
    assert document.format == "txt"
    assert document.blocks == (
        Block("科左后旗", position=Position(line=1)),
        Block("　　一、总体情况", position=Position(line=3)),
        Block("二、问题", position=Position(line=4)),
    )


def test_rare_line_ends_split_a_block_but_do_not_count_as_lines() -> None:
    document = read("a.txt", "一\f二\u2028三\n四".encode())
    assert [(block.text, block.position.line) for block in document.blocks] == [
        ("一", 1),
        ("二", 1),
        ("三", 1),
        ("四", 2),
    ]


def test_quotes_full_width_characters_and_spaces_are_left_alone() -> None:
    line = "“放管服”（２０２４年）　\u00a0‘一网通办’ＡＢＣ　"
    assert read("a.txt", line.encode()).blocks[0].text == line


def test_the_sample_reports_lose_no_character() -> None:
    for path in REPORTS.glob("*.txt"):
        text = path.read_text(encoding="utf-8-sig")
        document = read(path.name, path.read_bytes())
        assert "".join("".join(block.text.split()) for block in document.blocks) == "".join(text.split())


@given(st.text(st.sampled_from("法治政府建设，。\n年度总结 2024"), min_size=1, max_size=60).filter(str.strip))
def test_gb18030_and_utf16_give_what_utf8_gives(text: str) -> None:
    marked = "政府依法行政" + text
    expected = [block.text for block in read("a.txt", marked.encode()).blocks]
    assert [block.text for block in read("a.txt", marked.encode("gb18030")).blocks] == expected
    assert [block.text for block in read("a.txt", marked.encode("utf-16")).blocks] == expected


def test_markdown_headings_items_and_tables_are_recognised() -> None:
    source = "# 2024年报告\n\n正文。\n\n## 一、成效 ##\n- 要点\n\n| 指标 | 数 |\n|---|---|\n| 复议 | 56 |\n---\n```\n# 代码\n```\n"
    document = read("a.md", source.encode())
    assert document.format == "md"
    assert [(block.text, block.role, block.level) for block in document.blocks] == [
        ("2024年报告", BlockRole.HEADING, 1),
        ("正文。", BlockRole.TEXT, None),
        ("一、成效", BlockRole.HEADING, 2),
        ("要点", BlockRole.LIST_ITEM, None),
        ("指标\t数", BlockRole.TABLE_ROW, None),
        ("复议\t56", BlockRole.TABLE_ROW, None),
        ("# 代码", BlockRole.TEXT, None),
    ]


def test_a_file_called_md_without_markdown_in_it_is_plain_text() -> None:
    assert read("a.md", "一、总体情况\n".encode()).format == "txt"


def test_removed_characters_are_counted_in_a_warning() -> None:
    document = read("a.txt", "法\x00治\x07政\ufeff府".encode())
    assert document.blocks[0].text == "法治政府"
    assert document.warnings == ("去掉了 2 个控制字符", "去掉了 1 个字节顺序标记（U+FEFF）")
