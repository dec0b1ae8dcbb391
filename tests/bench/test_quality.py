"""The figures of ``python -m bench quality``: computed by hand here, on runs small enough to see through."""

import math

import numpy as np
import pytest

from bench.datasets import UNANSWERABLE, BenchQuery, Dataset, half, load
from bench.quality import MEASURES, NOTHING, SINGLE, configurations, interval, measured, table, units
from search import Engine
from search.fusion import LEGS


def query(name: str, relevant: dict[str, int], kind: str = "topic", split: str = "dev") -> BenchQuery:
    return BenchQuery(name, name, kind, split, relevant)


def values(queries: list[BenchQuery], **runs: list[str]) -> dict[str, list[float]]:
    return {name: found.tolist() for name, found in measured(queries, runs.__getitem__).items()}


def test_what_is_found_first_counts_fully():
    found = values([query("a", {"u1": 2})], a=["u1", "u2"])
    assert set(found) == set(map(str, MEASURES))
    assert all(value == [1.0] for value in found.values())


def test_the_place_of_the_first_answer_decides_mrr_and_success():
    found = values([query("a", {"u3": 1})], a=["u1", "u2", "u3", "u4"])
    assert found["Success@1"] == [0.0]
    assert found["Success@5"] == [1.0]
    assert found["RR@10"] == [pytest.approx(1 / 3)]


def test_recall_is_the_share_of_all_answers():
    answers = dict.fromkeys(("u1", "u3", "u7", "u99"), 1)
    found = values([query("a", answers)], a=[f"u{n}" for n in range(1, 11)])
    assert (found["R@1"], found["R@5"], found["R@10"]) == ([0.25], [0.5], [0.75])


def test_an_answer_after_the_tenth_place_is_none():
    found = values([query("a", {"u11": 2})], a=[f"u{n}" for n in range(1, 20)])
    assert all(value == [0.0] for value in found.values())


def test_ndcg_prefers_what_answers_directly():
    direct, partly = {"u1": 2, "u2": 1}, ["u2", "u1"]
    found = values([query("a", direct)], a=partly)
    ideal = 2 + 1 / math.log2(3)
    assert found["nDCG@10"] == [pytest.approx((1 + 2 / math.log2(3)) / ideal, abs=1e-4)]
    assert values([query("a", direct)], a=["u1", "u2"])["nDCG@10"] == [1.0]


def test_each_query_has_its_value_in_the_order_given_also_one_that_finds_nothing():
    queries = [query("a", {"u1": 1}), query("b", {"u1": 1}), query("c", {"u1": 1})]
    assert values(queries, a=["u2"], b=[], c=["u1"])["Success@1"] == [0.0, 0.0, 1.0]
    assert values(queries[:1], a=[])["RR@10"] == [0.0]


def dataset(engine: Engine | None = None) -> Dataset:
    """Four passages of two documents."""
    queries = (
        query("a", {"law-1": 1}, split="dev"),
        query("b", {"law-2": 1}, split="test"),
        query("c", {}, kind=UNANSWERABLE, split="dev"),
        query("d", {}, split="dev"),
    )
    return Dataset("x", engine, queries, ["law-1", "law-1", "law-2", "law-2"])


def test_passages_of_one_document_count_once_at_the_best_place():
    assert units(dataset(), [2, 0, 3, 1]) == ["law-2", "law-1"]
    assert units(dataset(), []) == []


def test_a_half_has_its_own_queries_only_and_all_has_both():
    assert [one.id for one in dataset().chosen("dev")] == ["a"]
    assert [one.id for one in dataset().chosen("test")] == ["b"]
    assert [one.id for one in dataset().chosen("all")] == ["a", "b"]
    assert [one.id for one in dataset().unanswerable("dev")] == ["c"]
    assert dataset().unanswerable("test") == []


def test_the_half_of_a_query_follows_from_its_id_for_ever():
    """Were it to change, what was tuned on would be tested on."""
    assert [half(str(number)) for number in range(12)] == [
        {"d": "dev", "t": "test"}[letter] for letter in "dtdtddddtttt"
    ]
    halves = [half(f"q{number}") for number in range(1000)]
    assert 450 < halves.count("dev") < 550


def test_the_interval_holds_the_mean_and_narrows_with_more_queries():
    few, many = np.tile([0.0, 1.0], 10), np.tile([0.0, 1.0], 1000)
    for found in (few, many):
        low, high = interval(found)
        assert low < 0.5 < high
    assert interval(many)[1] - interval(many)[0] < interval(few)[1] - interval(few)[0]
    assert interval(few) == interval(few)


def test_an_interval_without_spread_is_the_mean():
    assert interval(np.ones(7)) == (1.0, 1.0)
    assert interval(np.array([0.3])) == (0.3, 0.3)


def test_the_table_has_a_row_for_each_run_and_intervals_where_they_are_promised():
    found = {str(measure): np.tile([0.0, 1.0], 50) for measure in MEASURES}
    head, rule, row, other = table({"BM25": found, "**fused**": found}).splitlines()
    names = [cell.strip() for cell in head.strip("|").split("|")]
    assert names == ["configuration", *map(str, MEASURES)]
    assert rule == "|" + "---|" * len(names)
    cells = dict(zip(names, (cell.strip() for cell in row.strip("|").split("|")), strict=True))
    assert cells["configuration"] == "BM25"
    assert cells["R@5"] == "0.500"
    assert cells["RR@10"].startswith("0.500 (0.4")
    assert "–" in cells["nDCG@10"]
    assert "(" not in cells["Success@1"]
    assert other.startswith("| **fused** |")


def test_a_leg_alone_leaves_out_all_others():
    assert not any(getattr(NOTHING, name) for name in (*LEGS, "place", "year", "expansion", "common"))
    for weights in SINGLE.values():
        assert not any(getattr(weights, name) for name in ("place", "year", "expansion", "common"))
    alone = [weights for weights in SINGLE.values() if sum(getattr(weights, leg) > 0 for leg in LEGS) == 1]
    assert len(alone) == len(LEGS)


def test_every_configuration_of_the_ablation_answers(engine: Engine):
    whole = Dataset("x", engine, (), [str(number) for number in range(len(engine.table.report))])
    runs = configurations(whole, ablation=True)
    assert {f"− {leg}" for leg in LEGS} <= set(runs)
    for name, run in runs.items():
        found = run("行政复议纠错率")
        assert found, name
        assert len(set(found)) == len(found), name
    assert runs["− centring"]("行政复议纠错率") != runs["**fused**"]("行政复议纠错率")


@pytest.mark.parametrize("name", ["own", "everyday"])
def test_every_judged_query_keeps_an_answer_among_the_passages(engine: Engine, monkeypatch, name):
    """A quotation that no single passage holds would drop its query from the figures without a word."""
    monkeypatch.setattr("bench.datasets.ready_index", lambda *_: engine)
    loaded = load(name)
    judged = [one for one in loaded.queries if one.kind != UNANSWERABLE]
    assert len(judged) > 100
    assert len(judged) - len(loaded.chosen("all")) == 0
    assert not any(one.relevant for one in loaded.unanswerable("all"))
