"""Files to take away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(label: str, made: Callable[[], bytes], name: str, mime: str) -> None:
    """Show a button that makes a file when it is asked for, and saves it."""
    st.download_button(label, data=made, file_name=name, mime=mime, on_click="ignore", icon=":material/download:")
