"""数据: a figure of a report with what it counts, when and where, and the words it rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Place, Span


class Measure(StrEnum):
    """What a figure says of its indicator."""

    LEVEL = "水平"
    CHANGE = "变化"
    TARGET = "目标"
    FORMER = "原值"


@dataclass(frozen=True)
class Period:
    """The years a figure is about, both inclusive.

    :param start: ``None`` for all that had come together by the end of ``end`` (截至2022年).
    :param end: ``None`` where neither the sentence nor the report says.
    """

    start: int | None = None
    end: int | None = None

    @property
    def year(self) -> int | None:
        """The one year the figure belongs to in a table; ``None`` for several years or none."""
        return self.end if self.start in (self.end, None) else None

    def covers(self, years: Collection[int]) -> bool:
        """Tell whether one of some years is among these; of what had come together, the last counts."""
        if self.end is None:
            return False
        first = self.end if self.start is None else self.start
        return any(first <= year <= self.end for year in years)

    def __str__(self) -> str:
        if self.end is None:
            return ""
        if self.start is None:
            return f"截至{self.end}"
        return f"{self.end}" if self.start == self.end else f"{self.start}—{self.end}"


@dataclass(frozen=True)
class Figure:
    """A figure of a report. All spans are of the report's canonical text.

    :param span: the number with its qualifier, scale and unit, e.g. 1.5万余件.
    :param sentence: the sentence it stands in.
    :param words: the words that name the indicator; ``None`` for a figure that is none in the dictionary.
    :param indicator: canonical name, ``""`` for 其他.
    :param value: with 万 and 亿 multiplied out; percent as 66.69; negative for a decrease.
    :param upper: the upper end of a range, else ``None``.
    :param unit: as written, without scale: 件, 人次, 元, %, 个百分点.
    :param qualifier: 余, 近, 超, 约, 以上 … or ``""``: then the value is exact.
    :param place: whose figure it is; ``None`` where the report's place is unknown.
    :param body: the institution named in the sentence, ``""`` for the place as a whole.
    """

    span: Span
    sentence: Span
    words: Span | None
    indicator: str
    value: float
    upper: float | None
    unit: str
    qualifier: str
    period: Period
    place: Place | None
    body: str
    measure: Measure

    @property
    def exact(self) -> bool:
        """Whether the value stands in the text as it is here, not rounded (余, 近) nor a bound (以上)."""
        return not self.qualifier and self.upper is None
