"""The terms of the field: what is one word, what says the same, what a short form stands for.

The table stands in ``data/lexicon/terms.csv`` (see the README there), kept by people in a spreadsheet.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.model import Span
from corpus.tables import invalid_row, table_rows
from corpus.text import fold

LEXICON = Path(__file__).resolve().parent.parent / "data" / "lexicon" / "terms.csv"
COLUMNS = ("词", "同义词", "全称", "类别")

# Between synonyms; a comma comes from people who do not look for 、 on the keyboard.
_BETWEEN_SYNONYMS = re.compile(r"[、，,；;]")
# What an expansion is made of: 简政放权、放管结合、优化服务.
_BETWEEN_PARTS = re.compile(r"[、，]")
# The tokenizer cuts inside runs of Chinese characters only. The longest terms people know as one word
# (行政机关负责人出庭应诉, 重大执法决定法制审核制度) have 11 and 12; what is longer is a sentence.
_ONE_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]{2,12}")
_SHORTEST_PART = 4


class Topic(StrEnum):
    """What a term is about; the closed list of the column 类别."""

    REVIEW = "行政复议"
    LITIGATION = "行政应诉"
    ENFORCEMENT = "行政执法"
    RULE_MAKING = "立法与规范性文件"
    DECISIONS = "行政决策"
    SERVICES = "政务服务与营商环境"
    LEGAL_EDUCATION = "普法与法治社会"
    DISPUTES = "矛盾纠纷化解"
    LEGAL_SERVICES = "法律服务"
    SUPERVISION = "监督"
    ORGANISATION = "组织保障"
    JUSTICE = "司法"
    EMERGENCIES = "突发事件应对"
    DIGITAL = "数字法治政府"
    PLACES = "地区"
    GENERAL = "通用"


@dataclass(frozen=True)
class Term:
    """One row of the table.

    :param synonyms: other ways to say it, everyday ones too; never the name itself, no repeats.
    :param expansion: what a short form or a numbered slogan stands for, as written; empty if it is none.
    """

    name: str
    synonyms: tuple[str, ...] = ()
    expansion: str = ""
    topic: Topic = Topic.GENERAL

    @property
    def forms(self) -> tuple[str, ...]:
        """The name, its synonyms and its expansion: all that this row holds to be interchangeable."""
        return tuple(form for form in (self.name, *self.synonyms, self.expansion) if form)

    @property
    def parts(self) -> tuple[str, ...]:
        """The items of the expansion; a single one for a plain full name."""
        return tuple(part for part in _BETWEEN_PARTS.split(self.expansion) if part)


class Lexicon:
    """The terms with an index of all their forms. Upper and lower case, full and half width do not count."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._holders: dict[str, list[Term]] = defaultdict(list)
        self._spelling: dict[str, str] = {}
        for term in self.terms:
            for form in term.forms:
                self._holders[fold(form)].append(term)
                self._spelling.setdefault(fold(form), form)
        self._forms = _Finder(self._holders)

    @classmethod
    def load(cls, path: Path = LEXICON) -> Lexicon:
        """Read the table; a missing file is an empty lexicon.

        :raises LexiconInvalid: the file cannot be read or a row is wrong; the message names the line.
        """
        rows = ((line, _term(cells, path, line)) for line, cells in table_rows(path, COLUMNS))
        return cls(_merged(rows, path))

    @functools.cached_property
    def words(self) -> tuple[str, ...]:
        """What a tokenizer must know as one word, sorted: names, synonyms, expansions, and their parts.

        Only runs of 2 to 12 Chinese characters: ``12345热线`` is no single token, and longer forms are sentences.
        Parts count from 4 characters on: shorter ones are fragments (进机关、进单位) that would split 先进单位.
        """
        known = {form for term in self.terms for form in term.forms}
        known.update(part for term in self.terms for part in term.parts if len(part) >= _SHORTEST_PART)
        return tuple(sorted(form for form in known if _ONE_WORD.fullmatch(form)))

    @property
    def fingerprint(self) -> str:
        """Hash of the words. Relations and topics are left out: they matter to queries only, never to an index."""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()[:16]

    def get(self, form: str) -> Term | None:
        """Return the term that ``form`` belongs to, ``None`` if no row has it.

        Where several rows share it, the one of that name wins, then the first.
        """
        wanted = fold(form)
        holders = self._holders.get(wanted, ())
        return next((term for term in holders if fold(term.name) == wanted), holders[0] if holders else None)

    def equivalents(self, term: str) -> tuple[str, ...]:
        """Return what says the same as ``term``, by the rows it stands in, never itself.

        Symmetric: a synonym finds the name and the other synonyms, a full form finds its short form. Not transitive:
        two rows that share a synonym stay apart. The parts of a slogan are not equivalent to it (see ``Term.parts``).
        """
        asked = fold(term)
        forms = (fold(form) for holder in self._holders.get(asked, ()) for form in holder.forms)
        return tuple(dict.fromkeys(self._spelling[form] for form in forms if form != asked))

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Find the terms in ``text`` by any of their forms, longest match from the left, without overlaps.

        :return: spans of ``text`` with the name of the term.
        """
        folded = fold(text)
        found: list[tuple[Span, str]] = []
        position = 0
        while position < len(folded):
            ends = self._forms.ends(folded, position)
            end = next((end for end in ends if not (_cuts(folded, position) or _cuts(folded, end))), None)
            term = None if end is None else self.get(folded[position:end])
            if end is None or term is None:
                position += 1
                continue
            found.append((Span(position, end), term.name))
            position = end
        return found

    def occurrences(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield ``[start, end)`` of every word (see ``words``) in ``text``, also of those inside or across others."""
        for start in range(len(text) - 1):
            for end in self._words_finder.ends(text, start):
                yield start, end

    @functools.cached_property
    def _words_finder(self) -> _Finder:
        return _Finder(self.words)


