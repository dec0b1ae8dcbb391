"""Names of files: which are no sources, and how a name that somebody else made up becomes one of ours."""

from __future__ import annotations

import re

_IGNORED = ("~$", ".")
_IGNORED_NAMES = {"thumbs.db", "desktop.ini", "readme.md"}
# What cannot be in a name on Windows, what cannot be seen, and what turns the direction of writing.
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
# File systems allow 255 bytes; some room is left for what programs add.
_LONGEST_BYTES = 200


def is_ignored(name: str) -> bool:
    """Tell whether a file of this name is hidden, a lock or the system's, and never a report."""
    return name.startswith(_IGNORED) or name.lower() in _IGNORED_NAMES


def last_part(name: str) -> str:
    """Return the last part of a path written with either slash."""
    return re.split(r"[/\\]", name.strip())[-1]


def safe_name(name: str) -> str:
    """Return a name under which a file can be kept in any folder: its last part, without what could lead out of it.

    :param name: as a browser or an archive gives it.
    """
    last = _FORBIDDEN.sub("", last_part(name)).strip(" .")
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = last, ""
    room = _LONGEST_BYTES - len(ending.encode()) - 1
    while len(stem.encode()) > room:
        stem = stem[:-1]
    kept = f"{stem}.{ending}" if ending else stem
    return f"文件 {kept}" if _DEVICES.fullmatch(kept) else kept or "未命名文件"
