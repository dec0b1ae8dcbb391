"""地区 as a tree: how many matching passages and reports each place has, with everything inside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.model import Place
from search.query import QueryInvalid, places_named
from search.shelf import Shelf, place_label

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def _nothing() -> tuple[PlaceNode, ...]:
    return ()


@dataclass(frozen=True)
class PlaceNode:
    """A place with everything inside it.

    :param place: ``None`` for 地区不明.
    :param selected: the filters name it.
    :param inside: makes ``children``: a country has 3,000 places, and a page shows a few.
    """

    place: Place | None
    passages: int
    reports: int
    selected: bool = False
    inside: Callable[[], tuple[PlaceNode, ...]] = field(default=_nothing, repr=False, compare=False)

    @property
    def children(self) -> tuple[PlaceNode, ...]:
        """The places right below it that have any matches or are selected, by count; made anew at each call."""
        return self.inside()

    @property
    def label(self) -> str:
        """The place's name."""
        return place_label(self.place)

    def as_json(self) -> dict[str, Any]:
        """Return the place and all in it as JSON, as ``search.facets.as_json`` documents it."""
        place = self.place
        return {
            "name": self.label,
            "chain": list(place.chain) if place else [],
            "adcode": place.adcode if place else None,
            "level": place.level.value if place else None,
            "passages": self.passages,
            "reports": self.reports,
            "selected": self.selected,
            "children": [child.as_json() for child in self.children],
        }


@dataclass(frozen=True)
class _Counted:
    """The counts of all nodes, ``(nodes,)``; ``shown`` are those with matches or with a selected one inside."""

    passages: Counts
    reports: Counts
    shown: Mask
    selected: frozenset[int]


class PlaceTree:
    """The places of a shelf as a tree, built once: nodes in the order of the place table, the last is 地区不明."""

    def __init__(self, shelf: Shelf) -> None:
        self.places = shelf.places()
        self._node = {place.chain: number for number, place in enumerate(self.places)}
        self._unknown = len(self.places)
        self._parent = np.array([self._node.get(place.chain[:-1], -1) for place in self.places], dtype=np.int64)
        depth = np.array([len(place.chain) for place in self.places], dtype=np.int64)
        # The nodes of each depth but the first, from the top down.
        self._depths = [np.flatnonzero((depth == one) & (self._parent >= 0)) for one in np.unique(depth)]
        self._below: dict[int, list[int]] = {}
        for number, parent in enumerate(self._parent.tolist()):
            self._below.setdefault(parent, []).append(number)
        own = [self._node[info.place.chain] if info.place else self._unknown for info in shelf.infos]
        self._of_report = np.array(own, dtype=np.int64)

    def nodes(self, names: Sequence[str]) -> list[int]:
        """Return the nodes that the names can mean; places known of which there is no report have none.

        :raises QueryInvalid: a place nobody knows.
        """
        chains = [place.chain for name in names for place in self._named(name)]
        return [self._node[chain] for chain in chains if chain in self._node]

    def within(self, nodes: Sequence[int]) -> Mask:
        """Return which reports are about one of these places or one inside it, ``(reports,)``."""
        inside = np.zeros(self._unknown + 1, dtype=bool)
        inside[list(nodes)] = True
        for depth in self._depths:
            inside[depth] |= inside[self._parent[depth]]
        return inside[self._of_report]

    def tree(self, per_report: Counts, selected: Sequence[int]) -> tuple[PlaceNode, ...]:
        """Return the topmost places that have any matches or are selected.

        :param per_report: how many matching passages each report has, ``(reports,)``.
        :param selected: nodes.
        """
        passages, reports = counts_by_code(self._of_report, per_report, self._unknown + 1)
        shown = passages > 0
        shown[list(selected)] = True
        for depth in reversed(self._depths):
            for counts in (passages, reports):
                np.add.at(counts, self._parent[depth], counts[depth])
            shown[self._parent[depth[shown[depth]]]] = True
        counted = _Counted(passages, reports, shown, frozenset(selected))
        top = self._children(-1, counted)
        if not passages[self._unknown]:
            return top
        return (*top, PlaceNode(None, int(passages[self._unknown]), int(reports[self._unknown])))

    def _children(self, parent: int, counted: _Counted) -> tuple[PlaceNode, ...]:
        numbers = [number for number in self._below.get(parent, ()) if counted.shown[number]]
        numbers.sort(key=lambda number: -counted.passages[number])
        return tuple(
            PlaceNode(
                place=self.places[number],
                passages=int(counted.passages[number]),
                reports=int(counted.reports[number]),
                selected=number in counted.selected,
                inside=partial(self._children, number, counted),
            )
            for number in numbers
        )

    def _named(self, name: str) -> Sequence[Place]:
        """Return the places a name can mean; townships, which no table holds, are known from the reports."""
        try:
            return places_named(name)
        except QueryInvalid:
            wanted = name.strip()
            own = [place for place in self.places if wanted in (place.name, "".join(place.chain))]
            if not own:
                raise
            return own


def counts_by_code(codes: NDArray[np.int64], per_report: Counts, size: int) -> tuple[Counts, Counts]:
    """Sum passages and count reports by what the reports have.

    :param codes: of each report, ``(reports,)``, below ``size``.
    :param per_report: how many matching passages each report has, ``(reports,)``.
    :return: passages and reports, both ``(size,)``.
    """
    passages = np.bincount(codes, weights=per_report, minlength=size).astype(np.int64)
    return passages, np.bincount(codes[per_report > 0], minlength=size)
