"""``python -m search "…"``: search from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from corpus.cli import USAGE, ChineseCommand, run
from corpus.model import Kind, Level
from search.hit import Hit, Result
from search.query import Filters, Query, QueryInvalid

_LONGEST_TOP = 200


@click.command(cls=ChineseCommand, help="按意思检索报告段落，给出出处")
@click.argument("query", metavar="查询")
@click.option("--index", type=click.Path(path_type=Path), metavar="路径", help="索引所在的文件夹，默认 index")
@click.option(
    "--top", type=click.IntRange(1, _LONGEST_TOP), default=10, show_default=True, metavar="条数", help="给出几条"
)
@click.option("--place", "places", multiple=True, metavar="地区", help="地区，含其下级；可重复")
@click.option("--year", "years", type=int, multiple=True, metavar="年度", help="报告年度；可重复")
@click.option(
    "--level", "levels", type=click.Choice([level.value for level in Level]), multiple=True, help="层级；可重复"
)
@click.option("--kind", "kinds", type=click.Choice([kind.value for kind in Kind]), multiple=True, help="文种；可重复")
@click.option("--publisher", "publishers", multiple=True, metavar="机构", help="发布机构名称中的字；可重复")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def main(
    query: str,
    index: Path | None,
    top: int,
    places: tuple[str, ...],
    years: tuple[int, ...],
    levels: tuple[str, ...],
    kinds: tuple[str, ...],
    publishers: tuple[str, ...],
    as_json: bool,
) -> int:
    """Search and print the hits."""
    from search.engine import Engine

    filters = Filters(
        places, years, tuple(Level(level) for level in levels), tuple(Kind(kind) for kind in kinds), publishers
    )
    try:
        result = Engine.open(index).search(Query(query, filters, top))
    except QueryInvalid as error:
        print(f"用法错误：{error}", file=sys.stderr)
        return USAGE
    if as_json:
        print(json.dumps(result_json(result), ensure_ascii=False, indent=1))
    else:
        _print(result)
    return 0


def result_json(result: Result) -> dict[str, Any]:
    """Return the result in the documented JSON form; unknown is null, an unknown place ``[]``."""
    return {
        "query": result.query.text,
        "took_ms": round(result.took_ms, 1),
        "total": result.total,
        "searched_reports": result.searched,
        "hits": [_hit_json(hit) for hit in result.hits],
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    metadata = hit.report.metadata
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "text": hit.text,
        "span": list(hit.span),
        "heading": list(hit.heading),
        "matched": list(hit.matched),
        "best_sentence": list(hit.best_sentence) if hit.best_sentence else None,
        "ranks": hit.ranks,
        "citation": hit.citation,
        "report": {
            "id": hit.report.id,
            "title": metadata.title.value,
            "place": list(hit.report.place.chain) if hit.report.place else [],
            "level": metadata.level.value,
            "year": metadata.year.value,
            "published": metadata.published.value,
            "publisher": metadata.publisher.value,
            "kind": metadata.kind.value,
            "source": hit.report.source.name,
            "url": metadata.url.value,
        },
    }


def _print(result: Result) -> None:
    for hit in result.hits:
        place = " › ".join(hit.report.place.chain) if hit.report.place else "地区不明"
        year = f"{hit.report.metadata.year.value}年" if hit.report.metadata.year.value else "年度不明"
        print(f"{hit.rank}. {place}  {year}  {' › '.join(hit.heading)}")
        print(f"   {hit.text}")
        print(f"   出处：{hit.citation}\n")
    if not result.hits:
        where = "没有报告符合筛选条件" if not result.searched else f"在 {result.searched} 篇报告中没有找到相关内容"
        print(f"{where}。可以换个说法，或放宽筛选条件")


if __name__ == "__main__":
    sys.exit(run(main, "python -m search"))
