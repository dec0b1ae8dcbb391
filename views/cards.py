"""A passage as a card: place and year first, then the text, its source, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Span
from search import Hit, ReportInfo
from search.hit import Located
from search.similar import SimilarPassage
from views.address import View, Where, href, report_href
from views.keep import keep_button
from views.markup import Mark, escape, link, marked, occurrences, tag, unfolding
from views.sources import citation, family, group
from views.why import why

WORD, BEST = "<mark>", '<span class="fz-best">'
# A card shows about five lines; what is longer unfolds. The excerpt ends at the first stop after it.
_EXCERPT = 220
_STOPS = "。；！？\n"


def card(hit: Hit, view: View, answers: bool = True, figures: Sequence[Mark] = ()) -> str:
    """Return a hit as a card.

    :param view: to which the ways on lead back.
    :param answers: whether it counts as an answer; if not, it looks like it.
    :param figures: marks over the figures of the hit's report.
    """
    about = [head(hit), _body(hit, figures), family(hit.family, view), group(hit, view), citation(hit.citation)]
    best = hit.best_sentence
    sentence = keep_button(hit.report.id, best, "收藏这一句") if best and best != hit.span else ""
    return tag(
        "article", "".join(about) + _ways(hit, view, sentence + why(hit)), "fz-card" if answers else "fz-card fz-near"
    )


def similar_card(similar: SimilarPassage, view: View) -> str:
    """Return a passage like another one as a card."""
    passage = similar.passage
    more = tag("p", f"另有 {similar.family} 处使用相同表述", "fz-muted fz-small") if similar.family else ""
    about = [head(passage), text(passage), more, citation(passage.citation)]
    return tag("article", "".join(about) + _ways(passage, view), "fz-card")


def head(passage: Located) -> str:
    """Return where a passage is from: place and year, tags, the report's name, the headings over it."""
    path = passage.heading
    # A heading that runs into its paragraph is the passage's own beginning: it is not said twice.
    if path and passage.text.startswith(path[-1]):
        path = path[:-1]
    lines = [
        tag(
            "div",
            tag("p", place_line(passage.report), "fz-place") + tag("p", kinds(passage.report), "fz-tags"),
            "fz-top",
        ),
        tag("h3", escape(passage.report.name), "fz-title"),
    ]
    if path:
        lines.append(tag("p", " › ".join(escape(heading) for heading in path), "fz-path"))
    return "".join(lines)


def text(passage: Located, marks: tuple[Mark, ...] = (), best: Span | None = None) -> str:
    """Return a passage's text with marks, its spans counted from the report's beginning; what is long is folded."""
    whole = _quoted(passage, passage.span, marks)
    shown = excerpt(passage.text, passage.span, best)
    if shown == passage.span:
        return tag("div", whole, "fz-text")
    before = "…" if shown.start > passage.span.start else ""
    after = "…" if shown.end < passage.span.end else ""
    return tag("div", before + _quoted(passage, shown, marks) + after, "fz-text fz-excerpt") + unfolding(
        "展开整段", tag("div", whole, "fz-text"), "fz-whole"
    )


def place_line(info: ReportInfo) -> str:
    """Return place chain and year as HTML: the first thing to see of a report."""
    chain = info.place.chain if info.place else ()
    above = "".join(tag("span", escape(name) + " › ", "fz-above") for name in chain[:-1])
    if chain:
        here = above + tag("strong", escape(chain[-1]))
    else:
        nation = info.metadata.level.value == "国家"
        here = tag("strong", "全国") if nation else tag("span", "地区不明", "fz-unknown")
    year = info.metadata.year.value
    when = tag("strong", f"{year}年") if year else tag("span", "年度不明", "fz-unknown")
    return tag("span", here, "fz-where") + tag("span", " · ", "fz-dot") + when


def kinds(info: ReportInfo) -> str:
    """Return level, kind and publisher as small tags."""
    metadata = info.metadata
    values = (metadata.level.value, metadata.kind.value, metadata.publisher.value)
    return "".join(tag("span", escape(value), "fz-tag") for value in values if value)


def _ways(passage: Located, view: View, more: str = "") -> str:
    """Return the ways on: the report, what is similar, and ``more``, HTML."""
    report = passage.report.id
    like = replace(view, like=Where(report, passage.span))
    links = (
        link("打开原文", report_href(report, passage.span, view), "fz-way"),
        link("相似内容", href(like), "fz-way"),
    )
    return tag("div", "".join(links) + keep_button(report, passage.span, "收藏整段") + more, "fz-ways")


def _body(hit: Hit, figures: Sequence[Mark]) -> str:
    marks = [Mark(hit.best_sentence, BEST)] if hit.best_sentence else []
    marks += [Mark(span, WORD) for span in occurrences(hit.text, hit.matched, hit.span.start)]
    marks += figures
    return text(hit, tuple(marks), hit.best_sentence)


def _quoted(passage: Located, span: Span, marks: tuple[Mark, ...]) -> str:
    # Spans count from the report's beginning, the passage carries its own text only.
    shift = passage.span.start
    moved = [Mark(Span(mark.span.start - shift, mark.span.end - shift), mark.opening) for mark in marks]
    return marked(passage.text, Span(span.start - shift, span.end - shift), moved)


def excerpt(text: str, span: Span, best: Span | None) -> Span:
    """Return the part of a passage that a card shows: its beginning, or from its best sentence if that is later."""
    if len(text) <= _EXCERPT * 1.3:
        return span
    start = 0
    if best is not None and best.end - span.start > _EXCERPT:
        start = best.start - span.start
    end = min(len(text), max(start + _EXCERPT, (best.end - span.start) if best else 0))
    while end < len(text) and text[end - 1] not in _STOPS:
        end += 1
    return Span(span.start + start, span.start + end)
