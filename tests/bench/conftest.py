"""The sample reports that the sets of queries quote."""

from __future__ import annotations

import pytest

from corpus.settings import PROJECT
from corpus.text import visible
from indexer.reading import read_source


@pytest.fixture(scope="session")
def reports() -> dict[tuple[str, int], tuple[list[str], str]]:
    """``(source, ordinal)`` → the report's passages and its text, both without white space."""
    return {
        (path.name, report.ordinal): (
            [visible(passage.span.of(report.text)) for passage in report.passages],
            visible(report.text),
        )
        for path in sorted((PROJECT / "data" / "reports").glob("*.txt"))
        for report in read_source(path.name, str(path), path.read_bytes()).reports
    }
