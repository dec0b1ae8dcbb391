"""Named practices of a report: found by their quotation marks and by the words that bring in something new."""

from indexer.practices.find import find_practices

__all__ = ["find_practices"]
