"""Word files in the layout of Chinese official documents, with real footnotes."""

from search.word.official import OfficialDocument

__all__ = ["OfficialDocument"]
