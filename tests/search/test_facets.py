"""筛选项: counts beside the filters."""

import json

import numpy as np
import pytest

from corpus.catalog import PARTS, PassageTable
from corpus.gazetteer import Gazetteer
from corpus.model import Fact, Kind, Level, Metadata, Place, Source
from corpus.parts import Part
from search import Engine, Filters, QueryInvalid, ReportInfo
from search.facets import LONGEST_LIST, FacetIndex, Facets, as_json
from search.shelf import Shelf

SOURCE = Source("ab" * 32, "a.txt", "a.txt", "txt", 1)
SECTIONS = ("未分类", "行政执法", "行政复议与应诉")


def info(row: int, place: str | None, **facts) -> ReportInfo:
    found = Gazetteer.load().lookup(place)[0] if place else None
    metadata = Metadata(place=Fact(found), **{name: Fact(value) for name, value in facts.items()})
    return ReportInfo(row, f"abab-{row}", row, SOURCE, metadata)


def table(*passages: tuple[int, str, Part]) -> PassageTable:
    """One row for a passage: its report, section and part."""
    reports, sections, parts = zip(*passages, strict=True)
    none = np.zeros(len(passages), np.int32)
    return PassageTable(
        report=np.array(reports, np.int32),
        start=none,
        stop=none,
        heading=none,
        section=np.array([SECTIONS.index(name) for name in sections], np.int16),
        part=np.array([PARTS.index(part) for part in parts], np.int8),
        sentence_passage=none,
        sentence_start=none,
        sentence_stop=none,
        sections=SECTIONS,
    )


DONE, LACK, NEXT = Part.PRACTICE, Part.PROBLEMS, Part.PLANS
PASSAGES = [
    (0, "行政执法", DONE),  # 0 郯城县 2023
    (0, "行政执法", LACK),  # 1
    (1, "行政执法", DONE),  # 2 临沂市 2024
    (1, "行政复议与应诉", DONE),  # 3
    (2, "行政复议与应诉", NEXT),  # 4 榆阳区 2024
    (3, "未分类", DONE),  # 5 no place, no year
]
ALL = np.arange(len(PASSAGES), dtype=np.int64)


@pytest.fixture
def index() -> FacetIndex:
    shelf = Shelf(
        [
            info(0, "郯城县", year=2023, level=Level.COUNTY, kind=Kind.ANNUAL_REPORT, publisher="郯城县司法局"),
            info(1, "临沂市", year=2024, level=Level.CITY, kind=Kind.ANNUAL_REPORT, publisher="临沂市人民政府"),
            info(2, "榆阳区", year=2024, level=Level.COUNTY, kind=Kind.WORK_SUMMARY, publisher="榆阳区司法局"),
            info(3, None),
        ]
    )
    return FacetIndex(shelf, table(*PASSAGES))


def counted(values) -> dict[str, tuple[int, int]]:
    return {value.label: (value.passages, value.reports) for value in values}


def placed(nodes) -> dict[str, tuple[int, int]]:
    found = {}
    for node in nodes:
        found[node.label] = (node.passages, node.reports)
        found |= placed(node.children)
    return found


def test_every_value_counts_its_passages_and_the_reports_they_are_in(index):
    facets = index.facets(ALL, Filters())
    assert (facets.passages, facets.reports) == (6, 4)
    assert counted(facets.years) == {"2024年": (3, 2), "2023年": (2, 1), "年度不明": (1, 1)}
    assert counted(facets.levels) == {"县": (3, 2), "市": (2, 1), "层级不明": (1, 1)}
    assert counted(facets.kinds) == {"年度报告": (4, 2), "工作总结": (1, 1), "文种不明": (1, 1)}
    assert counted(facets.sections) == {"行政执法": (3, 2), "行政复议与应诉": (2, 2), "未分类": (1, 1)}
    assert counted(facets.parts) == {"做法成效": (4, 3), "存在问题": (1, 1), "下一步打算": (1, 1)}
    assert counted(facets.publishers)["郯城县司法局"] == (2, 1)


def test_a_place_counts_everything_inside_it(index):
    facets = index.facets(ALL, Filters())
    assert placed(facets.places) == {
        "山东省": (4, 2),
        "临沂市": (4, 2),
        "郯城县": (2, 1),
        "陕西省": (1, 1),
        "榆林市": (1, 1),
        "榆阳区": (1, 1),
        "地区不明": (1, 1),
    }
    assert [node.label for node in facets.places] == ["山东省", "陕西省", "地区不明"]


def test_years_come_latest_first_and_the_others_by_count_with_unknown_last(index):
    facets = index.facets(ALL[1:], Filters())
    assert [value.label for value in facets.years] == ["2024年", "2023年", "年度不明"]
    assert [value.label for value in facets.sections] == ["行政执法", "行政复议与应诉", "未分类"]
    assert [value.label for value in facets.kinds] == ["年度报告", "工作总结", "文种不明"]


def test_only_what_was_found_is_counted(index):
    facets = index.facets(np.array([4]), Filters())
    assert counted(facets.years) == {"2024年": (1, 1)}
    assert placed(facets.places) == {"陕西省": (1, 1), "榆林市": (1, 1), "榆阳区": (1, 1)}


