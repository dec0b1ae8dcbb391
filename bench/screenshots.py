"""``python -m bench screenshots [NAME …]``: pictures of every page and state on the sample reports, into ``docs/images/``.

The index is built once into a temporary folder, or taken from ``FAZHI_INDEX`` if that is set.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from corpus.settings import PROJECT
from search import Engine, Query

TARGET = PROJECT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
QUERY = "行政争议实质性化解"
WIDE, TABLET, NARROW, SLIM = 1440, 768, 390, 360


@dataclass(frozen=True)
class Shot:
    """A picture to take.

    :param address: path and query; ``wait`` a selector that is there when the page is ready.
    """

    name: str
    address: str
    wait: str
    width: int = WIDE
    dark: bool = False
    height: int = 900
    scroll: int = 0


def shots(engine: Engine) -> list[Shot]:
    """Return the pictures of the running app."""
    hit = engine.search(Query(QUERY)).hits[0]
    where = {"id": hit.report.id, "q": QUERY}
    passage = "/report?" + urlencode({**where, "start": hit.span.start, "end": hit.span.end})
    top = "/report?" + urlencode(where)
    results = "/?" + urlencode({"q": QUERY})
    filtered = "/?" + urlencode({"q": QUERY, "place": ["内蒙古自治区", "山东省"], "year": [2024, 2023]}, doseq=True)
    nothing = "/?" + urlencode({"q": QUERY, "place": "内蒙古自治区", "year": 2021})
    rates = {"indicator": ["行政复议纠错率", "行政机关败诉率"]}
    table = "/figures?" + urlencode(rates, doseq=True)
    cell = "/figures?" + urlencode({**rates, "cell": "山东省/临沂市/郯城县|2023|行政复议纠错率"}, doseq=True)
    trend = "/figures?" + urlencode({"indicator": "行政机关败诉率", "chart": "按年度"})
    asked = "/?" + urlencode({"q": "科左后旗2024年行政复议纠错率是多少"})
    pair = [info.id for info in engine.shelf.infos if info.place and info.place.name == "滁州市"]
    question = "科左后旗2024年行政复议纠错率是多少？"
    figure = "/ask?" + urlencode({"q": question, "source": 1})
    where_done = "/ask?" + urlencode({"q": "哪些地方在做行政争议实质性化解？"})
    highest = "/ask?" + urlencode({"q": "哪个地方的调解成功率最高？"})
    unknown = "/ask?" + urlencode({"q": "上海市浦东新区2024年行政复议受理多少件？"})
    compared = "/compare?" + urlencode(dict(zip("ab", pair, strict=True)))
    theme, *_ = engine.themes.themes
    on_theme = {"theme": theme.id}
    beside = ["山东省/临沂市/郯城县", "内蒙古自治区/通辽市/科尔沁左翼后旗", "陕西省/榆林市/榆阳区"]
    browsed = {
        "browse": ("/browse", ".fz-theme"),
        "browse-theme": ("/browse?" + urlencode(on_theme), ".fz-card"),
        "browse-map": ("/browse?mode=map", ".st-key-chart-map .mark-symbol path"),
        "browse-matrix": ("/browse?mode=matrix", ".fz-matrix"),
        "browse-cell": ("/browse?" + urlencode({"mode": "matrix", **on_theme, "cell": beside[1]}), ".fz-opened"),
        "browse-coverage": ("/browse?mode=coverage", ".fz-covered"),
        "browse-compare": (
            "/browse?" + urlencode({"mode": "compare", **on_theme, "places": beside}, doseq=True),
            ".fz-beside",
        ),
    }
    card, document, mark = ".fz-card", ".fz-doc", ".st-key-chart .role-axis-label"
    return [
        Shot("welcome", "/", ".fz-holdings"),
        Shot("welcome-narrow", "/", ".fz-holdings", NARROW),
        Shot("welcome-dark", "/", ".fz-holdings", dark=True),
        Shot("results", results, card),
        Shot("results-tablet", results, card, TABLET),
        Shot("results-narrow", results, card, NARROW),
        Shot("results-dark", results, card, dark=True),
        Shot("ask", "/ask", ".fz-kinds"),
        Shot("ask-figure", figure, ".fz-source"),
        Shot("ask-figure-narrow", figure, ".fz-source", NARROW),
        Shot("ask-figure-dark", figure, ".fz-source", dark=True),
        Shot("ask-list", where_done, ".fz-answer"),
        Shot("ask-list-narrow", where_done, ".fz-answer", NARROW),
        Shot("ask-highest", highest, ".fz-answer"),
        Shot("ask-not-found", unknown, ".fz-answer"),
        Shot("filtered", filtered, card),
        Shot("nothing", nothing, ".st-key-relax button"),
        Shot("report-passage", passage, "mark.fz-passage"),
        Shot("report-passage-narrow", passage, "mark.fz-passage", NARROW),
        Shot("report-passage-dark", passage, "mark.fz-passage", dark=True),
        Shot("report-top", top, document),
        Shot("report-unknown", "/report?id=000000000000-1", ".fz-notice"),
        Shot("reports", "/report", ".fz-item"),
        Shot("figure-asked", asked, ".fz-answers"),
        Shot("figure-asked-narrow", asked, ".fz-answers", NARROW),
        Shot("practices", "/practices?words=调解", ".fz-practice-name"),
        Shot("practices-narrow", "/practices?words=调解", ".fz-practice-name", NARROW),
        Shot("practices-dark", "/practices?words=调解", ".fz-practice-name", dark=True),
        Shot("compare", compared, ".fz-compared"),
        Shot("compare-narrow", compared, ".fz-compared", NARROW),
        Shot("compare-dark", compared, ".fz-compared", dark=True),
        Shot("figures-opening", "/figures", ".fz-groups"),
        Shot("figures", table, mark, height=1250),
        Shot("figures-narrow", table, mark, NARROW),
        Shot("figures-dark", table, mark, dark=True, height=1250),
        Shot("figures-cell", cell, "#figure", height=1250),
        Shot("figures-trend", trend, mark, height=1100),
        *(Shot(name, address, ready) for name, (address, ready) in browsed.items()),
        *(Shot(f"{name}-narrow", address, ready, SLIM) for name, (address, ready) in browsed.items()),
        *(Shot(f"{name}-dark", address, ready, dark=True) for name, (address, ready) in browsed.items()),
    ]


@contextmanager
def served(index: Path, data: Path | None = None) -> Iterator[str]:
    """Run the app on an index; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "FAZHI_INDEX": str(index)}
    if data:
        environment["FAZHI_DATA"] = str(data)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Take one picture."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        locale="zh-CN",
    )
    page = context.new_page()
    page.goto(address + shot.address)
    page.wait_for_selector(shot.wait, timeout=60_000)
    _picture(page, shot.name)
    context.close()


