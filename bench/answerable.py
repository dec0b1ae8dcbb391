"""When to say that nothing was found: ``python -m bench answerable [own|everyday …] [--split dev|test|all] [--curve]``.

Prints the operating point: the share of unanswerable queries caught (more is better) and of answerable ones refused.
``--curve`` prints both for a range of bars; ``BAR`` in ``search/relevance.py`` was chosen from it on the dev halves.
"""

from __future__ import annotations

import argparse

import numpy as np

from bench.datasets import BenchQuery, Dataset, load
from bench.quality import Values, interval
from search import Query


def main(*arguments: str) -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(prog="python -m bench answerable")
    parser.add_argument("sets", nargs="*", default=[], metavar="own|everyday")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--list", action="store_true", help="the queries decided wrongly (dev only)")
    chosen = parser.parse_args(arguments)
    for name in chosen.sets or ("own", "everyday"):
        dataset = load(name)
        answerable, unanswerable = dataset.chosen(chosen.split), dataset.unanswerable(chosen.split)
        print(f"\n### {name}, {chosen.split}: {len(answerable)} answerable, {len(unanswerable)} not\n")
        refused = np.array([not dataset.engine.search(Query(query.text)).answerable for query in answerable], float)
        caught = np.array([not dataset.engine.search(Query(query.text)).answerable for query in unanswerable], float)
        print(
            f"caught {caught.mean():.3f} {_spread(caught)}, answerable refused {refused.mean():.3f} {_spread(refused)}"
        )
        for group in ("-near-", "-far-"):
            part = [value for query, value in zip(unanswerable, caught, strict=True) if group in query.id]
            if part:
                print(f"  {group.strip('-')}: {np.mean(part):.3f} of {len(part)}")
        if chosen.list and chosen.split == "dev":
            for query, value in zip(answerable, refused, strict=True):
                if value:
                    print(f"  refused: {query.text}")
            for query, value in zip(unanswerable, caught, strict=True):
                if not value:
                    print(f"  not caught: {query.text}")
        if chosen.curve:
            _print_curve(dataset, answerable, unanswerable)


def _spread(values: Values) -> str:
    low, high = interval(values)
    return f"({low:.3f}–{high:.3f})"


def _print_curve(dataset: Dataset, answerable: list[BenchQuery], unanswerable: list[BenchQuery]) -> None:
    near = [np.array([_confidence(dataset, query.text) for query in part]) for part in (answerable, unanswerable)]
    for share in (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1):
        bar = float(np.quantile(near[0], share))
        print(f"  bar {bar:6.2f}: refused {share:.2f}, caught {(near[1] < bar).mean():.2f}")


def _confidence(dataset: Dataset, text: str) -> float:
    judged = dataset.engine.judged(Query(text))
    return float("-inf") if judged.missing else judged.certainty


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
