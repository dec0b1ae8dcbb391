"""Bringing files in through the page, in a real browser: one uploads, another searches, and a bad upload harms nobody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.generation import IndexFolder
from corpus.overrides import read_overrides
from tests.app.browsing import ask, english, facet, open_page, place_lines, settle
from tests.app.running import serve, share_models
from tests.indexer.odd_inputs import zip_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# No report of the index tells of it.
TOPIC = "渔船安全监管联席会议"
PART = """{title}
（2023年3月{day}日）

一、主要做法

建立渔船安全监管联席会议制度，{title}所述各部门每月会商一次，逐船建立台账，出海作业实时定位。

二、存在的问题

基层执法力量仍然不足，部分渔民的安全意识有待提高，需要在今后的工作中持续加强培训和宣传。
"""
ANTHOLOGY = "\n".join(
    PART.format(title=title, day=day)
    for day, title in enumerate(
        ("荣成市法治政府建设工作总结", "象山县法治政府建设工作总结", "石岛法治政府建设工作总结"), 11
    )
)
HALF_A_ZIP = zip_of({"费县.txt": "一" * 500})[:90]


@pytest.fixture
def library(index: Path, models_dir: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The app on an index of its own; its address and the folder of index, uploads and corrections."""
    own = tmp_path / "index"
    share_models(models_dir, own)
    for name in ("generations", "cache", "files"):
        shutil.copytree(index / name, own / name)
    shutil.copy(index / "CURRENT", own)
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
    assert not any("荣成市" in line for line in other.locator(".fz-card .fz-place").all_inner_texts())

    upload(page, address, "汇编.txt", ANTHOLOGY.encode())
    assert page.locator(".fz-preview-name").all_inner_texts() == [
        "1. 荣成市法治政府建设工作总结",
        "2. 象山县法治政府建设工作总结",
        "3. 石岛法治政府建设工作总结",
    ]
    page.locator(".fz-item", has_text="3. 石岛").get_by_role("link", name="更正").click()
    page.locator(".st-key-correcting").wait_for()
    box = page.locator(".st-key-correcting [data-testid=stSelectbox] input").first
    box.fill("火星")
    box.press("Enter")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("地区表里没有这个地区").wait_for()
    box.fill("荣成")
    page.get_by_role("option", name="荣成市").click()
    page.get_by_role("button", name="保存").click()
    page.locator(".st-key-correcting").wait_for(state="detached")
    page.locator(".fz-item", has_text="3. 石岛").get_by_text("荣成市").wait_for()
    page.get_by_role("button", name="加入资料库（1 个文件，3 篇报告）").click()
    page.get_by_text("正在更新索引").wait_for()
    assert english(page) == []

    while IndexFolder(folder / "index").current_name() == before:
        # The old index answers whole until the new one is there whole.
        other.reload()
        settle(other)
        found = [line for line in other.locator(".fz-card .fz-place").all_inner_texts() if "荣成市" in line]
        assert found == [] or IndexFolder(folder / "index").current_name() != before
        assert other.locator(".fz-setup").count() == 0
    page.locator(".fz-rebuilding").wait_for(state="detached", timeout=120_000)

    other.reload()
    assert sum("荣成市" in line for line in place_lines(other)) == 2
    facet(other, "地区", "荣成市").click()
    other.locator(".st-key-chips").wait_for()
    assert all("荣成市" in line for line in place_lines(other))
    (override,) = read_overrides(folder / "overrides.toml")
    assert override.ordinal == 3 and override.values["place"].name == "荣成市"
    other.context.close()
