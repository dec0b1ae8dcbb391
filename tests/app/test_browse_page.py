"""浏览: themes, the map, places by themes, places side by side, what is in the corpus."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from corpus.generation import MANIFEST, IndexFolder
from corpus.themes import FILE, UNSORTED
from search import Engine, Filters
from search.nicknames import path_of
from search.themes.export import MENTIONED, NOT_SAID, matrix_xlsx
from search.themes.matrix import RowLevel
from search.themes.output import print_themes, themes_json
from tests.app.browsing import english, open_page, parameters, settle
from tests.app.reading import Open, address, at_page, bodies, links, shown

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACES = ("山东省/临沂市/郯城县", "内蒙古自治区/通辽市/科尔沁左翼后旗", "陕西省/榆林市/榆阳区")


def _largest(engine: Engine) -> str:
    return engine.themes.themes[0].id


def test_every_passage_is_on_the_list_of_themes_once(engine: Engine) -> None:
    infos = engine.themes.infos()
    assert len(infos) >= 3
    assert sum(info.passages for info in infos) == len(engine.table.report)
    listed = [
        one.passage.passage
        for info in infos
        for one in engine.themes.passages(info.theme.id, Filters(), top=1000).passages
    ]
    assert sorted(listed) == list(range(len(engine.table.report)))


def test_a_theme_opens_its_passages_each_of_them_a_quotation(open_app: Open, engine: Engine) -> None:
    info = engine.themes.infos()[0]
    app = at_page(open_app(), "browse")
    assert f"共 {len(engine.themes.themes)} 个主题" in shown(app)
    (to,) = links(app, info.theme.name)
    assert to.params == {"mode": ["themes"], "theme": [info.theme.id]}
    text = shown(at_page(app, "browse", mode="themes", theme=info.theme.id))
    assert f"共 {info.passages} 个段落" in text
    for one in engine.themes.passages(info.theme.id, Filters(), top=5).passages:
        report = engine.report(one.passage.report.id)
        assert report and one.passage.span.of(report.text) == one.passage.text
        assert one.sentence and one.sentence.of(report.text) in text


def test_places_and_years_narrow_every_picture(open_app: Open, engine: Engine) -> None:
    app = at_page(open_app(), "browse", mode="themes", places=PLACES[0], years="2023")
    assert app.multiselect(key="browse-places").value == [PLACES[0]]
    assert app.multiselect(key="browse-years").value == [2023]
    there = sum(info.passages for info in engine.themes.infos(Filters(places=(PLACES[0],), years=(2023,))))
    assert f"，{there} 个段落" in shown(app)
    app.multiselect(key="browse-years").set_value([2024]).run()
    assert address(app) == {"mode": "themes", "places": PLACES[0], "years": "2024"}
    assert "没有报告" in shown(app)


def test_the_table_counts_what_places_say_and_says_plainly_what_they_do_not(open_app: Open, engine: Engine) -> None:
    found = engine.themes.matrix(RowLevel.OWN, Filters())
    assert sum(sum(row.counts) for row in found.rows) == sum(engine.themes._given.themes.of_passage != UNSORTED)
    silent = 0
    for row in found.rows:
        texts = [engine.report(info.id) for info in engine.shelf.infos if info.place == row.place]
        for count, mentions, theme in zip(row.counts, row.mentions, found.themes, strict=True):
            if not count and not mentions:
                silent += 1
                assert not any(theme.terms[0] in report.text for report in texts if report)
    assert silent
    assert shown(at_page(open_app(), "browse", mode="matrix")).count(NOT_SAID) >= silent


def test_a_cell_opens_its_passages_and_columns_sort(open_app: Open, engine: Engine) -> None:
    theme = _largest(engine)
    found = engine.themes.matrix(RowLevel.OWN, Filters())
    row = max((row for row in found.rows if row.place), key=lambda row: row.counts[0])
    assert row.place
    app = at_page(open_app(), "browse", mode="matrix", theme=theme, cell=path_of(row.place))
    assert f"{row.place.name} · {engine.themes.themes[0].name}（{row.counts[0]} 段）" in shown(app)
    table = next(body for body in bodies(at_page(app, "browse", mode="matrix", sort=theme)) if "fz-matrix" in body)
    heads = [head.split("<")[0] for head in table.split('scope="row">')[1:]]
    assert heads[0] == row.place.name


def test_provinces_take_in_what_lies_in_them(engine: Engine) -> None:
    rows = {row.place.name: row for row in engine.themes.matrix(RowLevel.PROVINCE, Filters()).rows if row.place}
    own = engine.themes.matrix(RowLevel.OWN, Filters()).rows
    inside = [row for row in own if row.place and row.place.chain[0] == "山东省"]
    assert len(inside) > 1 and rows["山东省"].passages == sum(row.passages for row in inside)
    counties = engine.themes.matrix(RowLevel.COUNTY, Filters())
    assert counties.above and "鄂尔多斯市" not in {row.place.name for row in counties.rows if row.place}


def test_the_table_as_a_workbook_has_the_same_numbers_and_words(engine: Engine) -> None:
    found = engine.themes.matrix(RowLevel.OWN, Filters())
    book = load_workbook(io.BytesIO(matrix_xlsx(found)))
    assert book.sheetnames == ["段数", "占比", "说明"]
    heads, *lines = book["段数"].iter_rows(values_only=True)
    assert heads[4:] == tuple(theme.name for theme in found.themes)
    for line, row in zip(lines, found.rows, strict=True):
        for cell, count, mentions in zip(line[4:], row.counts, row.mentions, strict=True):
            assert cell == (count or (MENTIONED if mentions else NOT_SAID))


def test_what_is_missing_in_the_corpus_is_shown_as_missing(open_app: Open, engine: Engine) -> None:
    app = at_page(open_app(), "browse", mode="coverage")
    text = shown(app)
    assert f"共 {len(engine.shelf)} 篇报告" in text and "缺" in text
    table = next(body for body in bodies(app) if "fz-covered" in body)
    assert 'title="科尔沁左翼后旗，2023年：没有报告"' in table
    (to,) = [link for link in links(app, "年度报告") if "科左后旗" in str(engine.shelf.get(link.params["id"][0]))]
    assert to.page == "report"


def test_places_stand_side_by_side_on_a_theme(open_app: Open, engine: Engine) -> None:
    beside = {one.id: engine.themes.side_by_side(one.id, PLACES, ()) for one in engine.themes.themes}
    theme, columns = next(
        (name, columns) for name, columns in beside.items() if sum(bool(each.said.passages) for each in columns) > 1
    )
    app = at_page(open_app(), "browse", mode="compare", theme=theme, places=list(PLACES))
    drawn = next(body for body in bodies(app) if "fz-beside-3" in body)
    at = [drawn.index(f"<h3>{place.split('/')[-1]}</h3>") for place in PLACES]
    assert at == sorted(at)
    for column in columns:
        assert {one.passage.report.place for one in column.said.passages} <= set(engine.shelf.meant([column.place]))
        for one in column.said.passages:
            assert one.passage.citation in shown(app)


def test_a_place_that_says_nothing_or_is_not_there_is_told(open_app: Open, engine: Engine) -> None:
    found = engine.themes.matrix(RowLevel.OWN, Filters())
    place, theme = next(
        (path_of(row.place), one.id)
        for row in found.rows
        for count, mentions, one in zip(row.counts, row.mentions, found.themes, strict=True)
        if row.place and not count and not mentions
    )
    text = shown(at_page(open_app(), "browse", mode="compare", theme=theme, places=[place, "北京市"]))
    assert NOT_SAID in text and "资料里没有北京市的报告" in text
    text = shown(at_page(open_app(), "browse", mode="compare", theme=theme, places=["不存在的地方"]))
    assert "没有查找" in text and "不存在的地方" in text


def test_an_unknown_theme_and_a_nonsense_address_show_what_there_is(open_app: Open) -> None:
    text = shown(at_page(open_app(), "browse", theme="没有这个", mode="没有", years="1e9", page="-3", passage="x"))
    assert "没有这个主题" in text and "个主题，" in text
    assert "没有找到这个段落" in shown(at_page(open_app(), "browse", mode="map", passage="000-1.5"))


def test_the_report_leads_back_to_what_was_browsed(open_app: Open, engine: Engine) -> None:
    app = at_page(open_app(), "browse", mode="themes", theme=_largest(engine), places=PLACES[1])
    to = links(app, "打开原文")[0]
    app = at_page(app, "report", **{name: values[0] for name, values in to.params.items()})
    back = next(found for found in app.get("page_link") if found.proto.label == "返回浏览")
    assert "mode=themes" in back.proto.query_string and "places=" in back.proto.query_string


def test_an_index_from_before_there_were_themes_says_what_to_do(open_app: Open, index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(index, folder, symlinks=True)
    generation = folder / "generations" / str(IndexFolder(folder).current_name())
    (generation / FILE).unlink()
    manifest = json.loads((generation / MANIFEST).read_text("utf-8"))
    del manifest["files"][FILE]
    (generation / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    app = at_page(open_app(folder), "browse")
    assert "这个索引还没有主题" in shown(app) and "python -m indexer build" in shown(app)
    assert "共" in shown(at_page(app, "browse", mode="coverage"))  # what is there is known all the same


def test_a_few_passages_make_no_themes(
    open_app: Open, index_of: Callable[[dict[str, str]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = "费县2023年度法治政府建设情况报告\n\n一、主要做法\n\n推动普法宣传进集市、进校园，办好法治夜校，群众学法更加方便。\n"
    folder = index_of({"费县.txt": text})
    assert "还没有主题" in shown(at_page(open_app(folder), "browse"))
    print_themes(Engine.open(folder).themes)
    assert "还归纳不出主题" in capsys.readouterr().out


def test_the_command_lists_themes_with_a_passage_that_stands_for_each(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    print_themes(engine.themes)
    printed = capsys.readouterr().out
    for theme in themes_json(engine.themes):
        assert theme["name"] in printed and f"{theme['passages']} 段" in printed
        for one in theme["typical"]:
            report = engine.report(one["report"])
            assert report and report.text[one["start"] : one["end"]] == one["text"]


def test_of_many_passages_the_map_draws_an_even_choice(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.themes.browser.MOST_POINTS", 40)
    points, everything = engine.themes.points(Filters())
    assert len(points) == 40 and everything == len(engine.table.report)
    assert {point.theme for point in points} >= set(range(len(engine.themes.themes)))
    chosen, _ = engine.themes.points(Filters(), _largest(engine))
    assert sum(point.theme == 0 for point in chosen) >= min(20, engine.themes.infos()[0].passages)


@pytest.mark.browser
def test_three_places_are_compared_on_a_theme(page: Page, app: str, engine: Engine) -> None:
    open_page(page, f"{app}/browse")
    name = engine.themes.themes[0].name
    theme = page.locator(".fz-theme").filter(has=page.get_by_role("link", name=name, exact=True))
    theme.get_by_role("link", name="各地对照").click()
    together = page.locator("a.fz-choice").filter(has_text="对照")
    together.click()
    columns = page.locator(".fz-beside-one")
    columns.nth(2).wait_for()
    settle(page)
    assert columns.count() == 3
    assert len(parameters(page)["places"]) == 3 and parameters(page)["mode"] == ["compare"]
    assert english(page) == []
    copied = page.url
    quoted = columns.nth(0).locator(".fz-text").first.inner_text()
    columns.nth(0).get_by_role("link", name="原文").first.click()
    page.wait_for_selector("mark.fz-passage")
    passage = "".join(page.locator("mark.fz-passage").all_inner_texts())
    assert quoted.replace("\n", "") in passage.replace("\n", "")
    page.go_back()
    columns.nth(2).wait_for()
    assert page.url == copied
    page.go_back()
    together.wait_for()


@pytest.mark.browser
def test_a_point_of_the_map_opens_its_passage(page: Page, app: str, engine: Engine) -> None:
    open_page(page, f"{app}/browse?mode=map")
    point = page.locator('.st-key-chart-map [aria-roledescription="段落"]').first
    point.wait_for()
    settle(page)
    point.click(force=True)
    card = page.locator(".fz-opened .fz-card")
    card.wait_for()
    settle(page)
    # Another point may lie over the first; the address says which was hit.
    (at,) = parameters(page)["passage"]
    report, _, start = at.rpartition(".")
    hit = engine.themes.passage_at(report, int(start))
    assert hit and "".join(hit.passage.text.split()) in "".join((card.text_content() or "").split())
    assert page.evaluate("window.hacked") is None
    page.go_back()
    card.wait_for(state="detached")
