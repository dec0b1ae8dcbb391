"""Themes: what the passages of a corpus are about, named by their own terms, steady from build to build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.catalog import Catalog
from corpus.errors import IndexDamaged
from corpus.gazetteer import Gazetteer
from corpus.generation import IndexFolder
from corpus.parts import PARTS, Part
from corpus.settings import PROJECT, Settings
from corpus.themes import FILE, UNSORTED, Themes
from indexer.build import build
from indexer.themes.find import passage_texts

SAMPLES = PROJECT / "data" / "reports"
NEW_REPORT = """费县2024年度法治政府建设情况报告

一、主要做法

深化“放管服”改革，优化营商环境，政务服务事项全部进驻大厅，行政审批时限压缩一半，企业开办一日办结。

全面推行行政执法公示、执法全过程记录、重大执法决定法制审核三项制度，开展行政执法案卷评查，规范文明执法。

健全矛盾纠纷多元化解机制，人民调解组织覆盖所有村居，调解员队伍不断壮大。

二、下一步打算

推动公共法律服务体系向基层延伸，法律援助应援尽援。
"""


Found = tuple[Themes, Catalog]


def found_in(index: Path) -> Found:
    folder = IndexFolder(index).current().folder
    themes = Themes.read(folder)
    assert themes
    return themes, Catalog(folder)


@pytest.fixture(scope="module")
def first(sample_index: Path) -> Found:
    """The themes of the sample reports, found for the first time."""
    return found_in(sample_index)


@pytest.fixture
def build_again(sample_index: Path, models_dir: Path, tmp_path: Path) -> Callable[..., Found]:
    """Build the sample reports anew, with texts given beside them; vectors known from the first build are taken over."""
    index = tmp_path / "index"
    shutil.copytree(sample_index, index, symlinks=True)

    def again(*, forget: bool = False, **texts: str) -> Found:
        if forget:
            (index / "CURRENT").unlink()
        for name, text in texts.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        settings = Settings(index=index, models=models_dir, overrides=tmp_path / "none.toml")
        build([SAMPLES, *(tmp_path / f"{name}.txt" for name in texts)], settings)
        return found_in(index)

    return again


def passages(found: Found) -> list[tuple[str, int]]:
    """Text of every passage, the headings over it before it, as themes are found in them; and its theme."""
    themes, catalog = found
    return list(zip(passage_texts(catalog.reports()), themes.of_passage.tolist(), strict=True))


def test_the_themes_are_what_such_reports_speak_of(first: Found) -> None:
    leading = {term for theme in first[0].themes for term in theme.terms}
    assert {"营商环境", "行政执法", "行政复议", "矛盾纠纷", "法律援助"} <= leading
    assert 8 <= len(first[0].themes) <= 24


def test_a_name_is_made_of_words_its_passages_have_and_others_have_not(first: Found) -> None:
    themes, _ = first
    texts = passages(first)
    for number, theme in enumerate(themes.themes):
        leading = theme.terms[0]
        inside = [leading in text for text, of in texts if of == number]
        outside = [leading in text for text, of in texts if of != number]
        assert np.mean(inside) > 2 * np.mean(outside), theme.name


def test_no_place_no_year_and_no_number_is_in_a_name(first: Found) -> None:
    places = Gazetteer.load()
    for theme in first[0].themes:
        assert not any(places.lookup(term) for term in theme.terms), theme.name
        assert not re.search(r"\d|年$", "".join(theme.terms)), theme.name
    assert len({theme.terms[0] for theme in first[0].themes}) == len(first[0].themes)


def test_openings_and_what_fits_nowhere_are_not_forced_into_a_theme(first: Found) -> None:
    themes, catalog = first
    table = catalog.table()
    opening = (table.part == PARTS.index(Part.OVERVIEW)) & (table.section == 0)
    assert opening.any() and set(themes.of_passage[opening].tolist()) == {UNSORTED}
    assert 0.02 < np.mean(themes.of_passage == UNSORTED) < 0.25


def test_what_is_alike_lies_together_on_the_map(first: Found) -> None:
    themes, _ = first
    rows = np.flatnonzero(themes.of_passage >= 0)
    at = themes.positions[rows]
    assert np.abs(at).max() <= 1
    distances = np.linalg.norm(at[:, None] - at[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    nearest = distances.argmin(axis=1)
    same = np.mean(themes.of_passage[rows] == themes.of_passage[rows][nearest])
    assert same > 0.5


def test_another_report_leaves_the_themes_and_their_addresses_where_they_are(
    build_again: Callable[..., Found], first: Found
) -> None:
    after = build_again(费县=NEW_REPORT)
    assert {theme.id for theme in after[0].themes} == {theme.id for theme in first[0].themes}
    before, now = (
        {text: found[0].themes[of].id for text, of in passages(found) if of >= 0} for found in (first, after)
    )
    stayed = [before[text] == now[text] for text in before.keys() & now.keys()]
    assert np.mean(stayed) > 0.9


def test_the_same_reports_have_the_same_themes(build_again: Callable[..., Found]) -> None:
    # Not against the first build: another process may embed the same text at the same time, in another batch, and the
    # last digits of the vector that stays in the cache are then not those of the first build. The map makes much of them.
    once, _ = build_again(forget=True)
    again, _ = build_again(forget=True)
    assert again.themes == once.themes
    assert np.array_equal(again.of_passage, once.of_passage)
    assert np.array_equal(again.positions, once.positions)


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"PK not a file of arrays")
    with pytest.raises(IndexDamaged, match="请重新建立"):
        Themes.read(tmp_path)


def test_an_index_from_before_there_were_themes_has_none(tmp_path: Path) -> None:
    assert Themes.read(tmp_path) is None
