"""What stands round a report: title, signature, date, and the furniture of pages and official documents."""

import pytest

from corpus.model import Block, ParagraphRole
from indexer.frame import frame
from indexer.reflow import Lines

BODY = "全县办理行政复议案件九十四件，综合纠错率百分之三十，行政机关负责人出庭应诉率达到百分之百。"


def roles(*lines: str) -> list[tuple[str, str]]:
    framed = frame([Lines(line, (Block(line),)) for line in lines])
    return [(role.value, line.text) for line, role in framed.lines if role is not ParagraphRole.BODY]


def left_out(*lines: str) -> dict[str, str]:
    return {item.text: item.reason for item in frame([Lines(line, (Block(line),)) for line in lines]).left_out}


@pytest.mark.parametrize(
    "title",
    [
        ("关于", "泾县2023年度法治政府建设", "情况的报告"),
        ("泾县人民政府", "关于2023年度法治政府建设情况的报告"),
        ("泾县公安局", "2023年度法治政府建设情况报告"),
        ("以法治护航发展", "——泾县2023年法治政府建设综述"),
        ("泾县2023年法治政府建设工作总结",),
        ("政 府 工 作 报 告",),
    ],
)
def test_a_title_takes_all_its_lines_and_no_more(title):
    assert roles(*title, "加强组织领导", BODY) == [("title", line) for line in title]


def test_an_institution_that_the_title_names_again_is_no_part_of_it():
    assert roles("泾县人民政府", "2023年泾县法治政府建设报告", BODY) == [
        ("byline", "泾县人民政府"),
        ("title", "2023年泾县法治政府建设报告"),
    ]


@pytest.mark.parametrize(
    "closing",
    [
        (f"{BODY}泾县司法局 2024年1月15日",),
        (BODY, "泾县司法局 2024年1月15日"),
        (BODY, "泾县司法局", "2024年1月15日"),
    ],
)
def test_a_signature_is_found_wherever_it_stands(closing):
    assert roles("泾县司法局2023年工作总结", *closing)[1:] == [
        ("signature", "泾县司法局"),
        ("dateline", "2024年1月15日"),
    ]


def test_a_signature_above_an_annex_closes_the_report():
    lines = (
        "泾县2023年度法治政府建设报告",
        BODY,
        "附件：1.任务清单",
        "2.统计表",
        "泾县人民政府",
        "2024年1月15日",
        "附件1",
        BODY,
    )
    assert roles(*lines)[1:] == [
        *(("signature", "附件：1.任务清单"), ("signature", "2.统计表")),
        *(("signature", "泾县人民政府"), ("dateline", "2024年1月15日")),
    ]


def test_a_department_in_the_middle_of_a_report_is_no_signature():
    assert roles("泾县2023年度法治政府建设报告", BODY, "泾县司法局", BODY) == [
        ("title", "泾县2023年度法治政府建设报告")
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("（此件公开发布）", "公开方式标注"),
        ("首页 -> 政务公开 -> 正文", "面包屑导航"),
        ("天津市静海区人民政府 2019年12月3日星期二", "网站抬头"),
        ("泾县司法局文件", "公文版头"),
    ],
)
def test_the_head_of_a_page_is_left_out(line, reason):
    assert left_out(line, "泾县2023年度法治政府建设报告", BODY) == {line: reason}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("【打印】 【关闭】", "页面工具栏"),
        ("下一篇：没有了", "相关链接"),
        ("附件：2023年报告.docx", "附件链接"),
        ("抄送：市司法局。", "公文版记"),
        ("泾县司法局办公室 2024年1月9日印发", "公文版记"),
    ],
)
def test_the_foot_of_a_page_is_left_out(line, reason):
    assert left_out("泾县2023年度法治政府建设报告", BODY, line) == {line: reason}


@pytest.mark.parametrize(
    "line", ["全县推广“扫码评价”。", "主办单位：省交通运输厅，各州、市人民政府", "下面我讲三点意见，供大家参考。"]
)
def test_the_report_s_own_last_line_stays(line):
    assert left_out("泾县2023年度法治政府建设报告", BODY, line) == {}


def test_the_menu_of_a_site_is_left_out():
    menu = ("网站首页", "政务公开", "互动交流")
    assert left_out(*menu, "泾县2023年度法治政府建设报告", BODY) == dict.fromkeys(menu, "网站导航")
