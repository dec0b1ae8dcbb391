"""An index is a generation: whole or not there, checked on opening, one writer at a time."""

import json
import multiprocessing
import os
import signal
import time

import pytest

from corpus.errors import CannotWrite, IndexBusy, IndexDamaged, IndexMismatch, IndexMissing, StorageFull
from corpus.generation import SCHEMA_VERSION, IndexFolder, ModelInfo, storage_errors

FACTS = {
    "model": ModelInfo("m", "f", 3),
    "tokenizer": "t",
    "counts": {"reports": 1},
    "inputs": ("data",),
}


def publish(index: IndexFolder, content: bytes = b"content"):
    with index.writing() as folder:
        (folder / "catalog.sqlite").write_bytes(content)
        return index.publish(folder, **FACTS)


def test_what_was_published_is_what_opens(tmp_path):
    index = IndexFolder(tmp_path / "index")
    published = publish(index)
    opened = index.current()
    assert opened.manifest == published.manifest
    assert opened.manifest.model == FACTS["model"]
    assert (opened.folder / "catalog.sqlite").read_bytes() == b"content"


def test_no_index_says_what_to_run(tmp_path):
    with pytest.raises(IndexMissing, match="python -m indexer build"):
        IndexFolder(tmp_path / "nothing").current()


def test_an_unfinished_build_leaves_the_old_generation_and_no_rubbish(tmp_path):
    index = IndexFolder(tmp_path)
    old = publish(index)
    with pytest.raises(KeyboardInterrupt), index.writing() as folder:
        (folder / "half").write_text("written")
        raise KeyboardInterrupt
    assert index.current().name == old.name
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [old.name]


def _write_for_ever(path, started):
    index = IndexFolder(path)
    with index.writing() as folder:
        (folder / "half").write_text("written")
        started.set()
        time.sleep(60)


def test_a_killed_build_leaves_the_old_generation_and_the_next_build_works(tmp_path):
    index = IndexFolder(tmp_path)
    old = publish(index)
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    process = context.Process(target=_write_for_ever, args=(tmp_path, started))
    process.start()
    assert started.wait(30)
    with pytest.raises(IndexBusy, match="另一个程序正在更新"):
        publish(index)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert index.current().name == old.name
    new = publish(index, b"new")
    assert index.current().name == new.name
    assert not any("half" in path.name for path in tmp_path.rglob("*"))


@pytest.mark.parametrize("damage", ["change", "cut", "remove"])
def test_changed_files_are_refused_with_what_to_run(tmp_path, damage):
    index = IndexFolder(tmp_path)
    file = publish(index).folder / "catalog.sqlite"
    if damage == "change":
        file.write_bytes(b"CONTENT")
    elif damage == "cut":
        file.write_bytes(b"con")
    else:
        file.unlink()
    with pytest.raises(IndexDamaged, match=r"catalog\.sqlite.*python -m indexer build"):
        index.current()


def test_a_manifest_of_another_version_is_refused(tmp_path):
    index = IndexFolder(tmp_path)
    manifest = publish(index).folder / "manifest.json"
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**raw, "schema": 99}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match="格式 99"):
        index.current()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", f'{{"schema": {SCHEMA_VERSION}}}'])
def test_a_manifest_that_is_none_is_refused(tmp_path, content):
    index = IndexFolder(tmp_path)
    (publish(index).folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises((IndexDamaged, IndexMismatch)):
        index.current()


def test_a_pointer_to_nothing_is_refused(tmp_path):
    index = IndexFolder(tmp_path)
    publish(index)
    (tmp_path / "CURRENT").write_text("gone\n")
    with pytest.raises(IndexDamaged):
        index.current()
    (tmp_path / "CURRENT").write_text("../../etc\n")
    with pytest.raises(IndexDamaged):
        index.current()


@pytest.mark.parametrize("pointer", [b"\xff\xfe\x80", b"gone\x00\n", None])
def test_a_pointer_that_cannot_be_read_is_damage(tmp_path, pointer):
    index = IndexFolder(tmp_path)
    publish(index)
    (tmp_path / "CURRENT").unlink()
    if pointer is None:
        (tmp_path / "CURRENT").mkdir()
    else:
        (tmp_path / "CURRENT").write_bytes(pointer)
    with pytest.raises(IndexDamaged):
        index.current()
    if pointer is not None:
        assert publish(index).folder == index.current().folder


def test_a_file_in_the_place_of_the_index_folder_is_named(tmp_path):
    (tmp_path / "index").write_text("")
    index = IndexFolder(tmp_path / "index")
    assert index.current_name() is None
    with pytest.raises(CannotWrite, match="是一个文件"), index.writing():
        pass


def test_only_the_last_two_generations_are_kept(tmp_path):
    index = IndexFolder(tmp_path)
    for number in range(4):
        last = publish(index, str(number).encode())
    kept = sorted(path.name for path in (tmp_path / "generations").iterdir())
    assert len(kept) == 2
    assert last.name in kept


def test_a_full_disk_is_named_and_the_old_index_stays(tmp_path):
    index = IndexFolder(tmp_path)
    old = publish(index)
    with pytest.raises(StorageFull, match="磁盘空间不足"), index.writing(), storage_errors(tmp_path):
        raise OSError(28, "No space left on device")
    assert index.current().name == old.name


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises((StorageFull, NotADirectoryError)), storage_errors(tmp_path):
        raise PermissionError(13, "Permission denied")
