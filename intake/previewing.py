"""Reads the files of an upload as a build would, in a process of its own: a file that breaks a reader breaks only that."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from corpus.settings import PROJECT
from intake.batch import Batch, StagedFile

# The slowest file seen, a book of 800 pages as PDF, takes 40 s on two cores.
_SECONDS_A_FILE = 300.0
# More would make a command line that some systems refuse (Windows: 32,767 characters).
_FILES_A_PROCESS = 50
_log = logging.getLogger(__name__)


class Previewer:
    """Reads the uploads of one folder, one at a time each; shared by all sessions."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: dict[str, threading.Thread] = {}

    def ensure(self, batch: Batch) -> None:
        """Read what is unread of a batch, unless that is going on."""
        with self._guard:
            thread = self._running.get(batch.id)
            if (thread is None or not thread.is_alive()) and batch.unread():
                self._running[batch.id] = threading.Thread(target=self._read_all, args=(batch,), daemon=True)
                self._running[batch.id].start()

    def wait(self, batch: Batch) -> None:
        """Wait until nothing is read any more."""
        thread = self._running.get(batch.id)
        if thread is not None:
            thread.join()

    def _read_all(self, batch: Batch) -> None:
        while batch.folder.exists() and (unread := batch.unread()):
            some = unread[:_FILES_A_PROCESS]
            try:
                failed = _read_some(batch, some, _SECONDS_A_FILE)
                if failed:
                    _note_failure(batch, *failed)
            except OSError:
                # Discarded or committed while it was read.
                _log.info("reading of an upload ended", exc_info=True)
                return


def _read_some(batch: Batch, files: Sequence[StagedFile], seconds: float) -> tuple[StagedFile, str] | None:
    """Read files in one process; return the one it died of and why, ``None`` if it read all."""
    left = list(files)
    command = [sys.executable, "-m", "indexer", "preview", "--json", *(str(batch.path_of(file)) for file in files)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(PROJECT)},
    )
    timed_out = threading.Event()
    timer = _watch(process, seconds, timed_out)
    try:
        for line in process.stdout or ():
            timer.cancel()
            batch.keep_reading(left.pop(0).number, json.loads(line))
            timer = _watch(process, seconds, timed_out)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    if not left:
        return None
    return left[0], "读了很久也没有读完" if timed_out.is_set() else "读取时程序中止了，文件可能已损坏"


def _watch(process: subprocess.Popen[str], seconds: float, timed_out: threading.Event) -> threading.Timer:
    def stop() -> None:
        timed_out.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    return timer


def _note_failure(batch: Batch, file: StagedFile, reason: str) -> None:
    message = f"{file.name}：{reason}。请用原来的软件打开并另存一份再试"
    batch.keep_reading(
        file.number,
        {"error": {"kind": "DamagedFile", "message": message}, "reports": [], "left_out": [], "warnings": []},
    )
