"""Files of the user: which there are, and reading one of them without letting it stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import DamagedFile, EmptySource, ReadError
from corpus.model import Reading
from corpus.settings import Settings
from corpus.source_names import is_ignored
from indexer.reading import read_source


def find_files(inputs: Iterable[str | Path]) -> Iterator[Path]:
    """Yield the files named, and those inside the folders named, in a stable order; hidden and lock files left out.

    :raises EmptySource: a path does not exist.
    """
    seen: set[Path] = set()
    for given in map(Path, inputs):
        if not given.exists():
            raise EmptySource(str(given), "没有这个文件或文件夹", "请检查路径")
        found = [given] if given.is_file() else sorted(path for path in given.rglob("*") if path.is_file())
        for path in found:
            if not (path != given and is_ignored(path.name)) and path.resolve() not in seen:
                seen.add(path.resolve())
                yield path


def bytes_of(path: Path) -> bytes:
    """Return a file's content.

    :raises DamagedFile: the system does not let us read it.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedFile(path.name, f"打不开这个文件（{error.strerror}）", "请检查权限或磁盘") from error


def read_one(path: Path, data: bytes, settings: Settings) -> Reading:
    """Turn a file into its reports.

    :raises ReadError: whatever is wrong with it.
    """
    try:
        return read_source(path.name, str(path), data, max_bytes=settings.max_file_mb * 2**20)
    except ReadError:
        raise
    except Exception as error:  # one bad file must not stop a batch
        raise DamagedFile(
            path.name, f"处理时出错（{type(error).__name__}：{error}）", "请把这个文件反馈给维护者"
        ) from error
