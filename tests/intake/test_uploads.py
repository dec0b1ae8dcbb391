"""The folder of uploads: whatever breaks off, each file is in one place and the library is as it was."""

from __future__ import annotations

import errno
import io
import time
from pathlib import Path

import pytest

from corpus.errors import CannotWrite
from corpus.generation import IndexFolder
from corpus.model import Source
from corpus.settings import Settings
from intake.backup import backup_entries, save_backup
from intake.batch import Batch, Choices
from intake.previewing import Previewer
from intake.uploads import UploadGone, Uploads
from tests.indexer.odd_inputs import docx_of, zip_of

LIMIT = 1 << 20
REPORT = "费县2023年度法治政府建设情况报告\n\n一、主要做法\n\n组建服务专班，逐户出具报告并跟踪整改落实。\n"


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


def stage(uploads: Uploads, **files: str | bytes) -> Batch:
    given = [
        (name.replace("_", "."), io.BytesIO(data if isinstance(data, bytes) else data.encode()))
        for name, data in files.items()
    ]
    return uploads.stage(given, LIMIT)


def names(uploads: Uploads) -> list[str]:
    return sorted(kept.name for kept in uploads.kept())


def test_an_upload_waits_until_it_is_committed_and_unticked_files_stay_out(uploads: Uploads) -> None:
    batch = stage(uploads, 甲_txt="一", 乙_txt="二")
    assert names(uploads) == [] and [one.id for one in uploads.batches()] == [batch.id]
    uploads.commit(batch, [2])
    assert names(uploads) == ["乙.txt"] and uploads.batches() == []
    assert uploads.kept()[0].path.read_text("utf-8") == "二"


def test_files_of_the_same_name_are_both_kept(uploads: Uploads) -> None:
    batch = stage(uploads, 各县_zip=zip_of({"甲/报告.txt": "一", "乙/报告.txt": "二"}))
    uploads.commit(batch, [1, 2])
    assert sorted(kept.path.read_text("utf-8") for kept in uploads.kept()) == ["一", "二"]


def test_a_replaced_file_is_taken_out_not_deleted(uploads: Uploads) -> None:
    uploads.commit(stage(uploads, 甲_txt="旧"), [1])
    old = uploads.kept()[0].id
    uploads.commit(stage(uploads, 甲_txt="新"), [1], [old])
    assert [kept.path.read_text("utf-8") for kept in uploads.kept()] == ["新"]
    assert [kept.path.read_text("utf-8") for kept in uploads.taken_out()] == ["旧"]


def test_a_file_taken_out_can_be_put_back_and_nobody_does_either_twice(uploads: Uploads) -> None:
    uploads.commit(stage(uploads, 甲_txt="一", 乙_txt="二"), [1, 2])
    one = next(kept for kept in uploads.kept() if kept.name == "甲.txt")
    uploads.take_out(one.id)
    assert names(uploads) == ["乙.txt"] and [kept.name for kept in uploads.taken_out()] == ["甲.txt"]
    with pytest.raises(UploadGone):
        uploads.take_out(one.id)
    uploads.put_back(one.id)
    assert names(uploads) == ["乙.txt", "甲.txt"] and uploads.taken_out() == []
    for strange in ("../../etc", "", f"{one.id}/..", "20260101-000000-abcdef-001"):
        with pytest.raises(UploadGone):
            uploads.take_out(strange)


