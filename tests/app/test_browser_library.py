"""Bringing files in through the page, in a real browser: one uploads, another searches, and a bad upload harms nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from corpus.generation import IndexFolder
from corpus.overrides import read_overrides
from tests.app.browsing import ask, cards, english, open_page, pick, place_lines, settle
from tests.app.conftest import SAMPLES
from tests.app.running import copy_index, serve
from tests.indexer.odd_inputs import zip_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# The first three reports of the anthology; of the first neither text nor page names a place.
# In words that no index has yet: those that come in take their time to be embedded, in which another searches.
ANTHOLOGY = next(SAMPLES.glob("*汇编*")).read_text("utf-8")[:8000].replace("，", f"，{uuid4().hex[:4]}", 40)
TITLES = [
    "扎实推进依法行政 不断开创法治政府建设新局面",
    "河南省建设法治政府 筑牢幸福基石",
    "陕西省全面推进建设更高水平的法治政府",
]
TOPIC = TITLES[0]
HALF_A_ZIP = zip_of({"费县.txt": "一" * 500})[:90]


@pytest.fixture
def library(index: Path, models_dir: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The app on an index of its own; its address and the folder of index, uploads and corrections."""
    own = copy_index(index, tmp_path / "index", models_dir)
    folders = {"FAZHI_UPLOADS": str(tmp_path / "uploads"), "FAZHI_OVERRIDES": str(tmp_path / "overrides.toml")}
    with serve(FAZHI_INDEX=str(own), **folders) as address:
        yield address, tmp_path


def upload(page: Page, address: str, name: str, data: bytes) -> None:
    """Drop a file and wait for the preview."""
    open_page(page, f"{address}/library?part=添加文件")
    page.locator(".st-key-uploader input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data}]
    )
    page.get_by_text("加入之前看一看").wait_for(timeout=60_000)
    settle(page)


def test_a_broken_upload_changes_nothing_and_the_next_one_comes_in_corrected_while_another_searches(
    page: Page, browser: Browser, library: tuple[str, Path]
) -> None:
    address, folder = library
    before = IndexFolder(folder / "index").current_name()

    upload(page, address, "各县.zip", HALF_A_ZIP)
    page.get_by_text("各县.zip：压缩包或 Office 文档不完整，无法打开").wait_for()
    page.get_by_text("没有可以加入的文件").wait_for()
    assert english(page) == []
    page.get_by_role("button", name="放弃这次上传").click()
    page.locator(".st-key-uploader").wait_for()
    assert (
        IndexFolder(folder / "index").current_name() == before and list((folder / "uploads/.staging").iterdir()) == []
    )

    other = open_page(browser.new_context(locale="zh-CN").new_page(), address)
    ask(other, TOPIC)
    settle(other)
    assert TOPIC not in other.locator(".fz-card .fz-title").all_inner_texts()

    upload(page, address, "汇编.txt", ANTHOLOGY.encode())
    assert page.locator(".fz-preview-name").all_inner_texts() == [f"{n}. {title}" for n, title in enumerate(TITLES, 1)]
    first = page.locator(".fz-item", has_text=f"1. {TOPIC}")
    first.get_by_role("link", name="更正").click()
    page.locator(".st-key-correcting").wait_for()
    settle(page)
    box = page.locator(".st-key-correcting [data-testid=stSelectbox] input").first
    pick(box, "火星", "火星")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("地区表里没有这个地区").wait_for()
    pick(box, "荣成", "荣成市")
    page.get_by_role("button", name="保存").click()
    page.locator(".st-key-correcting").wait_for(state="detached")
    first.get_by_text("荣成市").first.wait_for()
    page.get_by_role("button", name="加入资料库（1 个文件，3 篇报告）").click()
    page.get_by_text("正在更新索引").wait_for()

    looks = 0
    while IndexFolder(folder / "index").current_name() == before:
        # The old index answers whole until the new one is there whole.
        other.reload()
        titles = cards(other).locator(".fz-title").all_inner_texts()
        if IndexFolder(folder / "index").current_name() == before:
            looks += 1
            assert titles and TOPIC not in titles
            other.wait_for_timeout(3000)  # the build needs the processor too
    assert looks
    page.locator(".fz-rebuilding").wait_for(state="detached", timeout=120_000)

    other.reload()
    assert TOPIC in cards(other).locator(".fz-title").all_inner_texts()
    pick(other.locator(".st-key-find-place input"), "荣成", "荣成市")
    other.locator(".st-key-chips").wait_for()
    settle(other)
    assert all("荣成市" in line for line in place_lines(other))
    (override,) = read_overrides(folder / "overrides.toml")
    assert override.ordinal == 1 and override.values["place"].name == "荣成市"
    other.context.close()
