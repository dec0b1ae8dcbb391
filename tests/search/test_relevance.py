"""Whether anything found is an answer: near enough, and within the place and year that the query names."""

import numpy as np
import pytest

from corpus.calibration import Calibration
from corpus.encoder import Encoder
from corpus.lexicon import Lexicon, Term, Topic
from corpus.vectors import VectorIndex, write_vectors
from search import Engine, Filters, Query
from search.asking import Asked
from search.candidates import Candidates, LegQuery
from search.ranking import Ranked
from search.relevance import (
    BAR,
    Relevance,
    asks_for_figure,
    confidence,
    missing_figures,
    missing_places,
    missing_terms,
    nearness,
    strangeness,
)
from tests.sharing import engine_over


def ranked(*scores: float) -> Ranked:
    found = np.array(scores, np.float32)
    ids = np.arange(len(found))
    return Ranked(Candidates(ids, {}, ids), found, np.argsort(-found, kind="stable"))


def near(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_an_answer_takes_more_than_one_near_passage_among_ten_far_ones():
    order = ranked(*np.linspace(1, 0.5, 12)).order
    alone = near(3, *[-3] * 11)
    several = near(3, -3, 2, -3, -3, 1, *[-3] * 6)
    assert confidence(order, alone) == pytest.approx(-1)
    assert confidence(order, several) == pytest.approx(2)


def test_what_lies_near_far_down_the_list_is_no_answer():
    order = ranked(*np.linspace(1, 0.1, 20)).order
    assert confidence(order, near(*[-2] * 10, *[5] * 10)) == pytest.approx(-2)


def test_what_was_found_elsewhere_says_nothing_of_the_place_that_is_meant():
    order = ranked(1.0, 0.9, 0.8, 0.7).order
    values = near(4, 4, -2, -1)
    assert confidence(order, values) > BAR
    assert confidence(order[2:], values) == pytest.approx(-1.5)


def test_nothing_found_is_no_answer():
    empty = ranked()
    verdict = Relevance(near(), confidence(empty.order, near()))
    assert not verdict.answerable
    assert verdict.answers(empty).tolist() == []


def test_few_candidates_are_judged_by_what_there_is():
    assert confidence(ranked(1.0).order, near(1.5)) == pytest.approx(1.5)


def test_answers_come_best_first_and_hold_what_is_near_or_nearly_as_good():
    order = ranked(0.5, 1.0, 0.7, 0.2, 0.1)
    verdict = Relevance(near(3, 2, -1, -2, 2), confidence=2.0)
    assert verdict.answerable
    assert verdict.answers(order).tolist() == [1, 2, 0, 4], "the third has all the words, the fifth is near in meaning"


def test_an_unanswered_query_has_no_relevant_passage():
    verdict = Relevance(near(3, -5, -5), confidence=BAR - 0.1)
    assert not verdict.relevant.any()
    assert verdict.answers(ranked(1.0, 0.9, 0.8)).tolist() == []


def test_what_is_named_and_nowhere_said_has_no_answer_however_near_the_rest():
    verdict = Relevance(near(3, 3, 3), confidence=3.0, missing=("深圳市",))
    assert not verdict.answerable
    assert verdict.answers(ranked(1.0, 0.9, 0.8)).tolist() == []


TEXTS = ("行政诉讼败诉率下降", "设立公证处", "民告官有了新办法")


def holding(words: str) -> np.ndarray:
    return np.array([words in text for text in TEXTS])


def test_a_term_is_missing_where_none_of_its_forms_stands():
    lexicon = Lexicon([Term("行政诉讼", ("民告官", "行政官司")), Term("公证")])
    first, second, third = np.eye(3, dtype=bool)
    assert missing_terms("行政官司和公证", lexicon, first, holding) == ("公证",)
    assert missing_terms("行政诉讼和公证", lexicon, second, holding) == ("行政诉讼",)
    assert missing_terms("行政官司", lexicon, third, holding) == ()
    assert missing_terms("没有术语的话", lexicon, first, holding) == ()
    assert missing_terms("行政官司", lexicon, second, holding) == (), "in other words, something near it may be meant"


@pytest.mark.parametrize(
    "text", ["行政复议纠错率", "出庭率是多少", "占比多大", "收了多少件复议", "一年几起信访", "办理案件数", "检查比例"]
)
def test_a_rate_and_a_number_of_cases_are_figures(text):
    assert asks_for_figure(text)


@pytest.mark.parametrize(
    "text", ["提高执法效率", "率先推行", "作表率", "比例原则", "案件数据共享", "草率执法", "怎样普法", "有多少调解员"]
)
def test_words_that_only_look_like_figures_are_none(text):
    assert asks_for_figure(text) is None


FIGURES = ("全年行政复议纠错率为18.18%。出庭应诉好。", "出庭应诉占全部案件的六成;办理复议208件。", "开展行政复议听证。")


@pytest.mark.parametrize(
    ("text", "passage", "missing"),
    [
        ("复议纠错率", 0, ()),
        ("出庭应诉率", 0, ("出庭应诉率",)),
        ("复议多少件", 1, ()),
        ("复议多少件", 2, ("行政复议",)),
        ("复议怎么听证", 2, ()),
        ("青山县复议多少件", 1, ()),
        ("民告官输掉的占比", 2, ()),
    ],
)
def test_a_figure_is_missing_where_no_sentence_has_the_term_and_a_number(text, passage, missing):
    """A place is no term with a figure, and whoever says it in other words is not held to the term."""
    lexicon = Lexicon(
        [
            Term("行政复议纠错率", ("复议纠错率",)),
            Term("出庭应诉率"),
            Term("行政复议", ("复议",)),
            Term("败诉率", ("民告官输掉",)),
            Term("青山县", topic=Topic.PLACES),
        ]
    )

    def standing(words: str) -> np.ndarray:
        return np.array([words in text for text in FIGURES])

    meant = np.arange(len(FIGURES)) == passage
    found = missing_figures(text, lexicon, meant, standing, lambda ids: [FIGURES[one] for one in ids])
    assert found == missing


def test_words_nobody_knows_are_counted_by_their_characters():
    known = {"行政", "复议"}.__contains__
    assert strangeness(["行政", "复议"], known) == 0
    assert strangeness(["复议", "无人驾驶", "的"], known) == pytest.approx(4 / 6)
    assert strangeness(["的"], known) == strangeness([], known) == 0


def test_words_nobody_knows_ask_for_a_nearer_answer():
    plain, odd = (Relevance(near(0.2, 0, 0), confidence=0.1, strange=strange) for strange in (0.0, 1.0))
    assert plain.answerable
    assert not odd.answerable


def test_the_bar_of_a_passage_is_never_above_what_made_the_query_answerable():
    for value in (BAR, 0.0, 1.0, 4.0):
        assert BAR <= Relevance(near(), confidence=value).bar <= value


def test_a_place_is_missing_if_no_passage_speaks_of_it():
    assert missing_places(["深圳", "公证处"], holding) == ("深圳",)


def test_nearness_is_counted_in_standard_deviations_of_unrelated_questions(tmp_path):
    """The mean is nought here, so vectors stay as they are: cosines 1, 0.6 and 0 against a background of 0.5 ± 0.1."""
    write_vectors(tmp_path / "s.faiss", np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32), np.arange(3))
    calibration = Calibration(np.zeros(2, np.float32), np.zeros(2, np.float32), near(0.5, 0.1, 0.0, 0.2))
    found = Candidates(np.arange(2), {}, np.array([1, 0]))
    vector = near(1, 0)

    def asked(text: str) -> Asked:
        return Asked(text, (), vector, LegQuery(vector, {}, {}))

    sentences = VectorIndex(tmp_path / "s.faiss")
    assert nearness(asked("行政复议"), found, sentences, calibration).tolist() == pytest.approx([1, 5], abs=1e-4)
    assert nearness(asked("legal aid"), found, sentences, calibration).tolist() == pytest.approx([3, 5], abs=1e-4)


