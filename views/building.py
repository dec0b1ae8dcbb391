"""Builds the index in a process of its own and tells how far it is. One build at a time, shared by all sessions."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

import streamlit as st
from filelock import FileLock, Timeout

from corpus.settings import PROJECT

# What the build prints that is no progress is kept for the user: the last lines say why it failed.
_KEPT_LINES = 200
# A build takes ten seconds and more.
_LOOK_AGAIN_SECONDS = 0.5
_log = logging.getLogger(__name__)
_CHINESE = re.compile("[\u4e00-\u9fff]")


class State(Enum):
    """What is going on with an index."""

    IDLE = auto()
    RUNNING = auto()
    ELSEWHERE = auto()
    FAILED = auto()


@dataclass(frozen=True)
class Status:
    """How far a build is.

    :param stage: one of the indexer's stages, ``""`` before the first.
    :param seconds: since the stage began; ``seconds_left`` of this stage, ``None`` if it cannot be said yet.
    :param message: why it failed, in Chinese.
    :param waiting: another build follows, with what was changed in the meantime.
    """

    state: State
    stage: str = ""
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    seconds_left: float | None = None
    message: str = ""
    waiting: bool = False

    @property
    def rate(self) -> float:
        """Units per second."""
        return self.done / self.seconds if self.seconds > 0 else 0.0


class Builder:
    """Runs ``python -m indexer build`` for one index folder."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._guard = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._progress: dict[str, object] = {}
        self._lines: list[str] = []
        self._reader: threading.Thread | None = None
        self._waiter: threading.Thread | None = None
        self._wanted: Callable[[], Sequence[Path]] | None = None

    def request(self, sources: Callable[[], Sequence[Path]]) -> None:
        """Build with what is there from now on: at once, or after the build that runs here or in another program.

        :param sources: asked when the build begins.
        """
        with self._guard:
            self._wanted = sources
            if self._waiter is None or not self._waiter.is_alive():
                self._waiter = threading.Thread(target=self._follow, daemon=True)
                self._waiter.start()

    def _follow(self) -> None:
        """Build until nothing is wanted any more; a build that another program overtook is done again."""
        while True:
            with self._guard:
                wanted, self._wanted = self._wanted, None
                if wanted is None:
                    self._waiter = None
                    return
            process = self.start(wanted())
            if process is None or (process.wait() != 0 and self._locked()):
                with self._guard:
                    self._wanted = self._wanted or wanted
                time.sleep(_LOOK_AGAIN_SECONDS)

    def start(self, sources: Sequence[Path]) -> subprocess.Popen[str] | None:
        """Start a build and return it; ``None`` if one runs already here or in another program."""
        with self._guard:
            if self._running() or self._locked():
                return None
            self._progress, self._lines = {}, []
            command = [sys.executable, "-m", "indexer", "build", *map(str, sources)]
            self._process = subprocess.Popen(
                [*command, "--index", str(self._index), "--progress", "json"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": _python_path()},
            )
            self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
            self._reader.start()
            return self._process

    def status(self) -> Status:
        """Tell how far the build is; a build of another program counts."""
        with self._guard:
            return replace(self._status(), waiting=self._wanted is not None)

    def _status(self) -> Status:
        if self._running():
            return self._told(State.RUNNING)
        if self._process is not None and self._process.returncode != 0:
            # Another program may have begun between our look at the lock and our own process's.
            return Status(State.ELSEWHERE) if self._locked() else self._failed(self._process.returncode)
        return Status(State.ELSEWHERE) if self._locked() else Status(State.IDLE)

    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stderr or ():
            try:
                told = json.loads(line)
            except ValueError:
                told = None
            if isinstance(told, dict):
                self._progress = told
            elif line.strip():
                _log.warning("build: %s", line.rstrip())
                self._lines = [*self._lines, line.strip()][-_KEPT_LINES:]

    def _told(self, state: State) -> Status:
        told = self._progress
        if not told:
            return Status(state)
        left = told.get("seconds_left")
        return Status(
            state,
            stage=str(told.get("stage", "")),
            done=int(str(told.get("done", 0))),
            total=int(str(told.get("total", 0))),
            seconds=float(str(told.get("seconds", 0))),
            seconds_left=None if left is None else float(str(left)),
        )

    def _failed(self, code: int) -> Status:
        if self._reader and self._reader.is_alive():
            self._reader.join(timeout=1)
        # The program's own errors leave with 1 and one Chinese line; anything else broke off on the way.
        if code == 1 and self._lines and _CHINESE.search(self._lines[-1]):
            return Status(State.FAILED, message=self._lines[-1])
        return Status(State.FAILED, message="建立索引的程序中途停止了。可以再试一次，已经算好的部分不会重算")

    def _locked(self) -> bool:
        """Tell whether another program is writing this index; the operating system frees the lock of a dead one."""
        path = self._index / "write.lock"
        if not path.exists():
            return False
        try:
            with FileLock(str(path), timeout=0):
                return False
        except Timeout:
            return True
        except OSError:
            return False


@st.cache_resource(show_spinner=False)
def builder(index: Path) -> Builder:
    """Return the one builder of an index folder."""
    return Builder(index)


def _python_path() -> str:
    """Return the packages of this program first, wherever the app was started from."""
    return os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
