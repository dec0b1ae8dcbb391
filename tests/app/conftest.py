"""The app as a user meets it: an index of the sample reports, a real server, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.encoder import Encoder
from corpus.settings import PROJECT, Settings, settings
from indexer.build import build
from search import Engine
from tests.app.running import serve, share_models

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SAMPLES = PROJECT / "data" / "reports"
HOSTILE = """关于甲县2023年度**法治政府**建设情况的报告

一、**加粗**与$x^2$:smile:的工作情况

甲县推进<img src=x onerror="window.hacked=1">烟花爆竹联合执法，[点此](javascript:window.hacked=1)查看，价格$5$到$6$，:rocket:起飞。
<script>window.hacked=1</script><style>body{display:none}</style>烟花爆竹联合执法队查处案件12件。

二、存在问题

烟花爆竹联合执法的力量&lt;不足&gt;，# 不是标题，- 不是列表，`不是代码`。
"""
_CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, models_dir: Path, encoder: Encoder) -> Path:
    """An index of the four single sample reports, a hostile one and an empty file; built once.

    Without the anthology, which is four fifths of the samples: the pages need no more, and the build takes a quarter.
    """
    folder = tmp_path_factory.mktemp("app")
    data = folder / "reports"
    shutil.copytree(SAMPLES, data, ignore=shutil.ignore_patterns("*汇编*"))
    (data / "甲县<b>报告.txt").write_text(HOSTILE, encoding="utf-8")
    (data / "空文件.txt").write_text("", encoding="utf-8")
    target = folder / "index"
    share_models(models_dir, target)
    build([data], Settings(index=target), encoder=encoder)
    return target


@pytest.fixture(scope="session")
def engine(index: Path) -> Engine:
    """What the pages must show, asked directly."""
    return Engine.open(index)


@pytest.fixture
def use_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Point the settings of this process at an index folder."""

    def use(folder: Path) -> None:
        monkeypatch.setenv("FAZHI_INDEX", str(folder))
        settings.cache_clear()

    yield use
    settings.cache_clear()


@pytest.fixture(scope="session")
def app(index: Path) -> Iterator[str]:
    """The address of the app on the sample index."""
    with serve(FAZHI_INDEX=str(index)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the test is skipped where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = next((path for path in _CHROMIUM if Path(path).exists()), None)
    if chromium is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh session that may read the clipboard, on a wide screen."""
    opened = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", permissions=["clipboard-read", "clipboard-write"]
    )
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab that must make no request to the outside and raise no script error."""
    return context.new_page()
