"""Baskets on disk: one SQLite file beside the index, so that a new index leaves it alone.

Whose basket it is, is a random name that the browser keeps: who knows it has the basket. What is removed stays for a while,
so that it can be taken back with its note.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from corpus.errors import CannotWrite, StorageFull, is_disk_full
from corpus.model import Span
from search.basket.arranging import Step, moved
from search.basket.item import LONGEST_HEADING, LONGEST_NOTE, LONGEST_TITLE, Draft, Kept, line, lines

FILE = "basket.sqlite"
SCHEMA_VERSION = 1
# Another user's write takes milliseconds; nobody waits longer than this for a page.
BUSY_SECONDS = 5.0
REMOVED_DAYS = 30

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS item(id INTEGER PRIMARY KEY, owner TEXT NOT NULL, report TEXT NOT NULL, start INTEGER NOT NULL,
  stop INTEGER NOT NULL, quote TEXT NOT NULL, citation TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
  place TEXT NOT NULL, year INTEGER, note TEXT NOT NULL DEFAULT '', heading TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL, kept_at TEXT NOT NULL, removed_at TEXT, UNIQUE(owner, report, start, stop));
CREATE TABLE IF NOT EXISTS title(owner TEXT PRIMARY KEY, text TEXT NOT NULL);
PRAGMA user_version = {SCHEMA_VERSION};
"""
_COLUMNS = "report, start, stop, quote, citation, name, source, place, year, id, note, heading, kept_at"
_MINE = "id = ? AND owner = ?"


