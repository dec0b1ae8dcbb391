"""Answers: the figure of the right place, year and name; one line a place; steps; tables; or plainly that there is none."""

import json
import math
from dataclasses import replace

import pytest
from click.testing import CliRunner

from corpus.encoder import Encoder
from corpus.settings import Settings
from search import Engine
from search.__main__ import main as search
from search.answers import QuestionKind
from search.answers.answer import numbers_of, quotations_of
from search.answers.answerability import likelihood
from search.answers.feedback import FILE, keep_judgement
from search.answers.output import answer_json, text_with_footnotes
from search.query import QueryInvalid
from search.stages import Stages
from tests.search.model_server import says, serving
from tests.sharing import engine_over, report_text

REPORTS = {
    "郯城县2023年度法治政府建设情况报告": (
        "全年收到行政复议申请120件,受理110件,纠错33件,行政复议纠错率30%,调解和解率45.5%。",
        "推出“说事议事”工作法,即在村口设说事点、由调解员当场听取意见,调解矛盾纠纷900件,调解成功率98%。",
        "一是建立执法监督员制度,聘请监督员21名。二是每季度开展一次案卷评查,逐案反馈。三是对评查发现的问题限期整改。",
    ),
    "郯城县2024年度法治政府建设情况报告": (
        "全年收到行政复议申请150件,受理140件,行政复议纠错率20.5%,同比下降9.5个百分点。",
        "建成口袋法治公园36个,组织法治文艺演出58场。",
        "深化“说事议事”工作法,调解矛盾纠纷1000余件。",
    ),
    "洛阳市2024年度法治政府建设情况报告": (
        "全市行政机关负责人出庭应诉率98.5%,行政复议纠错率12.1%。其中,市中院审理的行政案件负责人出庭应诉率70%。",
        "对企业轻微违法行为首次不予处罚,发布免罚清单四批,惠及企业320家。",
        "在市县两级政务大厅设立“办不成事”反映窗口,专门受理群众办事受阻的问题,办结率达99%。",
    ),
    "榆林市榆阳区2024年度法治政府建设工作总结": (
        "受理法律援助案件715件,接听咨询4490次。",
        "推行首次轻微违法免予处罚制度,出台减免责清单,让企业有改正的机会。",
        "选派35名专职人民调解员进驻法院、派出所,办结人民调解案件4230件,调解成功率97.2%。",
    ),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, models_dir, encoder: Encoder) -> Engine:
    texts = {title: report_text(title, paragraphs) for title, paragraphs in REPORTS.items()}
    return engine_over(texts, tmp_path_factory.mktemp("answers"), models_dir, encoder)


def ask(engine: Engine, text: str):
    return engine.answers.answer(text)


# ---------------------------------------------------------------- figures


def test_a_figure_is_answered_with_its_place_year_name_and_sentence(asked):
    answer = ask(asked, "郯城县2024年行政复议纠错率是多少？")
    (figure,) = answer.figures
    assert (figure.name, figure.value, figure.unit) == ("行政复议纠错率", 20.5, "%")
    assert (figure.place_name, figure.year) == ("郯城县", "2024年")
    assert answer.answer == "郯城县2024年行政复议纠错率：20.5%[1]"
    assert "纠错率20.5%" in figure.quotation.quote
    assert figure.quotation.marks[0].of(asked.report(figure.quotation.report.id).text) == "20.5%"


@pytest.mark.parametrize(
    "question",
    [
        "郯城县2022年行政复议纠错率是多少",  # another year
        "临沂市2023年行政复议纠错率是多少",  # the city of the county
        "郯城县2023年行政机关败诉率是多少",  # 纠错率 and 和解率 stand side by side there
        "榆阳区2024年行政复议受理多少件",  # no such figure in its report
        "榆阳区2024年律师有多少名",
        "上海市浦东新区2024年行政复议纠错率是多少",  # no report
    ],
)
def test_another_place_year_or_rate_is_no_answer(asked, question):
    answer = ask(asked, question)
    assert not answer.answerable
    assert answer.figures == ()
    assert answer.claims == ()
    assert answer.answer.startswith("在 4 篇报告中未找到")


