"""What people say and reports write otherwise: 办完了几件, 办结 …件. For questions that ask for figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from corpus.word_lists import any_of, read_lines

_WORDS = Path(__file__).resolve().parents[1] / "data" / "questions" / "spoken_words.txt"
# Before these 办了, 开了 and the like are part of a longer verb: 举办了, 召开了, 检查出具.
_LONGER = "召展公离举督承交转开新改组搭构印下制引激颁签选分聘邀申提建增评推接回征吸对衔运上减缺检抽"
# 出庭的比例有多高 asks for what reports call 出庭率.
_SHARE = re.compile(r"(?<=[\u3400-\u9fff]{2})的?(?:比例|比率)(?=$|[\s?？,，。;；]|[是有多达高低怎为])")


def as_written(text: str) -> str:
    """Return a text in the words that reports use."""
    words = _spoken()
    return _SHARE.sub("率", _pattern().sub(lambda match: words[match[0]], text))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(f"(?<![{_LONGER}])(?:{any_of(_spoken()).pattern})")


@lru_cache(maxsize=1)
def _spoken() -> Mapping[str, str]:
    """Return the table of ``data/questions/spoken_words.txt``; read once per process."""
    return dict(line.split() for line in read_lines(_WORDS))
