"""Finds, ranks and cites passages.

::

    from search import Engine, Query
    result = Engine.open("index").search(Query("行政争议实质性化解"))
"""

from search.engine import Engine
from search.hit import Hit, Result
from search.query import Filters, Query, QueryInvalid
from search.shelf import ReportInfo

__all__ = ["Engine", "Filters", "Hit", "Query", "QueryInvalid", "ReportInfo", "Result"]
