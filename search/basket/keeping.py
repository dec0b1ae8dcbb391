"""Putting a quotation into a basket: its words come from the report, whoever asks."""

from __future__ import annotations

from datetime import datetime

from corpus.model import Span
from search.basket.checking import Checker
from search.basket.item import MOST, NotKept
from search.basket.store import BasketStore


def keep(store: BasketStore, checker: Checker, owner: str, report_id: str, span: Span, now: datetime) -> bool:
    """Keep what stands at a span of a report; ``False`` if it is kept already.

    :param owner: whose basket.
    :param now: local time.
    :raises NotKept: there is no such report or span, it is too long, or the basket is full.
    :raises CannotWrite, StorageFull: the basket's file cannot be written.
    """
    draft = checker.draft(report_id, span)
    items = store.items(owner)
    for item in items:
        # The file was changed since: the same words are the same item, with its note, at their new place.
        if (item.quote, item.source) == (draft.quote, draft.source) and not checker.has(item.report):
            store.relocate(owner, item.id, draft)
            return False
    if len(items) >= MOST:
        raise NotKept(f"没有收藏：收藏里已有 {MOST} 条，请先导出并移除一些")
    return store.add(owner, draft, now)
