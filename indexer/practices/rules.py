"""The words that tell a named practice from a slogan, as ``data/practices.toml`` says."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import CanyueError
from corpus.rules_file import read_rules
from corpus.text import fold

RULES = Path(__file__).resolve().parents[2] / "data" / "practices.toml"
# What does not tell two spellings of a name apart: 双随机、一公开 and 双随机一公开.
_SPELLING = re.compile(r"[\s、，,·．“”‘’\"'()（）]+")
_DETAILED, _WORDS_OF_DETAIL = 8, 3
_FEW_PARTS = 2
# What the whole country does stays so with a noun behind it: 一次性告知制, 首问负责制度, 放管服改革.
_KIND = re.compile(r"(?:工作)?(?:制度|机制|模式|方式|改革|制|工作|服务|办理|窗口|专窗|清单|行动|活动)$")
# Work told with a verb that fits all work: 打造宝鸡品牌, 推动矛盾化解.
_TOLD = re.compile(
    r"(?:加强|推动|推进|促进|强化|提升|完善|健全|坚持|落实|打造|确保|围绕|严格|深化|优化|构建|探索|升级|做好|抓好|用好|建好"
    r"|学习|贯彻|关于|如何|认真|全力|积极|持续)[\u4e00-\u9fff]{3,}"
)


class PracticesInvalid(CanyueError):
    """The rules for practices cannot be used; the message says which part of them."""


def spelling(name: str) -> str:
    """Return what identifies a name: without commas, brackets and spaces, half-width, lower case."""
    return _SPELLING.sub("", fold(name))


@dataclass(frozen=True)
class Rules:
    """The lists of ``data/practices.toml`` as patterns; what each list is for stands beside it in the file.

    ``national``, ``slogans`` and ``widespread`` match the whole :func:`spelling` of a name, the others parts of folded
    text; alternatives stand longest first. ``sums`` are those of the first two with a plus sign.
    ``endings`` and ``pairs`` are alternatives without anchors.
    """

    national: re.Pattern[str]
    slogans: re.Pattern[str]
    widespread: re.Pattern[str]
    honours: re.Pattern[str]
    epithets: re.Pattern[str]
    sums: re.Pattern[str]
    heads: str
    brands: str
    weak_heads: str
    bring: str
    direct: str
    first: str
    themes: str
    awards: str
    endings: str
    venues: str
    general: re.Pattern[str]
    pairs: str
    pair_endings: str
    crossing: str

    @classmethod
    @functools.lru_cache(maxsize=4)
    def load(cls, path: Path = RULES) -> Rules:
        """Read the rules.

        :raises PracticesInvalid: the file is missing, no TOML, or a list of it is missing or holds no words.
        """
        return read_rules(path, "做法规则", _rules, PracticesInvalid)

    def is_common(self, name: str, *, first: bool = False, branded: bool = False) -> bool:
        """Tell whether a name is used all over the country, or is a slogan, or has a part that is.

        :param first: the text says that the place was the first to have it.
        :param branded: a noun behind it makes a brand of it (“娘家人”调解室), so that it is no slogan.
        """
        sum_of = re.split(r"[+＋]", name)
        if len(sum_of) > _FEW_PARTS or (len(sum_of) == _FEW_PARTS and all(len(part) > 1 for part in sum_of)):
            # 首违不罚+公益减罚+轻微速罚, 多元解纷+速裁: what all have, put together by one.
            together = self.sums.match(spelling(name)) is not None
            return together or all(self.is_common(part, first=first) for part in sum_of)
        words = [word for part in (name, *re.split(r"[、，,]", name)) if (word := spelling(part))]
        if any(self._is_national(word) or (not branded and self.slogans.match(word)) for word in words):
            return True
        # 有感服务、无感监管: one part of one's own is enough where the other is merely widespread.
        known = [self.widespread.match(word) is not None for word in words]
        return not first and bool(known) and (known[0] or (len(known) > 1 and all(known[1:])))

    def _is_national(self, word: str) -> bool:
        return any(self.national.match(form) for form in (word, _KIND.sub("", word)) if form)

    @staticmethod
    def tells_of_work(name: str) -> bool:
        """Tell whether words are no name, but say with a general verb what is done: 打造宝鸡品牌."""
        return _TOLD.match(name) is not None

    def says_something(self, words: str) -> bool:
        """Tell whether words say more than that something is done well: 长效监督 does not, 简案速决 does."""
        return len(self.general.sub("", words)) > 1

    def is_detailed(self, words: str) -> bool:
        """Tell whether so many general words together are definite: 行政调解告知引导, not 矛盾纠纷排查."""
        return len(words) >= _DETAILED and len(self.general.findall(words)) >= _WORDS_OF_DETAIL


def _rules(raw: Mapping[str, Any]) -> Rules:
    names, around, plain = raw["names"], raw["around"], raw["plain"]
    return Rules(
        national=_wild(names, "national"),
        slogans=_wild(names, "slogans"),
        widespread=_wild(names, "widespread"),
        honours=re.compile(_any(names, "honours")),
        epithets=re.compile(f"(?:{_any(names, 'epithets')})$"),
        sums=_wild({"sums": [word for key in ("national", "slogans") for word in names[key] if "+" in word]}, "sums"),
        heads=_any(around, "heads"),
        brands=_any(around, "brands"),
        weak_heads=_any(around, "weak_heads"),
        bring=_any(around, "bring"),
        direct=_any(around, "direct"),
        first=_any(around, "first"),
        themes=_any(around, "themes"),
        awards=_any(around, "awards"),
        endings=_any(plain, "endings"),
        venues=_any(plain, "venues"),
        general=re.compile(_any(plain, "general")),
        pairs=_any(plain, "pairs"),
        pair_endings=_any(plain, "pair_endings"),
        crossing=_any(plain, "crossing"),
    )


def _words(table: Mapping[str, Any], key: str) -> Sequence[str]:
    words = table[key]
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        raise ValueError(f"{key} 应当是一列词")
    return sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))


def _any(table: Mapping[str, Any], key: str) -> str:
    return "|".join(re.escape(word) for word in _words(table, key))


def _wild(table: Mapping[str, Any], key: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(_with_stars(_words(table, key)))})$")


def _with_stars(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield re.escape(spelling(word)).replace(r"\*", ".*").replace(r"\?", ".")
