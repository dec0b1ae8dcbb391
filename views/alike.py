"""相似内容: a passage, and below it what other places write that resembles it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from search import Engine
from search.hit import Located
from search.similar import SimilarPassage
from views import cards, frame
from views.address import View, Where, href, report_href
from views.keep import keep_button
from views.markup import escape, link, tag
from views.sources import citation

# A page of results holds at most twenty cards.
SHOWN = 20


@dataclass(frozen=True)
class Compared:
    """A passage with what resembles it, of other places and of its own."""

    source: Located
    elsewhere: tuple[SimilarPassage, ...]
    here: tuple[SimilarPassage, ...]

    @property
    def shown(self) -> tuple[SimilarPassage, ...]:
        """All that resembles it, in the order of the page."""
        return self.elsewhere + self.here


def compared(engine: Engine, where: Where) -> Compared | None:
    """Return what resembles the passage at a span of a report; ``None`` if no passage stands there."""
    passage = _passage(engine, where)
    if passage is None:
        return None
    source = engine.locator.located([passage])[passage]
    alike = engine.similar(passage, SHOWN)
    elsewhere = tuple(one for one in alike if one.passage.report.place != source.report.place)
    here = tuple(one for one in alike if one.passage.report.place == source.report.place)
    return Compared(source, elsewhere, here)


def show(engine: Engine, view: View, where: Where) -> None:
    """Show a passage and what is similar to it."""
    back = "返回检索结果" if view.text else "返回检索页"
    st.html(tag("p", link(f"← {back}", href(replace(view, like=None)), "fz-way", data_back="true"), "fz-back"))
    compared_with = compared(engine, where)
    if compared_with is None:
        frame.notice("没有找到这个段落", "链接里的报告或位置不在现在的索引里。可能是资料更新过，或者链接没有复制完整。")
        return
    source = compared_with.source
    whole = link("打开原文", report_href(where.report, source.span, view), "fz-way")
    about = (
        cards.head(source)
        + cards.text(source)
        + citation(source.citation)
        + tag("div", whole + keep_button(where.report, source.span, "收藏整段"), "fz-ways")
    )
    st.html(tag("h1", "相似内容", "fz-view-title") + tag("section", about, "fz-card fz-asked", aria_label="所比的段落"))
    if not compared_with.shown:
        frame.notice("没有相似的段落", "其他报告里没有与这一段意思相近的内容。")
        return
    here = source.report.place
    name = here.name if here else "地区不明的报告"
    st.html(
        _listed("其他地区的写法" if here else "其他报告的写法", compared_with.elsewhere, view)
        + _listed(f"{name}的其他报告", compared_with.here, view)
    )


def _listed(title: str, found: Sequence[SimilarPassage], view: View) -> str:
    if not found:
        return ""
    head = tag("h2", escape(title) + tag("span", f"{len(found)} 段", "fz-value-count"), "fz-list-title")
    return head + tag("div", "".join(cards.similar_card(one, view) for one in found), "fz-cards")


def _passage(engine: Engine, where: Where) -> int | None:
    """Return the passage at a span of a report; ``None`` if no passage stands there."""
    info = engine.shelf.get(where.report)
    if info is None:
        return None
    table, (start, end) = engine.table, where.span
    overlap = np.minimum(table.stop, end) - np.maximum(table.start, start)
    overlap[table.report != info.row] = 0
    best = int(np.argmax(overlap))
    return best if overlap[best] > 0 else None
