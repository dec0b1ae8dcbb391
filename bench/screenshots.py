"""``python -m bench screenshots [NAME …]``: pictures of every page and state on the sample reports, into ``docs/images/``.

The index is built once into a temporary folder, or taken from ``FAZHI_INDEX`` if that is set.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page

from bench.browser import chromium, served
from corpus.settings import PROJECT
from search import Engine, Query
from search.basket import BasketStore, Checker, Step, keep
from search.basket.store import FILE as BASKET_FILE

TARGET = PROJECT / "docs" / "images"
QUERY = "行政争议实质性化解"
DRAFT = (
    "一、主要做法\n"
    "健全行政争议实质性化解机制，推动诉源治理，加强行政裁决工作，努力实现人民群众权益受到公平对待、尊严获得应有尊重。"
    "调整并公布县本级行政执法主体43个，县直部门保留6支综合执法队伍，12个乡镇均已实现“一支队伍管执法”。"
    "每个单位确定一名法治联络员，按季度向县委依法治县办报送进展。\n"
    "二、存在问题\n"
    "建设法治政府，最要紧也最不好办的是行政执法这一环。部分乡镇财政困难，执法装备更新经费没有列入年度预算。"
)
WIDE, TABLET, NARROW, SLIM = 1440, 768, 390, 360
# The browser that has kept something; the name of its cookie is the page's own (views/keep.js).
COOKIE, OWNER = "fazhi-basket", "f" * 32


@dataclass(frozen=True)
class Shot:
    """A picture to take.

    :param address: path and query; ``wait`` a selector that is there when the page is ready.
    :param draft: typed into the draft's box before.
    :param kept: by a browser that has kept something.
    """

    name: str
    address: str
    wait: str
    width: int = WIDE
    dark: bool = False
    height: int = 900
    scroll: int = 0
    draft: str = ""
    kept: bool = False


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
    phrases = "/phrases?" + urlencode({"q": "办理行政复议案件，纠错率", "part": "做法成效"})
    compared = "/compare?" + urlencode(dict(zip("ab", pair, strict=True)))
    library_card = '[data-testid="stDataFrame"] canvas'
    corrected = "/report?" + urlencode({"id": hit.report.id, "edit": 1})
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
        Shot("phrases", phrases, card),
        Shot("phrases-narrow", phrases, card, NARROW),
        Shot("phrases-dark", phrases, card, dark=True),
        Shot("phrases-opening", "/phrases", ".fz-kinds"),
        Shot("draft", "/phrases?mode=draft", ".fz-draft", height=1250, draft=DRAFT),
        Shot("draft-narrow", "/phrases?mode=draft", ".fz-draft", NARROW, draft=DRAFT, scroll=330),
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
        Shot("basket", "/basket", ".fz-kept-item", height=1250, kept=True),
        Shot("basket-narrow", "/basket", ".fz-kept-item", NARROW, kept=True),
        Shot("basket-dark", "/basket", ".fz-kept-item", dark=True, height=1250, kept=True),
        Shot("basket-empty", "/basket", ".fz-notice"),
        Shot("library", "/library", library_card),
        Shot("library-narrow", "/library", library_card, 360),
        Shot("library-dark", "/library", library_card, dark=True),
        Shot("library-add", "/library?part=添加文件", ".st-key-uploader"),
        Shot("library-index", "/library?part=索引和备份", ".fz-health"),
        Shot("report-edit", corrected, ".st-key-correcting", height=1100),
        Shot("report-edit-narrow", corrected, ".st-key-correcting", 360),
        Shot("report-edit-dark", corrected, ".st-key-correcting", dark=True, height=1100),
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


def with_basket(index: Path, folder: Path, engine: Engine) -> Path:
    """Return a folder that shows the same index and has a basket of its own, one quotation of which was changed."""
    folder.mkdir()
    for entry in index.iterdir():
        if not entry.name.startswith(BASKET_FILE):
            (folder / entry.name).symlink_to(entry)
    store, checker = BasketStore(folder), Checker(engine.shelf, engine.catalog.texts)
    now = datetime.now().astimezone()
    for hit in engine.search(Query("行政复议纠错率")).hits[:3]:
        keep(store, checker, OWNER, hit.report.id, hit.best_sentence or hit.span, now)
    other = engine.search(Query("府院联动机制")).hits[0]
    draft = checker.draft(other.report.id, other.best_sentence or other.span)
    store.add(OWNER, replace(draft, quote=draft.quote.replace("府院", "政院")), now)
    first, second, _, last = store.items(OWNER)
    store.set_heading(OWNER, first.id, "行政复议监督有力")
    store.set_heading(OWNER, second.id, "行政复议监督有力")
    store.set_note(OWNER, first.id, "写在第二部分开头，核对去年的数")
    store.move(OWNER, last.id, Step.TOP)
    store.set_title(OWNER, "行政复议工作经验摘编")
    return folder


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Take one picture."""
    with _page(browser, shot.width, shot.height, shot.dark) as page:
        if shot.kept:
            page.context.add_cookies([{"name": COOKIE, "value": OWNER, "url": address}])
        page.goto(address + shot.address)
        if shot.draft:
            page.locator(".st-key-draft textarea").fill(shot.draft)
            page.get_by_role("button", name="对照").click()
        page.wait_for_selector(shot.wait, timeout=60_000)
        if shot.scroll:
            page.evaluate("by => { document.querySelector('[data-testid=stMain]').scrollTop = by; }", shot.scroll)
        _picture(page, shot.name)


