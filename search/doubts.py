"""Figures a person should look at: they disagree with each other. Nothing is altered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.figures import Figure, Measure
from corpus.indicators import Indicators
from corpus.model import Place

Named = Sequence[tuple[str, Figure]]
# A rate that is rounded to two digits differs from its parts by less than this, in percentage points.
_ROUNDING = 0.06
_LEAP = 10.0
_Key = tuple[str, Place | None, str, object]


def find_doubts(figures: Named, indicators: Indicators) -> dict[int, tuple[str, ...]]:
    """Return for figures, by their place in the list, why they are doubtful."""
    doubts: dict[int, list[str]] = defaultdict(list)
    for part in (_impossible, _disagreeing, _leaping):
        for number, why in part(figures):
            doubts[number].append(why)
    for number, why in _unlike_parts(figures, indicators):
        doubts[number].append(why)
    return {number: tuple(dict.fromkeys(why)) for number, why in doubts.items()}


def _impossible(figures: Named) -> Iterator[tuple[int, str]]:
    for number, (_, figure) in enumerate(figures):
        if (
            figure.measure is Measure.LEVEL
            and figure.unit == "%"
            and figure.value > 100
            and "增" not in figure.indicator
        ):
            yield number, "比率超过 100%"


def _levels(figures: Named) -> Iterator[tuple[int, str, Figure]]:
    for number, (report, figure) in enumerate(figures):
        if figure.measure is Measure.LEVEL and figure.exact and figure.period.year is not None:
            yield number, report, figure


def _disagreeing(figures: Named) -> Iterator[tuple[int, str]]:
    """Yield figures that two reports give differently for the same place, body and year."""
    same: dict[_Key, list[tuple[int, str, Figure]]] = defaultdict(list)
    for number, report, figure in _levels(figures):
        if figure.period.start is not None:
            same[figure.indicator, figure.place, figure.body, figure.period].append((number, report, figure))
    for group in same.values():
        for number, report, figure in group:
            others = {
                f"{other.value:g}{other.unit}"
                for _, source, other in group
                if source != report and other.value != figure.value
            }
            if others and figure.place is not None:
                yield number, f"另一篇报告写的是 {'、'.join(sorted(others))}"


def _leaping(figures: Named) -> Iterator[tuple[int, str]]:
    """Yield figures ten times those of the same place in another year, or a tenth."""
    series: dict[_Key, list[tuple[int, Figure]]] = defaultdict(list)
    for number, _, figure in _levels(figures):
        if figure.place is not None and figure.value > 0:
            series[figure.indicator, figure.place, figure.body, figure.unit].append((number, figure))
    for group in series.values():
        for number, figure in group:
            for _, other in group:
                ratio = max(figure.value, other.value) / min(figure.value, other.value)
                if other.period.end != figure.period.end and ratio >= _LEAP:
                    yield number, f"与 {other.period} 年的 {other.value:g}{other.unit} 相差十倍以上"


def _unlike_parts(figures: Named, indicators: Indicators) -> Iterator[tuple[int, str]]:
    """Yield rates that are not what their parts in the same report make."""
    given: dict[tuple[str, object, Place | None, str], dict[str, tuple[int, Figure]]] = defaultdict(dict)
    for number, report, figure in _levels(figures):
        given[report, figure.period, figure.place, figure.body].setdefault(figure.indicator, (number, figure))
    for found in given.values():
        for check in indicators.checks:
            if check.rate not in found or check.part not in found:
                continue
            number, rate = found[check.rate]
            part = found[check.part][1]
            wholes = [found[name][1] for name in check.wholes if name in found and found[name][1].value > 0]
            made = [100 * part.value / whole.value for whole in wholes]
            if made and all(abs(value - rate.value) > _tolerance(rate.value) for value in made):
                whole = wholes[0]
                yield (
                    number,
                    f"与同一篇的 {check.part} {part.value:g}、{whole.indicator} {whole.value:g} 算出的 {made[0]:.2f}% 不符",
                )


def _tolerance(rate: float) -> float:
    """Return how far a rate may be from its parts: rounded as it is written."""
    text = f"{rate:g}"
    digits = len(text.partition(".")[2])
    return max(_ROUNDING, 0.6 * 10.0**-digits)
