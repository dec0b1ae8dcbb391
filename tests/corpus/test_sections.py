"""Which theme and which part of a report a passage belongs to."""

import json
from pathlib import Path

import pytest

from corpus.catalog import PARTS, Catalog, CatalogWriter
from corpus.model import Report
from corpus.parts import Part
from corpus.sections import UNCLASSIFIED, Rules, SectionsInvalid, classify, section_names
from indexer.reading import read_source

ROOT = Path(__file__).resolve().parents[2]
PROVINCES = ROOT.parent / "shared" / "corpus" / "prov31_2025"
RULES = ROOT / "data" / "sections.toml"
# Read by a person: 830 passages with their part and section; those of the sample corpus are all of it.
GOLD = [json.loads(line) for line in (Path(__file__).parent / "sections_gold.jsonl").read_text("utf-8").splitlines()]

TITLE = "榆阳区2024年度法治政府建设工作总结"
OPENING = "2024年,在市委、市政府的坚强领导下,榆阳区深入学习贯彻习近平法治思想,各项工作取得新成效。现将情况报告如下:"


def report(*lines: str) -> Report:
    reading = read_source("报告.txt", "报告.txt", "\n".join(lines).encode())
    return reading.reports[0]


def labels(*lines: str) -> dict[str, tuple[str, str]]:
    """Classify a report; return part and section by the first characters of each passage."""
    read = report(*lines)
    found = zip(read.passages, classify(read), strict=True)
    return {passage.span.of(read.text)[:6]: (label.part.value, label.section) for passage, label in found}


def accuracy(folder: Path) -> tuple[float, float]:
    reports = {
        (path.name, one.ordinal): one
        for path in sorted(folder.iterdir())
        for one in read_source(path.name, str(path), path.read_bytes()).reports
    }
    known = {key: classify(one) for key, one in reports.items()}
    parts = sections = total = 0
    for gold in GOLD:
        key = (gold["source"], gold["ordinal"])
        if key in reports:
            at = reports[key].text.index(gold["quote"])
            spans = [passage.span for passage in reports[key].passages]
            label = known[key][next(n for n, span in enumerate(spans) if span.start <= at < span.end)]
            parts += label.part == gold["part"]
            sections += label.section == gold["section"]
            total += 1
    assert total > 300
    return parts / total, sections / total


def test_the_sample_corpus_is_classified_as_a_reader_would():
    parts, sections = accuracy(ROOT / "data" / "reports")
    assert parts >= 0.99
    assert sections >= 0.91


@pytest.mark.volume
@pytest.mark.skipif(not PROVINCES.exists(), reason="the provincial reports are not here")
def test_the_provincial_reports_are_classified_as_a_reader_would():
    parts, sections = accuracy(PROVINCES)
    assert parts >= 0.99
    assert sections >= 0.92


def test_every_name_a_reader_used_is_in_the_rules():
    assert {gold["section"] for gold in GOLD} == set(section_names())
    assert {gold["part"] for gold in GOLD} == set(Part)


def test_the_innermost_heading_that_tells_decides():
    found = labels(
        TITLE,
        OPENING,
        "一、主要做法及成效",
        "(一)提升行政执法水平,规范执法严格监督。",
        "一是加强规范性文件审查。严格落实应审尽审制度,全年共审查各类文件八十五件,上报备案登记两份,做到件件有依据、件件有回复、件件有存档。",
        "二是依法履行行政复议应诉。成立咨询委员会,聘用委员十六名,全年共收到申请一百二十一件,办结一百一十件,群众满意率逐年提高,效果良好。",
        "三是推动工作提档升级。建立健全协调机制,稳步推进权限下沉镇街,组织新申领证件的九十二名人员参加考前培训,年审合格证件一千余本。",
    )
    assert found["一是加强规范"] == ("做法成效", "制度建设")
    assert found["二是依法履行"] == ("做法成效", "行政复议与应诉")
    assert found["三是推动工作"] == ("做法成效", "行政执法")