def test_a_facet_ignores_its_own_filter_and_respects_the_others(index):
    facets = index.facets(ALL, Filters(years=(2024,), sections=("行政复议与应诉",)))
    assert (facets.passages, facets.reports) == (2, 2)
    # Another year could be added: these are counted under the section's filter alone.
    assert counted(facets.years) == {"2024年": (2, 2)}
    # Another section could be added: these are counted under the year's filter alone.
    assert counted(facets.sections) == {"行政复议与应诉": (2, 2), "行政执法": (1, 1)}
    assert counted(facets.levels) == {"市": (1, 1), "县": (1, 1)}
    assert placed(facets.places)["山东省"] == (1, 1)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(places=("临沂市",)),
        Filters(places=("郯城", "陕西")),
        Filters(years=(2023, 2024), kinds=(Kind.ANNUAL_REPORT,)),
        Filters(publishers=("司法局",), parts=("存在问题", "下一步打算")),
        Filters(levels=(Level.COUNTY,), sections=("行政执法",), years=(2023,)),
    ],
)
def test_a_count_is_what_a_click_would_leave(index, filters):
    """With one more year chosen, the matches are as many as stood beside it."""
    for value in index.facets(ALL, filters).years:
        if value.value is not None:
            clicked = Filters(**{**vars(filters), "years": (value.value,)})
            assert index.facets(ALL, clicked).passages == value.passages


def test_what_is_selected_is_marked_and_stays_though_nothing_is_left_of_it(index):
    facets = index.facets(ALL, Filters(years=(2023,), places=("陕西",), publishers=("司法局",)))
    assert facets.passages == 0
    assert [(value.label, value.passages, value.selected) for value in facets.years] == [
        ("2024年", 1, False),
        ("2023年", 0, True),
    ]
    assert {node.label: node.selected for node in facets.places} == {"山东省": False, "陕西省": True}
    assert {value.label for value in facets.publishers if value.selected} == {"郯城县司法局", "榆阳区司法局"}


def test_a_place_that_nobody_knows_is_refused(index):
    with pytest.raises(QueryInvalid):
        index.facets(ALL, Filters(places=("无此镇",)))


def test_a_township_known_from_a_report_alone_is_a_place():
    gazetteer = Gazetteer.load()
    township = gazetteer.township("马头镇", gazetteer.lookup("郯城县")[0])
    metadata = Metadata(place=Fact[Place](township))
    index = FacetIndex(Shelf([ReportInfo(0, "abab-0", 1, SOURCE, metadata)]), table((0, "行政执法", DONE)))
    facets = index.facets(np.array([0]), Filters(places=("马头镇",)))
    assert placed(facets.places) == dict.fromkeys(("山东省", "临沂市", "郯城县", "马头镇"), (1, 1))


def test_a_long_list_of_publishers_keeps_the_first_and_the_selected():
    count = LONGEST_LIST + 20
    shelf = Shelf([info(row, None, publisher=f"第{row:03}局") for row in range(count)])
    passages = [(row, "行政执法", DONE) for row in range(count) for _ in range(2 if row < LONGEST_LIST else 1)]
    index = FacetIndex(shelf, table(*passages))
    facets = index.facets(np.arange(len(passages)), Filters(publishers=(f"第{count - 1:03}局",)))
    assert len(facets.publishers) == LONGEST_LIST + 1
    assert facets.publishers[-1].selected
    assert facets.more_publishers == 19


def test_a_publisher_counts_with_those_whose_names_hold_its_own():
    """The filter is by words: 郯城县人民政府 finds what its office published."""
    names = ["郯城县人民政府", "郯城县人民政府办公室", "郯城县司法局", "郯城县人民政府办公室"]
    shelf = Shelf([info(row, "郯城县", publisher=name) for row, name in enumerate(names)])
    index = FacetIndex(shelf, table(*((row, "行政执法", DONE) for row in (0, 1, 1, 2, 3))))
    every = np.arange(5)
    publishers = index.facets(every, Filters()).publishers
    assert counted(publishers) == {"郯城县人民政府": (4, 3), "郯城县人民政府办公室": (3, 2), "郯城县司法局": (1, 1)}
    for one in publishers:
        clicked = index.facets(every, Filters(publishers=(one.value,)))
        assert (clicked.passages, clicked.reports) == (one.passages, one.reports)


def test_nothing_found_has_no_values(index):
    facets = index.facets(np.array([], dtype=np.int64), Filters())
    assert facets == Facets(0, 0, (), (), (), (), (), (), ())


def test_json_has_the_documented_form(index):
    read = json.loads(json.dumps(as_json(index.facets(ALL, Filters(years=(2024,)))), ensure_ascii=False))
    assert read["passages"] == 3
    assert read["years"][0] == {"value": 2024, "label": "2024年", "passages": 3, "reports": 2, "selected": True}
    assert read["years"][-1]["value"] is None
    shandong = read["places"][0]
    assert (shandong["name"], shandong["chain"], shandong["level"]) == ("山东省", ["山东省"], "省")
    assert shandong["children"][0]["chain"] == ["山东省", "临沂市"]
    assert {"levels", "kinds", "publishers", "sections", "parts"} <= set(read)


def test_the_sample_corpus_adds_up(engine: Engine):
    found = np.arange(len(engine.table.report), dtype=np.int64)
    facets = FacetIndex(engine.shelf, engine.table).facets(found, Filters())
    assert facets.reports == 28
    for values in (facets.years, facets.levels, facets.kinds, facets.sections, facets.parts, facets.places):
        assert sum(value.passages for value in values) == len(found)
    assert {value.label for value in facets.parts} == set(Part)
