"""The first start and a broken index in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.generation import IndexFolder
from tests.app.browsing import ask, english, open_page, place_lines, settle
from tests.app.running import copy_index, serve
from tests.sharing import share

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

QUERY = "行政争议实质性化解"
REPORT = "甲县2024年度法治政府建设情况报告\n\n一、主要做法\n\n甲县推行行政执法公示制度。\n"


def test_the_first_start_builds_the_index_and_opens_the_search(
    page: Page, models_dir: Path, tmp_path: Path, index: Path
) -> None:
    fresh = tmp_path / "index"
    share(models_dir, fresh)
    with serve(FAZHI_INDEX=str(fresh), FAZHI_DATA=str(index.parent / "reports")) as address:
        open_page(page, address)
        page.get_by_text("首次使用，正在建立索引").wait_for()
        page.locator(".fz-steps .fz-now").wait_for()
        settle(page)
        assert english(page) == []
        page.locator(".st-key-query input").wait_for(timeout=120_000)
        page.get_by_text("1 个文件没有收录").wait_for()
        ask(page, QUERY)
        assert len(set(place_lines(page))) >= 3


def test_where_there_is_no_file_the_first_index_is_made_of_what_is_uploaded(
    page: Page, models_dir: Path, tmp_path: Path
) -> None:
    share(models_dir, tmp_path / "index")
    (tmp_path / "empty").mkdir()
    names = {"INDEX": "index", "DATA": "empty", "UPLOADS": "uploads", "OVERRIDES": "overrides.toml"}
    with serve(**{f"FAZHI_{name}": str(tmp_path / folder) for name, folder in names.items()}) as address:
        open_page(page, address)
        page.get_by_role("link", name="到资料库添加文件").click(timeout=120_000)
        file = {"name": "甲县.txt", "mimeType": "text/plain", "buffer": REPORT.encode()}
        page.locator(".st-key-uploader input[type=file]").set_input_files([file])
        page.get_by_text("可以收录 1 个文件").wait_for(timeout=60_000)
        settle(page)
        assert english(page) == []
        page.get_by_role("button", name="加入资料库（1 个文件，1 篇报告）").click()
        page.get_by_role("heading", name="资料库").wait_for(timeout=120_000)
        page.get_by_text("甲县.txt").first.wait_for()


def test_a_broken_index_is_explained_and_rebuilt_from_the_page(
    page: Page, index: Path, models_dir: Path, tmp_path: Path
) -> None:
    broken = copy_index(index, tmp_path / "index", models_dir)
    manifest = IndexFolder(broken).current().folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "tokenizer": "other"}), encoding="utf-8")
    with serve(FAZHI_INDEX=str(broken), FAZHI_DATA=str(index.parent / "reports")) as address:
        open_page(page, address)
        page.get_by_text("分词词典在建立索引之后改动过").wait_for()
        page.get_by_role("button", name="重新建立索引").click()
        page.locator(".st-key-query input").wait_for(timeout=120_000)
