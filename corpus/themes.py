"""Themes: what the passages of an index are about, found in the corpus itself. Written by a build, read by the pages.

How they are found and named is written in ``indexer/themes``.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged
from corpus.vectors import Vectors

FILE = "themes.npz"
UNSORTED = -1
UNSORTED_NAME = "未归类"
BETWEEN_TERMS = " · "


@dataclass(frozen=True)
class Theme:
    """A theme.

    :param id: stays from build to build while the theme is found again; names it in addresses.
    :param terms: what its passages speak of and others do not, most telling first.
    """

    id: str
    terms: tuple[str, ...]

    @property
    def name(self) -> str:
        """What users read: 行政复议 · 行政应诉 · 负责人出庭."""
        return BETWEEN_TERMS.join(self.terms)


@dataclass(frozen=True, eq=False)
class Themes:
    """The themes of a generation, the largest first.

    :param of_passage: ``(passages,)`` int16, index into ``themes``, ``UNSORTED`` where none fits.
    :param nearness: ``(passages,)`` float32, how well the passage fits its theme, ``-1..1``; 0 where it has none.
    :param positions: ``(passages, 2)`` float32 on the map, ``-1..1``.
    :param mentions: ``(passages, themes)`` bool, which passages have a theme's terms, its own and others.
    :param centroids: ``(themes, dim)`` float32, L2-normalised, of the centred passage vectors.
    """

    themes: tuple[Theme, ...]
    of_passage: NDArray[np.int16]
    nearness: NDArray[np.float32]
    positions: NDArray[np.float32]
    mentions: NDArray[np.bool_]
    centroids: Vectors

    def write(self, folder: Path) -> None:
        """Write the file of a generation."""
        np.savez_compressed(
            folder / FILE,
            ids=np.array([theme.id for theme in self.themes], dtype=np.str_),
            names=np.array(["\t".join(theme.terms) for theme in self.themes], dtype=np.str_),
            of_passage=self.of_passage,
            nearness=self.nearness,
            positions=self.positions,
            mentions=np.packbits(self.mentions, axis=1),
            centroids=self.centroids,
        )

    @classmethod
    def read(cls, folder: Path) -> Themes | None:
        """Read the file of a generation; ``None`` if the index is from before there were themes.

        :raises IndexDamaged: the file is not what was written.
        """
        try:
            with np.load(folder / FILE, allow_pickle=False) as file:
                named = zip(file["ids"].tolist(), file["names"].tolist(), strict=True)
                return cls(
                    tuple(Theme(theme_id, tuple(name.split("\t"))) for theme_id, name in named),
                    file["of_passage"],
                    file["nearness"],
                    file["positions"],
                    np.unpackbits(file["mentions"], axis=1, count=len(file["ids"])).astype(bool),
                    file["centroids"],
                )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise IndexDamaged(
                f"索引的文件 {FILE} 已损坏。请重新建立：python -m indexer build <文件或文件夹>"
            ) from error
