"""Every error a user can meet. The message is Chinese and says what is wrong, with what, and what to do."""

from __future__ import annotations

import errno
import sqlite3


class CanyueError(Exception):
    """Base of all errors of this program; ``str(error)`` is a sentence for the user."""


class ReadError(CanyueError):
    """A source that cannot be read.

    :param source: the file's name as the user knows it.
    :param reason: what is wrong with it, in Chinese.
    :param advice: what the user can do, in Chinese; may be empty.
    """

    def __init__(self, source: str, reason: str, advice: str = "") -> None:
        self.source, self.reason, self.advice = source, reason, advice
        super().__init__(f"{source}：{reason}" + (f"。{advice}" if advice else ""))


class UnsupportedFormat(ReadError):
    """A file whose content is none of the formats we read."""


class EmptySource(ReadError):
    """A file without any text."""


class DamagedFile(ReadError):
    """A file that claims a format and breaks its rules."""


class EncryptedFile(ReadError):
    """A file behind a password."""


class ScannedPages(ReadError):
    """A document whose pages are pictures: it needs OCR before it can be read."""


class FileTooLarge(ReadError):
    """A file above the size limit."""


class IndexMissing(CanyueError):
    """There is no index at the place given."""


class IndexMismatch(CanyueError):
    """An index that was made by another version, model or lexicon."""


class IndexDamaged(CanyueError):
    """An index whose files are not those that were written."""


class IndexBusy(CanyueError):
    """Another process is writing this index."""


class StorageFull(CanyueError):
    """The disk has no room for what is being written."""


class ModelUnavailable(CanyueError):
    """The embedding model cannot be loaded."""


class ModelFailed(CanyueError):
    """The language model gave no answer: not reached, too slow, refused, or nonsense."""


class OverridesInvalid(CanyueError):
    """``overrides.toml`` cannot be read or says something impossible."""


class LexiconInvalid(CanyueError):
    """The table of terms cannot be read or contradicts itself."""


class CannotWrite(CanyueError):
    """A file that the user asked for cannot be written."""


def is_disk_full(error: BaseException) -> bool:
    """Tell whether an error of the system or of SQLite means that there is no room left."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
