"""Where words are from: citations to copy, other sources of the same words, the rest of a report's or place's passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search import Hit
from search.arrange import GroupBy
from search.hit import Located
from search.nicknames import path_of
from views.address import View, href, report_href
from views.keep import keep_button
from views.markup import escape, link, tag, unfolding

# Of a further passage about two lines are shown: enough to see whether to open it.
_LINES = 90
# A line has room for one word; beside the passage it names there is no doubt what is kept.
KEEP = "收藏"


def citation(text: str, name: str = "出处") -> str:
    """Return a citation with a button that copies exactly its text."""
    words = tag("span", name, "fz-label") + tag("span", escape(text), "fz-cite-text")
    return tag("div", words + copy_button(text), "fz-cite")


def given_source(text: str, ways: str) -> str:
    """Return a citation as the last line of an item, with the ways on, HTML, behind it."""
    line = tag("span", escape(text), "fz-cite-text") + tag("span", ways, "fz-source-ways")
    return tag("div", line, "fz-given-source")


def copy_button(text: str, label: str = "复制引文") -> str:
    """Return the button that copies a citation, or whatever ``label`` says."""
    return tag("button", label, "fz-copy", type="button", data_copy=text)


def family(members: Sequence[Located], view: View) -> str:
    """Return the other places that use the same words, each with citation and link; ``""`` if there is none."""
    if not members:
        return ""
    items = "".join(tag("li", _source(member, view)) for member in members)
    return unfolding(f"另有 {len(members)} 处使用相同表述", tag("ul", items, "fz-sources"), "fz-family")


def group(hit: Hit, view: View) -> str:
    """Return the group's further passages and the way to all of them; ``""`` where results are not grouped."""
    if view.group is GroupBy.PASSAGE:
        return ""
    inside = _inside(hit, view)
    if not hit.more_total:
        return tag("p", inside, "fz-group") if inside else ""
    items = "".join(tag("li", _further(passage, view)) for passage in hit.more)
    left = hit.more_total - len(hit.more)
    rest = tag("p", f"还有 {left} 段没有列出。", "fz-muted") if left > 0 else ""
    # Of an unknown place each report is a group of its own.
    report = view.group is GroupBy.REPORT or hit.report.place is None
    title = f"{'本篇' if report else '本地区'}另有 {hit.more_total} 段"
    return unfolding(title, tag("ul", items, "fz-sources") + rest + tag("p", inside), "fz-group")


def _inside(hit: Hit, view: View) -> str:
    """Return the link that asks the same within the hit's place; ``""`` if it is unknown or the view is there."""
    place = hit.report.place
    if place is None:
        return ""
    within = replace(view.with_filters(places=(path_of(place),)), group=GroupBy.PASSAGE)
    if within.filters.places == view.filters.places:
        return ""
    return link(f"只看{escape(place.name)}的段落", href(within), "fz-inside")


def _source(passage: Located, view: View) -> str:
    to = link("原文", report_href(passage.report.id, passage.span, view))
    ways = to + keep_button(passage.report.id, passage.span, KEEP) + copy_button(passage.citation)
    return tag("span", escape(passage.citation), "fz-cite-text") + tag("span", ways, "fz-source-ways")


def _further(passage: Located, view: View) -> str:
    path = tag("p", " › ".join(escape(heading) for heading in passage.heading), "fz-path") if passage.heading else ""
    shown = passage.text[:_LINES] + ("…" if len(passage.text) > _LINES else "")
    to = link("原文", report_href(passage.report.id, passage.span, view))
    name = tag("p", escape(passage.report.name), "fz-path") if view.group is GroupBy.PLACE else ""
    return tag("div", name + path + tag("p", escape(shown)), "fz-cite-text") + tag(
        "span", to + keep_button(passage.report.id, passage.span, KEEP), "fz-source-ways"
    )
