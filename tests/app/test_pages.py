"""What the pages show and what a click does, without a browser."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.encoder import Encoder
from corpus.generation import MANIFEST, IndexFolder
from corpus.settings import PROJECT, Settings
from indexer.build import build
from search import Engine, Query
from tests.app.reading import Open, bare, bodies, button, places, shown
from tests.app.running import copy_index

QUERY = "行政争议实质性化解"


@pytest.fixture
def own_index(index: Path, models_dir: Path, tmp_path: Path) -> Path:
    """A copy of the index that a test may break."""
    return copy_index(index, tmp_path / "index", models_dir)


def test_a_copied_address_shows_hits_with_place_year_and_citation(open_app: Open) -> None:
    app = open_app(q=QUERY)
    assert len(places(app)) == 10
    assert "内蒙古自治区 › 通辽市 › 科尔沁左翼后旗 · 2024年" in places(app)
    assert "《郯城县司法局关于2023年度法治政府建设情况的报告》，郯城县司法局" in shown(app)
    assert app.text_input(key="query").value == QUERY


def test_the_welcome_page_says_what_is_in_the_library_and_what_could_not_be_read(open_app: Open) -> None:
    text = shown(open_app())
    assert "7篇报告" in text and "2024年" in text and "工作总结" in text
    assert "1 个文件没有收录" in text and "空文件.txt" in text


def test_an_example_asks_its_question(open_app: Open) -> None:
    app = button(open_app(), "府院联动机制").click().run()
    assert app.query_params["q"] == "府院联动机制" and places(app)


def test_asking_begins_on_the_first_page_and_keeps_the_filters(open_app: Open) -> None:
    app = open_app(q=QUERY, page="3", year=["2024"])
    app.text_input(key="query").set_value(" 府院  联动 ")
    app = button(app, "检索").click().run()
    assert dict(app.query_params) == {"q": "府院 联动", "year": "2024"}


def test_a_new_index_is_seen_by_the_running_app(open_app: Open, own_index: Path, encoder: Encoder) -> None:
    app = open_app(own_index)
    assert "7篇报告" in shown(app)
    build(
        [PROJECT / "data" / "reports" / "榆阳区2024年度法治政府建设工作总结.txt"],
        Settings(index=own_index),
        encoder=encoder,
    )
    assert "1篇报告" in shown(app.run()).split("馆藏")[1]


def test_a_damaged_index_says_so_and_offers_to_build_again(open_app: Open, own_index: Path) -> None:
    generation = IndexFolder(own_index).current().folder
    (generation / "passages.faiss").write_bytes(b"broken")
    app = open_app(own_index)
    assert "索引暂时不能使用" in shown(app) and "passages.faiss" in shown(app)
    assert button(app, "重新建立索引")


def test_an_index_of_another_version_says_so(open_app: Open, own_index: Path) -> None:
    manifest = IndexFolder(own_index).current().folder / MANIFEST
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**raw, "schema": 99}), encoding="utf-8")
    assert "另一个版本" in shown(open_app(own_index))


def test_a_first_build_that_fails_shows_the_reason_and_can_be_tried_again(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAZHI_DATA", str(tmp_path / "没有这个文件夹"))
    app = open_app(tmp_path / "index")
    deadline = time.monotonic() + 60
    while "索引没有建成" not in shown(app.run()) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert "没有这个文件或文件夹" in shown(app) and button(app, "重试")


def test_whatever_goes_wrong_the_user_reads_chinese(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Engine, query: Query) -> None:
        raise ZeroDivisionError(query)

    open_app()  # opening the engine searches once
    monkeypatch.setattr(Engine, "search", fail)
    assert "页面出了意外的错误" in shown(open_app(q="还没有人问过的问题"))


def test_the_report_page_shows_the_whole_text_once_with_facts_and_evidence(open_app: Open, engine: Engine) -> None:
    hit = engine.search(Query(QUERY)).hits[0]
    report = engine.report(hit.report.id)
    assert report is not None
    params = {"id": report.id, "start": str(hit.span.start), "end": str(hit.span.end), "q": QUERY, "year": ["2023"]}
    app = open_report(open_app, **params)
    assert without_space(bare(document(app))) == without_space(report.text)
    quoted = "".join(re.findall(r'<mark class="fz-passage">(.*?)</mark>', document(app)))
    assert without_space(bare(quoted)) == without_space(hit.text)
    text = shown(app)
    assert hit.citation in text and "山东省 › 临沂市 › 郯城县" in text and "可信度" in text


@pytest.mark.parametrize("span", [("", ""), ("5", "2"), ("-1", "x"), ("0", "99999999")])
def test_a_span_that_is_none_of_the_report_is_left_alone(open_app: Open, engine: Engine, span: tuple[str, str]) -> None:
    report_id = engine.shelf.infos[0].id
    app = open_report(open_app, id=report_id, start=span[0], end=span[1])
    assert "依据" in shown(app) and "fz-passage" not in document(app)


def test_an_unknown_report_has_a_way_back(open_app: Open) -> None:
    app = open_report(open_app, id="<b>nope</b>", q=QUERY)
    assert "没有找到这篇报告" in shown(app)


def test_the_report_page_without_a_report_lists_them(open_app: Open) -> None:
    assert "全部报告：7 篇" in shown(open_report(open_app))


def open_report(open_app: Open, **params: str | list[str]) -> AppTest:
    """Open the report page with an address."""
    app = open_app()
    app.switch_page("views/report.py")
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def document(app: AppTest) -> str:
    """The HTML of the report's text."""
    return next(body for body in bodies(app) if body.startswith('<article class="fz-doc"'))


def without_space(text: str) -> str:
    """Text without white space, which HTML does not keep."""
    return "".join(text.split())
