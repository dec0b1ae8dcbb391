"""主题章节: which theme of the field a passage belongs to, by the words in ``data/sections.toml``.

The innermost heading that has enough of a theme's words decides; where no heading does, the passage's own words;
where those are divided too, it is 未分类: a theme is never guessed.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import CanyueError
from corpus.model import Kind, Passage, Report
from corpus.parts import Part, parts_of
from corpus.rules_file import read_rules

RULES = Path(__file__).resolve().parent.parent / "data" / "sections.toml"
UNCLASSIFIED = "未分类"
# A theme of the first group is foreign to a 政府工作报告, one of the second to all other documents.
_LEGAL, _ECONOMY = "法治政府", "经济社会"
_STRENGTHS = ("decisive", "usual", "weak")
# So a work report turns to the whole again: it leaves the last heading, which does not end before it.
_ADDRESS = (
    *("各位代表", "一年来", "过去一年", "回顾过去", "回望过去"),
    *("这些成绩", "在看到成绩", "我们也清醒", "同时，我们也"),
)
# Where a passage says that it is about everything.
_BEGINNING = 60
# A word said three times tells no more than one said twice.
_COUNTED = 2


class SectionsInvalid(CanyueError):
    """The rules for the sections cannot be used; the message says which line of them."""


class Label(NamedTuple):
    """What a passage is classified as; ``section`` is a name from the rules or ``UNCLASSIFIED``."""

    part: Part
    section: str


class Vote(NamedTuple):
    """What one word says: for which section, how strongly."""

    section: int
    weight: float


@dataclass(frozen=True)
class Limits:
    """The thresholds of the rules; what each means stands beside it in the file."""

    heading: float
    lead: float
    text: float
    share: float
    whole_text: float
    whole_share: float
    heading_counts: float
    in_work_report: float
    enough: float
    inherited: float
    foreign: float
    first_sentence: float
    longest_lead: int


@dataclass(frozen=True)
class Rules:
    """The sections and the words that tell them.

    :param names: of the sections by code; code 0 is ``UNCLASSIFIED``.
    :param groups: of each code, ``""`` for code 0.
    :param boilerplate: the codes whose words mean nothing in an opening.
    :param overall: words that make a passage one about everything.
    :param votes: what each word says; nothing for those to be ignored.
    :param lengths: of the words that begin with two characters, longest first.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    boilerplate: frozenset[int]
    votes: Mapping[str, tuple[Vote, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    overall: re.Pattern[str]
    limits: Limits

    @classmethod
    @functools.lru_cache(maxsize=4)
    def load(cls, path: Path = RULES) -> Rules:
        """Read the rules.

        :raises SectionsInvalid: the file is missing, no TOML, or a section of it is wrong.
        """
        return read_rules(path, "主题章节的规则", _rules, SectionsInvalid)


def section_names() -> tuple[str, ...]:
    """Return the names of all sections by code, ``UNCLASSIFIED`` first.

    :raises SectionsInvalid: the rules cannot be used.
    """
    return Rules.load().names


def classify(report: Report, rules: Rules | None = None) -> list[Label]:
    """Return part and section of each passage of a report, in order. Takes about 50 µs a passage.

    :raises SectionsInvalid: no ``rules`` are given and the file's cannot be used.
    """
    rules = rules or Rules.load()
    work_report = report.metadata.kind.value is Kind.GOVERNMENT_WORK_REPORT
    scorer = _Scorer(rules, work_report=work_report)
    headings = _leanings(report, scorer)
    labels = []
    left: int | None = None
    for passage, (part, turned) in zip(report.passages, parts_of(report), strict=True):
        if work_report and report.text.startswith(_ADDRESS, passage.span.start):
            left = passage.heading
        # Explanations of terms and closing words of a work report are on no theme of its headings.
        off_theme = work_report and part in (Part.OTHER, Part.OVERVIEW)
        behind = (turned or passage.heading == left) and not _runs_in(report, passage)
        leaning = _NONE if behind or passage.heading is None else headings[passage.heading]
        framing = turned or part is Part.OVERVIEW
        section = 0 if off_theme else _section(report, passage, leaning, scorer, framing=framing)
        labels.append(Label(part, rules.names[section]))
    return labels


class _Leaning(NamedTuple):
    """The section a heading stands for and how strongly; ``own`` if its words say so, not those of one above."""

    section: int
    strength: float
    own: bool


_NONE = _Leaning(0, 0.0, own=False)


def _leanings(report: Report, scorer: _Scorer) -> list[_Leaning]:
    limits = scorer.rules.limits
    found: list[_Leaning] = []
    for heading in report.headings:
        section, score, _ = _first(scorer.scores(heading.span.of(report.text)))
        if score >= limits.heading:
            found.append(_Leaning(section, scorer.heading_counts * min(score, limits.enough), own=True))
        elif heading.parent is None:
            found.append(_NONE)
        else:
            above = found[heading.parent]
            found.append(_Leaning(above.section, limits.inherited * above.strength, own=False))
    return found


def _section(report: Report, passage: Passage, leaning: _Leaning, scorer: _Scorer, *, framing: bool) -> int:
    """Return the section of one passage.

    :param framing: it opens or closes the report: words of course count for nothing, and no first sentence decides.
    """
    rules, limits = scorer.rules, scorer.rules.limits
    words = passage.span.of(report.text)
    if _runs_in(report, passage) and (leaning.own or (scorer.work_report and leaning.section)):
        return leaning.section
    if rules.overall.search(words, 0, _BEGINNING):
        return 0
    first = passage.sentences[0].span.of(report.text) if passage.sentences else ""
    scores, said_first = scorer.scores_from_start(words, len(first))
    for code, score in said_first.items():
        scores[code] = scores.get(code, 0.0) + limits.first_sentence * score
    led = False
    if framing:
        if scorer.work_report:
            return 0
        scores = {code: score for code, score in scores.items() if code not in rules.boilerplate}
    elif len(first) <= limits.longest_lead:
        # A short first sentence is a heading in all but its looks; it stands further in than the heading.
        lead, score, _ = _first(said_first)
        led = score >= limits.lead
        if led:
            scores[lead] += scorer.heading_counts * min(score, limits.enough)
            leaning = leaning._replace(strength=leaning.strength * limits.inherited)
    if leaning.section:
        scores[leaning.section] = scores.get(leaning.section, 0.0) + leaning.strength
    section, score, total = _first(scores)
    whole = framing or (scorer.work_report and not led and not leaning.section)
    least, share = (limits.whole_text, limits.whole_share) if whole else (limits.text, limits.share)
    return section if score >= max(least, share * total) else leaning.section


def _runs_in(report: Report, passage: Passage) -> bool:
    """Tell whether the passage begins with its heading (一是……。)."""
    return passage.heading is not None and report.headings[passage.heading].span.start >= passage.span.start


class _Scorer:
    """Counts the words of the rules; those of themes foreign to the document at a discount."""

    def __init__(self, rules: Rules, *, work_report: bool) -> None:
        self.rules, self.work_report = rules, work_report
        limits, foreign = rules.limits, _LEGAL if work_report else _ECONOMY
        self.heading_counts = limits.in_work_report if work_report else limits.heading_counts
        self._factors = [limits.foreign if group == foreign else 1.0 for group in rules.groups]

    def scores(self, text: str) -> dict[int, float]:
        """Return the sections whose words stand in ``text`` with their scores, in the order of their first words."""
        return self._tally(word for _, word in _found(text, self.rules))

    def scores_from_start(self, text: str, length: int) -> tuple[dict[int, float], dict[int, float]]:
        """Return the scores of ``text`` and those of its first ``length`` characters."""
        found = list(_found(text, self.rules))
        return self._tally(word for _, word in found), self._tally(word for start, word in found if start < length)

    def _tally(self, words: Iterable[str]) -> dict[int, float]:
        votes = self.rules.votes
        scores: dict[int, float] = {}
        for word, count in Counter(words).items():
            for section, weight in votes[word]:
                added = weight * min(count, _COUNTED) * self._factors[section]
                scores[section] = scores.get(section, 0.0) + added
        return scores


def _found(text: str, rules: Rules) -> Iterator[tuple[int, str]]:
    """Yield the words of the rules in ``text`` and where: from the left, the longest at each place, none overlapping."""
    lengths, votes = rules.lengths, rules.votes
    end = 0
    for start, pair in [found for found in enumerate(map(add, text, text[1:])) if found[1] in lengths]:
        if start >= end:
            for length in lengths[pair]:
                word = text[start : start + length]
                if word in votes:
                    yield start, word
                    end = start + length
                    break


def _first(scores: Mapping[int, float]) -> tuple[int, float, float]:
    """Return the section with the highest score, the score, and the sum of all; of equals the first said."""
    if not scores:
        return 0, 0.0, 0.0
    best = max(scores, key=scores.__getitem__)
    return best, scores[best], sum(scores.values())


def _rules(raw: Mapping[str, Any]) -> Rules:
    sections: Sequence[Mapping[str, Any]] = raw["section"]
    weights = {name: float(raw["weights"][name]) for name in _STRENGTHS}
    names = (UNCLASSIFIED, *(str(section["name"]) for section in sections))
    if len(set(names)) < len(names):
        raise ValueError("主题的名称有重复，或用了“未分类”")
    votes: dict[str, tuple[Vote, ...]] = dict.fromkeys(raw.get("ignore", {}).get("words", ()), ())
    ignored = set(votes)
    for code, section in enumerate(sections, 1):
        for strength in _STRENGTHS:
            for word in dict.fromkeys(section.get(strength, ())):
                if len(word) < 2:
                    raise ValueError(f"“{section['name']}”的词“{word}”太短，至少两个字")
                if word not in ignored:
                    votes[word] = (*votes.get(word, ()), Vote(code, weights[strength]))
    lengths: dict[str, set[int]] = {}
    for word in votes:
        lengths.setdefault(word[:2], set()).add(len(word))
    return Rules(
        names=names,
        groups=("", *(str(section["group"]) for section in sections)),
        boilerplate=frozenset(code for code, section in enumerate(sections, 1) if section.get("boilerplate")),
        votes=votes,
        lengths={start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()},
        overall=re.compile("|".join(map(re.escape, raw.get("overall", {}).get("words", ()))) or r"(?!)"),
        limits=Limits(**raw["limits"]),
    )
