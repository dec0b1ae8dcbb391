"""No index, a broken one, and a corpus of one tiny report: every page says what there is not and what to do."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.reading import Open, at_page, button, labels, shown
from tests.sharing import share

TINY = "甲县2024年度法治政府建设情况报告\n\n一、主要做法\n\n甲县推行行政执法公示制度。\n"
PAGES = ("search", "ask", "phrases", "figures", "practices", "browse", "compare", "report", "holdings", "basket")


@pytest.fixture(scope="session")
def tiny(index_of: Callable[[Mapping[str, str]], Path]) -> Path:
    """An index of one report of one sentence."""
    return index_of({"甲县.txt": TINY})


def said_at_last(app: AppTest, wanted: str) -> str:
    """What the page says once it says what is wanted, or after a minute."""
    deadline = time.monotonic() + 60
    while wanted not in shown(app) and time.monotonic() < deadline:
        time.sleep(0.5)
        app.run()
    return shown(app)


def test_every_page_of_a_tiny_corpus_says_something_and_none_fails(open_app: Open, tiny: Path) -> None:
    app = open_app(tiny)
    for page in PAGES:
        text = shown(at_page(app, page))
        assert text.strip() and "意外的错误" not in text and "没有做成" not in text


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("figures", "还没有数据"),
        ("practices", "还没有做法"),
        ("browse", "还没有主题"),
        ("compare", "还没有可以对照的年度"),
    ],
)
def test_where_there_are_too_few_reports_the_way_to_more_is_one_click(
    open_app: Open, tiny: Path, page: str, title: str
) -> None:
    app = at_page(open_app(tiny), page)
    assert title in shown(app)
    assert [link.proto.label for link in app.get("page_link")].count("到资料库添加文件") == 1
    # Not a list of everything that is not there.
    assert "行政复议纠错率" not in shown(app)


def test_one_year_is_no_span_of_years(open_app: Open, tiny: Path) -> None:
    assert "1 个年度（2024年）" in shown(at_page(open_app(tiny), "browse", mode="coverage"))


def test_every_page_without_an_index_says_why_and_what_to_do(
    open_app: Open, models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(models_dir, tmp_path / "index")
    (tmp_path / "空").mkdir()
    monkeypatch.setenv("FAZHI_DATA", str(tmp_path / "空"))
    monkeypatch.setenv("FAZHI_UPLOADS", str(tmp_path / "uploads"))
    app = open_app(tmp_path / "index")
    for page in PAGES:
        text = said_at_last(at_page(app, page), "索引没有建成")
        assert "没有找到可以读的文件" in text and "把报告文件放进这个文件夹" in text and labels(app) == ["重试"]


@pytest.mark.parametrize("pointer", [b"\xff\x80", b"gone", b"..\x00"])
def test_an_index_whose_pointer_is_broken_can_be_built_again(
    open_app: Open, tiny: Path, tmp_path: Path, pointer: bytes
) -> None:
    shutil.copytree(tiny / "generations", tmp_path / "generations")
    (tmp_path / "CURRENT").write_bytes(pointer)
    app = open_app(tmp_path)
    assert "索引暂时不能使用" in shown(app) and "可能已损坏" in shown(app)
    assert button(app, "重新建立索引")


def test_a_file_in_the_place_of_the_index_is_named(
    open_app: Open, models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index").write_text("")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "甲县.txt").write_text(TINY, encoding="utf-8")
    for name, value in {"DATA": tmp_path / "reports", "UPLOADS": tmp_path / "uploads", "MODELS": models_dir}.items():
        monkeypatch.setenv(f"FAZHI_{name}", str(value))
    text = said_at_last(open_app(tmp_path / "index"), "索引没有建成")
    assert "是一个文件，不能当作索引文件夹" in text and "把报告文件放进这个文件夹" not in text
