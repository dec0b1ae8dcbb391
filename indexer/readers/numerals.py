"""Numbers as word processors and browsers write them before list items."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, style: str) -> str:
    """Write ``number`` in a numbering style of Office Open XML (ECMA-376 part 1, 17.18.59 ST_NumberFormat).

    :param number: 0 or more; what a style cannot write (a letter for 0, ㉑ past 50) is written in digits.
    :param style: the ``w:numFmt`` value; an unknown one is written in digits, ``none`` and ``bullet`` as nothing.
    """
    if style in ("none", "bullet"):
        return ""
    write = _STYLES.get(style)
    return (write(number) if write and number >= 0 else None) or str(number)


def chinese(number: int) -> str:
    """Write 0..99,999,999 in words: 105 → 一百零五, 12 → 十二."""
    text = _counting(number)
    return text[1:] if text.startswith("一十") else text


def _counting(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    if number >= 100_000_000:
        return str(number)
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        zero = digits[0] if low < 1000 else ""
        return _counting(high, digits, units) + "万" + (zero + _counting(low, digits, units) if low else "")
    if number == 0:
        return digits[0]
    text = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return text


def _digitwise(number: int, zero: str = "〇") -> str:
    return "".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


def _counting_then_digits(number: int) -> str:
    """Word's chineseCounting: words up to 99, digit by digit from 100."""
    return chinese(number) if 0 < number < 100 else _digitwise(number)


def _from(characters: str) -> Callable[[int], str | None]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else None


def _range(start: int, count: int) -> str:
    return "".join(chr(start + index) for index in range(count))


def _letters(number: int) -> str | None:
    """Write a … z, then aa, bb: Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else None


def _roman(number: int) -> str | None:
    if not 0 < number < 4000:
        return None
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _upper(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda number: (write(number) or "").upper() or None


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _stem_branch(number: int) -> str | None:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 0 < number <= 60 else None


_CIRCLED = _range(0x2460, 20) + _range(0x3251, 15) + _range(0x32B1, 15)
_STYLES: dict[str, Callable[[int], str | None]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _upper(_letters),
    "lowerLetter": _letters,
    "upperRoman": _upper(_roman),
    "lowerRoman": _roman,
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "numberInDash": lambda number: f"- {number} -",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _from(_CIRCLED),
    "decimalEnclosedCircleChinese": _from(_CIRCLED),
    "decimalEnclosedParen": _from(_range(0x2474, 20)),
    "decimalEnclosedFullstop": _from(_range(0x2488, 20)),
    "ideographEnclosedCircle": _from(_range(0x3280, 10)),
    "chineseCounting": _counting_then_digits,
    "taiwaneseCounting": _counting_then_digits,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": lambda number: chinese(number).replace("零", ""),
    "ideographDigital": _digitwise,
    "taiwaneseDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "chineseLegalSimplified": lambda number: _counting(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": lambda number: _counting(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _stem_branch,
}
