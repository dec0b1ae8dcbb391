"""Names of institutions: whether a line is one, and whether a source is a paper rather than an office."""

from __future__ import annotations

import re

from corpus.text import fold

#: How the name of a public institution ends.
INSTITUTION_END = (
    r"(?:(?:人民)?政府(?:办公[厅室])?|办事处|管理委员会|管委会|委员会(?:办公室)?|办公[厅室]|分局|[局厅署]|"
    r"(?:司法|公安|财政|教育|水利|商务|民政|交通运输|生态环境|农业农村|自然资源|应急管理)部|"
    r"党组|党委|党?工委|司法所|派出所|[支总大]队|(?:服务|执法|管理)中心|"
    r"人民法院|人民检察院|中级法院|检察院|法院|党校|大学|学院|研究[院所室]|社科院|科学院|"
    r"[市县区州旗省盟]委(?:[\u4e00-\u9fff]{2,6})?|(?:[纪编]|发改|卫健|卫生健康|国资|住建|教体|政法|经信)委)"
)
_INSTITUTION = re.compile(rf"^[\u4e00-\u9fff]{{2,24}}?{INSTITUTION_END}$")
# Words of action: a line that has one and ends in 政府 says something about a government, it does not name one.
_VERBS = re.compile(
    r"推[进动]|建设(?![局厅委和管交])|加强|强化|打造|全面(?!依法治)|创建|提升|深化|关于|坚持|水平|建成|构建|走进|让|以法|"
    r"贯彻|落实|健全|完善|规范|优化|印发|转发|报送"
)
_MEDIA = re.compile(
    r"日报|晚报|早报|晨报|都市报|时报|周报|商报|法[治制]报|报社?$|新闻|电视|电台|广播|客户端|融媒|传媒|发布$|网站?$|在线$|"
    r"微信|公众号|微博|新华社|通讯社|杂志|期刊|大众|澎湃|人大"
)


def is_institution(text: str) -> bool:
    """Tell whether a line is nothing but the name of an institution."""
    if len(text) > 60:
        return False
    name = fold(text).replace(" ", "")
    return bool(_INSTITUTION.match(name)) and not _VERBS.search(name)


def is_media(name: str) -> bool:
    """Tell whether a source is a newspaper, station or site rather than an institution."""
    return bool(_MEDIA.search(name))
