"""The order of a basket: items stand under their headings, a heading where its first item stands."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain

from search.basket.item import Kept


class Step(StrEnum):
    """Where an item is moved."""

    UP = "上移"
    DOWN = "下移"
    TOP = "置顶"


def grouped(items: Sequence[Kept]) -> dict[str, list[Kept]]:
    """Return the items by heading, both in the order in which they are shown."""
    groups: dict[str, list[Kept]] = {}
    for item in items:
        groups.setdefault(item.heading, []).append(item)
    return groups


def shown_order(items: Sequence[Kept]) -> list[Kept]:
    """Return the items as they are shown, one group after another."""
    return list(chain.from_iterable(grouped(items).values()))


def moved(items: Sequence[Kept], item_id: int, step: Step) -> list[Kept]:
    """Return the items in a new order.

    An item moves within its group; the first one of a group that goes up, or the last one that goes down, takes the group
    along. What stands at the end already stays.
    """
    order = shown_order(items)
    at = next((number for number, item in enumerate(order) if item.id == item_id), None)
    if at is None:
        return order
    if step is Step.TOP:
        return shown_order([order[at], *order[:at], *order[at + 1 :]])
    other = at - 1 if step is Step.UP else at + 1
    if not 0 <= other < len(order):
        return order
    if order[at].heading == order[other].heading:
        order[at], order[other] = order[other], order[at]
        return order
    groups = grouped(order)
    names = list(groups)
    mine, theirs = names.index(order[at].heading), names.index(order[other].heading)
    names[mine], names[theirs] = names[theirs], names[mine]
    return list(chain.from_iterable(groups[name] for name in names))
