"""A zip as people send it, taken apart without trusting a word of it.

Nothing of an archive becomes a path: a member gives its content and the last part of its name. Sizes are counted while
reading, because an archive may lie about them.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from corpus.source_names import is_ignored, last_part

_CHUNK = 1 << 20
# A county's reports of twenty years with all their attachments are some hundred files.
MOST_FILES = 2000
# A whole province's reports as PDF are below a gigabyte.
MOST_BYTES = 2 << 30
# An entry of the list of contents takes 46 bytes and its name; 2,000 of them with the longest of names 1.5 MB.
_LONGEST_CONTENTS = 4 << 20
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_END_64 = b"PK\x06\x06"
_UTF8_NAME, _ENCRYPTED, _UNICODE_PATH = 0x800, 0x1, 0x7075
# Office files and e-books are archives too, to be read whole.
_OFFICE_MEMBERS = ("[Content_Types].xml", "mimetype", "word/document.xml")


@dataclass(frozen=True)
class Problem:
    """A file that did not come in: its name as the user knows it, and why, in Chinese."""

    name: str
    message: str


@dataclass(frozen=True)
class Member:
    """A file of an archive.

    :param path: where it stands in the archive, for people to see; never used as a path.
    """

    path: str
    content: bytes


@dataclass
class Budget:
    """What may still be unpacked of one upload, all its archives together."""

    files: int = MOST_FILES
    bytes: int = MOST_BYTES
    file_bytes: int = field(default=256 << 20)


class _TooMuch(Exception):
    """The budget is used up."""


def is_archive(file: BinaryIO) -> bool:
    """Tell whether a file is a zip to be unpacked; an Office file, which is a zip by its format, is not."""
    file.seek(0)
    if file.read(4) not in (b"PK\x03\x04", _END, b"PK\x07\x08"):
        return False
    if _contents_size(file) > _LONGEST_CONTENTS:
        return True
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        return False
    return not any(name in names for name in _OFFICE_MEMBERS)


def unpack(name: str, file: BinaryIO, budget: Budget) -> Iterator[Member | Problem]:
    """Yield the files of an archive, and of those that cannot be taken why.

    :param name: the archive's own name, for messages.
    :param budget: used up by what is unpacked.
    """
    if _contents_size(file) > _LONGEST_CONTENTS:
        yield Problem(name, f"{name}：压缩包里的文件太多（最多 {MOST_FILES} 个）。请分成几个压缩包")
        return
    try:
        with zipfile.ZipFile(file) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            infos = [info for info in files if not _systems_own(_path(info))]
            if not infos:
                yield Problem(name, f"{name}：压缩包里没有可以读的文件")
            elif len(infos) < len(files):
                left = len(files) - len(infos)
                yield Problem(name, f"{name}：其中 {left} 个是系统文件、临时文件或 README.md，没有读取")
            for info in infos:
                yield _taken(name, archive, info, budget)
    except _TooMuch as error:
        yield Problem(name, f"{name}：{error}，其余的没有解开。请分成几个压缩包再上传")
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        yield Problem(name, f"{name}：压缩包不完整，无法打开。请重新下载或重新打包")


def _taken(archive_name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Member | Problem:
    path = _path(info)
    shown = f"{archive_name} 里的 {path}"
    if info.flag_bits & _ENCRYPTED:
        return Problem(shown, f"{shown}：压缩包设有密码。请去掉密码后重新打包，或解压后直接上传")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Problem(shown, f"{shown}：是指向别处的快捷方式（符号链接），没有读取")
    if budget.files <= 0:
        raise _TooMuch(f"一次最多 {MOST_FILES} 个文件")
    budget.files -= 1
    try:
        content = _read(archive, info, budget)
    except NotImplementedError:
        return Problem(shown, f"{shown}：用的是不支持的压缩方式。请解压后直接上传")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, RuntimeError):
        return Problem(shown, f"{shown}：压缩包里的这个文件损坏了。请重新下载或重新打包")
    if content is None:
        return Problem(shown, f"{shown}：解开后超过 {budget.file_bytes >> 20} MB，没有读取")
    if content.startswith((b"PK\x03\x04", _END)) and is_archive(io.BytesIO(content)):
        return Problem(shown, f"{shown}：压缩包里还有压缩包。请先解开里面的，再上传")
    return Member(path, content)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes | None:
    """Return a member's content, ``None`` if it is larger than a file may be."""
    parts: list[bytes] = []
    size = 0
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            size += len(chunk)
            budget.bytes -= len(chunk)
            if budget.bytes < 0:
                raise _TooMuch(f"解开后超过 {MOST_BYTES >> 30} GB")
            if size > budget.file_bytes:
                return None
            parts.append(chunk)
    return b"".join(parts)


def _path(info: zipfile.ZipInfo) -> str:
    """Return a member's path as its maker wrote it: zip tools of Chinese Windows write GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    if (named := _unicode_path(info.extra)) is not None:
        return named
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _unicode_path(extra: bytes) -> str | None:
    """Return the name in Info-ZIP's field for it, ``None`` if there is none (APPNOTE.TXT 4.6.9)."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", errors="replace")
        extra = extra[4 + size :]
    return None


def _systems_own(path: str) -> bool:
    return "__MACOSX/" in path or is_ignored(last_part(path))


def _contents_size(file: BinaryIO) -> int:
    """Return the bytes an archive says its list of contents takes; read before anything is built from the list."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        return 0
    stated = int(struct.unpack("<L", tail[at + 12 : at + 16])[0])
    large = tail.rfind(_END_64, 0, at)
    if large >= 0 and at - large >= 48:
        stated = max(stated, int(struct.unpack("<Q", tail[large + 40 : large + 48])[0]))
    return stated
