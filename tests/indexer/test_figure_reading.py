"""Figures of a report: what is counted, how much, when and where, and what looks like a figure and is none."""

import pytest

from corpus.figures import Figure, Measure
from corpus.gazetteer import Gazetteer
from corpus.indicators import Indicators, _hints
from corpus.model import Fact, Kind, Metadata, Paragraph, ParagraphRole, Report, Source, Span
from corpus.settings import settings
from indexer.figures import extract_figures
from indexer.passages import build_passages
from indexer.reading import read_source


def report_of(
    *paragraphs: str, year: int | None = 2024, place: str = "郯城县", kind: Kind = Kind.ANNUAL_REPORT
) -> Report:
    """Return a report of these paragraphs."""
    text = "\n".join(paragraphs)
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append(Paragraph(Span(at, at + len(paragraph)), ParagraphRole.BODY))
        at += len(paragraph) + 1
    found = Gazetteer.load().lookup(place)[0] if place else None
    metadata = Metadata(year=Fact(year, 1.0), kind=Fact(kind, 1.0), place=Fact(found, 1.0))
    source = Source("0" * 64, "a.txt", "a.txt", "txt", len(text))
    return Report(source, 1, text, metadata, tuple(spans), (), build_passages(text, spans, ()))


def read(*paragraphs: str, **about) -> list[tuple[str, str, float]]:
    """Return indicator, words and value of every figure, spans checked on the way."""
    return [(figure.indicator, words, figure.value) for figure, words in figures(*paragraphs, **about)]


