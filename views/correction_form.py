"""The form that corrects what is known of a report: the program's own value and its evidence beside every field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from corpus.errors import CanyueError
from corpus.gazetteer import Gazetteer
from corpus.model import Fact, Kind, Level, Metadata, Place
from corpus.overrides import RECOGNISED, corrected_value
from search.nicknames import path_of
from views.markup import escape, tag

FIELDS = {
    "title": "题名",
    "place": "地区",
    "year": "报告年度",
    "level": "层级",
    "kind": "文种",
    "publisher": "发布机构",
}
Values = Mapping[str, str | int | None]
_LONGEST = 200


class CorrectionInvalid(CanyueError):
    """A value that cannot be: a place nobody knows, a year that is none."""


def correction_form(key: str, metadata: Metadata) -> Values | None:
    """Draw the form; return what was changed when it is saved, ``None`` otherwise.

    :param key: changes when the metadata do, so that old input is not laid over new values.
    :return: field → value as ``overrides.toml`` writes it, ``None`` where a former correction is to go.
    """
    with st.form(key, border=False, enter_to_submit=False), st.container(key="correction-form"):
        shown = _shown(metadata)
        levels, kinds = ({one.value: one.value for one in kind} for kind in (Level, Kind))
        given = {"title": _text("title", key, metadata.title, shown)}
        left, right = st.columns([2, 1])
        with left:
            given["place"] = _choice("place", key, metadata.place, shown, _places(metadata))
            given["publisher"] = _text("publisher", key, metadata.publisher, shown)
        with right:
            given["year"] = _text("year", key, metadata.year, shown)
            given["level"] = _choice("level", key, metadata.level, shown, levels)
            given["kind"] = _choice("kind", key, metadata.kind, shown, kinds)
        wrong = st.empty()
        saved = st.form_submit_button("保存", type="primary", icon=":material/save:")
    if not saved:
        return None
    try:
        return changes(shown, given)
    except CorrectionInvalid as error:
        wrong.html(tag("section", tag("h2", "没有保存") + tag("p", escape(error)), "fz-notice", role="alert"))
        return None


def changes(shown: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str | int | None]:
    """Return what was changed, checked.

    :raises CorrectionInvalid: a value cannot be; the message names the field.
    """
    changed: dict[str, str | int | None] = {}
    for name, value in given.items():
        text = " ".join(value.split())
        if text == shown[name]:
            continue
        if name == "year" and text and not text.isdecimal():
            raise CorrectionInvalid("报告年度：请写四位数的年份，如 2024；不知道就留空")
        entry: str | int = int(text) if name == "year" and text else text
        try:
            meant = corrected_value(name, entry)
        except ValueError as error:
            raise CorrectionInvalid(f"{FIELDS[name]}“{text}”：{error}") from error
        if isinstance(meant, Place):
            entry = path_of(meant)
            if entry == shown[name]:
                continue
        changed[name] = entry
    if "place" in changed and "level" not in changed:
        # The level follows the place, whatever a former correction said.
        changed["level"] = None
    return changed


def _shown(metadata: Metadata) -> dict[str, str]:
    place = metadata.place.value
    facts: dict[str, Any] = {name: getattr(metadata, name).value for name in FIELDS}
    texts = {name: "" if value is None else " ".join(str(value).split()) for name, value in facts.items()}
    return texts | {"place": path_of(place) if place else ""}


def _places(metadata: Metadata) -> dict[str, str]:
    options = _all_places()
    place = metadata.place.value
    return options if place is None else options | {path_of(place): " › ".join(place.chain)}


@st.cache_data(max_entries=1, show_spinner=False)
def _all_places() -> dict[str, str]:
    places = Gazetteer.load()
    found: dict[str, str] = {}
    waiting = list(reversed(places.provinces()))
    while waiting:
        place = waiting.pop()
        found[path_of(place)] = " › ".join(place.chain)
        waiting += reversed(places.children(place))
    return found


def _text(name: str, key: str, fact: Fact[Any], shown: Mapping[str, str]) -> str:
    given = st.text_input(
        FIELDS[name],
        value=shown[name],
        key=f"{key}-{name}",
        max_chars=_LONGEST if name != "year" else 4,
        placeholder="不知道就留空",
        autocomplete="off",
    )
    st.html(_recognised(fact))
    return given or ""


def _choice(name: str, key: str, fact: Fact[Any], shown: Mapping[str, str], options: Mapping[str, str]) -> str:
    values = list(options)
    given = st.selectbox(
        FIELDS[name],
        values,
        index=values.index(shown[name]) if shown[name] in options else None,
        key=f"{key}-{name}",
        format_func=lambda value: options.get(value, value),
        placeholder="输入地名查找，可以写简称，如 科左后旗" if name == "place" else "不知道就留空",
        filter_mode="contains",
        accept_new_options=name == "place",
    )
    st.html(_recognised(fact))
    return given or ""


def _recognised(fact: Fact[Any]) -> str:
    """Return what the program made of the field by itself, and why."""
    evidence = list(fact.evidence)
    before = next((item for item in evidence if item.rule == RECOGNISED), None)
    if before is not None:
        found = before.quote or "没有认出"
        reasons = evidence[evidence.index(before) + 1 :]
        said = f"已人工更正；程序识别：{found}"
    else:
        reasons = evidence
        said = "程序识别" + (
            f"，可信度 {fact.confidence:.0%}" if fact.value is not None else "：没有可靠的依据，所以没有填"
        )
    if fact.candidates:
        said += f"。可能是：{'、'.join(fact.candidates)}"
    quotes = list(dict.fromkeys(f"{item.rule}“{item.quote}”" if item.quote else item.rule for item in reasons))
    if quotes:
        said += f"。依据：{'；'.join(quotes[:2])}"
    return tag("p", escape(said), "fz-muted fz-small")
