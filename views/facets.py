"""筛选项 in the sidebar: every value with how much it holds, one click to choose it or take it off.

All of it is HTML links: a tree of places as Streamlit widgets would take longer to draw than the search takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import streamlit as st

from corpus.model import Place
from search.facets import Facets, FacetValue
from search.place_tree import PlaceNode
from search.shelf import Shelf
from views.address import View, go, href
from views.choices import NAMES, Chain, Clicks
from views.markup import escape, link, tag, unfolding

# Values of a filter that are seen without unfolding: as many as one looks over at a glance, and all seven filters
# then fit on two screens.
_SEEN = 8
# Places drawn at most, but for those around a chosen one: the country has 3,000, 0.5 kB each.
_DRAWN = 400


@dataclass(frozen=True)
class _Drawing:
    """What one drawing of the facets needs.

    :param reports: reports are counted, not passages.
    """

    clicks: Clicks
    reports: bool

    def count(self, one: FacetValue | PlaceNode) -> int:
        """Return the number shown beside a value."""
        return one.reports if self.reports else one.passages


def sidebar(clicks: Clicks, facets: Facets, *, reports: bool = False) -> None:
    """Draw the filters.

    :param reports: show how many reports a value has, not how many passages.
    """
    drawing = _Drawing(clicks, reports)
    with st.sidebar, st.container(key="facets", gap="xsmall"):
        st.html(
            tag("h2", "筛选", "fz-side-title") + tag("p", f"数字是{'报告' if reports else '段落'}数", "fz-side-note")
        )
        st.button(
            "清除筛选",
            icon=":material/filter_alt_off:",
            on_click=go,
            args=(clicks.cleared(),),
            disabled=clicks.cleared() == replace(clicks.view, page=1),
            width="stretch",
        )
        st.html(tag("section", tag("h3", "地区"), "fz-facet"))
        _finder("地区", "place", list(_places(clicks.shelf)), partial(_found_place, clicks))
        st.html(tag("section", _tree(drawing, facets.places), "fz-facet fz-places", aria_label="地区"))
        rest = [_facet(NAMES[field], _values(drawing, field, getattr(facets, field))) for field in _ABOVE]
        st.html("".join(rest))
        if facets.more_publishers:
            _finder("发布机构", "publisher", clicks.shelf.publishers(), partial(_found_publisher, clicks))
        below = [_facet(NAMES[field], _values(drawing, field, getattr(facets, field))) for field in _BELOW]
        st.html("".join(below) + tag("button", "查看结果", "fz-close-side", type="button", data_close_side="true"))


_ABOVE = ("years", "levels", "kinds", "publishers")
_BELOW = ("sections", "parts")


def _finder(name: str, key: str, options: Sequence[str], found: Callable[[str], View]) -> None:
    """Draw a box in which a value can be typed, for lists too long to look through."""
    if len(options) <= _SEEN:
        return
    box = f"find-{key}"
    st.selectbox(
        name,
        options,
        index=None,
        key=box,
        placeholder=f"输入{name}名称查找",
        label_visibility="collapsed",
        on_change=partial(_choose, box, found),
        filter_mode="contains",
    )


def _choose(box: str, found: Callable[[str], View]) -> None:
    chosen = st.session_state[box]
    st.session_state[box] = None
    if chosen:
        go(found(chosen))


def _found_place(clicks: Clicks, path: str) -> View:
    return clicks.place(_places(clicks.shelf)[path], selected=False)


def _found_publisher(clicks: Clicks, name: str) -> View:
    return clicks.on("publishers", name)


# One shelf only: that of a replaced generation must not stay in memory.
@lru_cache(maxsize=1)
def _places(shelf: Shelf) -> dict[str, Place]:
    """Return the places of all reports by what the box shows."""
    return {" › ".join(place.chain): place for place in shelf.places()}


def _facet(name: str, content: str) -> str:
    return tag("section", tag("h3", name) + content, "fz-facet", aria_label=name) if content else ""


def _values(drawing: _Drawing, field: str, values: Sequence[FacetValue]) -> str:
    """Return the values of a filter: the first few and those chosen in sight, the rest folded."""
    seen = [value for number, value in enumerate(values) if number < _SEEN or value.selected]
    rest = [value for number, value in enumerate(values) if number >= _SEEN and not value.selected]
    shown = tag("ul", "".join(tag("li", _value(drawing, field, value)) for value in seen)) if seen else ""
    return shown + _folded_rest([_value(drawing, field, value) for value in rest], f"rest/{field}")


def _folded_rest(rows: Sequence[str], fold: str) -> str:
    if not rows:
        return ""
    items = tag("ul", "".join(tag("li", row) for row in rows))
    return unfolding(f"其余 {len(rows)} 项", items, "fz-rest", fold)


def _value(drawing: _Drawing, field: str, one: FacetValue) -> str:
    if one.value is None:
        return _row(drawing, one.label, one, None)
    clicks, value = drawing.clicks, one.value
    if not one.selected:
        return _row(drawing, one.label, one, clicks.on(field, value))
    # The words of the publisher filter are parts of names.
    partly = field == "publishers"
    return _row(
        drawing, one.label, one, clicks.off(field, lambda word: word in str(value) if partly else word == value)
    )


def _row(drawing: _Drawing, label: str, one: FacetValue | PlaceNode, target: View | None, hint: str = "") -> str:
    content = tag("span", escape(label), "fz-value-name") + tag("span", f"{drawing.count(one)}", "fz-value-count")
    about = f"{label}：{one.passages} 个段落，{one.reports} 篇报告{hint}"
    if target is None:
        return tag("span", content, "fz-value", title=about)
    chosen = {"aria_current": "true"} if one.selected else {}
    return link(content, href(target), "fz-value", title=("已选，点击去掉。" if one.selected else "") + about, **chosen)


# ---------------------------------------------------------------- places


def _tree(drawing: _Drawing, top: Sequence[PlaceNode]) -> str:
    chosen = [chain for name in drawing.clicks.named for chain in drawing.clicks.chains(name)]
    drawn = _drawn(top, chosen)
    lone = len(top) == 1

    def around(node: PlaceNode) -> bool:
        return node.place is not None and any(chain[: len(node.place.chain)] == node.place.chain for chain in chosen)

    def branch(node: PlaceNode) -> str:
        place = node.place
        if place is None:
            return _row(drawing, node.label, node, None)
        children = drawn.get(place.chain)
        hint = "" if children is not None else "。选中后列出下级"
        row = _row(drawing, node.label, node, drawing.clicks.place(place, node.selected), hint)
        if not children:
            return tag("div", row, "fz-leaf")
        below = tag("ul", "".join(tag("li", branch(child)) for child in children))
        return unfolding(row, below, "fz-branch", "place/" + "/".join(place.chain), around(node) or lone)

    seen = [node for number, node in enumerate(top) if number < _SEEN or around(node)]
    rest = [node for number, node in enumerate(top) if number >= _SEEN and not around(node)]
    shown = tag("ul", "".join(tag("li", branch(node)) for node in seen), "fz-tree") if seen else ""
    folded = _folded_rest([branch(node) for node in rest], "rest/places")
    return shown + (tag("div", folded, "fz-tree") if folded else "")


def _drawn(top: Sequence[PlaceNode], chosen: Sequence[Chain]) -> dict[Chain, tuple[PlaceNode, ...]]:
    """Return the children of the places that are drawn unfoldable, from the top down until there are enough."""
    drawn: dict[Chain, tuple[PlaceNode, ...]] = {}
    left = _DRAWN
    queue = deque(top)
    while queue:
        node = queue.popleft()
        if node.place is None:
            continue
        chain = node.place.chain
        children = node.children
        wanted = any(one[: len(chain)] == chain for one in chosen)
        if wanted or len(children) <= max(left, 0):
            drawn[chain] = children
            left -= len(children)
            queue.extend(children)
    return drawn
