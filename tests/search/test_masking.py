"""The pattern of a sentence: what a writer fills in is a slot, what makes the wording stays."""

import pytest

from corpus.gazetteer import Gazetteer
from search.masking import SlotKind, mask


def pattern(text: str) -> str:
    return mask(text, Gazetteer.load()).text


def test_the_same_wording_with_other_figures_is_one_pattern():
    assert pattern("共办理案件94件") == pattern("共办理案件1,203件") == "共办理案件××件"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共办理案件1，203余件，办结率98.5％", "共办理案件××件，办结率××％"),
        ("调解矛盾纠纷1.5万余件，涉及金额3亿元", "调解矛盾纠纷××件，涉及金额××元"),
        ("设立“警民联调室”127 个", "设立“警民联调室”××个"),
        ("办结率达百分之九十八点五，下降3.2个百分点", "办结率达××%，下降××个百分点"),
        ("受理二百三十余件，培训十二场次，共三批", "受理××件，培训××场次，共三批"),
        ("解决三大类五十余个问题", "解决三大类××个问题"),
        ("分别为12、15和18件", "分别为××、××和××件"),
        ("第十四届人大常委会第9次会议，获评第二批示范县", "第××届人大常委会第××次会议，获评第××批示范县"),
    ],
)
def test_figures(text, expected):
    assert pattern(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "认真落实“1+5+N”工作机制，探索1+5+N模式",
        "深入实施八五普法规划，开展“八五”普法宣讲",
        "全面推行行政执法三项制度和“33211”工程",
        "落实“一规划两纲要”，压实第一责任人职责",
        "坚持一个窗口受理、一次办结，实现一件事一次办",
        "贯彻党的二十大和二十届三中全会精神",
        "依托12345热线和5G网络，打造15分钟公共法律服务圈",
        "提供7×24小时服务，建成24小时自助大厅",
        "十四五规划和2035年远景目标",
        "推进全区域、全市场、全领域监管，全国通办",
        "创建3A级景区",
    ],
)
def test_figures_and_words_that_are_part_of_a_name_stay(text):
    assert pattern(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年，2021年以来，二〇二四年度", "××年，××年以来，××年度"),
        ("2021年1月1日至12月31日", "××年××月××日至××月××日"),
        ("2021—2025年，2021年至2025年", "××—××年，××—××年"),
        ("2022年1至10月", "××年××月"),
        ("7月底前", "××月底前"),
    ],
)
def test_dates(text, expected):
    assert pattern(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("郯城县共办理案件", "××县共办理案件"),
        ("内蒙古自治区通辽市科左后旗调解纠纷", "××旗调解纠纷"),
        ("我市、全县、本区、该旗、全省", "××市、××县、××区、××旗、××省"),
        ("福州获评示范市，滁州市和郑州次之", "××市获评示范市，××市和××市次之"),
        ("黔南州实现了全覆盖", "××州实现了全覆盖"),
    ],
)
def test_places(text, expected):
    assert pattern(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发《榆阳区2024年法治政府建设工作要点》", "印发《××工作要点》"),
        ("出台《朝阳县服务“六稳”“六保”专项行动方案（试行）》", "出台《××行动方案》"),
        ("落实《中华人民共和国行政复议法》和《我们都是普法员》", "落实《××法》和《××》"),
        ("按照要求（榆政办发〔2024〕5号）执行", "按照要求（××〔××〕××号）执行"),
    ],
)
def test_titles_and_numbers_of_documents(text, expected):
    assert pattern(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县委书记王建国同志强调，要依法行政", "县委书记××同志强调，要依法行政"),
        ("当事人李某某提出申请", "当事人××提出申请"),
        ("市民陈先生来到大厅", "市民××先生来到大厅"),
        ("县委书记任组长，主任高度重视，局长多次强调", "县委书记任组长，主任高度重视，局长多次强调"),
        ("全体同志们，周密部署，何种方式", "全体同志们，周密部署，何种方式"),
    ],
)
def test_persons_where_it_is_safe(text, expected):
    assert pattern(text) == expected


@pytest.mark.parametrize("number", ["一是", "二是", "（三）", "(十二)", "4.", "五、", "6、"])
def test_a_list_number_is_no_part_of_the_pattern(number):
    assert pattern(number + "加强规范性文件审查。") == "加强规范性文件审查。"


def test_slots_say_where_and_what():
    text = "三是2023年，郯城县王某某案件12件，印发《实施办法》（郯政发〔2023〕8号）。"
    slots = [(span.of(text), kind) for span, kind in mask(text, Gazetteer.load()).slots]
    assert slots == [
        ("三是", SlotKind.LIST_NUMBER),
        ("2023", SlotKind.DATE),
        ("郯城县", SlotKind.PLACE),
        ("王某某", SlotKind.PERSON),
        ("12", SlotKind.FIGURE),
        ("《实施办法》", SlotKind.TITLE),
        ("郯政发〔2023〕8号", SlotKind.DOCUMENT_NUMBER),
    ]


def test_nothing_but_slots_changes(engine):
    """Over every sentence of the sample corpus: what is outside the slots stands in the pattern, in order."""
    places = Gazetteer.load()
    for info in engine.shelf.infos:
        report = engine.report(info.id)
        for passage in report.passages:
            for sentence in passage.sentences:
                text = sentence.span.of(report.text)
                masked = mask(text, places)
                at, position = 0, 0
                for span, _ in masked.slots:
                    assert at <= span.start < span.end <= len(text)
                    kept = text[at : span.start]
                    found = masked.text.find(kept, position)
                    assert found >= 0
                    position, at = found + len(kept), span.end
                assert masked.text.endswith(text[at:])
                assert masked.slots or masked.text == text


@pytest.mark.parametrize(
    "text", ["", "×", "《", "12", "一是", "年月日", "“”", "某", "\n", "𠮷野家3家", "1" * 3000, "一" * 3000]
)
def test_any_text_has_a_pattern(text):
    masked = mask(text, Gazetteer.load())
    assert bool(masked.slots) or masked.text == text
