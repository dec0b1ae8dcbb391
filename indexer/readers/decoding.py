"""Bytes to text: which encoding a Chinese text file is in, and reading it without losing the file to one bad byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from corpus.errors import UnsupportedFormat

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
#: Names pages declare; GB2312 and GBK are subsets of GB18030, and pages that say GB2312 hold GBK characters.
_DECLARED = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb18030", "gb_2312-80", "cp936", "euc-cn", "hz-gb-2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("utf-16", "utf-16le", "unicode"), "utf-16-le"),
    "utf-16be": "utf-16-be",
}
#: Characters looked at when an encoding is judged; more does not change the verdict.
_SAMPLE = 20_000
#: UTF-8's structure is strong evidence: text of another encoding breaks it at nearly every character.
_BAD_UTF8 = 0.2
_BAD_GB = 0.1
#: Share of common characters: real Chinese text is above .85, text in the wrong encoding below .5.
_PLAUSIBLE = 0.6
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Decoded:
    """Text and how it was got.

    :param bad: how many characters could not be decoded; they stand as U+FFFD.
    """

    text: str
    encoding: str
    bad: int = 0
    warnings: tuple[str, ...] = ()


def decode(name: str, data: bytes, declared: str | None = None) -> Decoded:
    """Decode a text file: byte order mark, UTF-16 by its pattern, UTF-8, then GB18030 or Big5 by plausibility.

    :param declared: the encoding the file names (a page's meta charset); used only where the bytes allow it.
    :raises UnsupportedFormat: when the bytes are not text.
    """
    for bom, codec, label in _BOMS:
        if data.startswith(bom):
            return _checked(name, _tolerant(data[0 if codec == "utf-8-sig" else len(bom) :], codec, label))
    if b"\x00" in data and (wide := _utf16(data)):
        return _checked(name, wide)
    return _checked(name, _eight_bit(name, data, _DECLARED.get((declared or "").strip().lower())))


def _eight_bit(name: str, data: bytes, declared: str | None) -> Decoded:
    utf8 = _tolerant(data, "utf-8", "utf-8")
    others = sum(not char.isascii() for char in utf8.text)
    if utf8.bad == 0:
        return _short_gbk(data, declared) or utf8
    if utf8.bad <= max(1, others * _BAD_UTF8) and others > utf8.bad:
        return utf8
    gb, big5 = _tolerant(data, "gb18030", "gb18030"), _tolerant(data, "big5hkscs", "big5")
    gb_good, big5_good = _plausible(gb, _common_gb()), _plausible(big5, _common_big5())
    # Big5 bytes are nearly always valid GB18030 too: only the characters tell.
    if (declared != "gb18030" or gb_good < _PLAUSIBLE) and big5_good >= max(_PLAUSIBLE, gb_good + 0.2):
        return Decoded(big5.text, "big5", big5.bad, ("文件是 Big5（繁体）编码，已按 Big5 读出",))
    if gb_good < _PLAUSIBLE and len(data) > 8 and (wide := _utf16(data)):
        return wide
    if gb.bad <= max(1, _foreign(gb.text) * _BAD_GB) and gb_good > 0:
        doubts = ("文字编码可能判断有误，请核对内容",) if gb_good < _PLAUSIBLE / 2 else ()
        return Decoded(gb.text, "gb18030", gb.bad, doubts)
    if _looks_western(data):
        text = data.decode("cp1252", errors="replace")
        doubt = "编码不明，按西文（Windows-1252）读出，请核对内容"
        return Decoded(text, "windows-1252", text.count("\ufffd"), (doubt,))
    raise UnsupportedFormat(name, "不是文本，或认不出文字编码", "请用记事本打开并以 UTF-8 编码另存")


def _checked(name: str, decoded: Decoded) -> Decoded:
    """Refuse binary data that happened to decode, and say what could not be decoded."""
    text = decoded.text
    sample = text[:_SAMPLE].rstrip("\x00")  # a file cut off by a crash ends in NULs
    if len(_CONTROL.findall(sample)) > max(4, 0.1 * len(sample)):
        raise UnsupportedFormat(name, "是二进制文件，不是文本", "请提供 txt、html、docx 或 pdf 文件")
    if decoded.bad > 0.3 * len(text.strip()) and decoded.bad > 1:
        raise UnsupportedFormat(name, "不是文本，或认不出文字编码", "请用记事本打开并以 UTF-8 编码另存")
    if not decoded.bad:
        return decoded
    note = f"有 {decoded.bad} 处字节无法按 {decoded.encoding} 解码，以“\ufffd”代替"
    return Decoded(text, decoded.encoding, decoded.bad, (*decoded.warnings, note))


def _tolerant(data: bytes, codec: str, label: str) -> Decoded:
    text = data.decode(codec, errors="replace")
    bad = text.count("\ufffd")
    if bad and label == "utf-8":
        bad -= data.count(b"\xef\xbf\xbd")  # the file itself holds the replacement character
    return Decoded(text, label, bad)


def _short_gbk(data: bytes, declared: str | None) -> Decoded | None:
    """Catch the few short GBK texts that are valid UTF-8 by accident (联通)."""
    if len(data) > 16 or data.isascii() or re.search(rb"[A-Za-z]", data):
        return None
    try:
        gb = Decoded(data.decode("gb18030"), "gb18030")
    except UnicodeDecodeError:
        return None
    utf8 = Decoded(data.decode("utf-8"), "utf-8")
    better = _plausible(gb, _common_gb()) > 0.9 and _plausible(utf8, _common_gb()) < 0.5
    return gb if better or (declared == "gb18030" and _plausible(utf8, _common_gb()) < 0.5) else None


def _utf16(data: bytes) -> Decoded | None:
    """Try UTF-16 without a byte order mark; only a plausible reading counts."""
    best: tuple[float, Decoded] | None = None
    for codec in ("utf-16-le", "utf-16-be"):
        decoded = _tolerant(data, codec, codec)
        sample = decoded.text[:_SAMPLE]
        expected = _common_gb() | {*map(chr, range(0x20, 0x7F)), *"\t\r\n"}
        good = sum(char in expected for char in sample) / max(1, len(sample))
        if good >= 0.7 and decoded.bad <= 1 + 0.02 * len(decoded.text) and (best is None or good > best[0]):
            best = good, decoded
    return best[1] if best else None


def _foreign(text: str) -> int:
    return sum(not char.isascii() for char in text)


def _plausible(decoded: Decoded, common: frozenset[str]) -> float:
    """Share (0..1) of the non-ASCII characters that are common ones."""
    foreign = [char for char in decoded.text[:_SAMPLE] if not char.isascii()]
    return sum(char in common for char in foreign) / len(foreign) if foreign else 0.0


def _looks_western(data: bytes) -> bool:
    """Accented letters stand alone between ASCII letters; Chinese bytes come in pairs."""
    high = re.findall(rb"[\x80-\xff]+", data)
    letters = len(re.findall(rb"[A-Za-z]", data))
    return bool(high) and max(map(len, high)) <= 2 and letters > 3 * sum(map(len, high))


@cache
def _common_gb() -> frozenset[str]:
    """Return the 3,755 characters of GB/T 2312 level 1, and CJK punctuation."""
    return frozenset((*_rows(range(0xB0, 0xD8), range(0xA1, 0xFF), "gb2312"), *_PUNCTUATION))


@cache
def _common_big5() -> frozenset[str]:
    """Return the 5,401 characters of Big5 level 1, and CJK punctuation."""
    tails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    return frozenset((*_rows(range(0xA4, 0xC7), tails, "big5"), *_PUNCTUATION))


def _rows(heads: Iterable[int], tails: Iterable[int], codec: str) -> str:
    tails = tuple(tails)
    return "".join(bytes((head, tail)).decode(codec, errors="ignore") for head in heads for tail in tails)


_PUNCTUATION = tuple("“”‘’—…·、。，；：？！（）《》〈〉【】〔〕「」『』％　") + tuple(map(chr, range(0xFF10, 0xFF1A)))
