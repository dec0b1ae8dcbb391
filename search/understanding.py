"""What a query's words say about the reports wanted: a place, a year, a level, a kind, a publisher.

Each is offered as a chip that the user may take; none is applied silently, because 乡镇执法 is as often a topic as a
level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.model import Kind, Level, Place, Span
from search.field_values import KIND_WORDS, LEVEL_WORDS
from search.nicknames import Meaning, path_of
from search.query import Filters
from search.query_places import named_places, never
from search.report_counts import ReportCounts, counts_of
from search.shelf import Shelf
from search.years import years_named

# The field of a chip → the field of Filters, in the order of the page's filters.
FIELDS = {"place": "places", "year": "years", "level": "levels", "kind": "kinds", "publisher": "publishers"}

# 市、县两级; 县乡村三级
_LEVELS_TOGETHER = re.compile(r"[省市州盟县区旗乡镇村、/]{2,9}(?=[两三四多各]级)")
_WHICH_LEVEL = re.compile(
    r"(?:各|哪些|哪几?个|其他|外|兄弟|周边)(地市|区县|县区|乡镇|街道|省|市|州|盟|县|区|旗)(?![级委局政府直辖域内外])"
)
_LEVEL_OF = {word: level for level, words in LEVEL_WORDS.items() for word in words}
# One character, or a word of other sense, is too little in running text: 国家, 全国, 自治区.
_LEVEL_WORDS = [word for word in _LEVEL_OF if len(word) > 1 and word not in ("国家", "全国", "中央", "自治区", "州市")]
_LEVEL = re.compile(
    # 县级以上人民政府 is the law's word for all of them; 杭州市级, 副省级, 三里街道 are names.
    rf"(?<![副城大])({'|'.join(sorted(_LEVEL_WORDS, key=len, reverse=True))})(?!以上|以下)"
)
_STREET_NAME = re.compile(r"[\u3400-\u9fff](?<![和与及在各的、镇])$")
_KIND_OF = {
    word: kind for kind, words in KIND_WORDS.items() for word in words if len(word) > 2 or word in ("年报", "论文")
}
_KIND = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))


@dataclass(frozen=True)
class Chip:
    """A filter that the query's words suggest.

    :param field: ``place``, ``year``, ``level``, ``kind`` or ``publisher``.
    :param value: as the field of :class:`search.Filters` takes it: 近三年 is three years, 京津冀 three places.
    :param name: of the value in Chinese, e.g. 内蒙古自治区.
    :param span: the words in the query text that say so.
    :param reports: how many reports of the shelf pass; 0 is worth saying.
    """

    field: str
    value: tuple[Any, ...]
    name: str
    span: Span
    reports: int

    @property
    def label(self) -> str:
        """What the offer says, e.g. 按 内蒙古自治区 筛选."""
        return f"按 {self.name} 筛选"

    def applied_to(self, filters: Filters) -> Filters:
        """Return ``filters`` with this chip's values added to its field."""
        name = FIELDS[self.field]
        return replace(filters, **{name: tuple(dict.fromkeys((*getattr(filters, name), *self.value)))})


def recognise(
    text: str, shelf: Shelf, today: date | None = None, owned: Callable[[str], bool] = never
) -> tuple[Chip, ...]:
    """Return what the words of a query say about the reports wanted, in the order of the text.

    :param text: the free words of a query, see :func:`search.syntax.parse`.
    :param today: what 去年 is counted from; the day of the call by default.
    :param owned: which names stand for their place alone, see :func:`search.query_places.named_places`.
    """
    counts = counts_of(shelf)
    publishers = list(_publishers(text, counts))
    places = list(_places(text, counts, owned))
    years = list(_years(text, counts, today or date.today()))
    kinds = list(_kinds(text, counts))
    taken = [chip.span for chip in (*publishers, *places, *kinds)]
    levels = [chip for chip in _levels(text, counts) if not any(_overlap(chip.span, span) for span in taken)]
    order = list(FIELDS)
    chips: dict[object, Chip] = {}
    for chip in (*places, *years, *levels, *kinds, *publishers):
        chips.setdefault((chip.field, chip.value), chip)
    return tuple(sorted(chips.values(), key=lambda chip: (chip.span.start, order.index(chip.field))))


