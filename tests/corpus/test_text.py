"""Canonical text: white space, folding, numerals, sentences."""

import pytest

from corpus.model import Span
from corpus.text import chinese_number, fold, join_lines, sentence_spans, tidy, visible


def sentences(text: str, breaks=()) -> list[str]:
    return [span.of(text) for span in sentence_spans(text, Span(0, len(text)), breaks)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("\u3000\u3000一、工作  情况\u3000", "一、工作 情况"),
        ("重点任务和主体工程。党的十八大以来, 特别是", "重点任务和主体工程。党的十八大以来,特别是"),
        ("在“蒙速办”APP 和公共平台", "在“蒙速办”APP 和公共平台"),
        ("《关于作用 健全机制 推进治理的意见》", "《关于作用 健全机制 推进治理的意见》"),
        ("指标\t 2023 年\t94件", "指标\t2023 年\t94件"),
        ("零\u200b宽\ufeff字", "零 宽 字"),
    ],
)
def test_tidy_changes_white_space_only(line, expected):
    assert tidy(line) == expected
    assert visible(tidy(line)) == visible(line)


def test_fold_keeps_every_offset():
    text = "（１）ＡＢＣ：Ｘ，ﬁ İ ß 〔２０１９〕28号"
    assert len(fold(text)) == len(text)
    assert fold(text).startswith("(1)abc:x,")


def test_latin_words_keep_a_space_when_lines_join():
    assert join_lines("open", "data") == "open data"
    assert join_lines("依法", "行政") == "依法行政"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百零三", 103),
        ("二〇二四", 2024),
        ("x", None),
        ("", None),
    ],
)
def test_chinese_numerals(numeral, value):
    assert chinese_number(numeral) == value


def test_a_sentence_ends_at_its_full_stop_and_takes_its_closing_marks():
    assert sentences("工作扎实!成效明显?是的。(完)") == ["工作扎实!", "成效明显?", "是的。", "(完)"]
    assert sentences("他说:“告官见官。”群众满意。") == ["他说:“告官见官。”", "群众满意。"]
    assert sentences("效果很好……下一步") == ["效果很好……", "下一步"]


def test_a_sentence_does_not_end_inside_short_quotations_and_brackets():
    assert sentences("以“干就干成。干就干好”的姿态。真好。") == ["以“干就干成。干就干好”的姿态。", "真好。"]
    assert sentences("(其中一件撤诉。一件维持)均已办结。") == ["(其中一件撤诉。一件维持)均已办结。"]


def test_a_long_speech_in_quotation_marks_is_split_inside():
    speech = "“" + "推进依法行政。" * 30 + "”"
    assert len(sentences(speech)) == 30


def test_unbalanced_marks_do_not_swallow_the_paragraph():
    assert sentences("引号“没有关。第二句。第三句。") == ["引号“没有关。", "第二句。", "第三句。"]
    assert sentences("右引号”单独。第二句。") == ["右引号”单独。", "第二句。"]


def test_a_list_item_begins_a_sentence():
    text = "一是压实责任;二是完善机制。"
    assert sentences(text, [text.index("二是")]) == ["一是压实责任;", "二是完善机制。"]
