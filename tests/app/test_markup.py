"""Text of reports as HTML, and the address as state."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Kind, Level, Span
from corpus.parts import Part
from search import Filters
from search.arrange import GroupBy, SortBy
from views.address import Params, View, Where, report_params, view_of
from views.cards import excerpt
from views.markup import Mark, escape, marked, occurrences, plain_label, tag
from views.setup import duration

TEXT = "一是<b>健全</b>府院联动机制&规则。二是行政复议纠错率18.18%。"


def bare(markup: str) -> str:
    """The text a browser shows of some HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_marks_never_change_what_is_read(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(Span(*sorted(span)), "<mark>") for span in spans]
    assert bare(marked(text, Span(0, len(text)), marks)) == text


def test_overlapping_marks_nest() -> None:
    shown = marked("甲乙丙丁", Span(0, 4), [Mark(Span(0, 3), "<b>"), Mark(Span(2, 4), "<mark>")])
    assert shown == "<b>甲乙</b><b><mark>丙</mark></b><mark>丁</mark>"


def test_reports_cannot_bring_their_own_tags() -> None:
    assert "<b>" not in marked(TEXT, Span(0, len(TEXT)))
    assert 'title="&quot; onload=&quot;x"' in tag("a", "", title='" onload="x')
    assert escape("<script>") == "&lt;script&gt;"


def test_words_are_found_regardless_of_width_and_joined_where_they_overlap() -> None:
    found = occurrences("推进ＡＢＣ的化解机制", ["abc", "化解", "化解机", "解机制", "的"], offset=100)
    assert found == [Span(102, 105), Span(106, 110)]


def test_single_characters_light_up_only_when_there_is_nothing_else() -> None:
    assert occurrences("法治的法", ["法", "法治"]) == [Span(0, 2)]
    assert occurrences("法治的法", ["法"]) == [Span(0, 1), Span(3, 4)]


def test_a_long_passage_is_shown_from_its_best_sentence() -> None:
    text = "第一句说背景。" * 40 + "第二句说做法。" + "第三句说结果。" * 30
    best = Span(1000 + 280, 1000 + 287)
    shown = excerpt(text, Span(1000, 1000 + len(text)), best)
    assert shown.start == best.start and shown.end > best.end
    assert text[shown.end - 1000 - 1] == "。" and shown.end - shown.start < 300


@pytest.mark.parametrize("like", [None, Where("a-1", Span(12, 340))])
def test_an_address_gives_back_the_view_it_was_made_from(like: Where | None) -> None:
    filters = Filters(
        ("内蒙古自治区/通辽市", "山东省"),
        (2024, 2023),
        (Level.COUNTY,),
        (Kind.ANNUAL_REPORT,),
        ("甲&乙=丙",),
        ("行政执法", "未分类"),
        (Part.PROBLEMS,),
    )
    view = View("府院 联动", filters, GroupBy.PLACE, SortBy.NEWEST, True, 3, like)
    assert view_of(lists(view.params())) == view
    assert view_of(lists(report_params("b-2", Span(5, 9), view))) == view


def test_an_address_of_before_groups_and_sorts_opens_as_it_did() -> None:
    old = {
        "q": ["府院联动"],
        "place": ["内蒙古"],
        "year": ["2024"],
        "level": ["县"],
        "kind": ["年度报告"],
        "page": ["2"],
    }
    filters = Filters(("内蒙古",), (2024,), (Level.COUNTY,), (Kind.ANNUAL_REPORT,))
    assert view_of(old) == View("府院联动", filters, page=2)
    assert view_of({"id": ["a-1"], "start": ["3"], "end": ["9"], "q": ["府院联动"]}) == View("府院联动")


def lists(params: Params) -> dict[str, list[str]]:
    """Parameters as an address gives them."""
    return {name: [value] if isinstance(value, str) else value for name, value in params.items()}


@pytest.mark.parametrize(
    "params",
    [
        {"year": ["二〇", "99999", "-1"]},
        {"page": ["0", "x"]},
        {"level": ["村"]},
        {"part": ["x"]},
        {"sort": ["x"]},
        {"group": ["1"]},
        {"literal": ["2"]},
        {"like": ["a"]},
        {"like": ["a"], "from": ["3-x"]},
        {"zzz": ["1"]},
    ],
)
def test_what_makes_no_sense_in_an_address_is_ignored(params: dict[str, list[str]]) -> None:
    assert view_of(params) == View()


def test_labels_show_markdown_as_it_stands() -> None:
    assert plain_label("**粗**$x$:smile:[a](b)") == r"\*\*粗\*\*\$x\$\:smile\:\[a\]\(b\)"


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "1 秒"), (59, "59 秒"), (125, "2 分钟"), (3900, "1 小时 5 分钟")])
def test_time_left_is_said_as_people_say_it(seconds: float, said: str) -> None:
    assert duration(seconds) == said