def figures(*paragraphs: str, **about) -> list[tuple[Figure, str]]:
    report = report_of(*paragraphs, **about)
    found = extract_figures(report, Gazetteer.load(), Indicators.load())
    for figure in found:
        assert figure.sentence.start <= figure.span.start < figure.span.end <= figure.sentence.end
        if figure.words:
            assert figure.words.of(report.text).strip()
    return [(figure, figure.span.of(report.text)) for figure in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年受理行政复议案件94件。", [("行政复议受理数", "94件", 94)]),
        ("发放法治宣传画册600本,普法折页1.2万份。", ["宣传资料发放数", "宣传资料发放数"]),
        ("划转6个部门的35项行政许可事项。", ["", "行政审批调整数"]),
        ("组建5个乡镇综合行政执法队,培育法律明白人320名。", ["综合执法队伍数", "法律明白人数"]),
        ("建成公共法律服务中心,实现38个村法律顾问全覆盖。", [""]),
        ("接收社区矫正对象61人,解矫40人。", ["社区矫正对象数", "社区矫正对象数"]),
        ("公布重大行政决策目录,确定事项5项。", ["重大行政决策数"]),
        ("开展规范性文件集中清理,梳理相关文件68件,废止9件。", ["规范性文件清理数", "规范性文件废止数"]),
        (
            "新建法律援助工作站12个、联络点60个,办理案件230件。",
            ["公共法律服务站点数", "公共法律服务站点数", "法律援助案件数"],
        ),
        ("发放普法手册300本,印发行政执法建议书8份。", ["宣传资料发放数", "执法监督文书数"]),
        ("党组织开展理论学习活动20场。", [""]),
        ("对提交会议讨论的25件议题开展合法性审核。", ["合法性审查数"]),
        ("政务大厅日均办理政务服务事项2300件。", [""]),
        ("因信息公开引发的行政复议案件2件。", [""]),
        ("新增停车泊位,面向市场主体开立账户300户。", [""]),
        ("“吉林一号”117颗卫星组网,发布16款产品,开行班列20列。", ["", "", ""]),
        ("共收到复议申请94件,受理85件,结案71件。", ["行政复议申请数", "行政复议受理数", "行政复议办结数"]),
        (
            "受理复议案件85件,其中撤销14件、确认违法2件、责令履行6件。",
            ["行政复议受理数", "行政复议撤销数", "行政复议确认违法数", "行政复议责令履行数"],
        ),
        ("行政机关负责人出庭应诉率66.69%,败诉率17.47%。", ["负责人出庭应诉率", "行政机关败诉率"]),
        (
            "行政复议纠错率、调解和解率分别为20.2%、25.9%。",
            [("行政复议纠错率", "20.2%", 20.2), ("行政复议调解和解率", "25.9%", 25.9)],
        ),
        ("审核规范性文件72件,审核率、报备及时率均为100%。", ["规范性文件审核数", "规范性文件备案率"]),
        ("聘请20名政府法律顾问,设立公共法律服务站31个。", ["法律顾问人数", "公共法律服务站点数"]),
        ("制定政府规章5件,修改、废止政府规章23件。", ["政府规章数", "政府规章数"]),
        (
            "排查矛盾纠纷1463件,调解1450件,调解成功1440件,成功率99.3%。",
            ["矛盾纠纷排查数", "矛盾纠纷调解数", "调解成功数", "调解成功率"],
        ),
        ("审理行政复议案件79件,22件维持,13件驳回。", ["行政复议办理数", "行政复议维持数", "行政复议驳回数"]),
        (
            "办理法院司法建议50件,检察建议35件,回复率均达到100%。",
            ["司法建议数", "检察建议数", "司法建议检察建议回复率"],
        ),
    ],
)
def test_names_the_indicator_that_is_counted(sentence, expected):
    found = read(sentence)
    if isinstance(expected[0], str):
        assert [indicator for indicator, _, _ in found] == expected
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("sentence", "value", "upper", "unit", "qualifier"),
    [
        ("受教育群众1.5万余人次。", 15000, None, "人次", "余"),
        ("挽回经济损失近680万元。", 6_800_000, None, "元", "近"),
        ("参加活动的群众两千余人。", 2000, None, "人", "余"),
        ("群众满意度达百分之九十八点五。", 98.5, None, "%", ""),
        ("覆盖率在九成以上。", 90, None, "%", "以上"),
        ("全年接待群众12,345人次。", 12345, None, "人次", ""),
        ("全年接待群众１２０人次。", 120, None, "人次", ""),
        ("每所配备专干3—5名。", 3, 5, "名", ""),
        ("网上办理率超过95%。", 95, None, "%", "超过"),
        ("开展活动十余场。", 10, None, "场", "余"),
    ],
)
def test_reads_the_number_as_it_is_written(sentence, value, upper, unit, qualifier):
    ((figure, _),) = figures(sentence)
    assert (figure.value, figure.upper, figure.unit, figure.qualifier) == (value, upper, unit, qualifier)


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年6月14日召开会议。",
        "建立“1+5+N”矛盾纠纷多元预防化解机制。",
        "深入推进一规划两纲要和“八五”普法。",
        "落实行政执法三项制度。",
        "印发《滁州市优化营商环境150条(2022年版)》。",
        "依据法发〔2019〕28号文件,依照第12条办理。",
        "依托12345热线,实行7×24小时服务。",
        "灵台县荣获第三批全国法治县创建活动先进单位。",
        "“十四五”期间继续推进,三年来成效明显。",
    ],
)
def test_what_counts_nothing_is_no_figure(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("受理行政复议案件94件。", "2024"),
        ("2023年,受理行政复议案件94件。", "2023"),
        ("去年受理行政复议案件94件。", "2023"),
        ("截至目前,受理行政复议案件94件。", "截至2024"),
        ("2021年以来,受理行政复议案件94件。", "2021—2024"),
        ("近三年共受理行政复议案件94件。", "2022—2024"),
        ("《实施方案(2021—2025年)》印发后,受理行政复议案件94件。", "2024"),
        ("2021年上半年受理行政复议案件94件。", "2021"),
        ("党的十八大以来,受理行政复议案件94件。", "2012—2024"),
        ("完成全年任务的一半,截至6月底受理行政复议案件94件。", "截至2024"),
    ],
)
def test_says_when(sentence, period):
    ((figure, _),) = figures(sentence)
    assert str(figure.period) == period


def test_several_years_before_several_figures_are_told_apart():
    found = figures("2020年至2022年,全市行政机关败诉率分别为25.88%、19.99%、17.47%。")
    assert [(str(figure.period), figure.value) for figure, _ in found] == [
        ("2020", 25.88),
        ("2021", 19.99),
        ("2022", 17.47),
    ]
    assert {figure.indicator for figure, _ in found} == {"行政机关败诉率"}


