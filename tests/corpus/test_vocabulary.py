"""The words of an index."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged
from corpus.generation import IndexFolder
from corpus.tokens import Tokenizer
from corpus.vocabulary import VOCABULARY, Vocabulary, WordCounter, write_vocabulary


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


def counted(tokenizer: Tokenizer, *passages: str) -> WordCounter:
    counter = WordCounter()
    for passage in passages:
        counter.add(tokenizer.tokens(passage))
    return counter


def test_words_are_counted_by_passage(tokenizer):
    counts = counted(tokenizer, "行政复议案件", "办理行政复议案件2023件", "行政和复议", "APP上线").counts()
    assert (counts["行政复议"], counts["行政"], counts["复议"], counts["app"]) == (2, 3, 3, 1)
    assert "2023" not in counts
    assert "件" not in counts


def test_what_stands_only_inside_other_words_is_no_word(tokenizer):
    assert "合性" in tokenizer.words("综合性文件")
    assert "合性" not in counted(tokenizer, "综合性文件").counts()


def test_neighbouring_words_are_a_term_where_several_passages_write_them_so(tokenizer):
    often = counted(tokenizer, *["深入推进警保联调工作"] * 3).counts()
    assert {"深入推进", "联调工作"} <= set(often)
    seldom = counted(tokenizer, *["深入推进警保联调工作"] * 2).counts()
    assert "深入推进" not in seldom
    # 深入，推进 is two words
    assert "深入推进" not in counted(tokenizer, *["工作深入，推进有力"] * 3).counts()


def test_words_of_headings_are_known(tokenizer):
    counter = WordCounter()
    counter.add(tokenizer.tokens("抓好落实"), tokenizer.tokens("行政复议"))
    assert counter.counts()["行政复议"] == 1


def test_words_of_one_passage_are_left_out_where_there_are_very_many():
    counter = WordCounter(passages=9)
    names = [chr(0x4E00 + n // 300) + chr(0x5E00 + n % 300) for n in range(60_001)]
    counter._words, counter._whole = Counter(names), set(names)
    counter._words["行政"] = 2
    counter._whole.add("行政")
    assert counter.counts() == {"行政": 2}


def test_a_vocabulary_is_read_as_it_was_written(tmp_path: Path):
    write_vocabulary(tmp_path, {"行政复议": 12, "府院联动": 3}, 40)
    vocabulary = Vocabulary.read(tmp_path)
    assert (vocabulary.passages, len(vocabulary)) == (40, 2)
    assert (vocabulary.count("行政复议"), vocabulary.count("无此词")) == (12, 0)
    assert "府院联动" in vocabulary


def test_an_index_without_one_has_no_words(tmp_path: Path):
    assert len(Vocabulary.read(tmp_path)) == 0


@pytest.mark.parametrize("content", ["行政复议\n", "行政复议\t多\n", "a\tb\tc\n"])
def test_a_damaged_file_is_told(tmp_path: Path, content: str):
    (tmp_path / VOCABULARY).write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="重新建立"):
        Vocabulary.read(tmp_path)


def test_an_index_carries_the_vocabulary_of_its_passages(sample_index: Path):
    generation = IndexFolder(sample_index).current()
    vocabulary = Vocabulary.read(generation.folder)
    assert vocabulary.passages == generation.manifest.counts["passages"]
    assert vocabulary.count("法治政府") > vocabulary.count("府院联动") > 0
    assert VOCABULARY in generation.manifest.files
