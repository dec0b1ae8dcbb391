"""Families: near-identical passages, and near-identical sentences, of an index. Grouped, never dropped.

Two places that use the same words are two sources, so a family lists all its members; nothing is merged or left out.
What near-identical means, and how families are found, is written in ``indexer/families.py``.
"""

from __future__ import annotations

import functools
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexMismatch

FILE = "families.npz"


@dataclass(frozen=True, eq=False)
class Grouping:
    """The families of all passages, or of all sentences.

    :param family: ``(n,)`` int32, the family of each id. Families are numbered from 0 in the order of their first
        members; a text that stands alone is a family of one.
    :param reports: ``(families,)`` int32, how many different reports a family spans.
    :param places: ``(families,)`` int32, how many different places; a report whose place is unknown adds none.
    """

    family: NDArray[np.int32]
    reports: NDArray[np.int32]
    places: NDArray[np.int32]

    def __len__(self) -> int:
        """Return the number of families."""
        return len(self.reports)

    @functools.cached_property
    def _sorted(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """All ids ordered by family, and where each family begins: ``(n,)`` and ``(families + 1,)``."""
        order = np.argsort(self.family, kind="stable").astype(np.int32)
        return order, np.searchsorted(self.family[order], np.arange(len(self) + 1))

    def members(self, family: int) -> NDArray[np.int32]:
        """Return the ids in a family, ascending: ``(members,)`` int32.

        :raises IndexError: there is no such family.
        """
        if not 0 <= family < len(self):
            raise IndexError(family)
        order, starts = self._sorted
        return order[starts[family] : starts[family + 1]]


@dataclass(frozen=True, eq=False)
class Families:
    """What a generation knows of repeated text.

    :param passages: families of passages, by passage id.
    :param sentences: families of sentences, by sentence id; figures count as equal in them.
    :param commonness: ``(passages,)`` float32, ``0..1``: the share of a passage's text that stands in many reports.
    """

    passages: Grouping
    sentences: Grouping
    commonness: NDArray[np.float32]

    def write(self, folder: Path) -> None:
        """Write the file of a generation."""
        np.savez_compressed(
            folder / FILE,
            passage_family=self.passages.family,
            passage_reports=self.passages.reports,
            passage_places=self.passages.places,
            sentence_family=self.sentences.family,
            sentence_reports=self.sentences.reports,
            sentence_places=self.sentences.places,
            commonness=self.commonness,
        )

    @classmethod
    def read(cls, folder: Path) -> Families:
        """Read the file of a generation.

        :raises IndexMismatch: the index was built before there were families.
        :raises IndexDamaged: the file is not what was written.
        """
        try:
            with np.load(folder / FILE, allow_pickle=False) as file:
                return cls(
                    Grouping(file["passage_family"], file["passage_reports"], file["passage_places"]),
                    Grouping(file["sentence_family"], file["sentence_reports"], file["sentence_places"]),
                    file["commonness"],
                )
        except FileNotFoundError as error:
            raise IndexMismatch(
                "这个索引是旧版本建的，没有相同表述的归类。请重新建立：python -m indexer build <文件或文件夹>"
            ) from error
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise IndexDamaged(
                f"索引的文件 {FILE} 已损坏。请重新建立：python -m indexer build <文件或文件夹>"
            ) from error