def test_a_change_is_kept_apart_from_the_level():
    found = figures("行政复议纠错率20.2%,同比下降4个百分点;受理行政复议案件85件,同比增长12%。")
    assert [(figure.indicator, figure.value, figure.measure) for figure, _ in found] == [
        ("行政复议纠错率", 20.2, Measure.LEVEL),
        ("行政复议纠错率", -4, Measure.CHANGE),
        ("行政复议受理数", 85, Measure.LEVEL),
        ("行政复议受理数", 12, Measure.CHANGE),
    ]


def test_what_it_was_before_is_kept_apart_from_what_it_became():
    found = figures("行政诉讼一审案件从2018年的1798件降低到2021年的623件。")
    assert [(figure.value, figure.measure, str(figure.period)) for figure, _ in found] == [
        (1798, Measure.FORMER, "2018"),
        (623, Measure.LEVEL, "2021"),
    ]
    assert {figure.indicator for figure, _ in found} == {"行政诉讼案件数"}


@pytest.mark.parametrize("against", ["比上年同期", "较去年", "与2023年相比,", "比上月"])
def test_what_a_change_is_measured_against_is_not_its_time(against):
    found = figures(f"受理行政复议案件94件,{against}增长12%;审结80件。")
    assert [(figure.indicator, figure.measure, str(figure.period)) for figure, _ in found] == [
        ("行政复议受理数", Measure.LEVEL, "2024"),
        ("行政复议受理数", Measure.CHANGE, "2024"),
        ("行政复议办结数", Measure.LEVEL, "2024"),
    ]


def test_parts_told_in_the_next_sentence_are_not_the_whole():
    found = read("全年主动公开政府信息4200条。其中,公开政策文件类信息130条。")
    assert [(indicator, value) for indicator, _, value in found] == [("主动公开信息数", 4200), ("", 130)]


def test_a_running_total_ends_with_its_part_of_the_sentence():
    found = figures("累计办理公证事项860件;受理法律援助案件120件。")
    assert [str(figure.period) for figure, _ in found] == ["截至2024", "2024"]


def test_how_many_kinds_there_are_does_not_hide_how_many_pieces():
    assert [indicator for indicator, _, _ in read("发放宣传手册12种8000册。")] == ["", "宣传资料发放数"]


def test_an_aim_is_no_result():
    ((figure, _),) = figures("力争将行政复议纠错率控制在15%以内。")
    assert (figure.measure, figure.qualifier) == (Measure.TARGET, "以内")


def test_a_plan_is_for_the_year_after_the_report():
    text = (
        "郯城县2024年度法治政府建设情况报告\n\n一、主要做法\n\n办结行政复议案件90件。\n\n"
        "二、下一步打算\n\n将行政复议纠错率控制在15%以内。\n"
    )
    (report,) = read_source("a.txt", "a.txt", text.encode()).reports
    found = extract_figures(report, Gazetteer.load(), Indicators.load())
    assert [(figure.measure, str(figure.period)) for figure in found] == [
        (Measure.LEVEL, "2024"),
        (Measure.TARGET, "2025"),
    ]


def test_new_ones_are_no_growth_and_what_is_come_down_to_is_a_level():
    found = figures("754套系统完成整合,新增50个场景。前置审批由226项减少为35项。")
    assert [(figure.value, figure.measure) for figure, _ in found] == [
        (754, Measure.LEVEL),
        (50, Measure.LEVEL),
        (226, Measure.FORMER),
        (35, Measure.LEVEL),
    ]


def test_what_is_called_after_a_place_does_not_make_it_the_one_spoken_of():
    found = figures("延安博物馆落成开放,建成文化空间1870个。", place="陕西省")
    assert [figure.place.name for figure, _ in found if figure.place] == ["陕西省"]


def test_the_figure_of_another_place_is_that_places():
    found = figures("江苏省苏州市现有人民调解员500名。我县有人民调解员86名。")
    assert [(figure.place.name, figure.value) for figure, _ in found if figure.place] == [
        ("苏州市", 500),
        ("郯城县", 86),
    ]


def test_the_figure_of_a_body_names_it():
    found = figures("全市法院审结行政案件2089件。其中,市中院审结行政案件736件。", place="洛阳市")
    assert [(figure.value, figure.body) for figure, _ in found][1] == (736, "市中院")


