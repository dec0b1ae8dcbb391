"""Filters over the reports of an index, including places no table holds."""

import pytest

from corpus.gazetteer import Gazetteer
from corpus.model import Fact, Kind, Level, Metadata, Place, Source
from search import Filters, QueryInvalid, ReportInfo
from search.shelf import Shelf

SOURCE = Source("ab" * 32, "a.txt", "a.txt", "txt", 1)


def info(row: int, place: Place | None, **facts) -> ReportInfo:
    metadata = Metadata(place=Fact(place, 1.0), **{name: Fact(value, 1.0) for name, value in facts.items()})
    return ReportInfo(row, f"abab-{row}", row, SOURCE, metadata)


@pytest.fixture
def shelf() -> Shelf:
    gazetteer = Gazetteer.load()
    (tancheng,) = gazetteer.lookup("郯城县")
    township = gazetteer.township("马头镇", tancheng)
    (gulou,) = gazetteer.lookup("福州市鼓楼区")
    return Shelf(
        [
            info(0, tancheng, year=2023, level=Level.COUNTY, kind=Kind.ANNUAL_REPORT, publisher="郯城县司法局"),
            info(1, township, year=2024, level=Level.TOWNSHIP),
            info(2, gulou, year=2024, level=Level.COUNTY),
            info(3, None, kind=Kind.THEORY),
        ]
    )


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(places=("山东",)), [0, 1]),
        (Filters(places=("马头镇",)), [1]),
        (Filters(places=("鼓楼区",)), [2]),
        (Filters(places=("郯城", "福建")), [0, 1, 2]),
        (Filters(years=(2024,)), [1, 2]),
        (Filters(levels=(Level.COUNTY,), years=(2024,)), [2]),
        (Filters(kinds=(Kind.THEORY,)), [3]),
        (Filters(publishers=("司法局",)), [0]),
        (Filters(places=("上海",)), []),
    ],
)
def test_filters(shelf, filters, rows):
    assert shelf.allowed(filters).tolist() == rows


def test_no_filter_allows_all(shelf):
    assert shelf.allowed(Filters()) is None


def test_an_unknown_place_is_refused(shelf):
    with pytest.raises(QueryInvalid):
        shelf.allowed(Filters(places=("无此镇",)))


def test_places_come_with_those_above_them(shelf):
    names = [place.name for place in shelf.places()]
    assert names == ["福建省", "福州市", "鼓楼区", "山东省", "临沂市", "郯城县", "马头镇"]
    assert (shelf.years(), shelf.publishers()) == ([2024, 2023], ["郯城县司法局"])
