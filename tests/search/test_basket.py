"""收藏: what is kept stays, is one's own, and is compared with its source as it is now."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import CannotWrite, StorageFull
from corpus.gazetteer import Gazetteer
from corpus.model import Fact, Kind, Metadata, Source, Span
from search.basket import BasketStore, Checker, NotKept, State, Step, keep
from search.basket.item import LONGEST_QUOTE, MOST
from search.basket.store import FILE
from search.shelf import ReportInfo, Shelf

NOW = datetime(2026, 11, 27, 9, 30)
ME, YOU = "a" * 32, "b" * 32
TEXT = "第一句说复议。第二句说应诉。第三句说复议。第二句说应诉。"
SECOND = Span(7, 14)


def _report(
    sha: str, name: str = "甲.txt", ordinal: int = 1, title: str = "甲县报告", county: str = "郯城县"
) -> ReportInfo:
    place = Gazetteer.load().lookup(county)[0] if county else None
    source = Source(sha * 6, name, name, "txt", 1)
    metadata = Metadata(title=Fact(title), place=Fact(place), year=Fact(2023), kind=Fact(Kind.ANNUAL_REPORT))
    return ReportInfo(0, f"{sha * 6}-{ordinal}", ordinal, source, metadata)


def _checker(reports: Mapping[str, str] | list[tuple[ReportInfo, str]]) -> Checker:
    pairs = [(_report(sha), text) for sha, text in reports.items()] if isinstance(reports, Mapping) else reports
    infos = [ReportInfo(row, i.id, i.ordinal, i.source, i.metadata) for row, (i, _) in enumerate(pairs)]
    return Checker(Shelf(infos), lambda rows: {row: (pairs[row][1], ()) for row in rows})


HERE = _checker({"aa": TEXT})
REPORT = "aaaaaaaaaaaa-1"


@pytest.fixture
def store(tmp_path: Path) -> BasketStore:
    return BasketStore(tmp_path)


def _fill(store: BasketStore, count: int = 4, owner: str = ME) -> list[int]:
    for number in range(count):
        assert keep(store, HERE, owner, REPORT, Span(number, number + 7), NOW)
    return [item.id for item in store.items(owner)]


def _notes(store: BasketStore) -> list[str]:
    return [item.note for item in store.items(ME)]


def test_what_is_kept_is_the_text_of_the_report_with_its_citation(store: BasketStore) -> None:
    keep(store, HERE, ME, REPORT, SECOND, NOW)
    (item,) = BasketStore(store._file.parent).items(ME)  # a program that was started anew
    assert (item.quote, item.span, item.kept_at) == ("第二句说应诉。", SECOND, "2026-11-27 09:30")
    assert item.citation == "《甲县报告》，2023年度，文件“甲.txt”。"
    assert item.label == "郯城县2023年"


def test_two_baskets_know_nothing_of_each_other(store: BasketStore) -> None:
    keep(store, HERE, ME, REPORT, SECOND, NOW)
    keep(store, HERE, YOU, REPORT, Span(0, 7), NOW)
    (mine,), (yours,) = store.items(ME), store.items(YOU)
    assert (mine.quote, yours.quote) == ("第二句说应诉。", "第一句说复议。")
    store.set_note(YOU, mine.id, "不是我的")
    store.remove(YOU, [mine.id], NOW)
    assert store.items(ME) == (mine,)


def test_a_second_time_is_refused_and_loses_nothing(store: BasketStore) -> None:
    assert keep(store, HERE, ME, REPORT, SECOND, NOW)
    store.set_note(ME, store.items(ME)[0].id, "备注")
    assert not keep(store, HERE, ME, REPORT, SECOND, NOW)
    assert _notes(store) == ["备注"]


def test_the_same_words_at_another_place_are_another_source(store: BasketStore) -> None:
    assert keep(store, HERE, ME, REPORT, SECOND, NOW)
    assert keep(store, HERE, ME, REPORT, Span(21, 28), NOW)
    assert [item.quote for item in store.items(ME)] == ["第二句说应诉。"] * 2


@pytest.mark.parametrize(
    ("report", "span", "said"),
    [
        ("ffffffffffff-1", SECOND, "已不在资料库中"),
        (REPORT, Span(20, 99), "对不上"),
        (REPORT, Span(9, 9), "对不上"),
        (REPORT, Span(9, 3), "对不上"),
    ],
)
def test_what_a_click_carries_is_checked(store: BasketStore, report: str, span: Span, said: str) -> None:
    with pytest.raises(NotKept, match=said):
        keep(store, HERE, ME, report, span, NOW)
    assert store.items(ME) == ()


def test_there_is_an_end_to_the_length_and_the_number(store: BasketStore) -> None:
    long = _checker({"aa": "法" * (LONGEST_QUOTE + MOST + 2)})
    with pytest.raises(NotKept, match=str(LONGEST_QUOTE)):
        keep(store, long, ME, REPORT, Span(0, LONGEST_QUOTE + 1), NOW)
    draft = long.draft(REPORT, Span(0, 5))
    with store._writing() as db:
        db.executemany(
            "INSERT INTO item(owner,report,start,stop,quote,citation,name,source,place,position,kept_at) "
            "VALUES(?,?,?,?,?,?,?,?,?,?,?)",
            [(ME, REPORT, n, n + 1, "法", "", draft.name, draft.source, "", n, "") for n in range(MOST)],
        )
    with pytest.raises(NotKept, match=f"{MOST} 条"):
        keep(store, long, ME, REPORT, Span(0, 5), NOW)


def test_notes_headings_and_the_title_are_cleaned_and_kept(store: BasketStore) -> None:
    first, *_ = _fill(store)
    store.set_note(ME, first, "  第一行 \n第二行\x00\n\n")
    store.set_heading(ME, first, "  应诉\n 工作 ")
    store.set_title(ME, " 摘 编 ")
    item = store.items(ME)[0]
    assert (item.note, item.heading, store.title(ME), store.title(YOU)) == ("第一行\n第二行", "应诉 工作", "摘 编", "")


def test_what_was_removed_can_be_taken_back_with_note_and_place(store: BasketStore) -> None:
    ids = _fill(store)
    store.set_note(ME, ids[1], "备注")
    before = store.items(ME)
    store.remove(ME, ids[1:3], NOW)
    assert [item.id for item in store.items(ME)] == [ids[0], ids[3]]
    store.restore(ME, ids[1:3])
    assert store.items(ME) == before
    store.remove(ME, [ids[1]], NOW)
    assert keep(store, HERE, ME, REPORT, before[1].span, NOW)  # by its card again
    assert store.items(ME) == before


def test_what_was_removed_long_ago_is_gone(store: BasketStore) -> None:
    ids = _fill(store)
    store.remove(ME, ids[:1], NOW)
    store.remove(ME, ids[1:2], NOW + timedelta(days=31))
    store.restore(ME, ids)
    assert [item.id for item in store.items(ME)] == ids[1:]


def test_items_move_within_their_heading_and_headings_as_a_whole(store: BasketStore) -> None:
    a, b, c, d = _fill(store)

    def order() -> list[int]:
        return [item.id for item in store.items(ME)]

    store.move(ME, b, Step.UP)
    assert order() == [b, a, c, d]
    store.move(ME, b, Step.UP)
    assert order() == [b, a, c, d]
    store.move(ME, d, Step.TOP)
    assert order() == [d, b, a, c]
    store.set_heading(ME, d, "甲")
    store.set_heading(ME, c, "甲")
    assert order() == [d, c, b, a]  # c stands behind d now
    store.move(ME, c, Step.DOWN)
    assert order() == [b, a, d, c]  # the last of its group takes the group along
    store.move(ME, d, Step.UP)
    assert order() == [d, c, b, a]
    store.move(ME, 999, Step.UP)
    assert order() == [d, c, b, a]


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each opens the file that none has made yet, as several users do on the first day."""

    def work(owner: str) -> None:
        for number in range(12):
            keep(BasketStore(tmp_path), HERE, owner, REPORT, Span(number, number + 7), NOW)

    owners = [letter * 32 for letter in "abcdef"]
    with ThreadPoolExecutor(len(owners)) as pool:
        list(pool.map(work, owners))
    assert [len(BasketStore(tmp_path).items(owner)) for owner in owners] == [12] * len(owners)


