"""An index is a generation: built beside the old one, described by a manifest, made current by one atomic write.

index/
CURRENT                     name of the generation in use
generations/<name>/         manifest.json, catalog.sqlite, figures.sqlite, passages.faiss, sentences.faiss, lexical/
models/  cache/  files/     shared by the generations
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus.errors import CannotWrite, IndexBusy, IndexDamaged, IndexMismatch, IndexMissing, StorageFull, is_disk_full
from corpus.writing import write_synced

SCHEMA_VERSION = 4
MANIFEST = "manifest.json"
# Checksums are verified on opening up to this many bytes; above it sizes only, so that opening stays fast.
_VERIFY_BYTES = 64 * 1024 * 1024
_KEPT_GENERATIONS = 2
# Builds name their generations by time: none has this name.
_UNREADABLE = "unreadable"
# A page that looks whether somebody is writing holds the lock for a moment, which must not turn a build away.
_LOCK_SECONDS = 0.5


@dataclass(frozen=True)
class ModelInfo:
    """The encoder an index was made with."""

    id: str
    fingerprint: str
    dim: int
    prompts: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """What a generation is.

    :param created: ISO time, UTC.
    :param counts: of sources, reports, passages, sentences, failures.
    :param files: relative path → ``[size in bytes, sha256]``.
    :param inputs: the paths it was built from, as given.
    :param seconds: how long the build took, by stage.
    """

    schema: int
    name: str
    created: str
    model: ModelInfo
    tokenizer: str
    counts: dict[str, int]
    files: dict[str, tuple[int, str]]
    inputs: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Generation:
    """A complete generation on disk."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The generation's id; caches are keyed by it."""
        return self.manifest.name


class IndexFolder:
    """The folder that holds the generations of one index.

    :param path: need not exist for reading to be asked; it is created for writing.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    @property
    def cache(self) -> Path:
        """Embeddings and the tokenizer's dictionary."""
        return self.path / "cache"

    @property
    def files(self) -> Path:
        """Copies of the sources, named by hash."""
        return self.path / "files"

    def kept_source(self, sha256: str) -> Path:
        """Return where the copy of a source is kept, whether it is there or not."""
        return self.files / sha256[:2] / sha256

    def current_name(self) -> str | None:
        """Return the name of the generation in use, ``None`` if there is none; costs one small read.

        A pointer that cannot be read gives a name that no generation has: opening it says that the index is damaged, and
        a build replaces it.
        """
        try:
            given = (self.path / "CURRENT").read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return _UNREADABLE
        try:
            name = given.decode("utf-8").strip()
        except UnicodeDecodeError:
            return _UNREADABLE
        return name.replace("\0", "") or None

    def current(self) -> Generation:
        """Open the generation in use.

        :raises IndexMissing: there is no index here.
        :raises IndexDamaged: its files are not those that were written.
        :raises IndexMismatch: it was written by another version.
        """
        name = self.current_name()
        if name is None:
            raise IndexMissing(
                f"“{self.path}”里还没有索引。请先运行：python -m indexer build <文件或文件夹> --index {self.path}"
            )
        folder = self.path / "generations" / name
        manifest = _read_manifest(folder, self.path)
        _verify(folder, manifest, self.path)
        return Generation(folder, manifest)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Path]:
        """Give a new folder to write a generation into, held under the index's write lock.

        The caller finishes with ``publish``; a folder left unpublished is removed.

        :raises IndexBusy: another process is writing.
        :raises StorageFull: the disk is full.
        """
        with storage_errors(self.path):
            (self.path / "generations").mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.path / "write.lock"))
        try:
            lock.acquire(timeout=_LOCK_SECONDS)
        except Timeout:
            raise IndexBusy(f"另一个程序正在更新索引“{self.path}”，请等它完成后再试") from None
        try:
            self._sweep()
            stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
            folder = self.path / "generations" / f"{stamp}-{secrets.token_hex(3)}"
            with storage_errors(self.path):
                folder.mkdir()
            try:
                yield folder
            finally:
                if self.current_name() != folder.name:
                    shutil.rmtree(folder, ignore_errors=True)
        finally:
            lock.release()

    def publish(self, folder: Path, **facts: Any) -> Generation:
        """Write the manifest of a finished folder, sync it, and make it the generation in use.

        :param facts: the manifest's fields that are not derived from the folder.
        """
        with storage_errors(self.path):
            files = {
                path.relative_to(folder).as_posix(): (path.stat().st_size, _sha256(path))
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            }
            manifest = Manifest(
                schema=SCHEMA_VERSION,
                name=folder.name,
                created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                files=files,
                **facts,
            )
            write_synced(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            write_synced(self.path / "CURRENT", folder.name + "\n")
        self._sweep()
        return Generation(folder, manifest)

    def _sweep(self) -> None:
        """Remove unfinished generations and all finished ones but the current and the one before it."""
        current = self.current_name()
        folders = sorted((p for p in (self.path / "generations").glob("*") if p.is_dir()), reverse=True)
        finished = [p for p in folders if (p / MANIFEST).exists() and p.name != current]
        for folder in folders:
            keep = folder.name == current or folder in finished[: _KEPT_GENERATIONS - 1]
            if not keep:
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the system's errors about storage into ours, with what the user can do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk I/O" in str(error):
            raise StorageFull(_full(path)) from error
        raise
    except OSError as error:
        if is_disk_full(error) or error.errno == errno.EFBIG:
            raise StorageFull(_full(path)) from error
        if isinstance(error, (NotADirectoryError, FileExistsError)):
            raise CannotWrite(
                f"“{path}”是一个文件，不能当作索引文件夹。请换一个文件夹（--index 或 FAZHI_INDEX）"
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StorageFull(
                f"不能写入“{path}”：没有写权限或磁盘是只读的。请换一个文件夹（--index）或修改权限"
            ) from error
        raise


def _full(path: Path) -> str:
    return f"磁盘空间不足，没有写完“{path}”。原来的索引没有变；请腾出空间后再运行一次"


def _read_manifest(folder: Path, index: Path) -> Manifest:
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"索引“{index}”的清单读不出来，可能已损坏。{_rebuild(index)}") from error
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA_VERSION:
        found = raw.get("schema") if isinstance(raw, dict) else None
        raise IndexMismatch(
            f"索引“{index}”是另一个版本建的（格式 {found}，本程序用 {SCHEMA_VERSION}）。{_rebuild(index)}"
        )
    try:
        return _manifest(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(f"索引“{index}”的清单不完整，可能已损坏。{_rebuild(index)}") from error


def _manifest(raw: Mapping[str, Any]) -> Manifest:
    return Manifest(
        schema=raw["schema"],
        name=raw["name"],
        created=raw["created"],
        model=ModelInfo(**raw["model"]),
        tokenizer=raw["tokenizer"],
        counts=dict(raw["counts"]),
        files={name: (int(size), str(digest)) for name, (size, digest) in raw["files"].items()},
        inputs=tuple(raw.get("inputs", ())),
        seconds=dict(raw.get("seconds", {})),
    )


def _verify(folder: Path, manifest: Manifest, index: Path) -> None:
    total = sum(size for size, _ in manifest.files.values())
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size or (total <= _VERIFY_BYTES and _sha256(path) != digest):
            raise IndexDamaged(f"索引“{index}”的文件 {name} 缺失或已损坏。{_rebuild(index)}")


def _rebuild(index: Path) -> str:
    return f"请重新建立：python -m indexer build <文件或文件夹> --index {index}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
