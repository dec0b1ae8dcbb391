"""Lays the manual corrections over what was recognised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.model import Evidence, Fact, Place, Report
from corpus.overrides import CORRECTED, RECOGNISED, Override


def apply_overrides(report: Report, overrides: tuple[Override, ...]) -> Report:
    """Return the report with every correction that names it; what the program had recognised stays as evidence."""
    recognised = report.metadata
    corrected: dict[str, Fact[Any]] = {}
    for override in overrides:
        if override.matches(report.source.sha256, report.ordinal):
            corrected |= {name: _corrected(value, getattr(recognised, name)) for name, value in override.values.items()}
    return replace(report, metadata=replace(recognised, **corrected))


def _corrected(value: Any, recognised: Fact[Any]) -> Fact[Any]:
    before = Evidence(RECOGNISED, _shown(recognised.value))
    return Fact(value, 1.0, (Evidence(CORRECTED, _shown(value)), before, *recognised.evidence))


def _shown(value: Any) -> str:
    if isinstance(value, Place):
        return " › ".join(value.chain)
    return "" if value is None else str(value)
