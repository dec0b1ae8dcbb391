"""A wording as a card: its pattern, the sentence with its source, and every place that uses it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Span
from search import Phrase
from search.masking import BLANK
from search.phrases import Use
from views.address import View, Where
from views.address import href as search_href
from views.cards import place_line
from views.keep import keep_button
from views.markup import escape, link, tag, unfolding
from views.phrase_address import PhraseView, report_href
from views.sources import KEEP, copy_button

# What a button says that copies a sentence with its citation.
WITH_SOURCE = "复制句子和出处"
_BLANK = tag("span", BLANK, "fz-blank")


def phrase_card(phrase: Phrase, view: PhraseView) -> str:
    """Return a wording with all its uses folded below it."""
    # A pattern without a blank says nothing that the sentence does not.
    whole = BLANK not in phrase.pattern
    pattern = tag("p", pattern_html(phrase.text if whole else phrase.pattern), "fz-pattern fz-text")
    sentence = "" if whole else tag("p", tag("span", "原句", "fz-label") + " " + escape(phrase.text), "fz-text")
    parts = [
        tag("div", tag("p", place_line(phrase.report), "fz-place") + tag("p", _used(phrase), "fz-used"), "fz-top"),
        _path(phrase),
        pattern,
        sentence,
        _source(phrase),
        uses(phrase.uses, phrase.used, view),
        ways(phrase.report.id, phrase.span, view, "原文", "收藏这一句"),
    ]
    return tag("article", "".join(parts), "fz-card fz-phrase")


def quoted(text: str, citation: str) -> str:
    """Return a sentence with its source, as it is copied."""
    return f"“{text}”——{citation}"


def pattern_html(pattern: str) -> str:
    """Return a pattern as HTML, the blanks to fill in set off."""
    return _BLANK.join(escape(piece) for piece in pattern.split(BLANK))


def uses(found: Sequence[Use], used: int, view: PhraseView) -> str:
    """Return the places that use a wording, folded; ``""`` where it stands once."""
    if used < 2:
        return ""
    items = "".join(tag("li", use_item(use, view)) for use in found)
    left = used - len(found)
    rest = tag("p", f"还有 {left} 处没有列出。", "fz-muted") if left > 0 else ""
    return unfolding(f"全部 {used} 处", tag("ul", items, "fz-sources") + rest, "fz-family")


def use_item(use: Use, view: PhraseView) -> str:
    """Return one use: its citation, the way to it, the buttons that keep the sentence and copy the citation."""
    to = link("原文", report_href(use.report.id, use.span, view))
    ways = to + keep_button(use.report.id, use.span, KEEP) + copy_button(use.citation)
    return tag("span", escape(use.citation), "fz-cite-text") + tag("span", ways, "fz-source-ways")


def ways(report: str, found: Span, view: PhraseView, original: str, kept: str) -> str:
    """Return the ways on from a sentence or passage.

    :param original: what the link to its report says, ``kept`` the button that keeps it.
    """
    span = Span(found.start, found.end)
    to = link(original, report_href(report, span, view), "fz-way")
    alike = link("相似内容", search_href(View(like=Where(report, span))), "fz-way")
    return tag("div", to + alike + keep_button(report, span, kept), "fz-ways")


def _used(phrase: Phrase) -> str:
    places = f"{phrase.places} 个地区、" if phrase.places else ""
    return f"{places}{phrase.used} 处使用"


def _path(phrase: Phrase) -> str:
    path = phrase.heading
    if path and phrase.text.startswith(path[-1]):
        path = path[:-1]
    return tag("p", " › ".join(escape(heading) for heading in path), "fz-path") if path else ""


def _source(phrase: Phrase) -> str:
    words = tag("span", "出处", "fz-label") + tag("span", escape(phrase.citation), "fz-cite-text")
    return tag("div", words + copy_button(quoted(phrase.text, phrase.citation), WITH_SOURCE), "fz-cite")
