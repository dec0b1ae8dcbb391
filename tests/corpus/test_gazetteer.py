"""What place names mean, and which names in running text are places."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

from corpus.gazetteer import Gazetteer, _load
from corpus.model import Level, Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def path(place: Place) -> str:
    return " › ".join(place.chain)


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    """Return the mentions as (words, most likely place)."""
    return [(m.span.of(text), path(m.candidates[0])) for m in gazetteer.find(text)]


# ---------------------------------------------------------------- the table


def test_there_are_34_provinces(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.provinces()) == 34


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("彭水苗族土家族自治县", "重庆市 › 彭水苗族土家族自治县"),
        ("海淀区", "北京市 › 海淀区"),
        ("滨海新区", "天津市 › 滨海新区"),
        ("浦东新区", "上海市 › 浦东新区"),
        ("仙桃市", "湖北省 › 仙桃市"),
        ("济源市", "河南省 › 济源市"),
        ("石河子市", "新疆维吾尔自治区 › 石河子市"),
        ("五指山市", "海南省 › 五指山市"),
        ("东莞市", "广东省 › 东莞市"),
        ("嘉峪关市", "甘肃省 › 嘉峪关市"),
        ("儋州市", "海南省 › 儋州市"),
        ("雄安新区", "河北省 › 雄安新区"),
        ("锡林郭勒盟", "内蒙古自治区 › 锡林郭勒盟"),
        ("渝北区", "重庆市 › 渝北区"),
        ("两江新区", "重庆市 › 两江新区"),
    ],
)
def test_chains_hold_only_real_units(gazetteer: Gazetteer, name: str, chain: str) -> None:
    assert [path(place) for place in gazetteer.lookup(name)] == [chain]


def test_every_chain_agrees_with_parent_and_children(gazetteer: Gazetteer) -> None:
    for province in gazetteer.provinces():
        for place in gazetteer.children(province):
            assert gazetteer.parent(place) == province
            assert place.within(province)
            assert len(place.chain) == len(place.adcodes)
    assert gazetteer.parent(gazetteer.provinces()[0]) is None


def test_codes_lead_to_places(gazetteer: Gazetteer) -> None:
    place = gazetteer.get("150522")
    assert place is not None and place.name == "科尔沁左翼后旗" and place.level is Level.COUNTY
    assert gazetteer.get("000000") is None


def test_township_extends_the_chain(gazetteer: Gazetteer) -> None:
    (county,) = gazetteer.lookup("郯城县")
    township = gazetteer.township("马头镇", county)
    assert path(township) == "山东省 › 临沂市 › 郯城县 › 马头镇"
    assert (township.adcode, township.level) == ("", Level.TOWNSHIP)
    assert township.within(county)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("内蒙古", "内蒙古自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("锡盟", "锡林郭勒盟"),
        ("克州", "克孜勒苏柯尔克孜自治州"),
        ("黔南州", "黔南布依族苗族自治州"),
        ("黔东南州", "黔东南苗族侗族自治州"),
        ("湘西州", "湘西土家族苗族自治州"),
        ("海西州", "海西蒙古族藏族自治州"),
        ("伊犁州", "伊犁哈萨克自治州"),
        ("科左后旗", "科尔沁左翼后旗"),
        ("察右前旗", "察哈尔右翼前旗"),
        ("莫旗", "莫力达瓦达斡尔族自治旗"),
        ("鄂温克旗", "鄂温克族自治旗"),
        ("阿左旗", "阿拉善左旗"),
        ("达茂旗", "达尔罕茂明安联合旗"),
        ("景宁县", "景宁畲族自治县"),
        ("彭水自治县", "彭水苗族土家族自治县"),
        ("三江县", "三江侗族自治县"),
        ("阜蒙县", "阜新蒙古族自治县"),
        ("喀左县", "喀喇沁左翼蒙古族自治县"),
        ("积石山县", "积石山保安族东乡族撒拉族自治县"),
        ("双江县", "双江拉祜族佤族布朗族傣族自治县"),
        ("管城区", "管城回族区"),
        ("郯城", "郯城县"),
        ("长垣县", "长垣市"),
        ("即墨市", "即墨区"),
        ("上饶县", "广信区"),
    ],
)
def test_short_and_former_names(gazetteer: Gazetteer, name: str, official: str) -> None:
    assert [place.name for place in gazetteer.lookup(name)] == [official]


@pytest.mark.parametrize(
    ("written", "chain"),
    [
        ("通辽市科左后旗", "内蒙古自治区 › 通辽市 › 科尔沁左翼后旗"),
        ("陕西榆林榆阳区", "陕西省 › 榆林市 › 榆阳区"),
        ("内蒙古 通辽", "内蒙古自治区 › 通辽市"),
        ("山东省 › 临沂市 › 郯城县", "山东省 › 临沂市 › 郯城县"),
        ("福州鼓楼", "福建省 › 福州市 › 鼓楼区"),
        ("吉林吉林市", "吉林省 › 吉林市"),
        ("北京市市辖区朝阳区", "北京市 › 朝阳区"),
        ("济南市中区", "山东省 › 济南市 › 市中区"),
    ],
)
def test_paths(gazetteer: Gazetteer, written: str, chain: str) -> None:
    assert path(gazetteer.lookup(written)[0]) == chain


def test_an_ambiguous_name_returns_every_place(gazetteer: Gazetteer) -> None:
    assert {path(p) for p in gazetteer.lookup("鼓楼区")} == {
        "江苏省 › 南京市 › 鼓楼区",
        "江苏省 › 徐州市 › 鼓楼区",
        "福建省 › 福州市 › 鼓楼区",
        "河南省 › 开封市 › 鼓楼区",
    }
    assert len(gazetteer.lookup("通州区")) == 2


def test_higher_levels_and_official_names_come_first(gazetteer: Gazetteer) -> None:
    assert [p.name for p in gazetteer.lookup("吉林")] == ["吉林省", "吉林市"]
    assert [p.name for p in gazetteer.lookup("巴州")] == ["巴音郭楞蒙古自治州", "巴州区"]
    assert gazetteer.lookup("海南")[0].name == "海南省"
    assert [p.level for p in gazetteer.lookup("朝阳")] == [Level.CITY, Level.COUNTY, Level.COUNTY, Level.COUNTY]


def test_unknown_names_mean_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("乌有市") == ()
    assert gazetteer.lookup("") == ()


def test_search_offers_places_by_prefix(gazetteer: Gazetteer) -> None:
    assert "科尔沁左翼后旗" in [p.name for p in gazetteer.search("科左")]


# ---------------------------------------------------------------- running text


@pytest.mark.parametrize(
    "text",
    [
        "培育朝阳产业，推进平安建设，维护和平环境",
        "实现社会长治久安，整治文山会海，研究重大理论问题",
        "黄河南岸与长江都市带",
        "会同公安机关和法院",
        "公安法院检察院密切配合",
        "城区、郊区和矿区，老城区改造，新城区建设",
        "我市中区域协调发展，全市中院受理案件",
        "形成县乡村三级网络，党委和县委统一领导，建成县级中心",
        "沿海城市和以上城区的机关，适应城市发展",
        "中山路街道、朝阳街道、和平社区、长安镇",
        "打通化解矛盾纠纷的渠道，集中卫生力量",
        "大力发展高新技术，统一安排，公开封存",
    ],
)
def test_ordinary_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert found(gazetteer, text) == []


@pytest.mark.parametrize(
    ("text", "words", "chain"),
    [
        ("内蒙古自治区通辽市科左后旗司法局", "内蒙古自治区通辽市科左后旗", "内蒙古自治区 › 通辽市 › 科尔沁左翼后旗"),
        ("位于晋城市城区的", "晋城市城区", "山西省 › 晋城市 › 城区"),
        ("吉林长春朝阳的做法", "吉林长春朝阳", "吉林省 › 长春市 › 朝阳区"),
        ("朝阳法院受理", "朝阳", "辽宁省 › 朝阳市"),
        ("让沈阳人民满意", "沈阳", "辽宁省 › 沈阳市"),
        ("海南州委统一部署", "海南州", "青海省 › 海南藏族自治州"),
        ("探索法治政府的北京路径", "北京", "北京市"),
        ("安徽省和县人民政府", "安徽省和县", "安徽省 › 马鞍山市 › 和县"),
    ],
)
def test_places_in_text(gazetteer: Gazetteer, text: str, words: str, chain: str) -> None:
    assert found(gazetteer, text) == [(words, chain)]


def test_a_bare_county_counts_only_beside_its_full_name(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "建设法治郯城") == []
    assert found(gazetteer, "建设法治郯城。郯城县司法局") == [
        ("郯城", "山东省 › 临沂市 › 郯城县"),
        ("郯城县", "山东省 › 临沂市 › 郯城县"),
    ]


def test_places_side_by_side_stay_apart(gazetteer: Gazetteer) -> None:
    text = "山东省、江苏省徐州市和浙江"
    assert [words for words, _ in found(gazetteer, text)] == ["山东省", "江苏省徐州市", "浙江"]


def test_mentions_say_whether_the_name_is_full(gazetteer: Gazetteer) -> None:
    full, bare = gazetteer.find("郯城县委、昆明")
    assert (full.is_full_name, bare.is_full_name) == (True, False)


@pytest.fixture
def other_tests_out_of_the_way() -> Iterator[None]:
    """Spare the garbage collector what other tests keep alive: going through it takes longer than what is measured."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("other_tests_out_of_the_way")
def test_loading_and_scanning_are_fast() -> None:
    _load.cache_clear()
    begun = time.process_time()
    gazetteer = Gazetteer.load()
    # 45 ms measured; the margin is for a busy machine.
    assert time.process_time() - begun < 0.5
    text = "2024年，科左后旗在市委领导下推进法治政府建设，提升执法水平。" * 5000
    begun = time.process_time()
    assert len(gazetteer.find(text)) == 5000
    assert time.process_time() - begun < 2.0


@pytest.mark.parametrize("text", ["湖南", "在湖南", "内蒙古", "通辽市科左后旗"])
def test_a_mention_at_the_end_stays_inside_the_text(text: str) -> None:
    for mention in Gazetteer.load().find(text):
        assert mention.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [("近年来安徽省", ["安徽省"]), ("十年来安康市两级法院", ["安康市"]), ("滁州市来安县", ["来安县"])],
)
def test_a_full_name_is_not_hidden_by_a_bare_one_that_begins_before_it(
    gazetteer: Gazetteer, text: str, names: list[str]
) -> None:
    assert [mention.candidates[0].name for mention in gazetteer.find(text)] == names
