"""Two reports side by side: which figures changed, which practices went on, came or were dropped."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.figures import Figure, Measure
from search.figures import FigureSearch, FoundFigure, as_table
from search.practices import PracticeCard, PracticeSearch, same_practice
from search.shelf import ReportInfo, Shelf


@dataclass(frozen=True)
class FigurePair:
    """One indicator in both reports; a side without it is ``None``.

    :param change: later less earlier, in the unit of the figures; ``None`` where they cannot be compared.
    """

    indicator: str
    earlier: FoundFigure | None
    later: FoundFigure | None
    change: float | None


@dataclass(frozen=True)
class YearOnYear:
    """What two reports say, the earlier first.

    :param figures: the indicators of either, in the order of the dictionary.
    :param continued: practices both name, as pairs.
    """

    earlier: ReportInfo
    later: ReportInfo
    figures: tuple[FigurePair, ...]
    continued: tuple[tuple[PracticeCard, PracticeCard], ...]
    new: tuple[PracticeCard, ...]
    dropped: tuple[PracticeCard, ...]

    @property
    def one_place(self) -> bool:
        """Whether both reports are of one place; between two nothing rises, falls or is dropped."""
        return self.earlier.place == self.later.place


def compare(first: str, second: str, shelf: Shelf, figures: FigureSearch, practices: PracticeSearch) -> YearOnYear:
    """Compare two reports by their ids; the one of the earlier year comes first, whichever is named first.

    :raises KeyError: the index has no report with one of these ids.
    """
    reports = []
    for report_id in (first, second):
        info = shelf.get(report_id)
        if info is None:
            raise KeyError(report_id)
        reports.append(info)
    earlier, later = sorted(reports, key=lambda info: info.metadata.year.value or 0)
    given = [_by_indicator(figures, info) for info in (earlier, later)]
    names = [entry.name for entry in figures.indicators.entries if entry.name in given[0] or entry.name in given[1]]
    before, after = (practices.of_report(info.id) for info in (earlier, later))
    pairs = []
    left = list(after)
    for card in before:
        match = next((other for other in left if same_practice(card.name, other.name)), None)
        if match:
            left.remove(match)
            pairs.append((card, match))
    going_on = {card.number for card, _ in pairs}
    return YearOnYear(
        earlier,
        later,
        tuple(_pair(name, given[0].get(name), given[1].get(name)) for name in names),
        tuple(pairs),
        tuple(left),
        tuple(card for card in before if card.number not in going_on),
    )


def other_reports(report: ReportInfo, shelf: Shelf) -> list[ReportInfo]:
    """Return the other reports of the same place, those of the nearest years first."""
    if report.place is None:
        return []
    own = report.metadata.year.value or 0
    same = [info for info in shelf.infos if info.place == report.place and info.id != report.id]
    return sorted(same, key=lambda info: (abs((info.metadata.year.value or 0) - own), info.row))


def _by_indicator(figures: FigureSearch, info: ReportInfo) -> dict[str, FoundFigure]:
    """Return the figure of each indicator that a report gives for its own place, of the latest year it gives."""
    found = [item for item in figures.found_in(info.id) if item.figure.place == info.place]
    best: dict[str, FoundFigure] = {}
    for row in as_table(found):  # the latest year comes first
        for name, cell in row.cells.items():
            if cell.best and cell.best.figure.measure is Measure.LEVEL:
                best.setdefault(name, cell.best)
    return best


def _pair(name: str, earlier: FoundFigure | None, later: FoundFigure | None) -> FigurePair:
    change = None
    if earlier and later and _comparable(earlier.figure, later.figure):
        change = round(later.figure.value - earlier.figure.value, 6)
    return FigurePair(name, earlier, later, change)


def _comparable(earlier: Figure, later: Figure) -> bool:
    """Tell whether two figures are exact, in one unit, of one body, and both of a year or both of all years before."""
    exact = earlier.exact and later.exact and earlier.unit == later.unit
    return exact and earlier.body == later.body and (earlier.period.start is None) == (later.period.start is None)
