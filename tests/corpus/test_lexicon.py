"""The table of terms: what it says, how people may save it, and what is wrong with a row."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import LexiconInvalid
from corpus.lexicon import COLUMNS, LEXICON, Lexicon, Term, Topic
from corpus.model import Span
from corpus.text import fold

HEADER = "词,同义词,全称,类别\n"
ALL = Lexicon.load()
FORMS = sorted({form for term in ALL.terms for form in term.forms})


@pytest.fixture
def load(tmp_path):
    def loaded(rows: str, encoding: str = "utf-8") -> Lexicon:
        path = tmp_path / "terms.csv"
        path.write_bytes((HEADER + rows).encode(encoding))
        return Lexicon.load(path)

    return loaded


# ------------------------------------------------------------ equivalents


def test_a_synonym_finds_the_name_and_the_other_synonyms(load):
    lexicon = load("法律援助,法援、请不起律师,,法律服务\n")
    assert lexicon.equivalents("法援") == ("法律援助", "请不起律师")
    assert lexicon.equivalents("法律援助") == ("法援", "请不起律师")


def test_a_slogan_and_its_full_form_find_each_other(load):
    lexicon = load("放管服,放管服改革,简政放权、放管结合、优化服务,政务服务与营商环境\n")
    assert "简政放权、放管结合、优化服务" in lexicon.equivalents("放管服")
    assert lexicon.equivalents("简政放权、放管结合、优化服务") == ("放管服", "放管服改革")


def test_one_item_of_a_slogan_does_not_mean_the_slogan(load):
    lexicon = load("放管服,,简政放权、放管结合、优化服务,通用\n")
    assert lexicon.equivalents("优化服务") == ()
    assert lexicon.terms[0].parts == ("简政放权", "放管结合", "优化服务")


def test_rows_that_share_a_synonym_stay_apart(load):
    lexicon = load("行政诉讼,民告官,,行政应诉\n负责人出庭,民告官、告官见官,,行政应诉\n")
    assert lexicon.equivalents("民告官") == ("行政诉讼", "负责人出庭", "告官见官")
    assert lexicon.equivalents("行政诉讼") == ("民告官",)


def test_width_and_case_do_not_count(load):
    lexicon = load("互联网+监管,,,行政执法\n人工智能,AI,,通用\n")
    assert lexicon.equivalents("ａｉ") == ("人工智能",)
    assert lexicon.find("推行互联网＋监管") == [(Span(2, 8), "互联网+监管")]


def test_an_unknown_expression_has_no_equivalents(load):
    assert load("法律援助,法援,,法律服务\n").equivalents("天气") == ()


def test_the_relation_is_symmetric_and_nothing_maps_to_itself():
    for form in FORMS:
        others = ALL.equivalents(form)
        assert fold(form) not in map(fold, others)
        assert all(form in ALL.equivalents(other) for other in others), form


# ------------------------------------------------------------ find


def test_the_longest_term_is_found_by_any_of_its_forms(load):
    lexicon = load("行政复议,复议,,行政复议\n行政复议体制改革,,,行政复议\n法律援助,法援,,法律服务\n")
    text = "行政复议体制改革后,复议、法援更方便"
    assert [(span.of(text), name) for span, name in lexicon.find(text)] == [
        ("行政复议体制改革", "行政复议体制改革"),
        ("复议", "行政复议"),
        ("法援", "法律援助"),
    ]


def test_a_full_form_in_a_text_is_its_short_form(load):
    lexicon = load("三调联动,,人民调解、行政调解、司法调解,矛盾纠纷化解\n")
    text = "坚持人民调解、行政调解、司法调解相结合"
    assert lexicon.find(text) == [(Span(2, 16), "三调联动")]


def test_a_number_is_not_found_inside_another(load):
    lexicon = load("12348热线,12348,,法律服务\n")
    assert lexicon.find("拨打12348咨询") == [(Span(2, 7), "12348热线")]
    assert lexicon.find("受理123481件") == []


def test_a_text_that_ends_inside_a_term_holds_only_the_shorter_one(load):
    lexicon = load("法律援助中心,,,法律服务\n法律援助,,,法律服务\n")
    assert lexicon.find("建成法律援助") == [(Span(2, 6), "法律援助")]
    assert lexicon.find("建成法律") == []


def test_an_expression_of_several_rows_is_the_term_of_that_name(load):
    lexicon = load("行政诉讼,告官见官、民告官,,行政应诉\n民告官,告官见官,,行政应诉\n")
    assert lexicon.find("民告官") == [(Span(0, 3), "民告官")]
    assert lexicon.find("告官见官") == [(Span(0, 4), "行政诉讼")]
    assert lexicon.get("不在表里") is None


@given(st.lists(st.sampled_from(FORMS) | st.text("的了，。行政法治复议 a1", max_size=4), max_size=8).map("".join))
def test_what_is_found_stands_in_the_text_and_belongs_to_the_term(text):
    end = 0
    for span, name in ALL.find(text):
        assert end <= span.start < span.end
        end = span.end
        term = ALL.get(name)
        assert fold(span.of(text)) in map(fold, term.forms)


# ------------------------------------------------------------ the file


def test_a_row_carries_name_synonyms_expansion_and_topic(load):
    assert load("府检联动,府检联席会议、府检互动,政府和检察机关联动,行政应诉\n").terms == (
        Term("府检联动", ("府检联席会议", "府检互动"), "政府和检察机关联动", Topic.LITIGATION),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_table_loads_however_a_spreadsheet_saved_it(load, encoding):
    lexicon = load("法律援助,法援,,法律服务\r\n\r\n民告官,,,\r\n,,,\r\n", encoding)
    assert [(term.name, term.topic) for term in lexicon.terms] == [
        ("法律援助", Topic.LEGAL_SERVICES),
        ("民告官", Topic.GENERAL),
    ]


def test_commas_line_breaks_and_stray_spaces_in_a_cell_are_harmless(load):
    lexicon = load('" 法律援助 ","法援，免费律师\n请不起律师；法援、法律援助",, 法律服务,,\n')
    assert lexicon.terms == (Term("法律援助", ("法援", "免费律师", "请不起律师"), "", Topic.LEGAL_SERVICES),)


def test_the_same_term_twice_joins_its_synonyms(load):
    lexicon = load("法律援助,法援,,法律服务\n法律援助,免费律师、法援,法律援助制度,法律服务\n")
    assert lexicon.terms == (Term("法律援助", ("法援", "免费律师"), "法律援助制度", Topic.LEGAL_SERVICES),)


def test_a_full_form_that_only_repeats_the_term_is_none(load):
    assert load("法律援助,,法律援助,法律服务\n").terms == (Term("法律援助", (), "", Topic.LEGAL_SERVICES),)


def test_a_missing_file_is_an_empty_lexicon(tmp_path):
    lexicon = Lexicon.load(tmp_path / "terms.csv")
    assert (lexicon.terms, lexicon.words, lexicon.find("法律援助")) == ((), (), [])


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("法律援助,法援,,法律服务\n,法援,,法律服务\n", 3, "缺少“词”"),
        ("法律援助,法援\n", 2, "应有 4 列"),
        ("法律援助,法援,,法律服务,多余\n", 2, "现有 5 列"),
        ("法律援助,法援,,法律\n", 2, "没有“法律”这个类别"),
        ("法律援助,援,,法律服务\n", 2, "“援”只有一个字"),
        ("法援,,,法律服务\n法援,,,司法\n", 3, "第 2 行已有，类别是“法律服务”"),
        ("三统一,,甲项、乙项,通用\n\n三统一,,丙项,通用\n", 4, "第 2 行已有另一个全称"),
        ('法律援助,"法援,,法律服务\n', 2, "引号不成对"),
        ('普法,"宣传\n法律",,通用\n,x,,\n', 4, "缺少“词”"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(load, rows, line, reason):
    with pytest.raises(LexiconInvalid, match=rf"terms\.csv”第 {line} 行：.*{reason}"):
        load(rows)


def test_other_columns_are_refused(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("词语,同义词\n法律援助,法援\n", encoding="utf-8")
    with pytest.raises(LexiconInvalid, match="表头应是“词,同义词,全称,类别”"):
        Lexicon.load(path)


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x06\x00\xff\xff", "词,同义词".encode("utf-16")])
def test_a_file_that_is_no_csv_says_how_to_save_it(tmp_path, data):
    path = tmp_path / "terms.csv"
    path.write_bytes(data)
    with pytest.raises(LexiconInvalid, match="另存为"):
        Lexicon.load(path)


def test_a_folder_in_place_of_the_file_is_an_error_of_ours(tmp_path):
    with pytest.raises(LexiconInvalid, match="读不出来"):
        Lexicon.load(tmp_path)


# ------------------------------------------------------------ words and fingerprint


def test_words_are_runs_of_two_to_twelve_chinese_characters(load):
    lexicon = load(
        "放管服,放管服改革,简政放权、放管结合、优化服务,通用\n"
        "12345热线,接诉即办,,通用\n"
        "第一责任人,党政主要负责人履行推进法治建设职责,,组织保障\n"
        "法律六进,,法律进机关、进乡村,普法与法治社会\n"
    )
    assert set(lexicon.words) == {
        *(
            "放管服",
            "放管服改革",
            "简政放权",
            "放管结合",
            "优化服务",
            "接诉即办",
            "第一责任人",
            "法律六进",
            "法律进机关",
        ),
    }


def test_the_fingerprint_follows_the_words_not_the_relations(load):
    before = load("法律援助,法援,,法律服务\n普法,,,通用\n").fingerprint
    assert load("普法,法援,,普法与法治社会\n法律援助,,,法律服务\n").fingerprint == before
    assert load("法律援助,法援、免费律师,,法律服务\n普法,,,通用\n").fingerprint != before


# ------------------------------------------------------------ our own table


def test_our_table_opens_in_a_spreadsheet_and_is_written_as_read():
    data = LEXICON.read_bytes()
    assert data.startswith("\ufeff".encode()), "Excel takes UTF-8 without a byte order mark for GBK"
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) and row == [cell.strip() for cell in row] for row in rows)
    assert len({fold(row[0]) for row in rows}) == len(rows)
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows for cell in row), (
        "a spreadsheet takes it for a formula"
    )


def test_our_table_covers_every_topic():
    assert {term.topic for term in ALL.terms} == set(Topic)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("老百姓告政府", "行政诉讼"),
        ("红头文件", "规范性文件"),
        ("一把手", "党政主要负责人"),
        ("拍脑袋决策", "科学决策"),
        ("跑断腿", "最多跑一次"),
        ("打官司", "诉讼"),
        ("请不起律师", "法律援助"),
        ("行政执法公示制度、行政执法全过程记录制度、重大执法决定法制审核制度", "三项制度"),
        ("第八个五年法治宣传教育规划", "八五普法"),
    ],
)
def test_what_people_say_is_known_by_the_name_of_the_field(said, meant):
    assert meant in ALL.equivalents(said)
    assert said in ALL.equivalents(meant)
