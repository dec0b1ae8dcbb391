"""Decide by context which of several places of one name is meant (鼓楼区, 朝阳, 吉林)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Level, Place
from indexer.place_evidence import Sighting, Voice, spoken_as

# A reading needs this much more support than the next one of the same name.
_CLEARLY = 1.5


def resolve(sightings: Sequence[Sighting], voice: Voice) -> list[Sighting]:
    """Narrow each sighting's candidates by the clear places around it; those nothing decides stay as they are."""
    clear = [s for s in sightings if len(s.candidates) == 1]
    known: dict[tuple[Place, ...], tuple[Place, ...]] = {}
    resolved = []
    for sighting in sightings:
        candidates = sighting.candidates
        if candidates not in known:
            known[candidates] = _narrow(candidates, clear, voice) if len(candidates) > 1 else candidates
        resolved.append(replace(sighting, candidates=known[candidates]))
    return resolved


def _narrow(candidates: tuple[Place, ...], clear: Sequence[Sighting], voice: Voice) -> tuple[Place, ...]:
    """Return the one candidate the context decides for, or all that it leaves open."""
    support = {place: sum(_support(place, s) for s in clear) for place in candidates}
    best = max(support.values())
    if best == 0:
        return _highest_of_chain(candidates, voice)
    left = tuple(place for place in candidates if support[place] * _CLEARLY > best)
    return _highest_of_chain(left, voice) if len(left) > 1 else left


def _support(place: Place, sighting: Sighting) -> float:
    """Return how much a clear mention speaks for ``place``: it is above it, below it, or beside it."""
    other = sighting.candidates[0]
    if other == place:
        return 3.0 * sighting.weight  # the full name stands elsewhere
    if other.within(place):
        return 2.0 * sighting.weight
    if place.within(other):
        # Standing right above says more than being somewhere in the province.
        return (3.0 if other.adcode == place.adcodes[-2] else 1.0) * sighting.weight
    beside = len(place.adcodes) > 1 and place.level is Level.COUNTY and other.adcodes[:-1] == place.adcodes[:-1]
    return 1.0 * sighting.weight if beside else 0.0


def _highest_of_chain(candidates: tuple[Place, ...], voice: Voice) -> tuple[Place, ...]:
    """Take 吉林 for the province, not for the city in it, unless the body calls itself a city."""
    top = min(candidates, key=lambda place: len(place.chain))
    if not all(place.within(top) for place in candidates):
        return candidates
    fitting = [place for place in candidates if spoken_as(voice, place) > 0]
    best = max(fitting, key=lambda p: (spoken_as(voice, p), -len(p.chain)), default=top)
    return (best,)
