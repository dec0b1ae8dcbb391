"""Figures: found, read and told apart in a report's sentences by rules, with no model."""

from indexer.figures.extract import extract_figures

__all__ = ["extract_figures"]
