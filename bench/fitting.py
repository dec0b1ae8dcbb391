"""What a fitted line of signs says, in the signs' own units."""

from __future__ import annotations

from dataclasses import fields
from typing import Any


def tell_line(line: Any, signs: type) -> None:
    """Print the weight of each sign and the log odds without any.

    :param line: a fitted pipeline of ``StandardScaler`` and ``LogisticRegression``.
    :param signs: the dataclass whose fields are its columns, in their order.
    """
    weights = line[-1].coef_[0] / line[0].scale_
    for field, weight in zip(fields(signs), weights, strict=True):
        print(f"  {field.name:8} {weight:7.2f}")
    print(f"  at zero  {line[-1].intercept_[0] - weights @ line[0].mean_:7.2f}")
