"""Writes single corrections into ``overrides.toml`` and leaves everything else in it, comments too, as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from filelock import FileLock, Timeout
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from corpus.errors import CannotWrite, OverridesInvalid
from corpus.overrides import FIELDS, corrected_value, parse_overrides
from corpus.writing import write_synced

# Enough digits to be one file of any library, few enough to be read.
_HASH_DIGITS = 12
# Writing takes milliseconds; who waits longer waits for a program that hangs.
_WAIT_SECONDS = 10.0
Value = str | int


@dataclass(frozen=True)
class Correction:
    """What is corrected of one report.

    :param source: the source's sha256.
    :param values: field → value as the file writes it, ``""`` for "unknown", ``None`` to go back to what was recognised.
    :param note: what a person reading the file recognises the report by.
    """

    source: str
    ordinal: int
    values: Mapping[str, Value | None]
    note: str = ""


def write_corrections(path: Path, *corrections: Correction) -> None:
    """Add corrections to the file, all of them or none; what the file said before stays beside it as ``….bak``.

    :raises OverridesInvalid: a value is impossible, or the file was wrong already.
    :raises CannotWrite: the file cannot be written, or another program holds it.
    """
    for correction in corrections:
        for name, value in correction.values.items():
            if value is not None:
                _check(name, value)
    with _editing(path) as document:
        for correction in corrections:
            _apply(document, correction)


def forget_corrections(path: Path, source: str, ordinal: int) -> None:
    """Remove every correction of a report.

    :raises OverridesInvalid, CannotWrite: as :func:`write_corrections`.
    """
    with _editing(path) as document:
        entries = _entries(document)
        for number in reversed(range(len(entries))):
            if _names(entries[number], source, ordinal):
                del entries[number]
        if not len(entries):
            document.pop("report", None)


def _check(name: str, value: Value) -> None:
    if name not in FIELDS:
        raise OverridesInvalid(f"不认识的字段 {name}")
    try:
        corrected_value(name, value)
    except ValueError as error:
        raise OverridesInvalid(str(error)) from error


@contextlib.contextmanager
def _editing(path: Path) -> Iterator[tomlkit.TOMLDocument]:
    """Give the file to edit, alone, and write it when the block ends without an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=_WAIT_SECONDS):
            before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
            parse_overrides(before, path)
            document = tomlkit.parse(before)
            yield document
            after = tomlkit.dumps(document)
            parse_overrides(after, path)
            if after != before:
                write_synced(path.with_name(path.name + ".bak"), before)
                write_synced(path, after)
    except Timeout:
        raise CannotWrite(f"另一个程序正在写更正文件“{path}”，请稍后再试") from None
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise OverridesInvalid(f"更正文件“{path}”读不出来：{error}") from error
    except OSError as error:
        raise CannotWrite(f"更正文件“{path}”写不进去（{error.strerror}）。请检查磁盘空间和写权限") from error


def _apply(document: tomlkit.TOMLDocument, correction: Correction) -> None:
    entries = _entries(document)
    matching = [
        number for number in range(len(entries)) if _names(entries[number], correction.source, correction.ordinal)
    ]
    # Of several entries of a report the last wins.
    entry = entries[matching[-1]] if matching else _new_entry(correction)
    for name, value in correction.values.items():
        if value is not None:
            entry[name] = value
            continue
        for number in matching:
            entries[number].pop(name, None)
    if not matching and any(name in entry for name in FIELDS):
        entry.add(tomlkit.nl())
        entries.append(entry)
    for number in reversed(matching):
        if not any(name in entries[number] for name in FIELDS):
            del entries[number]
    if len(entries):
        if "report" not in document:
            document.append("report", entries)
    else:
        document.pop("report", None)


def _entries(document: tomlkit.TOMLDocument) -> AoT:
    entries = document.get("report", tomlkit.aot())
    if not isinstance(entries, AoT):
        raise OverridesInvalid("更正文件里的条目写成了一行，请先改写成 [[report]] 的形式")
    return entries


def _new_entry(correction: Correction) -> Table:
    entry = tomlkit.table()
    if correction.note:
        entry.add(tomlkit.comment(" ".join(correction.note.split())))
    entry["source"] = correction.source[:_HASH_DIGITS]
    entry["ordinal"] = correction.ordinal
    return entry


def _names(entry: Table, source: str, ordinal: int) -> bool:
    return source.startswith(str(entry.get("source", "")).lower()) and entry.get("ordinal", 1) == ordinal