@contextmanager
def _page(browser: Browser, width: int, height: int, dark: bool) -> Iterator[Page]:
    """Open a page in a session of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="zh-CN"
    )
    yield context.new_page()
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
    picture.quantize(160, dither=Image.Dither.NONE).save(path, optimize=True)
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


def upload(browser: Browser, index: Path, folder: Path) -> None:
    """Take pictures of an upload before it is committed, and of one that cannot be read."""
    anthology = next((PROJECT / "data" / "reports").glob("*汇编*"))
    # Another file than the one that is indexed.
    readable: FilePayload = {"name": "各县总结.txt", "mimeType": "", "buffer": anthology.read_bytes()[:60_000]}
    old: FilePayload = {"name": "旧版.doc", "mimeType": "", "buffer": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)}
    cut: FilePayload = {"name": "各县.zip", "mimeType": "", "buffer": b"PK\x03\x04" + bytes(40)}
    empty: FilePayload = {"name": "空文件.txt", "mimeType": "", "buffer": b""}
    with served(index, uploads=folder / "uploads") as address:
        for name, files in (("library-preview", [readable, old]), ("library-failed", [old, cut, empty])):
            for suffix, width, dark in (("", WIDE, False), ("-narrow", 360, False), ("-dark", WIDE, True)):
                with _page(browser, width, 900, dark) as page:
                    page.goto(f"{address}/library?part=添加文件")
                    page.locator(".st-key-uploader").wait_for(timeout=60_000)
                    page.locator(".st-key-uploader input[type=file]").set_input_files(files)
                    page.get_by_text("加入之前看一看").wait_for(timeout=60_000)
                    _picture(page, name + suffix)


def broken(browser: Browser, folder: Path) -> None:
    """Take a picture of an index that cannot be used."""
    (folder / "broken").mkdir()
    (folder / "broken" / "CURRENT").write_text("20200101-000000-abcdef\n", encoding="utf-8")
    with served(folder / "broken") as address:
        take(browser, address, Shot("broken-index", "/", ".fz-setup", height=700))


def main(*wanted: str) -> None:
    """Take all pictures, or those named; ``states`` are of the first start, ``upload`` of an upload."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        index = Path(os.environ.get("FAZHI_INDEX") or folder / "index").absolute()
        if not (index / "CURRENT").exists():
            reports = str(PROJECT / "data" / "reports")
            subprocess.run(
                [sys.executable, "-m", "indexer", "build", reports, "--index", index], cwd=PROJECT, check=True
            )
        # The first start shows what it does; it must not wait for the model to be converted again.
        (folder / "fresh").mkdir()
        (folder / "fresh" / "models").symlink_to(index / "models", target_is_directory=True)
        engine = Engine.open(index)
        with served(with_basket(index, folder / "kept", engine)) as address:
            for shot in shots(engine):
                if not wanted or shot.name in wanted:
                    take(browser, address, shot)
        if not wanted or "upload" in wanted:
            upload(browser, index, folder)
        if not wanted or "states" in wanted:
            first_start(browser, folder)
            broken(browser, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
