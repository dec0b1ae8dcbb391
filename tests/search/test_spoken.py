"""What people say is read as reports write it."""

from __future__ import annotations

import pytest

from search.spoken import as_written
from search.years import counted_from


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("复议案子办完了几件", "复议案件办结了几件"),
        ("纠纷调成的比例高", "纠纷调解成功率高"),
        ("负责人到庭的比例有多高", "负责人出庭率有多高"),
        ("一共查出来多少条问题", "一共发现多少条问题"),
        # Parts of longer words are no spoken words.
        ("调解成功率", "调解成功率"),
        ("召开了几次会", "召开了几次会"),
        ("举办了几场培训", "举办了几场培训"),
        ("检查出具文书", "检查出具文书"),
        ("合法性审查的比例原则", "合法性审查的比例原则"),
    ],
)
def test_spoken_words_are_written_ones(said: str, written: str) -> None:
    assert as_written(said) == written


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ("五华区今年审查了几件", "五华区2022年审查了几件"),
        ("去年败诉率", "2021年败诉率"),
        ("近三年办了多少", "2020—2022年办了多少"),
        ("2020年办了多少", "2020年办了多少"),
    ],
)
def test_years_can_be_counted_from_the_newest_report(asked: str, counted: str) -> None:
    assert counted_from(asked, 2022) == counted
