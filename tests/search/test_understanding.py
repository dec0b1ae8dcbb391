"""What a query's words say about the reports wanted."""

import time
from datetime import date

import pytest

from corpus.gazetteer import Gazetteer
from corpus.model import Fact, Kind, Level, Metadata, Place, Source
from search.nicknames import nicknames, path_of
from search.query import Filters, places_named
from search.shelf import ReportInfo, Shelf
from search.understanding import place_terms, recognise

TODAY = date(2026, 3, 1)
SOURCE = Source("ab" * 32, "a.txt", "a.txt", "txt", 1)


def info(row: int, place: Place | None, **facts) -> ReportInfo:
    metadata = Metadata(place=Fact(place, 1.0), **{name: Fact(value, 1.0) for name, value in facts.items()})
    return ReportInfo(row, f"abab-{row}", row, SOURCE, metadata)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    gazetteer = Gazetteer.load()
    (tancheng,) = gazetteer.lookup("郯城县")
    (banner,) = gazetteer.lookup("科左后旗")
    (gulou,) = gazetteer.lookup("福州市鼓楼区")
    (chaoyang,) = gazetteer.lookup("辽宁省朝阳市朝阳县")
    (fuzhou,) = gazetteer.lookup("福州市")
    return Shelf(
        [
            info(0, tancheng, year=2023, level=Level.COUNTY, kind=Kind.ANNUAL_REPORT, publisher="郯城县司法局"),
            info(1, gazetteer.township("马头镇", tancheng), year=2024, level=Level.TOWNSHIP),
            info(2, gulou, year=2024, level=Level.COUNTY, kind=Kind.DUTY_REPORT, publisher="福州市人民检察院"),
            info(3, banner, year=2022, level=Level.COUNTY, kind=Kind.WORK_SUMMARY, publisher="科左后旗人民政府"),
            info(4, chaoyang, year=2021, level=Level.COUNTY),
            info(5, fuzhou, year=2025, level=Level.CITY, kind=Kind.ANNUAL_REPORT, publisher="烟台市发改委"),
            info(6, None, kind=Kind.THEORY),
        ]
    )


def offered(text: str, shelf: Shelf, field: str) -> list[tuple[str, int]]:
    """Return the words that say so and the number of reports, for the chips of one field."""
    return [(chip.span.of(text), chip.reports) for chip in recognise(text, shelf, TODAY) if chip.field == field]


def values(text: str, shelf: Shelf, field: str) -> list[tuple]:
    return [chip.value for chip in recognise(text, shelf, TODAY) if chip.field == field]


def test_place_year_and_topic_in_one_query(shelf):
    place, year = recognise("内蒙古通辽科左后旗2022年矛盾纠纷", shelf, TODAY)
    assert place.label == "按 科尔沁左翼后旗 筛选"
    assert place.value == ("内蒙古自治区/通辽市/科尔沁左翼后旗",)
    assert (place.span, place.reports) == ((0, 9), 1)
    assert (year.label, year.value, year.reports) == ("按 2022年 筛选", (2022,), 1)
    filters = year.applied_to(place.applied_to(Filters()))
    assert shelf.allowed(filters).tolist() == [3]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("郯城 普法", "山东省/临沂市/郯城县"),
        ("榆阳行政复议", "陕西省/榆林市/榆阳区"),
        ("大理 普法", "云南省/大理白族自治州"),
        ("榕城 营商环境", "福建省/福州市"),
        ("羊城晚报 之外的 蓉城", "四川省/成都市"),
        ("湖南星城经验", "湖南省/长沙市"),
        ("泉城执法", "山东省/济南市"),
        ("申城", "上海市"),
        ("春城 复议", "云南省/昆明市"),
        ("冰城", "黑龙江省/哈尔滨市"),
        ("石城 复议", "河北省/石家庄市"),
        ("在豫高校", "河南省"),
        ("驻鲁机构", "山东省"),
        ("陕", "陕西省"),
        ("秦 行政复议", "陕西省"),
        ("浙 最多跑一次", "浙江省"),
        ("马头镇 执法", "山东省临沂市郯城县马头镇"),
    ],
)
def test_short_names_and_nicknames_are_places(shelf, text, value):
    assert (value,) in values(text, shelf, "place")


@pytest.mark.parametrize(
    "text",
    [
        "豫北地区",
        "川流不息",
        "存在鲁莽执法",
        "新、旧两种办法",
        "津津有味",
        "沿江城市管理",
        "青城山",
        "安全 生产",
        "公安 执法",
        "合作机制",
        "朝阳产业",
        "苏醒",
        "秦岭保护",
        "鲁迅",
        "云计算",
        "和平 协商",
        "贵 在坚持",
        "藏粮于地",
        "新 行政复议法",
    ],
)
def test_a_name_inside_another_word_is_no_place(shelf, text):
    assert values(text, shelf, "place") == []


