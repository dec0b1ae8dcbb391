"""A basket to take away: Word, Markdown, Excel, and text to paste. What does not match its source is marked in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from search.basket.checking import Checked
from search.basket.outline import account, outlined, source_note
from search.word import OfficialDocument
from search.workbook import Sheet, workbook

_COLUMNS = (
    ("序号", 6),
    ("小标题", 18),
    ("引文", 80),
    ("核对", 24),
    ("备注", 30),
    ("地区", 24),
    ("年度", 8),
    ("报告", 40),
    ("出处", 60),
    ("收藏时间", 18),
    ("报告编号", 18),
    ("位置", 14),
)
# What Markdown, its tables and formulas take for more than text, wherever it stands.
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$&^]")
# What makes a list, a rule or a heading where it begins a line.
_LINE_START = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+=:]))", re.MULTILINE)
_URL = re.compile(r"https?://[!#-;=?-~]+")


def as_text(checked: Sequence[Checked]) -> str:
    """Return quotations with their citations as lines to paste anywhere."""
    lines: list[str] = []
    for part in outlined(checked):
        lines += [part.heading, ""] if part.heading else []
        for number, entry in enumerate(part.entries, 1):
            lines.append(f"{number}. {quoted(entry.checked)}")
            lines += [f"备注：{entry.checked.item.note}"] if entry.checked.item.note else []
        lines.append("")
    return "\n".join(lines).rstrip() + "\n" if lines else ""


def quoted(checked: Checked) -> str:
    """Return a quotation with its citation, as it is pasted into a text."""
    mark = f"［{checked.mark}］" if checked.mark else ""
    return f"“{checked.item.quote}”{mark}——{source_note(checked)}"


def as_docx(checked: Sequence[Checked], title: str, now: datetime) -> bytes:
    """Return a Word file in the layout of an official document, each quotation with its source as a footnote."""
    document = OfficialDocument(title)
    for part in outlined(checked):
        if part.heading:
            document.heading(part.heading, 1)
        for entry in part.entries:
            each = entry.checked
            document.heading(entry.heading, entry.level)
            document.quotation(each.item.quote, source_note(each), each.mark)
            if each.item.note:
                document.remark(f"备注：{each.item.note}")
    document.remark(account(checked, now))
    return document.written()


def as_markdown(checked: Sequence[Checked], title: str, now: datetime) -> str:
    """Return Markdown with footnotes; what reports and users wrote is text in it, never markup."""
    blocks = [f"# {escaped(title)}"]
    notes: list[str] = []
    for part in outlined(checked):
        blocks += [f"## {escaped(part.heading)}"] if part.heading else []
        for entry in part.entries:
            each = entry.checked
            number = len(notes) + 1
            mark = f" **［{each.mark}］**" if each.mark else ""
            quote = "\n>\n".join(f"> {escaped(line)}" for line in each.item.quote.split("\n"))
            blocks += [f"{'#' * (entry.level + 1)} {escaped(entry.heading)}", f"{quote}[^{number}]{mark}"]
            blocks += [escaped(f"备注：{each.item.note}").replace("\n", "  \n")] if each.item.note else []
            notes.append(f"[^{number}]: {_linked(source_note(each))}")
    return "\n\n".join([*blocks, escaped(account(checked, now)), *notes]) + "\n"


def as_xlsx(checked: Sequence[Checked]) -> bytes:
    """Return a workbook with one quotation a row."""
    lines = (_row(number, each) for number, each in enumerate(checked, 1))
    return workbook(Sheet("收藏", [name for name, _ in _COLUMNS], lines, [width for _, width in _COLUMNS]))


def escaped(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    plain = _SPECIAL.sub(r"\\\g<0>", text.replace("\t", "　"))
    return _LINE_START.sub(lambda found: f"{found[1]}{found[2] or ''}\\{found[3] or found[4]}", plain)


def _linked(text: str) -> str:
    """Return escaped text in which addresses can be followed."""
    pieces, end = [], 0
    for found in _URL.finditer(text):
        pieces += [escaped(text[end : found.start()]), f"<{found[0]}>"]
        end = found.end()
    return "".join([*pieces, escaped(text[end:])])


def _row(number: int, each: Checked) -> tuple[object, ...]:
    item = each.item
    report, span = (each.report.id, each.span) if each.report and each.span else (item.report, item.span)
    return (
        number,
        item.heading,
        item.quote,
        each.state.value,
        item.note,
        item.place.replace("/", " › "),
        item.year,
        each.report.name if each.report and each.sound else item.name,
        each.citation,
        item.kept_at,
        report,
        f"{span.start}-{span.end}",
    )
