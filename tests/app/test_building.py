"""The build beside the app: one for all sessions, waits for others, survives being killed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.generation import IndexFolder
from corpus.settings import PROJECT
from tests.sharing import share
from views.building import Builder, State, Status

REPORT = PROJECT / "data" / "reports" / "榆阳区2024年度法治政府建设工作总结.txt"


@pytest.fixture
def empty_index(index: Path, models_dir: Path, tmp_path: Path) -> Path:
    """An index folder without a generation, with everything that is slow to compute already there."""
    folder = tmp_path / "index"
    share(models_dir, folder)
    return folder


def wait(builder: Builder, *states: State) -> Status:
    """Wait until the build is in one of the states."""
    deadline = time.monotonic() + 90
    while (status := builder.status()).state not in states:
        assert time.monotonic() < deadline, status
        time.sleep(0.1)
    return status


def test_a_killed_build_says_so_and_can_be_started_again_and_two_sessions_share_it(empty_index: Path) -> None:
    builder = Builder(empty_index)
    builder.start([REPORT])
    first = builder._process
    builder.start([REPORT])
    assert builder._process is first and first is not None
    first.kill()
    assert "中途停止" in wait(builder, State.FAILED).message
    builder.start([REPORT])
    wait(builder, State.IDLE, State.FAILED)
    assert IndexFolder(empty_index).current().manifest.counts["reports"] == 1


def test_while_another_program_builds_nothing_is_started(tmp_path: Path) -> None:
    builder = Builder(tmp_path)
    with FileLock(str(tmp_path / "write.lock")):
        builder.start([REPORT])
        assert builder.status().state is State.ELSEWHERE
    assert builder.status().state is State.IDLE


def test_a_build_that_cannot_read_anything_gives_the_programs_own_sentence(tmp_path: Path) -> None:
    builder = Builder(tmp_path / "index")
    builder.start([tmp_path / "没有"])
    assert "没有这个文件或文件夹" in wait(builder, State.FAILED).message


def test_what_is_asked_for_while_another_program_builds_is_built_afterwards(empty_index: Path) -> None:
    builder = Builder(empty_index)
    with FileLock(str(empty_index / "write.lock")):
        builder.request(lambda: [REPORT])
        builder.request(lambda: [REPORT])
        time.sleep(1)
        status = builder.status()
        assert status.waiting and status.state is State.ELSEWHERE
    deadline = time.monotonic() + 120
    while builder.status().waiting or builder.status().state is State.RUNNING:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert IndexFolder(empty_index).current().manifest.counts["reports"] == 1
