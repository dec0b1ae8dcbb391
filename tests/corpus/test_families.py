"""Near-identical text of different reports is found and grouped; nothing is dropped, and nothing else is grouped."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import IndexDamaged, IndexMismatch
from corpus.families import FILE, Families
from corpus.gazetteer import Gazetteer
from corpus.generation import IndexFolder
from corpus.model import Fact, Metadata, Passage, Report, Sentence, Source, Span
from corpus.text import sentence_spans
from indexer.families import find_families, many_reports
from indexer.near_identical import CLAUSE, near_identical

FORMULA = "{place}深入学习宣传贯彻习近平法治思想，把法治政府建设摆在全局工作的突出位置。"
FIGURES = "全年共受理行政复议案件{received}件，审结{closed}件，结案率{rate}%。"
PRACTICES = (
    "在镇街设立行政复议受理点，由司法所代收材料。",
    "组织律师每月到企业开展法治体检并建立问题台账。",
    "推行说理式执法文书，由当事人当场评价。",
    "邀请人大代表担任执法监督员，随案旁听。",
)


def report(place: str | None, *passages: str) -> Report:
    """A report whose passages are the paragraphs given."""
    text, found = "", []
    for paragraph in passages:
        span = Span(len(text), len(text) + len(paragraph))
        text += paragraph + "\n"
        found.append(Passage(span, None, tuple(Sentence(one) for one in sentence_spans(text, span))))
    value = Gazetteer.load().lookup(place)[0] if place else None
    return Report(
        Source("0" * 64, "a.txt", "a.txt", "txt", 1), 1, text, Metadata(place=Fact(value)), (), (), tuple(found)
    )


def test_a_formula_is_one_family_over_places_and_figures():
    places = ("郯城县", "榆阳区", "洛阳市")
    families = find_families(
        [
            report(
                place,
                FORMULA.format(place=place),
                FIGURES.format(received=94 + 1000 * row, closed=90 + row, rate=95.5 - row) + PRACTICES[row],
            )
            for row, place in enumerate(places)
        ]
    )
    formula, figures = families.sentences.family[0], families.sentences.family[1]
    assert families.sentences.members(formula).tolist() == [0, 3, 6]
    assert families.sentences.members(figures).tolist() == [1, 4, 7]
    assert (families.sentences.reports[formula], families.sentences.places[formula]) == (3, 3)
    assert families.passages.members(families.passages.family[0]).tolist() == [0, 2, 4]
    # Each place's own practice stands alone, and so do the passages that hold it.
    for sentence in (2, 5, 8):
        assert families.sentences.members(families.sentences.family[sentence]).tolist() == [sentence]
    assert [families.passages.reports[families.passages.family[passage]] for passage in (1, 3, 5)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一是加强规范性文件备案审查。", "（三）加强规范性文件备案审查；"),
        ("全县共办理法律援助案件94件。", "榆阳区共办理法律援助案件1,203件。"),
        ("我县坚持依法行政，优化营商环境。", "全县坚持依法行政，优化营商环境。"),
        ("深入实施“八五”普法规划，营造良好法治氛围。", '深入实施"八五"普法规划, 营造良好法治氛围。'),
        (
            "我们一定直面问题，尽心竭力做好工作，决不辜负人民期待和重托。",
            "我们一定直面问题，尽心竭力做好工作，决不辜负全省人民期待和重托！",
        ),
    ],
)
def test_the_same_wording(first, second):
    families = find_families([report("郯城县", first), report("榆阳区", second)])
    assert families.sentences.family.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "委托符合条件的人员开展行政执法工作的，应当予以公示。",
            "委托不符合条件的人员开展行政执法工作的，应当予以公示。",
        ),
        ("加强规范性文件备案审查。", "加强规范性文件备案审查，建立备案审查衔接联动机制。"),
        ("全面推行行政执法公示制度。", "全面推行重大执法决定法制审核制度。"),
        ("借鉴浙江省经验，完善调解机制。", "借鉴山东省经验，完善调解机制。"),
    ],
)
def test_another_wording(first, second):
    families = find_families([report("郯城县", first), report("榆阳区", second)])
    assert families.sentences.family.tolist() == [0, 1]


def test_a_passage_that_says_the_same_and_more_is_no_relative():
    """However long the passages are: the sentence more is what a reader wants to see."""
    common = "".join(PRACTICES) * 4
    families = find_families(
        [report("郯城县", common), report("榆阳区", common + "全年新增示范点12个。"), report("洛阳市", common)]
    )
    assert families.passages.family.tolist() == [0, 1, 0]


def test_figures_tell_passages_apart():
    first, second = (
        FIGURES.format(received=94, closed=90, rate=95),
        FIGURES.format(received=1203, closed=877, rate=72),
    )
    families = find_families([report("郯城县", first), report("榆阳区", second)])
    assert families.passages.family.tolist() == [0, 1]
    assert families.sentences.family.tolist() == [0, 0]


def pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def overlap(first: str, second: str) -> float:
    return len(pairs(first) & pairs(second)) / len(pairs(first) | pairs(second))


def assert_stars(texts: list[str], family: np.ndarray) -> None:
    """In every family one text is near-identical to all others."""
    for number in range(family.max() + 1):
        members = [text for text, own in zip(texts, family, strict=True) if own == number]
        assert any(all(overlap(one, other) >= 0.8 for other in members) for one in members)


def test_small_changes_one_after_another_do_not_join_what_is_different():
    """Forty texts, each one character from the one before, the last without a character of the first."""
    texts = ["".join(chr(0x4E00 + 100 * (at < step) + at) for at in range(40)) for step in range(41)]
    family = near_identical(texts, 0.8)
    assert family[0] != family[40]
    assert max(np.bincount(family)) > 1
    assert_stars(texts, family)


@given(st.lists(st.text("法治政府建设行政复议", min_size=0, max_size=30), min_size=1, max_size=40))
def test_equal_texts_are_together_and_families_hold_together(texts):
    family = near_identical(texts, 0.8)
    for text in set(texts):
        own = {number for other, number in zip(texts, family.tolist(), strict=True) if other == text}
        assert len(own) == (1 if text else texts.count(""))
    assert sorted(set(family.tolist())) == list(range(family.max() + 1))
    longer = [(text, number) for text, number in zip(texts, family, strict=True) if len(text) > 1]
    if longer:
        kept, numbers = zip(*longer, strict=True)
        assert_stars(list(kept), np.unique(np.array(numbers), return_inverse=True)[1])


@pytest.mark.parametrize("more", range(CLAUSE - 1))
def test_no_member_says_a_clause_more_than_another(more):
    """Not even where a third text stands between the two."""
    base = "".join(chr(0x4E00 + at) for at in range(200))
    texts = [base, base + "乙丙丁戊己庚辛壬癸子丑"[:more], base + "甲" * CLAUSE]
    family = near_identical(texts, 0.8)
    assert family[0] != family[2]
    assert family[1] in (family[0], family[2])


def test_text_that_is_everywhere_is_common_and_a_practice_is_not():
    reports = [
        report(place, FORMULA.format(place=place) + practice)
        for place, practice in zip(("郯城县", "榆阳区", "洛阳市", "滁州市"), PRACTICES, strict=True)
    ]
    reports.append(report("南宁市", FORMULA.format(place="我市")))
    reports.append(report("佛山市", PRACTICES[0]))
    commonness = find_families(reports).commonness
    assert commonness.dtype == np.float32
    assert all(0.4 < share < 0.8 for share in commonness[:4])
    assert commonness[4:].tolist() == [1.0, 0.0]


def test_a_place_that_repeats_itself_makes_nothing_common():
    yearly = [report("郯城县", PRACTICES[0]) for _ in range(4)]
    assert find_families(yearly).commonness.tolist() == [0, 0, 0, 0]
    unknown = [report(None, PRACTICES[0]) for _ in range(3)]
    assert find_families(unknown).commonness.tolist() == [1, 1, 1]
    assert find_families(unknown).sentences.places.tolist() == [0]


def test_what_is_common_grows_with_the_index():
    """Three reports that share a practice are many of 28 and few of 400."""
    few = [report(None, PRACTICES[0])] * 3
    others = [report(None, "".join(chr(0x4E00 + 50 * row + at) for at in range(40)) + "。") for row in range(397)]
    assert find_families(few + others[:25]).commonness[0] == 1
    assert find_families(few + others).commonness[0] == 0
    assert [many_reports(count) for count in (1, 28, 100, 10_000)] == [3, 3, 5, 50]


def test_reports_without_passages_have_no_families():
    families = find_families([report("郯城县")])
    assert (len(families.passages), len(families.sentences), len(families.commonness)) == (0, 0, 0)
    assert len(find_families([]).sentences) == 0


def test_what_was_written_is_read(tmp_path):
    families = find_families([report("郯城县", *PRACTICES), report("榆阳区", *PRACTICES[1:])])
    families.write(tmp_path)
    read = Families.read(tmp_path)
    assert read.sentences.family.tolist() == families.sentences.family.tolist() == [0, 1, 2, 3, 1, 2, 3]
    assert read.passages.reports.tolist() == [1, 2, 2, 2]
    assert read.sentences.members(1).tolist() == [1, 4]
    assert read.commonness.tolist() == families.commonness.tolist()
    for missing in (-1, 4):
        with pytest.raises(IndexError):
            read.sentences.members(missing)


def test_an_old_or_damaged_index_says_what_to_run(tmp_path):
    with pytest.raises(IndexMismatch, match="python -m indexer build"):
        Families.read(tmp_path)
    for content in (b"", b"PK\x03\x04 not whole", b"text"):
        (tmp_path / FILE).write_bytes(content)
        with pytest.raises(IndexDamaged, match="已损坏"):
            Families.read(tmp_path)


def test_a_built_index_knows_its_families(sample_index):
    generation = IndexFolder(sample_index).current()
    assert FILE in generation.manifest.files
    families = Families.read(generation.folder)
    counts = generation.manifest.counts
    for grouping, count in ((families.passages, counts["passages"]), (families.sentences, counts["sentences"])):
        members = [grouping.members(family) for family in range(len(grouping))]
        assert sorted(np.concatenate(members).tolist()) == list(range(count))
        assert all((grouping.family[ids] == family).all() for family, ids in enumerate(members))
    assert len(families.commonness) == counts["passages"]
