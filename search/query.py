"""What is asked: words and filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

from corpus.errors import CanyueError
from corpus.gazetteer import Gazetteer
from corpus.model import Kind, Level, Place
from search.arrange import GroupBy, SortBy

# Longer texts are cut: the model reads about 500 characters, and words repeat long before this.
LONGEST_QUERY = 2000


class QueryInvalid(CanyueError):
    """A query that cannot be asked; the message says why."""


@dataclass(frozen=True)
class Filters:
    """What reports may be searched; empty tuples allow all. Values of one field are alternatives.

    :param places: names as a user writes them; each includes everything inside it.
    :param publishers: words a publisher's name contains.
    :param sections: themes as ``data/sections.toml`` names them; ``parts`` as ``corpus.parts.Part`` does.
    """

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    levels: tuple[Level, ...] = ()
    kinds: tuple[Kind, ...] = ()
    publishers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether nothing is filtered."""
        return self == Filters()

    def widest_first(self) -> Iterator[Filters]:
        """Yield none of the filters, the first, the first two, and so on to all of them."""
        wider = Filters()
        yield wider
        for name in vars(self):
            if values := getattr(self, name):
                wider = replace(wider, **{name: values})
                yield wider

    def joined(self, other: Filters) -> Filters:
        """Return the values of both, each once."""
        values = {
            field.name: tuple(dict.fromkeys((*getattr(self, field.name), *getattr(other, field.name))))
            for field in fields(self)
        }
        return Filters(**values)


@dataclass(frozen=True)
class Query:
    """One question to the engine.

    :param text: free words; also 地区:…, 年份:…, "exact words", -without (see ``search.syntax``). With filters and no words
        all that passes is listed.
    :param top: how many cards to return, from ``offset``.
    :param literal: take the words as typed, even where a correction is certain.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    top: int = 10
    offset: int = 0
    group: GroupBy = GroupBy.PASSAGE
    sort: SortBy = SortBy.RELEVANCE
    literal: bool = False


def trimmed(text: str) -> str:
    """Return the text of a query with single spaces, cut where it is too long."""
    return " ".join(text.split())[:LONGEST_QUERY]


def checked_text(text: str) -> str:
    """Return the text of a query, trimmed and cut.

    :raises QueryInvalid: it is empty.
    """
    checked = trimmed(text)
    if not checked:
        raise QueryInvalid("查询不能为空，请输入要找的内容")
    return checked


def places_named(name: str) -> tuple[Place, ...]:
    """Return every place a name can mean.

    :raises QueryInvalid: the place table does not know it.
    """
    found = Gazetteer.load().lookup(name.strip())
    if not found:
        raise QueryInvalid(f"地区表里没有“{name}”。请写省、市、县（区、旗）的名称，如 内蒙古、榆林市、科左后旗")
    return found
