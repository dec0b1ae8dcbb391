"""Which lines of a web page are its article, and what the others are."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from corpus.model import BlockRole
from indexer.readers.html_blocks import VisibleLine

log = logging.getLogger(__name__)

#: Whole lines of page furniture, wherever they stand; the reason shown to the user beside each.
_FURNITURE = (
    (
        "无障碍提示",
        r"无障碍|长者(?:模式|助手|版)|适老|老年(?:模式|关怀)|读屏|语音播报|智能(?:问答|机器人)|大字版|ALT\+",
    ),
    ("面包屑导航", r"^(?:您?(?:当前|现在|所在)的?(?:位置|栏目)|您的位置|位置|首页\s*[>＞»/›\-—])"),
    (
        "分享工具栏",
        r"^(?:【?\s*(?:分享|分享到|分享至|一键分享|转发|微信|新浪微博|微博|QQ空间|QQ好友|腾讯微博|收藏|点赞)[：:]?\s*】?\s*)+$",
    ),
    ("二维码提示", r"扫一扫|扫码|二维码|手机(?:版|浏览|查看)|微信公众号$|^关注我们"),
    (
        "页面工具栏",
        r"^(?:[【\[（(|]?\s*(?:字[体号]\s*[：:]?|[大中小]|打印(?:本页|此页|页面|文章)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|上页|首页|列表)?|回到顶部|保存|下载|纠错|我要纠错|收藏|[A+\-]+|TOP)\s*[】\]）)|]?\s*)+$",
    ),
    (
        "浏览次数",
        r"^[（(【\[]?\s*(?:浏览|阅读|点击|访问|访问量|浏览量|点击数|人气)(?:次数|人次|量|数)?\s*[：:]?\s*\d*\s*次?\s*[】）)\]]?$",
    ),
    (
        "网页导航",
        r"^(?:上一[篇条页]|下一[篇条页]|相关(?:链接|文章|阅读|信息|新闻|附件|稿件)|热门(?:推荐|文章)|推荐阅读|网站地图|首页)\s*[：:]?",
    ),
)
_FOOTER = re.compile(
    r"备案|ICP|公网安备|版权所有|Copyright|©|网站标识码|主办(?:单位)?[：:]|承办(?:单位)?[：:]|协办[：:]|技术支持|网站地图|"
    r"联系我们|建议使用|分辨率|邮编[：:]|邮政编码|联系电话[：:]|网站声明|关于我们|隐私|法律声明|政府网站找错",
    re.I,
)
_FOOTER_ZONE = re.compile(r"\bfoot|copyright|\bbottom|friend.?link", re.I)
_NAV_ZONE = re.compile(r"\bnav|\bmenu|crumb|\bheader\b|top.?bar|side.?bar|\baside\b|\bselect\b", re.I)
_PROSE_END = re.compile(r"[。；！？]\s*$")
_MAIN_TEXT_ZONE = re.compile(r"trs_editor|ucapcontent|zoom|article|content|pages_content|view|detail|正文", re.I)
#: Furniture lines are short; a longer line that mentions 二维码 is the report speaking about it.
_SHORT = 60
#: A line of this many characters that is not a link is prose, in whatever corner of the page it stands.
_PROSE = 40
_LINKED = 0.5
#: Characters of source; trafilatura took 63 s for 5.6 million and takes about 3 s for this many. Real pages have
#: under 300,000.
_EXTRACTABLE = 500_000


def furniture_reasons(page: str, lines: Sequence[VisibleLine], titles: frozenset[str]) -> tuple[list[str | None], str]:
    """Tell for each visible line whether it is article (``None``) or why it is not.

    :param page: the page's source, for trafilatura's extraction of the main text.
    :param titles: the page's own titles without white space; such a line before the article belongs to it.
    :return: one reason or ``None`` a line, and a warning ("" when there is none).
    """
    extracted, warning = _extract(page)
    keys = [_key(line.text) for line in lines]
    main = [_in_main_text(line, key, extracted) for line, key in zip(lines, keys, strict=True)]
    region = _region(lines, keys, main, titles)
    reasons = [_reason(line, index, region, main[index]) for index, line in enumerate(lines)]
    if all(reason is not None for reason in reasons):  # better all of a page than none of it
        reasons = [None if line.clickable < _LINKED else reason for line, reason in zip(lines, reasons, strict=True)]
    if all(reason is not None for reason in reasons):
        reasons = [None] * len(lines)
    return reasons, warning


def _extract(page: str) -> tuple[tuple[str, frozenset[str]], str]:
    """Return trafilatura's main text without white space, whole and by element."""
    if len(page) > _EXTRACTABLE:
        return ("", frozenset()), "网页过大，按版面判断正文"
    try:
        from trafilatura import bare_extraction  # a second to import: only when a page is read

        result = bare_extraction(page, favor_recall=True, include_comments=False, include_tables=True)
    except Exception as error:  # a failure there must not lose the page: our own judgement of each line remains
        log.warning("main-text extraction failed: %r", error)
        return ("", frozenset()), "正文提取未成功，按版面判断正文"
    body = getattr(result, "body", None)
    if body is None:
        return ("", frozenset()), ""
    pieces = frozenset(_key(piece) for piece in body.itertext())
    whole = frozenset(_key("".join(element.itertext())) for element in body.iter("p", "head", "item", "cell", "row"))
    return (_key("".join(body.itertext())), pieces | whole), ""