# ---------------------------------------------------------------- with an index


@pytest.mark.parametrize("text", ["深圳市的行政复议", "成都 法律援助", "杭州市政务服务"])
def test_a_place_no_report_speaks_of_has_no_answer(engine: Engine, text):
    result = engine.search(Query(text))
    assert not result.answerable
    assert result.hits, "what other places did is still shown"


@pytest.mark.parametrize("text", ["榆阳区 社区矫正", "鄂尔多斯 法治副校长", "科左后旗公平竞争审查", "郯城县行政复议"])
def test_what_the_reports_of_a_place_say_is_an_answer(engine: Engine, text):
    assert engine.search(Query(text)).answerable


def test_a_county_named_without_its_unit_is_a_place_where_the_reports_use_the_name_for_it_alone(engine: Engine):
    """The words 灵台 and 朝阳 stand in the reports of these counties only, 和平 is a word in others."""
    for text, place in (("灵台有多少调解员", "灵台县"), ("灵台的做法", "灵台县"), ("朝阳怎么创建示范", "朝阳市")):
        result = engine.search(Query(text))
        assert [chip.name for chip in result.chips] == [place]
        assert result.hits[0].report.place is not None
        assert place in result.hits[0].report.place.chain
        assert "place" in result.hits[0].wanted
    for text in ("和平的环境", "朝阳产业有哪些", "清水怎么治理", "长安全面的做法"):
        assert engine.search(Query(text)).chips == ()


