"""What amount a question asks for: whether it asks for one, in which units, a level, a change or a target."""

from __future__ import annotations

import re

from corpus.text import fold

# A number that a noun ends with: 自然村数; 参数, 多数 and 岁数 are none.
_NUMBER_OF = r"(?<![多少参函次岁无单双奇偶系半全分])数(?=$|[?？。,，]|是|有|为|达|呢)"
HOW_MANY = re.compile(
    r"多少|几(?=[件个起人名位次场家户份条项部支所座处台辆架艘对组间栋套亩吨期批类宗元亿万公里]|百|千|万|成)|多[高长大快]|百分之(?:几|多少)|百分比|占比|占[^,，]{0,8}(?:几成|比例|多大)|数[量值额](?!化)|金额|规模|总量|比例(?!原则)"
    r"|率(?=$|[?？。,，]|是|为|达|有|怎|如何|情况|咋|呢|和|与|多|(?:的|年度)?(?:预期|目标|数))|增速|[件人次场户个项条名家]数|[增降涨]幅|面积|[资款费金总成]额|(?:补助|补贴|养育|保障|低保|工资|缴费|收费|护理|救助)标准(?!化)|受理量|办案量|案件量|产量|吞吐量|储量|销量|客流量|发电量|投入强度"
    rf"|{_NUMBER_OF}|有多满意"
)
_AMOUNTS = ("吨", "斤", "亩", "公顷", "平方米", "平方公里", "立方米", "千瓦", "千瓦时")
# What shares are told in, and rates.
SHARES = ("%", "‰", "个百分点", "成", "倍")
# What one report counts in 件 another counts in 起 or 项.
_THINGS = ("件", "起", "宗", "件次", "项", "个", "条", "份", "例", "部")
_UNITS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(?:多少|几)[余多]?件|件数|受理量|办案量|案件量|案件数"), _THINGS),
    (re.compile(r"(?:多少|几)(?:起|宗|项|条|份|个(?!百分点|人))"), _THINGS),
    (re.compile(r"(?:多少|几)(?:人次)"), ("人次", "人", "名")),
    (re.compile(r"(?:多少|几)[余多]?个?万?(?:人(?!次)|名|位)|人数|多少(?:律师|调解员|志愿者|干部|学员|法律明白人)"), ("人", "名", "位", "人次")),
    (re.compile(r"(?:多少|几)[余多]?(?:场|期)"), ("场", "场次", "期", "次", "余场")),
    (re.compile(r"(?:多少|几)[余多]?次(?!数)"), ("次", "人次", "场", "场次", "件次", "轮", "批次")),
    (re.compile(r"(?:多少|几)[余多]?(?:万|亿)?元|多少钱|金额|[资款费总成]额|钱(?:是|有)?多少|资金(?:是|有|为)?多少"
            r"|(?:补助|补贴|养育|低保|工资|护理|救助)标准(?!化)"), ("元", "美元")),
    (re.compile(r"百分之(?:几|多少)|百分比|率|占比|占[了到]?(?:多少|几)(?![件个起人名次场家户])"
     r"|比例(?!原则)|几成|有多满意|[增降涨]幅|增速|强度"), SHARES),
    (re.compile(r"多少(?:万|亿)?(?:公里|千米)|里程"), ("公里", "千米")),
    (re.compile(r"(?:多少|几)(?:万|亿)?套"), ("套", "户", "间")),
    (re.compile(r"(?:多少|几)(?:万|亿)?[户家](?!庭|长)"), ("户", "家", "个")),
    (re.compile(r"(?:多少|几)(?:万)?[座处所]"), ("座", "处", "所", "个")),
    (re.compile(r"(?:多少|几)(?:万)?[台辆](?!账)"), ("台", "辆", "套", "个")),
    (re.compile(r"(?:多少|几)对"), ("对",)),
    (re.compile(r"(?:多少|几)(?:万|亿)?(?:吨|斤|亩|公顷|平方[米公]|立方米|千瓦)"), _AMOUNTS),
)  # fmt: skip
_MEASURE = re.compile(
    r"(?:多少|几)[余多]?[十百千万亿]*(件次|人次|场次|批次|[件起宗项条份个名位次场期家户部支所座处台辆架套对元吨亩])"
)
CHANGE = re.compile(
    r"增速|增长率|[增降涨]幅|[降升增减涨]得|同比|[砍压减缩]掉?了?百分之|[少多升涨降]了百分之|比上年|比去年|较上年|[多少][出了](?:多少|几)(?=[件个起人名项家户万亿])"
    r"|(?:增长|下降|上升|提高|降低|增加|减少|精简|压减|压缩|缩短|[降升增减涨])(?:幅度?|比例|比率)?了?(?:是|为|有)?(?:多少|几|百分之|多大)"
)
TARGET = re.compile(
    r"目标(?!任务的)|预期|力争|计划(?:达到|完成|新增|投资|安排)|打算|计划[中里](?!院|心)|(?:要|将)把|控制在|[压降减]到|(?<![必需主])(?:要|将|拟|准备|计划)(?:再)?(?:[建提达新培争增办招选开]|完成|实现|安排|组织)(?!求)"
)


def units_of(text: str) -> tuple[str, ...]:
    """Return the units that the figures asked for can have, none if the question does not say."""
    folded = fold(text)
    found = (units for pattern, units in _UNITS if pattern.search(folded))
    return tuple(dict.fromkeys(unit for units in found for unit in units))


def measure_of(text: str) -> str:
    """Return the measure word of what is counted: 件 of 抽查了几件, ``""`` if the question has none, or several."""
    measures = set(_MEASURE.findall(fold(text)))
    return measures.pop() if len(measures) == 1 else ""