def _key(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _in_main_text(line: VisibleLine, key: str, extracted: tuple[str, frozenset[str]]) -> bool:
    text, pieces = extracted
    return key in pieces or (len(key) >= 8 and key in text)


def _is_prose(line: VisibleLine, key: str) -> bool:
    if (
        line.clickable >= _LINKED
        or _FOOTER_ZONE.search(line.zone)
        or (len(key) < 2 * _SHORT and _FOOTER.search(line.text))
    ):
        return False
    return len(key) >= _PROSE and bool(re.search("[，。；]", key))


def _region(
    lines: Sequence[VisibleLine], keys: Sequence[str], main: Sequence[bool], titles: frozenset[str]
) -> tuple[int, int]:
    """Return the first and last line of the article: what is extracted or prose, and the title over it."""
    strong = [
        index
        for index, line in enumerate(lines)
        if (main[index] and line.clickable < _LINKED and not _named_furniture(line)) or _is_prose(line, keys[index])
    ]
    if not strong:
        return 0, len(lines) - 1
    first, last = strong[0], strong[-1]
    titled = (index for index in range(first) if lines[index].level == 1 or keys[index] in titles)
    first = next((index for index in titled if not _NAV_ZONE.search(lines[index].zone)), first)
    while first > 0 and _is_plain(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _is_plain(lines[last + 1]):
        last += 1
    return first, last


def _is_plain(line: VisibleLine) -> bool:
    """Tell whether a line next to the article shows no sign of being anything else."""
    if _named_furniture(line) or _FOOTER.search(line.text) or _FOOTER_ZONE.search(line.zone):
        return False
    linked = line.clickable >= _LINKED and not _MAIN_TEXT_ZONE.search(line.zone)
    return not linked and not _NAV_ZONE.search(line.zone)


def _named_furniture(line: VisibleLine) -> str | None:
    if len(line.text) > _SHORT or (len(line.text) > 12 and _PROSE_END.search(line.text)):
        return None
    text = line.text.replace("\t", " ").strip()
    return next((reason for reason, pattern in _FURNITURE if re.search(pattern, text, re.I)), None)


def _reason(line: VisibleLine, index: int, region: tuple[int, int], main: bool) -> str | None:
    first, last = region
    named = _named_furniture(line)
    heading = line.role is BlockRole.HEADING
    if first <= index <= last:
        if named and not heading:
            return named
        if main or heading or line.clickable < _LINKED or len(line.text) <= 4:
            footer = _FOOTER_ZONE.search(line.zone) and _FOOTER.search(line.text) and not main
            return "网页页脚" if footer else None
        # A link in the article is an attachment or a reference; links around it are navigation.
        return None if _MAIN_TEXT_ZONE.search(line.zone) and not _NAV_ZONE.search(line.zone) else "网页导航"
    if named:
        return named
    if _FOOTER.search(line.text) or _FOOTER_ZONE.search(line.zone):
        return "网页页脚"
    return "网页导航" if index < first or line.clickable >= _LINKED else "网页页脚"
