"""From a report to its named practices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.figures import Figure
from corpus.gazetteer import Gazetteer
from corpus.model import NATION, Kind, Passage, Report, Span
from corpus.practices import Practice
from corpus.text import fold
from indexer.figures.owners import Owner, find_owners
from indexer.practices.plain import PlainNames
from indexer.practices.quotations import LONGEST_NAME, Mention, QuotedNames, quotations_in
from indexer.practices.rules import Rules, spelling

# A name inside another is the same practice (警民联调 and 警民联调室); shorter ones are inside too many.
_SHORTEST_PART = 4
# Characters beside the name: 一是创新推出“十不折腾”举措 has 12, the sentence behind it 137.
_TELLING = 20
# A place stands at the start of a sentence, perhaps behind a date, if it is the one that acts.
_AT_START = 20
_GOES_ON = re.compile(
    r"\s*(?:目前|截至|截止|今年|全年|去年|一年来|自[^，,]{0,14}(?:以来|后)|20\d\d年|累计|已|共|其中|该|此|通过|先后|实现|运行|实施|实行|上线|推行)"
)
_TURNS = re.compile("[；;。]")
# “一码通城”整合18项功能；“一网通办”网办率93.8%: another thing, though no practice.
_TURNS_TO_ANOTHER = re.compile('[；;。](?=[“"‘])')
_TITLE = re.compile("《[^》\n]{1,60}》")
_CLAUSE = re.compile("[，,；;：:]")


@dataclass(frozen=True)
class _Found:
    """A mention in its sentence, and where that stands in its passage."""

    mention: Mention
    passage: Passage
    sentence: int

    @property
    def span(self) -> Span:
        """The sentence."""
        return self.passage.sentences[self.sentence].span

    @property
    def weight(self) -> int:
        """How well the sentence says what the practice is; the title of an item says little more than its name."""
        told = self.span.end - self.span.start - (self.mention.span.end - self.mention.span.start)
        return self.mention.weight + (2 if told >= _TELLING else 0)


def find_practices(report: Report, figures: Sequence[Figure], places: Gazetteer) -> list[Practice]:
    """Return the practices a report calls by name, one of each name, in the order of the text.

    A theoretical article has none: it speaks of practices, it does not report them.

    :raises PracticesInvalid: ``data/practices.toml`` cannot be used.
    """
    if report.metadata.kind.value is Kind.THEORY:
        return []
    folded = fold(report.text)
    found = list(_find(report, folded, Rules.load()))
    if not found:
        return []
    owners = find_owners(report, folded, places)
    at_home = [item for item in found if (owner := _owner(item, owners)) is None or owner.place is not NATION]
    in_sentence: dict[Span, list[Mention]] = {}
    for item in at_home:
        in_sentence.setdefault(item.span, []).append(item.mention)
    practices = []
    for item in _best_of_each(report.text, at_home, _own_slogans(report)):
        owner = _owner(item, owners)
        practices.append(
            Practice(
                name=item.mention.span.of(report.text),
                span=item.mention.span,
                sentence=item.span,
                place=owner.place if owner and owner.place else report.metadata.place.value,
                results=_results(item, in_sentence, figures, folded),
            )
        )
    return practices


def _find(report: Report, folded: str, rules: Rules) -> Iterator[_Found]:
    """Yield every mention outside the titles of documents; one in quotation marks goes before one without."""
    quoted, plain = QuotedNames(rules), PlainNames(rules)
    titles = [Span(*match.span()) for match in _TITLE.finditer(folded)]
    for passage in report.passages:
        for number, sentence in enumerate(passage.sentences):
            taken = [title for title in titles if _overlap(title, sentence.span)]
            names = []
            quotations = quotations_in(folded, sentence.span)
            for mention in quoted.find(folded, sentence.span, quotations):
                if not any(_overlap(mention.span, span) for span in taken):
                    yield _Found(mention, passage, number)
                    # The noun behind the closing mark belongs to the name: “政策找企”助企纾困机制, “联处共治”的调解模式.
                    of = folded.startswith("的", mention.span.end + 1)
                    names.append(Span(mention.span.start, mention.span.end + 2 + of))
            # What a quotation holds is its name or none: “打造宝鸡品牌”的目标.
            taken += names + [each.outer for each in quotations if each.outer.end - each.outer.start <= LONGEST_NAME]
            for mention in plain.find(folded, sentence.span):
                if not any(_overlap(mention.span, span) for span in taken):
                    yield _Found(mention, passage, number)
                    taken.append(mention.span)


def _overlap(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end


def _own_slogans(report: Report) -> frozenset[str]:
    """Return what a place calls its campaigns at large: 平安滁州, 法治滁州 name no practice."""
    place = report.metadata.place.value
    chain = place.chain if place else ()
    names = {*chain, *(re.sub(r"(?:省|市|县|区|旗|自治.*)$", "", name) for name in chain)}
    return frozenset(
        f"{what}{name}"
        for name in names
        for what in ("平安", "法治", "信用", "美丽", "健康", "数字", "清廉", "诚信", "智慧")
    )


def _best_of_each(text: str, found: Sequence[_Found], slogans: frozenset[str]) -> list[_Found]:
    """Return of each name the mention that says best what it is, the first of equals, in the order of the text."""
    best: dict[str, _Found] = {}
    for item in found:
        key = spelling(item.mention.span.of(text))
        if key in slogans:
            continue
        same = next((name for name in best if _same(name, key)), key)
        if same not in best or item.weight > best[same].weight:
            best.pop(same, None)
            best[key] = item
    return sorted(best.values(), key=lambda item: item.mention.span)


def _same(name: str, other: str) -> bool:
    shorter, longer = sorted((name, other), key=len)
    return name == other or (len(shorter) >= _SHORTEST_PART and "+" not in shorter and shorter in longer)


def _owner(item: _Found, owners: Sequence[Owner]) -> Owner | None:
    """Return who was named last at the start of the sentence, before the practice."""
    last = None
    for owner in owners:
        if owner.at >= min(item.mention.span.start, item.span.start + _AT_START):
            break
        if owner.at >= item.span.start and (owner.place or last is None):
            last = owner
    return last


def _results(
    item: _Found, in_sentence: dict[Span, list[Mention]], figures: Sequence[Figure], folded: str
) -> tuple[Span, ...]:
    """Return the figures told of a practice: in its part of the sentence, and in the next one if that goes on."""
    start, end = _stretch(item, in_sentence[item.span], folded)
    stretches = [Span(start, end)]
    following = item.passage.sentences[item.sentence + 1 : item.sentence + 2]
    if end == item.span.end and following and following[0].span not in in_sentence:
        name = folded[item.mention.span.start : item.mention.span.end]
        words = following[0].span.of(folded)
        if name in words or _GOES_ON.match(words):
            stretches.append(following[0].span)
    return tuple(
        figure.span
        for figure in figures
        if any(stretch.start <= figure.span.start < stretch.end for stretch in stretches)
        and not item.mention.span.start <= figure.span.start < item.mention.span.end
    )


def _stretch(item: _Found, mentions: Sequence[Mention], folded: str) -> Span:
    """Return what of its sentence is about a practice: from its clause on, up to the clause of the next practice."""
    start = _clause_of(item.mention, item.span, folded)
    later = [clause for mention in mentions if (clause := _clause_of(mention, item.span, folded)) > start]
    end = min(later, default=item.span.end)
    turns = _TURNS if len(mentions) > 1 else _TURNS_TO_ANOTHER
    turn = turns.search(folded, item.mention.span.end, end)
    return Span(start, turn.end() if turn else end)


def _clause_of(mention: Mention, sentence: Span, folded: str) -> int:
    starts = [match.end() for match in _CLAUSE.finditer(folded, sentence.start, mention.span.start)]
    return starts[-1] if starts else sentence.start