@pytest.mark.parametrize("step", range(3))
def test_a_commit_that_breaks_off_leaves_the_library_as_it_was_and_can_be_done_again(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    batch = stage(uploads, 甲_txt="一", 乙_txt="二")
    whole, calls = Path.rename, []

    def rename(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == step + 1:
            raise KeyboardInterrupt
        return whole(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(KeyboardInterrupt):
        uploads.commit(batch, [1, 2])
    monkeypatch.undo()
    assert names(uploads) == []
    again = uploads.batch(batch.id)
    assert again is not None and all(again.path_of(file).exists() for file in again.files)
    uploads.commit(again, [1])
    assert names(uploads) == ["甲.txt"]


def test_an_upload_that_breaks_off_is_not_there_at_all(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWrite, match="磁盘空间不足"):
        stage(uploads, 甲_txt="一")
    monkeypatch.undo()
    assert uploads.batches() == [] and list(uploads.staging.iterdir()) == []
    (uploads.staging / "20260101-000000-abcdef.part" / "files").mkdir(parents=True)
    assert uploads.batches() == [] and uploads.batch("20260101-000000-abcdef.part") is None


def test_what_is_committed_in_one_window_is_gone_in_the_other(uploads: Uploads) -> None:
    batch = stage(uploads, 甲_txt="一")
    uploads.commit(batch, [1])
    with pytest.raises(UploadGone):
        uploads.commit(batch, [1])
    assert names(uploads) == ["甲.txt"]


def test_a_file_above_the_limit_and_a_lock_file_are_named(uploads: Uploads) -> None:
    batch = uploads.stage([("大.txt", io.BytesIO(bytes(LIMIT + 1))), ("~$甲.docx", io.BytesIO(b"x"))], LIMIT)
    assert batch.files == () and [problem.name for problem in batch.problems] == ["大.txt", "~$甲.docx"]


def test_files_are_read_as_a_build_reads_them_and_bad_ones_tell_why(uploads: Uploads) -> None:
    html = f"<html><body><h1>{REPORT.splitlines()[0]}</h1><p>{REPORT}</p></body></html>"
    batch = stage(uploads, 费县_txt=REPORT, 网页_docx=html, 空_txt="", 费县_docx=docx_of(*REPORT.split("\n\n")))
    Previewer().ensure(batch)
    deadline = time.monotonic() + 60
    while batch.unread() and time.monotonic() < deadline:
        time.sleep(0.1)
    text, page, empty, word = (batch.read(number) for number in (1, 2, 3, 4))
    assert text and page and empty and word
    for read, kind in ((text, "txt"), (page, "html"), (word, "docx")):
        place = read.reports[0].metadata.place.value
        assert read.format == kind and place and place.name == "费县"
    assert [heading for heading, _ in text.reports[0].headings] == ["一、主要做法"]
    assert "空的" in empty.error and empty.reports == ()


def test_a_file_that_is_never_read_to_its_end_does_not_hold_up_the_others(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = stage(uploads, 甲_txt=REPORT, 乙_txt=REPORT + "二")
    monkeypatch.setattr("intake.previewing._SECONDS_A_FILE", 0.001)
    previewer = Previewer()
    previewer.ensure(batch)
    previewer.wait(batch)
    assert batch.unread() == []
    assert all((read := batch.read(number)) and "没有读完" in read.error for number in (1, 2))


def test_what_was_chosen_survives_a_closed_browser(uploads: Uploads) -> None:
    batch = stage(uploads, 甲_txt="一")
    chosen = Choices(frozenset({1}), frozenset({1}), {"1-2": {"year": 2023, "place": "费县"}})
    batch.choose(chosen)
    again = uploads.batch(batch.id)
    assert again is not None and again.choices == chosen


def test_a_backup_holds_every_file_under_its_own_name(tmp_path: Path) -> None:
    import zipfile

    index = IndexFolder(tmp_path / "index")
    sources = [Source(digit * 64, "报告.txt", "", "txt", 1) for digit in "ab"]
    for source in sources:
        index.kept_source(source.sha256).parent.mkdir(parents=True)
        index.kept_source(source.sha256).write_text(source.sha256[0], encoding="utf-8")
    (tmp_path / "overrides.toml").write_text("# 更正", encoding="utf-8")
    entries = backup_entries(sources, index, Settings(overrides=tmp_path / "overrides.toml"))
    save_backup(entries, tmp_path / "备份" / "备份.zip")
    with zipfile.ZipFile(tmp_path / "备份" / "备份.zip") as archive:
        assert archive.read("资料/报告.txt") == b"a" and archive.read("资料/报告（2）.txt") == b"b"
        assert archive.read("overrides.toml").decode() == "# 更正" and "词典/lexicon/terms.csv" in archive.namelist()
