"""Other libraries' chunks, scored against our passages. Needs none of those libraries."""

import random

import pytest

from bench.datasets import BenchQuery
from bench.peer_scoring import Judged, answered_within, measured_chunks, shown
from bench.peer_systems.job import Chunk, Job, Run, read_runs, timed, write_runs
from bench.peer_systems.with_txtai import located
from bench.quality import MEASURES, measured

# Report 0: a heading of 10 characters, then passages of 100, 100 and 300; report 1: one passage at the same place.
PASSAGES = {"a": Chunk(0, 10, 110), "b": Chunk(0, 110, 210), "c": Chunk(0, 210, 510), "other": Chunk(1, 10, 110)}
JUDGED = Judged.of(list(PASSAGES.values()), list(PASSAGES))


def asking(**relevant):
    return BenchQuery("q", "问", "practice", "test", relevant)


def scores(query, results):
    return {name: values[0] for name, values in measured_chunks([query], [results], JUDGED).items()}


@pytest.mark.parametrize(
    ("chunk", "counts_as"),
    [
        (Chunk(0, 10, 110), ["a"]),
        (Chunk(0, 0, 510), ["a", "b", "c"]),
        (Chunk(0, 60, 160), ["a", "b"]),
        (Chunk(0, 61, 210), ["b"]),
        (Chunk(0, 220, 240), ["c"]),
        (Chunk(0, 200, 220), ["b", "c"]),
        (Chunk(0, 201, 221), ["c"]),
        (Chunk(0, 0, 10), []),
        (Chunk(1, 0, 510), ["other"]),
    ],
    ids=[
        "the passage itself",
        "a long chunk: all that it holds",
        "half of two passages",
        "less than half of one, the whole of the next",
        "a sentence of a long passage",
        "a sentence across two passages, half in each",
        "a sentence across two passages, mostly in one",
        "a heading by itself",
        "a chunk of another report",
    ],
)
def test_a_chunk_counts_as_the_passages_it_shows_half_of_or_lies_in_by_half(chunk, counts_as):
    assert JUDGED.shown_by(chunk) == counts_as


def test_results_that_are_passages_score_as_in_the_quality_bench():
    draw = random.Random(0)
    units = [f"p{number}" for number in range(40)]
    passages = [Chunk(number % 3, number * 50, number * 50 + 50) for number in range(40)]
    queries = [
        BenchQuery(
            f"q{n}", f"问{n}", "practice", "test", {u: draw.choice([1, 2]) for u in draw.sample(units, 1 + n % 12)}
        )
        for n in range(60)
    ]
    lists = {query.text: draw.sample(units, draw.choice([0, 3, 20])) for query in queries}
    expected = measured(queries, lists.__getitem__)
    place = dict(zip(units, passages, strict=True))
    found = [[place[unit] for unit in lists[query.text]] for query in queries]
    values = measured_chunks(queries, found, Judged.of(passages, units))
    assert list(values) == list(expected) == [str(measure) for measure in MEASURES]
    for name in expected:
        assert values[name] == pytest.approx(expected[name]), name


def test_a_chunk_is_as_right_at_its_rank_as_the_answer_alone():
    query = asking(b=2)
    assert scores(query, [Chunk(0, 0, 510)]) == scores(query, [PASSAGES["b"]])
    assert scores(query, [Chunk(0, 0, 510)])["Success@1"] == 1


def test_all_answers_of_a_chunk_are_found_at_its_rank():
    found = scores(asking(a=1, b=2, other=1), [Chunk(0, 0, 10), Chunk(0, 10, 210)])
    assert (found["R@1"], found["RR@10"]) == (0, 0.5)
    assert found["R@5"] == pytest.approx(2 / 3)


def test_a_chunk_with_all_answers_is_ideal_and_never_more():
    assert scores(asking(a=2, b=2, c=2), [Chunk(0, 0, 510)])["nDCG@10"] == 1


def test_an_answer_shown_twice_counts_once():
    once = scores(asking(a=2, b=2), [PASSAGES["a"]])
    assert scores(asking(a=2, b=2), [PASSAGES["a"], Chunk(0, 20, 100)]) == once


def test_a_heading_keeps_its_rank():
    assert scores(asking(a=2), [Chunk(0, 0, 10), PASSAGES["a"]])["RR@10"] == 0.5


def test_an_answer_at_the_end_of_a_long_chunk_takes_longer_to_read():
    query = asking(c=2)
    long, passage = [[Chunk(0, 0, 510)]], [[PASSAGES["c"]]]
    assert answered_within(300, [query], passage, JUDGED) == 1
    assert answered_within(509, [query], long, JUDGED) == 0
    assert answered_within(510, [query], long, JUDGED) == 1
    assert answered_within(399, [query], [[PASSAGES["a"], PASSAGES["c"]]], JUDGED) == 0
    assert shown(5, [*long, *passage]) == (510 + 300) / 2


def test_lines_are_found_where_they_stand_even_when_spaces_were_joined():
    text = "一、工作开展情况\n行政复议  办理12件。\n一、工作开展情况\n行政复议 办理12件。"
    pieces = ["一、工作开展情况", "行政复议 办理12件。", "一、工作开展情况", "行政复议 办理12件。"]
    spans = list(located(text, pieces))
    assert [text[start:end] for start, end in spans] == text.split("\n")
    with pytest.raises(ValueError, match="没有"):
        list(located(text, ["没有这一句"]))


def test_a_job_and_its_runs_survive_the_way_between_the_processes(tmp_path):
    job = Job("模型", "query: ", "passage: ", ["标题"], ["正文（一）"], ["问一", "问二"], 20)
    job.write(tmp_path / "job.json")
    assert Job.read(tmp_path / "job.json") == job
    runs = [Run("甲", 3, 400, 1.5, 2.5, *timed(lambda query: [Chunk(0, 0, len(query))], job.queries))]
    write_runs(tmp_path / "runs.json", iter(runs))
    assert read_runs(tmp_path / "runs.json") == runs
    assert read_runs(tmp_path / "runs.json")[0].ranked == [[Chunk(0, 0, 2)], [Chunk(0, 0, 2)]]
