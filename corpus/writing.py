"""Small files that are there whole or not at all, whatever happens on the way."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_synced(path: Path, content: str) -> None:
    """Replace a small UTF-8 file in one step; a crash leaves the old one.

    :raises OSError: it cannot be written; the old file is as it was.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
