"""What every page stands in: looks, the engine, and a Chinese sentence for whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from corpus.errors import CanyueError, IndexMissing
from search import Engine
from views import keep, library, setup
from views.markup import escape, tag

PRODUCT = "法治参阅"
SEARCH_PAGE, FIGURES_PAGE, REPORT_PAGE = "views/search.py", "views/figures.py", "views/report.py"
PRACTICES_PAGE, COMPARE_PAGE, ASK_PAGE = "views/practices.py", "views/compare.py", "views/ask.py"
BROWSE_PAGE = "views/browse.py"
LIBRARY_PAGE = "views/holdings.py"
PHRASES_PAGE = "views/phrases.py"
BASKET_PAGE = "views/basket.py"
_STYLES = (
    "style.css",
    "results.css",
    "figures.css",
    "ask.css",
    "phrases.css",
    "basket.css",
    "holdings.css",
    "browse.css",
    "tour.css",
)
_HERE = Path(__file__).parent
_log = logging.getLogger(__name__)


def show(page: Callable[[Engine], None], without_index: Callable[[], None] | None = None) -> None:
    """Show a page with the engine, or say why there is none; nothing a page raises reaches the user as it is.

    :param without_index: what the page shows where there is no index yet; by default the first one is built.
    """
    st.set_page_config(page_title=PRODUCT, page_icon=str(_HERE / "icon.svg"), layout="wide")
    st.logo(str(_HERE / "logo.svg"), size="large", icon_image=str(_HERE / "logo.svg"))
    style = "".join((_HERE / name).read_text(encoding="utf-8") for name in _STYLES)
    st.html(f"<style>{style}</style>")
    with st.container(key="script"):
        st.html(f"<script>{(_HERE / 'page.js').read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)
    try:
        engine = library.engine()
    except IndexMissing:
        with st.container(key="main-column"):
            _guarded(without_index or setup.first_start)
        return
    except CanyueError as error:
        _broken(str(error))
        return
    except Exception:
        _log.exception("the index cannot be opened")
        _broken("打开索引时出了意外的错误，索引可能已损坏。")
        return

    def whole() -> None:
        keep.bar()
        page(engine)

    _guarded(whole)


def _guarded(content: Callable[[], None]) -> None:
    try:
        content()
    except CanyueError as error:
        notice("这一步没有做成", str(error))
        _way_out()
    except Exception:
        _log.exception("a page failed")
        notice(
            "页面出了意外的错误", "错误已记在程序的日志里。可以回到检索页再试一次；如果反复出现，请把日志反馈给维护者。"
        )
        _way_out()


def behave(call: str) -> None:
    """Let the page's script do something, once, and again only when ``call`` changes.

    :param call: JavaScript written by us; never made from a report's words or the address.
    """
    with st.container(key="behaviour"):
        # On a slow computer this may come before the page's script, which then does what has been asked for.
        later = f"(window.fazhiCalls ??= []).push(() => {{ {call} }});"
        st.html(f"<script>{later}</script>", unsafe_allow_javascript=True)


def notice(title: str, *lines: str) -> None:
    """Show a quiet panel: what happened and what can be done. The texts are escaped."""
    body = tag("h2", escape(title)) + "".join(tag("p", escape(line)) for line in lines if line)
    st.html(tag("section", body, "fz-notice"))


def more_reports() -> None:
    """Show the way to where reports are added, where there are too few of them for what a page shows."""
    st.page_link(LIBRARY_PAGE, label="到资料库添加文件", icon=":material/add:", query_params={"part": "添加文件"})


def _broken(message: str) -> None:
    with st.container(key="main-column"):
        setup.broken(message)


def _way_out() -> None:
    st.page_link(SEARCH_PAGE, label="回到检索页", icon=":material/arrow_back:")
