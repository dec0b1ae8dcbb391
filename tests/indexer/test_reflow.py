"""Lines to paragraphs: files that break every line, at a width or where a program liked to."""

import textwrap

import pytest

from corpus.model import Block, BlockRole
from indexer.reflow import reflow

PARAGRAPHS = (
    "宿松县2023年度法治政府建设情况报告",
    "2023年，宿松县坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，扎实推进法治政府建设，"
    "全年审查规范性文件36件，清理废止12件，办理行政复议案件94件，综合纠错率30.98%，各项工作取得新的成效。",
    "一、加强组织领导",
    "县委、县政府主要负责人切实履行推进法治建设第一责任人职责，全年召开专题会议4次，研究解决突出问题21项，"
    "将法治政府建设纳入综合考核，形成了一级抓一级、层层抓落实的工作格局。",
    "二、规范行政执法",
    "全面落实行政执法公示、执法全过程记录、重大执法决定法制审核三项制度，组织案卷评查2次，评查案卷120卷，"
    "通报典型问题18个，整改到位18个，行政执法水平迈上新的台阶。",
    "三、存在问题和下一步打算",
    "一些单位运用法治思维解决问题的能力还不够强。下一步，我县将持续加强教育培训，压紧压实责任，强化监督问责，"
    "以更高标准更实举措推动法治政府建设再上新台阶。",
)


def joined(lines: list[str]) -> list[str]:
    return [paragraph.text for paragraph in reflow([Block(line) for line in lines])]


@pytest.mark.parametrize("width", [24, 30, 36, 40, 48])
@pytest.mark.parametrize("indent", ["\u3000\u3000", "    ", ""], ids=["full-width", "spaces", "none"])
def test_lines_cut_at_a_width_are_joined(width, indent):
    lines = [
        line
        for paragraph in PARAGRAPHS
        for line in textwrap.wrap(paragraph, width, initial_indent=indent, break_long_words=True)
    ]
    assert joined(lines) == list(PARAGRAPHS)


def test_spaces_at_the_end_of_lines_and_blank_lines_change_nothing():
    lines = [f"{line}  " for paragraph in PARAGRAPHS for line in (*textwrap.wrap(paragraph, 36), "")]
    assert joined(lines) == list(PARAGRAPHS)


def test_the_foot_of_a_page_does_not_hide_the_width():
    lines = [line for paragraph in PARAGRAPHS * 4 for line in textwrap.wrap(paragraph, 36)]
    foot = "版权所有：宿松县人民政府 主办单位：宿松县人民政府办公室 技术支持：某某公司 网站标识码：3408260001 备案号：皖ICP备05000000号"
    assert joined([*lines, foot]) == [*PARAGRAPHS * 4, foot]


def test_short_lines_of_a_list_stay_apart():
    lines = ["附件：", "任务清单", "统计表", "宿松县人民政府", "2024年1月15日"]
    assert joined(lines) == lines


def test_a_signature_behind_a_full_line_stays_apart():
    lines = [line for paragraph in PARAGRAPHS for line in textwrap.wrap(paragraph, 36)]
    assert joined([*lines, "宿松县司法局", "2024年1月15日"])[-2:] == ["宿松县司法局", "2024年1月15日"]


def test_a_line_broken_inside_a_quotation_is_joined():
    assert joined(["深入实施“一规划", "两纲要”，健全工作机制。"]) == ["深入实施“一规划两纲要”，健全工作机制。"]


def test_rows_of_tables_and_items_of_lists_are_never_joined():
    rows = [
        Block("序号\t任务，", BlockRole.TABLE_ROW),
        Block("1\t立规", BlockRole.TABLE_ROW),
        Block("清理，", BlockRole.LIST_ITEM),
    ]
    assert len(reflow(rows)) == 3


def test_words_in_letters_keep_their_space():
    lines = [
        "建成覆盖全县各乡镇各部门的“互联网+监管”工作体系，归集行政执法信息三千余条，推广 open",
        "data 平台，",
        "效果良好。",
    ]
    assert joined(lines) == [lines[0] + " " + lines[1] + lines[2]]


def test_a_book_in_one_paragraph_is_joined_in_one_pass():
    line = "全面落实行政执法公示制度，组织案卷评查，通报典型问题，整改到位，"
    assert len(joined([line] * 50_000)) == 1
