"""Results as JSON and as lines for a terminal."""

from __future__ import annotations

from typing import Any

from search.facets import as_json
from search.figure_output import figure_json, print_answer
from search.hit import Hit, Located, Result
from search.phrases import Phrase, PhraseResult
from search.shelf import ReportInfo


def result_json(result: Result) -> dict[str, Any]:
    """Return the result in the documented JSON form; unknown is null, an unknown place ``[]``."""
    suggestion = result.suggestion
    return {
        "query": result.query.text,
        "took_ms": round(result.took_ms, 1),
        "stages_ms": {stage: round(taken, 1) for stage, taken in result.stages.items()},
        "answerable": result.answerable,
        "listed": result.listed,
        "total": result.total,
        "cards": result.cards,
        "searched_reports": result.searched,
        "phrases": list(result.parsed.phrases),
        "excluded": list(result.parsed.excluded),
        "problems": list(result.parsed.problems),
        "chips": [
            {"field": chip.field, "value": list(chip.value), "label": chip.label, "reports": chip.reports}
            for chip in result.chips
        ],
        "suggestion": suggestion.text if suggestion else None,
        "corrected": result.corrected,
        "uncovered": list(result.uncovered),
        "figures": [
            {
                "indicator": answer.indicator,
                "total": answer.total,
                "elsewhere": answer.elsewhere,
                "figures": [figure_json(found) for found in answer.figures],
            }
            for answer in result.figures
        ],
        "hits": [_hit_json(hit) for hit in result.hits],
        "facets": as_json(result.facets) if result.facets else None,
    }


def phrases_json(result: PhraseResult, offset: int = 0) -> dict[str, Any]:
    """Return wordings in the documented JSON form."""
    return {
        "query": result.text,
        "took_ms": round(result.took_ms, 1),
        "total": result.total,
        "searched_reports": result.searched,
        "phrases": [
            {
                "rank": rank,
                "score": round(phrase.score, 4),
                "text": phrase.text,
                "span": list(phrase.span),
                "pattern": phrase.pattern,
                "places": phrase.places,
                "used": phrase.used,
                "heading": list(phrase.heading),
                "citation": phrase.citation,
                "report": report_json(phrase.report),
                "uses": [
                    {"report": use.report.id, "span": list(use.span), "citation": use.citation} for use in phrase.uses
                ],
            }
            for rank, phrase in enumerate(result.phrases, offset + 1)
        ],
    }


def report_json(report: ReportInfo) -> dict[str, Any]:
    """Return what is known of a report."""
    metadata = report.metadata
    return {
        "id": report.id,
        "title": metadata.title.value,
        "place": list(report.place.chain) if report.place else [],
        "level": metadata.level.value,
        "year": metadata.year.value,
        "published": metadata.published.value,
        "publisher": metadata.publisher.value,
        "kind": metadata.kind.value,
        "source": report.source.name,
        "url": metadata.url.value,
    }


def _located_json(located: Located) -> dict[str, Any]:
    return {
        "text": located.text,
        "span": list(located.span),
        "heading": list(located.heading),
        "citation": located.citation,
        "report": report_json(located.report),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        **_located_json(hit),
        "matched": list(hit.matched),
        "best_sentence": list(hit.best_sentence) if hit.best_sentence else None,
        "ranks": hit.ranks,
        "nearness": None if hit.nearness is None else round(hit.nearness, 2),
        "relevant": hit.relevant,
        "moved_by": list(hit.wanted),
        "read_as": hit.read_as or None,
        "family": [_located_json(member) for member in hit.family],
        "more": [_located_json(member) for member in hit.more],
        "more_total": hit.more_total,
    }


def print_result(result: Result) -> None:
    """Print a result for people."""
    for problem in result.parsed.problems:
        print(f"注意：{problem}")
    if result.suggestion and result.corrected:
        print(f"已按“{result.suggestion.text}”检索（加 --literal 仍按原文检索）")
    elif result.suggestion:
        print(f"您是不是要找：{result.suggestion.text}")
    for chip in result.chips:
        print(
            f"可{chip.label}（{chip.reports} 篇报告）"
            if chip.reports
            else f"资料中没有：{'、'.join(map(str, chip.value))}"
        )
    for answer in result.figures:
        print_answer(answer)
    if not result.hits:
        where = "没有报告符合筛选条件" if not result.searched else f"在 {result.searched} 篇报告中没有找到相关内容"
        print(f"{where}。可以换个说法，或放宽筛选条件")
        return
    if result.answerable:
        found = "段落" if result.listed else "相关段落"
        print(f"在 {result.searched} 篇报告中找到 {result.total} 个{found}\n")
    else:
        print(f"在 {result.searched} 篇报告中没有找到直接相关的内容。可能相关：\n")
    for hit in result.hits:
        print(f"{hit.rank}. {_place_and_year(hit.report)}  {' › '.join(hit.heading)}")
        print(f"   {hit.text}")
        print(f"   出处：{hit.citation}")
        for member in hit.family:
            print(f"   相同表述：{member.citation}")
        if hit.more_total:
            print(f"   本组另有 {hit.more_total} 段")
        print()


def print_phrases(result: PhraseResult) -> None:
    """Print wordings for people."""
    if not result.phrases:
        print(f"在 {result.searched} 篇报告中没有找到相近的句子。可以换个说法，或放宽筛选条件")
    for rank, phrase in enumerate(result.phrases, 1):
        print(f"{rank}. {phrase.text}")
        if phrase.pattern != phrase.text:
            print(f"   句式：{phrase.pattern}")
        print(f"   {_place_and_year(phrase.report)}  {_uses(phrase)}")
        print(f"   出处：{phrase.citation}\n")


def _uses(phrase: Phrase) -> str:
    return f"{phrase.places} 个地区使用" if phrase.places > 1 else ""


def _place_and_year(report: ReportInfo) -> str:
    place = " › ".join(report.place.chain) if report.place else "地区不明"
    year = report.metadata.year.value
    return f"{place}  {f'{year}年' if year else '年度不明'}"
