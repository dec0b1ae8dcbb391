"""What the library page warns of: not what is unknown by its nature, and nothing that somebody has settled."""

from __future__ import annotations

import pytest

from corpus.model import Evidence, Fact, Kind, Level, Metadata
from corpus.overrides import corrected
from search import Engine
from search.holdings import Doubt, doubts_of, holdings

LONG = 3000
SURE = Metadata(
    title=Fact("费县报告", 0.95),
    place=Fact(None, 0.0),
    year=Fact(2022, 0.5, (Evidence("成文日期所在年份", "2022-10-21"),)),
    kind=Fact(Kind.ANNUAL_REPORT, 0.95),
    level=Fact(Level.COUNTY, 0.9),
)


def test_an_unknown_place_and_a_year_that_rests_on_a_date_are_told() -> None:
    assert doubts_of(SURE, LONG, 1) == (Doubt.NO_PLACE, Doubt.YEAR)


def test_what_somebody_has_corrected_is_no_doubt_even_if_it_is_unknown() -> None:
    assert doubts_of(corrected(SURE, {"place": "", "year": 2022}), LONG, 1) == ()


def test_an_article_by_a_scholar_needs_no_place_and_no_year() -> None:
    assert doubts_of(corrected(SURE, {"kind": "理论文章"}), LONG, 1) == ()


@pytest.mark.parametrize(("characters", "parts", "doubtful"), [(100, 3, True), (100, 1, False), (LONG, 3, False)])
def test_a_very_short_part_of_an_anthology_may_be_split_wrongly(characters: int, parts: int, doubtful: bool) -> None:
    settled = corrected(SURE, {"place": "费县", "year": 2022})
    assert (Doubt.SPLIT in doubts_of(settled, characters, parts)) is doubtful


def test_the_sample_library_is_told_with_its_passages(engine: Engine) -> None:
    found = holdings(engine.shelf, engine.table, engine.catalog)
    assert len(found) == len(engine.shelf)
    assert sum(holding.passages for holding in found) == engine.generation.manifest.counts["passages"]
    assert not any(Doubt.SPLIT in holding.doubts or holding.same for holding in found)
