"""The scripts of the parts of a page that remember something in the browser."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def script(name: str) -> str:
    """Return a script with what it needs to read and write cookies."""
    return "".join((_HERE / part).read_text(encoding="utf-8") for part in ("cookies.js", name))