def test_problems_and_plans_keep_their_theme():
    found = labels(
        TITLE,
        OPENING,
        "一、主要做法",
        "坚持把优化营商环境作为头号工程,深化“放管服”改革,推行一网通办,全年新增市场主体一万五千户以上,企业开办时间压缩到一个工作日以内。",
        "二、存在问题",
        "(一)行政执法不够规范。部分执法部门未设置法规股,法制审核人员不足,文书制作不规范,执法案件信息录入率低,执法全过程记录落实不到位。",
        "三、下步工作打算",
        "(一)健全调解体系。依法推动多部门构建行业专业调解组织,常态化排查矛盾纠纷,完善人民调解、行政调解、司法调解联动机制,维护社会稳定。",
    )
    assert found["2024年,"] == ("总体情况", UNCLASSIFIED)
    assert found["坚持把优化营"] == ("做法成效", "政府职能与营商环境")
    assert found["(一)行政执"] == ("存在问题", "行政执法")
    assert found["(一)健全调"] == ("下一步打算", "矛盾纠纷化解")


def test_one_heading_over_problems_and_plans_leaves_it_to_the_passage():
    found = labels(
        TITLE,
        OPENING,
        "一、主要做法",
        "深入开展法治宣传教育,落实“谁执法谁普法”责任制,培育法律明白人三百名,建成法治文化公园两处,全民法治观念明显增强,法治氛围日益浓厚。",
        "二、存在问题及下步打算",
        "(一)普法形式单一。个别部门普法宣传针对性不强,创新不够,面向青少年和农村群众的法治宣传教育还有短板,法治文化产品供给不足,影响力有限。",
        "(二)全面提升水平。坚持问题导向,加大法治宣传力度,组织开展法律进校园、进企业、进乡村活动,打造有影响的普法品牌,引导群众办事依法。",
    )
    assert found["(一)普法形"] == ("存在问题", "普法与法治社会")
    assert found["(二)全面提"] == ("下一步打算", "普法与法治社会")


def test_dealing_with_problems_is_work_done():
    found = labels(
        TITLE,
        OPENING,
        "一、主要做法",
        "(一)着力解决执法领域存在的突出问题。组织开展行政执法案卷评查,对照问题清单逐项整改,纠正不规范执法行为十二件,全部按期销号,效果明显。",
        "(二)完成2024年重点任务。召开依法治区委员会会议两次,压实法治建设责任,落实党政主要负责人履行推进法治建设第一责任人职责,推动任务落地。",
    )
    assert found["(一)着力解"] == ("做法成效", "行政执法")
    assert found["(二)完成2"] == ("做法成效", "党的领导与第一责任人职责")


def test_without_a_heading_that_tells_the_passage_speaks_for_itself_or_not_at_all():
    found = labels(
        TITLE,
        OPENING,
        "一、坚持守正创新,推动工作再上台阶",
        "充分发挥行政复议化解行政争议主渠道作用,全年受理行政复议案件九十四件,加强行政应诉工作,行政机关负责人出庭应诉率达到百分之百,败诉率下降。",
        "二、坚持真抓实干,推动工作再创佳绩",
        "推进科学立法、依法决策,严格执法、公正司法,加强普法宣传,办好法律援助,化解矛盾纠纷,推进政务公开,深化行政复议,全年工作稳中有进、成效明显。",
    )
    assert found["充分发挥行政"] == ("做法成效", "行政复议与应诉")
    assert found["推进科学立法"] == ("做法成效", UNCLASSIFIED)


def test_a_passage_wholly_on_another_theme_than_its_heading_goes_with_its_own_words():
    found = labels(
        TITLE,
        OPENING,
        "一、优化营商环境,服务发展大局",
        "深化“放管服”改革,推行政务服务一网通办、跨省通办,落实证明事项告知承诺制,压缩行政审批时限,取消无谓证明,建成政务大厅三处、便民窗口九十七个,为市场主体提供更加优质高效便捷的服务,企业满意度逐年提高。",
        "全年受理法律援助案件七百一十五件,公证处办理公证事项三千余件,律师事务所和司法鉴定机构提供法律服务两千余人次,公共法律服务中心实现全覆盖,困难群众在家门口就能得到及时、便捷的帮助,受到广泛好评。",
    )
    assert found["深化“放管服"][1] == "政府职能与营商环境"
    assert found["全年受理法律"][1] == "公共法律服务"


