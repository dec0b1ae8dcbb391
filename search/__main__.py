"""``python -m search "…"``, ``python -m search ask "…"`` and so on: search from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus.cli import USAGE, ChineseGroup, run
from corpus.errors import CannotWrite
from corpus.model import Kind, Level
from corpus.parts import Part
from search.arrange import GroupBy, SortBy
from search.query import Filters, Query, QueryInvalid

_LONGEST_TOP = 200
_FIND = "find"

Command = TypeVar("Command", bound=Callable[..., Any])


class _QueryFirst(ChineseGroup):
    """A group in which what is no command's name is a query: ``python -m search "府院联动"``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = [_FIND, *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # An option may come before the query.
        if args and args[0].startswith("-") and args[0] != "--help":
            args = [_FIND, *args]
        return super().parse_args(ctx, args)


_index = click.option("--index", type=click.Path(path_type=Path), metavar="路径", help="索引所在的文件夹，默认 index")
_places = click.option("--place", "places", multiple=True, metavar="地区", help="地区，含其下级；可重复")
_as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


def _common(command: Command) -> Command:
    """Add the options that all searches have."""
    options = (
        click.argument("query", metavar="查询"),
        _index,
        click.option(
            "--top",
            type=click.IntRange(1, _LONGEST_TOP),
            default=10,
            show_default=True,
            metavar="条数",
            help="给出几条",
        ),
        click.option("--offset", type=click.IntRange(0), default=0, metavar="条数", help="跳过前几条"),
        _places,
        click.option("--year", "years", type=int, multiple=True, metavar="年度", help="报告年度；可重复"),
        click.option(
            "--level", "levels", type=click.Choice([level.value for level in Level]), multiple=True, help="层级；可重复"
        ),
        click.option(
            "--kind", "kinds", type=click.Choice([kind.value for kind in Kind]), multiple=True, help="文种；可重复"
        ),
        click.option("--publisher", "publishers", multiple=True, metavar="机构", help="发布机构名称中的字；可重复"),
        click.option("--section", "sections", multiple=True, metavar="主题", help="主题章节，如 行政执法；可重复"),
        click.option(
            "--part",
            "parts",
            type=click.Choice([part.value for part in Part]),
            multiple=True,
            help="报告的部分；可重复",
        ),
        _as_json,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=_QueryFirst, help='按意思检索报告段落，给出出处：python -m search "查询"')
def main() -> None:
    """Search reports."""


@main.command(_FIND, help='按意思检索段落；命令名可以省略。查询里可写 地区:郯城 年份:2023 "府院联动" -仲裁')
@_common
@click.option(
    "--group",
    type=click.Choice([group.value for group in GroupBy]),
    default=GroupBy.PASSAGE.value,
    help="分组，默认 段落",
)
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in SortBy]),
    default=SortBy.RELEVANCE.value,
    help="排序，默认 相关度",
)
@click.option("--literal", is_flag=True, help="拼音等也照原文检索，不更正")
def find(query: str, index: Path | None, as_json: bool, group: str, sort: str, literal: bool, **chosen: Any) -> int:
    """Search passages."""
    from search.engine import Engine
    from search.output import print_result, result_json

    asked = Query(
        query, _filters(chosen), chosen["top"], chosen["offset"], GroupBy(group), SortBy(sort), literal=literal
    )
    return _answer(lambda: Engine.open(index).search(asked), result_json if as_json else None, print_result)


@main.command(help="找可以照着写的句子：按意思检索句子，相同句式合并，数字和地名以××代替")
@_common
def phrases(query: str, index: Path | None, as_json: bool, **chosen: Any) -> int:
    """Search wordings."""
    from search.engine import Engine
    from search.output import phrases_json, print_phrases

    top, offset = chosen["top"], chosen["offset"]
    return _answer(
        lambda: Engine.open(index).phrases(query, _filters(chosen), top, offset),
        (lambda result: phrases_json(result, offset)) if as_json else None,
        print_phrases,
    )


@main.command(help="草稿对照：一段草稿里哪些句子已有报告用过（或意思相近），在哪里；别处有什么相近做法")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@_index
@_as_json
def draft(path: Path, index: Path | None, as_json: bool) -> int:
    """Check a draft."""
    from search.draft_output import draft_json, print_draft
    from search.engine import Engine

    return _answer(
        lambda: Engine.open(index).drafts.check(_draft_text(path)), draft_json if as_json else None, print_draft
    )


