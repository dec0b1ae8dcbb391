"""One file, how many reports: reprint sites' collections, books with contents, and single reports that look like many."""

import pytest

from indexer.reading import read_source


def prose(place: str) -> str:
    return (
        f"{place}坚持把依法行政作为第一要求，健全重大行政决策程序，全年审查规范性文件三十六件，清理废止十二件，行政复议纠错率明显下降，群众满意度不断提高。\n"
        f"一、加强组织领导\n{place}主要负责人带头履行第一责任人职责，全年召开专题会议四次，研究解决突出问题二十一项，形成了一级抓一级、层层抓落实的工作格局。\n"
        f"二、规范行政执法\n{place}全面落实行政执法公示、全过程记录、法制审核三项制度，组织案卷评查两次，评查案卷一百二十卷，优秀率有较大提高，行政执法水平迈上新的台阶。\n"
    )


def titles(text: str, name: str = "汇编.txt") -> list[str | None]:
    return [report.metadata.title.value for report in read_source(name, name, text.encode()).reports]


PLACES = ("休宁县", "祁门县", "屯溪区")
MARKS = {
    "篇一": ("篇一：", "篇二：", "篇三："),
    "篇1 on a line": ("篇1\n", "篇2\n", "篇3\n"),
    "【篇一】": ("【篇一】\n", "【篇二】\n", "【篇三】\n"),
    "第一篇": ("第一篇 ", "第二篇 ", "第三篇 "),
    "范文一": ("范文一：", "范文二：", "范文三："),
    "numbered": ("1.", "2.", "3."),
    "corner brackets": ("「1」", "「2」", "「3」"),
}


@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
def test_a_collection_splits_at_its_part_marks(marks):
    text = "法治政府建设工作总结汇编（3篇）\n" + "".join(
        f"{mark}{place}2023年法治政府建设工作总结\n{prose(place)}" for mark, place in zip(marks, PLACES, strict=True)
    )
    assert titles(text) == [f"{place}2023年法治政府建设工作总结" for place in PLACES]


def test_a_part_mark_at_the_end_of_a_repeated_title():
    text = "法治政府建设工作总结（精选3篇）\n" + "".join(
        f"法治政府建设工作总结 篇{number}\n{prose(place)}" for number, place in enumerate(PLACES, 1)
    )
    assert titles(text) == ["法治政府建设工作总结 篇1", "法治政府建设工作总结 篇2", "法治政府建设工作总结 篇3"]


def test_a_book_title_in_a_part_mark():
    text = "本文呈现多篇范文。\n" + "".join(
        f"篇{number}：《法治政府建设工作总结》\n{prose(place)}" for number, place in zip("一二三", PLACES, strict=True)
    )
    assert titles(text) == ["《法治政府建设工作总结》"] * 3


def test_reports_one_after_the_other_each_with_its_signature():
    text = "".join(
        f"{place}2023年度法治政府建设情况报告\n{prose(place)}{place}人民政府\n2024年1月1{number}日\n"
        for number, place in enumerate(PLACES)
    )
    reports = read_source("三县.txt", "三县.txt", text.encode()).reports
    assert [r.metadata.title.value for r in reports] == [f"{place}2023年度法治政府建设情况报告" for place in PLACES]
    assert [r.metadata.publisher.value for r in reports] == [f"{place}人民政府" for place in PLACES]
    assert [r.metadata.published.value for r in reports] == ["2024-01-10", "2024-01-11", "2024-01-12"]


def test_a_title_on_two_lines_in_a_collection():
    text = (
        f"休宁县2023年度法治政府建设情况报告\n{prose('休宁县')}休宁县人民政府\n2024年1月10日\n"
        f"祁门县人民政府\n关于2023年度法治政府建设情况的报告\n{prose('祁门县')}祁门县人民政府\n2024年1月12日\n"
        f"屯溪区扎实推进依法行政\n2023年度法治政府建设工作总结\n{prose('屯溪区')}"
    )
    assert titles(text) == [
        "休宁县2023年度法治政府建设情况报告",
        "祁门县人民政府关于2023年度法治政府建设情况的报告",
        "屯溪区扎实推进依法行政2023年度法治政府建设工作总结",
    ]