class BasketStore:
    """The baskets beside an index. Safe between threads and between processes: each call opens its own connection.

    Reading raises nothing but :class:`CannotWrite`, writing also :class:`StorageFull`.

    :param folder: the index folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def items(self, owner: str) -> tuple[Kept, ...]:
        """Return what is kept, in the user's order."""
        with self._reading() as db:
            return _items(db, owner) if db else ()

    def title(self, owner: str) -> str:
        """Return the title the user gave to what is taken away, ``""`` for none."""
        with self._reading() as db:
            row = db.execute("SELECT text FROM title WHERE owner = ?", (owner,)).fetchone() if db else None
        return row[0] if row else ""

    def add(self, owner: str, draft: Draft, now: datetime) -> bool:
        """Keep a quotation at the end; ``False`` if it is there. One that was removed comes back with its note."""
        where = (owner, draft.report, *draft.span)
        same = "owner = ? AND report = ? AND start = ? AND stop = ?"
        with self._writing() as db:
            found = db.execute(f"SELECT id, removed_at FROM item WHERE {same}", where).fetchone()
            if found:
                db.execute("UPDATE item SET removed_at = NULL WHERE id = ?", found[:1])
                return found[1] is not None
            last = db.execute("SELECT coalesce(max(position), 0) FROM item WHERE owner = ?", (owner,)).fetchone()[0]
            told = (draft.quote, draft.citation, draft.name, draft.source, draft.place, draft.year)
            db.execute(
                "INSERT INTO item(owner, report, start, stop, quote, citation, name, source, place, year, position, "
                "kept_at) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
                (*where, *told, last + 1, f"{now:%Y-%m-%d %H:%M}"),
            )
        return True

    def relocate(self, owner: str, item_id: int, draft: Draft) -> None:
        """Let an item point to where its words stand now."""
        values = (draft.report, *draft.span, draft.citation, draft.name, draft.place, draft.year)
        with self._writing() as db:
            # Where it stood before it was removed must not bar the way.
            db.execute(
                "DELETE FROM item WHERE owner = ? AND report = ? AND start = ? AND stop = ? AND removed_at IS NOT NULL",
                (owner, draft.report, *draft.span),
            )
            db.execute(
                "UPDATE OR IGNORE item SET report = ?, start = ?, stop = ?, citation = ?, name = ?, place = ?, year = ? "
                f"WHERE {_MINE}",
                (*values, item_id, owner),
            )

    def remove(self, owner: str, items: Sequence[int], now: datetime) -> None:
        """Remove items; what others removed long ago goes for good."""
        with self._writing() as db:
            db.executemany(
                f"UPDATE item SET removed_at = ? WHERE {_MINE}", [(now.isoformat(), each, owner) for each in items]
            )
            db.execute("DELETE FROM item WHERE removed_at < ?", ((now - timedelta(days=REMOVED_DAYS)).isoformat(),))

    def restore(self, owner: str, items: Sequence[int]) -> None:
        """Take removed items back, with their notes, to where they stood."""
        with self._writing() as db:
            db.executemany(f"UPDATE item SET removed_at = NULL WHERE {_MINE}", [(each, owner) for each in items])

    def set_note(self, owner: str, item_id: int, note: str) -> None:
        """Write a note to an item."""
        with self._writing() as db:
            db.execute(f"UPDATE item SET note = ? WHERE {_MINE}", (lines(note, LONGEST_NOTE), item_id, owner))

    def set_heading(self, owner: str, item_id: int, heading: str) -> None:
        """Put an item under a heading, behind those that stand there; ``""`` takes it out."""
        name = line(heading, LONGEST_HEADING)
        with self._writing() as db:
            db.execute(f"UPDATE item SET heading = ? WHERE {_MINE}", (name, item_id, owner))
            items = _items(db, owner)
            mine = [item for item in items if item.id == item_id]
            others = [item for item in items if item.id != item_id]
            last = max((number for number, item in enumerate(others) if item.heading == name), default=None)
            if last is not None:
                _write_order(db, [*others[: last + 1], *mine, *others[last + 1 :]])

    def set_title(self, owner: str, title: str) -> None:
        """Give what is taken away a title; ``""`` for none."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO title VALUES(?,?)", (owner, line(title, LONGEST_TITLE)))

    def move(self, owner: str, item_id: int, step: Step) -> None:
        """Move an item in its group, or its group; see :func:`search.basket.arranging.moved`."""
        with self._writing() as db:
            _write_order(db, moved(_items(db, owner), item_id, step))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """Open the file; ``None`` where nothing was ever kept."""
        if not self._file.exists():
            yield None
            return
        with self._errors("读不了收藏"), closing(self._connect()) as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction, whole or not at all."""
        with self._errors("收藏没有存上"), closing(self._connect()) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                # A full disk has ended the transaction already.
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        new = not self._file.exists()
        db = sqlite3.connect(self._file, BUSY_SECONDS, isolation_level=None)
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise CannotWrite(f"“{self._file}”是更新版本的程序写的，请用新版本打开")
            if new or version < SCHEMA_VERSION:
                # Readers do not wait for a writer.
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(_SCHEMA)
        except BaseException:
            db.close()
            raise
        return db

    @contextmanager
    def _errors(self, what: str) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            if is_disk_full(error):
                raise StorageFull(f"{what}：磁盘空间不足。已经收藏的都在，腾出空间后再试一次") from error
            if "locked" in str(error):
                raise CannotWrite(f"{what}：文件正被别的程序占用，请稍后再试一次") from error
            raise CannotWrite(f"{what}：“{self._file}”打不开或写不进去，请检查文件夹的权限和磁盘") from error


def _items(db: sqlite3.Connection, owner: str) -> tuple[Kept, ...]:
    query = f"SELECT {_COLUMNS} FROM item WHERE owner = ? AND removed_at IS NULL ORDER BY position, id"
    return tuple(_kept(row) for row in db.execute(query, (owner,)))


def _kept(row: Sequence[object]) -> Kept:
    make: Callable[..., Kept] = Kept
    report, start, stop, *rest = row
    return make(report, Span(int(str(start)), int(str(stop))), *rest)


def _write_order(db: sqlite3.Connection, items: Sequence[Kept]) -> None:
    db.executemany("UPDATE item SET position = ? WHERE id = ?", [(n, item.id) for n, item in enumerate(items, 1)])
