"""The places of China: what a name can mean, and where places are named in running text.

The table stands in ``data/places`` (see the README there). A name mostly means more than one place (朝阳: a city, a
county, two districts), so every answer here lists them all, most likely first; deciding is left to the caller.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.model import Level, Place, Span
from corpus.place_names import NameKind, former_forms, short_forms
from corpus.word_lists import read_lines

_DATA = Path(__file__).resolve().parent.parent / "data" / "places"
_LEVEL_RANK = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2, Level.TOWNSHIP: 3}
# What people put between the parts of a path, and the stand-in nodes of address tables (重庆市 › 县 › 彭水县).
_PATH_NOISE = re.compile(r"[\s/\\>›»·\-—,，、]+|市辖区|(?:省|自治区)直辖县级行政区划")

# Official names that are ordinary words; mostly only the place above them shows what is meant (晋城市城区).
_GENERIC_NAMES = frozenset({"城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "新城区", "老城区", "城中区"})
# An institution right after a bare name shows that a place is meant: 朝阳法院, 榆阳区委 is caught by its unit.
_INSTITUTION = re.compile(
    r"司法[局厅所]|公安|法院|检察|中院|高院|人民(?:政府|法院|检察)|政府|[省市县区州旗盟]委|党委|人大|政协|纪委|海关|税务|两级"
)
# A bare name that goes on like this is part of a longer name: 长白山, 中山路, 和平街道, 吉林大学.
_LONGER_NAME = re.compile(
    r"[镇乡村街江河湖山岛湾港桥站寺沟屯庄]|路(?![径线子上])|苏木|嘎查|社区|大[道街学桥]|学院|[中小]学|机场|高铁|高速|铁路"
)
# 市中区 + 域, 江南区 + 块: the 区 belongs to the next word.
_NOT_A_DISTRICT = frozenset("域块间位别划段")
# 我市中区 …, 全市中区 …: the 市 belongs to the word before.
_OWN_VOICE = frozenset("我全本各该")
# After a two-character county (和县, 成县) these show that another word was cut: 和县级, 建成县城.
_NOT_A_COUNTY = frozenset("级域乡直城区市里内外")
_BOUNDARY = frozenset("，。；：、！？,.;:!?（）()《》〈〉“”\"'‘’【】[]—-·　 \n\t在对到赴往年月日")


@dataclass(frozen=True)
class Mention:
    """A place named in a text.

    :param span: covers the whole chain, so 内蒙古自治区通辽市科左后旗 is one mention.
    :param candidates: what it can mean, most likely first; never empty.
    :param is_full_name: the name carries its unit word (郯城县, 黔南州); a bare 昆明 is weaker evidence.
    """

    span: Span
    candidates: tuple[Place, ...]
    is_full_name: bool


@dataclass(frozen=True)
class _Meaning:
    """One reading of a name."""

    kind: NameKind
    place: Place

    @property
    def order(self) -> tuple[int, int, str]:
        return self.kind, _LEVEL_RANK[self.place.level], self.place.adcode


class Gazetteer:
    """The table of places with an index of all their names."""

    def __init__(
        self,
        places: Iterable[Place],
        aliases: Iterable[tuple[str, str]],
        words: Iterable[str],
        collisions: Iterable[str],
    ) -> None:
        """Index the table; use :meth:`load` for the one in ``data/places``.

        :param aliases: pairs (alias, adcode).
        :param words: bare names that are ordinary words (朝阳, 和平); with ``!`` in front not even an institution after
            them makes them a place (会同公安机关, 公安法院检察院).
        :param collisions: expressions that hide the place names inside them (长治久安).
        """
        self._places = {place.adcode: place for place in places}
        self._children: dict[str, list[Place]] = defaultdict(list)
        for place in self._places.values():
            if len(place.adcodes) > 1:
                self._children[place.adcodes[-2]].append(place)
        marked = frozenset(words)
        self._never = frozenset(word[1:] for word in marked if word.startswith("!"))
        self._words = self._never | {word for word in marked if not word.startswith("!")}
        self._names = self._index_names(aliases)
        self._collisions = frozenset(collisions)
        self._lengths = _lengths_by_start((*self._names, *self._collisions))

    @classmethod
    def load(cls) -> Gazetteer:
        """Return the gazetteer of ``data/places``, read once per process."""
        return _load()

    def _index_names(self, aliases: Iterable[tuple[str, str]]) -> dict[str, tuple[_Meaning, ...]]:
        names: dict[str, list[_Meaning]] = defaultdict(list)
        former: list[tuple[str, Place]] = []
        for place in self._places.values():
            names[place.name].append(_Meaning(NameKind.OFFICIAL, place))
            for form, kind in short_forms(place.name):
                names[form].append(_Meaning(kind, place))
            if place.level is Level.COUNTY:
                former += [(form, place) for form in former_forms(place.name) if form[:-1] not in self._words]
            if place.name == "市中区" and len(place.chain) > 1:
                # 济南市中区 is written for 济南市市中区
                names[place.chain[-2] + "中区"].append(_Meaning(NameKind.UNIT, place))
        for alias, adcode in aliases:
            kind = NameKind.UNIT if alias[-1] in "省市县区旗盟州" else NameKind.BARE
            names[alias].append(_Meaning(kind, self._places[adcode]))
        for form, place in former:
            # 朝阳县 exists, so it is never taken for the former name of a 朝阳区.
            if form not in names or all(meaning.kind is NameKind.FORMER for meaning in names[form]):
                names[form].append(_Meaning(NameKind.FORMER, place))
        return {name: tuple(sorted(meanings, key=lambda m: m.order)) for name, meanings in names.items()}

    # ------------------------------------------------------------ the table

    def get(self, adcode: str) -> Place | None:
        """Return the place with this code, ``None`` if there is none."""
        return self._places.get(adcode)

    def children(self, place: Place) -> tuple[Place, ...]:
        """Return the places directly under ``place``, by code."""
        return tuple(self._children.get(place.adcode, ()))

    def parent(self, place: Place) -> Place | None:
        """Return the place directly above, ``None`` for a province."""
        return self._places.get(place.adcodes[-2]) if len(place.adcodes) > 1 else None

    def provinces(self) -> tuple[Place, ...]:
        """Return the 34 provinces, by code."""
        return tuple(place for place in self._places.values() if place.level is Level.PROVINCE)

    def township(self, name: str, county: Place) -> Place:
        """Return the township ``name`` of ``county``; the table holds none, so it has no code."""
        return Place("", Level.TOWNSHIP, (*county.chain, name), (*county.adcodes, ""))

    # ------------------------------------------------------------ names

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return every place that ``name`` can mean, most likely first.

        :param name: an official name, a short form, an alias or a path (通辽市科左后旗, 内蒙古 通辽, 陕西榆林榆阳区).
        """
        return self._lookup(_PATH_NOISE.sub("", name.strip()))

    def _lookup(self, name: str) -> tuple[Place, ...]:
        found = [meaning.place for meaning in self._names.get(name, ())]
        for cut in range(len(name) - 2, 1, -1):
            heads = self._names.get(name[:cut], ())
            if not heads:
                continue
            tails = self._lookup(name[cut:])
            found += [tail for tail in tails if any(_strictly_within(tail, head.place) for head in heads)]
        return tuple(dict.fromkeys(found))

    def search(self, query: str, limit: int = 20) -> tuple[Place, ...]:
        """Return places one of whose names begins with or contains ``query``, for a search box."""
        exact = self.lookup(query)
        starts = [m for name, meanings in self._names.items() if name.startswith(query) for m in meanings]
        inside = [m for name, meanings in self._names.items() if query in name[1:] for m in meanings]
        ranked = [*exact, *(m.place for group in (starts, inside) for m in sorted(group, key=lambda m: m.order))]
        return tuple(dict.fromkeys(ranked))[:limit]

    # ------------------------------------------------------------ running text

    def find(self, text: str) -> list[Mention]:
        """Return the places named in ``text``, in order, in time linear in its length.

        Longest match from the left; a chain is one mention. A bare name counts where it is a province or prefecture
        and no ordinary word, or stands after the place above it or before an institution, or, for a county, where the
        text also gives its full name.
        """
        mentions: list[Mention] = []
        doubtful: list[Mention] = []
        for span, meanings in self._scan(text):
            chained = self._chain(text, mentions[-1], span, meanings) if mentions else None
            if chained:
                mentions[-1] = chained
                continue
            mention = Mention(span, _places(meanings), meanings[0].kind is not NameKind.BARE)
            verdict = self._judge(text, span, meanings)
            if verdict:
                mentions.append(mention)
            elif verdict is None:
                doubtful.append(mention)
        return sorted([*mentions, *_confirmed(doubtful, mentions)], key=lambda mention: mention.span)

    def _scan(self, text: str) -> Iterator[tuple[Span, tuple[_Meaning, ...]]]:
        """Yield the longest names from the left, without those inside collisions."""
        at = 0
        while at < len(text) - 1:
            for length in self._lengths.get(text[at : at + 2], ()):
                # At the end of the text the slice is shorter than the length tried.
                name = text[at : at + length]
                if name in self._collisions:
                    at += len(name)
                    break
                if name in self._names:
                    meanings = self._names[name]
                    if meanings[0].kind is NameKind.BARE and (inside := self._full_name_inside(text, at, len(name))):
                        at += inside
                        break
                    yield Span(at, at + len(name)), meanings
                    at += len(name)
                    break
            else:
                at += 1

    def _full_name_inside(self, text: str, at: int, length: int) -> int:
        """Return how far into a bare name a name with its unit word begins that goes beyond it, 0 if none does.

        近年来安徽省 names 安徽省, not 来安.
        """
        for inside in range(1, length):
            start = at + inside
            for longer in self._lengths.get(text[start : start + 2], ()):
                found = self._names.get(text[start : start + longer])
                if found and longer > length - inside and found[0].kind is not NameKind.BARE:
                    return inside
        return 0

    def _chain(self, text: str, before: Mention, span: Span, meanings: tuple[_Meaning, ...]) -> Mention | None:
        """Join a name to the mention right before it if it lies within that place."""
        gap = text[before.span.end : span.start]
        if len(gap) > 1 or gap.strip(" 　·"):
            return None
        below = tuple(m for m in meanings if any(_strictly_within(m.place, upper) for upper in before.candidates))
        if not below or (below[0].kind is NameKind.BARE and _LONGER_NAME.match(text, span.end)):
            return None
        return Mention(Span(before.span.start, span.end), _places(below), below[0].kind is not NameKind.BARE)

    def _judge(self, text: str, span: Span, meanings: tuple[_Meaning, ...]) -> bool | None:
        """Tell whether a name standing alone is a place; ``None`` if only the rest of the text can tell."""
        if meanings[0].kind is NameKind.BARE:
            return self._judge_bare(text, span, meanings)
        name = span.of(text)
        before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
        if after and name[-1] == "区" and after in _NOT_A_DISTRICT:
            return False
        if name in _GENERIC_NAMES:
            # 新城区2023年… heads a title; elsewhere it counts where the text also gives 西安市新城区.
            return True if before in ("", "\n") and (after.isdigit() or _INSTITUTION.match(text, span.end)) else None
        if len(name) == 2:
            return (not before or before in _BOUNDARY) and after not in _NOT_A_COUNTY
        return not (before and name[0] == "市" and before in _OWN_VOICE)

    def _judge_bare(self, text: str, span: Span, meanings: tuple[_Meaning, ...]) -> bool | None:
        """Do the same for a name without its unit word."""
        name = span.of(text)
        if _INSTITUTION.match(text, span.end):
            return name not in self._never
        if name in self._words or _LONGER_NAME.match(text, span.end):
            return False
        return None if meanings[0].place.level is Level.COUNTY else True


