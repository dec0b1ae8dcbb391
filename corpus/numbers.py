"""Numbers in Chinese official prose: how they are written, and what they are worth.

The patterns are for folded text (:func:`corpus.text.fold`), in which full-width digits and signs are half-width.
"""

from __future__ import annotations

from decimal import Decimal

from corpus.text import chinese_number

# 1,203 and 1,203,000, but not 1,2: a comma between two numbers of a list is no separator.
ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
SCALE = r"(?:[百千]?万亿?|[十百千]?亿|[十百千])"
HAN_DIGIT = "[一二三四五六七八九两]"
# 十二, 三百六十五, 一万二千; but not 十四五, 二〇三五 or a lone 三 or 十.
HAN_QUANTITY = rf"(?:十{HAN_DIGIT}|(?:{HAN_DIGIT}[十百千万亿]+零?)+{HAN_DIGIT}?)"

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def arabic_value(digits: str, scale: str = "") -> float:
    """Return what ``digits`` (with or without thousands separators) times a scale word is worth: 1.5, 万 → 15000."""
    value = Decimal(digits.replace(",", "").replace("，", ""))
    for word in scale:
        value *= _SCALES[word]
    return float(value)


def han_value(numeral: str) -> int | None:
    """Return the value of a Chinese numeral with 万 and 亿 (一万二千 → 12000), ``None`` if it is none."""
    for word in ("亿", "万"):
        if word in numeral:
            before, _, after = numeral.rpartition(word)
            high = han_value(before) if before else 1
            low = han_value(after.removeprefix("零")) if after else 0
            return None if high is None or low is None else high * _SCALES[word] + low
    return chinese_number(numeral)
