"""The set of questions in ``bench/data/questions.jsonl``: well formed, divided by id, every stretch inside one sentence."""

import json
import re
from collections import Counter

import pytest

from bench.answers import FILE
from bench.datasets import half
from corpus.model import Report
from corpus.settings import PROJECT
from corpus.text import sentence_spans
from indexer.reading import read_source

LEARNT_FROM = re.compile(r"^figure-d-|^[a-z]+-[efhi]-")
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
KINDS = {"figure", "list", "how", "comparison", "definition", "unanswerable"}
REASONS = {"near-year", "near-place", "near-indicator", "near-topic", "far"}


@pytest.fixture(scope="module")
def sample() -> dict[str, Report]:
    """The sample reports by id; the provincial ones are not in the repository."""
    files = sorted((PROJECT / "data" / "reports").iterdir())
    read = (read_source(file.name, str(file), file.read_bytes()) for file in files)
    return {report.id: report for reading in read for report in reading.reports}


def test_questions_are_well_formed():
    assert len(ROWS) >= 150
    assert max(Counter(row["id"] for row in ROWS).values()) == 1
    assert max(Counter(row["question"] for row in ROWS).values()) == 1
    for row in ROWS:
        assert row["kind"] in KINDS
        # The sets d, e, f, h and i are there to learn from; nothing else leaves its half.
        learnt_from = row["split"] == "dev" and LEARNT_FROM.search(row["id"])
        assert learnt_from or row["split"] == half(row["id"])
        assert (row["kind"] == "unanswerable") == bool(row["reason"])
        assert (row["reason"] in REASONS) == bool(row["reason"])
        assert bool(row["evidence"]) != bool(row["reason"])
        assert bool(row["figures"]) or row["kind"] != "figure"


def test_each_half_has_every_kind():
    counted = Counter((row["kind"], row["split"]) for row in ROWS)
    assert all(counted[kind, split] >= 3 for kind in KINDS - {"definition"} for split in ("dev", "test"))


def test_stretches_of_the_sample_lie_in_one_sentence(sample):
    checked = 0
    for row in ROWS:
        for item in (*row["figures"], *row["evidence"]):
            report = sample.get(item["report"])
            if report is None:
                continue
            assert 0 <= item["start"] < item["end"] <= len(report.text)
            paragraph = next(each for each in report.paragraphs if each.span.start <= item["start"] < each.span.end)
            sentences = sentence_spans(report.text, paragraph.span)
            assert any(span.start <= item["start"] and item["end"] <= span.end for span in sentences), row["id"]
            checked += 1
    assert checked > 100


def test_what_is_said_to_be_given_stands_in_the_text(sample):
    for row in ROWS:
        for item in row["figures"]:
            report = sample.get(item["report"])
            if report and item["value"] == int(item["value"]) and item["value"] < 10_000:
                stretch = report.text[item["start"] : item["end"]].replace(",", "").replace(" ", "")
                assert str(int(item["value"])) in stretch or not any(letter.isdigit() for letter in stretch), row["id"]
