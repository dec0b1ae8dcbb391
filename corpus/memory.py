"""Keeps a build from growing: freed blocks go back to the system, compiled kernels of past batches are dropped."""

from __future__ import annotations

import ctypes
import os
import sys

# <malloc.h>. Blocks above this many bytes are mapped one by one and go back to the system when freed; glibc's default
# raises the bar to 32 MB as it sees larger ones, and a build's batches, all of different shapes, then leave gaps.
_M_MMAP_THRESHOLD = -3
_THRESHOLD_BYTES = 256 * 1024


# oneDNN keeps 1,024 compiled kernels; every batch has a shape of its own, so all but the last batch's are of no use.
_KERNELS = "32"


def limit_growth() -> None:
    """Limit how far a process that embeds many texts grows; call it before torch is imported.

    Does what it can: the first measure needs glibc. Measured on a build of the sample corpus: 1.4 GB at the peak
    instead of 1.75 GB (``python -m bench.build``).
    """
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", _KERNELS)
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL("libc.so.6").mallopt(_M_MMAP_THRESHOLD, _THRESHOLD_BYTES)
    except (OSError, AttributeError):
        return
