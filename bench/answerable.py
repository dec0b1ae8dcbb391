"""When to say that nothing was found: ``python -m bench answerable [own|everyday|typed …] [--split dev|test|all] [--fit]``.

Prints the operating point: the share of unanswerable queries caught (more is better) and of answerable ones refused.
``--fit`` fits the line of ``search/signs.py`` on the dev halves of the sets together and prints what it would do to queries
it has not seen, in ten-fold cross-validation; ``LEAST_ODDS`` in ``search/relevance.py`` was chosen from that.
"""

from __future__ import annotations

import argparse
from dataclasses import astuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench.datasets import Dataset, load
from bench.fitting import tell_line
from bench.quality import Values, interval
from search import Query
from search.signs import Signs


def main(*arguments: str) -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(prog="python -m bench answerable")
    parser.add_argument("sets", nargs="*", default=[], metavar="own|everyday|typed")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--fit", action="store_true", help="fit the line on the dev halves")
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
    if chosen.fit:
        _fit([load(name) for name in chosen.sets or ("own", "everyday", "typed")])


def _spread(values: Values) -> str:
    low, high = interval(values)
    return f"({low:.3f}–{high:.3f})"


def _fit(datasets: list[Dataset]) -> None:
    """Fit log odds of an answer to the signs; queries that name what stands nowhere are decided without them."""
    rows: list[tuple[tuple[float, ...], bool]] = []
    totals = {True: 0, False: 0}
    for dataset in datasets:
        for query in (*dataset.chosen("dev"), *dataset.unanswerable("dev")):
            has_answer = bool(query.relevant)
            totals[has_answer] += 1
            judged = dataset.engine.judged(Query(query.text))
            if judged.signs and not judged.missing:
                rows.append((astuple(judged.signs), has_answer))
    signs, answers = np.array([one for one, _ in rows]), np.array([answer for _, answer in rows])
    line = make_pipeline(StandardScaler(), LogisticRegression())
    unseen = cross_val_predict(
        line, signs, answers, cv=StratifiedKFold(10, shuffle=True, random_state=0), method="decision_function"
    )
    line.fit(signs, answers)
    print(f"\n### fitted on {len(rows)} of {sum(totals.values())} queries of the dev halves\n")
    tell_line(line, Signs)
    for share in (0.02, 0.03, 0.04, 0.05, 0.06, 0.08):
        # Of all answerable ones; those that name what stands nowhere are refused already.
        bar = np.sort(unseen[answers])[max(0, round(share * totals[True]) - (totals[True] - int(answers.sum())))]
        caught = 1 - (unseen[~answers] >= bar).sum() / totals[False]
        print(f"  unseen, bar {bar:5.2f}: refused {share:.2f}, caught {caught:.2f}")


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
