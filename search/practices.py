"""做法: the practices that reports call by a name, each with what it is, its results, and who else has it."""

from __future__ import annotations

import functools
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from corpus.figure_store import FigureStore
from corpus.model import Heading, Kind, Place, Span
from corpus.practices import Practice
from corpus.text import fold
from search.figures import Cite, Texts
from search.query import Filters
from search.shelf import ReportInfo, Shelf, lies_in, place_label, place_order

# Two names mean one practice from this likeness on, 0..100: “警民联调”室 and 警民联调, not 法院+工会 and 检察院+工会.
_SAME = 80
# Keeps the comparison of 30,000 names under two seconds.
_COMMON_PAIR = 200
# Numbers are what such names differ by: 1+3 is not 136, 三统一三联动 not 三统一四联动.
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百千万两双]")
_NO_NAME = re.compile(r"[\s“”\"‘’'《》()·、,，+＋\-—]|工作法|专项行动|工作机制|机制|模式|工作室|平台|品牌|工程|app")


@dataclass(frozen=True)
class PracticeCard:
    """A practice with where it stands.

    :param number: its id in the index; stable within a generation.
    :param sentence: what it is; equals ``text[practice.sentence]``.
    :param results: the clauses with the figures told of it, each once, as the text gives them.
    :param elsewhere: the same practice by name in other reports, by number.
    """

    number: int
    report: ReportInfo
    practice: Practice
    sentence: str
    results: tuple[str, ...]
    citation: str
    elsewhere: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Its name as the text gives it."""
        return self.practice.name

    @property
    def place_name(self) -> str:
        """Whose practice it is."""
        return place_label(self.practice.place)


@dataclass(frozen=True)
class PracticeQuery:
    """What practices are wanted; empty allows all.

    :param words: words that the name or its sentence must contain, all of them.
    :param places: names as a user writes them; each includes everything inside it.
    :param years: of the report.
    :param works: also those of 政府工作报告, most of which are about the economy.
    """

    words: str = ""
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    works: bool = False


@dataclass(frozen=True)
class PracticeResult:
    """What was found: those with the words in the name first, then by place."""

    query: PracticeQuery
    cards: tuple[PracticeCard, ...]
    searched: int
    took_ms: float


class PracticeSearch:
    """All named practices of a generation in memory. Safe to use from several threads."""

    def __init__(self, store: FigureStore, shelf: Shelf, texts: Texts, cite: Cite) -> None:
        self._shelf, self._texts, self._cite = shelf, texts, cite
        self._practices = store.practices()

    @functools.cached_property
    def _same(self) -> dict[int, tuple[int, ...]]:
        """The practices of the same name in other reports; comparing the names takes a second for 30,000 of them."""
        return _alike([(report, practice.name) for report, practice in self._practices])

    def __len__(self) -> int:
        """Return the number of practices."""
        return len(self._practices)

    def find(self, query: PracticeQuery) -> PracticeResult:
        """Return the practices asked for.

        :raises QueryInvalid: a place is unknown.
        """
        began = time.perf_counter()
        # A practice of another place is that place's, whatever its report is about.
        allowed = self._shelf.allowed(Filters(years=query.years))
        places = self._shelf.meant(query.places)
        rows = None if allowed is None else set(allowed.tolist())
        cards = self.cards(
            number
            for number, (report, practice) in enumerate(self._practices)
            if _passes(practice, self._shelf.get(report), rows, places, works=query.works)
        )
        words = fold(query.words).split()
        kept = [card for card in cards if all(word in fold(card.name + card.sentence) for word in words)]
        kept.sort(
            key=lambda card: (bool(words) and not all(word in fold(card.name) for word in words), _standing(card))
        )
        searched = len(self._shelf) if allowed is None else len(allowed)
        return PracticeResult(query, tuple(kept), searched, (time.perf_counter() - began) * 1000)

    def others(self, card: PracticeCard, *, works: bool = False) -> list[PracticeCard]:
        """Return the practices of the same name in other reports, also those that a query's places or years left out.

        :param works: also those of 政府工作报告.
        """
        return [other for other in self.cards(card.elsewhere) if works or not _of_work_report(other.report)]

    def of_report(self, report_id: str) -> list[PracticeCard]:
        """Return the practices of one report in the order of its text."""
        return self.cards(number for number, (report, _) in enumerate(self._practices) if report == report_id)

    def cards(self, numbers: Iterable[int]) -> list[PracticeCard]:
        """Return practices by their numbers, in that order.

        :raises IndexError: there is no such practice.
        """
        chosen = [(number, *self._practices[number]) for number in numbers]
        infos = {report: self._shelf.get(report) for _, report, _ in chosen}
        texts = self._texts(info.row for info in infos.values() if info)
        return [
            self._card(number, info, practice, *texts[info.row])
            for number, report, practice in chosen
            if (info := infos[report])
        ]

    def _card(
        self, number: int, info: ReportInfo, practice: Practice, text: str, headings: Sequence[Heading]
    ) -> PracticeCard:
        return PracticeCard(
            number,
            info,
            practice,
            practice.sentence.of(text),
            tuple(dict.fromkeys(_clause(text, practice.sentence, span) for span in practice.results)),
            self._cite(info, text, headings, practice.span.start),
            self._same.get(number, ()),
        )


def grouped(cards: Sequence[PracticeCard]) -> list[tuple[PracticeCard, ...]]:
    """Return practices of the same name together, each group where its first stands."""
    left = {card.number: card for card in cards}
    return [
        (card, *(left.pop(number) for number in card.elsewhere if number in left))
        for card in cards
        if left.pop(card.number, None)
    ]


def same_practice(first: str, second: str) -> bool:
    """Tell whether two names mean the same practice."""
    one, other = bare_name(first), bare_name(second)
    return bool(one and other) and (one == other or _near(one, other))


def _near(one: str, other: str) -> bool:
    """Tell whether two bare names are alike; names that count something else are not."""
    return fuzz.ratio(one, other) >= _SAME and _NUMBERS.findall(one) == _NUMBERS.findall(other)


def bare_name(name: str) -> str:
    """Return a name without quotation marks and the word for what it is (机制, 工作法)."""
    folded = fold(name)
    bare = _NO_NAME.sub("", folded)
    # 1+3 without its sign is 13.
    return "+".join(_NUMBERS.findall(folded)) if bare.isdecimal() else bare or folded


def _alike(names: Sequence[tuple[str, str]]) -> dict[int, tuple[int, ...]]:
    """Return for each practice those of the same name in other reports."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, (_, name) in enumerate(names):
        groups[bare_name(name)].append(number)
    keys = list(groups)
    near: dict[str, set[str]] = defaultdict(set)
    by_pair: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for pair in {key[n : n + 2] for n in range(len(key) - 1)}:
            by_pair[pair].append(key)
    # Names that are alike share several pairs of characters; those that very many names share (服务) tell nothing.
    for some in (some for some in by_pair.values() if len(some) <= _COMMON_PAIR):
        for place, key in enumerate(some):
            for other in some[place + 1 :]:
                if other not in near[key] and _near(key, other):
                    near[key].add(other)
                    near[other].add(key)
    found = {}
    for key in keys:
        members = sorted(number for name in (key, *near[key]) for number in groups[name])
        for number in groups[key]:
            others = tuple(other for other in members if names[other][0] != names[number][0])
            if others:
                found[number] = others
    return found


def _clause(text: str, sentence: Span, span: Span) -> str:
    """Return the clause a figure stands in: what was counted is said there."""
    stops = "，,；;。：:\n"
    # Results may stand in the sentence behind the one that names the practice.
    start = span.start
    while start > sentence.start and text[start - 1] not in stops:
        start -= 1
    end = span.end
    while end < len(text) and text[end] not in stops:
        end += 1
    return text[start:end].strip()


def _passes(
    practice: Practice, info: ReportInfo | None, rows: set[int] | None, places: Sequence[Place], *, works: bool
) -> bool:
    if info is None or (not works and _of_work_report(info)):
        return False
    if places and not lies_in(practice.place, places):
        return False
    return rows is None or info.row in rows


def _of_work_report(info: ReportInfo) -> bool:
    return info.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT


def _standing(card: PracticeCard) -> tuple[object, ...]:
    return (
        *place_order(card.practice.place),
        -(card.report.metadata.year.value or 0),
        card.report.row,
        card.practice.span,
    )
