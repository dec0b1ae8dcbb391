"""Whole files of forms the sample corpus does not have. The places are real, the reports are made up."""

from dataclasses import dataclass

import pytest

from corpus.model import Report
from corpus.text import visible
from indexer.reading import read_source

DONE = "全县办理行政复议案件九十四件，综合纠错率百分之三十，行政机关负责人出庭应诉率达到百分之百，群众满意度稳步提升。"


@dataclass(frozen=True)
class Unseen:
    """A file and what a careful reader finds in it; only the fields named in ``facts`` are compared.

    :param facts: field → value; ``None`` where the text does not say.
    :param headings: (depth, heading) of the whole outline.
    :param left_out: lines that are no part of the report.
    """

    name: str
    text: str
    facts: dict
    headings: tuple = ()
    left_out: tuple = ()
    file: str = "材料.txt"


CASES = (
    Unseen(
        "a title on three lines and a signature block",
        f"关于\n宁远县2023年度法治政府建设\n情况的报告\n\n市人民政府：\n2023年，宁远县坚持依法行政。{DONE}\n"
        f"一、主要工作\n{DONE}\n二、存在问题\n{DONE}\n宁远县人民政府\n2024年1月15日\n",
        {
            "title": "关于宁远县2023年度法治政府建设情况的报告",
            "year": 2023,
            "publisher": "宁远县人民政府",
            "published": "2024-01-15",
            "kind": "年度报告",
            "place": "宁远县",
        },
        headings=((1, "一、主要工作"), (1, "二、存在问题")),
    ),
    Unseen(
        "an institution above 关于, a document number below, open to the public",
        f"沂水县人民政府\n关于2023年法治政府建设情况的报告\n沂政发〔2024〕3号\n（此件公开发布）\n县人大常委会：\n"
        f"现将我县2023年法治政府建设情况报告如下：\n一、工作成效\n{DONE}\n二、下步打算\n{DONE}\n沂水县人民政府 2024年3月8日",
        {
            "title": "沂水县人民政府关于2023年法治政府建设情况的报告",
            "year": 2023,
            "publisher": "沂水县人民政府",
            "published": "2024-03-08",
            "kind": "年度报告",
            "place": "沂水县",
        },
        headings=((1, "一、工作成效"), (1, "二、下步打算")),
        left_out=("沂政发〔2024〕3号", "（此件公开发布）"),
    ),
    Unseen(
        "a signature and date right behind the last full stop, in Chinese numerals",
        f"江油市司法局二〇二三年度法治政府建设工作总结\n一、工作开展情况\n{DONE}\n二、下步工作打算\n{DONE}"
        "特此报告。 江油市司法局 二〇二四年一月十五日",
        {
            "title": "江油市司法局二〇二三年度法治政府建设工作总结",
            "year": 2023,
            "publisher": "江油市司法局",
            "published": "2024-01-15",
            "kind": "工作总结",
            "place": "江油市",
        },
        headings=((1, "一、工作开展情况"), (1, "二、下步工作打算")),
    ),
    Unseen(
        "a government page with everything round the report on lines of its own",
        "今天是：2025年3月1日 星期六\n您所在的位置：首页 > 政务公开 > 法治政府建设\n索引号：\n11371300MB2/2024-00012\n"
        "发布机构：\n临沭县交通运输局\n成文日期：\n2024-01-18\n临沭县交通运输局2023年度法治政府建设年度报告\n"
        "发布时间：2024-01-20 16:20 来源：临沭县交通运输局 浏览：123 字号：[大 中 小]\n"
        f"2023年，临沭县交通运输局深入推进依法行政。{DONE}\n一、主要举措和成效\n{DONE}\n二、存在的不足\n{DONE}\n"
        "【打印】 【关闭】\n责任编辑：小王\n分享到：\n上一篇：临沭县教育局报告\n下一篇：没有了\n"
        "主办单位：临沭县人民政府办公室 网站标识码：3713290001\n版权所有：临沭县人民政府 鲁ICP备05000000号\n",
        {
            "title": "临沭县交通运输局2023年度法治政府建设年度报告",
            "year": 2023,
            "publisher": "临沭县交通运输局",
            "published": "2024-01-20",
            "kind": "年度报告",
            "place": "临沭县",
        },
        headings=((1, "一、主要举措和成效"), (1, "二、存在的不足")),
        left_out=("【打印】 【关闭】", "责任编辑：小王", "下一篇：没有了"),
    ),
    Unseen(
        "field rows with bars, and a bullet before each label",
        "索 引 号 | 11620300/2024-480 | 主题分类 | 司法 |\n发文字号 | | 制发机构 | 永昌县司法局 |\n有效性 | 有效 | |\n"
        "成文日期 | 2024-02-13 | 发布日期 | 2024-02-20 |\n标 题 | 永昌县司法局2023年法治政府建设情况报告 |\n"
        f"永昌县司法局2023年法治政府建设情况报告\n一、工作情况\n{DONE}\n二、存在问题\n{DONE}",
        {
            "title": "永昌县司法局2023年法治政府建设情况报告",
            "publisher": "永昌县司法局",
            "published": "2024-02-20",
            "year": 2023,
        },
        headings=((1, "一、工作情况"), (1, "二、存在问题")),
    ),
    Unseen(
        "bulleted labels with their values below",
        "• 索引号:\n\n6107280000/2024-001005\n• 主题分类:\n\n• 来源:\n\n• 发文机构:\n\n镇巴县司法局\n• 发文日期:\n\n"
        f"2024年04月06日 16:40\n• 有效性:\n\n镇巴县司法局2023年度法治政府建设年度报告\n一、工作情况\n{DONE}\n二、存在问题\n{DONE}",
        {
            "title": "镇巴县司法局2023年度法治政府建设年度报告",
            "publisher": "镇巴县司法局",
            "published": "2024-04-06",
            "year": 2023,
        },
        headings=((1, "一、工作情况"), (1, "二、存在问题")),
    ),
    Unseen(
        "date, source and breadcrumb with an arrow",
        "首页 -> 政务公开 -> 正文\n海曙区2023年度法治政府建设情况报告\n日期：2024-03-01 16:20 信息来源：海曙区司法局 浏览次数：56\n"
        f"海曙区2023年度法治政府建设情况报告\n2023年，海曙区统筹推进法治建设。{DONE}\n一、工作成效\n{DONE}\n二、存在不足\n{DONE}",
        {
            "title": "海曙区2023年度法治政府建设情况报告",
            "publisher": "海曙区司法局",
            "published": "2024-03-01",
            "year": 2023,
            "place": "海曙区",
        },
        headings=((1, "一、工作成效"), (1, "二、存在不足")),
    ),
    Unseen(
        "a township street office",
        f"望月湖街道办事处2023年法治政府建设工作情况报告\n一、工作情况\n{DONE}\n二、存在问题\n{DONE}\n岳麓区望月湖街道办事处\n2023年12月20日",
        {
            "publisher": "岳麓区望月湖街道办事处",
            "year": 2023,
            "published": "2023-12-20",
            "kind": "年度报告",
        },
        headings=((1, "一、工作情况"), (1, "二、存在问题")),
    ),
    Unseen(
        "a development zone's management committee",
        f"芜湖经济技术开发区管理委员会2022年度法治政府建设情况报告\n2022年，管委会坚持依法行政。{DONE}\n一、工作情况\n{DONE}",
        {"publisher": "芜湖经济技术开发区管理委员会", "year": 2022, "kind": "年度报告"},
        headings=((1, "一、工作情况"),),
    ),
    Unseen(
        "a title that says 2024 over a text that reports 2023",
        f"五河县2024年法治政府建设年度报告\n2023年，五河县扎实推进法治政府建设，现将2023年度工作情况报告如下：\n一、工作情况\n{DONE}\n"
        f"二、2024年工作安排\n{DONE}\n五河县人民政府\n2024年1月25日",
        {"year": 2023, "publisher": "五河县人民政府", "published": "2024-01-25", "kind": "年度报告"},
        headings=((1, "一、工作情况"), (1, "二、2024年工作安排")),
    ),
    Unseen(
        "a period of years is no year",
        f"太湖县2021-2023年法治政府建设工作总结\n三年来，太湖县落实《法治政府建设实施纲要（2021—2025年）》。{DONE}\n一、主要做法\n{DONE}",
        {"year": None, "kind": "工作总结", "place": "太湖县"},
        headings=((1, "一、主要做法"),),
    ),
    Unseen(
        "a five-year plan is no year",
        f"桐城市“十四五”时期法治政府建设工作总结\n“十四五”以来，桐城市全面推进依法行政。{DONE}\n一、主要做法\n{DONE}",
        {"year": None, "kind": "工作总结"},
        headings=((1, "一、主要做法"),),
    ),
    Unseen(
        "half a year, and a title that plans the next",
        f"武进区2023年上半年法治政府建设工作总结及下半年工作计划\n一、上半年工作\n{DONE}\n二、下半年计划\n{DONE}",
        {"year": 2023, "kind": "工作总结", "place": "武进区"},
        headings=((1, "一、上半年工作"), (1, "二、下半年计划")),
    ),
    Unseen(
        "a number of a document is no year",
        f"关于贯彻落实皖政〔2019〕28号文件情况的报告\n为落实《法治政府建设实施纲要（2015—2020年）》，望江县开展了自查。{DONE}\n一、主要做法\n{DONE}",
        {"year": None},
        headings=((1, "一、主要做法"),),
    ),
    Unseen(
        "a head of county reports on his duties",
        "2023年度述法报告\n述法人：望江县委副书记、县长 张三\n"
        f"2023年，本人认真履行推进法治建设第一责任人职责。{DONE}\n一、履职情况\n{DONE}\n"
        f"二、存在问题\n{DONE}",
        {"title": "2023年度述法报告", "kind": "述法报告", "author": "张三", "year": 2023},
        headings=((1, "一、履职情况"), (1, "二、存在问题")),
    ),
    Unseen(
        "a duty report without a title",
        f"2023年，本人切实履行推进法治建设第一责任人职责，现将履职情况报告如下：\n一、履职情况\n{DONE}\n二、存在问题\n{DONE}\n述法人：李四\n2024年1月5日",
        {"title": None, "kind": "述法报告", "author": "李四", "year": 2023, "published": "2024-01-05"},
        headings=((1, "一、履职情况"), (1, "二、存在问题")),
    ),
    Unseen(
        "a report on the duties of the first responsible person",
        f"梁山县住房和城乡建设局主要负责人2023年度履行推进法治建设第一责任人职责情况报告\n一、履职情况\n{DONE}\n二、存在问题\n{DONE}",
        {"kind": "述法报告", "year": 2023, "place": "梁山县"},
        headings=((1, "一、履职情况"), (1, "二、存在问题")),
    ),
    Unseen(
        "a table of contents of one report",
        "泗县2023年度法治政府建设报告\n目 录\n一、主要工作……………………1\n（一）加强领导………………1\n二、存在问题……………………6\n三、下步打算……………………8\n"
        f"一、主要工作\n（一）加强领导\n{DONE * 3}\n二、存在问题\n{DONE * 3}\n三、下步打算\n{DONE * 3}",
        {"title": "泗县2023年度法治政府建设报告", "year": 2023},
        headings=((1, "一、主要工作"), (2, "（一）加强领导"), (1, "二、存在问题"), (1, "三、下步打算")),
        left_out=("目 录", "一、主要工作……………………1"),
    ),
    Unseen(
        "an annex that counts from the start again",
        f"临泉县2023年法治政府建设情况报告\n一、主要工作\n{DONE * 3}\n二、存在问题\n{DONE * 3}\n临泉县人民政府\n2024年2月1日\n"
        f"附件\n临泉县法治政府建设重点任务清单\n一、制度建设\n{DONE * 3}\n二、行政执法\n{DONE * 3}",
        {"title": "临泉县2023年法治政府建设情况报告", "publisher": "临泉县人民政府", "published": "2024-02-01"},
    ),
    Unseen(
        "questions and answers",
        f"《霍邱县行政规范性文件管理办法》政策解读\n问：为什么要制定这个办法？\n答：{DONE}\n问：办法有哪些主要内容？\n答：{DONE}",
        {"title": "《霍邱县行政规范性文件管理办法》政策解读", "kind": "政策解读", "year": None},
    ),
    Unseen(
        "a scholar's article",
        f"县域法治政府建设的路径研究\n王五\n（某某大学法学院，山东 济南 250100）\n摘 要：{DONE}\n关键词：法治政府；县域治理\n一、问题的提出\n{DONE}\n"
        f"二、现实困境\n{DONE}\n参考文献\n[1]赵六.行政法[M].北京：法律出版社，2019.\n",
        {"kind": "理论文章", "year": None, "place": None},
    ),
    Unseen(
        "a government work report given to a congress, its title spaced out",
        "政 府 工 作 报 告\n2024年1月10日在舒城县第十八届人民代表大会第四次会议上\n舒城县人民政府县长 钱七\n各位代表：\n"
        f"现在，我代表县人民政府，向大会报告政府工作，请予审议。\n一、2023年工作回顾\n{DONE}\n二、2024年重点工作\n{DONE}",
        {
            "title": "政府工作报告",
            "kind": "政府工作报告",
            "year": 2024,
            "publisher": "舒城县人民政府",
            "author": "钱七",
            "published": "2024-01-10",
            "place": "舒城县",
        },
        headings=((1, "一、2023年工作回顾"), (1, "二、2024年重点工作")),
    ),
    Unseen(
        "a speech",
        f"在全市法治政府建设推进会上的讲话\n（2024年3月5日）\n同志们：\n今天召开这次会议，主要任务是部署全年工作。{DONE}\n"
        f"一、提高认识\n{DONE}\n二、狠抓落实\n{DONE}\n谢谢大家！",
        {"title": "在全市法治政府建设推进会上的讲话", "kind": "其他", "published": "2024-03-05", "place": None},
        headings=((1, "一、提高认识"), (1, "二、狠抓落实")),
    ),
    Unseen(
        "a plan is neither a report nor a summary",
        f"涡阳县2024年法治政府建设工作要点\n为扎实推进法治政府建设，制定本要点。\n一、总体要求\n{DONE}\n二、主要任务\n{DONE}",
        {"kind": "其他", "year": 2024, "place": "涡阳县"},
        headings=((1, "一、总体要求"), (1, "二、主要任务")),
    ),
    Unseen(
        "Markdown with emphasis and a list",
        f"# 蒙城县2023年度法治政府建设报告\n\n发布日期：2024-01-30\n\n## 一、主要工作\n\n{DONE}\n"
        f"\n### （一）加强领导\n\n{DONE}\n\n## 二、存在问题\n\n{DONE}\n",
        {"title": "蒙城县2023年度法治政府建设报告", "published": "2024-01-30", "year": 2023},
        headings=((1, "一、主要工作"), (2, "（一）加强领导"), (1, "二、存在问题")),
        file="报告.md",
    ),
    Unseen(
        "a very short report",
        "来安县财政局2023年度法治政府建设情况\n2023年，我局未发生行政复议和行政诉讼案件。下一步，我局将继续做好普法工作。",
        {"title": "来安县财政局2023年度法治政府建设情况", "publisher": "来安县财政局", "year": 2023},
    ),
    Unseen(
        "nothing says year, place or publisher",
        f"法治政府建设工作总结\n近年来，我们坚持依法行政。{DONE}\n一、主要做法\n{DONE}\n二、存在问题\n{DONE}",
        {
            "title": "法治政府建设工作总结",
            "year": None,
            "place": None,
            "publisher": None,
            "author": None,
            "published": None,
        },
        headings=((1, "一、主要做法"), (1, "二、存在问题")),
    ),
    Unseen(
        "an official document with its red head and its foot",
        f"霍山县司法局文件\n霍司〔2024〕8号 签发人：孙八\n霍山县司法局关于2023年度法治政府建设情况的报告\n县人民政府：\n现将有关情况报告如下。\n"
        f"一、工作情况\n{DONE}\n二、存在问题\n{DONE}\n特此报告。\n附件：1.任务清单\n2.统计表\n"
        "霍山县司法局\n2024年1月9日\n（联系人：周九，电话：0564-0000000）\n"
        "抄送：市司法局。\n霍山县司法局办公室 2024年1月9日印发",
        {
            "title": "霍山县司法局关于2023年度法治政府建设情况的报告",
            "publisher": "霍山县司法局",
            "published": "2024-01-09",
            "year": 2023,
            "author": None,
        },
        headings=((1, "一、工作情况"), (1, "二、存在问题")),
    ),
    Unseen(
        "a reprint with a note of the editor",
        "2023年全椒县法治政府建设工作情况报告\n"
        "时间：2023-05-07 17:15:05 公文范文 来源：网友投稿\n"
        "下面是小编为大家整理的2023年全椒县法治政府建设工作情况报告，供大家参考。\n"
        f"全椒县法治政府建设工作情况的报告\n今年以来，全椒县严格落实责任。{DONE}\n一、主要工作\n{DONE}\n二、存在问题\n{DONE}",
        {"year": 2023, "publisher": None, "place": "全椒县", "kind": "年度报告"},
        headings=((1, "一、主要工作"), (1, "二、存在问题")),
        left_out=("下面是小编为大家整理的2023年全椒县法治政府建设工作情况报告，供大家参考。",),
    ),
    Unseen(
        "a report of 2022 that appears in 2023 and compares with 2021",
        "灵璧县法治政府建设情况报告\n灵璧县人民政府\n2023年1月31日\n"
        f"2022年，灵璧县坚持依法行政，案件比2021年下降。{DONE}\n一、主要工作\n{DONE}\n"
        f"二、2023年工作安排\n{DONE}",
        {"year": 2022, "published": "2023-01-31", "publisher": "灵璧县人民政府"},
        headings=((1, "一、主要工作"), (1, "二、2023年工作安排")),
    ),
    Unseen(
        "experience of a place told by a paper",
        "固镇县：“三个聚焦”让法治成为最好的营商环境\n来源：安徽法制报 2023-08-09\n"
        f"今年以来，固镇县聚焦企业所需。{DONE}\n聚焦制度供给\n{DONE}\n聚焦执法服务\n{DONE}",
        {"kind": "经验材料", "published": "2023-08-09", "place": "固镇县", "publisher": None, "year": 2023},
        headings=((1, "聚焦制度供给"), (1, "聚焦执法服务")),
    ),
    Unseen(
        "two places side by side in the superior's name",
        f"国家税务总局定远县税务局2023年度法治政府建设情况报告\n2023年，国家税务总局定远县税务局推进依法治税。{DONE}\n一、主要工作\n{DONE}",
        {"publisher": "国家税务总局定远县税务局", "year": 2023, "place": "定远县"},
        headings=((1, "一、主要工作"),),
    ),
    Unseen(
        "a police branch",
        f"合肥市公安局庐阳分局\n2023年度法治政府建设工作情况报告\n一、主要工作\n{DONE}\n二、存在问题\n{DONE}\n合肥市公安局庐阳分局\n2024年1月3日",
        {
            "title": "合肥市公安局庐阳分局2023年度法治政府建设工作情况报告",
            "publisher": "合肥市公安局庐阳分局",
            "published": "2024-01-03",
        },
        headings=((1, "一、主要工作"), (1, "二、存在问题")),
    ),
    Unseen(
        "short names of departments",
        f"砀山县人社局关于2023年法治政府建设工作总结的报告\n一、主要工作\n{DONE}\n二、存在问题\n{DONE}",
        {"publisher": "砀山县人社局", "year": 2023},
        headings=((1, "一、主要工作"), (1, "二、存在问题")),
    ),
    Unseen(
        "the year before the institution",
        f"2022年无为市市场监管局法治政府建设年度报告\n一、主要工作\n{DONE}\n二、存在问题\n{DONE}",
        {"publisher": "无为市市场监管局", "year": 2022, "kind": "年度报告"},
        headings=((1, "一、主要工作"), (1, "二、存在问题")),
    ),
    Unseen(
        "a survey report is not a yearly report",
        f"关于歙县基层法治建设情况的调研报告\n按照安排，调研组赴歙县开展调研。{DONE}\n一、基本情况\n{DONE}\n二、对策建议\n{DONE}",
        {"kind": "其他", "year": None},
        headings=((1, "一、基本情况"), (1, "二、对策建议")),
    ),
    Unseen(
        "a year only in the file's name",
        f"一、主要工作\n{DONE}\n二、存在问题\n{DONE}",
        {"title": None, "year": 2021, "place": "绩溪县"},
        headings=((1, "一、主要工作"), (1, "二、存在问题")),
        file="绩溪县2021年法治政府建设情况.txt",
    ),
    Unseen(
        "a report that begins with a year since which",
        f"旌德县法治政府建设情况报告\n2018年以来，旌德县坚持依法行政。2020年，出台制度十二项；2022年，建成示范点五个。{DONE}\n一、主要工作\n{DONE}",
        {"year": None, "place": "旌德县"},
        headings=((1, "一、主要工作"),),
    ),
    Unseen(
        "a department that signs with its party group",
        f"法治建设情况报告\n县委：\n2023年，县水利局党组坚持依法治水。{DONE}\n一、主要工作\n{DONE}\n中共岳西县水利局党组\n2023年12月30日",
        {"publisher": "中共岳西县水利局党组", "published": "2023-12-30", "year": 2023},
        headings=((1, "一、主要工作"),),
    ),
    Unseen(
        "brackets round the title and a subtitle with a dash",
        f"以法治之力护航高质量发展\n——黟县2023年法治政府建设工作综述\n2023年，黟县持续发力。{DONE}\n一、制度先行\n{DONE}\n二、执法为民\n{DONE}",
        {"title": "以法治之力护航高质量发展——黟县2023年法治政府建设工作综述", "year": 2023, "place": "黟县"},
        headings=((1, "一、制度先行"), (1, "二、执法为民")),
    ),
    Unseen(
        "a session in brackets and a name partly hidden",
        "政府工作报告\n（2024年1月16日在金寨县第十八届人民代表大会第三次会议上）\n"
        "金寨县人民政府县长 王某某\n各位代表：\n"
        f"我代表县人民政府，向大会报告政府工作，请予审议。\n一、2023年工作回顾\n{DONE}\n"
        f"二、2024年工作安排\n{DONE}",
        {
            "kind": "政府工作报告",
            "year": 2024,
            "publisher": "金寨县人民政府",
            "published": "2024-01-16",
            "place": "金寨县",
        },
        ((1, "一、2023年工作回顾"), (1, "二、2024年工作安排")),
    ),
    Unseen(
        "several addressees on one line",
        "铜陵市义安区人民政府关于2022年度法治政府建设情况的报告\n"
        "市委、市政府，区委、区人大常委会：\n"
        f"2022年，在市委、市政府坚强领导下，义安区扎实推进法治政府建设。{DONE}\n一、主要成效\n"
        f"{DONE}\n二、存在问题\n{DONE}\n                铜陵市义安区人民政府\n"
        "                   2023年2月6日",
        {
            "title": "铜陵市义安区人民政府关于2022年度法治政府建设情况的报告",
            "year": 2022,
            "publisher": "铜陵市义安区人民政府",
            "published": "2023-02-06",
            "place": "义安区",
            "kind": "年度报告",
        },
        ((1, "一、主要成效"), (1, "二、存在问题")),
    ),
    Unseen(
        "the words of a site's menu on lines of their own",
        "网站首页\n政务公开\n政务服务\n互动交流\n长者模式\n无障碍\n"
        "当前位置：首页>政务公开>法治政府建设年度报告\n"
        "枞阳县市场监督管理局2023年法治政府建设年度报告\n"
        "发布日期：2024-01-26 09:12 来源：枞阳县市场监督管理局 作者：法规股 阅读次数：88次 字体：【大 中 小】\n"
        f"2023年，枞阳县市场监管局坚持依法行政。{DONE}\n一、主要举措\n{DONE}\n"
        "扫一扫在手机打开当前页\n关闭窗口\n友情链接\n网站地图 | 联系我们\n"
        "皖公网安备 34072202000000号",
        {
            "title": "枞阳县市场监督管理局2023年法治政府建设年度报告",
            "year": 2023,
            "publisher": "枞阳县市场监督管理局",
            "published": "2024-01-26",
            "author": None,
        },
        ((1, "一、主要举措"),),
    ),
    Unseen(
        "a title with a remark in brackets",
        f"界首市2023年度法治政府建设工作情况报告（公示稿）\n2023年，界首市认真贯彻落实。{DONE}\n一、主要做法\n{DONE}",
        {
            "title": "界首市2023年度法治政府建设工作情况报告（公示稿）",
            "year": 2023,
            "kind": "年度报告",
            "place": "界首市",
        },
        ((1, "一、主要做法"),),
    ),
    Unseen(
        "a letter that sends a summary",
        "关于报送2023年度法治公安建设工作总结的函\n区委依法治区办：\n"
        f"现将我局2023年度法治公安建设工作总结报送你办，请审阅。\n一、工作情况\n{DONE}\n"
        f"二、下步打算\n{DONE}\n蚌埠市公安局龙子湖分局\n二〇二三年十二月十五日",
        {"publisher": "蚌埠市公安局龙子湖分局", "year": 2023, "published": "2023-12-15", "kind": "其他"},
        ((1, "一、工作情况"), (1, "二、下步打算")),
    ),
    Unseen(
        "a year with hollow circles for zeros",
        f"二○二二年度明光市法治政府建设工作报告\n一、工作情况\n{DONE}\n二、问题\n{DONE}",
        {"year": 2022, "place": "明光市", "kind": "年度报告"},
    ),
    Unseen(
        "a township head's report on his duties",
        "铜陵市枞阳县麒麟镇镇长2023年述法报告\n"
        f"今年以来，我认真贯彻落实上级关于法治建设的决策部署。{DONE}\n一、强化责任\n"
        f"一是加强领导。{DONE}\n二是健全机制。{DONE}\n二、下步打算\n{DONE}",
        {"kind": "述法报告", "year": 2023},
        ((1, "一、强化责任"), (2, "一是加强领导。"), (2, "二是健全机制。"), (1, "二、下步打算")),
    ),
    Unseen(
        "a table with tabs in plain text",
        f"怀远县2023年度法治政府建设情况报告\n2023年，怀远县扎实推进。{DONE}\n一、主要指标\n"
        f"指标\t数量\n行政复议\t94件\n行政诉讼\t31件\n二、存在问题\n{DONE}",
        {"year": 2023, "place": "怀远县"},
        ((1, "一、主要指标"), (1, "二、存在问题")),
    ),
    Unseen(
        "a notice and the plan it sends out",
        "凤阳县人民政府办公室关于印发2024年凤阳县法治政府建设工作要点的通知\n凤政办〔2024〕12号\n"
        "各乡镇人民政府，县政府各部门：\n"
        "《2024年凤阳县法治政府建设工作要点》已经县政府同意，现印发给你们，请遵照执行。\n"
        "凤阳县人民政府办公室\n2024年4月2日\n2024年凤阳县法治政府建设工作要点\n一、总体要求\n"
        f"{DONE * 3}\n二、重点任务\n{DONE * 3}",
        {
            "kind": "其他",
            "year": 2024,
            "publisher": "凤阳县人民政府办公室",
            "published": "2024-04-02",
            "place": "凤阳县",
        },
    ),
    Unseen(
        "a date above the signature",
        f"肥东县城市管理综合行政执法局2023年法治政府建设工作总结\n{DONE}\n一、主要工作\n{DONE}\n2023年12月28日\n肥东县城市管理综合行政执法局",
        {"publisher": "肥东县城市管理综合行政执法局", "published": "2023-12-28", "year": 2023},
        ((1, "一、主要工作"),),
    ),
    Unseen(
        "a newspaper's feature",
        "阜南县：法治护航乡村振兴\n2023-11-20 08:30 来源：阜阳日报\n"
        f"走进阜南县会龙镇，群众正在领取法治宣传册。{DONE}\n近年来，阜南县坚持依法治理。{DONE}",
        {"publisher": None, "published": "2023-11-20", "place": "阜南县", "kind": "经验材料"},
    ),
    Unseen(
        "an explanation and who explains",
        "《颍上县重大行政决策程序规定》解读\n发布时间：2024-05-06 来源：颍上县司法局\n"
        f"一、起草背景\n{DONE}\n二、主要内容\n{DONE}\n解读机关：颍上县司法局\n解读人：张某\n"
        "联系电话：0558-0000000",
        {"kind": "政策解读", "publisher": "颍上县司法局", "published": "2024-05-06", "year": None},
        ((1, "一、起草背景"), (1, "二、主要内容")),
    ),
    Unseen(
        "numbers with half a bracket",
        f"利辛县2023年法治政府建设总结\n一、主要工作\n1）学习\n{DONE}\n2）考核\n{DONE}\n二、问题\n{DONE}",
        {"year": 2023, "kind": "工作总结"},
        ((1, "一、主要工作"), (2, "1）学习"), (2, "2）考核"), (1, "二、问题")),
    ),
    Unseen(
        "an institution and a date in brackets under the title",
        f"2023年度法治政府建设情况报告\n寿县农业农村局\n（2024年1月8日）\n2023年，我局坚持依法行政。{DONE}\n一、主要做法\n{DONE}",
        {
            "title": "2023年度法治政府建设情况报告",
            "publisher": "寿县农业农村局",
            "published": "2024-01-08",
            "year": 2023,
            "place": "寿县",
        },
        ((1, "一、主要做法"),),
    ),
    Unseen(
        "a department of a province",
        f"安徽省水利厅2023年度法治政府建设情况报告\n2023年，省水利厅坚持依法治水。{DONE}\n一、主要做法\n{DONE}",
        {"publisher": "安徽省水利厅", "place": "安徽省", "year": 2023},
    ),
    Unseen(
        "an office of a party committee",
        f"中共霍邱县委全面依法治县委员会办公室关于2023年度法治建设工作情况的报告\n一、主要做法\n{DONE}\n二、问题\n{DONE}",
        {"publisher": "中共霍邱县委全面依法治县委员会办公室", "year": 2023, "place": "霍邱县", "kind": "年度报告"},
    ),
    Unseen(
        "five years are no year",
        f"谯城区过去五年法治政府建设情况报告\n五年来，谯城区坚持依法行政。2019年，出台制度；2023年，完成试点。{DONE}\n一、主要做法\n{DONE}",
        {"year": None, "place": "谯城区"},
    ),
    Unseen(
        "the year planned for is not the year reported on",
        f"杜集区法治政府建设工作总结\n一年来，杜集区坚持依法行政。{DONE}\n一、主要做法\n{DONE}\n二、2025年工作打算\n{DONE}",
        {"year": None, "place": "杜集区"},
    ),
    Unseen(
        "last year, said in February",
        f"烈山区法治政府建设情况报告\n发布日期：2024-02-18\n去年以来，烈山区坚持依法行政，全年办理案件九十四件。{DONE}\n一、主要做法\n{DONE}",
        {"year": 2023, "published": "2024-02-18"},
    ),
    Unseen(
        "spaces inside the title and before the marks",
        f"濉溪县  2023 年度 法治政府建设 情况报告\n一 、主要做法\n{DONE}\n二 、存在问题\n{DONE}",
        {"year": 2023, "place": "濉溪县", "kind": "年度报告"},
    ),
)


def outline(report: Report) -> tuple[tuple[int, str], ...]:
    return tuple((heading.depth, heading.span.of(report.text)) for heading in report.headings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_unseen_file_is_one_report_read_right(case):
    reading = read_source(case.file, case.file, case.text.encode())
    assert len(reading.reports) == 1
    report = reading.reports[0]
    metadata = report.metadata
    found = {name: getattr(metadata, name).value for name in case.facts}
    if found.get("place") is not None:
        found["place"] = found["place"].chain[-1]
    assert found == case.facts
    if case.headings:
        assert outline(report) == case.headings
    left = [item.text for item in reading.left_out]
    assert [line for line in case.left_out if line not in left] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_character_of_an_unseen_file_is_accounted_for(case):
    reading = read_source(case.file, case.file, case.text.encode())
    kept = "".join(visible(report.text) for report in reading.reports)
    left = "".join(visible(item.text) for item in reading.left_out)
    source = visible(case.text.replace("#", "")) if case.file.endswith(".md") else visible(case.text)
    assert sorted(kept + left) == sorted(source)