def place_terms(text: str, shelf: Shelf) -> tuple[Place, ...]:
    """Return all places a query names, as :func:`recognise` understands them, in the order of the text."""
    counts = counts_of(shelf)
    named = named_places(text, counts.townships)
    return tuple(dict.fromkeys(p for name in named for meaning in _meant(name.meanings, counts) for p in meaning))


def _places(text: str, counts: ReportCounts, owned: Callable[[str], bool]) -> Iterator[Chip]:
    for named in named_places(text, counts.townships, owned):
        meant = _meant(named.meanings, counts)
        for meaning in meant:
            names = (" › ".join(place.chain) if len(meant) > 1 else place.name for place in meaning)
            value = tuple(path_of(place) for place in meaning)
            yield Chip("place", value, "、".join(names), named.span, _reports(meaning, counts))


def _meant(meanings: Sequence[Meaning], counts: ReportCounts) -> tuple[Meaning, ...]:
    """Return the meanings that have reports, or else the most likely one; of 吉林省 and its 吉林市 the larger."""
    held = [meaning for meaning in meanings if _reports(meaning, counts)]
    widest = [
        meaning
        for meaning in held
        if not any(other is not meaning and all(p.within(other[0]) for p in meaning) for other in held)
    ]
    return tuple(widest) or (meanings[0],)


def _reports(meaning: Meaning, counts: ReportCounts) -> int:
    return sum(counts.places[place.chain] for place in meaning)


def _years(text: str, counts: ReportCounts, today: date) -> Iterator[Chip]:
    for span, years in years_named(text, counts.years, today):
        name = f"{years[0]}—{years[-1]}年" if len(years) > 1 else f"{years[0]}年"
        yield Chip("year", years, name, span, sum(counts.years[year] for year in years))


def _levels(text: str, counts: ReportCounts) -> Iterator[Chip]:
    for span, levels in _levels_named(text):
        if levels:
            names = "、".join(f"{level}级" for level in levels)
            yield Chip("level", levels, names, span, sum(counts.levels[level] for level in levels))


def _levels_named(text: str) -> Iterator[tuple[Span, tuple[Level, ...]]]:
    ends = 0
    for match in _LEVELS_TOGETHER.finditer(text):
        found = tuple(dict.fromkeys(_LEVEL_OF[letter] for letter in match[0] if letter in _LEVEL_OF))
        ends = match.end() + 2
        yield Span(match.start(), ends), found
    for match in _WHICH_LEVEL.finditer(text, ends):
        yield Span(*match.span()), (_LEVEL_OF[match[1]],)
    for match in _LEVEL.finditer(text, ends):
        if not (match[1] == "街道" and _STREET_NAME.search(text[: match.start()])):
            yield Span(*match.span()), (_LEVEL_OF[match[1]],)


def _kinds(text: str, counts: ReportCounts) -> Iterator[Chip]:
    for match in _KIND.finditer(text):
        kind: Kind = _KIND_OF[match[0]]
        yield Chip("kind", (kind,), kind.value, Span(*match.span()), counts.kinds[kind])


def _publishers(text: str, counts: ReportCounts) -> Iterator[Chip]:
    for written, value in counts.publisher_words.items():
        at = text.find(written)
        if at < 0:
            continue
        unit = text[at - 1 : at]
        # 市检察院 asks for those of cities, if there are any.
        narrower = bool(unit) and unit in "省市州盟县区旗" and counts.published(unit + value) > 0
        wanted = unit + value if narrower else value
        span = Span(at - narrower, at + len(written))
        yield Chip("publisher", (wanted,), wanted, span, counts.published(wanted))
        # Longest first: 司法局 inside 郯城县司法局 says nothing more.
        text = text.replace(written, "\0" * len(written))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
