"""Who puts a report out: by its title, its signature and the page it stands on."""

import pytest

from corpus.model import FieldName, PageField, Span
from indexer.institution import is_institution
from indexer.publisher import recognise_author, recognise_publisher


def publisher(title: str, *, signatures: tuple[str, ...] = (), fields: tuple[PageField, ...] = ()) -> str | None:
    text = "\n".join((title, "全县坚持依法行政。", *signatures))
    spans = [Span(text.rindex(line), text.rindex(line) + len(line)) for line in signatures]
    body = Span(len(title) + 1, len(text))
    fact = recognise_publisher(
        text, fields, title=Span(0, len(title)), bylines=(), signatures=spans, body=body, place=None
    )
    assert all(evidence.span is None or evidence.span.of(text) == evidence.quote for evidence in fact.evidence)
    return fact.value


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("泾县司法局关于2023年度法治政府建设情况的报告", "泾县司法局"),
        ("泾县市场监督管理局2023年度法治政府建设报告", "泾县市场监督管理局"),
        ("泾县城市管理综合行政执法局法治政府建设工作总结", "泾县城市管理综合行政执法局"),
        ("泾县住房和城乡建设局2023年法治政府建设报告", "泾县住房和城乡建设局"),
        ("泾县人社局2023年法治政府建设报告", "泾县人社局"),
        ("泾县泾川镇人民政府2023年法治政府建设报告", "泾县泾川镇人民政府"),
        ("望月湖街道办事处2023年法治政府建设报告", "望月湖街道办事处"),
        ("芜湖经济技术开发区管委会2023年法治政府建设报告", "芜湖经济技术开发区管委会"),
        ("国家税务总局泾县税务局2023年法治政府建设报告", "国家税务总局泾县税务局"),
        ("合肥市公安局庐阳分局2023年法治政府建设报告", "合肥市公安局庐阳分局"),
        ("中共泾县县委全面依法治县委员会办公室关于2023年工作的报告", "中共泾县县委全面依法治县委员会办公室"),
        ("2023年泾县司法局法治政府建设年度报告", "泾县司法局"),
        ("泾县2023年法治政府建设报告", None),
        ("关于贯彻落实县委2023年工作部署情况的报告", None),
        ("全面建设法治政府2023年工作总结", None),
    ],
)
def test_the_institution_at_the_head_of_a_title(title, expected):
    assert publisher(title) == expected


def test_the_first_signature_is_the_report_s_own():
    assert publisher("法治建设报告", signatures=("泾县司法局", "泾县公安局")) == "泾县司法局"


@pytest.mark.parametrize(
    ("source", "expected"),
    [("泾县司法局", "泾县司法局"), ("安徽日报", None), ("泾县人民政府网站", None), ("网友投稿", None)],
)
def test_a_page_s_source_counts_only_if_it_is_an_office(source, expected):
    field = PageField(FieldName.INFO_SOURCE, source, f"来源：{source}")
    assert publisher("法治建设报告", fields=(field,)) == expected


@pytest.mark.parametrize("line", ["全面推进法治政府", "坚持建设服务型政府", "加强党委领导下的政府", "泾县坚持依法行政"])
def test_a_slogan_is_no_institution(line):
    assert not is_institution(line)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("述法人：泾县县委副书记、县长 张三", "张三"),
        ("作者：李四", "李四"),
        ("泾县人民政府县长 王某某", "王某某"),
        ("国家税务总局 泾县税务局", None),
        ("泾县推进法治政府建设 筑牢发展基石", None),
    ],
)
def test_the_person_in_a_byline(line, author):
    assert recognise_author(line, [Span(0, len(line))]).value == author
