"""An upload before it counts: how each file was split and read; files ticked off, values corrected; then into the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from corpus.corrections import Correction, write_corrections
from corpus.errors import CanyueError
from corpus.settings import settings
from intake.batch import Batch, Choices, ReadFile, StagedFile
from search import Engine
from views import controls, frame, library, rebuilding, uploading
from views.address import go
from views.holdings_address import HoldingsView, Part, current, href
from views.markup import escape, link, tag
from views.preview_reports import correcting, left_out, report_items, size_text

# Files of a page: an anthology alone lists some dozen reports.
_FILES = 10
_PROBLEM = "upload-problem"
_FORMATS = {"txt": "文本", "md": "文本", "html": "网页", "mhtml": "网页", "docx": "Word 文档", "pdf": "PDF"}


@dataclass(frozen=True)
class Candidate:
    """A file of an upload and what speaks against taking it.

    :param obstacle: why it cannot be taken, in Chinese, ``""`` if it can.
    :param rival: the id of an uploaded file in the library with this name and other content; ``""`` if there is none.
    :param namesake: whether any file of the library has this name and other content.
    """

    file: StagedFile
    read: ReadFile
    obstacle: str
    rival: str
    namesake: bool


def show(engine: Engine | None, view: HoldingsView) -> None:
    """Show the upload the address names.

    :param engine: what it is compared with; ``None`` where there is no index yet.
    """
    batch = library.uploads().batch(view.batch)
    if batch is None:
        frame.notice("没有这次上传", "它可能已经加入资料库，或者被放弃了。")
        st.html(link("回到“添加文件”", href(HoldingsView(Part.ADD)), "fz-way"))
        return
    uploading.previewer().ensure(batch)
    if batch.unread():
        _reading(batch)
        return
    candidates = _candidates(engine, batch)
    choices = batch.choices
    _head(batch, candidates)
    if problem := st.session_state.pop(_PROBLEM, None):
        frame.notice("没有加入资料库", problem, "资料库没有变，这次上传也还在。")
    usable = [candidate for candidate in candidates if not candidate.obstacle]
    first = (view.page - 1) * _FILES
    for candidate in usable[first : first + _FILES]:
        _file(batch, candidate, choices, view)
    controls.pager(len(usable), _FILES, view.page, _turn)
    _decide(batch, usable, choices)


@st.fragment(run_every=0.5)
def _reading(batch: Batch) -> None:
    """Show file by file how far the reading is; when it is done, run the whole page again."""
    unread = {file.number for file in batch.unread()} if batch.folder.exists() else set()
    if not unread:
        st.rerun(scope="app")
    files = batch.files
    done = len(files) - len(unread)
    now = min(unread)
    # Those just read, the one that is read, and the next: of hundreds nobody reads the list.
    around = [file for file in files if now - 4 <= file.number <= now + 3]
    rows = []
    for file in around:
        state = "later" if file.number > now else "now" if file.number == now else "done"
        detail = {"later": "等待", "now": "正在读取…", "done": _outcome(batch.read(file.number))}[state]
        content = tag("span", escape(file.name), "fz-step-title") + tag("span", escape(detail), "fz-step-detail")
        rows.append(tag("li", content, f"fz-step fz-{state}"))
    title = tag("h2", f"正在读取：{done} / {len(files)} 个文件", "fz-list-title", role="status")
    st.html(title + tag("ol", "".join(rows), "fz-steps"))
    st.progress(done / len(files))
    st.button("放弃这次上传", on_click=_discard, args=(batch,), key="discard-reading")


def _outcome(read: ReadFile | None) -> str:
    if read is None:
        return ""
    return "读不了" if read.error else f"{len(read.reports)} 篇报告"


def _candidates(engine: Engine | None, batch: Batch) -> list[Candidate]:
    sources = [source for source, _ in engine.catalog.sources()] if engine else []
    contents = {source.sha256: source.name for source in sources}
    names = {source.name for source in sources}
    uploaded = {kept.name: kept.id for kept in reversed(library.uploads().kept())}
    seen: dict[str, str] = {}
    found = []
    for file in batch.files:
        read = batch.read(file.number) or ReadFile(error=f"{file.name}：没有读成")
        obstacle = read.error
        if not obstacle and file.sha256 in contents:
            obstacle = f"{file.name}：资料库里已经有，和“{contents[file.sha256]}”内容完全相同"
        elif not obstacle and file.sha256 in seen:
            obstacle = f"{file.name}：和这次上传的“{seen[file.sha256]}”内容完全相同，只收录一次"
        seen.setdefault(file.sha256, file.name)
        namesake = not obstacle and (file.name in names or file.name in uploaded)
        rival = uploaded.get(file.name, "") if namesake else ""
        found.append(Candidate(file, read, obstacle, rival, namesake))
    return found


def _head(batch: Batch, candidates: Sequence[Candidate]) -> None:
    usable = [one for one in candidates if not one.obstacle]
    reports = sum(len(one.read.reports) for one in usable)
    problems = [one.obstacle for one in candidates if one.obstacle] + [one.message for one in batch.problems]
    said = f"可以收录 <b>{len(usable)}</b> 个文件，共 <b>{reports}</b> 篇报告"
    text = tag("h2", "加入之前看一看", "fz-list-title") + tag("p", said, "fz-summary", role="status")
    if usable:
        text += tag("p", "每个文件怎样拆分、识别，列在下面。不要的文件去掉勾选，认错的点“更正”。", "fz-muted fz-small")
    if problems:
        items = "".join(tag("li", escape(problem)) for problem in problems)
        title = tag("h2", f"{len(problems)} 个文件不能收录")
        text += tag("section", title + tag("ul", items), "fz-notice fz-problems", role="alert")
    st.html(text)


def _file(batch: Batch, candidate: Candidate, choices: Choices, view: HoldingsView) -> None:
    file, read = candidate.file, candidate.read
    with st.container(border=True, key=f"file-{file.number}", gap="small"):
        about = [_FORMATS.get(read.format, read.format.upper()), size_text(file.size), f"{len(read.reports)} 篇报告"]
        lines = tag("h3", escape(file.name), "fz-file-name")
        lines += tag("p", escape("，".join(about) + (f"。{file.origin}" if file.origin else "")), "fz-muted fz-small")
        st.html(lines + "".join(tag("p", escape(warning), "fz-doubt") for warning in read.warnings) + left_out(read))
        st.checkbox(
            "收录这个文件",
            value=file.number not in choices.skipped,
            key=f"take-{batch.id}-{file.number}",
            on_change=_tick,
            args=(batch, file.number),
        )
        if candidate.namesake:
            _namesake(batch, candidate, choices)
        st.html(report_items(batch, file, read, choices, view))
        correcting(batch, file, read, choices, view)


def _namesake(batch: Batch, candidate: Candidate, choices: Choices) -> None:
    """Ask what becomes of a file of the library that has the same name."""
    number = candidate.file.number
    if not candidate.rival:
        text = (
            "资料库里有同名、内容不同的文件，但不是在这里上传的；加入后两个都在。要换掉它，请到它原来的文件夹里移走。"
        )
        st.html(tag("p", escape(text), "fz-doubt"))
        return
    st.radio(
        "资料库里有同名的文件，内容不同",
        ["两个都留", "换掉原来的"],
        index=int(number in choices.replacing),
        horizontal=True,
        key=f"replace-{batch.id}-{number}",
        on_change=_replace,
        args=(batch, number),
    )


def _decide(batch: Batch, usable: Sequence[Candidate], choices: Choices) -> None:
    taken = [one for one in usable if one.file.number not in choices.skipped]
    reports = sum(len(one.read.reports) for one in taken)
    with st.container(horizontal=True, key="decide", gap="small"):
        if taken:
            st.button(
                f"加入资料库（{len(taken)} 个文件，{reports} 篇报告）",
                type="primary",
                icon=":material/library_add:",
                on_click=_commit,
                args=(batch, taken),
            )
        else:
            st.html(tag("p", "没有可以加入的文件。改好后可以重新上传；资料库没有变。", "fz-muted"), width="content")
        st.button("放弃这次上传", on_click=_discard, args=(batch,))


def _commit(batch: Batch, taken: Sequence[Candidate]) -> None:
    choices = batch.choices
    corrections = [
        Correction(one.file.sha256, report.ordinal, values, f"{one.file.name} 第 {report.ordinal} 篇")
        for one in taken
        for report in one.read.reports
        if (values := choices.corrections.get(f"{one.file.number}-{report.ordinal}"))
    ]
    replaced = [one.rival for one in taken if one.rival and one.file.number in choices.replacing]
    try:
        # First: a correction of a file that did not come in harms nobody, a file without its correction would.
        write_corrections(settings().overrides, *corrections)
        library.uploads().commit(batch, [one.file.number for one in taken], replaced)
    except CanyueError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    rebuilding.request()
    go(HoldingsView(Part.FILES))


def _discard(batch: Batch) -> None:
    library.uploads().discard(batch)
    go(HoldingsView(Part.ADD))


def _tick(batch: Batch, number: int) -> None:
    choices = batch.choices
    taken = st.session_state[f"take-{batch.id}-{number}"]
    batch.choose(replace(choices, skipped=choices.skipped - {number} if taken else choices.skipped | {number}))


def _replace(batch: Batch, number: int) -> None:
    choices = batch.choices
    chosen = st.session_state[f"replace-{batch.id}-{number}"] == "换掉原来的"
    batch.choose(replace(choices, replacing=choices.replacing | {number} if chosen else choices.replacing - {number}))


def _turn(step: int) -> None:
    view = current()
    go(replace(view, page=max(1, view.page + step), edit=""))
