"""The app as a user meets it: an index of the sample reports, a real server, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from corpus.encoder import Encoder
from corpus.settings import PROJECT, Settings, settings
from indexer.build import build
from search import Engine
from tests.app.running import serve
from tests.conftest import made_once
from tests.sharing import share

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
# Two counties that say the same of one thing, so that it is one family with two sources.
TWIN = """{county}2023年度法治政府建设情况报告

一、主要做法

组建“法治体检”服务专班，为中小微企业免费查找经营中的法律风险，逐户出具体检报告并跟踪整改落实，帮助企业完善合同管理和劳动用工制度。

二、下一步打算

{plan}
"""
TWINS = {
    "费县": TWIN.format(county="费县", plan="推动普法宣传进集市、进校园，办好法治夜校。"),
    "平邑县": TWIN.format(county="平邑县", plan="完善重大行政决策目录，健全听证制度。"),
}
_CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, models_dir: Path, encoder: Encoder) -> Path:
    """An index of the four single sample reports, two that share a passage, a hostile one and an empty file.

    Without the anthology, which is four fifths of the samples: the pages need no more, and the build takes a quarter.
    Built once a run; each process has a copy of its own, in which the pages may keep things.
    """

    def make(folder: Path) -> None:
        data = folder / "reports"
        shutil.copytree(SAMPLES, data, ignore=shutil.ignore_patterns("*汇编*"))
        (data / "甲县<b>报告.txt").write_text(HOSTILE, encoding="utf-8")
        for county, text in TWINS.items():
            (data / f"{county}.txt").write_text(text, encoding="utf-8")
        (data / "空文件.txt").write_text("", encoding="utf-8")
        share(models_dir, folder / "index")
        build([data], Settings(index=folder / "index"), encoder=encoder)

    once = made_once(tmp_path_factory, "app-index", make)
    own = tmp_path_factory.mktemp("app")
    for name in ("reports", "index"):
        shutil.copytree(once / name, own / name, symlinks=True)
    return own / "index"


@pytest.fixture(scope="session")
def index_of(
    tmp_path_factory: pytest.TempPathFactory, models_dir: Path, encoder: Encoder
) -> Callable[[Mapping[str, str]], Path]:
    """Build an index of reports given as file name → text; return its folder."""

    def build_index(reports: Mapping[str, str]) -> Path:
        folder = tmp_path_factory.mktemp("reports")
        (folder / "reports").mkdir()
        for name, text in reports.items():
            (folder / "reports" / name).write_text(text, encoding="utf-8")
        share(models_dir, folder / "index")
        build([folder / "reports"], Settings(index=folder / "index"), encoder=encoder)
        return folder / "index"

    return build_index


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


@pytest.fixture
def open_app(index: Path, use_index: Callable[[Path], None]) -> Callable[..., AppTest]:
    """Open the app as an address would: ``open_app(q="…", place=["…"])``."""

    def start(folder: Path = index, **params: str | list[str]) -> AppTest:
        use_index(folder)
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return start


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
    opened.set_default_timeout(60_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; whatever the test does, it asks nobody outside and breaks no script."""
    opened = context.new_page()
    outside: list[str] = []
    broken: list[str] = []
    opened.on("request", lambda request: _note(request.url, outside))
    opened.on("websocket", lambda socket: _note(socket.url, outside))
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    assert outside == []
    assert broken == []


def _note(url: str, outside: list[str]) -> None:
    if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1":
        outside.append(url)
