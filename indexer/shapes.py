"""What a line looks like: a title, a byline, the line that names a congress session, a closing."""

from __future__ import annotations

import re

from corpus.text import CLOSERS, TERMINALS, fold
from indexer.dates import closing_date
from indexer.institution import INSTITUTION_END, is_institution
from indexer.markers import leading_marker

SCHOLAR = re.compile(r"党校|行政学院|大学|学院|社科院|科学院|研究院|研究所|教授|讲师|研究员")
_POST = r"(?:省长|主席|市长|州长|盟长|县长|区长|旗长|乡长|镇长|局长|厅长|主任|书记|检察长|院长|记者|通讯员|教授|讲师)"
_SPEAKER = r"(?:作者|述[法职廉]{1,5}人|报告人|汇报人|发言人|撰稿人?)\s*:\s*"
_BYLINE = re.compile(
    rf"^(?:{_SPEAKER})?(?P<where>[\u4e00-\u9fff]{{2,24}}?{INSTITUTION_END})\s+(?P<name>[\u4e00-\u9fff·]{{1,12}})$"
    rf"|^(?:{_SPEAKER})?(?P<where2>[\u4e00-\u9fff、]{{0,30}}?)(?P<post>(?:代理?|副|党组书记、)?{_POST})[\s:]+(?P<name2>[\u4e00-\u9fff·]{{2,14}})$"
    rf"|^{_SPEAKER}(?P<name3>[\u4e00-\u9fff·]{{2,6}})$"
)
_SESSION = re.compile(
    r"^[(\[—\-–\s]*(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[\u4e00-\u9fff]{2,6}[省市长主席]+).{0,40}"
    r"(?:代表大会|全体会议|会议|大会)"
)
_DOCUMENT_NOUN = re.compile(
    r"(?:报告|总结|述职|述法|汇报|材料|讲话|发言|情况|经验|做法|综述|答卷|意见|方案|要点|计划|纪实|通报|解读|通知|公告|办法|条例|规定)"
    r"(?:书|素材)?(?:[(\[].{1,12}[)\]])?$"
)
# Words that head parts of a report rather than reports.
_SECTION_WORDS = re.compile(
    r"^(?:目\s*录|附\s*件|前\s*言|序\s*言|结\s*语|摘\s*要|参考文献|注释?|省级|市级|县级|部门|其他)\s*[:：]?$"
)


def is_title_like(text: str) -> bool:
    """Tell whether a line could be the title of a report: short, unpunctuated, unnumbered, mostly Chinese."""
    longest = 90 if "关于" in text and names_document(text) else 60
    if not 6 <= len(text) <= longest or leading_marker(text) or "\t" in text or text.startswith(("附件", "附表")):
        return False
    if re.search(r"[。；;：:,，、!！?？…]$|[。；;]", text) or text[0] in "(（—-【〔":
        return False
    if re.match(r"\d{4}年\d{1,2}月\d", text) or _SECTION_WORDS.match(text):
        return False
    return len(re.findall(r"[\u4e00-\u9fff]", text)) >= max(5, len(text) * 0.5) and not is_institution(text)


def names_document(text: str) -> bool:
    """Tell whether a line ends in the noun of a document (…报告, …总结)."""
    return bool(_DOCUMENT_NOUN.search(fold(despaced(text))))


def despaced(text: str) -> str:
    """Return a title without the spaces that only stretch it: 政 府 工 作 报 告."""
    stretched = re.fullmatch(r"\S{1,2}(?: \S{1,2}){2,}", text)
    return text.replace(" ", "") if stretched else text


def split_closing(text: str) -> list[str]:
    """Split the last line of a report into its last sentences, who signs and the date, as far as it has them.

    ……特此报告。江油市司法局 2024年1月15日 are three; any other line is returned whole.
    """
    date = closing_date(text)
    if not date:
        return [text]
    before = text[:date].rstrip()
    sentence = max((before.rfind(mark) for mark in TERMINALS), default=-1) + 1
    while sentence < len(before) and sentence and before[sentence] in CLOSERS:
        sentence += 1
    signer = before[sentence:].strip()
    if signer and not is_institution(signer):
        return [text]
    return [piece for piece in (before[:sentence], signer, text[date:]) if piece]


def byline(text: str) -> tuple[str | None, str | None, str | None] | None:
    """Read a byline.

    :return: institution or place, post, name, each as written or ``None``; ``None`` if the line is no byline.
    """
    if len(text) > 40:
        return None
    match = _BYLINE.match(fold(text).strip())
    if not match:
        return None
    name = match["name"] or match["name2"] or match["name3"]
    if is_institution(name) or (match["where"] and not is_institution(match["where"])):
        return None
    return match["where"] or match["where2"] or None, match["post"], name


def is_session_line(text: str) -> bool:
    """Tell whether a line says at which session of a congress a report was given."""
    if len(text) > 90 or text.endswith(("：", ":")) or (names_document(text) and not re.search(r"\d{4}年", text)):
        return False
    return bool(_SESSION.match(fold(text)))


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
