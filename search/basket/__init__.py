"""收藏: quotations that users keep, checked against the reports whenever they are shown or taken away."""

from search.basket.arranging import Step, grouped, moved
from search.basket.checking import Checked, Checker, State, open_checker
from search.basket.item import Draft, Kept, NotKept
from search.basket.keeping import keep
from search.basket.store import BasketStore

__all__ = [
    "BasketStore",
    "Checked",
    "Checker",
    "Draft",
    "Kept",
    "NotKept",
    "State",
    "Step",
    "grouped",
    "keep",
    "moved",
    "open_checker",
]