@main.command(help="报告里的数据：按指标、地区、年度列出，每个数字给出所在的句子和出处")
@click.option("--indicator", "indicators", multiple=True, metavar="指标", help="指标名称，如 行政复议纠错率；可重复")
@_places
@click.option("--year", "years", type=int, multiple=True, metavar="年度", help="数据所属的年度；可重复")
@click.option("--words", default="", metavar="词", help="句子里要有的词，空格隔开")
@click.option("--all", "others", is_flag=True, help="连同词典里没有的数据")
@_index
@_as_json
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="写成 Excel 文件")
def figures(index: Path | None, as_json: bool, as_csv: bool, xlsx: Path | None, **chosen: Any) -> int:
    """List figures."""
    from search.engine import open_figures
    from search.figure_export import figures_csv, write_xlsx
    from search.figure_output import figures_json, print_figures
    from search.figures import FigureQuery

    asked = FigureQuery(
        tuple(chosen["indicators"]), tuple(chosen["places"]), tuple(chosen["years"]), chosen["words"], chosen["others"]
    )

    def show(result: Any) -> None:
        if xlsx:
            _written(xlsx, lambda: write_xlsx(result, xlsx))
            print(f"已写入 {xlsx}：{len(result.figures)} 个数据")
        elif as_csv:
            print(figures_csv(result), end="")
        else:
            print_figures(result)

    return _answer(lambda: open_figures(index).find(asked), figures_json if as_json else None, show)


@main.command(help="有名字的做法：是什么，说到哪些数据，哪里也在做；不写词就列出全部")
@click.argument("words", metavar="词", required=False, default="")
@_places
@click.option("--year", "years", type=int, multiple=True, metavar="年度", help="报告年度；可重复")
@click.option("--works", is_flag=True, help="连同政府工作报告里的做法")
@_index
@_as_json
def practices(
    words: str, places: tuple[str, ...], years: tuple[int, ...], works: bool, index: Path | None, as_json: bool
) -> int:
    """List named practices."""
    from search.engine import open_practices
    from search.practice_output import practices_json, print_practices
    from search.practices import PracticeQuery

    asked = PracticeQuery(words, places, years, works)
    return _answer(lambda: open_practices(index).find(asked), practices_json if as_json else None, print_practices)


@main.command(help="回答问题：数值、哪些地方、怎么做、比较、是什么意思；每句话都有出处，没有找到就直说")
@click.argument("question", metavar="问题")
@click.option("--plain", is_flag=True, help="只摘录原文，设置了语言模型也不用")
@_index
@_as_json
def ask(question: str, plain: bool, index: Path | None, as_json: bool) -> int:
    """Answer a question."""
    from corpus.settings import settings
    from search.answers.language_model import LanguageModel
    from search.answers.output import answer_json, print_answer
    from search.answers.writing import answer_with
    from search.engine import Engine

    model = None if plain else LanguageModel.open(settings())
    if model:
        print(model.notice, file=sys.stderr)
    return _answer(
        lambda: answer_with(Engine.open(index).answers, question, model), answer_json if as_json else None, print_answer
    )


@main.command(help="列出指标词典里的指标，以及各有多少个数据")
@_index
@_as_json
def indicators(index: Path | None, as_json: bool) -> int:
    """List the indicators."""
    from search.engine import open_figures
    from search.figure_output import indicators_json, print_indicators

    return _answer(lambda: open_figures(index), indicators_json if as_json else None, print_indicators)


@main.command(help="资料里的主题：各有多少段落、几个代表词、一段代表性的原文")
@_index
@_as_json
def themes(index: Path | None, as_json: bool) -> int:
    """List the themes."""
    from search.engine import open_themes
    from search.themes.output import print_themes, themes_json

    return _answer(lambda: open_themes(index), themes_json if as_json else None, print_themes)


def _draft_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryInvalid(f"“{path}”不是 UTF-8 的文本文件，请另存为 UTF-8 编码的 txt") from error
    except OSError as error:
        raise QueryInvalid(f"读不了“{path}”。请检查文件是否存在、是否有权限") from error


def _written(path: Path, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        raise CannotWrite(f"写不了“{path}”。请检查文件夹是否存在、是否有权限、磁盘是否有空间") from error


def _filters(chosen: dict[str, Any]) -> Filters:
    return Filters(
        chosen["places"],
        chosen["years"],
        tuple(Level(level) for level in chosen["levels"]),
        tuple(Kind(kind) for kind in chosen["kinds"]),
        chosen["publishers"],
        chosen["sections"],
        chosen["parts"],
    )


def _answer(search: Callable[[], Any], as_json: Callable[[Any], Any] | None, as_text: Callable[[Any], None]) -> int:
    try:
        result = search()
    except QueryInvalid as error:
        print(f"用法错误：{error}", file=sys.stderr)
        return USAGE
    if as_json:
        print(json.dumps(as_json(result), ensure_ascii=False, indent=1))
    else:
        as_text(result)
    return 0


if __name__ == "__main__":
    sys.exit(run(main, "python -m search"))
