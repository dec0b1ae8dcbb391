"""The five sample files: 28 reports, their metadata, and not a character lost."""

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.model import Reading
from corpus.text import visible
from indexer.readers import read
from indexer.reading import read_source

REPORTS = Path(__file__).resolve().parents[2] / "data" / "reports"
ANTHOLOGY = "2022年法治政府建设总结汇编（24篇）.txt"
HOUQI = "科左后旗2024年度法治政府建设情况.txt"
YUYANG = "榆阳区2024年度法治政府建设工作总结.txt"
TANCHENG = "郯城县司法局2023年度法治政府建设报告.txt"
ORDOS = "鄂尔多斯市司法局2024年工作.txt"

# Read off the files by a person. Title, place, level, year, publisher, date, kind.
EXPECTED = {
    HOUQI: [(None, "内蒙古自治区/通辽市/科尔沁左翼后旗", "县", 2024, "科左后旗司法局", "2025-01-09", "年度报告")],
    YUYANG: [("榆阳区2024年度法治政府建设工作总结", "陕西省/榆林市/榆阳区", "县", 2024, None, None, "工作总结")],
    TANCHENG: [
        (
            "郯城县司法局关于2023年度法治政府建设情况的报告",
            *("山东省/临沂市/郯城县", "县", 2023, "郯城县司法局", "2024-02-01", "年度报告"),
        )
    ],
    ORDOS: [(None, "内蒙古自治区/鄂尔多斯市", "市", 2024, "鄂尔多斯市司法局", None, "工作总结")],
    ANTHOLOGY: [
        ("扎实推进依法行政 不断开创法治政府建设新局面", "", "国家", 2022, None, "2022-10-21", "经验材料"),
        ("河南省建设法治政府 筑牢幸福基石", "河南省", "省", 2022, None, "2022-10-11", "经验材料"),
        ("陕西省全面推进建设更高水平的法治政府", "陕西省", "省", 2022, None, "2022-10-20", "经验材料"),
        ("拉萨市推进法治政府建设总结", "西藏自治区/拉萨市", "市", 2022, None, "2022-07-06", "工作总结"),
        (
            "拉萨市扎实推进创建全国法治政府建设示范市工作总结",
            *("西藏自治区/拉萨市", "市", 2022, None, "2022-06-23", "工作总结"),
        ),
        ("书写令沈阳人民满意的法治答卷", "辽宁省/沈阳市", "市", 2022, None, "2022-07-11", "经验材料"),
        ("福州法治政府建设跑出加速度", "福建省/福州市", "市", 2022, None, "2022-07-29", "经验材料"),
        (
            "南宁市纵深推进法治政府建设提升群众获得感",
            *("广西壮族自治区/南宁市", "市", 2022, None, "2022-09-21", "经验材料"),
        ),
        # Dated 1 March 2022, it looks back on 去年 and 全年: the year it is about is 2021.
        (
            "张掖市推进法治政府建设提升依法治市水平工作总结",
            *("甘肃省/张掖市", "市", 2021, None, "2022-03-01", "工作总结"),
        ),
        ("平顶山市全力创建全国法治政府建设示范市总结", "河南省/平顶山市", "市", 2022, None, "2022-06-27", "工作总结"),
        ("滁州市全面推进法治政府建设示范创建工作总结", "安徽省/滁州市", "市", 2022, None, "2022-11-08", "工作总结"),
        (
            "滁州市突出“五个聚焦”全面提升法治政府建设工作质效",
            *("安徽省/滁州市", "市", 2022, None, "2022-11-04", "经验材料"),
        ),
        (
            "洛阳市深化常态高效府院联动高质量推动法治政府建设取得新成效",
            *("河南省/洛阳市", "市", 2022, None, "2022-09-02", "经验材料"),
        ),
        ("衡水市全力创建法治政府建设示范市", "河北省/衡水市", "市", 2022, None, "2022-08-09", "经验材料"),
        (
            "黔南州高质量创建法治政府建设综合示范区",
            *("贵州省/黔南布依族苗族自治州", "市", 2022, None, "2022-09-16", "经验材料"),
        ),
        ("弥渡县法治政府建设成果丰硕", "云南省/大理白族自治州/弥渡县", "县", 2022, None, "2022-11-16", "经验材料"),
        # The table of contents calls this one 滁州市's.
        ("灵台县法治政府建设工作总结", "甘肃省/平凉市/灵台县", "县", 2022, None, "2022-08-01", "工作总结"),
        (
            "朝阳县开展省级法治政府建设示范地区创建活动工作总结",
            *("辽宁省/朝阳市/朝阳县", "县", 2022, None, "2022-07-12", "工作总结"),
        ),
        ("孝南区推进法治政府建设总结", "湖北省/孝感市/孝南区", "县", 2022, None, "2022-07-20", "工作总结"),
        ("探索基本建成法治政府的北京路径", "北京市", "省", 2022, "北京市司法局", None, "经验材料"),
        (
            "五华区司法局获“云南省法治政府建设工作先进单位”称号",
            *("云南省/昆明市/五华区", "县", 2022, "五华区司法局", "2022-08-19", "经验材料"),
        ),
        (
            "烟台市发改委加强法治政府建设打造最优法治化营商环境",
            *("山东省/烟台市", "市", 2022, "烟台市发改委", "2022-11-18", "经验材料"),
        ),
        ("坚持全过程人民民主 推进法治政府建设", "", None, None, "吉林省委党校", None, "理论文章"),
        ("法治政府建设的现实困境与对策思考", "", None, None, "宜昌市委党校", None, "理论文章"),
    ],
}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {name: read_source(name, str(REPORTS / name), (REPORTS / name).read_bytes()) for name in EXPECTED}


