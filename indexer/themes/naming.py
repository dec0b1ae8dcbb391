"""Names themes by their own terms: what their passages speak of and others do not."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.themes import Theme

TERMS = 3
# Tags of jieba's dictionary: nouns, verbs and adjectives used as nouns, set phrases. Not its abbreviations: half of them
# are places (京津冀).
_NOUNS = frozenset({"n", "nz", "vn", "an", "l", "i"})
# Two words name one thing if so large a share of the rarer one's passages has them side by side.
_TOGETHER = 0.3
# A term that stands in fewer of a theme's passages is no name for it.
_LEAST_SHARE = 0.08
# It must stand this many times as often inside as outside.
_LEAST_LIFT = 2.0
# Terms of one place or one report are its brands, not what the theme is.
_LEAST_REPORTS = 3
_REPORTS_SHARE = 0.15
# Longer terms tell more: 行政执法 against 执法.
_LENGTH = {2: 0.5, 3: 0.85}
# Nouns that are in every report and name nothing.
_SAYS_NOTHING = frozenset(
    (
        "问题",
        "部分",
        "程序",
        "情况",
        "工作",
        "方面",
        "领导",
        "代表",
        "同志",
        "成果",
        "全省",
        "全市",
        "全县",
        "全区",
        "全旗",
        "全州",
    )
)
_CANDIDATES = 80


@dataclass(frozen=True)
class _Words:
    """The words that can name themes.

    :param held: ``(words,)`` in how many passages each stands.
    :param things: ``(words,)`` bool, which of them name a thing.
    """

    matrix: csr_array
    names: Sequence[str]
    held: NDArray[np.float64]
    things: NDArray[np.bool_]
    report: NDArray[np.int32]


def name_themes(
    words: csr_array,
    names: Sequence[str],
    labels: NDArray[np.int64],
    report: NDArray[np.int32],
    terms: Collection[str],
    kept: Mapping[int, Theme],
) -> tuple[Theme, ...]:
    """Return a theme for each label, no two with the same id or leading term.

    :param words: which passage has which word; ``names`` the words by number.
    :param labels: theme of each passage, -1 for none; ``report`` its report.
    :param terms: of the field's lexicon, which are names as they stand.
    :param kept: label → its theme in the build before, whose id stays, and whose name too while it is still a good one.
    """
    held = np.asarray(words.sum(axis=0)).ravel().astype(np.float64)
    given = _Words(words, names, held, _things(names, held, terms), report)
    count = int(labels.max(initial=-1)) + 1
    scores = [_scores(given, labels == label) for label in range(count)]
    taken = {theme.id for theme in kept.values()}
    leading: set[str] = set()
    found: dict[int, Theme] = {}
    # Names that stay come first, then the clearest, so that a term that leads one theme leads no other.
    for label in sorted(range(count), key=lambda label: (label not in kept, -max(scores[label].values(), default=0))):
        before = kept.get(label)
        if before and all(term in scores[label] for term in before.terms):
            chosen = before.terms
        else:
            chosen = _chosen(scores[label], leading) or (f"其他内容{label + 1}",)
        leading.add(chosen[0])
        theme_id = before.id if before else _free("-".join(chosen), taken)
        taken.add(theme_id)
        found[label] = Theme(theme_id, chosen)
    return tuple(found[label] for label in range(count))


def _scores(given: _Words, inside: NDArray[np.bool_]) -> dict[str, float]:
    """Return the terms that can name a theme with how well they do, best first.

    Class-based TF-IDF (Grootendorst 2022, BERTopic) over passages instead of occurrences: the share of the theme's
    passages that have the term, times the logarithm of how much more often they have it than others.
    """
    own = given.matrix[inside].tocsc()
    held = np.asarray(own.sum(axis=0)).ravel()
    size, others = max(1, int(inside.sum())), len(inside) - int(inside.sum())
    share, beside = held / size, (given.held - held + 0.5) / (others + 1)
    score = np.where(given.things & (share >= _LEAST_LIFT * beside), share * np.log1p(share / beside), 0)
    reports = given.report[inside]
    many = max(_LEAST_REPORTS, math.ceil(_REPORTS_SHARE * len(np.unique(reports))))
    found: dict[str, float] = {}
    spare: dict[str, float] = {}
    for number in np.argsort(-score, kind="stable")[:_CANDIDATES].tolist():
        if score[number] <= 0:
            break
        word = given.names[number]
        holders = own.indices[own.indptr[number] : own.indptr[number + 1]]
        spread = len(np.unique(reports[holders]))
        known = found if share[number] >= _LEAST_SHARE and spread >= many else spare
        known[word] = float(score[number]) * _LENGTH.get(len(word), 1.0)
    # What few passages or reports have comes in only where there is nothing better.
    return {word: scored[word] for scored in (found, spare) for word in sorted(scored, key=lambda w: (-scored[w], w))}


def _chosen(scores: Mapping[str, float], used: Collection[str]) -> tuple[str, ...]:
    """Return the best terms that do not repeat each other."""
    chosen: list[str] = []
    for term in scores:
        if (chosen or term not in used) and not any(_alike(term, other) for other in chosen):
            chosen.append(term)
        if len(chosen) == TERMS:
            break
    return tuple(chosen)


def _alike(term: str, other: str) -> bool:
    """Tell whether two terms share half the characters of the shorter one: 行政复议 and 复议案件."""
    shared = len(set(term) & set(other))
    return 2 * shared > min(len(term), len(other)) or term in other or other in term


def _things(names: Sequence[str], held: NDArray[np.float64], terms: Collection[str]) -> NDArray[np.bool_]:
    """Tell which words name a thing: nouns, terms of the field, and two of them that mostly stand together."""
    nouns = _nouns()
    number = {name: column for column, name in enumerate(names)}

    def single(word: str) -> bool:
        return word in terms or (word in nouns and word not in _SAYS_NOTHING)

    def together(word: str, count: float) -> bool:
        # 科技创新, 负责人出庭; not 思想科学 out of 思想科学指引.
        pairs = ((word[:cut], word[cut:]) for cut in range(2, len(word) - 1))
        return any(
            single(first) and single(second) and count >= _TOGETHER * min(held[number[first]], held[number[second]])
            for first, second in pairs
            if first in number and second in number
        )

    return np.array([single(word) or together(word, count) for word, count in zip(names, held.tolist(), strict=True)])


def _free(name: str, taken: Collection[str]) -> str:
    """Return an id that no theme has."""
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    """Return the words of jieba's dictionary that are nouns of some sort."""
    import jieba

    with Path(jieba.get_dict_file().name).open(encoding="utf-8") as file:
        entries = (line.split() for line in file)
        return frozenset(word for word, _, tag in entries if tag in _NOUNS)
