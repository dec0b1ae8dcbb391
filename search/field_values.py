"""The words for the values of filters, as users write them: 县级, 年报, 蓉城."""

from __future__ import annotations

from collections.abc import Collection

from corpus.gazetteer import Gazetteer
from corpus.model import Kind, Level
from search.nicknames import nicknames, path_of

LEVEL_WORDS = {
    Level.NATION: ("国家级", "国家", "全国", "中央"),
    Level.PROVINCE: ("省级", "自治区级", "省区市", "省", "自治区", "直辖市"),
    Level.CITY: (
        "地市级",
        "地级市",
        "设区的市",
        "市州",
        "州市",
        "市级",
        "地级",
        "州级",
        "盟市",
        "地市",
        "市",
        "州",
        "盟",
    ),
    Level.COUNTY: (
        "县级市",
        "县区级",
        "区县级",
        "县市区",
        "旗县区",
        "县级",
        "区级",
        "旗县",
        "区县",
        "县区",
        "市区县",
        "县",
        "区",
        "旗",
    ),
    Level.TOWNSHIP: ("乡镇街道", "镇街道", "乡镇级", "街道", "镇街", "乡级", "镇级", "乡镇", "乡", "镇"),
}
KIND_WORDS = {
    Kind.GOVERNMENT_WORK_REPORT: ("政府工作报告",),
    Kind.DUTY_REPORT: ("述职述法报告", "述法述职报告", "专题述法报告", "述法报告", "述职报告", "述法材料", "述法"),
    Kind.ANNUAL_REPORT: (
        "法治政府建设年度报告",
        "法治政府建设情况报告",
        "法治政府建设情况的报告",
        "法治政府建设工作报告",
        "法治政府建设报告",
        "年度工作报告",
        "年度报告",
        "年报",
    ),
    Kind.WORK_SUMMARY: ("年度工作总结", "年终总结", "工作总结", "总结报告", "总结"),
    Kind.EXPERIENCE: ("经验交流材料", "典型经验材料", "经验材料", "交流材料", "经验交流", "经验"),
    Kind.THEORY: ("理论研究文章", "理论文章", "研究文章", "学术文章", "论文", "理论"),
    Kind.EXPLANATION: ("政策解读", "解读材料", "解读"),
    Kind.OTHER: ("其他",),
}
_LEVELS = {word: level for level, words in LEVEL_WORDS.items() for word in (level.value, *words)}
_KINDS = {word: kind for kind, words in KIND_WORDS.items() for word in (kind.value, *words)}


def read_level(value: str) -> Level | None:
    """Return the level a filter's value names, ``None`` if it names none."""
    return _LEVELS.get(value)


def read_kind(value: str) -> Kind | None:
    """Return the kind a filter's value names, ``None`` if it names none."""
    return _KINDS.get(value)


def read_places(value: str, townships: Collection[str] = ()) -> tuple[str, ...] | None:
    """Return names of places as :class:`search.Filters` takes them, ``None`` if the value names no place.

    :param townships: names of townships that reports are about; no table holds them.
    """
    named = tuple(path_of(place) for meaning in nicknames().get(value, ()) for place in meaning)
    # 榕城 is 福州 and a district of 揭阳; like any name of several places it means them all.
    known = value in townships or bool(Gazetteer.load().lookup(value))
    return (*named, value) if known else named or None