def test_a_locked_file_is_said_in_chinese_and_readers_go_on(
    store: BasketStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(store, 1)
    monkeypatch.setattr("search.basket.store.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(store._file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotWrite, match="占用"):
            keep(store, HERE, ME, REPORT, SECOND, NOW)
        assert len(store.items(ME)) == 1
        other.execute("ROLLBACK")
    assert keep(store, HERE, ME, REPORT, SECOND, NOW)


def test_a_full_disk_is_said_and_leaves_what_is_kept(store: BasketStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(store, 1)
    connect = BasketStore._connect

    def without_room(self: BasketStore) -> sqlite3.Connection:
        db = connect(self)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    monkeypatch.setattr(BasketStore, "_connect", without_room)
    with pytest.raises(StorageFull, match="磁盘空间不足"):
        store.set_note(ME, store.items(ME)[0].id, "字" * 2000)
    assert store.items(ME)[0].quote == TEXT[:7]


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 20, None])
def test_a_file_that_is_none_is_said(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        (tmp_path / FILE).mkdir()
    else:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(CannotWrite, match="读不了收藏"):
        BasketStore(tmp_path).items(ME)
    with pytest.raises(CannotWrite, match="没有存上"):
        BasketStore(tmp_path).set_title(ME, "甲")


def test_a_file_of_a_newer_version_is_left_alone(store: BasketStore) -> None:
    _fill(store, 1)
    with closing(sqlite3.connect(store._file)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(CannotWrite, match="更新版本"):
        store.items(ME)


def _state(store: BasketStore, now: list[tuple[ReportInfo, str]]) -> tuple[State, str, str]:
    (found,) = _checker(now).check(store.items(ME))
    assert found.item.quote == "第二句说应诉。"  # whatever became of the source
    return found.state, found.report.id if found.report else "", found.mark


def test_a_quotation_is_compared_with_the_report_as_it_is_now(store: BasketStore) -> None:
    keep(store, HERE, ME, REPORT, SECOND, NOW)
    same, old, new = State.SAME, _report("aa"), _report("bb")
    changed = TEXT.replace("应诉", "调解")
    assert _state(store, [(old, TEXT)]) == (same, REPORT, "")
    # The program reads the same file otherwise, or the file was changed.
    assert _state(store, [(old, "序言。" + TEXT)]) == (State.MOVED, REPORT, "")
    assert _state(store, [(new, "序言。" + TEXT)]) == (State.MOVED, new.id, "")
    assert _state(store, [(new, TEXT)]) == (State.MOVED, new.id, "")
    assert _state(store, [(old, changed)]) == (State.CHANGED, REPORT, "与现在的原文不一致")
    assert _state(store, [(new, changed)]) == (State.CHANGED, new.id, "与现在的原文不一致")
    assert _state(store, [(_report("cc", "乙.txt"), TEXT)]) == (State.GONE, "", "原文已不在资料库中")
    assert _state(store, []) == (State.GONE, "", "原文已不在资料库中")


def test_another_report_of_the_same_file_is_not_the_source(store: BasketStore) -> None:
    keep(store, HERE, ME, REPORT, SECOND, NOW)
    other = _report("bb", ordinal=1, title="乙县报告", county="沂水县")
    mine = _report("bb", ordinal=2)
    assert _state(store, [(other, TEXT)])[0] is State.GONE
    assert _state(store, [(other, TEXT), (mine, "序言。" + TEXT)])[:2] == (State.MOVED, mine.id)


def test_of_several_places_the_nearest_is_taken(store: BasketStore) -> None:
    keep(store, HERE, ME, REPORT, SECOND, NOW)
    (found,) = _checker({"aa": "序。" + TEXT}).check(store.items(ME))
    assert found.span == Span(9, 16)


def test_keeping_again_after_the_file_was_changed_finds_the_old_item(store: BasketStore) -> None:
    keep(store, HERE, ME, REPORT, SECOND, NOW)
    store.set_note(ME, store.items(ME)[0].id, "备注")
    new = _checker({"bb": "序。" + TEXT})
    assert not keep(store, new, ME, "bbbbbbbbbbbb-1", Span(9, 16), NOW)
    (item,) = store.items(ME)
    assert (item.report, item.span, item.note) == ("bbbbbbbbbbbb-1", Span(9, 16), "备注")
    assert new.check([item])[0].state is State.SAME
