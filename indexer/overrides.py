"""Lays the manual corrections over what was recognised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from corpus.model import Report
from corpus.overrides import Override, with_values


def apply_overrides(report: Report, overrides: tuple[Override, ...]) -> Report:
    """Return the report with every correction that names it; of several of one field the last counts."""
    values: dict[str, Any] = {}
    for override in overrides:
        if override.matches(report.source.sha256, report.ordinal):
            values |= override.values
    return replace(report, metadata=with_values(report.metadata, values))
