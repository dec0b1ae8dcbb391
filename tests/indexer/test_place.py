"""Which place a report is about: real reports with and without their titles, and small ones made here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.gazetteer import Gazetteer
from corpus.model import Fact, Level, Place, Span
from indexer.place import ClueStrength, PlaceClue, recognise_place, recognise_publisher_from_body

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "data" / "reports"
PROVINCES = ROOT.parent / "shared" / "corpus" / "prov31_2025"

KEZUO = "内蒙古自治区 › 通辽市 › 科尔沁左翼后旗"
ORDOS = "内蒙古自治区 › 鄂尔多斯市"
YUYANG = "陕西省 › 榆林市 › 榆阳区"
TANCHENG = "山东省 › 临沂市 › 郯城县"


def place_of(title: str, body: str, *clues: PlaceClue) -> Fact[Place]:
    """Recognise the place of a report given as title and body."""
    text = f"{title}\n{body}" if title else body
    start = len(title) + 1 if title else 0
    fact = recognise_place(text, title=Span(0, len(title)) if title else None, clues=clues, body=Span(start, len(text)))
    for evidence in fact.evidence:
        if evidence.span is not None:
            assert evidence.span.of(text) == evidence.quote
    return fact


def path(fact: Fact[Place]) -> str | None:
    return " › ".join(fact.value.chain) if fact.value else None


def publisher(words: str) -> PlaceClue:
    return PlaceClue(words, "发布机构", ClueStrength.STRONG)


def source(words: str) -> PlaceClue:
    return PlaceClue(words, "信息来源", ClueStrength.MEDIUM)


def read(part: str) -> str:
    (file,) = [f for f in REPORTS.iterdir() if part in f.name]
    return file.read_text(encoding="utf-8")


# ---------------------------------------------------------------- the sample reports

SAMPLES = [
    ("科左后旗", "2024年,科左后旗", KEZUO),
    ("鄂尔多斯", "2024年,在市委", ORDOS),
    ("榆阳区", "2024年,在市委", YUYANG),
    ("郯城县", "2023年,在县委", TANCHENG),
]


@pytest.mark.parametrize(("name", "beginning", "chain"), SAMPLES)
def test_sample_reports_from_the_body_alone(name: str, beginning: str, chain: str) -> None:
    text = read(name)
    assert path(place_of("", text[text.index(beginning) :])) == chain


def test_the_page_field_raises_the_confidence() -> None:
    text = read("科左后旗")
    body = text[text.index("2024年,科左后旗") :]
    alone, stated = place_of("", body), place_of("", body, source("科左后旗司法局"))
    assert path(stated) == KEZUO
    assert stated.confidence > alone.confidence
    assert stated.evidence[0].rule == "信息来源"


# Title of each article of the anthology as it stands there, and its place.
ANTHOLOGY = [
    ("扎实推进依法行政  不断开创法治政府建设新局面", None),
    ("河南省建设法治政府  筑牢幸福基石", "河南省"),
    ("陕西省全面推进建设更高水平的法治政府", "陕西省"),
    ("拉萨市推进法治政府建设总结", "西藏自治区 › 拉萨市"),
    ("拉萨市扎实推进创建全国法治政府建设示范市工作总结", "西藏自治区 › 拉萨市"),
    ("书写令沈阳人民满意的法治答卷", "辽宁省 › 沈阳市"),
    ("福州法治政府建设跑出加速度", "福建省 › 福州市"),
    ("南宁市纵深推进法治政府建设提升群众获得感", "广西壮族自治区 › 南宁市"),
    ("张掖市推进法治政府建设提升依法治市水平工作总结", "甘肃省 › 张掖市"),
    ("平顶山市全力创建全国法治政府建设示范市总结", "河南省 › 平顶山市"),
    ("滁州市全面推进法治政府建设示范创建工作总结", "安徽省 › 滁州市"),
    ("滁州市突出“五个聚焦”全面提升法治政府建设工作质效", "安徽省 › 滁州市"),
    ("洛阳市深化常态高效府院联动高质量推动法治政府建设取得新成效", "河南省 › 洛阳市"),
    ("衡水市全力创建法治政府建设示范市", "河北省 › 衡水市"),
    ("黔南州高质量创建法治政府建设综合示范区", "贵州省 › 黔南布依族苗族自治州"),
    ("弥渡县法治政府建设成果丰硕", "云南省 › 大理白族自治州 › 弥渡县"),
    ("灵台县法治政府建设工作总结", "甘肃省 › 平凉市 › 灵台县"),
    ("朝阳县开展省级法治政府建设示范地区创建活动工作总结", "辽宁省 › 朝阳市 › 朝阳县"),
    ("孝南区推进法治政府建设总结", "湖北省 › 孝感市 › 孝南区"),
    ("探索基本建成法治政府的北京路径", "北京市"),
    ("五华区司法局获“云南省法治政府建设工作先进单位”称号", "云南省 › 昆明市 › 五华区"),
    ("烟台市发改委加强法治政府建设打造最优法治化营商环境", "山东省 › 烟台市"),
]
SCHOLARS = ["坚持全过程人民民主\xa0推进法治政府建设", "法治政府建设的现实困境与对策思考"]


@pytest.fixture(scope="module")
def articles() -> list[str]:
    """Return the bodies of the anthology's articles, cut at the title lines."""
    lines = read("24篇").split("\n")
    starts = [len(lines) - 1 - lines[::-1].index(title) for title in [t for t, _ in ANTHOLOGY] + SCHOLARS]
    ends = [*starts[1:], len(lines)]
    # Behind the title stands a date or a byline.
    return ["\n".join(lines[start + 3 : end]) for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize("number", range(len(ANTHOLOGY)), ids=[title for title, _ in ANTHOLOGY])
def test_anthology_articles_with_their_titles(articles: list[str], number: int) -> None:
    title, chain = ANTHOLOGY[number]
    assert path(place_of(title, articles[number])) == chain


def test_anthology_articles_from_the_body_alone(articles: list[str]) -> None:
    found = [path(place_of("", body)) for body in articles]
    wanted = [chain for _, chain in ANTHOLOGY] + [None, None]
    wrong = [(f, w) for f, w in zip(found, wanted, strict=True) if f != w]
    # 陕西: a feature article that writes more about 宝鸡 than about the province stays unknown.
    assert wrong == [(None, "陕西省")]


# ---------------------------------------------------------------- the 31 provinces


def provincial_reports() -> list[Path]:
    return sorted(PROVINCES.glob("*.docx"))


@pytest.mark.skipif(not PROVINCES.is_dir(), reason="没有测试语料 ../shared/corpus/prov31_2025（只在开发环境中提供）")
@pytest.mark.parametrize("cut", [0, 1, 8], ids=["whole", "without title", "without title, speaker and salutation"])
def test_provincial_reports_despite_a_foreign_newspaper(cut: int) -> None:
    docx = pytest.importorskip("docx")
    wrong = []
    for file in provincial_reports():
        paragraphs = [p.text.strip() for p in docx.Document(str(file)).paragraphs if p.text.strip()]
        title = "" if cut else paragraphs[0]
        fact = place_of(
            title, "\n".join(paragraphs[max(1, cut) :]), source("来源：青海日报"), source("天津人大—天津日报")
        )
        match = re.match(r"2025年(.+?)政府工作报告", file.stem)
        assert match is not None
        (wanted, *_) = Gazetteer.load().lookup(match[1])
        if fact.value != wanted:
            wrong.append((wanted.name, path(fact)))
    if cut == 8:
        # Nothing but the chapters: unknown is a fair answer now and then, a wrong province never.
        assert [w for w in wrong if w[1] is not None] == []
        assert len(wrong) <= 2
    else:
        assert wrong == []


# ---------------------------------------------------------------- what states the place

PLAIN = "过去一年，坚持以习近平法治思想为指导，扎实推进法治政府建设，各项工作取得新成效。"


@pytest.mark.parametrize(
    ("title", "chain"),
    [
        ("2023年度乌审旗法治政府建设情况报告", "内蒙古自治区 › 鄂尔多斯市 › 乌审旗"),
        ("锡林郭勒盟2024年法治政府建设报告", "内蒙古自治区 › 锡林郭勒盟"),
        ("恩施州2023年法治政府建设工作报告", "湖北省 › 恩施土家族苗族自治州"),
        ("克州人民政府2022年法治政府建设年度报告", "新疆维吾尔自治区 › 克孜勒苏柯尔克孜自治州"),
        ("彭水县2023年法治政府建设情况", "重庆市 › 彭水苗族土家族自治县"),
        ("上海市浦东新区2023年法治政府建设情况报告", "上海市 › 浦东新区"),
        ("仙桃市人民政府2024年法治政府建设报告", "湖北省 › 仙桃市"),
        ("石河子市2023年度法治政府建设情况报告", "新疆维吾尔自治区 › 石河子市"),
        ("陕西省榆林市榆阳区 2023 年法治政府建设总结", YUYANG),
        ("昆明市五华区司法局2023年工作总结", "云南省 › 昆明市 › 五华区"),
        ("北京市朝阳区2023年法治政府建设年度情况报告", "北京市 › 朝阳区"),
        ("长春市朝阳区2023年法治政府建设年度情况报告", "吉林省 › 长春市 › 朝阳区"),
        ("济南市市中区人民政府2023年法治政府建设报告", "山东省 › 济南市 › 市中区"),
        ("苏州工业园区2023年法治政府建设工作报告", "江苏省 › 苏州市 › 苏州工业园区"),
        ("贵安新区2023年法治政府建设报告", "贵州省 › 贵安新区"),
        ("雄安新区2024年法治政府建设报告", "河北省 › 雄安新区"),
        ("渝北区2023年法治政府建设年度报告", "重庆市 › 渝北区"),
        ("吉林市2023年法治政府建设情况报告", "吉林省 › 吉林市"),
        ("郯城县司法局关于赴浙江省玉环市考察学习的报告", TANCHENG),
        ("关于学习浙江经验推进昆明市法治政府建设的报告", "云南省 › 昆明市"),
        ("景宁畲族自治县2023年法治政府建设报告", "浙江省 › 丽水市 › 景宁畲族自治县"),
        ("长垣县2018年法治政府建设工作报告", "河南省 › 新乡市 › 长垣市"),
        ("2023年和县人民政府法治政府建设报告", "安徽省 › 马鞍山市 › 和县"),
        ("“法治昆明”建设2023年工作总结", "云南省 › 昆明市"),
    ],
)
def test_the_title_states_the_place(title: str, chain: str) -> None:
    fact = place_of(title, PLAIN)
    assert path(fact) == chain
    assert fact.confidence >= 0.9


def test_a_development_zone_is_only_weakly_its_city() -> None:
    fact = place_of("合肥高新区2023年法治政府建设报告", "我区推进依法治区，全区成效显著。")
    assert path(fact) == "安徽省 › 合肥市"
    assert fact.confidence <= 0.6
    assert fact.evidence[0].rule == "标题中的开发区所在地"


@pytest.mark.parametrize(
    ("clue", "chain"),
    [
        (publisher("郯城县司法局"), TANCHENG),
        (publisher("达拉特旗人民政府办公室"), "内蒙古自治区 › 鄂尔多斯市 › 达拉特旗"),
        (PlaceClue("北京市司法局局长 崔杨", "署名", ClueStrength.STRONG), "北京市"),
        (PlaceClue("鄂尔多斯市司法局2024年工作.txt", "文件名"), ORDOS),
        (source("大理州司法局"), "云南省 › 大理白族自治州"),
    ],
)
def test_the_page_states_the_place(clue: PlaceClue, chain: str) -> None:
    assert path(place_of("2023年度法治政府建设情况报告", PLAIN, clue)) == chain


@pytest.mark.parametrize(
    "words",
    [
        "北京日报",
        "南方日报",
        "鄂尔多斯日报",
        "来源：天津人大—天津日报",
        "大众新闻客户端",
        "江苏新闻",
        "新华社",
        "黑龙江新闻网",
    ],
)
def test_a_newspaper_is_no_place(words: str) -> None:
    fact = place_of("2023年度法治政府建设情况报告", PLAIN, source(words))
    assert path(fact) in (None, "天津市")  # 天津人大 is an office, its newspaper is not
    if "人大" not in words:
        assert fact == Fact()


def test_the_congress_line_beats_a_reprint() -> None:
    body = "——2025年1月19日在宁夏回族自治区第十三届人民代表大会第三次会议上\n现在，我代表自治区人民政府报告工作。"
    assert path(place_of("政府工作报告", body, source("青海省人民政府"))) == "宁夏回族自治区"


# ---------------------------------------------------------------- what the body tells


def test_the_superior_who_is_thanked_is_not_the_place() -> None:
    body = (
        "2023年，在杭州市委、市政府的坚强领导下，桐庐县坚持依法行政。我县全面落实杭州市部署，全县各级各部门共同努力。"
    )
    assert path(place_of("", body)) == "浙江省 › 杭州市 › 桐庐县"


def test_partners_and_examples_are_not_the_place() -> None:
    body = (
        "近年来，郯城县推进跨省办理，与江苏省新沂市、东海县签订协议，借鉴浙江省玉环市的做法。"
        "我县实现全县通办，新沂市司法局派员交流，玉环市也来人考察。郯城县司法局牵头落实。"
    )
    assert path(place_of("", body)) == TANCHENG


def test_regulations_point_to_the_province_only_as_context() -> None:
    body = (
        "我县落实《山东省法律援助条例》《山东省行政程序规定》《山东省行政执法监督条例》，"
        "郯城县制定实施细则，全县推进依法治县。"
    )
    assert path(place_of("", body)) == TANCHENG


def test_several_districts_of_one_city_speak_for_the_city() -> None:
    body = (
        "我市推进示范创建，甘州区、山丹县、民乐县先后入选，高台县和临泽县通过评估，"
        "全市依法治市水平提升，市委、市政府高度重视。"
    )
    assert path(place_of("", body)) == "甘肃省 › 张掖市"


def test_a_city_that_names_one_of_its_districts_is_still_the_city() -> None:
    body = (
        "我市深入推进依法治市，市司法局在东胜区开设门店，东胜区参与共建，"
        "“暖城鄂尔多斯”热线办结率百分之百，全市调解成功率提高。"
    )
    assert path(place_of("", body)) == ORDOS


def test_national_texts_have_no_place() -> None:
    body = (
        "我国法治政府建设成效显著。国务院部署，全国各地推进，"
        "山东省枣庄市、广东省佛山市、江苏省苏州市入选，中央通报表扬北京经验，全国推广。"
    )
    assert place_of("扎实推进依法行政", body) == Fact()


def test_no_place_named_is_unknown() -> None:
    assert place_of("", PLAIN) == Fact()


# ---------------------------------------------------------------- names that several places share


def test_a_shared_name_without_context_stays_open() -> None:
    fact = place_of("鼓楼区2023年法治政府建设报告", PLAIN)
    assert fact.value is None
    assert "福建省福州市鼓楼区" in fact.candidates and "江苏省南京市鼓楼区" in fact.candidates
    assert place_of("通州区2023年法治政府建设报告", PLAIN).value is None


@pytest.mark.parametrize(
    ("title", "body", "chain"),
    [
        ("鼓楼区2023年报告", "按照福州市委部署，推进依法治区。", "福建省 › 福州市 › 鼓楼区"),
        ("城关区2023年报告", "按照拉萨市委部署，推进依法治区，与堆龙德庆区联动。", "西藏自治区 › 拉萨市 › 城关区"),
        ("通州区2023年报告", "与海门区、如皋市共建，落实南通市部署。", "江苏省 › 南通市 › 通州区"),
        ("和平区2023年报告", "落实《天津市优化营商环境条例》，与河西区、南开区联动。", "天津市 › 和平区"),
        ("新城区2023年报告", "中共西安市新城区委高度重视，西安市司法局指导。", "陕西省 › 西安市 › 新城区"),
    ],
)
def test_a_shared_name_is_decided_by_its_surroundings(title: str, body: str, chain: str) -> None:
    assert path(place_of(title, body)) == chain


def test_a_clue_decides_a_shared_name() -> None:
    fact = place_of(
        "鼓楼区2023年法治政府建设报告", PLAIN, PlaceClue("徐州市鼓楼区司法局", "发布机构", ClueStrength.STRONG)
    )
    assert path(fact) == "江苏省 › 徐州市 › 鼓楼区"


def test_a_province_is_meant_before_its_city_of_the_same_name() -> None:
    assert path(place_of("法治政府建设的吉林答卷", "全省上下推进依法治省，我省成效显著。")) == "吉林省"
    assert path(place_of("法治政府建设的吉林答卷", "全市上下推进依法治市，我市成效显著。")) == "吉林省 › 吉林市"


# ---------------------------------------------------------------- townships


@pytest.mark.parametrize(
    ("title", "clues", "chain"),
    [
        ("郯城县马头镇2023年度法治政府建设情况报告", (), f"{TANCHENG} › 马头镇"),
        ("马头镇2023年度法治政府建设情况报告", (publisher("郯城县马头镇人民政府"),), f"{TANCHENG} › 马头镇"),
        ("阿古拉镇关于2023年法治政府建设的报告", (source("科左后旗人民政府"),), f"{KEZUO} › 阿古拉镇"),
        ("昆明市五华区护国街道办事处2023年法治政府建设报告", (), "云南省 › 昆明市 › 五华区 › 护国街道"),
        ("青岛市李沧区人民政府九水街道办事处2023年度报告", (), "山东省 › 青岛市 › 李沧区 › 九水街道"),
    ],
)
def test_a_township_hangs_on_its_county(title: str, clues: tuple[PlaceClue, ...], chain: str) -> None:
    fact = place_of(title, "我镇认真贯彻上级部署。", *clues)
    assert path(fact) == chain
    assert fact.value is not None and fact.value.level is Level.TOWNSHIP


def test_a_township_of_an_unknown_county_stays_open() -> None:
    fact = place_of("马头镇2023年度法治政府建设情况报告", "我镇认真贯彻县委部署。")
    assert (fact.value, fact.candidates) == (None, ("马头镇",))


@pytest.mark.parametrize(
    "title", ["郯城县推进乡镇法治建设情况", "郯城县各乡镇2023年度法治建设情况", "郯城县城镇法治建设情况"]
)
def test_the_word_township_is_no_township(title: str) -> None:
    assert path(place_of(title, PLAIN)) == TANCHENG


# ---------------------------------------------------------------- the publisher


def publisher_of(body: str, place: str) -> Fact[str]:
    (found, *_) = Gazetteer.load().lookup(place)
    return recognise_publisher_from_body(body, found, Span(0, len(body)))


def test_a_text_that_speaks_as_a_department_tells_its_publisher() -> None:
    fact = publisher_of(read("鄂尔多斯"), "鄂尔多斯市")
    assert (fact.value, fact.confidence) == ("鄂尔多斯市司法局", 0.8)
    assert [e.quote for e in fact.evidence] == ["市司法局深入学习", "市司法局将深入"]


def test_a_department_at_work_elsewhere_in_the_text_tells_nothing(articles: list[str]) -> None:
    text = read("榆阳区")
    assert publisher_of(text[text.index("2024年,在市委") :], "榆阳区") == Fact()
    speaking = {}
    for (title, chain), body in zip(ANTHOLOGY, articles[: len(ANTHOLOGY)], strict=True):
        fact = publisher_of(body, chain.split(" › ")[-1]) if chain else Fact()
        if fact.value:
            speaking[title[:3]] = fact.value
    assert speaking == {"五华区": "五华区司法局", "烟台市": "烟台市发展改革委"}


def test_without_a_place_there_is_no_publisher() -> None:
    assert recognise_publisher_from_body(PLAIN, None, Span(0, len(PLAIN))) == Fact()
