"""Figures by indicator, place and year: what is given, what is missing, what is doubtful, and what is taken away."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from corpus.encoder import Encoder
from corpus.figures import Measure
from search import Engine, FigureQuery, Query
from search.figure_export import cell_text, figures_csv, figures_xlsx
from search.figure_output import figures_json
from search.figures import as_table
from search.output import result_json
from search.query import QueryInvalid
from search.year_on_year import compare, other_reports
from tests.sharing import engine_over, report_text

REPORTS = {
    "郯城县2023年度法治政府建设情况报告": (
        "受理行政复议案件200件,纠错30件,行政复议纠错率15%。行政机关负责人出庭应诉率92%。",
        "推出“说事议事”工作法,调解矛盾纠纷900件。",
        "打造“一站通”平台。",
    ),
    "郯城县2024年度法治政府建设情况报告": (
        "受理行政复议案件2500件,纠错40件,行政复议纠错率20.5%,同比上升5.5个百分点。",
        "推出“说事议事”工作法,调解矛盾纠纷1000余件。",
        "创新“云解纷”模式。",
    ),
    "洛阳市2024年度法治政府建设情况报告": (
        "全市行政机关负责人出庭应诉率为98.5%,败诉率101%。其中,市中院审理的行政案件负责人出庭应诉率70%。力争2025年出庭应诉率达到100%。",
        "2022年至2024年共制定政府规章9件。",
        "全市人民调解员9000名,建成充电桩300个。",
    ),
}


@pytest.fixture(scope="module")
def figures_engine(tmp_path_factory: pytest.TempPathFactory, models_dir, encoder: Encoder) -> Engine:
    texts = {title: report_text(title, paragraphs) for title, paragraphs in REPORTS.items()}
    return engine_over(texts, tmp_path_factory.mktemp("figures"), models_dir, encoder)


def test_each_figure_is_the_words_of_its_report(figures_engine):
    result = figures_engine.figures.find(FigureQuery(others=True))
    assert len(result.figures) > 12
    for found in result.figures:
        text = figures_engine.report(found.report.id).text
        assert found.figure.span.of(text) == found.quote
        assert found.figure.sentence.of(text) == found.sentence
        assert found.quote in found.sentence
        assert found.report.name in found.citation


def test_indicator_place_and_year_narrow(figures_engine):
    def values(**query) -> list[float]:
        return [found.figure.value for found in figures_engine.figures.find(FigureQuery(**query)).figures]

    assert values(indicators=("行政复议受理数",)) == [2500, 200]
    assert values(indicators=("行政复议受理数",), years=(2023,)) == [200]
    assert values(indicators=("负责人出庭应诉率",), places=("河南省",)) == [100, 98.5, 70]
    assert values(indicators=("行政复议受理数",), places=("洛阳",)) == []


def test_a_figure_of_several_years_is_found_in_each_and_stands_in_no_row(figures_engine):
    found = figures_engine.figures.find(FigureQuery(indicators=("政府规章数",), years=(2023,))).figures
    assert [str(item.figure.period) for item in found] == ["2022—2024"]
    assert as_table(found) == ()


def test_what_is_missing_has_no_cell(figures_engine):
    result = figures_engine.figures.find(FigureQuery(indicators=("行政复议纠错率", "负责人出庭应诉率")))
    rows = {(row.place.name, row.year): row.cells for row in as_table(result.figures) if row.place}
    assert set(rows["郯城县", 2023]) == {"行政复议纠错率", "负责人出庭应诉率"}
    assert set(rows["郯城县", 2024]) == {"行政复议纠错率"}
    assert set(rows["洛阳市", 2024]) == {"负责人出庭应诉率"}


def test_the_place_as_a_whole_comes_before_its_bodies_and_a_change_stays_apart(figures_engine):
    result = figures_engine.figures.find(FigureQuery(indicators=("行政复议纠错率", "负责人出庭应诉率")))
    rows = {(row.place.name, row.year): row.cells for row in as_table(result.figures) if row.place}
    cell = rows["洛阳市", 2024]["负责人出庭应诉率"]
    assert (cell.best.figure.value, [other.figure.body for other in cell.others]) == (98.5, ["市中院"])
    cell = rows["郯城县", 2024]["行政复议纠错率"]
    assert (cell.best.figure.value, cell.changes[0].shown) == (20.5, "上升5.5个百分点")


def test_an_aim_for_a_later_year_is_marked(figures_engine):
    result = figures_engine.figures.find(FigureQuery(indicators=("负责人出庭应诉率",), years=(2025,)))
    assert [(found.figure.measure, cell_text(found)) for found in result.figures] == [(Measure.TARGET, "100%（目标）")]


def test_coverage_counts_reports_that_could_and_that_do(figures_engine):
    result = figures_engine.figures.find(FigureQuery(indicators=("行政复议纠错率", "执法证件数")))
    assert [(item.indicator, item.reports, item.searched) for item in result.coverage] == [
        ("行政复议纠错率", 2, 3),
        ("执法证件数", 0, 3),
    ]


def test_doubtful_figures_are_flagged_and_left_as_they_are(figures_engine):
    def doubts(indicator: str) -> dict[float, str]:
        found = figures_engine.figures.find(FigureQuery(indicators=(indicator,))).figures
        return {item.figure.value: "".join(item.doubts) for item in found}

    assert "相差十倍以上" in doubts("行政复议受理数")[2500]
    assert "超过 100%" in doubts("行政机关败诉率")[101]
    assert doubts("行政复议纠错率")[15] == ""  # 30 of 200
    assert "算出的 1.60% 不符" in doubts("行政复议纠错率")[20.5]


def test_figures_of_no_indicator_are_found_by_words(figures_engine):
    result = figures_engine.figures.find(FigureQuery(words="充电桩", others=True))
    assert [(found.quote, found.figure.indicator) for found in result.figures] == [
        ("9000名", "人民调解员数"),
        ("300个", ""),
    ]


def test_an_unknown_indicator_is_refused_with_those_near_it(figures_engine):
    with pytest.raises(QueryInvalid, match="您是不是要找：行政复议纠错数、行政复议纠错率"):
        figures_engine.figures.find(FigureQuery(indicators=("纠错",)))
    with pytest.raises(QueryInvalid, match="没有“天气”这个指标"):
        figures_engine.figures.find(FigureQuery(indicators=("天气",)))


def test_exports_hold_every_figure_with_its_source(figures_engine):
    result = figures_engine.figures.find(FigureQuery(indicators=("行政复议纠错率", "负责人出庭应诉率")))
    lines = list(csv.DictReader(io.StringIO(figures_csv(result))))
    assert [line["原文"] for line in lines] == [found.quote for found in result.figures]
    assert all(line["出处"] and line["所在句子"] for line in lines)
    book = load_workbook(io.BytesIO(figures_xlsx(result)))
    assert book.sheetnames == ["对照表", "数据", "覆盖"]
    rows = list(book["对照表"].iter_rows(values_only=True))
    assert rows[0] == ("地区", "年度", "行政复议纠错率", "负责人出庭应诉率")
    assert ("郯城县", 2024, 20.5, None) in rows  # what is missing is empty, not 0
    assert book["数据"].max_row == len(result.figures) + 1
    assert json.loads(json.dumps(figures_json(result)))["figures"][0]["span"]


def test_a_value_that_looks_like_a_formula_is_not_run(figures_engine):
    result = figures_engine.figures.find(FigureQuery(others=True, words="充电桩"))
    sheet = load_workbook(io.BytesIO(figures_xlsx(result)))["数据"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_two_years_of_a_place_side_by_side(figures_engine):
    shelf = figures_engine.shelf
    first, second = (info for info in shelf.infos if info.place and info.place.name == "郯城县")
    assert other_reports(first, shelf) == [second]
    compared = compare(second.id, first.id, shelf, figures_engine.figures, figures_engine.practices)
    assert compared.earlier.metadata.year.value == 2023
    pairs = {pair.indicator: pair for pair in compared.figures}
    assert pairs["行政复议纠错率"].change == 5.5
    assert (pairs["负责人出庭应诉率"].later, pairs["负责人出庭应诉率"].change) == (None, None)
    assert pairs["矛盾纠纷调解数"].change is None  # 1000余 is not exact


@pytest.mark.parametrize(
    ("query", "indicators"),
    [
        ("郯城县2024年行政复议纠错率是多少", ["行政复议纠错率"]),
        ("郯城复议案件受理了多少件", ["行政复议受理数"]),
        ("各地出庭应诉率和败诉率", ["负责人出庭应诉率", "行政机关败诉率"]),
        ("行政复议怎样做到案结事了", []),
        ("府院联动", []),
    ],
)
def test_a_query_for_a_figure_is_answered_with_it(figures_engine, query, indicators):
    result = figures_engine.search(Query(query))
    assert [answer.indicator for answer in result.figures] == indicators


def test_the_figure_of_the_place_and_year_asked_for_comes_and_no_other(figures_engine):
    (answer,) = figures_engine.search(Query("郯城县2024年行政复议纠错率是多少")).figures
    assert [found.quote for found in answer.figures] == ["20.5%", "5.5个百分点"]
    (answer,) = figures_engine.search(Query("洛阳市行政复议纠错率是多少")).figures
    assert (answer.figures, answer.total, answer.elsewhere) == ((), 0, 3)
    assert result_json(figures_engine.search(Query("洛阳市行政复议纠错率")))["figures"][0]["elsewhere"] == 3


def test_command_line_writes_tables(figures_engine, tmp_path, monkeypatch):
    from search.__main__ import main

    index = str(figures_engine.generation.folder.parent.parent)
    ran = CliRunner().invoke(
        main, ["figures", "--indicator", "行政复议纠错率", "--index", index], standalone_mode=False
    )
    assert "（3 篇报告中有 2 篇）" in ran.output
    assert "郯城县  2024  20.5%" in ran.output
    target = tmp_path / "数据.xlsx"
    ran = CliRunner().invoke(main, ["figures", "--xlsx", str(target), "--index", index], standalone_mode=False)
    assert "已写入" in ran.output
    assert load_workbook(target).sheetnames[0] == "对照表"
    ran = CliRunner().invoke(main, ["figures", "--csv", "--year", "2023", "--index", index], standalone_mode=False)
    assert ran.output.splitlines()[0].startswith("指标,地区")
    ran = CliRunner().invoke(main, ["indicators", "--index", index], standalone_mode=False)
    assert "行政复议纠错率（" in ran.output


def test_a_file_that_cannot_be_written_is_one_clear_line(figures_engine, tmp_path, capsys):
    from corpus import cli
    from search.__main__ import main

    index = str(figures_engine.generation.folder.parent.parent)
    target = tmp_path / "没有这个文件夹" / "数据.xlsx"
    assert cli.run(main, "python -m search", ["figures", "--xlsx", str(target), "--index", index]) == cli.FAILURE
    assert "写不了" in capsys.readouterr().err
