"""Places named in a query. A query is short, so names count here that in a report would need support: 榆阳, 榕城, 豫.

What is found is offered, never applied; still, a name inside another word (沿江城市, 川流不息, 存在鲁莽) is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.gazetteer import Gazetteer
from corpus.model import Level, Place, Span
from corpus.place_names import NameKind, short_forms
from corpus.word_lists import read_word_list
from search.nicknames import Meaning, nicknames

_COMMON_WORDS = Path(__file__).resolve().parent.parent / "data" / "places" / "common_words.txt"

# One character for a province or city that is hardly a word of its own; 新, 云, 台, 宁 count only beside such.
_DISTINCT = "京津冀晋蒙辽沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇陕秦陇疆澳甬穗邕杭"
_BETWEEN = r"(?:\s?[、，,/和与及跟\s]\s?)"
_BEFORE = r"(?:^|(?<=[^\u3400-\u9fffA-Za-z\d])|(?<=[在到赴驻和与及跟同对看学从向、的问查年]))"
_AFTER = r"(?=$|[^\u3400-\u9fffA-Za-z\d]|[两三四五等省各间之地的在])"
# Between the items of a list of places, and what may stand behind its last.
_LISTED = re.compile(r"[、和与及跟]")
_LIST_ENDS = re.compile(r"$|[^\u3400-\u9fffA-Za-z\d]|[两三四五等各之的在谁哪和与及跟去今]")
_RUN = re.compile(rf"[{_DISTINCT}]{{2,}}")
_ALONE = re.compile(rf"(?:(?<=^)|(?<=[^\w]))[{_DISTINCT}](?=$|[^\w]|省)")
_RESIDENT = re.compile(
    rf"(?<![存现正实潜内所旨健自外未])(?:在|驻|赴|来)([{_DISTINCT}])"
    r"(?![东西南北中江河湖海山流剧菜酒州都城莽班受混骗蔽醒冠岭贴升级望])"
)
_WORD_START = re.compile(_BEFORE)
# What makes a name part of a longer one: 沿江城市, 中山路, 朝阳大街.
_LONGER = re.compile(
    r"[镇乡村街江河湖山岛湾港桥站寺沟屯庄]|路(?![径线])|大[道街学桥]|学院|社区|公园|机场|高[铁速]|[省市县区旗州盟]级?(?:域|块)?"
)
# 京沪高速 is a name, 江苏高速公路通车里程 is not.
# So does what is neither village nor street: 平顶山村（居）一级.
_NOT_LONGER = re.compile(
    r"村[（(]|[村镇街]级|高[速铁](?:公路|铁路)?上|高[速铁](?:公路|铁路)?(?:通车|运营|营业|建成|在建|总)*(?:里程|公里|有|是|达|多少|建设|网)"
)
_LONGER_CITY = re.compile(r"[市区乡管建镇墙投中]")
# What goes on after a place that is asked about: 灵台有多少调解员; 灵台方寸 and 朝阳产业 do not.
_ASKED = re.compile(
    r"有(?:多少|几|哪|没有|无|什么|何)|多少|哪|几[个件名家次项]|怎|如何|是(?:怎|如何|否)|的|[去今]年|(?:19|20)\d\d年"
)
# Whose name begins with its place's, ordinary word or not: 安康法院; a year behind it says so too.
_BODY = re.compile(r"(?:市|县|区|两级)?(?:法院|检察院|中院|司法局|公安局|政府|政务)")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_LONGEST_NAME = 8
# Enough for the longest name of a place, 积石山保安族东乡族撒拉族自治县.
_LONGEST_BEFORE = 20


@dataclass(frozen=True)
class NamedPlace:
    """A place named in a query.

    :param meanings: what the name can mean, most likely first; never empty.
    """

    span: Span
    meanings: tuple[Meaning, ...]


def never(name: str) -> bool:
    """Tell that of no name it is known to stand for its place alone."""
    return False


def named_places(
    text: str, townships: Mapping[str, tuple[Place, ...]], owned: Callable[[str], bool] = never
) -> list[NamedPlace]:
    """Return the places named in ``text``, in order, none overlapping another.

    :param townships: the townships that reports are about, by name; no table holds them.
    :param owned: tells whether a name that is an ordinary word too (灵台, 温泉) stands in the reports for their place alone.
    """
    kept: list[NamedPlace] = []
    bare = _bare_names(text, owned)
    for found in (_mentions(text), _townships(text, townships), _nicknames(text), bare, _letters(text)):
        for place in found:
            if all(place.span.end <= other.span.start or place.span.start >= other.span.end for other in kept):
                kept.append(place)
    kept += _in_lists(text, [place.span for place in kept])
    return sorted(kept, key=lambda place: place.span)


def _mentions(text: str) -> Iterator[NamedPlace]:
    unmarked = _NOT_LONGER.sub(lambda match: " " * len(match[0]), text)
    for mention in Gazetteer.load().find(unmarked):
        # At the end of a text a mention's span may reach beyond it.
        span = Span(mention.span.start, min(mention.span.end, len(text)))
        known = nicknames().get(span.of(text), ())
        yield NamedPlace(span, (*((place,) for place in mention.candidates), *known))


def _townships(text: str, townships: Mapping[str, tuple[Place, ...]]) -> Iterator[NamedPlace]:
    for name, places in townships.items():
        at = text.find(name)
        if at >= 0:
            yield NamedPlace(Span(at, at + len(name)), tuple((place,) for place in places))


def _nicknames(text: str) -> Iterator[NamedPlace]:
    for span in _spans_of(text, nicknames(), _nickname_starts()):
        name = span.of(text)
        together = all(len(meaning) > 1 for meaning in nicknames()[name])
        if _ends(text, span) and (_begins(text, span) or (together and len(name) > 2)):
            table = tuple((place,) for place in Gazetteer.load().lookup(name))
            yield NamedPlace(span, tuple(dict.fromkeys((*nicknames()[name], *table))))


def _bare_names(text: str, owned: Callable[[str], bool]) -> Iterator[NamedPlace]:
    """Yield names without their unit word that a report would have to confirm."""
    for span in _spans_of(text, _bare(), _bare_starts()):
        name = span.of(text)
        is_word, places = _bare()[name]
        if is_word:
            asked_about = _ASKED.match(text, span.end) and _begins(text, span)
            plainly = (_BODY.match(text, span.end) or _YEAR.match(text, span.end)) and _begins(text, span)
            named = _alone(text, span) or bool(plainly) or (asked_about and owned(name))
        else:
            named = _begins(text, span) and _ends(text, span)
        if named:
            yield NamedPlace(span, tuple((place,) for place in places))


def _in_lists(text: str, known: Sequence[Span]) -> Iterator[NamedPlace]:
    """Yield names that are ordinary words too, in a list with a place: 弥渡、灵台、科左后旗."""
    starts, ends = {span.start for span in known}, {span.end for span in known}
    for span in _spans_of(text, _bare(), _bare_starts()):
        if any(span.start < each.end and each.start < span.end for each in known):
            continue
        goes_on = span.start - 1 in ends and _LISTED.match(text, span.start - 1) and _LIST_ENDS.match(text, span.end)
        leads = span.end + 1 in starts and _LISTED.match(text, span.end) and _begins(text, span)
        if goes_on or leads:
            yield NamedPlace(span, tuple((place,) for place in _bare()[span.of(text)][1]))


def _letters(text: str) -> Iterator[NamedPlace]:
    """Yield provinces and cities named by one character."""
    letters = {name: meanings for name, meanings in nicknames().items() if len(name) == 1}
    for match in _list_pattern().finditer(text):
        for at in range(*match.span()):
            if text[at] in letters:
                yield NamedPlace(Span(at, at + 1), letters[text[at]])
    for match in _RUN.finditer(text):
        together = tuple(dict.fromkeys(place for letter in match[0] for place in letters[letter][0]))
        if len(together) > 1:  # not 津津有味
            yield NamedPlace(Span(*match.span()), (together,))
    for pattern, group in ((_ALONE, 0), (_RESIDENT, 1)):
        for match in pattern.finditer(text):
            yield NamedPlace(Span(*match.span(group)), letters[match[group]])


@lru_cache(maxsize=1)
def _list_pattern() -> re.Pattern[str]:
    # 豫、鲁两省; 云、贵、川: one of them must be no ordinary word.
    every = "".join(name for name in nicknames() if len(name) == 1)
    return re.compile(rf"{_BEFORE}(?=(?:[{every}]{_BETWEEN})*[{_DISTINCT}])[{every}](?:{_BETWEEN}[{every}])+{_AFTER}")


def _alone(text: str, span: Span) -> bool:
    return not text[span.start - 1 : span.start].strip() and not text[span.end : span.end + 1].strip()


def _begins(text: str, span: Span) -> bool:
    """Tell whether a word can begin here: after a boundary, or after the place above (湖南星城)."""
    if _WORD_START.match(text, span.start):
        return True
    before = text[max(0, span.start - _LONGEST_BEFORE) : span.start]
    return any(place.span.end == len(before) for place in _mentions(before))


def _ends(text: str, span: Span) -> bool:
    if _LONGER.match(text, span.end) and not _NOT_LONGER.match(text, span.end):
        return False
    return not (text[span.end - 1] == "城" and _LONGER_CITY.match(text, span.end))


def _spans_of(text: str, names: Mapping[str, object], starts: frozenset[str]) -> Iterator[Span]:
    """Yield where names of two characters and more stand, longest first from the left, none overlapping.

    :param starts: the first two characters of the names.
    """
    at = 0
    while at < len(text) - 1:
        if text[at : at + 2] in starts:
            for length in range(min(_LONGEST_NAME, len(text) - at), 1, -1):
                if text[at : at + length] in names:
                    yield Span(at, at + length)
                    at += length - 1
                    break
        at += 1


@lru_cache(maxsize=1)
def _nickname_starts() -> frozenset[str]:
    return frozenset(name[:2] for name in nicknames())


@lru_cache(maxsize=1)
def _bare_starts() -> frozenset[str]:
    return frozenset(name[:2] for name in _bare())


@lru_cache(maxsize=1)
def _bare() -> Mapping[str, tuple[bool, tuple[Place, ...]]]:
    """Return names without their unit word, whether each is an ordinary word too, and what they mean."""
    gazetteer = Gazetteer.load()
    marked = read_word_list(_COMMON_WORDS)
    words = {word.lstrip("!") for word in marked}
    names: set[str] = set()
    cities: set[str] = set()
    upper = list(gazetteer.provinces())
    while upper:
        place = upper.pop()
        upper += gazetteer.children(place)
        bare = {form for form, kind in short_forms(place.name) if kind is NameKind.BARE}
        names |= bare
        cities |= bare if place.level is Level.CITY else set()
    # 公安, 合作 and 安全 are never taken for the counties of that name, 大理 alone is for the prefecture.
    never = {word[1:] for word in marked if word.startswith("!")} - cities
    return {name: (name in words, gazetteer.lookup(name)) for name in names - never}
