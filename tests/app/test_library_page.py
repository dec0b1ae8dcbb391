"""The library page without a browser: filters, the form's rules, taking files out, health."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.settings import settings
from intake.uploads import Uploads
from search import Engine
from tests.app.reading import Open, at_page, shown
from views import library
from views.correction_form import CorrectionInvalid, changes
from views.holdings_address import HoldingsView, Part, holdings_view_of
from views.report_facts import UNKNOWN

SHOWN = {
    "title": "费县报告",
    "place": "山东省/临沂市/费县",
    "year": "2023",
    "level": "县",
    "kind": "年度报告",
    "publisher": "",
}


@pytest.fixture
def open_library(open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of the app with folders of its own for uploads and corrections."""
    monkeypatch.setenv("FAZHI_UPLOADS", str(tmp_path / "uploads"))
    monkeypatch.setenv("FAZHI_OVERRIDES", str(tmp_path / "overrides.toml"))

    def start(page: str = "holdings", **params: str) -> AppTest:
        return at_page(open_app(), page, **params)

    return start


def titles(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["题名"])


def test_every_report_is_in_the_table_and_filters_are_in_the_address(open_library, engine: Engine) -> None:
    app = open_library()
    assert sorted(titles(app)) == sorted(info.name for info in engine.shelf.infos)
    assert "1 个文件没有收录" in shown(app) and "处文字没有收录" in shown(app)
    app.text_input(key="holdings-text").set_value("榆阳").run()
    assert [title for title in titles(app) if "榆阳" in title] == titles(app) != []
    assert app.query_params["text"] == "榆阳"
    app = open_library(place="山东省", year="2023")
    assert titles(app) and all(place.startswith("山东省") for place in app.dataframe[0].value["地区"])
    app = open_library(doubtful="1")
    assert titles(app) and all(doubts for doubts in app.dataframe[0].value["提示"])
    app = open_library(text="没有这样的报告")
    assert "没有符合条件的报告" in shown(app) and not app.dataframe


def test_the_address_of_the_library_survives_nonsense() -> None:
    nonsense = {"part": ["x"], "year": ["20"], "kind": ["小说"], "page": ["-1"], "batch": ["../.."], "edit": ["<b>"]}
    view = holdings_view_of(nonsense)
    assert (view.part, view.year, view.kind, view.page) == (Part.REPORTS, None, None, 1)
    assert holdings_view_of(
        {name: [str(v)] for name, v in HoldingsView(Part.ADD, page=3).params().items()}
    ) == HoldingsView(Part.ADD, page=3)


def test_a_strange_upload_in_the_address_is_told(open_library) -> None:
    app = open_library(part="添加文件", batch="../../etc")
    assert "没有这次上传" in shown(app) and not app.exception


def test_only_what_was_changed_is_written_and_the_level_follows_the_place() -> None:
    assert changes(SHOWN, SHOWN) == {}
    assert changes(SHOWN, {**SHOWN, "year": "2022", "publisher": " 费县司法局 "}) == {
        "year": 2022,
        "publisher": "费县司法局",
    }
    assert changes(SHOWN, {**SHOWN, "place": "科左后旗"}) == {
        "place": "内蒙古自治区/通辽市/科尔沁左翼后旗",
        "level": None,
    }
    assert changes(SHOWN, {**SHOWN, "place": "费县"}) == {}
    assert changes(SHOWN, {**SHOWN, "year": "", "place": ""}) == {"year": "", "place": "", "level": None}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("place", "火星", "地区“火星”：地区表里没有"),
        ("place", "鼓楼区", "几个同名"),
        ("year", "二〇", "四位数"),
        ("year", "1234", "四位数"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(name: str, value: str, says: str) -> None:
    with pytest.raises(CorrectionInvalid, match=says):
        changes(SHOWN, {**SHOWN, name: value})


def test_the_form_shows_the_programs_value_and_its_evidence(open_library, engine: Engine) -> None:
    info = next(info for info in engine.shelf.infos if "榆阳区" in info.source.name)
    app = open_library("report", id=info.id, edit="1")
    assert app.text_input[1].value in ("", info.metadata.publisher.value)
    assert {field.label: field.value for field in app.selectbox}["地区"] == "陕西省/榆林市/榆阳区"
    assert "程序识别，可信度" in shown(app) and "标题中的年份" in shown(app)
    assert UNKNOWN in shown(app)


def test_an_uploaded_file_that_is_not_in_the_index_is_told_and_can_be_taken_out(open_library, tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    batch = uploads.stage([("新.txt", io.BytesIO(b"x"))], 100)
    uploads.commit(batch, [1])
    app = open_library(part="上传的文件")
    assert "1 个文件还没有编入索引" in shown(app) and "新.txt" in shown(app)
    assert library.sources()[-1] == uploads.files


def test_health_tells_model_counts_size_and_where_from(open_library, engine: Engine) -> None:
    text = shown(open_library(part="索引和备份"))
    manifest = engine.generation.manifest
    for said in (manifest.name, manifest.model.id, f"{manifest.counts['passages']} 个段落", "1 个文件", "MB"):
        assert said in text
    assert str(settings().uploads) not in text
