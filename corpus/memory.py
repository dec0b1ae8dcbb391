"""Gives freed memory back to the system: glibc keeps what it may need again, and batches never have the same shape."""

from __future__ import annotations

import ctypes
import functools
import sys
from collections.abc import Callable


def give_back_freed_memory() -> None:
    """Return freed heap pages to the system; does nothing where the C library is not glibc.

    Called every few batches it keeps a build of the sample corpus near 1.55 GB at no measurable cost; without it the
    peak is 1.75 GB, and with blocks mapped one by one (M_MMAP_THRESHOLD) 1.4 GB, but 1.3–1.6 times the time.
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@functools.cache
def _malloc_trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        trim: Callable[[int], int] = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return None
    return trim
