"""Page furniture in plain text: what a web page or a reprint site put round the report."""

from __future__ import annotations

import re

from corpus.text import fold

_SHORT = 80
_FOOT, _IMPRINT, _REPRINT = "网站页脚", "公文版记", "转载网站的导语"
# Only these are sentences; 全县推广“扫码评价”。 is the report's.
_SENTENCES = (_FOOT, _IMPRINT, _REPRINT)
_RULES = tuple(
    (re.compile(pattern), reason, longest)
    for pattern, reason, longest in (
        (r"无障碍|长者(?:模式|专区|助手)|适老化|语音播报|大字版", "无障碍提示", 30),
        (r"欢迎(?:访问|光临|您).{0,20}(?:网|政府)|今天是|\d\s*日\s*星期[一二三四五六日天]", "网站抬头", 60),
        (
            r"^(?:您?的?当前位置|您?(?:现在)?(?:所在)?的?位置|首页\s*[>»›/→])|(?:首页|主页)\s*(?:-*>|»|›|/|→)",
            "面包屑导航",
            _SHORT,
        ),
        (r"分享(?:到|至|:)|^分享$|微信\s*微博", "分享工具栏", 40),
        (
            r"^\W*(?:打印(?:本页)?|关闭(?:窗口|本页)?|收藏|保存|下载)(?:\W+(?:打印(?:本页)?|关闭(?:窗口|本页)?|收藏|保存))*\W*$",
            "页面工具栏",
            30,
        ),
        (r"字[体号]\s*:?\s*[\[(]?\s*(?:大|小|特大)|^[\[(]?\s*大\s*中\s*小\s*[\])]?$", "页面工具栏", 60),
        (r"浏览(?:次数|量)|点击(?:数|率|量)|阅读(?:次数|量)", "页面工具栏", 60),
        (r"扫一扫|扫码|手机(?:打开|查看|浏览)(?:当前页|本页)?|二维码", "扫码提示", 30),
        (
            r"^(?:上一篇|下一篇|上一条|下一条|相关(?:链接|文章|阅读|稿件|信息|推荐)|推荐(?:访问|阅读)|延伸阅读)\W",
            "相关链接",
            200,
        ),
        (r"^(?:上一篇|下一篇|相关(?:链接|文章|阅读|稿件|信息)|返回(?:顶部|首页|上一页))$", "相关链接", 20),
        (r"^[\[(【]?(?:责任编辑|编辑|责编|审核|校对|初审|终审|录入)\s*:", "编辑信息", 60),
        (r"版权所有|[Cc]opyright|icp备|公网安备|网站标识码|网站地图|技术支持\s*:", _FOOT, 200),
        (r"^主办(?:单位)?\s*:.{2,40}(?:承办|备案|政府办公[室厅]$)", _FOOT, 200),
        (
            r"^附件(?:下载)?\s*\d*\s*:?.*\.(?:docx?|xlsx?|pdf|ofd|wps|zip|rar)$|^(?:相关)?附件(?:下载|链接)",
            "附件链接",
            _SHORT,
        ),
        (r"^[(\[]?此件(?:主动|依申请|不予|不)?公开(?:发布)?[)\]]?$", "公开方式标注", 20),
        (r"^[\u4e00-\u9fff]{2,30}(?:人民政府|委员会|[局厅办委室])文件$|^签发人\s*:", "公文版头", 40),
        (r"^(?:抄送|主送|分送)\s*:|^[\u4e00-\u9fff]{2,30}\s*20\d\d年\d{1,2}月\d{1,2}日\s*印发$", _IMPRINT, 200),
        (r"小编(?:为大家|精心|给大家)|整理.{0,60}供大家参考|希望对(?:您|你|大家)有所帮助|转载请注明", _REPRINT, 200),
    )
)


def furniture_reason(text: str) -> str | None:
    """Return why a line at the edge of a page is furniture (Chinese), or ``None``."""
    folded = fold(text).strip()
    for pattern, reason, longest in _RULES:
        if len(folded) <= longest and pattern.search(folded):
            return None if folded.endswith("。") and reason not in _SENTENCES else reason
    return None