def owned(name: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("灵台有多少调解员", "灵台"),
        ("灵台的做法", "灵台"),
        ("灵台怎么化解纠纷", "灵台"),
        ("灵台如何普法", "灵台"),
        ("在清水有没有法律援助", "清水"),
        ("灵台2022年复议", "灵台"),
        ("温泉有哪些经验", "温泉"),
    ],
)
def test_a_name_that_is_a_word_too_is_a_place_when_asked_about_if_the_reports_know_no_other(shelf, text, name):
    assert name in [chip.span.of(text) for chip in recognise(text, shelf, TODAY, owned) if chip.field == "place"]


@pytest.mark.parametrize("text", ["灵台有多少调解员", "温泉有哪些经验", "清水的治理"])
def test_elsewhere_such_a_name_is_the_word(shelf, text):
    assert values(text, shelf, "place") == []


@pytest.mark.parametrize(
    "text",
    [
        *("朝阳产业有哪些", "朝阳产业", "心灵台账怎么建", "心灵台有多少", "通州湾有多少企业", "长安全面的做法"),
        *("和平的意义", "平安怎么建设", "公安有多少人", "合作怎么开展", "安全的底线", "安定有哪些因素"),
        *("清水湾的治理", "温泉镇有多少人", "新城区怎么建", "长城保护的做法", "莲花村怎么治理", "灵台方寸"),
        *("高新如何发展", "解放的思想", "城中村怎么改", "太平洋的治理", "大通关的做法", "永和豆浆怎么管"),
        *("民主生活会怎么开", "光明磊落的作风", "长治久安的基础", "日照时间有多少", "西湖龙井的保护"),
    ],
)
def test_an_ordinary_phrase_names_no_place_even_if_the_reports_know_no_other(shelf, text):
    assert [chip.name for chip in recognise(text, shelf, TODAY, owned) if chip.field == "place"] == []


def test_places_in_a_list_and_together(shelf):
    assert values("豫、鲁两省", shelf, "place") == [("河南省",), ("山东省",)]
    assert values("云、贵、川", shelf, "place") == [("云南省",), ("贵州省",), ("四川省",)]
    assert values("京津冀协同立法", shelf, "place") == [("北京市", "天津市", "河北省")]
    # 灵台 is a word too; beside other places it is one.
    named = [name for names in values("弥渡、灵台、科左后旗三个县谁多", shelf, "place") for name in names]
    assert [name.rpartition("/")[2] for name in named] == ["弥渡县", "灵台县", "科尔沁左翼后旗"]
    assert values("深化川渝合作", shelf, "place") == [("四川省", "重庆市")]
    assert [place.name for place in place_terms("豫、鲁两省和科左后旗", shelf)] == [
        "河南省",
        "山东省",
        "科尔沁左翼后旗",
    ]


def test_of_places_with_one_name_those_with_reports_are_meant(shelf):
    assert values("鼓楼区", shelf, "place") == [("福建省/福州市/鼓楼区",)]
    assert values("朝阳 普法", shelf, "place") == [("辽宁省/朝阳市",)]
    assert values("朝阳县", shelf, "place") == [("辽宁省/朝阳市/朝阳县",)]
    assert values("鼓楼区", Shelf([]), "place") == [("江苏省/南京市/鼓楼区",)]
    beijing, liaoning = (Gazetteer.load().lookup(name)[0] for name in ("北京市朝阳区", "辽宁省朝阳市"))
    both = Shelf([info(0, beijing), info(1, liaoning)])
    assert [chip.name for chip in recognise("朝阳 普法", both)] == ["辽宁省 › 朝阳市", "北京市 › 朝阳区"]


def test_a_place_without_reports_is_offered_with_none(shelf):
    assert offered("长春 复议", shelf, "place") == [("长春", 0)]


def test_the_path_of_every_place_means_this_place_alone():
    gazetteer = Gazetteer.load()
    every = list(gazetteer.provinces())
    for place in every:
        every += gazetteer.children(place)
    assert len(every) > 3000
    assert [path_of(place) for place in every if places_named(path_of(place)) != (place,)] == []


def test_every_nickname_means_a_place_of_the_table():
    assert all(meaning for meanings in nicknames().values() for meaning in meanings)
    for province in Gazetteer.load().provinces():
        assert any((province,) in meanings for name, meanings in nicknames().items() if len(name) == 1), province.name


