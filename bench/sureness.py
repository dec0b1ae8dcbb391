"""When the best figure found is sure enough to be shown: ``python -m bench sureness``.

Fits the line of ``search/answers/sureness.py`` on the dev half of the questions, those for one figure that the dictionary
does not answer, and prints what it would do to a set of questions it was not fitted on, set by set: of the answerable ones
the share whose best figure is shown and right, shown and wrong; of the unanswerable ones the share that would be answered.
The rules that come before it were tuned on most of these questions, on the last sets least.
"""

from __future__ import annotations

import argparse
from dataclasses import astuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench.answers import load, open_engine, set_of
from bench.fitting import tell_line
from search.answers.sureness import FigureSigns

_LAST = ("j", "k")


def main(*arguments: str) -> None:
    """Print the weights and the shares."""
    argparse.ArgumentParser(prog="python -m bench sureness").parse_args(arguments)
    engine = open_engine()
    rows, right, answerable, sets = [], [], [], []
    for question in load(engine):
        if question.split != "dev" or not (question.kind == "figure" or question.reason):
            continue
        if likeliest := engine.answers.likeliest(question.text):
            figure, signs = likeliest
            rows.append(astuple(signs))
            right.append(question.answered_by(figure))
            answerable.append(not question.reason)
            sets.append(set_of(question.id))
    _tell(np.array(rows), np.array(right), np.array(answerable), np.array(sets))


def _tell(signs: np.ndarray, right: np.ndarray, answerable: np.ndarray, sets: np.ndarray) -> None:
    line = make_pipeline(StandardScaler(), LogisticRegression(C=0.3))
    unseen = np.zeros(len(signs))
    for name in np.unique(sets):
        line.fit(signs[sets != name], right[sets != name])
        unseen[sets == name] = line.decision_function(signs[sets == name])
    line.fit(signs, right)
    print(f"\n### fitted on {len(signs)} questions, {int(right.sum())} with the right figure first\n")
    tell_line(line, FigureSigns)
    print()
    last = np.isin(sets, _LAST)
    for least in (0.0, 0.4, 0.85, 1.4, 2.2):
        shown = unseen >= least
        for name, of in (("all", np.ones(len(sets), bool)), ("last sets", last)):
            asked, none = of & answerable, of & ~answerable
            print(
                f"  at {least:4.2f}, {name}: right {(shown & right)[asked].mean():.3f}, "
                f"wrong {(shown & ~right)[asked].mean():.3f}, unanswerable answered {shown[none].mean():.3f}"
            )


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
