"""Manual corrections as they stand in ``overrides.toml``: they win over what was recognised and survive every rebuild.

[[report]]
source = "827acfae5bb3"      # the source's sha256, or at least its first 8 digits
ordinal = 1                  # which report of the source; 1 may be left out
place = "内蒙古/通辽/科左后旗"   # a name the place table knows, or an adcode; "" for none
year = 2024
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from corpus.errors import OverridesInvalid
from corpus.gazetteer import Gazetteer
from corpus.model import Evidence, Fact, Kind, Level, Metadata, Place

# Rules of evidence: that a value was corrected, and what the program itself had made of it.
CORRECTED, RECOGNISED = "人工更正", "程序识别为"
_SHORTEST_HASH = 8
FIELDS = tuple(field.name for field in fields(Metadata))
_DATE = re.compile(r"(\d{4})[-年/.](\d{1,2})(?:[-月/.](\d{1,2})日?|月?)")


@dataclass(frozen=True)
class Override:
    """The corrections of one report.

    :param source: beginning of the source's sha256.
    :param values: field name → corrected value, ``None`` for "unknown".
    """

    source: str
    ordinal: int
    values: dict[str, Any]

    def matches(self, sha256: str, ordinal: int) -> bool:
        """Tell whether this corrects a report of a source."""
        return sha256.startswith(self.source) and ordinal == self.ordinal


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read the corrections; a missing file holds none.

    :raises OverridesInvalid: the file is not TOML, or a value is impossible; the message names the entry.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise OverridesInvalid(f"更正文件“{path}”读不出来：{error}") from error
    return parse_overrides(text, path)


def parse_overrides(text: str, path: Path) -> tuple[Override, ...]:
    """Read the corrections from the text of the file at ``path``.

    :raises OverridesInvalid: as :func:`read_overrides`.
    """
    try:
        raw = tomllib.loads(text)
    except ValueError as error:
        raise OverridesInvalid(f"更正文件“{path}”读不出来：{error}") from error
    entries = raw.get("report", [])
    if not isinstance(entries, list) or set(raw) - {"report"}:
        raise OverridesInvalid(f"更正文件“{path}”里只能有 [[report]] 条目")
    return tuple(_override(entry, number, path) for number, entry in enumerate(entries, 1))


def _override(entry: dict[str, Any], number: int, path: Path) -> Override:
    def wrong(reason: str) -> OverridesInvalid:
        return OverridesInvalid(f"更正文件“{path}”第 {number} 条：{reason}")

    source, ordinal = str(entry.get("source", "")).lower(), entry.get("ordinal", 1)
    if len(source) < _SHORTEST_HASH or any(c not in "0123456789abcdef" for c in source):
        raise wrong(f"source 要写文件 sha256 的前 {_SHORTEST_HASH} 位或更多")
    if not isinstance(ordinal, int) or ordinal < 1:
        raise wrong("ordinal 要写从 1 开始的整数")
    unknown = set(entry) - {"source", "ordinal", *FIELDS}
    if unknown:
        raise wrong(f"不认识的字段 {'、'.join(sorted(unknown))}；可用的有 {'、'.join(FIELDS)}")
    return Override(source, ordinal, _values(entry, wrong))


def corrected(metadata: Metadata, entry: Mapping[str, Any]) -> Metadata:
    """Return metadata with the values of an entry; what was recognised stays as evidence.

    :raises OverridesInvalid: a value is impossible.
    """
    return with_values(metadata, _values(entry, OverridesInvalid))


def with_values(metadata: Metadata, values: Mapping[str, Any]) -> Metadata:
    """Return metadata with corrected values, as :class:`Override` holds them."""
    return replace(metadata, **{name: _fact(value, getattr(metadata, name)) for name, value in values.items()})


def _fact(value: Any, recognised: Fact[Any]) -> Fact[Any]:
    before = Evidence(RECOGNISED, _shown(recognised.value))
    return Fact(value, 1.0, (Evidence(CORRECTED, _shown(value)), before, *recognised.evidence))


def _shown(value: Any) -> str:
    if isinstance(value, Place):
        return " › ".join(value.chain)
    return "" if value is None else str(value)


def _values(entry: Mapping[str, Any], wrong: Callable[[str], OverridesInvalid]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in FIELDS:
        if name in entry:
            try:
                values[name] = corrected_value(name, entry[name])
            except ValueError as error:
                raise wrong(f"{name} = {entry[name]!r}：{error}") from error
    if isinstance(values.get("place"), Place):
        values.setdefault("level", values["place"].level)
    elif "place" in values:
        values.setdefault("level", None)
    return values


def corrected_value(name: str, value: Any) -> Any:
    """Return the value that an entry of the file means, ``None`` for "unknown".

    :raises ValueError: it is impossible; with the reason in Chinese.
    """
    if value == "":
        return None
    if name == "year":
        if not isinstance(value, int) or not 1949 <= value <= 2100:
            raise ValueError("年度要写四位数的年份")
        return value
    if not isinstance(value, str):
        raise ValueError("要写成带引号的文字")
    if name == "place":
        return _place(value)
    if name == "kind":
        return _one_of(Kind, value)
    if name == "level":
        return _one_of(Level, value)
    if name == "published":
        date = _iso_date(value)
        if date is None:
            raise ValueError("日期要写成 2025-01-09")
        return date
    return value


def _one_of(kinds: type[Kind] | type[Level], value: str) -> Kind | Level:
    try:
        return kinds(value)
    except ValueError:
        raise ValueError(f"只能是 {'、'.join(kinds)} 之一") from None


def _place(name: str) -> Place:
    gazetteer = Gazetteer.load()
    by_code = gazetteer.get(name)
    found = (by_code,) if by_code else gazetteer.lookup(name.replace("/", ""))
    if not found:
        raise ValueError("地区表里没有这个地区")
    if len(found) > 1:
        raise ValueError("有几个同名的地区，请写全：" + "；".join("".join(place.chain) for place in found))
    return found[0]


def _iso_date(text: str) -> str | None:
    """Return a date as ``YYYY-MM-DD``, or ``YYYY-MM`` where no day is given; ``None`` if it is none."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        valid = datetime.date(year or 0, month or 0, day or 1).isoformat()
    except ValueError:
        return None
    return valid if day else valid[:7]
