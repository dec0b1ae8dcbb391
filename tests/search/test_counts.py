"""The number beside a filter's value is what a click on it lists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search import Engine, Filters, GroupBy, Query
from search.facets import Facets
from search.hit import Result
from search.nicknames import path_of
from search.place_tree import PlaceNode

LINES = (Path(__file__).parents[2] / "bench" / "queries.txt").read_text(encoding="utf-8").split("\n")
# Answered by few passages and by many, in the reports' words and in others, with a place, exact words, exclusions.
QUERIES = (
    "行政争议实质性化解",
    "老百姓告政府，领导自己到法庭上去说话",
    "府院联动机制",
    "法治政府建设",
    "法律顾问参与决策合法性审查",
    "社区矫正",
    "优化营商环境",
    "公证",
    "执法人员不够怎么办",
    "洛阳市行政复议",
    "2022年 普法",
    '"行政复议" 调解',
    "执法监督 -考核",
    "xingzhengfuyi",
    *filter(None, LINES[3::4]),
)
FIELDS = ("years", "levels", "kinds", "publishers", "sections", "parts")
Value = tuple[str, Any, int, int]
"""Field, value, how many passages and reports it has."""


def placed(nodes: Sequence[PlaceNode]) -> Iterator[PlaceNode]:
    for node in nodes:
        yield node
        yield from placed(node.children)


def offered(facets: Facets) -> list[Value]:
    """Every value that can be clicked on and is not."""
    found: list[Value] = [
        ("places", path_of(node.place), node.passages, node.reports)
        for node in placed(facets.places)
        if node.place and not node.selected
    ]
    for field in FIELDS:
        values = (one for one in getattr(facets, field) if one.value is not None and not one.selected)
        found += [(field, one.value, one.passages, one.reports) for one in values]
    return found


def clicked(filters: Filters, field: str, value: Any) -> Filters:
    return replace(filters, **{field: (*getattr(filters, field), value)})


def agrees(result: Result, passages: int, reports: int) -> bool:
    """Tell whether a list is as long as was promised, and counts itself right."""
    counted = (result.facets.passages, result.facets.reports) if result.facets else None
    return result.answerable and result.total == passages and counted == (passages, reports)


@pytest.mark.parametrize("text", QUERIES)
def test_a_click_lists_as_many_passages_as_stood_beside_the_value(engine: Engine, text):
    free = engine.search(Query(text, top=1))
    if not free.answerable:
        pytest.skip("the page shows no numbers of passages where nothing is an answer")
    values = offered(free.facets)
    assert {field for field, *_ in values} >= {"places", "years", "levels", "kinds", "sections", "parts"}
    wrong = [
        (field, value, passages, found.total)
        for field, value, passages, reports in values
        if not agrees(found := engine.search(Query(text, clicked(Filters(), field, value), top=1)), passages, reports)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", QUERIES[:7])
def test_a_second_click_does_so_too(engine: Engine, text):
    wrong = []
    for field, value, *_ in islice(offered(engine.search(Query(text, top=1)).facets), 2, None, 7):
        filters = clicked(Filters(), field, value)
        for other, further, passages, reports in offered(engine.search(Query(text, filters, top=1)).facets)[::4]:
            if other != field:
                found = engine.search(Query(text, clicked(filters, other, further), top=1))
                if not agrees(found, passages, reports):
                    wrong.append((field, value, other, further, passages, found.total))
    assert wrong == []


@pytest.mark.parametrize("text", QUERIES[:4])
def test_a_second_value_of_one_filter_adds_what_stood_beside_it(engine: Engine, text):
    for field in ("years", "levels", "sections", "parts"):
        first, *rest = getattr(engine.search(Query(text, top=1)).facets, field)
        filters = clicked(Filters(), field, first.value)
        beside = {one.value: one for one in getattr(engine.search(Query(text, filters, top=1)).facets, field)}
        for one in rest:
            if one.value is not None:
                assert beside[one.value].passages == one.passages
                both = engine.search(Query(text, clicked(filters, field, one.value), top=1))
                assert both.total == first.passages + one.passages


def test_what_a_filter_leaves_keeps_the_answers_it_had(engine: Engine):
    """Not only their number: the same passages, and each as near as before."""
    text, filters = "行政执法监督", Filters(years=(2022,), sections=("行政执法",))
    every = engine.search(Query(text, top=1000))
    passing = {
        located.passage
        for hit in every.hits
        for located in (hit, *hit.family)
        if located.report.metadata.year.value == 2022
        and engine.table.sections[engine.table.section[located.passage]] == "行政执法"
    }
    filtered = engine.search(Query(text, filters, top=1000))
    assert passing
    assert {one.passage for hit in filtered.hits for one in (hit, *hit.family)} == passing
    near = {hit.passage: hit.nearness for hit in every.hits}
    assert all(
        hit.nearness == pytest.approx(near[hit.passage], abs=1e-4) for hit in filtered.hits if hit.passage in near
    )


def test_grouped_by_report_a_click_lists_as_many_reports_as_stood_beside_the_value(engine: Engine):
    for year in engine.search(Query("优化营商环境")).facets.years:
        if year.value is not None:
            clicked_on = Query("优化营商环境", Filters(years=(year.value,)), top=100, group=GroupBy.REPORT)
            assert len(engine.search(clicked_on).hits) == year.reports


def test_a_filter_in_which_nothing_was_counted_is_judged_by_itself_and_counts_right_from_there(engine: Engine):
    """No number was promised for it: what comes nearest within it may still be an answer, if a weaker one."""
    text, chaoyang = "信用监管", Filters(places=("朝阳县",))
    assert "辽宁省" not in {node.label for node in engine.search(Query(text)).facets.places}
    within = engine.search(Query(text, chaoyang))
    assert within.answerable
    for field, value, passages, reports in offered(within.facets):
        if field in ("sections", "parts"):
            assert agrees(engine.search(Query(text, clicked(chaoyang, field, value))), passages, reports)
    assert not engine.search(Query("糖醋排骨的做法", chaoyang)).answerable


class Backwards:
    """A reranker that likes best what the search put last."""

    def scores(self, query, texts, seconds):
        return np.linspace(0, 1, len(texts), dtype=np.float32)


def test_a_reranker_does_not_change_the_numbers(engine: Engine):
    asker = engine.asker
    backwards = Engine(engine.generation, asker._encoder, asker._tokenizer, reranker=Backwards(), rerank_top=20)
    free = backwards.search(Query("行政执法三项制度", top=1))
    assert free.hits != engine.search(Query("行政执法三项制度", top=1)).hits
    for field, value, passages, reports in offered(free.facets)[::3]:
        filters = clicked(Filters(), field, value)
        assert agrees(backwards.search(Query("行政执法三项制度", filters, top=1)), passages, reports)


def test_in_a_large_index_a_click_lists_at_least_what_was_counted(engine: Engine, monkeypatch):
    """There only the best of each leg are looked at: within a filter more come into view, as near as the others."""
    monkeypatch.setattr("search.candidates._ALL", 0)
    monkeypatch.setattr("search.candidates.DEPTH", 30)
    more = 0
    for text in QUERIES[:7]:
        free = engine.search(Query(text, top=1000))
        bar = engine.judged(Query(text)).bar
        counted = {one.passage for hit in free.hits for one in (hit, *hit.family)}
        for field, value, passages, _ in offered(free.facets)[::5]:
            found = engine.search(Query(text, clicked(Filters(), field, value), top=1000))
            assert found.total == found.facets.passages >= passages
            further = [hit for hit in found.hits if hit.passage not in counted]
            assert all(hit.relevant and hit.nearness >= bar for hit in further)
            more += len(further)
    assert more > 0
