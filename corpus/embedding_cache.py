"""Embeddings kept between builds: a rebuild, or a build after Ctrl-C, embeds only what is new.

One SQLite file, ``<index>/cache/embeddings.sqlite``. A vector is found by the model's fingerprint and the SHA-256 of
prompt kind and text. It is stored in float16: half the size (768 bytes at 384 dimensions, 0.23 GB for 300,000
texts) at a cosine of at least 0.9999999 to what the model gave (``tests/corpus/test_embedding_cache.py``); the
precision the vector was computed in is not part of the key.

The cache only saves time, so nothing it suffers is fatal but a full disk: a damaged file is put aside and a new one
begun, and where none can be written the work goes on without.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import StorageFull, is_disk_full

if TYPE_CHECKING:
    from corpus.encoder import Encoder, Kind

log = logging.getLogger(__name__)

Vectors = npt.NDArray[np.float32]

SCHEMA_VERSION = 1
# Another build may be writing its batch; it holds the file for milliseconds, a busy disk for seconds.
BUSY_SECONDS = 30.0
# Keys of one SELECT: far below SQLite's limit of 32,766 parameters, large enough for 300,000 keys in a second.
_KEYS_A_QUERY = 500
# Bounds what a lookup holds beside the result: 60 MB at 384 dimensions.
_TEXTS_A_LOOKUP = 20_000
# float16 keeps a component within 2**-11 of its value, so the length of a sound vector within 0.001 of 1.
_LENGTH_TOLERANCE = 0.01

_SCHEMA = f"""
PRAGMA user_version = {SCHEMA_VERSION};
CREATE TABLE IF NOT EXISTS models (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS embeddings (
    model INTEGER NOT NULL REFERENCES models (id),
    key BLOB NOT NULL,
    vector BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS embeddings_key ON embeddings (model, key);
"""


class EmbeddingCache:
    """The cache of one index folder; safe between threads and between processes.

    :param file: the SQLite file; its folder is made. Close the cache, or use it in ``with``.
    :raises StorageFull: the disk has no room.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.RLock()
        self._connection = self._connect_or_replace()

    def __enter__(self) -> EmbeddingCache:
        """Return the cache itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; the cache cannot be used after."""
        with self._lock:
            self._connection.close()

    def get(self, fingerprint: str, kind: Kind, texts: Sequence[str], dim: int) -> dict[str, Vectors]:
        """Return what is known: text → ``(dim,)`` float32, L2-normalised.

        A vector of another length than ``dim``, or one that is not of length 1 any more, counts as unknown.
        """
        keys = {text_key(kind, text): text for text in texts}
        with self._lock:
            try:
                rows = list(self._select(fingerprint, list(keys)))
            except sqlite3.DatabaseError as error:
                self._recover(error)
                return {}
        sound = [(key, blob) for key, blob in rows if len(blob) == 2 * dim]
        if not sound:
            return {}
        vectors = np.frombuffer(b"".join(blob for _, blob in sound), "<f2").reshape(-1, dim).astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1)
        return {
            keys[key]: vector / length
            for (key, _), vector, length in zip(sound, vectors, lengths, strict=True)
            if abs(length - 1) < _LENGTH_TOLERANCE
        }

    def put(self, fingerprint: str, kind: Kind, texts: Sequence[str], vectors: Vectors) -> None:
        """Store ``vectors`` (``(n, dim)`` float32, L2-normalised) of ``texts`` in one transaction.

        Rows that are not of length 1 (texts without anything to embed) are left out.

        :raises StorageFull: the disk has no room; what was stored before stays.
        """
        self.put_keyed(fingerprint, [text_key(kind, text) for text in texts], vectors)

    def put_keyed(self, fingerprint: str, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Store vectors by the keys of their texts (see ``text_key``); otherwise as ``put``."""
        lengths = np.linalg.norm(vectors, axis=1)
        rows = [
            (key, vector.tobytes())
            for key, vector, length in zip(keys, vectors.astype("<f2"), lengths, strict=True)
            if abs(length - 1) < _LENGTH_TOLERANCE
        ]
        with self._lock:
            try:
                self._insert(fingerprint, rows)
            except sqlite3.DatabaseError as error:
                self._recover(error)

    def count(self, fingerprint: str) -> int:
        """Return how many vectors of the model are stored."""
        query = "SELECT count(*) FROM embeddings JOIN models ON models.id = model WHERE fingerprint = ?"
        with self._lock:
            try:
                return int(self._connection.execute(query, (fingerprint,)).fetchone()[0])
            except sqlite3.DatabaseError as error:
                self._recover(error)
                return 0

    def keep_only(self, fingerprints: Iterable[str]) -> int:
        """Delete the vectors of all other models, give the room back, and return how many were deleted."""
        kept = sorted(set(fingerprints))
        marks = ",".join("?" * len(kept))
        with self._lock:
            try:
                with self._transaction():
                    others = f"SELECT id FROM models WHERE fingerprint NOT IN ({marks})"
                    deleted = self._connection.execute(f"DELETE FROM embeddings WHERE model IN ({others})", kept)
                    self._connection.execute(f"DELETE FROM models WHERE fingerprint NOT IN ({marks})", kept)
                # Another process may be reading; the room is then used again by later vectors.
                with suppress(sqlite3.OperationalError):
                    self._connection.execute("VACUUM")
                return deleted.rowcount
            except sqlite3.DatabaseError as error:
                self._recover(error)
                return 0

    def _select(self, fingerprint: str, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
        model = self._connection.execute("SELECT id FROM models WHERE fingerprint = ?", (fingerprint,)).fetchone()
        if model is None:
            return
        for start in range(0, len(keys), _KEYS_A_QUERY):
            part = keys[start : start + _KEYS_A_QUERY]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, vector FROM embeddings WHERE model = ? AND key IN ({marks})"
            yield from self._connection.execute(query, (model[0], *part))

    def _insert(self, fingerprint: str, rows: list[tuple[bytes, bytes]]) -> None:
        with self._transaction():
            self._connection.execute("INSERT OR IGNORE INTO models (fingerprint) VALUES (?)", (fingerprint,))
            query = "SELECT id FROM models WHERE fingerprint = ?"
            (model,) = self._connection.execute(query, (fingerprint,)).fetchone()
            self._connection.executemany(
                "INSERT OR REPLACE INTO embeddings (model, key, vector) VALUES (?, ?, ?)",
                ((model, key, vector) for key, vector in rows),
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write all or nothing; Ctrl-C in the middle takes the transaction back."""
        # IMMEDIATE: two writers wait for each other here, not fail half way with "database is locked".
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _connect_or_replace(self) -> sqlite3.Connection:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            return _connect(self._file)
        except (sqlite3.DatabaseError, OSError) as error:
            _raise_if_full(error, self._file)
            return self._replace() if _is_damage(error) else self._without(error)

    def _replace(self) -> sqlite3.Connection:
        """Put the damaged file aside and begin a new one, unless another process has just done so."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(f"{self._file}.lock", timeout=BUSY_SECONDS):
                if not _is_sound(self._file):
                    _put_aside(self._file)
                return _connect(self._file)
        except (sqlite3.DatabaseError, OSError, Timeout) as error:
            _raise_if_full(error, self._file)
            return self._without(error)

    def _without(self, error: Exception) -> sqlite3.Connection:
        log.warning("向量缓存不能使用（%s：%s），本次不用缓存继续", self._file, error)
        return _connect(None)

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """Put damage aside; tell of a full disk; take anything else as a cache that knows nothing this time."""
        _raise_if_full(error, self._file)
        if not _is_damage(error):
            log.warning("向量缓存这一次没有用上（%s：%s）", self._file, error)
            return
        self._connection.close()
        self._connection = self._replace()


def embed_with_cache(
    encoder: Encoder,
    cache: EmbeddingCache,
    texts: Sequence[str],
    kind: Kind = "document",
    progress: Callable[[int, int], None] | None = None,
) -> Vectors:
    """Return ``(n, dim)`` float32, L2-normalised, embedding only what the cache does not know, each text once.

    Every batch is stored before the next begins, so an interrupted call loses at most one. Fresh vectors are
    rounded as stored ones are: a rebuild from the cache gives the same index.

    :param progress: told the number of texts done (known ones at once) and the total.
    :raises StorageFull: the disk has no room for the cache.
    """
    dim = encoder.dim
    out = np.zeros((len(texts), dim), np.float32)
    missing: dict[str, list[int]] = {}
    for start in range(0, len(texts), _TEXTS_A_LOOKUP):
        part = texts[start : start + _TEXTS_A_LOOKUP]
        known = cache.get(encoder.fingerprint, kind, part, dim)
        for position, text in enumerate(part, start):
            if text in known:
                out[position] = known[text]
            else:
                missing.setdefault(text, []).append(position)
    done = len(texts) - sum(map(len, missing.values()))
    if progress:
        progress(done, len(texts))
    new = list(missing)
    for indices, vectors in encoder.iter_encode(new, kind):
        batch = [new[index] for index in indices]
        cache.put(encoder.fingerprint, kind, batch, vectors)
        for text, vector in zip(batch, as_stored(vectors), strict=True):
            out[missing[text]] = vector
            done += len(missing[text])
        if progress:
            progress(done, len(texts))
    return out


def as_stored(vectors: Vectors) -> Vectors:
    """Return ``(n, dim)`` float32 vectors as they come back from the cache: rounded to float16, then normalised."""
    rounded = vectors.astype("<f2").astype(np.float32)
    lengths = np.linalg.norm(rounded, axis=1, keepdims=True)
    normalised: Vectors = np.divide(rounded, lengths, out=np.zeros_like(rounded), where=lengths > 0)
    return normalised


def text_key(kind: Kind, text: str) -> bytes:
    """Return the 32-byte key of a text under a prompt kind."""
    # A lone surrogate has no UTF-8 form; it still needs a key.
    return hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _connect(file: Path | None) -> sqlite3.Connection:
    """Open ``file`` (``None``: in memory) with our schema; :raises sqlite3.DatabaseError: damaged or not ours."""
    connection = sqlite3.connect(file or ":memory:", BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # Readers and one writer at a time without waiting; where the file system cannot, SQLite keeps its journal.
        connection.execute("PRAGMA journal_mode = WAL")
        # After a power cut the last batches may be missing, the file stays sound; the cache needs no more.
        connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, SCHEMA_VERSION):
            raise _OtherVersion(f"user_version {version}")
        if version == 0:
            connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


class _OtherVersion(sqlite3.DatabaseError):
    """A cache file of another version of this program."""


def _is_sound(file: Path) -> bool:
    """Read the whole file for damage (about a second a GB)."""
    try:
        connection = _connect(file)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False


def _is_damage(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the primary code; "no such table" or column (SQLITE_ERROR) is a file that is not ours.
    damaged = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
    return isinstance(error, _OtherVersion) or (code is not None and code & 0xFF in damaged)


def _raise_if_full(error: Exception, file: Path) -> None:
    if is_disk_full(error):
        raise StorageFull(f"磁盘空间不足，向量缓存不能写入：{file}。已完成的部分已保存，请清理磁盘后重试") from error


def _put_aside(file: Path) -> None:
    """Rename a damaged cache (and its journal) so that a new one can begin; only the newest is kept."""
    for older in file.parent.glob(f"{file.name}.damaged-*"):
        older.unlink(missing_ok=True)
    aside = file.with_name(f"{file.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    if file.exists():
        file.replace(aside)
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    log.warning("向量缓存已损坏，已改名为 %s，将重新计算（检索结果不受影响，可以删除它）", aside.name)
