"""Practices: what a place does under a name of its own, with what the report says came of it."""

from pathlib import Path

import pytest

from corpus.gazetteer import Gazetteer
from corpus.indicators import Indicators
from corpus.model import Report
from corpus.practices import Practice
from indexer.figures import extract_figures
from indexer.practices import find_practices
from indexer.practices.rules import PracticesInvalid, Rules
from indexer.reading import read_source


def read(*lines: str, title: str = "黟县2023年度法治政府建设情况报告") -> tuple[Report, list[Practice]]:
    text = "\n".join((title, "一、主要工作", *lines))
    (report,) = read_source("报告.txt", "报告.txt", text.encode()).reports
    places = Gazetteer.load()
    return report, find_practices(report, extract_figures(report, places, Indicators.load()), places)


def names(*lines: str) -> list[str]:
    report, practices = read(*lines)
    assert all(practice.name == practice.span.of(report.text) for practice in practices)
    return [practice.name for practice in practices]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("我县创新信访“三端”工作法，群众满意度明显提升。", "三端"),
        ("建立“1+5+N”矛盾纠纷多元预防化解机制，联动处置各类纠纷。", "1+5+N"),
        ('推行"首席法务官"制度，为重点企业配备法律顾问。', "首席法务官"),
        ("全县设立“警民联调室”127个，调解员全部到岗到位。", "警民联调室"),
        ("上线运行“徽事通”App，群众办事更加方便快捷。", "徽事通"),
        ("充分发挥全县“村民评理说事点”作用，就地化解矛盾。", "村民评理说事点"),
        ("打造1+3+X联合调解机制，各部门共同参与纠纷调处。", "1+3+X"),
        ("推行“首违不罚+信用承诺+回访指导”执法新模式，企业反响良好。", "首违不罚+信用承诺+回访指导"),
        ("推进“县乡村+N”，调解组织延伸到每个网格。", "县乡村+N"),
        ("群众用手机打开“黟山e解纷”，就能申请调解。", "黟山e解纷"),
        ("向商户发放“警企联系卡”，有事随时找到民警。", "警企联系卡"),
        ("打造“联处共治”的区域调解标准化模式，纠纷就地化解。", "联处共治"),
        ("设立“娘家人”特色调解室，婚姻家庭纠纷就地化解。", "娘家人"),
        ("落实“日巡查、周会商、月通报”的督促机制，问题及时整改。", "日巡查、周会商、月通报"),
        ("推行“三制协同”，基层治理更有力。", "三制协同"),
        ("升级“黟服码”，政策一扫便知。", "黟服码"),
        ("成立全县首支“法治轻骑兵”，送法到村。", "法治轻骑兵"),
        ("充分发挥“老赵说和“调解品牌作用，就地化解矛盾。", "老赵说和"),
        ("推行“诉前调解+快裁”模式，纠纷平均十日办结。", "诉前调解+快裁"),
        ("推行解纷“五问法”，纠纷不出村。", "五问法"),
        ("全县26支“黟山红哨”活跃在山村。", "黟山红哨"),
        ("“向阳花”未检办公室挂牌，专人办理案件。", "向阳花"),
        ("申报的“打造‘黟企通办’服务模式”入选全省试点。", "黟企通办"),
        ("“构建信用闭环加强事后监管”典型经验做法受到省政府通报。", "构建信用闭环加强事后监管"),
        ("持续擦亮“最美黟山蓝”品牌，执法更有温度。", "最美黟山蓝"),
        ("建立“一日一碰头、一周一会商”机制，问题及时整改。", "一日一碰头、一周一会商"),
        ("实施“123”工程，服务企业发展。", "123"),
    ],
)
def test_a_name_in_quotation_marks_is_given_without_them(sentence: str, name: str):
    assert names(sentence) == [name]


def test_quotations_in_a_row_share_their_verb_and_their_noun():
    assert names("建立“马背法庭”“草原调解室”，推行“警格+网格”、“以调促和”等工作模式。") == [
        *("马背法庭", "草原调解室", "警格+网格", "以调促和"),
    ]


def test_quotations_in_a_row_may_each_say_what_they_are_for():
    assert names("探索建立纠纷调处“警民同调”、治安巡防“专群同防”等机制。") == ["警民同调", "专群同防"]


