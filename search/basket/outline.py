"""A basket as a document: parts under the user's headings, each quotation under its place and year, all numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from search.basket.checking import Checked, State
from search.citation import chinese_ordinal, without_number

# Where some items have a heading, this stands over those that have none.
OTHERS = "其他摘录"


@dataclass(frozen=True)
class Entry:
    """A quotation with the heading over it.

    :param level: of its heading, 1 or 2.
    """

    heading: str
    level: int
    checked: Checked


@dataclass(frozen=True)
class Part:
    """What stands under one heading; ``""`` where the user made none."""

    heading: str
    entries: tuple[Entry, ...]


def outlined(checked: Sequence[Checked]) -> list[Part]:
    """Return quotations as numbered parts: 一、 for the user's headings and （一） below, or 一、 for each quotation."""
    groups: dict[str, list[Checked]] = {}
    for each in checked:
        groups.setdefault(each.item.heading, []).append(each)
    if list(groups) in ([""], []):
        flat = [_entry(f"{chinese_ordinal(n)}、", 1, each) for n, each in enumerate(checked, 1)]
        return [Part("", tuple(flat))] if flat else []
    return [
        Part(
            f"{chinese_ordinal(number)}、{without_number(heading) or heading or OTHERS}",
            tuple(_entry(f"（{chinese_ordinal(n)}）", 2, each) for n, each in enumerate(group, 1)),
        )
        for number, (heading, group) in enumerate(groups.items(), 1)
    ]


def account(checked: Sequence[Checked], now: datetime) -> str:
    """Return how many quotations were compared with their sources, when, and how many still stand there."""
    day = f"{now.year}年{now.month}月{now.day}日"
    found = [sum(each.state is state for each in checked) for state in State]
    said = [f"{count}条{state.value}" for state, count in zip(State, found, strict=True) if count]
    marked = "" if all(each.sound for each in checked) else "；对不上的已在文中注明"
    return f"核对说明：共{len(checked)}条引文，{day}导出时逐条与资料库中的原文核对，" + "，".join(said) + marked + "。"


def source_note(checked: Checked) -> str:
    """Return the citation, and when the words were kept if they do not stand there any more."""
    if checked.sound:
        return checked.citation
    day = checked.item.kept_at.partition(" ")[0]
    return f"{checked.citation}（{checked.mark}，引文和出处为{day}收藏时的内容。）"


def _entry(number: str, level: int, checked: Checked) -> Entry:
    return Entry(number + checked.item.label, level, checked)
