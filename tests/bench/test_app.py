"""The bench of the app, as far as it needs no browser."""

from bench.app import table
from bench.volume import evenly


def test_the_table_has_median_and_worst_of_each_corpus_and_marks_what_misses_its_bar():
    measured = {"sample": {"检索": [400.0, 300.0, 1200.0]}, "60k": {"检索": [1400.0], "地图": [2000.0, 1990.0, 2100.0]}}
    assert table(measured).splitlines() == [
        "|  | sample p50 | sample worst | 60k p50 | 60k worst |",
        "| --- | --: | --: | --: | --: |",
        "| 要求 | < 1 s | < 1 s | < 2 s | < 2 s |",
        "| 检索 | 0.40 | **1.20** | 1.40 | 1.40 |",
        "| 地图 | — | — | **2.00** | **2.10** |",
    ]


def test_a_part_of_the_files_is_spread_evenly_and_always_the_same():
    assert evenly(range(10), 4) == [0, 2, 5, 7] == evenly(range(10), 4)
    assert evenly("abc", 5) == ["a", "b", "c"]