def test_a_work_report_looks_back_a_year():
    ((figure, _),) = figures("地区生产总值增长5.6%。", kind=Kind.GOVERNMENT_WORK_REPORT, year=2025, place="江苏省")
    assert (figure.indicator, str(figure.period), figure.measure) == ("地区生产总值增速", "2024", Measure.LEVEL)


def test_a_report_without_a_year_gives_figures_of_no_year():
    ((figure, _),) = figures("受理行政复议案件94件。", year=None)
    assert (figure.period.year, str(figure.period)) == (None, "")


def test_growth_shared_by_several_things():
    found = read("城镇和农村居民人均可支配收入分别增长4.3%和7.1%。")
    assert found == [("城镇居民收入增速", "4.3%", 4.3), ("农村居民收入增速", "7.1%", 7.1)]


def test_every_figure_of_the_sample_corpus_is_its_span():
    files = [path for path in sorted(settings().data.iterdir()) if path.suffix == ".txt"]
    readings = [read_source(path.name, str(path), path.read_bytes(), max_bytes=2**26) for path in files]
    for report in (report for reading in readings for report in reading.reports):
        for figure in extract_figures(report, Gazetteer.load(), Indicators.load()):
            words = figure.span.of(report.text)
            assert words == words.strip()
            assert any(character.isdigit() or character in "一二三四五六七八九十百千万亿两数几" for character in words)
            assert figure.sentence.start <= figure.span.start
            assert figure.span.end <= figure.sentence.end


def test_the_county_named_last_owns_what_its_city_tells_of_the_whole_county() -> None:
    found = figures("阜城县推动警力下沉。", "目前,全县建设达标警务室23个。全市建成中心5个。", place="衡水市")
    assert [(figure.place.name, shown) for figure, shown in found] == [("阜城县", "23个"), ("衡水市", "5个")]


def test_a_court_called_after_a_city_of_the_province_is_that_citys() -> None:
    (figure, _), *_ = figures("2021年,安康法院调解成功率达96.5%。", place="陕西省")
    assert (figure.place.name, figure.body) == ("安康市", "安康法院")


