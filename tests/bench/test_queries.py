"""The retrieval test sets in ``bench/data``: every judgement points at real text, nothing in them is claimed."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from bench.datasets import STARD
from corpus.examples import load_examples
from corpus.text import fold, visible
from corpus.tokens import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
ANTHOLOGY = "2022年法治政府建设总结汇编（24篇）.txt"
# What each near miss asks for, and the report (source, ordinal; None for all) that would have to say it.
QUERIES_NOT_SAID = {
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
EVERYDAY_NOT_SAID = {
    "gangs": ("扫黑|除恶|涉黑|黑恶", None),
    "hangzhou": ("杭州", None),
    "chengdu": ("成都", None),
    "qr-check": ("扫码|检查码|入企码", None),
    "sand": ("采砂|砂石", None),
    "llm": ("大模型|智能生成|AI", None),
    "dogs": ("犬|养狗|宠物", None),
    "square-dance": ("噪音|噪声|广场舞", None),
    "ride-hailing": ("网约|出租车", None),
    "fire": ("消防", None),
    "falling": ("抛物", None),
    "bikes": ("单车", None),
    "tutoring": ("培训机构|校外培训", None),
    "bar-exam": ("司法考试|法律职业资格考试|资格考试报名", None),
    "shenyang-review": (r"复议.{0,20}\d+件", (ANTHOLOGY, 6)),
    "lingtai-review": (r"复议.{0,20}\d+件", (ANTHOLOGY, 17)),
    "wuhua-review": (r"复议.{0,20}\d+件", (ANTHOLOGY, 21)),
    "xiaonan-aid": ("法律援助|法援", (ANTHOLOGY, 19)),
    "kezuohouqi-attendance": ("出庭", ("科左后旗2024年度法治政府建设情况.txt", 1)),
    "yuyang-success": ("成功率|调解成功", ("榆阳区2024年度法治政府建设工作总结.txt", 1)),
}


@dataclass(frozen=True)
class QuerySet:
    """One file of queries and what it promises.

    :param prefix: what every id begins with, before its kind.
    :param fewest: kind → the fewest queries of it.
    :param without_overlap: the least and the greatest share (0..1) of answerable queries without a common word.
    :param from_one_report: the greatest share (0..1) of answerable queries whose first answer is in the same report.
    :param not_said: near miss → pattern, and the report that would have to say it.
    """

    file: str
    prefix: str
    fewest: Mapping[str, int]
    without_overlap: tuple[float, float]
    from_one_report: float
    not_said: Mapping[str, tuple[str, tuple[str, int] | None]]

    @property
    def queries(self):
        lines = (ROOT / "bench" / "data" / self.file).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @property
    def answerable(self):
        return [query for query in self.queries if query["kind"] != "unanswerable"]


QUERY_SETS = [
    QuerySet(
        file="queries.jsonl",
        prefix="",
        fewest={
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
        },
        without_overlap=(0.5, 1.0),
        from_one_report=1.0,
        not_said=QUERIES_NOT_SAID,
    ),
    QuerySet(
        file="everyday.jsonl",
        prefix="day-",
        fewest={
            "practice": 45,
            "problem": 25,
            "figure": 25,
            "phrase": 15,
            "place": 30,
            "misspelling": 8,
            "abbreviation": 12,
            "english": 8,
            "long": 8,
            "short": 8,
            "unanswerable": 40,
        },
        without_overlap=(0.4, 0.6),
        from_one_report=0.15,
        not_said=EVERYDAY_NOT_SAID,
    ),
]
QUERIES = [(query_set.prefix, query) for query_set in QUERY_SETS for query in query_set.queries]
ANSWERABLE = [query for query_set in QUERY_SETS for query in query_set.answerable]


def named(queries):
    return pytest.mark.parametrize("query", queries, ids=[query["id"] for query in queries])


each_set = pytest.mark.parametrize("query_set", QUERY_SETS, ids=[query_set.file for query_set in QUERY_SETS])


@pytest.mark.parametrize(("prefix", "query"), QUERIES, ids=[query["id"] for _, query in QUERIES])
def test_a_query_has_its_fields(prefix, query):
    assert set(query) - {"note"} == {"id", "query", "kind", "split", "overlap", "answers"}
    assert re.fullmatch(rf"{prefix}{query['kind']}(-[a-z0-9]+)+", query["id"])
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


@each_set
def test_overlap_is_computed_not_claimed(query_set):
    # Without the lexicon, which its users edit.
    tokenizer = Tokenizer(ROOT / "no lexicon")

    def content(text):
        return {word for word in tokenizer.words(text) if len(word) > 1}

    wrong = {}
    for query in query_set.queries:
        quoted = set().union(*(content(answer["quote"]) for answer in query["answers"]))
        shared = sorted(content(query["query"]) & quoted)
        if shared != query["overlap"]:
            wrong[query["id"]] = shared
    assert not wrong


@each_set
def test_about_the_promised_share_of_answerable_queries_has_no_word_of_its_answers(query_set):
    least, greatest = query_set.without_overlap
    # Once more without the English and pinyin ones, which cannot share a word.
    chinese = [query for query in query_set.answerable if query["kind"] != "english"]
    for queries in (query_set.answerable, chinese):
        assert least <= sum(not query["overlap"] for query in queries) / len(queries) <= greatest


@each_set
def test_no_report_is_asked_for_more_often_than_promised(query_set):
    first = Counter((query["answers"][0]["source"], query["answers"][0]["ordinal"]) for query in query_set.answerable)
    assert max(first.values()) <= query_set.from_one_report * len(query_set.answerable)


@each_set
def test_ids_and_queries_are_unique(query_set):
    queries = query_set.queries
    assert len({query["id"] for query in queries}) == len(queries)
    assert len({query["query"] for query in queries}) == len(queries)


@each_set
def test_there_are_enough_of_every_kind(query_set):
    kinds = Counter(query["kind"] for query in query_set.queries)
    assert set(kinds) == set(query_set.fewest)
    assert len(query_set.answerable) >= 170
    assert all(kinds[kind] >= fewest for kind, fewest in query_set.fewest.items())
    assert kinds["unanswerable"] == 40


@each_set
def test_the_split_is_the_hash_of_the_id_and_both_halves_hold_every_kind(query_set):
    queries = query_set.queries
    for query in queries:
        even = int(hashlib.sha1(query["id"].encode()).hexdigest(), 16) % 2 == 0
        assert query["split"] == ("dev" if even else "test"), query["id"]
    for split in ("dev", "test"):
        half = [query for query in queries if query["split"] == split]
        assert {query["kind"] for query in half} == set(query_set.fewest)
        assert len(half) >= 0.4 * len(queries)


@each_set
def test_the_unanswerable_have_no_answer_and_the_corpus_does_not_speak_of_the_near_misses(query_set, reports):
    unanswerable = [query for query in query_set.queries if query["kind"] == "unanswerable"]
    assert all(query["answers"] == [] for query in unanswerable)
    start = f"{query_set.prefix}unanswerable-near-"
    near = {query["id"].removeprefix(start) for query in unanswerable if query["id"].startswith(start)}
    assert near == set(query_set.not_said)
    assert len(near) * 2 == len(unanswerable)
    for slug, (pattern, where) in query_set.not_said.items():
        texts = {key: text for key, (_, text) in reports.items() if where in {None, key}}
        assert texts, slug
        said = {key: match[0] for key, text in texts.items() if (match := re.search(pattern, text))}
        assert not said, slug


@each_set
def test_no_query_stands_in_the_table_of_examples(query_set):
    """Nor nearly: what the search is measured by must not be what it was told."""
    told = [fold(example.words) for example in load_examples()]
    for query in query_set.queries:
        words = fold(query["query"])
        assert words not in told, query["id"]
        if len(words) > 5:
            nearest, ratio, _ = process.extractOne(words, told, scorer=fuzz.ratio)
            assert ratio < 90, (query["id"], nearest)


@pytest.mark.skipif(not STARD.is_dir(), reason="the public set is not beside the project")
def test_no_question_of_the_public_set_stands_in_the_table_of_examples_either():
    told = [fold(example.words) for example in load_examples()]
    questions = [json.loads(line) for line in (STARD / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    ratios = process.cdist([fold(row["text"]) for row in questions], told, scorer=fuzz.ratio, workers=-1)
    assert [row["text"] for row, ratio in zip(questions, ratios.max(axis=1), strict=True) if ratio >= 85] == []