def test_what_is_missing_is_named_with_the_nearest_there_is(asked):
    answer = ask(asked, "郯城县2022年行政复议纠错率是多少")
    assert "郯城县2022年" in answer.answer
    others = {nearest.why: [claim.text for claim in nearest.claims] for nearest in answer.nearest}
    assert others["同一指标，其他年度"] == ["郯城县2024年行政复议纠错率：20.5%", "郯城县2023年行政复议纠错率：30%"]
    elsewhere = ask(asked, "上海市浦东新区2024年行政复议纠错率是多少")
    assert elsewhere.answer == "在 4 篇报告中未找到上海市浦东新区2024年的相关内容。"
    assert elsewhere.nearest[0].why == "同一指标，其他地区"
    assert all("2024年" in claim.text for claim in elsewhere.nearest[0].claims)


def test_the_figure_of_a_court_is_not_the_citys(asked):
    answer = ask(asked, "洛阳市2024年行政机关负责人出庭应诉率是多少")
    assert [figure.value for figure in answer.figures] == [98.5]


def test_a_change_is_answered_only_where_a_change_is_asked(asked):
    (figure,) = ask(asked, "郯城县2024年行政复议纠错率同比下降多少个百分点").figures
    assert (figure.shown, figure.unit) == ("下降9.5个百分点", "个百分点")


def test_a_figure_the_dictionary_lacks_is_read_in_its_sentence(asked):
    (figure,) = ask(asked, "郯城县2024年建成了多少个口袋法治公园").figures
    assert (figure.value, figure.unit) == (36, "个")
    (figure,) = ask(asked, "洛阳市免罚清单惠及多少家企业").figures
    assert (figure.value, figure.unit) == (320, "家")


def test_people_are_counted_by_any_word_for_people_wherever_they_went(asked):
    (figure,) = ask(asked, "榆阳区派了几个专职调解员到派出所").figures
    assert (figure.value, figure.unit) == (35, "名")


def test_a_figure_asked_for_in_words_of_ones_own_is_shown_where_it_leads_clearly(asked, monkeypatch):
    question = "洛阳市免罚的好处落到了几家公司头上"
    (figure,) = ask(asked, question).figures
    assert (figure.value, figure.unit) == (320, "家")
    monkeypatch.setattr("search.answers.figure_reader.LEAST_ODDS", math.inf)
    assert not ask(asked, question).answerable


def test_a_figure_asked_of_no_place_is_given_of_all(asked):
    answer = ask(asked, "2024年行政复议纠错率是多少")
    assert {(figure.place_name, figure.value) for figure in answer.figures} == {("郯城县", 20.5), ("洛阳市", 12.1)}


def test_both_values_are_shown_where_sources_disagree(tmp_path, models_dir, encoder):
    texts = {
        name: f"郯城县2023年度法治政府建设情况报告\n\n一、主要做法\n\n第{name}稿。全年受理行政复议案件{count}件。\n"
        for name, count in (("一", 94), ("二", 96))
    }
    answer = ask(engine_over(texts, tmp_path, models_dir, encoder), "郯城县2023年受理行政复议案件多少件")
    assert sorted(figure.value for figure in answer.figures) == [94, 96]
    assert all(figure.doubts for figure in answer.figures)


def test_this_year_of_old_reports_is_their_newest_and_that_is_said(asked):
    answer = ask(asked, "洛阳市今年行政复议纠错率是多少")
    assert [(figure.place_name, figure.year, figure.shown) for figure in answer.figures] == [
        ("洛阳市", "2024年", "12.1%")
    ]
    assert "资料最新到2024年" in answer.notes[0]


def test_a_court_that_is_named_is_answered_with_its_own_figure(asked):
    answer = ask(asked, "洛阳市中院2024年审的案子,负责人到庭的比例多高")
    assert [figure.shown for figure in answer.figures] == ["70%"]


def test_of_several_figures_of_a_sentence_the_one_is_given_that_is_asked_in_spoken_words(asked):
    assert ask(asked, "榆阳区2024年人民调解案子办完了多少件").figures[0].shown == "4230件"
    assert ask(asked, "榆阳区2024年纠纷调成的比例多高").figures[0].shown == "97.2%"


def test_field_syntax_names_place_and_year(asked):
    (figure,) = ask(asked, "地区:郯城 年份:2024 行政复议纠错率是多少").figures
    assert (figure.place_name, figure.value) == ("郯城县", 20.5)
    assert not ask(asked, "地区:郯城 年份:2021 行政复议纠错率是多少").answerable


