"""How long each stage of a search takes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Stages:
    """How long each stage of one search took, in milliseconds."""

    began: float = field(default_factory=time.perf_counter)
    taken: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin the first stage."""
        self._last = self.began

    def end(self, stage: str) -> None:
        """Close a stage: what has passed since the one before it."""
        now = time.perf_counter()
        self.taken[stage] = self.taken.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    @property
    def total(self) -> float:
        """Milliseconds since the beginning."""
        return (time.perf_counter() - self.began) * 1000
