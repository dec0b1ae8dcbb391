"""Finds the pieces of a query text that are more than words: quotations, exclusions, fields with their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.model import Kind, Level, Span
from search.field_values import read_kind, read_level, read_places
from search.years import read_years

# The names of a filter; the first is what `format` writes.
FIELD_NAMES = {
    "places": ("地区",),
    "years": ("年份", "年度", "报告年度"),
    "levels": ("层级",),
    "kinds": ("文种",),
    "publishers": ("机构", "发布机构"),
}
_FIELD_OF = {name: key for key, names in FIELD_NAMES.items() for name in names}
_NAMES = "|".join(sorted(_FIELD_OF, key=len, reverse=True))
_COLON = re.compile(rf"({_NAMES})\s*[:：]\s*")
# A field's name is a whole word: 本地区: is none.
FIELD = re.compile(rf"(?<![^\s，,。；;、（(！!？?]){_COLON.pattern}")
_MINUS = re.compile(r"(?<!\S)[-－](?![-－\s])")

# An opening mark → the marks that close it, the right one first: input methods give the wrong one often enough.
_TYPEWRITER = '"＂“”„‟'
_CLOSING = {mark: mark + _TYPEWRITER for mark in '"＂„‟”'} | {"“": "”" + _TYPEWRITER, "「": "」", "『": "』"}
_MARKS = frozenset("".join(_CLOSING) + "」』")
_MARKS_CLASS = re.escape("".join(sorted(_MARKS)))
_WORD = re.compile(rf"[^\s，,。；;、？?！!{_MARKS_CLASS}]+")
_VALUE = re.compile(rf"(?![-－])[^\s、，,|｜；;。？?！!{_MARKS_CLASS}]+")
_SEPARATOR = re.compile(r"\s?[、，,|｜]\s?")

UNBALANCED = "引号没有成对，已当作普通文字"
_HINTS = {
    "places": "地区表里没有“{}”，已当作普通文字",
    "years": "年份“{}”没有看懂，已当作普通文字：请写成 年份:2023 或 年份:2021-2023",
    "levels": "层级“{}”没有看懂，已当作普通文字：可以写 国家、省、市、县、乡镇",
    "kinds": f"文种“{{}}”没有看懂，已当作普通文字：可以写 {'、'.join(Kind)}",
}


class PieceKind(StrEnum):
    """What a piece of the query asks for."""

    PHRASE = "phrase"
    EXCLUDED = "excluded"
    FILTER = "filter"


@dataclass(frozen=True)
class Token:
    """A piece with what it means.

    :param words: of a phrase or an exclusion; the values of a field that make no sense.
    :param values: of a field, as ``Filters`` takes them.
    """

    kind: PieceKind
    span: Span
    words: str
    field: str = ""
    values: tuple[Any, ...] = ()


def find_pieces(text: str, townships: Collection[str], problems: list[str]) -> Iterator[Token]:
    """Yield the pieces of a query text in order; what was not understood is told in ``problems``, in Chinese.

    :param townships: names of places that no place table holds.
    """
    # Where each mark is last closed, so that a text of opening marks alone takes no quadratic time.
    last = {mark: max(map(text.rfind, closing)) for mark, closing in _CLOSING.items()}
    at = 0
    while at < len(text):
        token = _token(text, at, last, townships, problems)
        if token:
            yield token
            at = token.span.end
        else:
            if text[at] in _MARKS:
                problems.append(UNBALANCED)
            at += 1


def _token(text: str, at: int, last: dict[str, int], townships: Collection[str], problems: list[str]) -> Token | None:
    phrase = _quotation(text, at, last)
    if phrase:
        return Token(PieceKind.PHRASE, phrase, plain(phrase.of(text)))
    if _MINUS.match(text, at):
        if _COLON.match(text, at + 1):
            problems.append("筛选条件前的减号没有看懂，已当作普通文字：目前只能排除词语")
            return None
        word = _quotation(text, at + 1, last) or _span(_WORD.match(text, at + 1))
        excluded = plain(word.of(text)) if word else ""
        return Token(PieceKind.EXCLUDED, Span(at, word.end), excluded) if word and excluded else None
    name = FIELD.match(text, at)
    return _field(text, name, last, townships, problems) if name else None


def _field(
    text: str, name: re.Match[str], last: dict[str, int], townships: Collection[str], problems: list[str]
) -> Token | None:
    key, end = _FIELD_OF[name[1]], name.end()
    values: list[Any] = []
    unknown: list[str] = []
    separator: re.Match[str] | None = None
    while True:
        start = separator.end() if separator else end
        value = None if FIELD.match(text, start) else _value(text, start, last)
        written = plain(value.of(text)) if value else ""
        read = _read(key, written, townships)
        if not value or (separator and "，" in separator[0] and (key == "publishers" or not read)):
            break  # the separator is a comma of the sentence
        values += read
        end = value.end
        if written and not read:
            unknown.append(written)
            problems.append(_HINTS[key].format(written))
        separator = _SEPARATOR.match(text, end)
        if not separator:
            break
    if not values and not unknown:
        problems.append(f"“{name[1]}:”后面没有内容，已当作普通文字")
    return Token(PieceKind.FILTER, Span(name.start(), end), " ".join(unknown), key, tuple(values)) if values else None


def _value(text: str, at: int, last: dict[str, int]) -> Span | None:
    return _quotation(text, at, last) or _span(_VALUE.match(text, at))


def _read(key: str, value: str, townships: Collection[str]) -> tuple[Any, ...]:
    """Return what a field's value means, ``()`` if nothing."""
    if key == "places":
        return read_places(value, townships) or ()
    if key == "years":
        return read_years(value) or ()
    if key == "publishers":
        return (value,) if value else ()
    member: Level | Kind | None = read_level(value) if key == "levels" else read_kind(value)
    return (member,) if member else ()


def _quotation(text: str, at: int, last: dict[str, int]) -> Span | None:
    """Return the span of a quotation that opens at ``at`` and closes, with its marks."""
    closing = _CLOSING.get(text[at]) if at < len(text) else None
    if not closing or last[text[at]] <= at:
        return None
    right = text.find(closing[0], at + 1)
    if right < 0:
        right = min(found for mark in closing[1:] if (found := text.find(mark, at + 1)) >= 0)
    return Span(at, right + 1)


def _span(match: re.Match[str] | None) -> Span | None:
    return Span(*match.span()) if match else None


def plain(text: str) -> str:
    """Return ``text`` without quotation marks, with single spaces."""
    return " ".join(unmarked(text).split())


def unmarked(text: str) -> str:
    """Return ``text`` without quotation marks."""
    return "".join(character for character in text if character not in _MARKS)
