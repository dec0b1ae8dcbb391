"""Words and bigrams: the same at index and query time, with the terms of the field kept whole."""

import threading
from collections import Counter
from pathlib import Path

import jieba
import pytest

from corpus.errors import LexiconInvalid
from corpus.tokens import Tokenizer, bigrams

REPORTS = Path(__file__).resolve().parents[2] / "data" / "reports"


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("行政复议案件", "复议"),
        ("行政复议案件", "行政复议"),
        ("府院联动机制", "联动"),
        ("府院联动机制", "府院联动"),
        ("科左后旗2024年", "科左后旗"),
        ("行政复议纠错率30.98%", "纠错率"),
        ("行政复议纠错率30.98%", "30.98%"),
        ("落实“一规划两纲要”", "一规划两纲要"),
        ("ＡＰＰ办理", "app"),
    ],
)
def test_the_words_people_search_for_are_found(tokenizer, text, word):
    assert word in tokenizer.words(text)


def test_grammar_words_are_left_out(tokenizer):
    assert tokenizer.words("的 和 对于 怎么") == []


def test_bigrams_pair_neighbouring_characters_and_keep_numbers():
    assert bigrams("府院联动，94件") == ["府院", "院联", "联动", "件", "94"]


def test_every_word_of_the_lexicon_is_cut_from_a_sentence(tokenizer):
    missed = [
        word for word in tokenizer.lexicon.words if word not in tokenizer.words(f"今年以来继续推进{word}等各项工作。")
    ]
    assert not missed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("法治政府建设示范创建活动", {"法治政府建设", "法治政府", "示范创建"}),
        ("行政机关负责人出庭应诉率", {"行政机关负责人", "负责人出庭应诉", "出庭应诉", "出庭应诉率"}),
        ("化解行政争议主渠道作用", {"行政争议", "主渠道", "主渠道作用"}),
    ],
)
def test_terms_inside_and_across_other_terms_are_found(tokenizer, text, words):
    assert words <= set(tokenizer.words(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("推动政府和检察机关", {"推动", "政府", "检察机关"}),
        ("加大普法力度", {"加大", "普法", "力度"}),
        ("法律法规清理工作", {"法律法规", "清理", "工作"}),
        ("出台市政府规章", {"市政府", "规章"}),
        ("全国先进单位", {"全国", "先进", "单位"}),
        ("人民满意的法治政府", {"人民满意", "法治政府"}),
        ("向政府报告官员任免", {"政府", "报告", "官员"}),
        ("申领行政执法证件", {"申领", "执法", "证件"}),
    ],
)
def test_a_term_takes_nothing_from_the_words_around_it(tokenizer, text, words):
    assert words <= set(tokenizer.words(text))


@pytest.mark.parametrize(
    ("text", "word"), [("全面依法治区工作", "法治"), ("多元化解工作机制", "化解"), ("让群众获得感更足", "更足")]
)
def test_knowing_a_term_keeps_the_words_beside_it_whole(tokenizer, text, word):
    assert word in tokenizer.words(text)


def test_over_the_sample_corpus_no_common_word_disappears(tokenizer, tmp_path):
    """A word of jieba's dictionary that is seen often without the lexicon is seen nearly as often with it."""
    reports = "\n".join(path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt")))
    plain = Tokenizer(tmp_path / "none.csv")
    before, after = Counter(plain.words(reports)), Counter(tokenizer.words(reports))
    jieba.initialize()
    common = [word for word, n in before.items() if n >= 10 and len(word) > 1 and jieba.dt.FREQ.get(word)]
    assert len(common) > 500
    assert not {word: (before[word], after[word]) for word in common if after[word] < 0.8 * before[word]}


@pytest.fixture
def table(tmp_path):
    """Write a table of terms and open a tokenizer with it."""

    def written(*rows: str) -> Tokenizer:
        path = tmp_path / "terms.csv"
        path.write_text("\n".join(("词,同义词,全称,类别", *rows)), encoding="utf-8")
        return Tokenizer(path)

    return written


def test_the_words_of_the_lexicon_are_part_of_the_fingerprint(table):
    one = table("十不折腾,,,通用")
    assert "十不折腾" in one.words("创新推出“十不折腾”举措")
    assert table("十不折腾,,,通用", "政策找企,,,通用").fingerprint != one.fingerprint
    assert table("十不折腾,政策找企,,通用").fingerprint != one.fingerprint


def test_synonyms_and_topics_are_no_part_of_the_fingerprint(table):
    """They are looked up when a query is asked, so an index stays good."""
    apart = table("法律援助,,,法律服务", "法援,,,法律服务")
    assert table("法律援助,法援,,通用").fingerprint == apart.fingerprint
    assert table("法律援助,法援、12348热线,,法律服务").fingerprint == apart.fingerprint


def test_a_wrong_lexicon_is_refused_on_opening(table):
    with pytest.raises(LexiconInvalid, match="第 2 行"):
        table("法律援助,法援")


def test_several_threads_get_the_same_words():
    tokenizer, results = Tokenizer(), []
    threads = [threading.Thread(target=lambda: results.append(tokenizer.words("深化府院联动机制"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({tuple(words) for words in results}) == 1
