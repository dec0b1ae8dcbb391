"""Finds the themes of a corpus: groups of passages, named by their own terms, laid out on a map."""

from indexer.themes.find import write_themes
from indexer.themes.words import PassageWords

__all__ = ["PassageWords", "write_themes"]
