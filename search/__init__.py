"""Finds, ranks and cites passages.

::

    from search import Engine, Filters, Query
    engine = Engine.open("index")
    result = engine.search(Query("行政争议实质性化解", Filters(places=("内蒙古",)), top=5))
    for hit in result.hits:
        print(hit.report.name, hit.text, hit.citation)
    for phrase in engine.phrases("败诉率下降").phrases:
        print(phrase.pattern, phrase.places, phrase.citation)
"""

from search.arrange import GroupBy, SortBy
from search.engine import Engine
from search.figures import FigureQuery, FigureResult, FoundFigure
from search.hit import Hit, Located, Result
from search.phrases import Phrase, PhraseResult
from search.query import Filters, Query, QueryInvalid
from search.shelf import ReportInfo

__all__ = [
    "Engine",
    "FigureQuery",
    "FigureResult",
    "Filters",
    "FoundFigure",
    "GroupBy",
    "Hit",
    "Located",
    "Phrase",
    "PhraseResult",
    "Query",
    "QueryInvalid",
    "ReportInfo",
    "Result",
    "SortBy",
]
