"""Quotations against the reports as they are now: taken from them, and compared with them ever after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.catalog import Catalog
from corpus.generation import IndexFolder
from corpus.model import Heading, Span
from search.basket.item import LONGEST_QUOTE, Draft, Kept, NotKept
from search.locating import cited_at
from search.shelf import ReportInfo, Shelf

Texts = Callable[[Iterable[int]], dict[int, tuple[str, tuple[Heading, ...]]]]


class State(StrEnum):
    """How a kept quotation stands to its source."""

    SAME = "与原文一致"
    MOVED = "原文位置有变动，已重新对上"
    CHANGED = "与现在的原文不一致"
    GONE = "原文已不在资料库中"


@dataclass(frozen=True)
class Checked:
    """A kept quotation with what was found when it was compared.

    :param report: in which it stands now; of one that changed, where it should stand; ``None`` if there is none.
    :param span: where it stands now, ``None`` if it stands nowhere.
    :param citation: of where it stands now; as it was kept, if it stands nowhere.
    """

    item: Kept
    state: State
    citation: str
    report: ReportInfo | None = None
    span: Span | None = None

    @property
    def sound(self) -> bool:
        """Whether the library holds these very words."""
        return self.state in (State.SAME, State.MOVED)

    @property
    def mark(self) -> str:
        """What must stand beside the quotation wherever it goes, ``""`` if it is sound."""
        return "" if self.sound else self.state.value


class Checker:
    """Reads quotations from the reports of one generation, and compares kept ones with them."""

    def __init__(self, shelf: Shelf, texts: Texts) -> None:
        self._shelf, self._texts = shelf, texts

    def draft(self, report_id: str, span: Span) -> Draft:
        """Return what stands at a span of a report, ready to be kept.

        :raises NotKept: there is no such report or span, or it is too long.
        """
        info = self._shelf.get(report_id)
        if info is None:
            raise NotKept("没有收藏：这篇报告已不在资料库中，请刷新页面再试")
        text, headings = self._texts([info.row])[info.row]
        quote = span.of(text)
        if not 0 <= span.start < span.end <= len(text) or not quote.strip():
            raise NotKept("没有收藏：这段文字的位置与现在的原文对不上，请刷新页面再试")
        if len(quote) > LONGEST_QUOTE:
            raise NotKept(f"没有收藏：这段有 {len(quote)} 字，最多收藏 {LONGEST_QUOTE} 字。请选短一些的段落")
        citation = cited_at(info, text, headings, span.start)
        return Draft(
            report_id, span, quote, citation, info.name, info.source.name, _place(info), info.metadata.year.value
        )

    def check(self, items: Sequence[Kept]) -> list[Checked]:
        """Compare kept quotations with the reports as they are now, in their order."""
        candidates = {item.id: self._candidates(item) for item in items}
        texts = self._texts({info.row for found in candidates.values() for info in found})
        return [_checked(item, candidates[item.id], texts) for item in items]

    def has(self, report_id: str) -> bool:
        """Tell whether the library has a report with this id."""
        return self._shelf.get(report_id) is not None

    def _candidates(self, item: Kept) -> list[ReportInfo]:
        """Return the reports in which an item may stand: its own, or what its file now holds of the same report.

        A file that was changed gives its reports new ids. Another report of the file (of an anthology, say) is not the
        source of these words, even if it has them.
        """
        own = self._shelf.get(item.report)
        if own is not None:
            return [own]
        ordinal = int(item.report.rpartition("-")[2])
        found = [info for info in self._shelf.infos if info.source.name == item.source and _same(info, item)]
        return sorted(found, key=lambda info: abs(info.ordinal - ordinal))


def open_checker(index: Path) -> Checker:
    """Open the generation in use for checking only, which takes no model.

    :raises IndexMissing: there is none.
    :raises IndexDamaged: its files were changed.
    :raises IndexMismatch: another version made it.
    """
    catalog = Catalog(IndexFolder(index).current().folder)
    return Checker(Shelf.read(catalog), catalog.texts)


def _same(info: ReportInfo, item: Kept) -> bool:
    known = bool(item.place) and (_place(info), info.metadata.year.value) == (item.place, item.year)
    return known or info.name == item.name


def _place(info: ReportInfo) -> str:
    return "/".join(info.place.chain) if info.place else ""


def _checked(
    item: Kept, candidates: Sequence[ReportInfo], texts: Mapping[int, tuple[str, tuple[Heading, ...]]]
) -> Checked:
    for info in candidates:
        text, headings = texts[info.row]
        span = _found(item, text)
        if span is not None:
            state = State.SAME if (info.id, span) == (item.report, item.span) else State.MOVED
            return Checked(item, state, cited_at(info, text, headings, span.start), info, span)
    if candidates:
        return Checked(item, State.CHANGED, item.citation, candidates[0])
    return Checked(item, State.GONE, item.citation)


def _found(item: Kept, text: str) -> Span | None:
    """Return where exactly these words stand in a text, as near as can be to where they stood."""
    if item.span.of(text) == item.quote:
        return item.span
    starts = []
    at = text.find(item.quote)
    while at >= 0:
        starts.append(at)
        at = text.find(item.quote, at + 1)
    if not starts:
        return None
    start = min(starts, key=lambda each: abs(each - item.span.start))
    return Span(start, start + len(item.quote))
