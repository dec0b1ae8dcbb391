"""Decide which place a report is about, and who speaks in it, or say that the text does not tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.gazetteer import Gazetteer
from corpus.model import Evidence, Fact, Place, Span
from indexer.place_context import resolve
from indexer.place_evidence import (
    ClueStrength,
    PlaceClue,
    Sighting,
    Voice,
    body_sightings,
    clue_sightings,
    congress_sightings,
    own_voice,
    spoken_as,
    title_sightings,
    units_of,
)
from indexer.place_publisher import recognise_publisher_from_body
from indexer.place_township import township_of

__all__ = ["ClueStrength", "PlaceClue", "recognise_place", "recognise_publisher_from_body"]

Reading = tuple[Place, ...]
"""What a name means: one place, or several when the context does not decide."""

# The body alone never outweighs the title or the publisher: a county that writes much about its city is still a county.
_BODY_CAP = 8.0
# Below this a body's best place is a passing mention: less than one full name and a bare one.
_LEAST_BODY_SCORE = 1.2
# The body's best place must be this much of the best two, or the evidence does not decide.
_LEAST_MARGIN = 0.55
# How many quotes of the body to keep as evidence.
_QUOTES = 4


@dataclass(frozen=True)
class _Scores:
    """What speaks for each reading.

    :param explicit: from the title, the page and the congress line.
    :param body: from the body, weighed by the unit it calls itself.
    """

    explicit: Mapping[Reading, float]
    body: Mapping[Reading, float]

    def total(self, reading: Reading) -> float:
        return self.explicit.get(reading, 0.0) + min(_BODY_CAP, self.body.get(reading, 0.0))

    def ranked(self) -> list[Reading]:
        return sorted({*self.explicit, *self.body}, key=lambda r: (-self.total(r), r[0].adcode))


def recognise_place(text: str, *, title: Span | None, clues: Sequence[PlaceClue] = (), body: Span) -> Fact[Place]:
    """Decide which place the report ``text`` is about.

    :param title: the title in ``text``, ``None`` if the report has none.
    :param clues: what the page or the file says: publisher, source, byline, file name.
    :param body: the running text without title, byline and page fields.
    :returns: unknown, with the candidates listed, where the evidence does not decide; unknown without candidates for
        a text on the whole country. Do not call it for a scholar's article, which is no place's report.
    """
    gazetteer = Gazetteer.load()
    mentions = gazetteer.find(text)
    voice = own_voice(text, body)
    explicit = [
        *title_sightings(text, mentions, title),
        *congress_sightings(text, mentions),
        *clue_sightings(gazetteer, clues),
    ]
    sightings = resolve([*explicit, *body_sightings(text, mentions, body)], voice)
    if not any(s.explicit for s in sightings) and _is_national(text, body, sightings, voice):
        return Fact()
    scores = _score(sightings, voice)
    fact = _decide(scores, sightings, text, body, voice)
    return township_of(text, title, clues, fact, gazetteer)


def _score(sightings: Sequence[Sighting], voice: Voice) -> _Scores:
    """Add up the sightings by reading."""
    explicit: dict[Reading, float] = defaultdict(float)
    body: dict[Reading, float] = defaultdict(float)
    for sighting in sightings:
        (explicit if sighting.explicit else body)[sighting.candidates] += sighting.weight
    # The places a report names lie mostly in its own: several districts of one city speak for the city.
    below: dict[Reading, set[Place]] = defaultdict(set)
    for reading in (*body, *explicit):
        for upper in _ancestors(reading):
            below[(upper,)].add(reading[0])
    weighed = {
        reading: body.get(reading, 0.0) * _unit_factor(reading, voice)
        + min(len(below.get(reading, ())), 6) * _unit_share(reading, voice)
        for reading in {*body, *below}
    }
    return _Scores(dict(explicit), weighed)


def _ancestors(reading: Reading) -> list[Place]:
    """Return the places above a clear reading."""
    gazetteer = Gazetteer.load()
    if len(reading) != 1:
        return []
    return [place for code in reading[0].adcodes[:-1] if (place := gazetteer.get(code))]


def _unit_share(reading: Reading, voice: Voice) -> float:
    """Return which part, ``0..1``, of the body's words for itself fits the reading's unit."""
    spoken = sum(voice.values())
    # Two or three such words can be chance.
    return spoken_as(voice, reading[0]) / spoken if spoken >= 3 else 0.5


def _unit_factor(reading: Reading, voice: Voice) -> float:
    """Return how far to trust the body's naming: a text that says 我市 is hardly a district's."""
    return 0.3 + 1.4 * _unit_share(reading, voice)


def _is_national(text: str, body: Span, sightings: Sequence[Sighting], voice: Voice) -> bool:
    """Tell whether a text with places from many provinces speaks for none of them."""
    by_province: dict[str, float] = defaultdict(float)
    for sighting in sightings:
        for code in {place.adcodes[0] for place in sighting.candidates}:
            by_province[code] += sighting.weight
    total = sum(by_province.values())
    nation = len(re.findall(r"我国|全国|各地|中央|国务院", body.of(text)))
    scattered = len(by_province) >= 3 and max(by_province.values()) < 0.6 * total
    return scattered and nation > sum(voice.values())


def _decide(scores: _Scores, sightings: Sequence[Sighting], text: str, body: Span, voice: Voice) -> Fact[Place]:
    """Take the best reading if it is clear enough."""
    ranked = scores.ranked()
    if not ranked:
        return Fact()
    best = ranked[0]
    stated = best in scores.explicit
    margin = _margin(scores, ranked)
    evidence = _evidence(best, sightings, text, body, voice)
    if len(best) > 1:
        return Fact(None, 0.0, evidence, tuple("".join(place.chain) for place in best))
    if stated:
        return Fact(best[0], _stated_confidence(best, scores), evidence)
    if scores.total(best) < _LEAST_BODY_SCORE or margin < _LEAST_MARGIN:
        options = [place for reading in ranked[:3] for place in reading]
        return Fact(None, 0.0, evidence, tuple("".join(place.chain) for place in options[:5]))
    # From 0.55 at the least margin to 0.9 with no competitor.
    return Fact(best[0], round(0.55 + 0.35 * (margin - _LEAST_MARGIN) / (1 - _LEAST_MARGIN), 2), evidence)


def _margin(scores: _Scores, ranked: Sequence[Reading]) -> float:
    """Return the best reading's part, ``0..1``, of itself and its strongest competitor."""
    best = ranked[0]
    # A province's report names its cities all the time, so those count half against it.
    rest = max((scores.total(r) * (0.5 if r[0].within(best[0]) else 1.0) for r in ranked[1:]), default=0.0)
    return scores.total(best) / (scores.total(best) + rest)