def _picture(page: Page, name: str) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    # Streamlit fades new elements in.
    page.wait_for_timeout(1200)
    _save(page, name)


def _save(page: Page, name: str) -> None:
    """Write a picture with a palette: text needs few colours, and the repository stays small."""
    path = TARGET / f"{name}.png"
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


def first_start(browser: Browser, folder: Path) -> None:
    """Take pictures of the first start and of a build that fails."""
    with served(folder / "fresh") as address:
        page = browser.new_page(viewport={"width": WIDE, "height": 700}, locale="zh-CN")
        page.goto(address)
        page.locator(".fz-now", has_text="约剩").wait_for(timeout=180_000)
        _save(page, "first-start")
        page.close()
    with served(folder / "none", folder / "没有这个文件夹") as address:
        page = browser.new_page(viewport={"width": WIDE, "height": 700}, locale="zh-CN")
        page.goto(address)
        page.get_by_role("button", name="重试").wait_for(timeout=60_000)
        _picture(page, "first-start-failed")
        page.close()


def broken(browser: Browser, folder: Path) -> None:
    """Take a picture of an index that cannot be used."""
    (folder / "broken").mkdir()
    (folder / "broken" / "CURRENT").write_text("20200101-000000-abcdef\n", encoding="utf-8")
    with served(folder / "broken") as address:
        take(browser, address, Shot("broken-index", "/", ".fz-setup", height=700))


def main(*wanted: str) -> None:
    """Take all pictures, or those named; ``states`` are those of the first start."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        index = Path(os.environ.get("FAZHI_INDEX") or folder / "index").absolute()
        if not (index / "CURRENT").exists():
            reports = str(PROJECT / "data" / "reports")
            subprocess.run(
                [sys.executable, "-m", "indexer", "build", reports, "--index", index], cwd=PROJECT, check=True
            )
        # The first start shows what it does; it must not wait for the model to be converted again.
        (folder / "fresh").mkdir()
        (folder / "fresh" / "models").symlink_to(index / "models", target_is_directory=True)
        with served(index) as address:
            for shot in shots(Engine.open(index)):
                if not wanted or shot.name in wanted:
                    take(browser, address, shot)
        if not wanted or "states" in wanted:
            first_start(browser, folder)
            broken(browser, folder)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