def test_a_misspelled_question_is_answered_as_it_may_be_meant(engine):
    answer = ask(engine, "社区娇正")
    assert answer.answerable
    assert answer.notes[0] == "资料里没有这样的写法，按“社区矫正”回答"
    assert any("社区矫正" in claim.text for claim in answer.claims)


# ---------------------------------------------------------------- lists, steps, comparisons, definitions


def test_a_list_has_one_line_a_place(asked):
    answer = ask(asked, "哪些地方对轻微违法首次不罚？")
    assert answer.question.kind is QuestionKind.LIST
    assert {claim.label for claim in answer.claims[:2]} == {"洛阳市 2024年", "榆阳区 2024年"}
    assert all("轻微违法" in claim.text for claim in answer.claims[:2])


def test_steps_stand_in_the_order_of_the_report(asked):
    answer = ask(asked, "郯城县是怎么加强行政执法监督的")
    texts = [claim.text for claim in answer.claims]
    assert answer.question.kind is QuestionKind.HOW
    assert any("执法监督员" in text for text in texts)
    assert texts == sorted(texts, key=REPORTS["郯城县2023年度法治政府建设情况报告"][2].find)


def test_a_comparison_is_a_table_from_the_end_that_is_asked(asked):
    answer = ask(asked, "哪个地方的调解成功率最高")
    assert [(figure.place_name, figure.value) for figure in answer.figures] == [("郯城县", 98), ("榆阳区", 97.2)]
    assert answer.answer.startswith("最高的是郯城县（98%）。")
    lowest = ask(asked, "哪个地方的调解成功率最低")
    assert lowest.figures[0].place_name == "榆阳区"


def test_a_comparison_says_which_place_has_no_figure(asked):
    answer = ask(asked, "郯城县和榆阳区2024年的行政复议纠错率哪个高")
    assert [figure.place_name for figure in answer.figures] == ["郯城县"]
    assert answer.notes == ("没有找到榆阳区的这个数据",)


def test_a_term_is_defined_by_the_sentence_that_says_what_it_is(asked):
    answer = ask(asked, "什么是“说事议事”工作法？")
    assert answer.question.kind is QuestionKind.DEFINITION
    assert "即在村口设说事点" in answer.claims[0].text


@pytest.mark.parametrize("question", ["什么是“一网通办”", "量子计算机是什么", "今天天气怎么样", "红烧肉怎么做"])
def test_what_no_report_says_is_not_answered(asked, question):
    answer = ask(asked, question)
    assert not answer.answerable
    assert "未找到" in answer.answer


def test_a_year_without_reports_is_no_answer_to_how(asked):
    assert not ask(asked, "洛阳市2019年是怎么做首次不罚的").answerable


def test_where_no_sentence_is_found_nothing_speaks_for_an_answer(asked):
    finder = asked.answers._finder
    question, understood = finder.question("郯城县有多少法治公园")
    evidence = finder.evidence(question, understood, Stages())
    assert likelihood(replace(evidence, sentences=[])) < likelihood(evidence)


def test_an_empty_question_is_refused(asked):
    with pytest.raises(QueryInvalid):
        ask(asked, "  ")


# ---------------------------------------------------------------- quotations


def test_every_quotation_of_hundreds_of_answers_equals_its_span(asked):
    entries = [entry.name for entry in asked.figures.indicators.entries]

    def names(turn: int) -> list[str]:
        """A third of the dictionary, another one each turn."""
        return entries[turn % 3 :: 3]

    places = ["", "郯城县", "洛阳市", "榆阳区2024年"]
    topics = [
        "怎么做调解",
        "哪些地方有执法监督",
        "有哪些便民窗口",
        "什么是说事议事",
        "首次不罚",
        "法律援助怎么开展",
        "公园建了多少",
    ]
    questions = [f"{place}{name}是多少" for turn, place in enumerate(places) for name in names(turn)] + [
        f"{place}{topic}" for place in places for topic in topics
    ]
    years = ("", "2024年", "2023年")
    questions += [f"{year}{name}最高的是哪里" for turn, year in enumerate(years, 1) for name in names(turn)]
    questions += [f"郯城县{year}{name}" for turn, year in enumerate(("2022年", "2024年"), 2) for name in names(turn)]
    texts = {info.id: asked.report(info.id).text for info in asked.shelf.infos}
    checked = 0
    for question in questions:
        answer = ask(asked, question)
        for claim in (*answer.claims, *(claim for near in answer.nearest for claim in near.claims)):
            for quotation in claim.quotations:
                assert quotation.span.of(texts[quotation.report.id]) == quotation.quote
                assert all(
                    quotation.span.start <= mark.start < mark.end <= quotation.span.end for mark in quotation.marks
                )
                checked += 1
        for figure in answer.figures:
            assert figure.shown.removeprefix("上升").removeprefix("下降") in figure.quotation.quote
    assert len(questions) > 400
    assert checked > 700


