"""How many reports of a shelf each value of a filter has, counted once a shelf."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.model import Kind, Level, Place
from search.shelf import Shelf

# An institution's name after the place: 郯城县 | 司法局, 吉林省委 | 党校.
_INSTITUTION = re.compile(r"^.{2,15}?(?:省|自治区|自治[州县旗]|市|县|区|旗|盟|州|镇|乡|街道)委?(?=.{2})")
# Published by nearly every place, so it tells none from another.
_EVERYWHERE = frozenset({"人民政府", "政府"})
# How institutions are written in full and for short.
_SHORT = (
    ("人民检察院", "检察院"),
    ("中级人民法院", "中院"),
    ("人民法院", "法院"),
    ("发展和改革委员会", "发改委"),
    ("卫生健康委员会", "卫健委"),
    ("人力资源和社会保障局", "人社局"),
    ("住房和城乡建设局", "住建局"),
    ("市场监督管理局", "市场监管局"),
    ("应急管理局", "应急局"),
    ("城市管理局", "城管局"),
    ("人民政府办公室", "政府办"),
)


@dataclass(frozen=True)
class ReportCounts:
    """The reports of a shelf, by the values of its filters.

    :param places: by the chain of names; a place includes everything inside it.
    :param publishers: by full name.
    :param publisher_words: what a user writes for a publisher → what its name contains, longest first.
    :param townships: places that no table holds, by name.
    """

    places: Counter[tuple[str, ...]]
    years: Counter[int]
    levels: Counter[Level]
    kinds: Counter[Kind]
    publishers: Counter[str]
    publisher_words: Mapping[str, str]
    townships: Mapping[str, tuple[Place, ...]]

    def published(self, word: str) -> int:
        """Return how many reports have a publisher whose name contains ``word``."""
        return sum(count for name, count in self.publishers.items() if word in name)


_COUNTS: WeakKeyDictionary[Shelf, ReportCounts] = WeakKeyDictionary()


def counts_of(shelf: Shelf) -> ReportCounts:
    """Return the counts of a shelf, made at the first call."""
    counts = _COUNTS.get(shelf)
    if counts is None:
        counts = _COUNTS[shelf] = _count(shelf)
    return counts


def _count(shelf: Shelf) -> ReportCounts:
    metadata = [info.metadata for info in shelf.infos]
    places = [info.place for info in shelf.infos if info.place]
    publishers = Counter(m.publisher.value for m in metadata if m.publisher.value)
    townships: dict[str, dict[Place, None]] = {}
    for place in places:
        if place.level is Level.TOWNSHIP:
            townships.setdefault(place.name, {})[place] = None
    return ReportCounts(
        places=Counter(place.chain[:depth] for place in places for depth in range(1, len(place.chain) + 1)),
        years=Counter(m.year.value for m in metadata if m.year.value),
        levels=Counter(m.level.value for m in metadata if m.level.value),
        kinds=Counter(m.kind.value for m in metadata if m.kind.value),
        publishers=publishers,
        publisher_words=_publisher_words(publishers),
        townships={name: tuple(found) for name, found in townships.items()},
    )


def _publisher_words(names: Counter[str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for name in names:
        words[name] = name
        institution = _INSTITUTION.sub("", name)
        if institution in _EVERYWHERE or institution == name:
            continue
        words.setdefault(institution, institution)
        for full, short in _SHORT:
            for one, other in ((full, short), (short, full)):
                if institution == one:
                    words.setdefault(other, institution)
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))
