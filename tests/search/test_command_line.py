"""``python -m search`` and ``python -m indexer`` as scripts and people use them: output, exit codes, one clear line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.commands import PAGE, page
from corpus import cli
from indexer.__main__ import main as indexer
from search.__main__ import main as search

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shared(engine, monkeypatch):
    """Let the commands use an engine that is open already."""
    monkeypatch.setattr("search.engine.Engine.open", lambda index=None: engine)


@pytest.fixture
def run(sample_index, sample_settings, capsys, monkeypatch):
    monkeypatch.setenv("FAZHI_MODELS", str(sample_settings.models))
    monkeypatch.setattr("search.engine.settings", lambda: sample_settings)
    # As in a pipe, whatever terminal the tests are run from.
    monkeypatch.delenv("COLUMNS", raising=False)

    def invoke(command, *arguments: str):
        code = cli.run(command, "python -m x", [*arguments, "--index", str(sample_index)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return invoke


def test_search_json_has_the_documented_form(run):
    code, out, _ = run(
        search, "复议纠错率", "--place", "内蒙古", "--year", "2024", "--level", "县", "--top", "3", "--json"
    )
    assert code == 0
    result = json.loads(out)
    assert {"query", "took_ms", "hits"} <= set(result)
    assert result["query"] == "复议纠错率"
    first = result["hits"][0]
    assert {"rank", "score", "text", "span", "heading", "matched", "citation", "report"} <= set(first)
    assert first["report"]["place"] == ["内蒙古自治区", "通辽市", "科尔沁左翼后旗"]
    assert first["report"]["title"] is None
    assert (first["report"]["year"], first["report"]["published"]) == (2024, "2025-01-09")
    assert (first["report"]["level"], first["report"]["publisher"]) == ("县", "科左后旗司法局")
    assert (first["report"]["kind"], first["report"]["url"]) == ("年度报告", None)
    assert "纠错率" in first["matched"]
    shown = json.loads(run(indexer, "show", first["report"]["id"], "--json")[1])
    assert shown["text"][slice(*first["span"])] == first["text"]
    assert first["span"][0] <= first["best_sentence"][0] < first["best_sentence"][1] <= first["span"][1]
    assert (result["answerable"], result["searched_reports"]) == (True, 1)
    assert result["total"] >= result["cards"] >= len(result["hits"])
    assert result["facets"]["years"][0]["value"] == 2024


@pytest.mark.usefixtures("shared")
def test_search_json_tells_how_the_query_was_understood(run):
    query = '内蒙古 "行政复议" -纠错 年份:2024 层级:村'
    result = json.loads(run(search, query, "--json")[1])
    assert (result["phrases"], result["excluded"]) == (["行政复议"], ["纠错"])
    assert any("村" in problem for problem in result["problems"])
    assert [chip["label"] for chip in result["chips"]] == ["按 内蒙古自治区 筛选"]
    assert {hit["report"]["year"] for hit in result["hits"]} == {2024}
    assert all("行政复议" in hit["text"] and "纠错" not in hit["text"] for hit in result["hits"])


@pytest.mark.usefixtures("shared")
def test_pages_groups_and_orders_can_be_asked_for(run):
    grouped = json.loads(run(search, "普法", "--group", "报告", "--top", "30", "--json")[1])["hits"]
    assert len({hit["report"]["id"] for hit in grouped}) == len(grouped)
    assert any(hit["more_total"] >= len(hit["more"]) > 0 for hit in grouped)
    second = json.loads(run(search, "普法", "--group", "报告", "--top", "3", "--offset", "3", "--json")[1])["hits"]
    assert [hit["rank"] for hit in second] == [4, 5, 6]
    assert [hit["span"] for hit in second] == [hit["span"] for hit in grouped[3:6]]
    newest = json.loads(run(search, "普法", "--sort", "日期", "--json")[1])["hits"]
    assert newest[0]["report"]["published"].startswith("2025")
    assert "本组另有" in run(search, "普法", "--group", "报告")[1]


@pytest.mark.usefixtures("shared")
def test_a_theme_and_a_part_of_the_report_are_filters(run):
    code, out, _ = run(search, "执法", "--section", "行政执法", "--part", "做法成效", "--json")
    themes = {value["value"]: value["selected"] for value in json.loads(out)["facets"]["sections"]}
    assert (code, themes["行政执法"]) == (0, True)
    assert run(search, "执法", "--part", "开头")[0] == 2


@pytest.mark.usefixtures("shared")
def test_no_relevant_result_is_said_plainly(run):
    code, out, _ = run(search, "糖醋排骨的做法")
    assert code == 0
    assert out.startswith("在 28 篇报告中没有找到直接相关的内容。可能相关：")
    assert json.loads(run(search, "糖醋排骨的做法", "--json")[1])["answerable"] is False
    assert "在 28 篇报告中找到" in run(search, "行政争议实质性化解")[1]


@pytest.mark.usefixtures("shared")
def test_pinyin_is_corrected_and_that_is_said(run):
    out = run(search, "xingzhengfuyi")[1]
    assert "已按“行政复议”检索" in out
    literal = json.loads(run(search, "xingzhengfuyi", "--literal", "--json")[1])
    assert (literal["corrected"], literal["suggestion"]) == (False, "行政复议")


@pytest.mark.usefixtures("shared")
def test_what_was_probably_meant_is_asked(run):
    assert "您是不是要找：行政复议" in run(search, "行政夏议")[1]


@pytest.mark.usefixtures("shared")
def test_wordings_have_a_command_of_their_own(run):
    code, out, _ = run(search, "phrases", "行政机关负责人出庭应诉", "--top", "3", "--json")
    found = json.loads(out)
    assert (code, [phrase["rank"] for phrase in found["phrases"]]) == (0, [1, 2, 3])
    first = found["phrases"][0]
    shown = json.loads(run(indexer, "show", first["report"]["id"], "--json")[1])
    assert shown["text"][slice(*first["span"])] == first["text"]
    assert "出处：" in run(search, "phrases", "行政机关负责人出庭应诉")[1]


@pytest.mark.usefixtures("shared")
def test_a_query_needs_no_command_wherever_its_options_stand(run):
    hits = [
        json.loads(run(search, *arguments)[1])["hits"]
        for arguments in (
            ["普法", "--top", "3", "--json"],
            ["--top", "3", "普法", "--json"],
            ["find", "普法", "--top", "3", "--json"],
        )
    ]
    assert len(hits[0]) == 3
    assert hits[0] == hits[1] == hits[2]


@pytest.mark.usefixtures("shared")
def test_an_unknown_place_is_an_empty_list(run):
    hits = json.loads(run(search, "全过程人民民主", "--kind", "理论文章", "--json")[1])["hits"]
    assert hits[0]["report"]["place"] == []
    assert hits[0]["report"]["year"] is None


def test_search_prints_places_headings_text_and_citation(run):
    code, out, _ = run(search, "行政争议实质性化解", "--top", "3")
    assert code == 0
    assert "山东省 › 临沂市 › 郯城县  2023年" in out
    assert "出处：《郯城县司法局关于2023年度法治政府建设情况的报告》，郯城县司法局，2024年2月1日" in out


@pytest.mark.usefixtures("shared")
def test_a_field_alone_lists_its_reports(run):
    code, out, _ = run(search, "地区:郯城", "--top", "200")
    assert (code, "1. 山东省 › 临沂市 › 郯城县  2023年" in out) == (0, True)
    assert "在 1 篇报告中找到" in out
    assert "相关" not in out.splitlines()[0]
    found = json.loads(run(search, "", "--place", "郯城", "--json")[1])
    assert (found["listed"], found["answerable"], found["searched_reports"]) == (True, True, 1)
    assert (found["hits"][0]["nearness"], found["hits"][0]["best_sentence"]) == (None, None)


def test_only_what_is_not_wanted_is_a_usage_error_with_advice(run):
    code, out, err = run(search, " -仲裁", "--json")
    assert (code, out) == (2, "")
    assert "不要什么（“仲裁”）" in err


@pytest.mark.usefixtures("shared")
def test_no_hits_is_no_error(run):
    code, out, _ = run(search, "公证", "--year", "1999")
    assert (code, "没有报告符合筛选条件" in out) == (0, True)
    code, out, _ = run(search, "公证", "--year", "1999", "--json")
    assert (code, json.loads(out)["hits"]) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--level", "村", "x"], "“村”不在可选的"),
        (["--top", "0", "x"], "不在范围"),
        (["--year", "去年", "x"], "“去年”不是整数"),
        (["--nothing", "x"], "没有 --nothing 这个选项"),
        (["a", "b"], "带空格的查询请加引号"),
        ([" "], "查询不能为空"),
        (["x", "--place", "火星"], "地区表里没有“火星”"),
    ],
)
def test_a_usage_error_is_one_chinese_line_and_exit_code_2(run, arguments, says):
    code, out, err = run(search, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_a_failure_is_one_line_and_exit_code_1(tmp_path, capsys):
    assert cli.run(search, "python -m search", ["x", "--index", str(tmp_path / "none")]) == 1
    err = capsys.readouterr().err
    assert "还没有索引" in err
    assert err.count("\n") == 1
    assert cli.run(indexer, "python -m indexer", ["build", str(tmp_path / "none"), "--index", str(tmp_path)]) == 1
    assert "没有这个文件或文件夹" in capsys.readouterr().err


def test_list_shows_every_report_and_its_evidence(run):
    code, out, _ = run(indexer, "list", "--json")
    reports = json.loads(out)
    assert (code, len(reports)) == (0, 28)
    year = reports[0]["evidence"]["year"]
    assert {"value", "confidence", "evidence", "candidates"} == set(year)
    code, out, _ = run(indexer, "list")
    assert "内蒙古自治区 › 通辽市 › 科尔沁左翼后旗" in out
    assert "共 28 篇报告" in out


def test_left_out_gives_texts_with_reason_and_place(run):
    code, out, _ = run(indexer, "left-out", "--json")
    left = json.loads(out)
    assert code == 0
    assert {"reason": "扫码提示", "text": "扫一扫在手机打开当前页", "line": 51}.items() <= left["texts"][-1].items()
    assert left["files"] == []
    assert "面包屑导航" in run(indexer, "left-out")[1]


def test_show_prints_outline_and_text_and_knows_what_it_has_not(run):
    report_id = json.loads(run(indexer, "list", "--json")[1])[-1]["id"]
    code, out, _ = run(indexer, "show", report_id)
    assert code == 0
    assert "提纲" in out
    assert "一、坚持法治与诚信协同发展" in out
    code, _, err = run(indexer, "show", "nothing-1")
    assert (code, "没有编号为“nothing-1”的报告" in err) == (1, True)


def test_ctrl_c_says_that_the_old_index_is_unchanged(monkeypatch, capsys, tmp_path):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.build.build", interrupted)
    assert cli.run(indexer, "python -m indexer", ["build", str(tmp_path), "--index", str(tmp_path)]) == 130
    assert "原来的索引没有变" in capsys.readouterr().err


def test_a_wrong_setting_is_named(capsys, tmp_path):
    environment = {**os.environ, "FAZHI_THREADS": "many"}
    command = [sys.executable, "-m", "indexer", "list", "--index", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "设置有误：threads = 'many'" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_page_of_commands_is_what_the_program_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m bench.commands"


@pytest.mark.parametrize("command", [indexer, search])
def test_help_is_chinese(command):
    assert "用法：" in CliRunner().invoke(command, ["--help"]).output