def _stated_confidence(best: Reading, scores: _Scores) -> float:
    """Return the confidence in a place that the title or the page states."""
    if any(not _related(best, other) for other in scores.explicit if other != best):
        return 0.7  # the page names two unrelated places
    # A title or a publisher is nearly sure, a file name less so, a stray word on the page hardly.
    alone = 0.9 if scores.explicit[best] >= ClueStrength.STRONG.value else 0.8
    if scores.explicit[best] < ClueStrength.MEDIUM.value:
        alone = 0.6
    strongest = max(scores.body, key=lambda r: scores.body[r], default=best)
    if strongest == best:
        return min(0.97, alone + 0.1)
    agrees = _related(best, strongest) or scores.body[strongest] < _LEAST_BODY_SCORE
    return alone if agrees else alone - 0.1


def _related(one: Reading, other: Reading) -> bool:
    return any(a.within(b) or b.within(a) for a in one for b in other)


def _evidence(
    best: Reading, sightings: Sequence[Sighting], text: str, body: Span, voice: Voice
) -> tuple[Evidence, ...]:
    """Return what was said for the reading, strongest first, with the words by which the body calls itself."""
    own = [s for s in sightings if s.candidates == best]
    stated = [s.evidence for s in own if s.explicit]
    named = sorted((s for s in own if not s.explicit), key=lambda s: -s.weight)
    below = [] if named else [s for s in sightings if any(p in best for p in _ancestors(s.candidates))]
    quotes = [s.evidence for s in named[:_QUOTES]] + [
        Evidence("正文中的下辖地名", s.evidence.quote, s.evidence.span) for s in below[:_QUOTES]
    ]
    spoken = _own_voice_evidence(best, text, body) if _unit_share(best, voice) > 0.5 else ()
    return (*stated, *quotes, *spoken)


def _own_voice_evidence(best: Reading, text: str, body: Span) -> tuple[Evidence, ...]:
    units = "|".join(units_of(best[0]))
    match = re.compile(rf"(?:我|全|本|依法治)(?:{units})").search(text, body.start, body.end)
    return (Evidence("正文的自称", match.group(), Span(*match.span())),) if match else ()
