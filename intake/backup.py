"""A backup: everything a library is made of that cannot be computed again, as one zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus.errors import CannotWrite
from corpus.generation import IndexFolder
from corpus.model import Source
from corpus.settings import PROJECT, Settings

# What people may have edited; the rest of data/ comes with the program.
_EDITABLE = ("lexicon/terms.csv", "lexicon/examples.csv", "lexicon/stop_words.txt")
_TABLES = ("indicators.toml", "practices.toml", "sections.toml")
_README = """法治参阅资料库备份

资料/            资料库里的全部原文件
overrides.toml   人工更正
词典/            词典、说法示例、指标词典等可以编辑的表

恢复：把“资料”里的文件放进一个文件夹，overrides.toml 和“词典”里的表放回程序的 data 文件夹，
再运行 python -m indexer build 那个文件夹；也可以在“资料库”页把“资料”里的文件重新上传。
人工更正按文件内容对应，文件没有改动就继续有效。
"""


@dataclass(frozen=True)
class Entry:
    """A file of a backup."""

    name: str
    path: Path


def backup_entries(sources: Sequence[Source], index: IndexFolder, settings: Settings) -> list[Entry]:
    """Return what a backup holds; sources as the copies that the index keeps of them.

    :param sources: those of the index in use.
    """
    taken: set[str] = set()
    entries = []
    for source in sources:
        copy = index.kept_source(source.sha256)
        if copy.exists():
            entries.append(Entry(f"资料/{_free(source.name, taken)}", copy))
    tables = [Entry(f"词典/{name}", PROJECT / "data" / name) for name in (*_EDITABLE, *_TABLES)]
    entries += [Entry("overrides.toml", settings.overrides), *tables]
    return [entry for entry in entries if entry.path.exists()]


def total_bytes(entries: Iterable[Entry]) -> int:
    """Return the size of a backup before it is compressed."""
    return sum(entry.path.stat().st_size for entry in entries)


def write_backup(entries: Iterable[Entry], target: BinaryIO) -> None:
    """Write a backup; no more of it is in memory than a piece of a file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("说明.txt", _README)
        for entry in entries:
            archive.write(entry.path, entry.name)


def save_backup(entries: Iterable[Entry], target: Path) -> None:
    """Write a backup into a file, which is there whole or not at all.

    :raises CannotWrite: the disk is full or read-only.
    """
    unfinished = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            write_backup(entries, file)
        unfinished.replace(target)
    except OSError as error:
        raise CannotWrite(f"“{target}”写不进去（{error.strerror}）。请检查磁盘空间和写权限") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other file of the backup has: sources of different folders may share one."""
    pure, number, free = PurePosixPath(name), 1, name
    while free.lower() in taken:
        number += 1
        free = f"{pure.stem}（{number}）{pure.suffix}"
    taken.add(free.lower())
    return free
