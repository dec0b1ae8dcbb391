"""Canonical text: white space, width folding, sentences. Offsets never shift unless a function says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from corpus.model import Span

# Invisible characters carry no text: they are treated as white space.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069"
# All that XML 1.0 leaves out (section 2.2).
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BLANK = re.compile(rf"[\s{INVISIBLE}]+")
_PUNCTUATION = "，。；：、！？,;:!?“”‘’《》〈〉「」『』（）()【】〔〕…—"
_CJK = "\u3400-\u9fff\U00020000-\U0002fa1f"
# A space beside a punctuation mark in Chinese text is what is left of a line break or of full-width spacing.
_SPACE_BESIDE_PUNCTUATION = re.compile(
    rf"(?<=[{re.escape(_PUNCTUATION)}]) (?=[{_CJK}{re.escape(_PUNCTUATION)}])|(?<=[{_CJK}]) (?=[{re.escape(_PUNCTUATION)}])"
)

# One-to-one: full-width forms to ASCII, ideographic space to space, so offsets stay.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x3014: 0x5B, 0x3015: 0x5D}

TERMINALS = "。！？!?…"
_TERMINAL = re.compile(f"[{TERMINALS}]")
CLOSERS = "”’）)】』」》〉\"'"
_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "【": "】", "『": "』", "「": "」", "《": "》", "〈": "〉"}
_PAIRED = re.compile("[" + re.escape("".join((*_PAIRS, *_PAIRS.values()))) + "]")
# Where a sentence may be cut into clauses; not at 、, which parts words.
_CLAUSE_END = re.compile(r"[，；：,;:]")
# Characters. From 10 to 30 was tried: 20 gives most of the gain of 10 with two thirds of the vectors
# (docs/benchmarks.md).
SHORTEST_CLAUSE = 20
# A quotation longer than this is split inside: whole speeches stand between quotation marks in some reports.
LONGEST_UNSPLIT_QUOTE = 120


def tidy(line: str) -> str:
    """Return ``line`` as it stands in a canonical text: NFC, single spaces, none beside Chinese punctuation.

    Only white space and invisible characters change; every visible character stays, in order.
    Tabs separate table cells and stay.
    """
    cells = (_tidy_cell(cell) for cell in unicodedata.normalize("NFC", line).split("\t"))
    return "\t".join(cells).strip("\t")


def _tidy_cell(cell: str) -> str:
    return _SPACE_BESIDE_PUNCTUATION.sub("", BLANK.sub(" ", cell).strip())


def without_controls(text: str) -> str:
    """Return ``text`` without the control characters that no XML file can hold; tabs and line breaks stay."""
    return _CONTROLS.sub("", text)


def visible(text: str) -> str:
    """Return the visible characters of ``text`` in order, for comparing texts regardless of white space."""
    return BLANK.sub("", unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """Return ``text`` with full-width forms as half-width ones and upper case lowered; same length, same offsets."""
    folded = text.translate(_FOLD)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    # İ and a few others grow when lowered.
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def join_lines(first: str, second: str) -> str:
    """Join two lines of one paragraph: Latin words keep a space between them, Chinese does not."""
    if first and second and _is_latin(first[-1]) and _is_latin(second[0]):
        return f"{first} {second}"
    return first + second


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def sentence_spans(text: str, span: Span, breaks: Collection[int] = ()) -> list[Span]:
    """Split ``text[span]`` into sentences.

    A sentence ends at 。！？… with its closing marks, at a line break, and before each offset in ``breaks``
    (where a list item starts). Inside short quotations and brackets it does not end.

    :param breaks: offsets in ``text`` at which a new sentence must start.
    :return: spans in order, without surrounding white space; together they hold every visible character.
    """
    wanted = sorted(offset for offset in breaks if span.start < offset < span.end)
    spans: list[Span] = []
    start = span.start
    for stop in (*wanted, span.end):
        for piece_start, piece_end in _lines(text, start, stop):
            spans.extend(_split_line(text, piece_start, piece_end))
        start = stop
    return spans


def clause_spans(text: str, sentence: Span) -> list[Span]:
    """Cut a long sentence at its commas into clauses of at least ``SHORTEST_CLAUSE`` characters.

    Reports string a dozen measures together with commas, and a vector of all of them is near to none. What is left
    over at the end joins the clause before it.

    :return: spans in order that together are the sentence; none for one that stays whole.
    """
    cuts = [match.end() for match in _CLAUSE_END.finditer(text, sentence.start, sentence.end)]
    spans: list[Span] = []
    start = sentence.start
    for cut in cuts:
        if min(cut - start, sentence.end - cut) >= SHORTEST_CLAUSE:
            spans.append(Span(start, cut))
            start = cut
    return [*spans, Span(start, sentence.end)] if spans else []


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        lines.append((start, stop))
        start = stop + 1
    return lines


def _split_line(text: str, start: int, end: int) -> list[Span]:
    shelter = _sheltered(text, start, end)
    spans: list[Span] = []
    begin = position = start
    while (terminal := _TERMINAL.search(text, position, end)) is not None:
        position = terminal.end()
        if shelter[position - 1 - start]:
            continue
        while position < end and (text[position] in TERMINALS or _closes(text, begin, position)):
            position += 1
        _append_trimmed(spans, text, begin, position)
        begin = position
    _append_trimmed(spans, text, begin, end)
    return spans


def _closes(text: str, begin: int, position: int) -> bool:
    """Tell whether the mark at ``position`` closes something opened in this sentence, or can only close."""
    mark = text[position]
    if mark in "\"'":
        return text.count(mark, begin, position) % 2 == 1
    return mark in CLOSERS


def _sheltered(text: str, start: int, end: int) -> bytearray:
    """Mark the positions inside a quotation or bracket that closes soon enough; the closing mark's own place is free.

    A terminal directly before the closing mark is free too, so 说：“……。” ends with its quotation.
    """
    shelter = bytearray(end - start)
    open_marks: list[tuple[str, int]] = []
    for match in _PAIRED.finditer(text, start, end):
        character, position = match[0], match.start()
        if character in _PAIRS:
            open_marks.append((_PAIRS[character], position))
            continue
        while open_marks and position - open_marks[0][1] > LONGEST_UNSPLIT_QUOTE:
            del open_marks[0]
        depth = next((i for i in range(len(open_marks) - 1, -1, -1) if open_marks[i][0] == character), None)
        if depth is None:
            continue
        opened = open_marks[depth][1]
        del open_marks[depth:]
        shelter[opened - start : position - start] = b"\1" * (position - opened)
        if not open_marks and character in "”’』」" and text[position - 1] in TERMINALS:
            shelter[position - 1 - start] = 0
    return shelter


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))


_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(numeral: str) -> int | None:
    """Return the value of a Chinese numeral below 10,000 (十二 → 12, 二〇二四 → 2024), or ``None``."""
    if not numeral or any(c not in _DIGITS and c not in _UNITS for c in numeral):
        return None
    if all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, None
    for character in numeral:
        if character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        else:
            digit = _DIGITS[character]
    return total + (digit or 0)
