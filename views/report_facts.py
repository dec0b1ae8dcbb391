"""What is known about a report, and why: every value with its evidence."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from corpus.model import Evidence, Fact, Metadata, Position, Report
from search import ReportInfo
from search.citation import chinese_date
from views.cards import place_line
from views.markup import escape, tag

UNKNOWN = "未知"


def header(info: ReportInfo) -> str:
    """Return place, year and name: what the page is about."""
    return tag(
        "header", tag("p", place_line(info), "fz-place") + tag("h1", escape(info.name), "fz-name"), "fz-report-head"
    )


def facts(report: Report, more: str = "") -> str:
    """Return the metadata as a list and, folded, the evidence of each value.

    :param more: HTML to stand beside the way to the evidence.
    """
    cells = "".join(_cell(name, value, fact) for name, value, fact in _rows(report.metadata) if name != "题名")
    source = f"{report.source.name}" + (f"（第 {report.ordinal} 篇）" if report.ordinal > 1 else "")
    cells += tag("div", tag("dt", "文件") + tag("dd", escape(source)), "fz-fact")
    return tag("dl", cells, "fz-facts") + evidence(report.metadata) + more


def evidence(metadata: Metadata) -> str:
    """Return, folded, where each value is from."""
    items = "".join(_evidence(name, value, fact) for name, value, fact in _rows(metadata))
    return tag("details", tag("summary", "依据：这些信息从哪里来") + tag("dl", items, "fz-evidence"), "fz-why")


def _rows(metadata: Metadata) -> list[tuple[str, str, Fact[Any]]]:
    place = metadata.place
    rows: list[tuple[str, str, Fact[Any]]] = [
        ("题名", metadata.title.value or "", metadata.title),
        ("地区", " › ".join(place.value.chain) if place.value else "", place),
        ("层级", metadata.level.value or "", metadata.level),
        ("报告年度", f"{metadata.year.value}年" if metadata.year.value else "", metadata.year),
        ("文种", metadata.kind.value or "", metadata.kind),
        ("发布机构", metadata.publisher.value or "", metadata.publisher),
        ("作者", metadata.author.value or "", metadata.author),
        ("日期", chinese_date(metadata.published.value), metadata.published),
        ("原文链接", metadata.url.value or "", metadata.url),
    ]
    # An author and a link are the exception: their absence says nothing.
    return [row for row in rows if row[1] or row[0] not in ("作者", "原文链接")]


def _cell(name: str, value: str, fact: Fact[Any]) -> str:
    if not value:
        guess = f"{UNKNOWN}，可能是 {'、'.join(fact.candidates)}" if fact.candidates else UNKNOWN
        content = tag("span", escape(guess), "fz-unknown")
    elif name == "原文链接" and _is_web(value):
        content = tag("a", escape(value), href=value, target="_blank")
    else:
        content = escape(value)
    return tag("div", tag("dt", name) + tag("dd", content), "fz-fact")


def _is_web(url: str) -> bool:
    """Only web addresses become links; a report can claim any other (``javascript:``)."""
    try:
        return urlsplit(url).scheme.lower() in ("http", "https")
    except ValueError:
        return False


def _evidence(name: str, value: str, fact: Fact[Any]) -> str:
    if not value:
        reasons = [tag("p", "没有找到可靠的依据，所以不填", "fz-muted")]
        if fact.candidates:
            reasons.append(tag("p", escape("可能是：" + "；".join(fact.candidates)), "fz-muted"))
    else:
        # The same words in several places of the text are one reason to a reader.
        reasons = list(dict.fromkeys(_reason(item) for item in fact.evidence))
        reasons.append(tag("p", f"可信度 {fact.confidence:.0%}", "fz-muted"))
    head = escape(name) + (tag("span", escape(value), "fz-value") if value else "")
    return tag("dt", head) + tag("dd", "".join(reasons))


def _reason(item: Evidence) -> str:
    where = _where(item.position)
    quote = f"“{item.quote}”" if item.quote else ""
    return tag("p", tag("b", escape(item.rule)) + escape("：" + quote if quote else "") + escape(where))


def _where(position: Position | None) -> str:
    if position is None:
        return ""
    parts = ((position.page, "页"), (position.line, "行"), (position.paragraph, "段"))
    found = "".join(f"第{number}{unit}" for number, unit in parts if number)
    return f"（{found}）" if found else ""