def test_a_part_of_its_own_makes_a_name_of_what_is_widespread():
    assert names("建立“有感服务、无感监管”机制，企业少受打扰。") == ["有感服务、无感监管"]
    assert names("建立“无感监管”机制，企业少受打扰。") == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("创新实行跨区域案件代办制，群众少跑路。", "跨区域案件代办制"),
        ("在全省率先设立诉前和解中心，纠纷化解更加便捷。", "诉前和解中心"),
        ("探索建立行政应诉约谈机制，由县领导约谈有关负责人。", "行政应诉约谈机制"),
        ("建成全省首个集咨询、受理、办理为一体的企业用工法律服务平台，服务企业发展。", "企业用工法律服务平台"),
        ("自主研发行政执法监督预警分析平台，问题早发现。", "行政执法监督预警分析平台"),
        ("持续深化府检联动，共同推进行政争议实质性化解。", "府检联动"),
    ],
)
def test_what_is_new_is_a_practice_without_quotation_marks(sentence: str, name: str):
    assert names(sentence) == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "推行“一次性告知”制，落实“首问负责”制度。",
        "通过“线索+回访”的创新模式，提高办案质量。",
        "从“传统模式”向“智慧模式”转型，打破“条块分隔”模式。",
        "落实“精细管理、精准帮教、精心帮扶”三项机制，健全“标准化”平台体系。",
        "树立“打造平安建设黟县品牌”的总目标，推进各项工作。",
        "充分发挥“法润黟山”微信公众号作用，推送法律知识。",
        "在路口悬挂“流动服务站”横幅，让“流动”的法庭走进山村。",
        "打造“茶园+法治”“古村+法治”等不同主题的宣传栏。",
        "构建“执法+服务+教育”三位一体的普法格局。",
        "持续深化“放管服”改革，全面推行“双随机、一公开”监管机制。",
        "坚持和发展新时代“枫桥经验”，建立“法律明白人”培养机制。",
        "打通服务群众“最后一公里”，构建起法治建设的“四梁八柱”，做好审批的“减法”。",
        "获评“全国民主法治示范村”3个，被授予“平安建设先进县”称号。",
        "牢固树立“法治是最好的营商环境”的理念，抓住领导干部“关键少数”。",
        "建立健全行政执法监督工作机制，完善联席会议制度和长效监督机制。",
        "印发《黟县“首席法务官”工作办法》，召开“法治护航”工作推进会。",
        "开展“平安黟县”建设活动，社会大局保持稳定。",
        "由“各自为战”转变为“抱团出击”，打造“化解一件、教育一片”的示范效应。",
        "整合“12338”等热线，坚持“庭前”调解与庭后回访相结合。",
        "该项工作被授予县乡法治政府建设“最佳实践”项目。",
        "开展“线上+线下”宣传，召开“学宪法、讲宪法”演讲比赛。",
        "局长说：“我们要建立更好的机制。”",
    ],
)
def test_what_the_whole_country_says_is_no_practice(sentence: str):
    assert names(sentence) == []


def test_what_all_do_is_a_practice_only_where_it_was_done_first():
    assert names("各窗口实行周六“不打烊”服务，方便群众办事。") == []
    assert names("在全省率先实行365天“不打烊”服务，方便群众办事。") == ["不打烊"]


def test_each_practice_is_listed_once_with_the_sentence_that_says_what_it_is():
    report, practices = read(
        "“评理说事点”得到群众好评。",
        "（一）推出“评理说事点”机制",
        "县司法局推出“评理说事点”调解机制，由老党员、老教师主持，在村口就地评理。",
    )
    assert [practice.name for practice in practices] == ["评理说事点"]
    assert practices[0].sentence.of(report.text).startswith("县司法局推出")


def test_the_results_are_the_figures_told_of_the_practice():
    report, (practice,) = read(
        "全年审查文件36件，推行“三端”工作法，排查纠纷120件。截至年底，已化解118件，满意率99%。全县配备法律顾问56名。"
    )
    assert [span.of(report.text) for span in practice.results] == ["120件", "118件", "99%"]


def test_two_practices_of_a_sentence_have_their_own_results():
    report, practices = read("建立“百姓评理点”407个，设立“警民联调室”127个，全县基本实现全覆盖。")
    results = {practice.name: [span.of(report.text) for span in practice.results] for practice in practices}
    assert results == {"百姓评理点": ["407个"], "警民联调室": ["127个"]}


def test_a_practice_belongs_to_the_place_named_with_it():
    title = "黄山市2023年度法治政府建设情况报告"
    _, practices = read("祁门县推行“茶乡调解”工作法。", "全市推行“法治管家”服务模式。", title=title)
    places = [(practice.name, practice.place.name if practice.place else None) for practice in practices]
    assert places == [("茶乡调解", "祁门县"), ("法治管家", "黄山市")]


def test_a_theoretical_article_reports_no_practices():
    _, practices = read(
        "本文认为，实践中“运动化”执法机制、“属地化”管理模式值得反思。",
        title="法治政府建设的现实困境与对策思考",
    )
    assert practices == []


@pytest.mark.parametrize("text", ["names = [", "[names]\nnational = []", "[names]\nnational = ['放管服']"])
def test_a_broken_rules_file_is_named_in_the_message(tmp_path: Path, text: str):
    path = tmp_path / "practices.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PracticesInvalid, match=r"做法规则“.*practices\.toml”"):
        Rules.load(path)
