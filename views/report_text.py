"""A report's text and outline as HTML, with the passage that was asked for set off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from corpus.model import Heading, Paragraph, ParagraphRole, Report, Span
from views.markup import Mark, escape, marked, tag

PASSAGE = '<mark class="fz-passage">'
_CLASSES = {
    ParagraphRole.TITLE: "fz-doc-title",
    ParagraphRole.DATELINE: "fz-doc-center",
    ParagraphRole.BYLINE: "fz-doc-center",
    ParagraphRole.SALUTATION: "fz-doc-flush",
    ParagraphRole.SIGNATURE: "fz-doc-right",
}


def anchor(heading: int) -> str:
    """Return the id of a heading in the page."""
    return f"heading-{heading}"


def full_text(report: Report, passage: Span | None, figures: Sequence[Mark] = ()) -> str:
    """Return the whole text: every paragraph once, in order, headings where they stand.

    :param figures: marks in the order of the text, none over another.
    """
    parts = []
    for is_table, group in groupby(report.paragraphs, lambda paragraph: paragraph.role is ParagraphRole.TABLE_ROW):
        rows = list(group)
        if is_table:
            body = "".join(_row(report.text, row, _marks(row.span, passage, figures)) for row in rows)
            parts.append(tag("div", tag("table", tag("tbody", body)), "fz-table"))
        else:
            parts.extend(_paragraph(report, paragraph, _marks(paragraph.span, passage, figures)) for paragraph in rows)
    return tag("article", "".join(parts), "fz-doc", id="document", lang="zh-CN")


def outline(report: Report) -> str:
    """Return the headings as links into the text."""
    if not report.headings:
        return tag("p", "这篇报告没有小标题", "fz-muted")
    links = []
    for number, heading in enumerate(report.headings):
        text = heading.span.of(report.text)
        depth = min(heading.depth, 4)
        link = tag(
            "a",
            tag("span", escape(text)),
            f"fz-o{depth}",
            href=f"#{anchor(number)}",
            data_jump=anchor(number),
            title=text,
        )
        links.append(tag("li", link))
    return tag("nav", tag("ol", "".join(links)), "fz-outline", aria_label="提纲")


def _marks(span: Span, passage: Span | None, figures: Sequence[Mark]) -> list[Mark]:
    """Return the passage that was asked for and the figures of ``span``."""
    first = bisect_left(figures, span.start, key=lambda mark: mark.span.start)
    last = bisect_left(figures, span.end, key=lambda mark: mark.span.start)
    return ([Mark(passage, PASSAGE)] if passage else []) + list(figures[first:last])


def _paragraph(report: Report, paragraph: Paragraph, marks: list[Mark]) -> str:
    inside = [
        (number, heading)
        for number, heading in enumerate(report.headings)
        if paragraph.span.start <= heading.span.start < paragraph.span.end
    ]
    whole = [(number, heading) for number, heading in inside if heading.span.end >= paragraph.span.end]
    if len(whole) == 1 and len(inside) == 1 and whole[0][1].span.start == paragraph.span.start:
        number, heading = whole[0]
        content = marked(report.text, paragraph.span, marks)
        return tag(_level(heading), content, f"fz-doc-h fz-d{min(heading.depth, 4)}", id=anchor(number))
    # A heading that runs on into its paragraph is set in bold where it stands.
    marks += [Mark(heading.span, f'<b class="fz-run-in" data-heading="{number}">') for number, heading in inside]
    anchors = "".join(tag("span", "", "fz-anchor", id=anchor(number)) for number, _ in inside)
    content = anchors + marked(report.text, paragraph.span, marks)
    return tag("p", content, _CLASSES.get(paragraph.role, ""))


def _level(heading: Heading) -> str:
    # The page's own title is the first level.
    return f"h{min(heading.depth + 1, 6)}"


def _row(text: str, row: Paragraph, marks: list[Mark]) -> str:
    cells, start = [], row.span.start
    for cell in row.span.of(text).split("\t"):
        cells.append(tag("td", marked(text, Span(start, start + len(cell)), marks)))
        start += len(cell) + 1
    return tag("tr", "".join(cells))
