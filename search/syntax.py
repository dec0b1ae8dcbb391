"""What a user can type besides words: "府院联动" -仲裁 地区:郯城县 年份:2021-2023.

Quotation marks ask for the exact words, a minus leaves out, a field's name with a colon filters. Whatever makes no
sense in this language is ordinary text, with a sentence that says so; nothing a user types is an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.model import Span
from corpus.text import BLANK, fold
from search.query import Filters
from search.syntax_pieces import FIELD, FIELD_NAMES, PieceKind, Token, find_pieces, plain, unmarked

_STRAY_MINUS = re.compile(r"(?<!\S)[-－]+(?=\S)")
# What needs no quotation marks when it is written back.
_SIMPLE = re.compile(r"[\w·.%/][\w·.%/-]*")


@dataclass(frozen=True)
class Piece:
    """A part of the query text that is more than words.

    :param span: in the text as typed; give it to :func:`without` to take the piece out.
    :param label: Chinese, e.g. “府院联动”, 不含“仲裁”, 地区:郯城县.
    """

    kind: PieceKind
    span: Span
    label: str


@dataclass(frozen=True)
class ParsedQuery:
    """A query text taken apart.

    :param text: the words to search by meaning; those of quoted phrases stay in their place.
    :param phrases: what a passage must hold word for word.
    :param excluded: what it must not hold.
    :param problems: Chinese sentences on what was not understood; they and ``pieces`` say how the text was typed, so
        two texts that ask the same are equal without them.
    """

    text: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    problems: tuple[str, ...] = field(default=(), compare=False)
    pieces: tuple[Piece, ...] = field(default=(), compare=False)


def parse(text: str, townships: Collection[str] = ()) -> ParsedQuery:
    """Take a query text apart; never raises.

    :param townships: names of townships that reports are about, which no place table holds.
    """
    problems: list[str] = []
    tokens = list(find_pieces(text, townships, problems))
    words, spans = _remaining(text, tokens)
    words = _without_syntax(words)
    values: dict[str, list[Any]] = {key: [] for key in FIELD_NAMES}
    for token in tokens:
        if token.kind is PieceKind.FILTER:
            values[token.field] += token.values
    return ParsedQuery(
        text=plain(words),
        phrases=_distinct(phrase for span in spans if (phrase := plain(span.of(words)))),
        excluded=_distinct(token.words for token in tokens if token.kind is PieceKind.EXCLUDED),
        filters=Filters(**{key: _distinct(found) for key, found in values.items()}),
        problems=_distinct(problems),
        pieces=tuple(Piece(token.kind, token.span, _label(token)) for token in tokens if token.words or token.values),
    )


def format(query: ParsedQuery) -> str:
    """Return a text that parses to ``query``."""
    parts, at = [""], 0
    missing = []
    for phrase in query.phrases:
        found = query.text.find(phrase, at)
        if found < 0:
            missing.append(_quoted(phrase))
            continue
        parts += [query.text[at:found], _quoted(phrase)]
        at = found + len(phrase)
    words = "".join([*parts, query.text[at:]])
    excluded = ["-" + (word if _is_simple(word) else _quoted(word)) for word in query.excluded]
    return " ".join(part for part in (words, *missing, *excluded, *_fields(query.filters)) if part)


def without(text: str, span: Span) -> str:
    """Return a query text without what stands in ``span``, e.g. a piece that the user takes off."""
    # A hyphen that followed the piece must not become a minus.
    return " ".join(f"{text[: span.start]} {text[span.end :].lstrip('-－')}".split())


def matches_exactly(phrases: Iterable[str], excluded: Iterable[str], text: str) -> bool:
    """Tell whether a text holds every phrase and nothing excluded, whatever its width, case, spaces and quote marks."""
    letters = comparable(text)
    unwanted = (word for word in map(comparable, excluded) if word)
    return all(comparable(phrase) in letters for phrase in phrases) and not any(word in letters for word in unwanted)


def comparable(text: str) -> str:
    """Return what of a text counts when exact words are looked for: no white space, width, case or quote marks."""
    return fold(unmarked(BLANK.sub("", text)))


def _remaining(text: str, tokens: Sequence[Token]) -> tuple[str, list[Span]]:
    """Return the text without exclusions, fields and quotation marks, and where in it the phrases stand."""
    words, phrases = "", []
    at = 0
    for token in tokens:
        words += unmarked(text[at : token.span.start])
        at = token.span.end
        if token.kind is PieceKind.PHRASE:
            inside = unmarked(token.span.of(text))
            phrases.append(Span(len(words), len(words) + len(inside)))
            words += inside
        else:
            words += f" {token.words} " if token.kind is PieceKind.FILTER else " "
    return words + unmarked(text[at:]), phrases


def _without_syntax(words: str) -> str:
    """Blank out what would be an operator in the remaining words, character by character.

    What was not understood is ordinary text, and pieces taken out may leave neighbours that together look like one.
    """
    while True:
        blanked = _STRAY_MINUS.sub(lambda match: " " * len(match[0]), words)
        blanked = FIELD.sub(lambda match: re.sub("[:：]", " ", match[0]), blanked)
        if blanked == words:
            return blanked
        words = blanked


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


# ---------------------------------------------------------------- writing


def _fields(filters: Filters) -> Iterator[str]:
    for key, names in FIELD_NAMES.items():
        values = _written(getattr(filters, key))
        if values:
            yield f"{names[0]}:" + "、".join(value if _is_simple(value) else _quoted(value) for value in values)


def _label(token: Token) -> str:
    if token.kind is PieceKind.PHRASE:
        return f"“{token.words}”"
    if token.kind is PieceKind.EXCLUDED:
        return f"不含“{token.words}”"
    return f"{FIELD_NAMES[token.field][0]}:" + "、".join(_written(token.values))


def _written(values: Sequence[Any]) -> list[str]:
    """Return the values as words, neighbouring years as ranges."""
    runs: list[list[Any]] = []
    for value in values:
        if runs and isinstance(value, int) and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]


def _quoted(words: str) -> str:
    return f'"{plain(words)}"'


def _is_simple(word: str) -> bool:
    return bool(_SIMPLE.fullmatch(word))
