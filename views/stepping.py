"""上一处 / 下一处: from a passage of a list to its neighbours, over the ends of the list's pages, report after report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from search import ReportInfo
from views.address import Where
from views.markup import escape, link, tag


@dataclass(frozen=True)
class Stop:
    """An item of a list.

    :param href: the link to its report at its passage, from which the way back leads to the item's page.
    :param others: further passages that the same item leads to, as those of a family.
    """

    report: ReportInfo
    where: Where
    href: str
    others: frozenset[Where] = frozenset()


@dataclass(frozen=True)
class ListPage:
    """One page of a list.

    :param number: of the page, from 1; ``first``: how many items the pages before it hold; ``total``: all pages.
    """

    stops: tuple[Stop, ...]
    total: int
    number: int = 1
    first: int = 0


# A list that an address can show again: page, from 1 → that page, or the last for one behind it.
Pages = Callable[[int], ListPage]


@dataclass(frozen=True)
class Steps:
    """Where a passage stands in a list, ``number`` from 1, and its neighbours."""

    number: int
    total: int
    before: Stop | None
    after: Stop | None


def steps(pages: Pages, asked: int, where: Where) -> Steps | None:
    """Return the neighbours of a passage; ``None`` if the page ``asked`` does not show it.

    Another page of the list is looked at only from the ends of this one.
    """
    page = pages(asked)
    place = next((place for place, stop in enumerate(page.stops) if where == stop.where or where in stop.others), None)
    if place is None:
        return None
    number = page.first + place + 1
    before = page.stops[place - 1] if place else None
    if not place and page.number > 1:
        before = next(reversed(pages(page.number - 1).stops), None)
    after = page.stops[place + 1] if place + 1 < len(page.stops) else None
    if after is None and number < page.total:
        further = pages(page.number + 1)
        after = next(iter(further.stops), None) if further.number > page.number else None
    return Steps(number, page.total, before, after)


def steps_html(found: Steps) -> str:
    """Return the controls with the number between them; at an end of the list its control leads nowhere."""
    count = tag("span", f"第 {found.number} 处，共 {found.total} 处", "fz-pages")
    back = _control("上一处", "back", "Alt+[", found.before)
    on = _control("下一处", "on", "Alt+]", found.after)
    return tag("nav", back + count + on, "fz-step-on", aria_label="上一处、下一处")


def _control(name: str, way: str, keys: str, to: Stop | None) -> str:
    if to is None:
        return tag("span", name, "fz-way fz-end", role="link", aria_disabled="true")
    where = named(to.report)
    about = {"title": f"{where}（{keys}）", "aria_label": f"{name}：{where}", "aria_keyshortcuts": keys}
    return link(escape(name), to.href, "fz-way", data_step=way, **about)


def named(info: ReportInfo) -> str:
    """Return a report's place, year and title in one line of plain text."""
    place = info.place.name if info.place else "全国" if info.metadata.level.value == "国家" else "地区不明"
    year = info.metadata.year.value
    return f"{place}，{f'{year}年' if year else '年度不明'}，{info.name}"