class _Finder:
    """Strings of at least two characters, found in a text by their first two."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._strings = frozenset(strings)
        lengths: dict[str, set[int]] = defaultdict(set)
        for string in self._strings:
            lengths[string[:2]].add(len(string))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def ends(self, text: str, start: int) -> list[int]:
        """Return where the strings that begin at ``start`` end, longest first."""
        lengths = self._lengths.get(text[start : start + 2])
        if lengths is None:
            return []
        room = len(text) - start
        return [start + n for n in lengths if n <= room and text[start : start + n] in self._strings]


def _cuts(text: str, position: int) -> bool:
    """Tell whether a Latin word or a number goes on across ``position``: 12348 does not stand in 123456."""
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    both = before + after
    return both.isascii() and (both.isalpha() or both.isdigit())


def _term(cells: list[str], path: Path, line: int) -> Term:
    name, synonyms, expansion, topic = cells
    if not name:
        raise invalid_row(path, line, "缺少“词”")
    if topic and topic not in list(Topic):
        raise invalid_row(path, line, f"没有“{topic}”这个类别。可用的类别：{'、'.join(Topic)}")
    term = Term(name, _others(name, _BETWEEN_SYNONYMS.split(synonyms)), expansion, Topic(topic or Topic.GENERAL))
    if fold(expansion) == fold(name):
        term = replace(term, expansion="")
    short = next((form for form in term.forms if len(form) < 2), None)
    if short is not None:
        raise invalid_row(path, line, f"“{short}”只有一个字，到处都会匹配；词和同义词至少两个字")
    return term


def _others(name: str, forms: Iterable[str]) -> tuple[str, ...]:
    """Return ``forms`` without blanks, repeats and the name itself."""
    distinct = {fold(name): name}
    for form in forms:
        if stripped := form.strip():
            distinct.setdefault(fold(stripped), stripped)
    return tuple(distinct.values())[1:]


def _merged(rows: Iterable[tuple[int, Term]], path: Path) -> list[Term]:
    """Join rows of the same name; they may add synonyms or an expansion, but not contradict each other."""
    merged: dict[str, tuple[int, Term]] = {}
    for line, term in rows:
        key = fold(term.name)
        first, known = merged.get(key, (line, term))
        if known.topic is not term.topic:
            raise invalid_row(
                path, line, f"“{term.name}”在第 {first} 行已有，类别是“{known.topic}”，这里是“{term.topic}”"
            )
        if known.expansion and term.expansion and known.expansion != term.expansion:
            raise invalid_row(path, line, f"“{term.name}”在第 {first} 行已有另一个全称“{known.expansion}”，请合并")
        synonyms = _others(known.name, (*known.synonyms, *term.synonyms))
        merged[key] = first, replace(known, synonyms=synonyms, expansion=known.expansion or term.expansion)
    return [term for _, term in merged.values()]
