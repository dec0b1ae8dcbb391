"""One upload that waits to be looked at: its files, how they were read, and what the user chose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.catalog import metadata_of
from corpus.model import Metadata
from corpus.writing import write_synced
from intake.unpack import Problem

# Where a commit gathers what it takes, so that all of it moves in one step.
ACCEPTED = "accepted"


@dataclass(frozen=True)
class StagedFile:
    """A file of an upload.

    :param number: from 1.
    :param origin: the archive it came in and where it stood there; ``""`` if it was uploaded by itself.
    """

    number: int
    name: str
    origin: str
    sha256: str
    size: int


@dataclass(frozen=True)
class ReadReport:
    """A report as the indexer reads it.

    :param headings: the first headings, each with its depth from 1.
    """

    ordinal: int
    metadata: Metadata
    characters: int
    passages: int
    opening: str
    headings: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class LeftOutTexts:
    """Texts of a file that are in no report, of one reason; ``texts`` are the first."""

    reason: str
    count: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ReadFile:
    """What became of a file: its reports, or ``error`` with the reason in Chinese."""

    error: str = ""
    format: str = ""
    reports: tuple[ReadReport, ...] = ()
    left_out: tuple[LeftOutTexts, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What the user chose of an upload.

    :param skipped: numbers of files not to take.
    :param replacing: numbers of files that take the place of the one of the same name in the library.
    :param corrections: ``"<number>-<ordinal>"`` → field → corrected value as ``overrides.toml`` writes it.
    """

    skipped: frozenset[int] = frozenset()
    replacing: frozenset[int] = frozenset()
    corrections: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """An upload on disk."""

    folder: Path

    @property
    def id(self) -> str:
        """Its name in addresses."""
        return self.folder.name

    @cached_property
    def _record(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads((self.folder / "upload.json").read_text(encoding="utf-8"))
        return record

    @property
    def files(self) -> tuple[StagedFile, ...]:
        """The files that can be read."""
        return tuple(StagedFile(**file) for file in self._record["files"])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What did not come in at all."""
        return tuple(Problem(**problem) for problem in self._record["problems"])

    def path_of(self, file: StagedFile) -> Path:
        """Return where a file stands."""
        path = self.folder / "files" / numbered(file.number) / file.name
        return path if path.exists() else self.folder / ACCEPTED / numbered(file.number) / file.name

    def read(self, number: int) -> ReadFile | None:
        """Return what became of a file, ``None`` as long as it was not read."""
        try:
            raw = json.loads(self._result(number).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return ReadFile(
            error=raw["error"]["message"] if raw["error"] else "",
            format=raw.get("format", ""),
            reports=tuple(_report(one) for one in raw["reports"]),
            left_out=tuple(LeftOutTexts(one["reason"], one["count"], tuple(one["texts"])) for one in raw["left_out"]),
            warnings=tuple(raw["warnings"]),
        )

    def unread(self) -> list[StagedFile]:
        """Return the files that were not read yet."""
        return [file for file in self.files if not self._result(file.number).exists()]

    def keep_reading(self, number: int, result: Mapping[str, Any]) -> None:
        """Keep what became of a file, in the form of ``python -m indexer preview --json``."""
        self._result(number).parent.mkdir(exist_ok=True)
        write_synced(self._result(number), json.dumps(result, ensure_ascii=False))

    @property
    def choices(self) -> Choices:
        """What the user chose so far."""
        try:
            raw = json.loads((self.folder / "choices.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Choices()
        return Choices(frozenset(raw["skipped"]), frozenset(raw["replacing"]), raw["corrections"])

    def choose(self, choices: Choices) -> None:
        """Keep what the user chose."""
        raw = asdict(choices) | {"skipped": sorted(choices.skipped), "replacing": sorted(choices.replacing)}
        write_synced(self.folder / "choices.json", json.dumps(raw, ensure_ascii=False))

    def _result(self, number: int) -> Path:
        return self.folder / "read" / f"{numbered(number)}.json"


def numbered(number: int) -> str:
    """Return the name of the folder of a file."""
    return f"{number:03d}"


def _report(raw: Mapping[str, Any]) -> ReadReport:
    return ReadReport(
        raw["ordinal"],
        metadata_of(raw["metadata"]),
        raw["characters"],
        raw["passages"],
        raw["opening"],
        tuple((heading["text"], heading["depth"]) for heading in raw["headings"]),
    )
