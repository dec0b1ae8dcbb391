"""The retrieval test set ``bench/data/queries.jsonl``: every judgement points at real text, nothing in it is claimed."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.text import visible
from corpus.tokens import Tokenizer
from indexer.reading import read_source

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "data" / "reports"
QUERIES = [
    json.loads(line) for line in (ROOT / "bench" / "data" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
]
ANSWERABLE = [query for query in QUERIES if query["kind"] != "unanswerable"]
FEWEST = {
    "practice": 25,
    "problem": 20,
    "figure": 20,
    "phrase": 15,
    "place": 20,
    "misspelling": 8,
    "abbreviation": 12,
    "english": 8,
    "long": 12,
    "short": 10,
    "unanswerable": 40,
}
# What each near miss asks for, and the report (source, ordinal; None for all) that would have to say it.
ANTHOLOGY = "2022年法治政府建设总结汇编（24篇）.txt"
NOT_SAID = {
    "data-ip": ("数据知识产权|知识产权登记", None),
    "winter-heating": ("取暖|供暖|清洁能源", None),
    "bride-price": ("彩礼|婚俗", None),
    "low-altitude": ("低空|无人机|飞行", None),
    "funeral": ("殡葬|丧葬|散埋|乱葬|公墓", None),
    "bullying": ("欺凌|霸凌|专门学校", None),
    "review-fee": ("复议费|诉讼费|受理费|免费.{0,4}复议|复议.{0,6}收费", None),
    "state-compensation": ("国家赔偿|行政赔偿", None),
    "shenzhen": ("深圳", None),
    "nanning-review-count": (r"复议案件\d|复议.{0,10}\d+件", (ANTHOLOGY, 8)),
    "hengshui-attendance": ("出庭|应诉", (ANTHOLOGY, 14)),
    "tancheng-2024": ("2024年.{0,20}纠错率", ("郯城县司法局2023年度法治政府建设报告.txt", 1)),
    "yuyang-loss": ("败诉", ("榆阳区2024年度法治政府建设工作总结.txt", 1)),
    "ordos-attendance": ("出庭|应诉", ("鄂尔多斯市司法局2024年工作.txt", 1)),
    "face-recognition": ("人脸|个人信息", None),
    "livestream": ("直播|带货|网红主播", None),
    "uniforms": ("服装|制服|制式|着装", None),
    "fireworks": ("烟花|爆竹", None),
    "prepaid-cards": ("预付|卷款|健身", None),
    "lift": ("电梯", None),
}


@pytest.fixture(scope="module")
def reports():
    """``(source, ordinal)`` → the report's passages and its text, both without white space."""
    return {
        (path.name, report.ordinal): (
            [visible(passage.span.of(report.text)) for passage in report.passages],
            visible(report.text),
        )
        for path in sorted(REPORTS.glob("*.txt"))
        for report in read_source(path.name, str(path), path.read_bytes()).reports
    }


def named(queries):
    return pytest.mark.parametrize("query", queries, ids=[query["id"] for query in queries])


@named(QUERIES)
def test_a_query_has_its_fields(query):
    assert set(query) - {"note"} == {"id", "query", "kind", "split", "overlap", "answers"}
    assert re.fullmatch(rf"{query['kind']}(-[a-z0-9]+)+", query["id"])
    assert query["query"] == query["query"].strip()
    assert query.get("note", "说明").strip()


@named(ANSWERABLE)
def test_a_query_has_a_direct_answer_and_short_quotes(query):
    assert {"source", "ordinal", "quote", "grade"} == set().union(*query["answers"])
    assert all(answer["grade"] in {1, 2} for answer in query["answers"])
    assert any(answer["grade"] == 2 for answer in query["answers"])
    assert all(10 <= len(visible(answer["quote"])) <= 60 for answer in query["answers"])


@named(ANSWERABLE)
def test_every_quote_stands_once_in_exactly_one_report_of_its_source_and_in_one_passage(query, reports):
    for answer in query["answers"]:
        quote = visible(answer["quote"])
        found = {
            ordinal: text.count(quote)
            for (source, ordinal), (_, text) in reports.items()
            if source == answer["source"] and quote in text
        }
        assert found == {answer["ordinal"]: 1}, answer
        passages, _ = reports[answer["source"], answer["ordinal"]]
        assert sum(quote in passage for passage in passages) == 1, f"跨了段落：{answer}"


def test_overlap_is_computed_not_claimed():
    tokenizer = Tokenizer()

    def content(text):
        return {word for word in tokenizer.words(text) if len(word) > 1}

    wrong = {}
    for query in QUERIES:
        quoted = set().union(*(content(answer["quote"]) for answer in query["answers"]))
        shared = sorted(content(query["query"]) & quoted)
        if shared != query["overlap"]:
            wrong[query["id"]] = shared
    assert not wrong


def test_at_least_half_of_the_answerable_queries_share_no_word_with_their_answers():
    without = [query for query in ANSWERABLE if not query["overlap"]]
    assert len(without) * 2 >= len(ANSWERABLE)
    # The same without the English and pinyin ones, which cannot share a word.
    chinese = [query for query in ANSWERABLE if query["kind"] != "english"]
    assert sum(not query["overlap"] for query in chinese) * 2 >= len(chinese)


def test_ids_and_queries_are_unique():
    assert len({query["id"] for query in QUERIES}) == len(QUERIES)
    assert len({query["query"] for query in QUERIES}) == len(QUERIES)


def test_there_are_enough_of_every_kind():
    kinds = Counter(query["kind"] for query in QUERIES)
    assert set(kinds) == set(FEWEST)
    assert len(QUERIES) >= 170
    assert all(kinds[kind] >= fewest for kind, fewest in FEWEST.items())
    assert kinds["unanswerable"] == 40


def test_the_split_is_the_hash_of_the_id_and_both_halves_hold_every_kind():
    for query in QUERIES:
        even = int(hashlib.sha1(query["id"].encode()).hexdigest(), 16) % 2 == 0
        assert query["split"] == ("dev" if even else "test"), query["id"]
    for split in ("dev", "test"):
        half = [query for query in QUERIES if query["split"] == split]
        assert {query["kind"] for query in half} == set(FEWEST)
        assert len(half) >= 0.4 * len(QUERIES)


def test_the_unanswerable_have_no_answer_and_the_corpus_does_not_speak_of_the_near_misses(reports):
    unanswerable = [query for query in QUERIES if query["kind"] == "unanswerable"]
    assert all(query["answers"] == [] for query in unanswerable)
    near = {query["id"].removeprefix("unanswerable-near-") for query in unanswerable if "-near-" in query["id"]}
    assert near == set(NOT_SAID)
    assert len(near) * 2 == len(unanswerable)
    for slug, (pattern, where) in NOT_SAID.items():
        texts = {key: text for key, (_, text) in reports.items() if where in {None, key}}
        assert texts, slug
        said = {key: match[0] for key, text in texts.items() if (match := re.search(pattern, text))}
        assert not said, slug
