"""Themes on the command line."""

from __future__ import annotations

from typing import Any

from search.themes.browser import OnTheme, ThemeBrowser, ThemeInfo

_SHOWN = 120
OUTDATED = "这个索引是旧版本建的，还没有主题。请重新建立：python -m indexer build <文件或文件夹>"
TOO_FEW = "资料太少，还归纳不出主题。放入更多报告，再重新建立索引"


def print_themes(browser: ThemeBrowser) -> None:
    """Print themes with size, terms and the passage that stands for each."""
    if not browser.themes:
        print(OUTDATED if browser.outdated else TOO_FEW)
        return
    for number, info in enumerate(browser.infos(), 1):
        print(f"{number:>2}. {info.theme.name}　{said(info)}")
        for shown in browser.typical(info.theme.id, 1):
            text = " ".join(shown.passage.text.split())
            print(f"    {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}\n    ——{shown.passage.citation}")


def themes_json(browser: ThemeBrowser) -> list[dict[str, Any]]:
    """Return themes as JSON: ``[{"id", "name", "terms", "passages", "reports", "places", "typical"}]``.

    ``typical`` holds up to three passages ``{"report", "start", "end", "text", "citation"}``; the last theme is 未归类.
    """
    return [
        {
            "id": info.theme.id,
            "name": info.theme.name,
            "terms": list(info.theme.terms),
            "passages": info.passages,
            "reports": info.reports,
            "places": info.places,
            "typical": [_passage(shown) for shown in browser.typical(info.theme.id)],
        }
        for info in browser.infos()
    ]


def said(info: ThemeInfo) -> str:
    """Return how much there is on a theme."""
    return f"{info.passages} 段，{info.reports} 篇报告，{info.places} 个地区"


def _passage(shown: OnTheme) -> dict[str, Any]:
    passage = shown.passage
    return {
        "report": passage.report.id,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
        "citation": passage.citation,
    }
