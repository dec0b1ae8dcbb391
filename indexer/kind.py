"""文种: what kind of document a report is, from its title, its author and the way it opens."""

from __future__ import annotations

import re

from corpus.model import Evidence, Fact, Kind, Span
from corpus.text import fold
from indexer.shapes import SCHOLAR, despaced

_OTHER_NOUN = "讲话|通知|通告|公告|方案|要点|规划|意见|办法|规定|规则|细则|条例|清单|纲要|法|决定|决议|解释|批复|函"
# In this order: a title such as 关于印发……报告的通知 is what its last words say, 述法报告 is no 年度报告.
_BY_TITLE = (
    (re.compile(r"政府工作报告"), Kind.GOVERNMENT_WORK_REPORT, 0.98),
    (re.compile(r"解读|问答|答记者问"), Kind.EXPLANATION, 0.9),
    (re.compile(r"(?:印发|转发|报送|批转).*(?:通知|函)(?:\(.{1,12}\))?$"), Kind.OTHER, 0.9),
    (re.compile(r"述法|述职|第一责任人.*(?:报告|总结|情况)"), Kind.DUTY_REPORT, 0.95),
    (
        re.compile(r"(?:调研|评估|审计|自查|整改|督[察查]|检查|可行性|研究|分析|绩效.*)(?:情况)?(?:的)?报告"),
        Kind.OTHER,
        0.7,
    ),
    (re.compile(r"工作总结|总结$|总结\W"), Kind.WORK_SUMMARY, 0.95),
    (re.compile(r"经验(?:材料|交流|做法|总结)|经验$|交流发言|典型(?:案例|做法)|交流材料"), Kind.EXPERIENCE, 0.85),
    (re.compile(rf"(?:{_OTHER_NOUN})(?:\(.{{1,12}}\))?$"), Kind.OTHER, 0.85),
    (
        re.compile(r"年度报告|年报|情况的?(?:报告|通报)|工作(?:情况)?(?:的)?报告|报告$|情况$|汇报"),
        Kind.ANNUAL_REPORT,
        0.9,
    ),
    (re.compile(r"情况[和及暨].*(?:计划|打算|安排)$"), Kind.ANNUAL_REPORT, 0.9),
    (re.compile(r"(?:计划|打算|安排)$"), Kind.OTHER, 0.85),
)
_WORK_REPORT_SPEECH = re.compile(r"我代表.{0,16}人民政府.{0,6}向大会.{0,6}报告(?:政府)?工作|向大会作政府工作报告")
_REPORTS_AS_FOLLOWS = re.compile(r"现将.{0,60}(?:报告|汇报)如下")
_ON_ONESELF = re.compile(
    r"(?:本人|我(?!们|[省市县区旗州镇乡局厅委国]))[^。]{0,60}(?:第一责任人|述法|法治建设.{0,6}职责)|述法人"
)
_THEORY = re.compile(r"思考|对策|研究|探析|浅析|浅谈|路径选择|困境")
# What a journal prints above an article and below it.
_JOURNAL = re.compile(r"^[〔【\[]?(?:作者(?:简介|单位)|中图分类号|参考文献(?=[〕】\]:：\s]*$))", re.MULTILINE)
_EXPERIENCE_NEWS = re.compile(r"法治|依法|行政")
_LOOKS_BACK = re.compile(r"(?:20\d\d年|一年来|全年|今年以来)[^。]{0,250}(?:取得|提供了|成效|进展|发展|保障)")
_LOOKS_AHEAD = re.compile(r"下一步|下步|新的一年|新征程上|20\d\d年工作(?:打算|计划|思路|安排)")


def recognise_kind(
    text: str, *, title: Span | None, byline: Span | None, salutation: Span | None, body: Span
) -> Fact[Kind]:
    """Recognise the kind of a report; unknown where neither title nor text shows it."""
    if byline and SCHOLAR.search(byline.of(text)):
        return _fact(Kind.THEORY, 0.9, "署名为院校或研究机构的学者", text, byline)
    journal = _JOURNAL.search(text)
    if journal:
        return _fact(Kind.THEORY, 0.9, "有作者简介、分类号或参考文献", text, Span(*journal.span()))
    opening = Span(body.start, min(body.end, body.start + 600))
    speech = _WORK_REPORT_SPEECH.search(fold(opening.of(text)))
    if title:
        words = _on_one_line(title.of(text))
        for pattern, kind, confidence in _BY_TITLE:
            match = pattern.search(words)
            if match:
                where = Span(title.start + match.start(), title.start + match.end())
                return _fact(
                    kind, confidence, "标题用语", text, where if len(words) == title.end - title.start else title
                )
    if speech:
        return _fact(Kind.GOVERNMENT_WORK_REPORT, 0.9, "“我代表人民政府向大会报告工作”", text, _at(opening, speech))
    if title:
        return _by_theme(text, title)
    return _by_opening(text, salutation, opening, body)


def _on_one_line(title: str) -> str:
    return fold("".join(despaced(line) for line in title.split("\n")))


def _by_theme(text: str, title: Span) -> Fact[Kind]:
    words = title.of(text)
    theory = _THEORY.search(words)
    if theory:
        return _fact(Kind.THEORY, 0.6, "标题为论述性用语", text, _at(title, theory))
    news = _EXPERIENCE_NEWS.search(words)
    if news:
        return _fact(Kind.EXPERIENCE, 0.7, "标题介绍做法成效，不是报告或总结", text, title)
    return Fact()


def _by_opening(text: str, salutation: Span | None, opening: Span, body: Span) -> Fact[Kind]:
    oneself = _ON_ONESELF.search(opening.of(text))
    if oneself:
        return _fact(Kind.DUTY_REPORT, 0.8, "以本人口吻述法", text, _at(opening, oneself))
    follows = _REPORTS_AS_FOLLOWS.search(opening.of(text))
    if follows:
        return _fact(Kind.ANNUAL_REPORT, 0.8, "“现将……报告如下”", text, _at(opening, follows))
    back = _LOOKS_BACK.search(opening.of(text))
    if salutation and back:
        return _fact(Kind.ANNUAL_REPORT, 0.75, "向上级呈报的年度情况", text, salutation)
    ahead = _LOOKS_AHEAD.search(body.of(text))
    if back and ahead:
        return _fact(Kind.WORK_SUMMARY, 0.6, "回顾一年工作并提出下一步打算", text, _at(opening, back))
    return Fact()


def _at(span: Span, match: re.Match[str]) -> Span:
    return Span(span.start + match.start(), span.start + match.end())


def _fact(kind: Kind, confidence: float, rule: str, text: str, span: Span) -> Fact[Kind]:
    return Fact(kind, confidence, (Evidence(rule, span.of(text), span),))
