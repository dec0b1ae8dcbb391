"""文种 by title and by the way a text opens."""

import pytest

from corpus.model import Span
from indexer.kind import recognise_kind


def kind(title: str, body: str = "全县坚持依法行政。") -> str | None:
    text = f"{title}\n{body}" if title else body
    start = len(title) + 1 if title else 0
    span = Span(0, len(title)) if title else None
    return recognise_kind(text, title=span, byline=None, salutation=None, body=Span(start, len(text))).value


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("泾县2023年度法治政府建设年度报告", "年度报告"),
        ("泾县关于2023年度法治政府建设情况的通报", "年度报告"),
        ("泾县2023年工作情况和2024年工作计划", "年度报告"),
        ("泾县2023年法治政府建设工作总结", "工作总结"),
        ("泾县2023年工作总结及2024年工作计划", "工作总结"),
        ("泾县县长2023年度述职述法报告", "述法报告"),
        ("履行推进法治建设第一责任人职责情况报告", "述法报告"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("《泾县行政执法监督办法》政策解读", "政策解读"),
        ("泾县法治政府建设典型案例", "经验材料"),
        ("泾县坚持发展新时代“枫桥经验”情况的报告", "年度报告"),
        ("泾县让法治成为最好的营商环境", "经验材料"),
        ("法治政府建设的现实困境与对策", "理论文章"),
        ("关于泾县基层法治建设的调研报告", "其他"),
        ("泾县2024年法治政府建设工作要点", "其他"),
        ("泾县行政执法监督办法（试行）", "其他"),
        ("关于报送2023年工作总结的通知", "其他"),
        ("在法治建设推进会上的讲话", "其他"),
    ],
)
def test_the_title_tells_the_kind(title, expected):
    assert kind(title) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("2023年，本人认真履行推进法治建设第一责任人职责。", "述法报告"),
        ("我认真履行法治建设第一责任人职责。", "述法报告"),
        ("我县主要负责人认真履行法治建设第一责任人职责。", None),
        ("现将2023年度法治政府建设情况报告如下：", "年度报告"),
        ("泾县开展普法宣传。", None),
    ],
)
def test_the_opening_tells_the_kind_where_there_is_no_title(body, expected):
    assert kind("", body) == expected


def test_an_article_of_a_journal_is_theory():
    assert kind("县域法治政府建设", "一、问题\n全县坚持依法行政。\n参考文献：\n[1]赵六.行政法.") == "理论文章"
