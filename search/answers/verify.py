"""Checks a language model's claim against the sentences it cites, without another model.

A claim stands if all it says is said there: every word but linking words, every number with its unit beside the same
words and of the same place and year, every name, with the same direction and without a negation more or less. It
strikes too much rather than too little: a claim struck out is replaced by the quotation itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from corpus.model import Span
from corpus.word_lists import any_of, read_word_list
from search.answers.answer import Quotation
from search.answers.beside import misplaced, settings_of, span_of_numbers
from search.answers.clauses import Clause, Source, Told, clauses_of, places_in, spans_of_names, speaking_of
from search.answers.numbers import DIRECTIONS, find_years, plain
from search.answers.poison import addresses_a_model
from search.answers.stitching import stitched

_LINKING = Path(__file__).resolve().parents[2] / "data" / "answers" / "linking_words.txt"
# A longer one is no statement but a text.
LONGEST = 400
# Characters besides names of places and years; 纠错32件 is the shortest that says something.
SHORTEST = 4
# Share of a clause's pairs of characters that must stand side by side in the source too. Words of the source in any
# order pass the check of words; this keeps a claim from being put together of crumbs.
LEAST_PAIRS = 0.6
_QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’]+)[”\"」』’]|《([^《》]+)》")
# Marks that may come and go; any other sign (<, http://, 🔟) is a word and must stand in the source.
_NO_WORD = re.compile(r"[\s，。；：、！？,.;:!?“”‘’\"'《》〈〉「」『』（）()【】\[\]…—–\-·]")
_NEGATION = re.compile(
    r"未(?!来)|没有|没|不(?![断仅同少懈])|无(?![障纸人缝偿形线接])|尚未|并非|严禁|禁止|杜绝|拒绝|取消|撤销|停止|非(?=法定|必要)|免(?=于|除)"
)
_PIECES = re.compile(r"[，。；：、！？,;:!?]")


def check(claim_text: str, cited: Sequence[Quotation]) -> str:
    """Return why a claim does not stand, ``""`` if it does.

    :param claim_text: without handles.
    :param cited: the sentences it cites.
    :return: in Chinese; never repeats words or figures of the claim.
    """
    text = plain(claim_text)
    if not cited:
        return "没有注明出处"
    names = sum(span.end - span.start for span in spans_of_names(text))
    if len(_NO_WORD.sub("", text)) - names < SHORTEST:
        return "没有内容"
    if len(text) > LONGEST:
        return "太长"
    if any(addresses_a_model(quotation.quote) for quotation in cited):
        return "所引的句子是写给语言模型的要求"
    sources = [Source.of(quotation) for quotation in cited]
    if not _pairs(_linking().sub("", text)) & set[str]().union(*(_pairs(source.text) for source in sources)):
        return "与所引句子的说法相差太多"
    return (
        _check_places(text, sources)
        or _check_years(text, sources)
        or _check_names(text, sources)
        or _check_numbers(text, sources)
        or _check_clauses(text, sources)
        or _check_directions(text, sources)
    )


# ---------------------------------------------------------------- names


def _check_places(text: str, sources: Sequence[Source]) -> str:
    for _, places in places_in(text):
        named = {place for source in sources for _, found in places_in(source.text) for place in found}
        own = [source.place for source in sources if source.place]
        if not any(place in named or any(other.within(place) for other in own) for place in places):
            return "有地名不在所引的句子里，也不是报告所在的地区"
    return ""


def _check_years(text: str, sources: Sequence[Source]) -> str:
    known = {year for source in sources for mention in find_years(source.text) for year in mention.years}
    known = known.union(*(source.years for source in sources))
    if any(not mention.years <= known for mention in find_years(text)):
        return "有年份不在所引的句子里，也不是报告的年份"
    return ""


def _check_names(text: str, sources: Sequence[Source]) -> str:
    for match in _QUOTED.finditer(text):
        name = _NO_WORD.sub("", match[1] or match[2])
        if not any(name in _NO_WORD.sub("", source.text) for source in sources):
            return "引号或书名号里的名称不在所引的句子里"
    return ""


# ---------------------------------------------------------------- numbers


def _check_numbers(text: str, sources: Sequence[Source]) -> str:
    clauses = clauses_of(text)
    for setting in settings_of(text):
        at = setting.number.span.start
        clause = next((clause.span.of(text) for clause in clauses if clause.span.start <= at < clause.span.end), text)
        reason = misplaced(setting, sources, clause)
        if reason:
            return reason
    return ""


# ---------------------------------------------------------------- words


def _check_clauses(text: str, sources: Sequence[Source]) -> str:
    for clause in clauses_of(text):
        for told in _asked(clause, text):
            speaking = speaking_of(sources, told)
            if not speaking:
                return "所引的句子说的不是这个地区或这一年"
            reason = _unsaid(clause, text, speaking) or _negated(clause, text, speaking)
            if reason:
                return reason
    return ""


def _asked(clause: Clause, text: str) -> list[Told]:
    """Return of what a clause must be true: of each place that it names, but for those that another lies in."""
    named = [places for span, places in places_in(text) if clause.span.start <= span.start < clause.span.end]
    lowest = [
        places
        for places in named
        if not any(other != places and any(o.within(p) for o in other for p in places) for other in named)
    ]
    return [Told(frozenset(places), clause.told.years) for places in lowest] or [clause.told]


def _unsaid(clause: Clause, text: str, speaking: Sequence[tuple[Source, Clause]]) -> str:
    """Return a reason if a clause says a word that no clause on its place and year has."""
    known: set[str] = set()
    for source, other in speaking:
        known |= _pairs(other.span.of(source.text))
    named = set(known)
    for report in {source.report.id: source.report for source, _ in speaking}.values():
        named |= _pairs(plain(report.metadata.publisher.value or "")) | _pairs(plain(report.name))
    words, hidden = _unmasked(text, clause.span)
    own = _beside(words, known)
    pairs = [words[at : at + 2] for at in range(len(words) - 1) if own[at] and own[at + 1]]
    if not all(said or checked for said, checked in zip(_covered(words, named), hidden, strict=True)):
        return "有词语不在所引的句子里"
    together = sum(pair in known for pair in pairs)
    if together < LEAST_PAIRS * len(pairs) and len(pairs) >= 4:
        return "与所引句子的说法相差太多"
    numbered = [
        (id(source), source.clauses.index(other), _NO_WORD.sub("", other.span.of(source.text)))
        for source, other in speaking
    ]
    return "把所引句子里不同的话拼在了一起" if stitched(words, hidden, numbered, _linking()) else ""


def _covered(words: str, known: set[str]) -> list[bool]:
    """Tell of each character whether it stands in the source beside the same neighbour, or in a linking word."""
    covered = _beside(words, known)
    for match in _linking().finditer(words):
        covered[match.start() : match.end()] = [True] * len(match[0])
    return covered


def _beside(words: str, known: set[str]) -> list[bool]:
    covered = [False] * len(words)
    for at in range(len(words) - 1):
        if words[at : at + 2] in known:
            covered[at] = covered[at + 1] = True
    return covered


def _unmasked(text: str, span: Span) -> tuple[str, list[bool]]:
    """Return the characters of a stretch of text without marks, and which belong to names and numbers."""
    hidden = [False] * len(text)
    for part in (*spans_of_names(text), *span_of_numbers(text)):
        hidden[part.start : part.end] = [True] * (part.end - part.start)
    kept = [at for at in range(span.start, span.end) if not _NO_WORD.match(text[at])]
    return "".join(text[at] for at in kept), [hidden[at] for at in kept]


def _pairs(text: str) -> set[str]:
    words = _NO_WORD.sub("", text)
    return {words[at : at + 2] for at in range(len(words) - 1)}


@lru_cache(maxsize=1)
def _linking() -> re.Pattern[str]:
    """Return a pattern of the words that may link what is said; read once per process."""
    return any_of(read_word_list(_LINKING))


# ---------------------------------------------------------------- the opposite


def _negated(clause: Clause, text: str, speaking: Sequence[tuple[Source, Clause]]) -> str:
    """Return a reason if the clauses that are most like this one deny what it says, or say what it denies."""
    words = clause.span.of(text)
    pairs = _pairs(words)
    if not pairs:
        return ""
    likeness = [(len(pairs & _pairs(other.span.of(source.text))), source, other) for source, other in speaking]
    best = max(score for score, _, _ in likeness)
    alike = [other.span.of(source.text) for score, source, other in likeness if score == best]
    if best and not any(_negations(words) == _negations(other) for other in alike):
        return "肯定或否定与所引的句子不一致"
    return ""


def _negations(text: str) -> bool:
    return len(_NEGATION.findall(text)) % 2 == 1


def _check_directions(text: str, sources: Sequence[Source]) -> str:
    """Return a reason if 上升 and 下降 of two things have changed places."""
    pieces = [piece for source in sources for piece in _PIECES.split(source.text) if DIRECTIONS.search(piece)]
    for piece in filter(DIRECTIONS.search, _PIECES.split(text)):
        direction = _direction(piece)
        pairs = _pairs(DIRECTIONS.sub("", piece))
        scores = [(len(pairs & _pairs(DIRECTIONS.sub("", other))), _direction(other) == direction) for other in pieces]
        agreeing = max((score for score, agrees in scores if agrees), default=-1)
        if agreeing < max((score for score, agrees in scores if not agrees), default=-1) or agreeing < 0:
            return "升降与所引的句子不一致"
    return ""


def _direction(text: str) -> frozenset[str]:
    return frozenset(match.lastgroup or "" for match in DIRECTIONS.finditer(text))