CONTENTS = {
    "dots and pages": "{n}.{title}……………{n}",
    "spaces and pages": "{title}  {n}",
    "numbers alone": "{n}.{title}",
    "titles alone": "{title}",
}


@pytest.mark.parametrize("entry", CONTENTS.values(), ids=CONTENTS)
def test_a_book_with_contents_and_no_datelines(entry):
    names = [f"{place}2023年法治政府建设工作总结" for place in PLACES]
    text = "目录\n" + "\n".join(entry.format(n=n, title=title) for n, title in enumerate(names, 1)) + "\n"
    text += "".join(f"{title}\n{prose(place)}" for title, place in zip(names, PLACES, strict=True))
    assert titles(text) == names


def test_speeches_at_one_meeting():
    speakers = ("休宁县委副书记、县长 张三", "祁门县委副书记、县长 李四", "屯溪区委副书记、区长 王五")
    text = "全市法治政府建设推进会交流发言材料\n" + "".join(
        f"{place}法治政府建设工作交流发言\n{speaker}\n（2024年3月5日）\n各位领导、同志们：\n{prose(place)}谢谢大家！\n"
        for place, speaker in zip(PLACES, speakers, strict=True)
    )
    assert titles(text) == [f"{place}法治政府建设工作交流发言" for place in PLACES]


ONE = {
    "its own contents": (
        "歙县2023年度法治政府建设报告\n目录\n一、加强组织领导……1\n二、规范行政执法……3\n" + prose("歙县"),
        "歙县2023年度法治政府建设报告",
    ),
    "an annex that counts from the start": (
        f"歙县2023年度法治政府建设情况报告\n{prose('歙县')}歙县人民政府\n2024年1月10日\n附件：歙县法治政府建设重点任务清单\n{prose('歙县')}",
        "歙县2023年度法治政府建设情况报告",
    ),
    "an annex with a title on a line of its own": (
        f"歙县2023年度法治政府建设情况报告\n{prose('歙县')}歙县人民政府\n2024年1月10日\n附件1\n歙县2024年法治政府建设工作要点\n{prose('歙县')}",
        "歙县2023年度法治政府建设情况报告",
    ),
    "a notice and what it sends out": (
        "歙县人民政府关于印发《歙县法治政府建设实施方案》的通知\n各乡镇人民政府，县政府各部门：\n现将《歙县法治政府建设实施方案》印发给你们，请认真贯彻执行。\n"
        f"歙县人民政府\n2024年1月10日\n（此件公开发布）\n歙县法治政府建设实施方案\n{prose('歙县')}",
        "歙县人民政府关于印发《歙县法治政府建设实施方案》的通知",
    ),
    "sections that count from the start": (
        "歙县法治政府建设工作报告\n第一部分 2023年工作情况\n"
        + prose("歙县")
        + "第二部分 2024年工作安排\n"
        + prose("歙县"),
        "歙县法治政府建设工作报告",
    ),
    "sections without a number that count from the start": (
        "歙县法治政府建设工作报告\n2023年工作情况\n" + prose("歙县") + "2024年工作安排\n" + prose("歙县"),
        "歙县法治政府建设工作报告",
    ),
    "numbered headings that end like documents": (
        "歙县法治政府建设工作总结\n"
        + prose("歙县")
        + "1.建立定期报告\n"
        + prose("歙县")
        + "2.开展年度述职述法\n"
        + prose("歙县"),
        "歙县法治政府建设工作总结",
    ),
    "parts of a survey by township": (
        "歙县法治建设督察情况报告\n"
        + prose("歙县")
        + "深渡镇基本情况\n"
        + prose("深渡镇")
        + "北岸镇基本情况\n"
        + prose("北岸镇"),
        "歙县法治建设督察情况报告",
    ),
}


@pytest.mark.parametrize(("text", "title"), ONE.values(), ids=ONE)
def test_one_report_stays_one(text, title):
    assert titles(text) == [title]
