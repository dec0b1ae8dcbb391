"""Lists to pick places and years from, as several pages have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from streamlit.delta_generator import DeltaGenerator

from search.nicknames import path_of
from search.shelf import Shelf


def place_names(shelf: Shelf) -> dict[str, str]:
    """Return the places to pick: name in the address → label."""
    return {path_of(place): " › ".join(place.chain) for place in shelf.places()}


def place_picker(
    column: DeltaGenerator,
    names: Mapping[str, str],
    given: Sequence[str],
    *,
    key: str,
    on_change: Callable[[], None],
    label: str = "地区（包含下级）",
    placeholder: str = "全部地区，可以输入地名查找",
    **options: Any,
) -> None:
    """Draw a list to pick places from.

    :param names: name in the address → label; ``given`` those that the address has, which the reports may lack.
    :param options: of ``st.multiselect``.
    """
    column.multiselect(
        label,
        with_given(names, given),
        key=key,
        format_func=lambda path: names.get(path, path),
        placeholder=placeholder,
        wrap=True,
        on_change=on_change,
        **options,
    )


def year_picker(
    column: DeltaGenerator,
    years: Sequence[int],
    given: Sequence[int],
    *,
    key: str,
    on_change: Callable[[], None],
    **options: Any,
) -> None:
    """Draw a list to pick years from.

    :param given: those that the address has; ``options`` of ``st.multiselect``.
    """
    column.multiselect(
        "年度",
        with_given(years, given),
        key=key,
        format_func=lambda year: f"{year}年",
        placeholder="全部年度",
        wrap=True,
        on_change=on_change,
        **options,
    )


def with_given(
    options: Sequence[str] | Sequence[int] | Mapping[str, str], chosen: Sequence[str] | Sequence[int]
) -> list:  # type: ignore[type-arg]
    """Return options and what is chosen: an address can hold anything, and it must be there to be taken off."""
    return list(dict.fromkeys([*options, *chosen]))
