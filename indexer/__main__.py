"""``python -m indexer``: build an index, and see what is in it and what is not."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from corpus.catalog import Catalog
from corpus.cli import ChineseGroup, run
from corpus.errors import CanyueError
from corpus.generation import IndexFolder
from corpus.model import Fact
from corpus.overrides import read_overrides
from corpus.settings import Settings, settings
from indexer.describing import describe, previewed, whole

if TYPE_CHECKING:
    from indexer.build import Progress

INDEX = click.option("--index", type=click.Path(path_type=Path), metavar="路径", help="索引所在的文件夹，默认 index")
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


class ReportMissing(CanyueError):
    """There is no report with the id asked for."""


@click.group(cls=ChineseGroup, help="法治参阅：建立索引，查看索引里有什么、没有收录什么")
def main() -> None:
    """Hold the commands."""


@main.command(help="把文件或文件夹建成索引；建好之前原来的索引照常可用")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="路径…")
@INDEX
@click.option("--model", metavar="模型", help="向量模型的文件夹或名称，默认用内置模型")
@click.option(
    "--progress",
    type=click.Choice(["bar", "json", "none"]),
    default="bar",
    show_default=True,
    help="进度显示在标准错误上：进度条、每行一个 JSON（供程序读取），或不显示",
)
def build(paths: tuple[Path, ...], index: Path | None, model: str | None, progress: str) -> int:
    """Build an index from files and folders."""
    from indexer.build import build as build_index

    chosen = _settings(index, model)
    with _shown(progress) as show:
        result = build_index(paths, chosen, show)
    counts, seconds = result.generation.manifest.counts, sum(result.generation.manifest.seconds.values())
    print(
        f"完成：{counts['sources']} 个文件，{counts['reports']} 篇报告，{counts['passages']} 个段落，"
        f"{counts['sentences']} 个句子，用时 {seconds:.0f} 秒。索引在 {chosen.index}"
    )
    for name, warning in result.warnings:
        print(f"注意：{name}：{warning}", file=sys.stderr)
    if result.failures:
        print(f"{len(result.failures)} 个文件没有收录：", file=sys.stderr)
        for failure in result.failures:
            print(f"  {failure.message}", file=sys.stderr)
    return 0


@main.command(help="看看文件会怎样拆分、识别，哪些文字会留在外面；不建索引，什么都不改动")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="路径…")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每个文件一行，读好一个输出一个")
def preview(paths: tuple[Path, ...], as_json: bool) -> int:
    """Show how files would be read."""
    from indexer.files import find_files

    chosen = settings()
    overrides = read_overrides(chosen.overrides)
    for path in find_files(paths):
        file = previewed(path, chosen, overrides)
        if as_json:
            print(json.dumps(file, ensure_ascii=False), flush=True)
            continue
        print(file["error"]["message"] if file["error"] else f"{path.name}：{len(file['reports'])} 篇报告")
        for one in file["reports"]:
            place = one["place"]
            named = (" › ".join(place) or "地区不明", f"{one['year']}年" if one["year"] else "年度不明", one["kind"])
            print(f"  {one['ordinal']}. {one['title'] or '（无标题）'}（{'，'.join(named)}，{one['passages']} 个段落）")
        for left in file["left_out"]:
            print(f"  没有收录：{left['reason']}，{left['count']} 处")
    return 0


@main.command("list", help="列出索引中的报告及其元数据")
@INDEX
@JSON
def list_reports(index: Path | None, as_json: bool) -> int:
    """List the reports with metadata, evidence and confidence."""
    rows = _catalog(index).metadata()
    if as_json:
        return _print_json([describe(*row) for row in rows])
    table = Table(show_lines=False, expand=False)
    for title in ("编号", "题名", "地区", "层级", "年度", "文种", "发布机构", "日期"):
        table.add_column(title, overflow="fold")
    for report_id, _, _, metadata in rows:
        place = metadata.place
        where = (
            " › ".join(place.value.chain)
            if place.value
            else "待定：" + "；".join(place.candidates)
            if place.candidates
            else "—"
        )
        cells = (metadata.title, metadata.level, metadata.year, metadata.kind, metadata.publisher, metadata.published)
        title, level, year, kind, publisher, published = (_text(cell) for cell in cells)
        table.add_row(report_id, title, where, level, year, kind, publisher, published)
    _console().print(table)
    print(f"共 {len(rows)} 篇报告")
    return 0


@main.command(help="显示一篇报告的提纲和全文")
@click.argument("report_id", metavar="编号")
@INDEX
@JSON
def show(report_id: str, index: Path | None, as_json: bool) -> int:
    """Show one report: metadata, outline and text."""
    report = _catalog(index).report(report_id)
    if report is None:
        raise ReportMissing(f"索引里没有编号为“{report_id}”的报告。用 python -m indexer list 查看编号")
    if as_json:
        return _print_json(whole(report))
    for name, value in describe(report.id, report.source, report.ordinal, report.metadata).items():
        if name != "evidence" and value not in (None, []):
            print(f"{name}: {' › '.join(value) if isinstance(value, list) else value}")
    print("\n提纲")
    for heading in report.headings:
        print("  " * heading.depth + heading.span.of(report.text))
    print("\n全文\n" + report.text)
    return 0


@main.command("left-out", help="列出没有进入报告的内容和没有读成的文件，以及原因")
@INDEX
@JSON
def left_out(index: Path | None, as_json: bool) -> int:
    """List what was not indexed, and why."""
    catalog = _catalog(index)
    items, failures = catalog.left_out(), catalog.failures()
    if as_json:
        texts = [
            {"source": s.name, "sha256": s.sha256, "reason": item.reason, "text": item.text, **asdict(item.position)}
            for s, item in items
        ]
        return _print_json({"texts": texts, "files": [asdict(failure) for failure in failures]})
    table = Table()
    for title in ("文件", "位置", "原因", "内容"):
        table.add_column(title, overflow="fold")
    for source, item in items:
        at = item.position
        parts = ((at.page, "页"), (at.line, "行"), (at.paragraph, "段"))
        table.add_row(source.name, "".join(f"第{n}{unit}" for n, unit in parts if n), item.reason, item.text)
    _console().print(table)
    for failure in failures:
        print(f"没有收录：{failure.message}")
    print(f"共 {len(items)} 处文字、{len(failures)} 个文件没有收录")
    return 0


@contextmanager
def _shown(form: str) -> Iterator[Callable[[Progress], None] | None]:
    """Give the function that shows progress in the form asked for."""
    if form == "bar":
        bar = _Bar()
        try:
            yield bar.show
        finally:
            bar.close()
    else:
        yield _print_progress if form == "json" else None


def _print_progress(progress: Progress) -> None:
    left = progress.seconds_left
    shown = {**asdict(progress), "seconds_left": None if left is None else round(left, 1)}
    print(json.dumps(shown, ensure_ascii=False), file=sys.stderr, flush=True)


class _Bar:
    """Shows a build's progress on standard error: count, rate and time left of each stage."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def show(self, progress: Progress) -> None:
        if progress.stage != self._stage:
            self.close()
            self._stage = progress.stage
            form = (
                "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} 已用 {elapsed} 剩余 {remaining} {rate_noinv_fmt}"
            )
            self._bar = tqdm(
                total=progress.total, desc=progress.stage, bar_format=form, unit="", ncols=88, file=sys.stderr
            )
        if self._bar is not None:
            self._bar.update(progress.done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _settings(index: Path | None, model: str | None = None) -> Settings:
    given = {"index": index, "model": model}
    return settings().model_copy(update={name: value for name, value in given.items() if value is not None})


def _catalog(index: Path | None) -> Catalog:
    return Catalog(IndexFolder(_settings(index).index).current().folder)


def _console() -> Console:
    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "200"))
    return Console(width=width, highlight=False, markup=False)


def _print_json(value: object) -> int:
    print(json.dumps(value, ensure_ascii=False, indent=1))
    return 0


def _text(fact: Fact[Any]) -> str:
    return "—" if fact.value is None else str(fact.value)


if __name__ == "__main__":
    sys.exit(run(main, "python -m indexer"))
