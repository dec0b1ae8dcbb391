"""The figures and practices of a generation, in an SQLite file of their own beside the catalog."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.figures import Figure, Measure, Period
from corpus.model import Level, Place, Span
from corpus.practices import Practice
from corpus.read_only import read_only

FILE = "figures.sqlite"

_SCHEMA = """
CREATE TABLE figure(id INTEGER PRIMARY KEY, report TEXT, start INTEGER, stop INTEGER, sentence_start INTEGER,
  sentence_stop INTEGER, words_start INTEGER, words_stop INTEGER, indicator TEXT, value REAL, upper REAL, unit TEXT,
  qualifier TEXT, period_start INTEGER, period_end INTEGER, place INTEGER, body TEXT, measure TEXT);
CREATE INDEX figure_of_report ON figure(report);
CREATE TABLE practice(id INTEGER PRIMARY KEY, report TEXT, start INTEGER, stop INTEGER, sentence_start INTEGER,
  sentence_stop INTEGER, name TEXT, place INTEGER, results TEXT);
CREATE TABLE place(id INTEGER PRIMARY KEY, adcode TEXT, level TEXT, chain TEXT, adcodes TEXT);
"""


class FigureWriter:
    """Writes the figures and practices of reports into a new file; ids are given in order from 0."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / FILE)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        self._places: dict[Place, int] = {}
        self.figures = self.practices = 0

    def add(self, report: str, figures: Sequence[Figure], practices: Sequence[Practice]) -> None:
        """Add what was read in one report.

        :param report: its id.
        """
        self._db.executemany(
            f"INSERT INTO figure VALUES({','.join('?' * 18)})",
            [(self.figures + n, report, *self._figure(figure)) for n, figure in enumerate(figures)],
        )
        self._db.executemany(
            f"INSERT INTO practice VALUES({','.join('?' * 9)})",
            [
                (
                    self.practices + n,
                    report,
                    *practice.span,
                    *practice.sentence,
                    practice.name,
                    self._place(practice.place),
                    json.dumps(practice.results),
                )
                for n, practice in enumerate(practices)
            ],
        )
        self.figures += len(figures)
        self.practices += len(practices)

    def _figure(self, figure: Figure) -> tuple[object, ...]:
        words = figure.words or (None, None)
        return (
            *figure.span,
            *figure.sentence,
            *words,
            figure.indicator,
            figure.value,
            figure.upper,
            figure.unit,
            figure.qualifier,
            figure.period.start,
            figure.period.end,
            self._place(figure.place),
            figure.body,
            figure.measure.value,
        )

    def _place(self, place: Place | None) -> int | None:
        if place is None:
            return None
        if place not in self._places:
            number = self._places[place] = len(self._places)
            row = (number, place.adcode, place.level.value, json.dumps(place.chain), json.dumps(place.adcodes))
            self._db.execute("INSERT INTO place VALUES(?,?,?,?,?)", row)
        return self._places[place]

    def close(self) -> None:
        """Finish the file."""
        self._db.commit()
        self._db.close()


class FigureStore:
    """Reads figures and practices. Safe to use from several threads: each call opens its own connection."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def named(self) -> list[tuple[str, Figure]]:
        """Return all figures of indicators with the report's id, in the order of the index."""
        with read_only(self._path) as db:
            places = _places(db)
            rows = db.execute("SELECT * FROM figure WHERE indicator<>'' ORDER BY id").fetchall()
        return [(row[1], _figure(row, places)) for row in rows]

    def others(self) -> Iterator[tuple[str, Figure]]:
        """Yield the figures that are no indicator's with the report's id, in the order of the index."""
        with read_only(self._path) as db:
            places = _places(db)
            for row in db.execute("SELECT * FROM figure WHERE indicator='' ORDER BY id"):
                yield row[1], _figure(row, places)

    def of_reports(self, reports: Sequence[str]) -> list[tuple[str, Figure]]:
        """Return the figures of some reports, those that are no indicator's too, in the order of the index."""
        marks = ",".join("?" * len(reports))
        with read_only(self._path) as db:
            places = _places(db)
            rows = db.execute(f"SELECT * FROM figure WHERE report IN ({marks}) ORDER BY id", list(reports)).fetchall()
        return [(row[1], _figure(row, places)) for row in rows]

    def practices(self) -> list[tuple[str, Practice]]:
        """Return all practices with the report's id, in the order of the index."""
        with read_only(self._path) as db:
            places = _places(db)
            rows = db.execute("SELECT * FROM practice ORDER BY id").fetchall()
        return [
            (
                row[1],
                Practice(
                    name=row[6],
                    span=Span(row[2], row[3]),
                    sentence=Span(row[4], row[5]),
                    place=None if row[7] is None else places[row[7]],
                    results=tuple(Span(*span) for span in json.loads(row[8])),
                ),
            )
            for row in rows
        ]


def _places(db: sqlite3.Connection) -> dict[int, Place]:
    return {
        number: Place(adcode, Level(level), tuple(json.loads(chain)), tuple(json.loads(adcodes)))
        for number, adcode, level, chain, adcodes in db.execute("SELECT * FROM place")
    }


def _figure(row: Sequence[Any], places: dict[int, Place]) -> Figure:
    _, _, start, stop, sentence, sentence_stop, words, words_stop, indicator, value, upper, unit, qualifier = row[:13]
    since, until, place, body, measure = row[13:]
    return Figure(
        span=Span(start, stop),
        sentence=Span(sentence, sentence_stop),
        words=None if words is None else Span(words, words_stop),
        indicator=str(indicator),
        value=value,
        upper=upper,
        unit=str(unit),
        qualifier=str(qualifier),
        period=Period(since, until),
        place=None if place is None else places[place],
        body=str(body),
        measure=Measure(measure),
    )
