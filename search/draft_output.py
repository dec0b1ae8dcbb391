"""A checked draft as JSON and as lines for a terminal."""

from __future__ import annotations

from typing import Any

from search.drafts import DraftCheck, DraftClass, DraftSentence, DraftSource
from search.shelf import place_label


def draft_json(check: DraftCheck) -> dict[str, Any]:
    """Return a check in the documented JSON form; a sentence's span is of the draft, a source's of its report."""
    return {
        "took_ms": round(check.took_ms, 1),
        "searched_reports": check.searched,
        "counts": {kind.value: check.count(kind) for kind in DraftClass},
        "sentences": [_sentence_json(sentence) for sentence in check.sentences],
        "elsewhere": [
            {
                "place": list(hit.report.place.chain) if hit.report.place else [],
                "year": hit.report.metadata.year.value,
                "text": hit.text,
                "span": list(hit.span),
                "citation": hit.citation,
                "report": hit.report.id,
            }
            for hit in check.elsewhere
        ],
    }


def summary(check: DraftCheck) -> str:
    """Return how many sentences are of which class: 共 4 句：相同 1、相近 2、自拟 1."""
    counts = "、".join(f"{kind.value} {check.count(kind)}" for kind in DraftClass)
    return f"共 {len(check.sentences)} 句：{counts}"


def print_draft(check: DraftCheck) -> None:
    """Print a check for people."""
    print(f"{summary(check)}（与 {check.searched} 篇报告对照）\n")
    for number, sentence in enumerate(check.sentences, 1):
        print(f"{number}. 〔{sentence.kind.value}〕{sentence.text}")
        if sentence.source:
            if sentence.source.text != sentence.text:
                print(f"   原句：{sentence.source.text}")
            for use in sentence.source.uses:
                print(f"   出处：{use.citation}")
    if check.elsewhere:
        print("\n别处的相近做法：")
    for hit in check.elsewhere:
        print(f"  {place_label(hit.report.place)}：{hit.text}")
        print(f"  出处：{hit.citation}\n")


def _sentence_json(sentence: DraftSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "span": list(sentence.span),
        "class": sentence.kind.value,
        "source": _source_json(sentence.source) if sentence.source else None,
    }


def _source_json(source: DraftSource) -> dict[str, Any]:
    return {
        "text": source.text,
        "likeness": source.likeness,
        "used": source.used,
        "uses": [{"report": use.report.id, "span": list(use.span), "citation": use.citation} for use in source.uses],
    }