@pytest.mark.parametrize("text", ["榆阳区 行政机关负责人出庭应诉", "科左后旗 社区矫正", "鄂尔多斯市公平竞争审查"])
def test_what_the_reports_of_a_place_do_not_say_is_none_though_other_places_say_it(engine: Engine, text):
    result = engine.search(Query(text))
    assert not result.answerable
    assert not any(hit.relevant for hit in result.hits)
    words = text.removeprefix("鄂尔多斯市").split()[-1]
    assert engine.search(Query(words)).answerable


def test_what_a_filter_leaves_is_judged_like_everything(engine: Engine):
    county = Filters(places=("榆阳区",))
    assert engine.search(Query("社区矫正对象教育帮扶", county)).answerable
    assert not engine.search(Query("糖醋排骨的做法", county)).answerable


def test_every_hit_of_an_answered_query_that_counts_as_near_is(engine: Engine):
    result = engine.search(Query("行政执法监督", top=100))
    assert result.answerable
    assert any(hit.relevant for hit in result.hits)
    for hit in result.hits:
        assert hit.relevant == (hit.nearness >= min(one.nearness for one in result.hits if one.relevant))


@pytest.mark.parametrize(
    ("text", "answerable"),
    [
        ("郯城县行政复议纠错率", True),
        ("郯城县2023年行政复议纠错率是多少", True),
        ("郯城县提高行政执法效率的做法", True),
        ("鄂尔多斯行政机关负责人出庭应诉率", False),
    ],
)
def test_a_figure_of_a_place_is_found_or_said_to_be_missing(engine: Engine, text, answerable):
    assert engine.search(Query(text)).answerable == answerable


def test_a_hit_says_which_known_wording_it_was_also_found_by(engine: Engine):
    known = "现在有多少家店和公司"
    assert {hit.read_as for hit in engine.search(Query(known)).hits} == {known}
    assert {hit.read_as for hit in engine.search(Query("西红柿炒鸡蛋")).hits} == {""}


@pytest.fixture(scope="module")
def looking_back(tmp_path_factory: pytest.TempPathFactory, models_dir, encoder: Encoder) -> Engine:
    """An index of one 政府工作报告 that never writes the year it looks back on."""
    title = "2025年洛阳市政府工作报告"
    body = (
        "过去一年,全市新增城镇就业12万人。\n\n新建改建供水管道320公里,惠及居民8万户。\n\n今年计划新建养老服务中心20个。"
    )
    text = f"{title}\n\n一、工作回顾\n\n{body}\n"
    return engine_over({title: text}, tmp_path_factory.mktemp("looking-back"), models_dir, encoder)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("洛阳2024年供水管道改造", ()),
        ("洛阳2025年养老服务中心", ()),
        ("洛阳2022年供水管道改造", ("2022年",)),
    ],
)
def test_a_year_that_a_report_looks_back_on_is_not_missing(looking_back, text, missing):
    assert looking_back.judged(Query(text)).missing == missing
