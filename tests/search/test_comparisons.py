"""Comparisons of all places: what is told of something else, of the whole nation or only roughly is no row of them."""

from types import SimpleNamespace

import pytest

from corpus.encoder import Encoder
from corpus.model import Span
from search import Engine
from search.answers.extract import of_one_kind, told_as_most
from search.answers.figures import told_closest
from search.answers.wording import Word
from tests.sharing import engine_over

SAFE, PLEASED = Word("安全感", ("安全感",), 0.6), Word("满意度", ("满意度",), 0.4)
REPORTS = {
    "郯城县": "群众安全感满意度达98.2%。全国各级行政复议机构的行政复议纠错率为13.6%。",
    "费县": "群众安全感满意度达97.5%。全县行政复议纠错率为9.1%。",
    "莒南县": "窗口工作满意度达99.9%。全县高速公路里程突破80公里、达81.8公里。",
    "沂南县": "政务服务满意度达99.8%。全县行政复议纠错率为12.5%。全县高速公路里程达60公里。",
    "平邑县": "群众安全感满意度达96.4%。",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, models_dir, encoder: Encoder) -> Engine:
    texts = {
        place: f"{place}2024年度法治政府建设情况报告\n\n一、主要做法\n\n{text}\n" for place, text in REPORTS.items()
    }
    return engine_over(texts, tmp_path_factory.mktemp("comparisons"), models_dir, encoder)


def compared(engine: Engine, question: str) -> list[tuple[str, float]]:
    return [(row.place_name, row.value) for row in engine.answers.answer(question).figures]


def test_what_is_told_of_something_else_is_no_row(asked):
    rows = compared(asked, "群众安全感满意度哪个地方最高")
    assert rows == [("郯城县", 98.2), ("费县", 97.5), ("平邑县", 96.4)]


def test_places_that_are_named_are_all_shown(asked):
    assert compared(asked, "费县和沂南县的群众满意度哪个高") == [("沂南县", 99.8), ("费县", 97.5)]


def test_the_nation_is_no_place_among_places(asked):
    assert compared(asked, "行政复议纠错率哪个地方最高") == [("沂南县", 12.5), ("费县", 9.1)]
    assert compared(asked, "全国的行政复议纠错率是多少") == [("全国", 13.6)]


def test_what_it_is_stands_for_what_it_is_more_than(asked):
    assert compared(asked, "哪个县的高速公路里程最长") == [("莒南县", 81.8), ("沂南县", 60.0)]


@pytest.mark.parametrize(
    ("sentences", "kept"),
    [
        (("安全感满意度", "满意度", "安全感满意度", "满意度"), [0, 2]),
        (("满意度", "满意度"), [0, 1]),
        # One of many with more words than the others decides nothing.
        (("安全感满意度", *["满意度"] * 7), [*range(8)]),
        (("没有这些词",), [0]),
        ((), []),
    ],
)
def test_rows_are_told_by_half_the_words_of_the_best_quarter(sentences, kept):
    rows = [SimpleNamespace(quotation=SimpleNamespace(quote=sentence)) for sentence in sentences]
    assert told_as_most(rows, (SAFE, PLEASED)) == [rows[number] for number in kept]


@pytest.mark.parametrize(
    ("units", "kept"),
    [
        (("辆", "辆", "%"), [0, 1]),
        (("%", "%", "分"), [0, 1]),
        # Other measure words for the same are one kind.
        (("家", "户", "个"), [0, 1, 2]),
        # Neither is that of most.
        (("辆", "%"), [0, 1]),
        ((), []),
    ],
)
def test_shares_and_counts_are_not_compared(units, kept):
    rows = [SimpleNamespace(unit=unit) for unit in units]
    assert of_one_kind(rows) == [rows[number] for number in kept]


@pytest.mark.parametrize(
    ("text", "rough", "other", "closest"),
    [
        ("里程突破80公里、达81公里。", "突破80公里", "81公里", "81公里"),
        ("里程超80公里，已达到81公里。", "超80公里", "81公里", "81公里"),
        ("里程突破80公里、建成81公里。", "突破80公里", "81公里", "突破80公里"),
        ("里程80公里、达81公里。", "80公里", "81公里", "80公里"),
        ("里程突破80公里、达81座。", "突破80公里", "81座", "突破80公里"),
    ],
)
def test_only_a_figure_that_says_what_was_reached_is_taken(text, rough, other, closest):
    first, second = (
        SimpleNamespace(span=Span(text.index(part), text.index(part) + len(part)), unit=part.strip("突破超018"))
        for part in (rough, other)
    )
    assert told_closest(first, text, lambda: [first, second]).span.of(text) == closest