def test_what_is_ensured_in_one_part_of_a_sentence_is_no_aim_of_the_next() -> None:
    (figure, _), *_ = figures("确保制度落到实处;全市配备执法记录仪2645台。")
    assert figure.measure is Measure.LEVEL


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        # What was spoken of holds through the paragraph, for rates and for clauses with no noun of their own.
        (
            "收到行政复议申请94件。直接纠错23件。调解率17.4%。",
            ["行政复议申请数", "行政复议纠错数", "行政复议调解和解率"],
        ),
        ("办理法律援助案件94件。全省公证员600人。律师办案2000件。", ["法律援助案件数", "", ""]),
        # A rate may be of what was spoken of before the last thing.
        (
            "收到行政复议申请94件,行政应诉案件42件。调解率为40.7%。",
            ["行政复议申请数", "行政诉讼案件数", "行政复议调解和解率"],
        ),
        # How many there are each year is a total, how often is none.
        ("全市每年化解矛盾纠纷案件8万件。", ["矛盾纠纷调解数"]),
        ("每年开展法治讲座2场。", [""]),
        ("全年因土地征收工作被申请行政复议3件。", [""]),
        # One day's, one court's.
        ("活动当天,悬挂横幅9条,发放普法宣传单600份。", ["", ""]),
        ("区法院诉调对接中心调处矛盾纠纷346件,调解成功率51%。", ["", ""]),
        # The money of one kind of case, and of both.
        ("办理行政处罚案件42起,其中简易程序40起,累计罚款1110元。", ["行政处罚案件数", "", ""]),
        ("简易程序9起、普通程序13起,共计罚款60826元。", ["", "", "罚没金额"]),
        # A narrower noun behind a total is a part of it.
        ("全县有人民调解员450名,专职人民调解员86名。", ["人民调解员数", ""]),
        # A class is no count.
        ("律师60人以上的律师事务所5家。", ["", ""]),
        ("新登记经营主体突破百万大关,达100.3万户。", ["新增经营主体数"]),
        # Who they are is said behind the comma.
        ("选派27名干警,担任法治副校长。", ["法治副校长数"]),
        ("组织120名干部,通过视频旁听庭审。", ["旁听庭审人次"]),
    ],
)
def test_what_the_rest_of_a_sentence_or_paragraph_says_of_a_figure(sentences: str, expected: list[str]) -> None:
    assert [indicator for indicator, _, _ in read(sentences)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("地区生产总值86亿元,年均增长6.1%。", ("地区生产总值增速", 6.1, Measure.LEVEL)),
        ("地区生产总值86亿元,可比价增长5.3%。", ("地区生产总值增速", 5.3, Measure.LEVEL)),
        ("地区生产总值86亿元,居全省第4位,增长1.4%。", ("地区生产总值增速", 1.4, Measure.LEVEL)),
        ("规模以上工业增加值按可比价格计算,同比增长1.9%。", ("规上工业增加值增速", 1.9, Measure.LEVEL)),
        ("受理行政复议案件86件,实现同比下降4%。", ("行政复议受理数", -4, Measure.CHANGE)),
        ("受理行政复议案件86件,较同时期增长8%。", ("行政复议受理数", 8, Measure.CHANGE)),
        ("受理行政复议案件86件,同比去年下降8%。", ("行政复议受理数", -8, Measure.CHANGE)),
        ("受理行政复议案件86件,比上周增长7%。", ("行政复议受理数", 7, Measure.CHANGE)),
        ("受理行政复议案件86件,增长率为29%。", ("行政复议受理数", 29, Measure.CHANGE)),
        ("行政处罚90起(其中简易程序50起,普通程序40起),较上年减少7%。", ("行政处罚案件数", -7, Measure.CHANGE)),
        ("受理行政复议案件86件,受理行政诉讼案件20件,总数同比增长5%。", ("", 5, Measure.CHANGE)),
    ],
)
def test_a_change_goes_back_to_what_grew(sentence: str, expected: tuple[str, float, Measure]) -> None:
    *_, (figure, _) = figures(sentence)
    assert (figure.indicator, figure.value, figure.measure) == expected


def test_changes_apiece_go_back_to_as_many_figures() -> None:
    found = figures("受理行政复议案件86件,审结71件,同比分别上升7%、5%。")
    assert [(figure.indicator, figure.measure) for figure, _ in found[2:]] == [
        ("行政复议受理数", Measure.CHANGE),
        ("行政复议办结数", Measure.CHANGE),
    ]


def test_what_a_figure_was_at_another_time() -> None:
    found = figures("受理行政复议案件86件(去年同期57件)。受理行政复议案件86件,较2022年的96件减少10%。")
    assert [(figure.indicator, str(figure.period), figure.measure) for figure, _ in found] == [
        ("行政复议受理数", "2024", Measure.LEVEL),
        ("行政复议受理数", "2023", Measure.LEVEL),
        ("行政复议受理数", "2024", Measure.LEVEL),
        ("行政复议受理数", "2022", Measure.FORMER),
        ("行政复议受理数", "2024", Measure.CHANGE),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("举办近千场法治讲座。", ("近千场", 1000, "场", "近")),
        ("上法治课39课时。", ("39课时", 39, "课时", "")),
        ("开展法治讲座12(场)次。", ("12(场)次", 12, "场次", "")),
        ("修建3千米步道。", ("3千米", 3, "千米", "")),
    ],
)
def test_ways_of_writing_a_quantity(sentence: str, expected: tuple[str, float, str, str]) -> None:
    ((figure, words),) = figures(sentence)
    assert (words, figure.value, figure.unit, figure.qualifier) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("复议~(申请|案件)", ("复议",)),
        ("(社会消费品零售(总)?额|社零)~增长", ("社会消费品零售", "社零")),
        ("(新)?收(\\([^()]*\\))?申请", ("申请",)),
        ("(新|净)?增[了到]?", ("增",)),
        ("(?!不)[^,]{0,3}", ()),
    ],
)
def test_what_must_stand_in_a_sentence_before_its_pattern_is_tried(pattern: str, expected: tuple[str, ...]) -> None:
    assert _hints(pattern) == expected
