"""Rules that users edit: TOML files in ``data/``, read with one clear message for whatever is wrong in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import CanyueError

T = TypeVar("T")


def read_rules(path: Path, what: str, make: Callable[[Mapping[str, Any]], T], invalid: type[CanyueError]) -> T:
    """Read a file of rules and make of it what ``make`` returns.

    :param what: the file's name to users, e.g. 指标词典.
    :param make: raises ``KeyError``, ``TypeError``, ``ValueError``, ``AttributeError`` or ``re.error`` for wrong rules.
    :raises CanyueError: of the class ``invalid``: the file is missing, no TOML, or its rules are wrong.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise invalid(f"{what}“{path}”读不出来：{error}") from error
    try:
        return make(raw)
    except KeyError as error:
        raise invalid(f"{what}“{path}”有误：缺少 {error}") from error
    except (TypeError, ValueError, AttributeError, re.error) as error:
        raise invalid(f"{what}“{path}”有误：{error}") from error