def test_a_work_report_looks_back_once_then_ahead_and_explains_its_terms_at_the_end():
    found = labels(
        "2025年某某省政府工作报告",
        "各位代表:",
        "现在,我代表省人民政府,向大会报告工作,请予审议,并请省政协委员和列席会议的同志提出意见。",
        "一、牢记嘱托,新征程迈出坚实步伐",
        "(一)产业体系加快升级。规模以上工业增加值增长百分之七,制造业投资增长百分之九,新增国家先进制造业集群两个,高新技术企业突破一万家,新能源汽车产量增长四成,全省经济呈现稳中有进、进中向好的态势,质量更高、后劲更足。",
        "各位代表!成绩来之不易。我们也清醒地认识到,经济社会发展还面临不少困难和问题:有效需求不足,企业经营困难,就业压力较大,生态环境仍有短板,一些干部作风不实、能力不足,形式主义还没有根除。我们一定直面问题,采取有力措施,认真加以解决。",
        "二、奋勇争先,谱写现代化新篇章",
        "(一)全面推进乡村振兴。严守耕地红线,新建高标准农田一百万亩,粮食总产稳定在八百亿斤,学习运用“千万工程”经验,建设宜居宜业和美乡村。",
        "名词解释",
        "1.“两重”:国家重大战略实施和重点领域安全能力建设,是扩大有效投资、增强发展后劲、优化经济结构、保障国家安全的一项重大举措,由国家统一安排。",
    )
    assert found["现在,我代表"][0] == "总体情况"
    assert found["(一)产业体"] == ("做法成效", "经济与产业")
    assert found["各位代表!成"] == ("存在问题", UNCLASSIFIED)
    assert found["(一)全面推"] == ("下一步打算", "城乡与区域")
    assert found["1.“两重”"] == ("其他", UNCLASSIFIED)


def test_a_theme_the_user_adds_is_used(tmp_path):
    added = tmp_path / "sections.toml"
    theme = '\n[[section]]\nname = "河湖管护"\ngroup = "通用"\ndecisive = ["河长制", "河湖管护"]\n'
    added.write_text(RULES.read_text("utf-8") + theme, "utf-8")
    line = "严格落实河长制,各级河长巡河三千余次,整治河湖“四乱”问题四十五个,河湖管护水平不断提高,群众身边的水环境持续变好,水清岸绿成为常态。"
    read = report(TITLE, OPENING, "一、主要做法", line)
    assert classify(read, Rules.load(added))[-1].section == "河湖管护"
    assert classify(read)[-1].section != "河湖管护"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("[weights]", "[weights"), "读不出来"),
        (('name = "行政执法"', 'name = "行政决策"'), "重复"),
        (('"审判", ', '"审", '), "“司法”的词“审”太短"),
        (("share = 0.35 ", "shares = 0.35 "), "有误"),
    ],
)
def test_rules_that_cannot_be_used_say_where(tmp_path, change, words):
    broken = tmp_path / "sections.toml"
    text = RULES.read_text("utf-8")
    assert change[0] in text
    broken.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(SectionsInvalid, match=words):
        Rules.load(broken)


def test_an_index_keeps_the_section_and_the_part_of_every_passage(tmp_path):
    path = ROOT / "data" / "reports" / "榆阳区2024年度法治政府建设工作总结.txt"
    reading = read_source(path.name, str(path), path.read_bytes())
    writer = CatalogWriter(tmp_path)
    writer.add(reading)
    writer.close()
    table = Catalog(tmp_path).table()
    kept = [(PARTS[part], table.sections[code]) for part, code in zip(table.part, table.section, strict=True)]
    assert kept == [tuple(label) for label in classify(reading.reports[0])]
    assert table.section_codes(("行政执法", "没有的主题")) == [table.sections.index("行政执法")]
    assert table.section_codes(()) is None
    assert table.part_codes(("存在问题",)) == [PARTS.index(Part.PROBLEMS)]
