"""Corrections written by the page into a file that people edit too."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.corrections import Correction, forget_corrections, write_corrections
from corpus.errors import OverridesInvalid
from corpus.gazetteer import Gazetteer
from corpus.overrides import corrected_value, read_overrides
from corpus.settings import PROJECT
from search.nicknames import path_of

OWN = """# 我的备注
[[report]]
source = "bbbbbbbb"   # 手写的
year = 2020
"""
A, B = "a" * 64, "b" * 64


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "overrides.toml"


def values(path: Path, source: str, ordinal: int = 1) -> dict[str, object]:
    found: dict[str, object] = {}
    for override in read_overrides(path):
        if override.matches(source, ordinal):
            found |= override.values
    return found


def test_a_correction_leaves_comments_and_other_entries_and_the_version_before(path: Path) -> None:
    path.write_text(OWN, encoding="utf-8")
    write_corrections(path, Correction(A, 3, {"year": 2024, "publisher": ""}, "费县.txt 第 3 篇"))
    text = path.read_text("utf-8")
    assert text.startswith(OWN) and "# 费县.txt 第 3 篇" in text
    assert values(path, A, 3) == {"year": 2024, "publisher": None} and values(path, A) == {}
    assert path.with_name("overrides.toml.bak").read_text("utf-8") == OWN


def test_the_shipped_file_of_comments_can_be_written_to(path: Path) -> None:
    shutil.copy(PROJECT / "data" / "overrides.toml", path)
    before = path.read_text("utf-8")
    write_corrections(path, Correction(A, 1, {"place": "内蒙古自治区/通辽市/科尔沁左翼后旗"}))
    assert path.read_text("utf-8").startswith(before.rstrip()) and values(path, A)["level"] == "县"


def test_an_entry_written_by_hand_is_changed_where_it_stands(path: Path) -> None:
    path.write_text(OWN, encoding="utf-8")
    write_corrections(path, Correction(B, 1, {"year": 2021}))
    text = path.read_text("utf-8")
    assert text.count("[[report]]") == 1 and "# 手写的" in text and values(path, B) == {"year": 2021}


def test_going_back_removes_the_report_and_nothing_else(path: Path) -> None:
    path.write_text(OWN, encoding="utf-8")
    write_corrections(path, Correction(A, 1, {"year": 2024}), Correction(A, 2, {"year": 2023}))
    forget_corrections(path, A, 1)
    assert values(path, A) == {} and values(path, A, 2) == {"year": 2023} and values(path, B) == {"year": 2020}
    write_corrections(path, Correction(A, 2, {"year": None}))
    assert values(path, A, 2) == {} and values(path, B) == {"year": 2020}


@pytest.mark.parametrize(
    "wrong", [{"year": 20244}, {"place": "火星"}, {"place": "鼓楼区"}, {"kind": "小说"}, {"颜色": "红"}]
)
def test_an_impossible_value_changes_nothing(path: Path, wrong: dict[str, str | int]) -> None:
    path.write_text(OWN, encoding="utf-8")
    with pytest.raises(OverridesInvalid):
        write_corrections(path, Correction(A, 1, {"year": 2024}), Correction(A, 2, wrong))
    assert path.read_text("utf-8") == OWN


@pytest.mark.parametrize("broken", ["[[report]", 'report = [{source = "aaaaaaaa", year = 2020}]', "\udcff"])
def test_a_file_that_is_wrong_already_is_left_alone_and_told(path: Path, broken: str) -> None:
    data = broken.encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    with pytest.raises(OverridesInvalid):
        write_corrections(path, Correction(A, 1, {"year": 2024}))
    assert path.read_bytes() == data


def test_writers_at_the_same_time_lose_nothing(path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(
            threads.map(
                lambda ordinal: write_corrections(path, Correction(A, ordinal, {"year": 2000 + ordinal})), range(1, 25)
            )
        )
    assert {override.ordinal: override.values["year"] for override in read_overrides(path)} == {
        ordinal: 2000 + ordinal for ordinal in range(1, 25)
    }


def test_every_place_of_the_table_can_be_written_and_read_back() -> None:
    places = Gazetteer.load()
    waiting = list(places.provinces())
    while waiting:
        place = waiting.pop()
        assert corrected_value("place", path_of(place)) == place
        waiting += places.children(place)
