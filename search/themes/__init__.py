"""Browsing: the themes of a corpus with their passages, by place and year, side by side, on a map; and what there is."""

from search.themes.browser import ThemeBrowser

__all__ = ["ThemeBrowser"]
