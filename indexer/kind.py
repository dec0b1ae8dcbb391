"""文种: what kind of document a report is, from its title, its author and the way it opens."""

from __future__ import annotations

import re

from corpus.model import Evidence, Fact, Kind, Span
from corpus.text import fold
from indexer.shapes import SCHOLAR

_BY_TITLE = (
    (re.compile(r"政府工作报告"), Kind.GOVERNMENT_WORK_REPORT, 0.98),
    (re.compile(r"述法|述职"), Kind.DUTY_REPORT, 0.95),
    (re.compile(r"解读|问答"), Kind.EXPLANATION, 0.9),
    (re.compile(r"工作总结|总结$|总结\W"), Kind.WORK_SUMMARY, 0.95),
    (re.compile(r"年度报告|年报|情况的?报告|工作(?:情况)?(?:的)?报告|报告$|情况$|汇报"), Kind.ANNUAL_REPORT, 0.9),
)
_WORK_REPORT_SPEECH = re.compile(r"我代表.{0,16}人民政府.{0,6}向大会.{0,6}报告(?:政府)?工作|向大会作政府工作报告")
_REPORTS_AS_FOLLOWS = re.compile(r"现将.{0,60}(?:报告|汇报)如下")
_THEORY = re.compile(r"思考|对策|研究|探析|浅析|浅谈|路径选择|困境")
_EXPERIENCE_NEWS = re.compile(r"法治|依法|行政")
_LOOKS_BACK = re.compile(r"(?:20\d\d年|一年来|全年|今年以来)[^。]{0,250}(?:取得|提供了|成效|进展|发展|保障)")
_LOOKS_AHEAD = re.compile(r"下一步|下步|新的一年|新征程上|20\d\d年工作(?:打算|计划|思路|安排)")


def recognise_kind(text: str, *, title: Span | None, byline: Span | None, salutation: Span | None, body: Span) -> Fact[Kind]:
    """Recognise the kind of a report; unknown where neither title nor text shows it."""
    if byline and SCHOLAR.search(byline.of(text)):
        return _fact(Kind.THEORY, 0.9, "署名为院校或研究机构的学者", text, byline)
    opening = Span(body.start, min(body.end, body.start + 600))
    speech = _WORK_REPORT_SPEECH.search(fold(opening.of(text)))
    if title:
        words = fold(title.of(text))
        for pattern, kind, confidence in _BY_TITLE:
            match = pattern.search(words)
            if match:
                return _fact(kind, confidence, "标题用语", text, Span(title.start + match.start(), title.start + match.end()))
    if speech:
        return _fact(Kind.GOVERNMENT_WORK_REPORT, 0.9, "“我代表人民政府向大会报告工作”", text, _at(opening, speech))
    if title:
        return _by_theme(text, title)
    return _by_opening(text, salutation, opening, body)


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
