"""Practices as JSON and as lines for a terminal."""

from __future__ import annotations

from typing import Any

from search.practices import PracticeCard, PracticeResult


def practices_json(result: PracticeResult) -> dict[str, Any]:
    """Return a result in the documented JSON form; spans are of the report's text."""
    return {
        "took_ms": round(result.took_ms, 1),
        "searched_reports": result.searched,
        "practices": [_practice_json(card) for card in result.cards],
    }


def print_practices(result: PracticeResult) -> None:
    """Print practices for people."""
    if not result.cards:
        print(f"在 {result.searched} 篇报告中没有找到这样的做法。可以换个词，或放宽地区、年度")
    for card in result.cards:
        year = card.report.metadata.year.value
        print(f"{card.name}  {card.place_name}  {f'{year}年' if year else '年度不明'}")
        print(f"  {card.sentence}")
        for outcome in card.results:
            print(f"  相关数据：{outcome}")
        print(f"  出处：{card.citation}")
        if card.elsewhere:
            print(f"  同名做法另有 {len(card.elsewhere)} 处")
        print()


def _practice_json(card: PracticeCard) -> dict[str, Any]:
    practice = card.practice
    return {
        "number": card.number,
        "name": card.name,
        "place": list(practice.place.chain) if practice.place else [],
        "year": card.report.metadata.year.value,
        "sentence": card.sentence,
        "span": list(practice.span),
        "sentence_span": list(practice.sentence),
        "results": list(card.results),
        "citation": card.citation,
        "report": card.report.id,
        "elsewhere": list(card.elsewhere),
    }