def test_the_five_files_hold_28_reports(readings):
    assert {name: len(reading.reports) for name, reading in readings.items()} == {
        name: len(expected) for name, expected in EXPECTED.items()
    }
    assert sum(len(reading.reports) for reading in readings.values()) == 28


@pytest.mark.parametrize(("name", "ordinal"), [(name, i) for name, rows in EXPECTED.items() for i in range(len(rows))])
def test_metadata_is_what_a_reader_finds(readings, name, ordinal):
    metadata = readings[name].reports[ordinal].metadata
    place = metadata.place.value
    found = (
        metadata.title.value,
        "/".join(place.chain) if place else "",
        *(metadata.level.value, metadata.year.value, metadata.publisher.value, metadata.published.value),
        metadata.kind.value,
    )
    assert found == EXPECTED[name][ordinal]


def test_each_report_of_the_anthology_begins_at_its_own_title(readings):
    for report, expected in zip(readings[ANTHOLOGY].reports, EXPECTED[ANTHOLOGY], strict=True):
        assert report.text.startswith(expected[0])


@pytest.mark.parametrize("name", list(EXPECTED))
def test_every_character_is_in_a_report_or_in_the_log(readings, name):
    reading = readings[name]
    source = visible((REPORTS / name).read_text(encoding="utf-8"))
    kept = "".join(visible(report.text) for report in reading.reports)
    left = "".join(visible(item.text) for item in reading.left_out)
    assert Counter(source) == Counter(kept + left)
    assert _is_subsequence(kept, source)


def _is_subsequence(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(character in characters for character in part)


def test_what_is_left_out_is_furniture_and_contents_with_a_reason_and_a_line(readings):
    reasons = {item.reason for reading in readings.values() for item in reading.left_out}
    assert reasons <= {
        *("目录", "汇编封面", "相关链接", "页面信息栏（已读作元数据）", "分享工具栏", "无障碍提示", "网站抬头"),
        *("面包屑导航", "扫码提示"),
    }
    assert all(item.position.line for reading in readings.values() for item in reading.left_out)
    assert not any(len(item.text) > 150 for reading in readings.values() for item in reading.left_out)


def test_every_span_is_the_text_it_stands_for(readings):
    for reading in readings.values():
        for report in reading.reports:
            for name in report.metadata.__dataclass_fields__:
                for evidence in getattr(report.metadata, name).evidence:
                    if evidence.span:
                        assert evidence.span.of(report.text) == evidence.quote


def test_the_outline_follows_items_inside_paragraphs(readings):
    report = readings[HOUQI].reports[0]
    passage = next(p for p in report.passages if "三端" in p.span.of(report.text))
    assert report.heading_path(passage.heading) == (
        "一、工作开展情况",
        "(五)加强矛盾纠纷排查,不断促进社会和谐稳定。",
        "二是创新纠纷调解模式。",
    )
    assert passage.span.of(report.text).startswith("二是创新纠纷调解模式。成立全市首家")


def test_lines_broken_in_mid_sentence_are_joined(readings):
    texts = "\n".join(report.text for report in readings[ANTHOLOGY].reports)
    for joined in (
        "依法满足人民群众合理信息需求",
        "在法治轨道上全面建设社会主义现代化国家",
        "《中华人民共和国种子法》《甘肃省农作物种子条例》",
        "建立“枫桥式税务分局(所)”11个",
        "率先在全省建立“政策找企”",
        "涉企矛盾纠纷案(事)件",
        "(2021—2025年)》(以下简称《实施纲要》)",
    ):
        assert joined in texts


def test_unknown_stays_unknown(readings):
    scholar = readings[ANTHOLOGY].reports[22].metadata
    assert scholar.place.value is None
    assert scholar.year.value is None
    assert scholar.author.value == "魏芙蓉"
    assert readings[YUYANG].reports[0].metadata.publisher.value is None


def test_reading_is_the_same_each_time():
    data = (REPORTS / HOUQI).read_bytes()
    first, second = (read_source(HOUQI, HOUQI, data) for _ in range(2))
    assert first == second


def test_blocks_carry_the_line_they_came_from():
    lines = (REPORTS / TANCHENG).read_text(encoding="utf-8").split("\n")
    for block in read(TANCHENG, (REPORTS / TANCHENG).read_bytes()).blocks:
        assert json.dumps(lines[block.position.line - 1].strip()) == json.dumps(block.text.strip())
