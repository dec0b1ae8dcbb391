"""Field lines of government pages, in the layouts they come in."""

import pytest

from corpus.model import Block, FieldName
from indexer.page_fields import read_page_fields
from indexer.reflow import Lines


def fields(*lines: str) -> dict[FieldName, str]:
    found = read_page_fields([Lines(line, (Block(line),)) for line in lines])
    return {field.name: field.value for field in reversed(found.fields)}


def used(*lines: str) -> set[int]:
    return set(read_page_fields([Lines(line, (Block(line),)) for line in lines]).used)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("发布时间：2024-01-20 来源：泾县司法局 浏览：123",),
            {"published": "2024-01-20", "info_source": "泾县司法局"},
        ),
        (
            ("日期：2024-03-01 16:20 信息来源：泾县司法局",),
            {"published": "2024-03-01 16:20", "info_source": "泾县司法局"},
        ),
        (("2024-03-01 16:20 来源：泾县司法局",), {"published": "2024-03-01 16:20", "info_source": "泾县司法局"}),
        (("来源：安徽法制报 2023-08-09",), {"published": "2023-08-09", "info_source": "安徽法制报"}),
        (
            ("索 引 号 | 003/2024-48 | 发布机构 | 泾县司法局 |",),
            {"index_number": "003/2024-48", "publisher": "泾县司法局"},
        ),
        (("[ 成文日期 ] 2024-02-01 [ 公开日期 ] 2024-02-02",), {"written": "2024-02-01", "published": "2024-02-02"}),
        (("【发文机关】泾县人民政府",), {"publisher": "泾县人民政府"}),
        (("发布机构：", "泾县司法局"), {"publisher": "泾县司法局"}),
        (("• 来源:", "• 发文机构:", "泾县司法局"), {"publisher": "泾县司法局"}),
        (("标 题 | 泾县2023年法治政府建设报告 |",), {"title": "泾县2023年法治政府建设报告"}),
        (("泾政发〔2024〕3号",), {"document_number": "泾政发〔2024〕3号"}),
    ],
)
def test_a_page_states_its_fields(lines, expected):
    assert {name.value: value for name, value in fields(*lines).items()} == expected


@pytest.mark.parametrize(
    "line",
    [
        "来源于群众的意见建议得到认真办理，全年办结三百二十件。",
        "时间紧、任务重，县司法局倒排工期。",
        "标题党问题得到整治。",
        "2024年，泾县坚持依法行政。",
        "按照泾政发〔2024〕3号文件要求，各单位认真落实。",
    ],
)
def test_a_sentence_is_no_field(line):
    assert used(line) == set()
