"""The catalog: reports, passages, sentences and what was left out, in one SQLite file of a generation."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.model import (
    Evidence,
    Fact,
    Heading,
    Kind,
    LeftOut,
    Level,
    Metadata,
    Paragraph,
    ParagraphRole,
    Passage,
    Place,
    Position,
    Reading,
    Report,
    Sentence,
    Source,
    Span,
)
from corpus.parts import PARTS
from corpus.read_only import read_only
from corpus.sections import classify, section_names

FILE = "catalog.sqlite"

_SCHEMA = """
CREATE TABLE source(sha256 TEXT PRIMARY KEY, name TEXT, path TEXT, format TEXT, size INTEGER, warnings TEXT);
CREATE TABLE report(row INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT REFERENCES source, ordinal INTEGER,
  text TEXT, metadata TEXT, paragraphs TEXT, headings TEXT);
CREATE TABLE passage(id INTEGER PRIMARY KEY, report INTEGER REFERENCES report, start INTEGER, stop INTEGER,
  heading INTEGER, section INTEGER, part INTEGER);
CREATE TABLE section(code INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE sentence(id INTEGER PRIMARY KEY, passage INTEGER REFERENCES passage, start INTEGER, stop INTEGER);
CREATE TABLE left_out(source TEXT REFERENCES source, reason TEXT, text TEXT, line INTEGER, page INTEGER,
  paragraph INTEGER);
CREATE TABLE failure(path TEXT, kind TEXT, message TEXT);
CREATE INDEX passage_by_report ON passage(report);
CREATE INDEX sentence_by_passage ON sentence(passage);
CREATE INDEX left_out_by_source ON left_out(source);
"""


@dataclass(frozen=True)
class Failure:
    """A file that could not be read: its path, the error's class, and the message for the user."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True)
class PassageTable:
    """All passages of a generation as arrays of shape ``(passages,)``, row ``i`` being passage id ``i``.

    ``sentence_passage`` has shape ``(sentences,)`` and maps a sentence id to its passage id.

    :param section: code of the theme, an index into ``sections``; 0 is 未分类.
    :param part: code of the part of the report, an index into ``PARTS``.
    :param sections: names of the themes by code, as they were when the index was built.
    """

    report: NDArray[np.int32]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    heading: NDArray[np.int32]
    section: NDArray[np.int16]
    part: NDArray[np.int8]
    sentence_passage: NDArray[np.int32]
    sentence_start: NDArray[np.int32]
    sentence_stop: NDArray[np.int32]
    sections: tuple[str, ...]

    def section_codes(self, names: Sequence[str]) -> list[int] | None:
        """Return the codes of these themes, those this index does not know left out; ``None`` if no name is given."""
        return [code for code, name in enumerate(self.sections) if name in names] if names else None

    def part_codes(self, names: Sequence[str]) -> list[int] | None:
        """Return the codes of these parts; ``None`` if no name is given."""
        return [code for code, name in enumerate(PARTS) if name in names] if names else None


class CatalogWriter:
    """Writes readings into a new catalog; ids are given in order from 0."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / FILE)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        names = section_names()
        self._db.executemany("INSERT INTO section VALUES(?,?)", enumerate(names))
        self._sections = {name: code for code, name in enumerate(names)}
        self.reports = self.passages = self.sentences = 0

    def add(self, reading: Reading) -> None:
        """Add one source with its reports."""
        source = reading.source
        row = (source.sha256, source.name, source.path, source.format, source.size, _dump(reading.warnings))
        self._db.execute("INSERT INTO source VALUES(?,?,?,?,?,?)", row)
        for report in reading.reports:
            self._add_report(report)
        self._db.executemany(
            "INSERT INTO left_out VALUES(?,?,?,?,?,?)",
            [
                (source.sha256, item.reason, item.text, item.position.line, item.position.page, item.position.paragraph)
                for item in reading.left_out
            ],
        )

    def _add_report(self, report: Report) -> None:
        self._db.execute(
            "INSERT INTO report VALUES(?,?,?,?,?,?,?,?)",
            (
                self.reports,
                report.id,
                report.source.sha256,
                report.ordinal,
                report.text,
                _dump(asdict(report.metadata)),
                _dump(
                    [(*p.span, p.role, list(_position(p.first)), list(_position(p.last))) for p in report.paragraphs]
                ),
                _dump([(*h.span, h.depth, h.parent, h.number, *h.extent) for h in report.headings]),
            ),
        )
        for passage, label in zip(report.passages, classify(report), strict=True):
            heading = -1 if passage.heading is None else passage.heading
            codes = (self._sections[label.section], PARTS.index(label.part))
            self._db.execute(
                "INSERT INTO passage VALUES(?,?,?,?,?,?,?)",
                (self.passages, self.reports, *passage.span, heading, *codes),
            )
            self._db.executemany(
                "INSERT INTO sentence VALUES(?,?,?,?)",
                [(self.sentences + i, self.passages, *s.span) for i, s in enumerate(passage.sentences)],
            )
            self.sentences += len(passage.sentences)
            self.passages += 1
        self.reports += 1

    def add_failures(self, failures: Iterable[Failure]) -> None:
        """Add the files that could not be read."""
        self._db.executemany("INSERT INTO failure VALUES(?,?,?)", [(f.path, f.kind, f.message) for f in failures])

    def close(self) -> None:
        """Finish the file."""
        self._db.commit()
        self._db.close()


class Catalog:
    """Reads a catalog. Safe to use from several threads: each call opens its own connection."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def table(self) -> PassageTable:
        """Load the spans of all passages and sentences."""
        with read_only(self._path) as db:
            passages = _columns(db, "SELECT report, start, stop, heading, section, part FROM passage ORDER BY id", 6)
            sentences = _columns(db, "SELECT passage, start, stop FROM sentence ORDER BY id", 3)
            names = tuple(name for (name,) in db.execute("SELECT name FROM section ORDER BY code"))
        report, start, stop, heading, section, part = passages
        codes = (section.astype(np.int16), part.astype(np.int8))
        return PassageTable(report, start, stop, heading, *codes, *sentences, names)  # type: ignore[call-arg, arg-type]

    def metadata(self) -> list[tuple[str, Source, int, Metadata]]:
        """Return id, source, ordinal and metadata of every report, in row order, without the texts."""
        query = (
            "SELECT r.id, r.ordinal, r.metadata, s.sha256, s.name, s.path, s.format, s.size "
            "FROM report r JOIN source s ON s.sha256 = r.source ORDER BY r.row"
        )
        with read_only(self._path) as db:
            return [(row[0], Source(*row[3:]), row[1], metadata_of(json.loads(row[2]))) for row in db.execute(query)]

    def report(self, report_id: str) -> Report | None:
        """Return one report whole, ``None`` if there is none with this id."""
        query = (
            "SELECT r.row, r.ordinal, r.text, r.metadata, r.paragraphs, r.headings, s.sha256, s.name, s.path, s.format, "
            "s.size FROM report r JOIN source s ON s.sha256 = r.source WHERE r.id = ?"
        )
        with read_only(self._path) as db:
            row = db.execute(query, (report_id,)).fetchone()
            if row is None:
                return None
            passages = self._passages(db, row[0])
        return Report(
            source=Source(*row[6:]),
            ordinal=row[1],
            text=row[2],
            metadata=metadata_of(json.loads(row[3])),
            paragraphs=tuple(
                Paragraph(Span(start, end), ParagraphRole(role), Position(*first), Position(*last))
                for start, end, role, first, last in json.loads(row[4])
            ),
            headings=tuple(
                Heading(Span(start, end), depth, parent, number, Span(begin, close))
                for start, end, depth, parent, number, begin, close in json.loads(row[5])
            ),
            passages=passages,
        )

    def reports(self) -> list[Report]:
        """Return all reports whole, in row order: as large as the corpus, so for builds and checks."""
        return [report for report_id, *_ in self.metadata() if (report := self.report(report_id))]

    def _passages(self, db: sqlite3.Connection, row: int) -> tuple[Passage, ...]:
        sentences: dict[int, list[Sentence]] = {}
        query = "SELECT s.passage, s.start, s.stop FROM sentence s JOIN passage p ON p.id=s.passage WHERE p.report=? ORDER BY s.id"
        for passage, start, stop in db.execute(query, (row,)):
            sentences.setdefault(passage, []).append(Sentence(Span(start, stop)))
        query = "SELECT id, start, stop, heading FROM passage WHERE report=? ORDER BY id"
        return tuple(
            Passage(Span(start, stop), None if heading < 0 else heading, tuple(sentences.get(number, ())))
            for number, start, stop, heading in db.execute(query, (row,))
        )

    def bodies(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the texts of the reports with these rows, without their headings, which take longer to read."""
        wanted = sorted(set(rows))
        marks = ",".join("?" * len(wanted))
        with read_only(self._path) as db:
            return dict(db.execute(f"SELECT row, text FROM report WHERE row IN ({marks})", wanted).fetchall())

    def texts(self, rows: Iterable[int]) -> dict[int, tuple[str, tuple[Heading, ...]]]:
        """Return text and headings of the reports with these rows."""
        wanted = sorted(set(rows))
        marks = ",".join("?" * len(wanted))
        with read_only(self._path) as db:
            found = db.execute(f"SELECT row, text, headings FROM report WHERE row IN ({marks})", wanted).fetchall()
        return {
            row: (
                text,
                tuple(
                    Heading(Span(a, b), depth, parent, number, Span(c, d))
                    for a, b, depth, parent, number, c, d in json.loads(raw)
                ),
            )
            for row, text, raw in found
        }

    def sources(self) -> list[tuple[Source, tuple[str, ...]]]:
        """Return every source with the warnings of its reading."""
        with read_only(self._path) as db:
            rows = db.execute("SELECT sha256, name, path, format, size, warnings FROM source ORDER BY rowid").fetchall()
        return [(Source(*row[:5]), tuple(json.loads(row[5]))) for row in rows]

    def left_out(self) -> list[tuple[Source, LeftOut]]:
        """Return everything that was not indexed, by source, in the order of the file."""
        query = (
            "SELECT s.sha256, s.name, s.path, s.format, s.size, l.text, l.reason, l.line, l.page, l.paragraph "
            "FROM left_out l JOIN source s ON s.sha256 = l.source ORDER BY s.rowid, l.page, l.line, l.paragraph, l.rowid"
        )
        with read_only(self._path) as db:
            return [(Source(*row[:5]), LeftOut(row[5], row[6], Position(*row[7:]))) for row in db.execute(query)]

    def identical(self) -> list[list[int]]:
        """Return the rows of reports whose whole texts are the same, each group in order."""
        query = "SELECT group_concat(row) FROM report GROUP BY text HAVING count(*) > 1"
        with read_only(self._path) as db:
            return [sorted(map(int, rows.split(","))) for (rows,) in db.execute(query)]

    def failures(self) -> list[Failure]:
        """Return the files that could not be read."""
        with read_only(self._path) as db:
            return [Failure(*row) for row in db.execute("SELECT path, kind, message FROM failure")]


def _columns(db: sqlite3.Connection, query: str, width: int) -> list[NDArray[np.int32]]:
    rows = np.array(db.execute(query).fetchall(), dtype=np.int32).reshape(-1, width)
    return [np.ascontiguousarray(rows[:, column]) for column in range(width)]


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _position(position: Position) -> Sequence[int | None]:
    return (position.line, position.page, position.paragraph)


def metadata_of(raw: dict[str, Any]) -> Metadata:
    """Return metadata from nested dictionaries, as ``dataclasses.asdict`` and JSON make them."""

    def fact(name: str, convert: Any = None) -> Fact[Any]:
        stored = raw[name]
        value = stored["value"]
        evidence = tuple(
            Evidence(
                item["rule"],
                item["quote"],
                Span(*item["span"]) if item["span"] else None,
                Position(**item["position"]) if item["position"] else None,
            )
            for item in stored["evidence"]
        )
        converted = convert(value) if convert and value is not None else value
        return Fact(converted, stored["confidence"], evidence, tuple(stored["candidates"]))

    return Metadata(
        title=fact("title"),
        place=fact("place", _place),
        level=fact("level", Level),
        publisher=fact("publisher"),
        author=fact("author"),
        year=fact("year"),
        published=fact("published"),
        kind=fact("kind", Kind),
        url=fact("url"),
    )


def _place(raw: dict[str, Any]) -> Place:
    return Place(raw["adcode"], Level(raw["level"]), tuple(raw["chain"]), tuple(raw["adcodes"]))