def _strictly_within(place: Place, upper: Place) -> bool:
    return place != upper and place.adcodes[: len(upper.adcodes)] == upper.adcodes


def _places(meanings: Iterable[_Meaning]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(meaning.place for meaning in meanings))


def _confirmed(doubtful: list[Mention], mentions: list[Mention]) -> Iterator[Mention]:
    """Yield the bare county names whose full name the text gives elsewhere, with only that meaning."""
    named = {place for mention in mentions if mention.is_full_name for place in mention.candidates}
    for mention in doubtful:
        candidates = tuple(place for place in mention.candidates if place in named)
        if candidates:
            yield Mention(mention.span, candidates, is_full_name=False)


def _lengths_by_start(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return, for the first two characters of names, the lengths to try, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[:2]].add(len(name))
    return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


def _read_rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_words(name: str) -> list[str]:
    return [word for line in read_lines(_DATA / name) for word in line.split()]


@lru_cache(maxsize=1)
def _load() -> Gazetteer:
    rows = {row["adcode"]: row for row in (*_read_rows("divisions.csv"), *_read_rows("additions.csv"))}
    places: dict[str, Place] = {}

    def place_of(adcode: str) -> Place:
        if adcode not in places:
            row = rows[adcode]
            upper = place_of(row["parent"]) if row["parent"] else None
            chain, adcodes = (upper.chain, upper.adcodes) if upper else ((), ())
            places[adcode] = Place(adcode, Level(row["level"]), (*chain, row["name"]), (*adcodes, adcode))
        return places[adcode]

    ordered = [place_of(adcode) for adcode in sorted(rows)]
    aliases = [(row["alias"], row["adcode"]) for row in _read_rows("aliases.csv")]
    return Gazetteer(ordered, aliases, _read_words("common_words.txt"), _read_words("collisions.txt"))
