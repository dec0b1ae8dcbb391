"""Answers as JSON, as lines for a terminal, and as text with footnotes to paste."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.answers.answer import Answer, AnswerFigure, Claim, Quotation, quotations_of


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer in the documented JSON form; spans are of the report's text, an unknown place is ``null``."""
    return {
        "question": answer.question.asked,
        "kind": answer.question.kind.value,
        "answerable": answer.answerable,
        "answer": answer.answer,
        "figures": [_figure_json(figure) for figure in answer.figures],
        "claims": [_claim_json(claim) for claim in answer.claims],
        "searched": answer.searched,
        "nearest": [
            {"why": nearest.why, "claims": [_claim_json(claim) for claim in nearest.claims]}
            for nearest in answer.nearest
        ],
        "model": answer.model or None,
        "notes": list(answer.notes),
        "took_ms": round(answer.took_ms, 1),
    }


def print_answer(answer: Answer) -> None:
    """Print an answer for people."""
    print(answer.answer)
    for note in answer.notes:
        print(f"（{note}）")
    for nearest in answer.nearest:
        print(f"\n{nearest.why}：")
        for claim in nearest.claims:
            print(f"  {claim.label}  {claim.text}")
            for quotation in claim.quotations:
                print(f"    出处：{quotation.citation}")
    if answer.claims:
        print()
        for line in footnotes(answer.claims):
            print(line)
    print(f"\n{answer.searched}；用时 {answer.took_ms:.0f} 毫秒")


def text_with_footnotes(answer: Answer) -> str:
    """Return question and answer as text to paste, its quotations as footnotes."""
    lines = [f"问：{answer.question.asked}", f"答：{answer.answer}", *(f"（{note}）" for note in answer.notes)]
    if answer.model:
        lines.append(f"（以上表述由模型 {answer.model} 撰写，引文取自原文）")
    for nearest in answer.nearest:
        lines += ["", f"{nearest.why}："]
        lines += [
            f"{claim.label}：{claim.text}（{claim.quotations[0].citation.rstrip('。')}）" for claim in nearest.claims
        ]
    return "\n".join([*lines, "", *footnotes(answer.claims)]).rstrip() + "\n"


def footnotes(claims: Iterable[Claim]) -> list[str]:
    """Return the quotations of claims, numbered as the answer's text numbers them."""
    return [
        f"[{number}] “{quotation.quote}”——{quotation.citation}"
        for number, quotation in enumerate(quotations_of(claims), 1)
    ]


def _figure_json(figure: AnswerFigure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "shown": figure.shown,
        "place": figure.place.name if figure.place else None,
        "year": figure.period.year,
        "period": str(figure.period),
        "citation": _quotation_json(figure.quotation),
        "doubts": list(figure.doubts),
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "label": claim.label,
        "citations": [_quotation_json(quotation) for quotation in claim.quotations],
    }


def _quotation_json(quotation: Quotation) -> dict[str, Any]:
    return {
        "report": quotation.report.id,
        "span": list(quotation.span),
        "quote": quotation.quote,
        "citation": quotation.citation,
    }
