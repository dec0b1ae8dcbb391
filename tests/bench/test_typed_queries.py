"""``bench/data/typed.jsonl``: queries to learn from when there is no answer; nothing of it is measured."""

import json
import re

from bench.datasets import DATA
from corpus.text import fold, visible


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


TYPED = rows("typed")


def test_all_of_it_is_there_to_learn_from():
    assert {row["split"] for row in TYPED} == {"dev"}
    assert len({row["id"] for row in TYPED}) == len({fold(row["query"]) for row in TYPED}) == len(TYPED) >= 250
    for row in TYPED:
        kind = "yes" if row["kind"] == "practice" else "unanswerable-(near|far)"
        assert re.fullmatch(rf"typed-{kind}-[kl]\d+", row["id"])


def test_none_of_it_is_a_query_that_is_measured():
    measured = {fold(row["query"]) for name in ("queries", "everyday") for row in rows(name)}
    assert [row["query"] for row in TYPED if fold(row["query"]) in measured] == []


def test_every_answer_stands_in_one_passage_of_its_report(reports):
    for row in TYPED:
        assert bool(row["answers"]) == (row["kind"] == "practice"), row["id"]
        for answer in row["answers"]:
            passages, _ = reports[answer["source"], answer["ordinal"]]
            assert sum(visible(answer["quote"]) in passage for passage in passages) == 1, row["id"]
            assert answer["grade"] in (1, 2)
