"""Canonical text: white space, folding, numerals, sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Span
from corpus.text import SHORTEST_CLAUSE, chinese_number, clause_spans, fold, join_lines, sentence_spans, tidy, visible


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


def clauses(text: str) -> list[str]:
    return [span.of(text) for span in clause_spans(text, Span(0, len(text)))]


def test_a_long_sentence_is_cut_at_its_commas():
    assert clauses(
        "县政府常务会议专题研究法治政府建设六次,印发年度工作要点,明确任务四十二项,逐项落实到牵头部门和责任单位。"
    ) == [
        "县政府常务会议专题研究法治政府建设六次,",
        "印发年度工作要点,明确任务四十二项,逐项落实到牵头部门和责任单位。",
    ]


def test_a_short_sentence_stays_whole():
    assert clauses("压实责任,形成合力。") == []
    assert clauses("没有逗号的句子再长也只有一个意思所以不会在中间什么地方断开而是原样留着不动到最后才是句号。") == []
    assert clauses("") == []


def test_what_is_left_over_at_the_end_joins_the_clause_before_it():
    text = "一" * 25 + "，" + "二" * 25 + "；" + "三" * 5 + "。"
    assert clauses(text) == ["一" * 25 + "，", "二" * 25 + "；" + "三" * 5 + "。"]


def test_words_of_a_list_are_not_torn_apart():
    assert clauses("大力推进法治宣传教育进机关、进乡村、进社区、进学校、进企业、进单位、进网络、进军营等活动。") == []


@given(st.text(alphabet="行政复议，；：,;:、。 \n", max_size=150), st.integers(0, 10), st.integers(0, 10))
def test_clauses_hold_the_whole_sentence_in_order_and_none_is_short(text, before, after):
    """Whatever the text: nothing lost, nothing twice, nothing from outside the sentence."""
    sentence = Span(min(before, len(text)), max(min(before, len(text)), len(text) - after))
    found = clause_spans(text, sentence)
    assert len(found) != 1
    if found:
        assert "".join(span.of(text) for span in found) == sentence.of(text)
        assert (found[0].start, found[-1].end) == tuple(sentence)
        assert all(span.end - span.start >= SHORTEST_CLAUSE for span in found)
