"""Words and bigrams: the same at index and query time, with the terms of the field kept whole."""

import threading

import pytest

from corpus.tokens import Tokenizer, bigrams


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


def test_the_lexicon_is_part_of_the_fingerprint(tmp_path):
    lexicon = tmp_path / "terms.txt"
    lexicon.write_text("十不折腾\n# 说明\n", encoding="utf-8")
    one = Tokenizer(lexicon)
    assert "十不折腾" in one.words("创新推出“十不折腾”举措")
    before = one.fingerprint
    lexicon.write_text("十不折腾\n政策找企\n", encoding="utf-8")
    assert Tokenizer(lexicon).fingerprint != before


def test_several_threads_get_the_same_words():
    tokenizer, results = Tokenizer(), []
    threads = [threading.Thread(target=lambda: results.append(tokenizer.words("深化府院联动机制"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({tuple(words) for words in results}) == 1