def test_numbers_stand_for_the_same_quotation_everywhere(asked):
    answer = ask(asked, "行政复议纠错率和调解成功率哪个地方最高")
    quotations = quotations_of(answer.claims)
    for claim, numbers in zip(answer.claims, numbers_of(answer.claims), strict=True):
        assert [quotations[number - 1].span for number in numbers] == [each.span for each in claim.quotations]
    footnotes = text_with_footnotes(answer)
    assert all(f"[{number}] “{each.quote}”" in footnotes for number, each in enumerate(quotations, 1))


def test_json_has_the_documented_form(asked):
    found = answer_json(ask(asked, "郯城县2024年行政复议纠错率是多少？"))
    assert {"question", "kind", "answerable", "answer", "figures", "claims", "searched", "nearest", "model"} <= set(
        found
    )
    (figure,) = found["figures"]
    assert {"name", "value", "unit", "place", "year", "citation"} <= set(figure)
    assert (figure["place"], figure["year"]) == ("郯城县", 2024)
    (claim,) = found["claims"]
    citation = claim["citations"][0]
    assert asked.report(citation["report"]).text[slice(*citation["span"])] == citation["quote"]
    assert found["model"] is None
    json.dumps(found)


def test_the_command_answers(asked, monkeypatch):
    monkeypatch.setattr("search.engine.Engine.open", lambda index=None: asked)
    run = CliRunner().invoke(search, ["ask", "郯城县2024年行政复议纠错率是多少", "--json"])
    assert run.exit_code == 0
    assert json.loads(run.output)["figures"][0]["value"] == 20.5
    said = CliRunner().invoke(search, ["ask", "红烧肉怎么做"]).output
    assert "未找到" in said
    assert "最接近" in said


def test_the_command_lets_a_model_word_the_answer(asked, monkeypatch):
    monkeypatch.setattr("search.engine.Engine.open", lambda index=None: asked)
    said = "郯城县2024年行政复议纠错率20.5%。[S1]\n郯城县2024年行政复议纠错率30%。[S1]\n"
    with serving(says(said)) as (url, seen):
        chosen = Settings(llm_base_url=url, llm_model="qwen")
        monkeypatch.setattr("corpus.settings.settings", lambda: chosen)
        question = "郯城县2024年行政复议纠错率是多少"
        found = json.loads(CliRunner().invoke(search, ["ask", question, "--json"]).stdout)
        plain = json.loads(CliRunner().invoke(search, ["ask", question, "--json", "--plain"]).stdout)
    assert found["model"] == "qwen"
    assert [claim["text"] for claim in found["claims"]] == ["郯城县2024年行政复议纠错率20.5%。"]
    assert "1 句没有通过核对" in found["notes"][0]
    assert plain["model"] is None
    assert len(seen.requests) == 1


def test_a_judgement_is_kept_on_this_computer(asked, tmp_path):
    answer = ask(asked, "郯城县2024年行政复议纠错率是多少")
    keep_judgement(tmp_path, answer, helped=True, generation="g")
    keep_judgement(tmp_path, answer, helped=False, generation="g")
    lines = [json.loads(line) for line in (tmp_path / FILE).read_text(encoding="utf-8").splitlines()]
    assert [line["helped"] for line in lines] == [True, False]
    assert lines[0]["question"] == "郯城县2024年行政复议纠错率是多少"
    assert lines[0]["citations"][0]["span"] == list(answer.claims[0].quotations[0].span)
