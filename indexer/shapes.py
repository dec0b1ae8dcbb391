"""What a line looks like: a title, a byline, an institution, the line that names a congress session."""

from __future__ import annotations

import re

from corpus.text import fold
from indexer.markers import leading_marker

_INSTITUTION_END = (
    r"(?:人民政府(?:办公[厅室])?|政府办公[厅室]|委员会(?:办公室)?|办公[厅室]|司法[局厅]|管理[局委]|监督局|[局厅署]|"
    r"人民法院|人民检察院|中级法院|检察院|法院|政府|党校|大学|学院|研究[院所室]|社科院|科学院|[市县区州旗省]委(?:[\u4e00-\u9fff]{2,6})?|发改委|卫健委|国资委)"
)
INSTITUTION = re.compile(rf"^[\u4e00-\u9fff]{{2,24}}?{_INSTITUTION_END}$")
SCHOLAR = re.compile(r"党校|行政学院|大学|学院|社科院|科学院|研究院|研究所|教授|讲师|研究员")
MEDIA = re.compile(
    r"日报|晚报|早报|晨报|都市报|时报|周报|商报|法[治制]报|报社?$|新闻|电视|电台|广播|客户端|融媒|传媒|发布$|网$|在线$|微信|公众号|微博|新华社|通讯社|杂志|期刊|大众|澎湃|人大"
)
_POST = r"(?:省长|主席|市长|州长|盟长|县长|区长|旗长|乡长|镇长|局长|厅长|主任|书记|检察长|院长|记者|通讯员|教授|讲师)"
_BYLINE = re.compile(
    rf"^(?:作者:?\s*)?(?P<where>[\u4e00-\u9fff]{{2,24}}?{_INSTITUTION_END})(?:\s+(?P<name>[\u4e00-\u9fff·]{{1,12}}))$"
    rf"|^(?P<where2>[\u4e00-\u9fff]{{0,24}}?)(?P<post>(?:代理?|副|党组书记、)?{_POST})[\s:]+(?P<name2>[\u4e00-\u9fff·]{{2,14}})$"
)
_SESSION = re.compile(
    r"^[—\-–\s]*(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[\u4e00-\u9fff]{2,6}[省市长主席]+).{0,40}"
    r"(?:代表大会|全体会议|会议|大会)"
)
_DOCUMENT_NOUN = re.compile(
    r"(?:报告|总结|述职|述法|汇报|材料|讲话|情况|经验|做法|综述|答卷|意见|方案|要点|计划|纪实|通报|解读|通知|公告|办法|条例|规定)"
    r"(?:书|素材)?(?:[(\[].{1,12}[)\]])?$"
)
# Words of action: a line that has one and ends in 政府 says something about a government, it does not name one.
_VERBS = re.compile(r"推进|建设|加强|打造|全面|创建|提升|深化|关于|坚持|水平|建成|构建|走进|让|以法")
# Words that head parts of a report rather than reports.
_SECTION_WORDS = re.compile(r"^(?:目\s*录|附\s*件|前\s*言|序\s*言|结\s*语|摘\s*要|参考文献|注释?|省级|市级|县级|部门|其他)\s*[:：]?$")


def is_title_like(text: str) -> bool:
    """Tell whether a line could be the title of a report: short, unpunctuated, unnumbered, mostly Chinese."""
    if not 6 <= len(text) <= 60 or leading_marker(text) or "\t" in text:
        return False
    if re.search(r"[。；;：:,，、!！?？…]$|[。；;]", text) or _SECTION_WORDS.match(text) or text[0] in "(（—-[【〔":
        return False
    return len(re.findall(r"[\u4e00-\u9fff]", text)) >= max(5, len(text) * 0.5) and not is_institution(text)


def names_document(text: str) -> bool:
    """Tell whether a line ends in the noun of a document (…报告, …总结)."""
    return bool(_DOCUMENT_NOUN.search(fold(text)))


def is_institution(text: str) -> bool:
    """Tell whether a line is nothing but the name of an institution."""
    name = fold(text).replace(" ", "")
    return bool(INSTITUTION.match(name)) and not _VERBS.search(name)


def byline(text: str) -> tuple[str | None, str | None, str | None] | None:
    """Read a byline.

    :return: institution or place, post, name, each as written or ``None``; ``None`` if the line is no byline.
    """
    if len(text) > 40:
        return None
    match = _BYLINE.match(fold(text).strip())
    if not match:
        return None
    return match["where"] or match["where2"] or None, match["post"], match["name"] or match["name2"]


def is_session_line(text: str) -> bool:
    """Tell whether a line says at which session of a congress a report was given."""
    return len(text) <= 90 and bool(_SESSION.match(fold(text))) and not text.endswith(("：", ":"))


def is_salutation(text: str) -> bool:
    """Tell whether a line addresses the reader: 市委、市政府: or 各位代表："""
    body = fold(text)
    return (
        len(body) <= 40
        and body.endswith(":")
        and bool(re.search(r"各位|同志|代表|委|政府|办公|局|厅|领导", body))
        and not re.search(r"如下|[。]", body)
        and leading_marker(text) is None
    )


def is_media(name: str) -> bool:
    """Tell whether a source is a newspaper, station or site rather than an institution."""
    return bool(MEDIA.search(name))
