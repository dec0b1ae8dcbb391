"""The names one place goes by: its official name and the short forms that follow from it by rule.

Forms that no rule gives (科左后旗, 克州, 上饶县) stand in ``data/places/aliases.csv``.
"""

from __future__ import annotations

import re
from enum import IntEnum


class NameKind(IntEnum):
    """How directly a name stands for a place; smaller is more direct."""

    OFFICIAL = 0
    UNIT = 1  # shortened, but still ends in its unit word: 黔南州, 彭水县, 科左后旗
    BARE = 2  # without the unit word: 昆明, 郯城
    FORMER = 3  # what a place was called before it became a city or a district: 即墨市, 长垣县


# The ethnic groups that occur in names of autonomous areas, with or without 族; longer names first, because
# 土家 would otherwise be cut as 土 + 家.
_ETHNIC = (
    "各族|土家|蒙古|哈萨克|柯尔克孜|维吾尔|布依|朝鲜|哈尼|傈僳|拉祜|景颇|达斡尔|仫佬|毛南|仡佬|塔吉克|普米|鄂温克|"
    "裕固|独龙|布朗|撒拉|阿昌|锡伯|保安|东乡|纳西|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒"
)
_AUTONOMOUS = re.compile(rf"^(?P<stem>.{{2,}}?)(?:(?:{_ETHNIC})族?)*自治(?P<unit>州|县|旗)$")
_ETHNIC_DISTRICT = re.compile(rf"^(?P<stem>.{{2,}}?)(?:(?:{_ETHNIC})族)区$")
_UNITS = ("特别行政区", "地区", "林区", "省", "市", "县", "区", "旗", "盟")


def short_forms(name: str) -> list[tuple[str, NameKind]]:
    """Return the short forms of an official name, e.g. 彭水苗族土家族自治县 → 彭水自治县, 彭水县, 彭水.

    A form has at least two characters, so 和县 and 义县 have none.
    """
    autonomous = _AUTONOMOUS.match(name)
    if autonomous:
        stem, unit = autonomous["stem"], autonomous["unit"]
        stem = stem.removesuffix("族")  # 东乡族自治县: the whole stem is the group's name
        return [(f"{stem}自治{unit}", NameKind.UNIT), (stem + unit, NameKind.UNIT), (stem, NameKind.BARE)]
    district = _ETHNIC_DISTRICT.match(name)
    if district:
        return [(district["stem"] + "区", NameKind.UNIT), (district["stem"], NameKind.BARE)]
    for unit in _UNITS:
        stem = name.removesuffix(unit)
        if stem != name and len(stem) >= 2:
            return [(stem, NameKind.BARE)]
    return []


def former_forms(name: str) -> list[str]:
    """Return what a county-level city or district was probably called before.

    长垣市 was 长垣县, 即墨区 was 即墨市, and reports of those years use the old name. Not for 上城区, 新城区:
    以上城市 and 新城市 are no places.
    """
    stem = name[:-1]
    if len(stem) < 2 or stem.endswith(("新", "开发", "矿", "城")):
        return []
    if name.endswith("市"):
        return [stem + "县"]
    if name.endswith("区"):
        return [stem + "县", stem + "市"]
    return []
