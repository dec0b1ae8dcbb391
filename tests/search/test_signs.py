"""The signs by which a query is told to have an answer, and the line that weighs them."""

from dataclasses import replace

import numpy as np
import pytest

from search import Engine, Filters, Query
from search.relevance import LEAST_ODDS, Relevance
from search.signs import Signs, _covered

LIKELY = Signs(nearest=0.6, field=0.6, told=0.6, strange=0.0, covered=0.4, lead=0.4, length=8, narrowed=False)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"nearest": 0.7}, {"nearest": 0.5}),
        ({"field": 0.5}, {"field": 0.7}),
        ({"told": 0.8}, {"told": 0.4}),
        ({"strange": 0.0}, {"strange": 0.5}),
        ({"covered": 0.8}, {"covered": 0.1}),
        ({"lead": 0.6}, {"lead": -0.2}),
    ],
)
def test_each_sign_speaks_for_an_answer_or_against_it(better, worse):
    assert replace(LIKELY, **better).odds > replace(LIKELY, **worse).odds


def test_a_query_is_answered_above_the_least_odds_and_never_where_something_is_missing():
    near = np.array([1.0], np.float32)
    unlikely = replace(LIKELY, nearest=0.3, covered=0.0)
    assert LIKELY.odds > LEAST_ODDS > unlikely.odds
    assert Relevance(near, 1.0, signs=LIKELY).answerable
    assert not Relevance(near, 1.0, signs=unlikely).answerable
    assert not Relevance(near, 1.0, missing=("深圳市",), signs=LIKELY).answerable


def test_words_count_by_weight_and_length_where_one_text_has_them():
    words = {"执法监督": 1.0, "企业": 1.0, "检查": 0.5, "的": 1.0}
    assert _covered(words, ["执法监督条例", "企业检查"]) == pytest.approx(4 / 7)
    assert _covered(words, ["涉企业检查的执法监督"]) == 1
    assert _covered({"的": 1.0}, ["的"]) == 0.5, "nothing to be covered says nothing"


def test_the_examples_know_of_the_field_what_the_reports_do_not_tell(engine: Engine):
    """Both are of the field; only the first is in the sample reports."""
    told, untold = (engine.judged(Query(text)) for text in ("行政争议多元化解", "异地法院审行政案子避免地方干预"))
    assert told.answerable
    assert not untold.answerable
    assert untold.signs.field > untold.signs.nearest


def test_a_misspelling_that_can_be_corrected_is_not_strange(engine: Engine):
    assert engine.understand(Query("社区娇正")).suggestion.text == "社区矫正"
    assert engine.judged(Query("社区娇正")).signs.strange == 0
    assert engine.judged(Query("蒜蓉粉丝蒸扇贝")).signs.strange > 0.3


def test_a_place_or_a_filter_narrows(engine: Engine):
    assert not engine.judged(Query("社区矫正")).signs.narrowed
    assert engine.judged(Query("榆阳区 社区矫正")).signs.narrowed
    # The search without the filter has an answer, but none there: so it is judged within the filter.
    assert engine.judged(Query("信用监管", Filters(places=("朝阳县",)))).signs.narrowed
