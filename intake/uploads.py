"""The folder of uploaded files: what waits to be looked at, what is in the library, what was taken out.

uploads/
.staging/<batch>/    upload.json, files/<n>/<name>, read/<n>.json, choices.json: uploaded, not in the library yet
files/<batch>/<n>/<name>      in the library; this is what a build reads
removed/<batch>-<n>/<name>    taken out, kept so that it can be put back

Every step is one rename of a folder, so that a crash at any moment leaves each file in exactly one of these places.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from corpus.errors import CannotWrite, CanyueError, is_disk_full
from corpus.source_names import is_ignored, safe_name
from corpus.writing import write_synced
from intake.batch import ACCEPTED, Batch, StagedFile, numbered
from intake.unpack import Budget, Member, Problem, is_archive, unpack

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
_FILE_ID = re.compile(rf"({_ID.pattern})-(\d{{3,}})")
# Moving a folder takes milliseconds.
_WAIT_SECONDS = 10.0
# What a program that died was unpacking; nobody unpacks for a day.
_ABANDONED_SECONDS = 24 * 3600


class UploadGone(CanyueError):
    """What was to be committed, taken out or put back is not there any more: somebody else was faster."""


@dataclass(frozen=True)
class Kept:
    """An uploaded file, in the library or taken out.

    :param id: stays the same when it is taken out and put back.
    :param when: when it was committed or taken out.
    """

    id: str
    path: Path
    size: int
    when: datetime.datetime

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.name


class Uploads:
    """The folder of uploaded files; several programs may use it at once.

    :param root: created when something is written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.files, self.removed, self.staging = self.root / "files", self.root / "removed", self.root / ".staging"

    # ------------------------------------------------------------ coming in

    def stage(self, given: Iterable[tuple[str, BinaryIO]], file_bytes: int) -> Batch:
        """Put files aside to be looked at; archives are unpacked.

        :param given: name and content of each, as a browser sends them.
        :param file_bytes: the size above which a file is refused.
        :raises CannotWrite: the disk is full or read-only; nothing is left behind.
        """
        stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
        batch_id = f"{stamp}-{secrets.token_hex(3)}"
        folder = self.staging / f"{batch_id}.part"
        with self._writing():
            self._sweep()
            try:
                (folder / "files").mkdir(parents=True)
                files: list[StagedFile] = []
                problems: list[Problem] = []
                for item in _taken_apart(given, Budget(file_bytes=file_bytes)):
                    if isinstance(item, Problem):
                        problems.append(item)
                    else:
                        files.append(_put(folder / "files", len(files) + 1, item))
                record = {"files": [asdict(file) for file in files], "problems": [asdict(one) for one in problems]}
                write_synced(folder / "upload.json", json.dumps(record, ensure_ascii=False))
                folder.rename(self.staging / batch_id)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        return Batch(self.staging / batch_id)

    def batches(self) -> list[Batch]:
        """Return what waits to be looked at, the newest first."""
        if not self.staging.exists():
            return []
        found = (path for path in self.staging.iterdir() if _ID.fullmatch(path.name))
        return [Batch(path) for path in sorted(found, reverse=True) if (path / "upload.json").exists()]

    def batch(self, batch_id: str) -> Batch | None:
        """Return one batch, ``None`` if it is not there; any text may be asked for."""
        return next((batch for batch in self.batches() if batch.id == batch_id), None)

    def discard(self, batch: Batch) -> None:
        """Throw a batch away."""
        with self._writing():
            shutil.rmtree(batch.folder, ignore_errors=True)

    def commit(self, batch: Batch, numbers: Sequence[int], replaced: Sequence[str] = ()) -> None:
        """Bring files of a batch into the library, all at once; the rest of the batch is thrown away.

        :param replaced: ids of files in the library that make room.
        :raises UploadGone: the batch was committed or discarded already.
        :raises CannotWrite: the disk does not let us; the batch is as it was.
        """
        with self._writing(), self._alone():
            if not batch.folder.exists():
                raise UploadGone("这批文件已经加入资料库或被放弃了")
            staged, accepted = batch.folder / "files", batch.folder / ACCEPTED
            accepted.mkdir(exist_ok=True)
            # What a commit gathered that broke off.
            for left in list(accepted.iterdir()):
                left.rename(staged / left.name)
            for name in map(numbered, numbers):
                (staged / name).rename(accepted / name)
            self.files.mkdir(parents=True, exist_ok=True)
            accepted.rename(self.files / batch.id)
            for file_id in replaced:
                with contextlib.suppress(UploadGone):
                    self._take_out(file_id)
            shutil.rmtree(batch.folder, ignore_errors=True)

    # ------------------------------------------------------------ in the library and out of it

    def kept(self) -> list[Kept]:
        """Return the uploaded files of the library, the newest first."""
        folders = self.files.glob("*/*") if self.files.exists() else ()
        return _kept((f"{folder.parent.name}-{folder.name}", folder) for folder in folders)

    def taken_out(self) -> list[Kept]:
        """Return the files that were taken out, the newest first."""
        folders = self.removed.iterdir() if self.removed.exists() else ()
        return _kept((folder.name, folder) for folder in folders)

    def take_out(self, file_id: str) -> None:
        """Take a file out of the library; it is kept to be put back.

        :raises UploadGone: it is not there.
        """
        with self._writing(), self._alone():
            self._take_out(file_id)

    def put_back(self, file_id: str) -> None:
        """Put a file back that was taken out.

        :raises UploadGone: it is not there.
        """
        with self._writing(), self._alone():
            inside = self._inside(file_id)
            inside.parent.mkdir(parents=True, exist_ok=True)
            _move(self.removed / file_id, inside)

    def _take_out(self, file_id: str) -> None:
        inside = self._inside(file_id)
        self.removed.mkdir(parents=True, exist_ok=True)
        _move(inside, self.removed / file_id)
        # When it was taken out, for the list.
        (self.removed / file_id).touch()
        with contextlib.suppress(OSError):
            inside.parent.rmdir()

    def _inside(self, file_id: str) -> Path:
        match = _FILE_ID.fullmatch(file_id)
        if not match:
            raise UploadGone("没有这个文件")
        return self.files / match[1] / match[2]

    # ------------------------------------------------------------ the disk

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.root / ".lock"))
        try:
            lock.acquire(timeout=_WAIT_SECONDS)
        except Timeout:
            raise CannotWrite("另一个人正在改动资料库，请稍后再试") from None
        try:
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if is_disk_full(error):
                raise CannotWrite("磁盘空间不足，文件没有存下来，资料库没有变。请腾出空间后再试") from error
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise CannotWrite(f"不能写入“{self.root}”：没有写权限或磁盘是只读的，资料库没有变") from error
            raise

    def _sweep(self) -> None:
        for path in self.staging.glob("*.part"):
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _taken_apart(given: Iterable[tuple[str, BinaryIO]], budget: Budget) -> Iterator[tuple[str, Member] | Problem]:
    """Yield each file with the archive it came from, ``""`` if none."""
    for name, file in given:
        shown = safe_name(name)
        if is_archive(file):
            for item in unpack(shown, file, budget):
                yield item if isinstance(item, Problem) else (shown, item)
        elif is_ignored(shown):
            yield Problem(shown, f"{shown}：是系统文件或说明文件，不收录")
        else:
            file.seek(0)
            content = file.read(budget.file_bytes + 1)
            if len(content) > budget.file_bytes:
                yield Problem(shown, f"{shown}：文件超过上限 {budget.file_bytes >> 20} MB。请拆成几个文件，或调高上限")
            else:
                yield "", Member(name, content)


def _put(folder: Path, number: int, item: tuple[str, Member]) -> StagedFile:
    archive, member = item
    name = safe_name(member.path)
    target = folder / numbered(number)
    target.mkdir()
    (target / name).write_bytes(member.content)
    origin = f"{archive} 里的 {member.path}" if archive else ""
    return StagedFile(number, name, origin, hashlib.sha256(member.content).hexdigest(), len(member.content))


def _numbered(number: int) -> str:
    return f"{number:03d}"


def _move(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except FileNotFoundError:
        raise UploadGone("这个文件已经不在那里了，可能是别人刚刚移走或恢复的") from None


def _kept(folders: Iterable[tuple[str, Path]]) -> list[Kept]:
    found = []
    for file_id, folder in folders:
        path = next((path for path in folder.iterdir() if path.is_file()), None) if folder.is_dir() else None
        if path is not None and _FILE_ID.fullmatch(file_id):
            when = datetime.datetime.fromtimestamp(folder.stat().st_mtime).astimezone()
            found.append(Kept(file_id, path, path.stat().st_size, when))
    return sorted(found, key=lambda one: (one.when, one.id), reverse=True)