def test_reports_are_read_without_the_nicknames():
    assert Gazetteer.load().find("榕城、蓉城和豫、鲁两省") == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年府院联动", [(2023,)]),
        ("2023 普法", [(2023,)]),
        ("２０２３年普法", [(2023,)]),
        ("2024 年工作", [(2024,)]),
        ("2023年度报告", [(2023,)]),
        ("去年 复议", [(2025,)]),
        ("今年以来", [(2026,)]),
        ("前年", [(2024,)]),
        ("上年度考核", [(2025,)]),
        ("二〇二三年执法", [(2023,)]),
        ("二三年工作", [(2023,)]),
        ("23年度普法", [(2023,)]),
        ("2021—2023年立法", [(2021, 2022, 2023)]),
        ("2021-23年", [(2021, 2022, 2023)]),
        ("2020至2022年", [(2020, 2021, 2022)]),
        ("近三年 行政复议", [(2023, 2024, 2025)]),
        ("2024年以来", [(2024, 2025, 2026)]),
        ("“十三五”期间普法", [(2016, 2017, 2018, 2019, 2020)]),
        ("2021年和2023年", [(2021,), (2023,)]),
        ("2023年1500件", [(2023,)]),
    ],
)
def test_years_are_recognised(shelf, text, years):
    assert values(text, shelf, "year") == years


@pytest.mark.parametrize(
    "text",
    [
        "150件",
        "2023件",
        "2023余人",
        "第2023号",
        "〔2023〕12号",
        "12345热线",
        "过去年份",
        "如今年轻人",
        "以上年份",
        "从业23年",
        "十四五规划",
        "八五普法",
        "1989年行政诉讼法",
        "2035年远景目标",
        "2023.5亿元",
        "三年行动",
        "2023-06-01",
        "二三年内",
    ],
)
def test_a_number_that_is_no_year_is_left_alone(shelf, text):
    assert values(text, shelf, "year") == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("省级示范", [(Level.PROVINCE,)]),
        ("市县两级政府", [(Level.CITY, Level.COUNTY)]),
        ("省、市、县三级联动", [(Level.PROVINCE, Level.CITY, Level.COUNTY)]),
        ("乡镇执法", [(Level.TOWNSHIP,)]),
        ("哪些县做了府院联动", [(Level.COUNTY,)]),
        ("区县司法所", [(Level.COUNTY,)]),
        ("县级以上人民政府", []),
        ("副省级城市", []),
        ("城市级别", []),
        ("三里街道", []),
        ("省法院", []),
    ],
)
def test_levels_are_recognised(shelf, text, levels):
    assert values(text, shelf, "level") == levels


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("述法报告 县委书记", [(Kind.DUTY_REPORT,)]),
        ("2023年度报告", [(Kind.ANNUAL_REPORT,)]),
        ("政府工作报告", [(Kind.GOVERNMENT_WORK_REPORT,)]),
        ("年终工作总结", [(Kind.WORK_SUMMARY,)]),
        ("理论文章", [(Kind.THEORY,)]),
        ("总结经验", []),
        ("报告制度", []),
    ],
)
def test_kinds_are_recognised(shelf, text, kinds):
    assert values(text, shelf, "kind") == kinds


@pytest.mark.parametrize(
    ("text", "publishers"),
    [
        ("郯城县司法局", [("郯城县司法局",)]),
        ("司法局 执法监督", [("司法局",)]),
        ("检察院公益诉讼", [("人民检察院",)]),
        ("市检察院", [("市人民检察院",)]),
        ("发展和改革委员会", [("发改委",)]),
        ("人民政府", []),
        ("税务局", []),
    ],
)
def test_publishers_of_the_reports_are_recognised(shelf, text, publishers):
    assert values(text, shelf, "publisher") == publishers


def test_an_ordinary_query_gets_no_offer(shelf):
    for text in ("行政争议实质性化解", "府院联动机制怎么建", "法治政府建设", "", "  "):
        assert recognise(text, shelf, TODAY) == ()


def test_chips_come_in_the_order_of_the_text_and_never_twice(shelf):
    chips = recognise("2023年郯城县司法局 郯城县 述法报告 2023", shelf, TODAY)
    assert [chip.field for chip in chips] == ["year", "place", "publisher", "kind"]


def test_it_takes_less_than_two_milliseconds(shelf):
    text = "内蒙古通辽科左后旗2022年乡镇综合行政执法改革 榕城 司法局 述法报告"
    recognise(text, shelf)
    began = time.process_time()
    for _ in range(100):
        recognise(text, shelf)
    assert (time.process_time() - began) / 100 < 0.002


@pytest.mark.parametrize(
    "text", ["江苏高速公路通车里程是多少", "内蒙古高铁里程", "请问郯城调解成功率是多少", "2024年郯城粮食产量"]
)
def test_a_place_before_a_road_or_behind_a_year_is_a_place(shelf, text):
    assert len(place_terms(text, shelf)) >= 1


@pytest.mark.parametrize("text", ["沿江高铁建设", "延长路通车"])
def test_a_road_is_no_place(shelf, text):
    assert place_terms(text, shelf) == ()
