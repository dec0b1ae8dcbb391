"""Finds families: passages, and sentences, whose texts are near-identical.

Texts are compared folded, without white space, punctuation and list numbers (一是, (二), 3.), and with the report's
own place (郯城县, 我县, 全县) as one sign: in that word a formula differs from report to report. In sentences figures are
one sign too: 办理案件94件 and 办理案件1203件 are one wording. In passages figures stay, because a passage is shown for
what it says. Other places' names, titles and Chinese numerals stay in both.

Near-identical means of two such texts:

- their sets of neighbouring character pairs overlap (Jaccard) by at least ``NEAR_PASSAGES`` or ``NEAR_SENTENCES``,
- their lengths differ by less than ``CLAUSE`` characters, so that a text that holds another one whole and says
  something more is no relative of it, and
- they say 不, 未, 无 … equally often: 符合条件 and 不符合条件 are close by letters only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.families import Families, Grouping
from corpus.model import Report
from corpus.place_names import short_forms
from corpus.text import fold
from indexer.near_identical import Ints, near_identical, without_repeats

# Set by reading pairs close above them. Sentences: of 60 in the sample corpus and 31 provincial reports 59 say the same,
# of 58 at 0.80-0.86 in 3,500 statutes 47 do (the others name another thing: 盗窃, 诈骗). Passages may be shown one for
# all, so they must agree more: of 60 at 0.80-0.90 in the statutes 46 say the same, of 45 at 0.90-0.97 39 do.
NEAR_SENTENCES = 0.8
NEAR_PASSAGES = 0.9

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ENUMERATOR = re.compile(
    r"^\s*(?:\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、]|[一二三四五六七八九十]{1,3}[是要]"
    r"|第[一二三四五六七八九十百零〇]{1,6}[条章节]|\d{1,2}[.](?!\d))\s*"
)
_NO_TEXT = re.compile(r"[^0-9a-z\u3400-\u9fff\U00020000-\U0002fa1f]+")
_OWN_VOICE = "[我全本该](?:自治[区州县旗]|[省市县区旗州盟])"


def write_families(folder: Path, reports: Sequence[Report]) -> None:
    """Find the families of all passages and sentences and write them into a generation's folder.

    :param reports: in the order of the catalog, so that ids agree.
    """
    find_families(reports).write(folder)


def find_families(reports: Sequence[Report]) -> Families:
    """Return the families of all passages and sentences; ids count through ``reports`` from 0."""
    forms = _Forms([], [], [], [], [])
    for row, report in enumerate(reports):
        forms.add(row, report)
    places = _place_numbers(reports)
    passage_report = np.array(forms.passage_report, np.int64)
    sentence_passage = np.array(forms.sentence_passage, np.int64)
    sentence_report = passage_report[sentence_passage] if len(sentence_passage) else sentence_passage
    lengths = np.array(forms.sentence_length, np.float64)
    sentences = _grouping(near_identical(forms.sentences, NEAR_SENTENCES), sentence_report, places)
    forms.sentences.clear()
    passages = _grouping(near_identical(forms.passages, NEAR_PASSAGES), passage_report, places)
    # A report whose place is unknown may be of any place, so it counts as one of its own here.
    owners = np.where(places < 0, -1 - np.arange(len(places)), places)
    spread = _distinct(sentences.family, owners[sentence_report], len(sentences))
    common = spread >= many_reports(len(reports))
    return Families(
        passages, sentences, _share(common[sentences.family], lengths, sentence_passage, len(passage_report))
    )


def many_reports(reports: int) -> int:
    """Return in how many places' reports a sentence must stand to be common, in an index of so many reports.

    Half the square root, at least 3: 3 of 28, 5 of 100, 16 of 1,000, 50 of 10,000. A fixed count would call a sentence
    common that ten of 10,000 reports share by copying one practice; a fixed share would need 500 of them, though text
    that 100 places use word for word is a formula by any standard. Places count, not reports: a place that repeats its
    own practice year after year has not made it common.
    """
    return max(3, math.ceil(math.sqrt(reports) / 2))


# ---------------------------------------------------------------- forms


@dataclass
class _Forms:
    """The texts to compare, with where they come from."""

    passages: list[str]
    sentences: list[str]
    passage_report: list[int]
    sentence_passage: list[int]
    sentence_length: list[int]

    def add(self, row: int, report: Report) -> None:
        own = _own_place(report)
        for passage in report.passages:
            parts = [_form(sentence.span.of(report.text), own) for sentence in passage.sentences]
            self.sentence_passage.extend([len(self.passages)] * len(parts))
            self.sentences.extend(_letters(_FIGURE.sub("0", part)) for part in parts)
            letters = [_letters(part) for part in parts]
            self.sentence_length.extend(map(len, letters))
            self.passages.append("".join(letters))
            self.passage_report.append(row)


def _own_place(report: Report) -> re.Pattern[str]:
    """Return what finds the report's own place: its names down the chain, and 我市, 全县.

    This is the one word in which a formula differs from place to place. Other places' names stay: they say something.
    """
    place = report.metadata.place.value
    names = {
        form for name in (place.chain if place else ()) for form in (name, *(short for short, _ in short_forms(name)))
    }
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join((*map(re.escape, longest_first), _OWN_VOICE)))


def _form(text: str, own: re.Pattern[str]) -> str:
    """Return a sentence folded, without its list number, its own place replaced by one sign."""
    return own.sub("地", _ENUMERATOR.sub("", fold(text)))


def _letters(text: str) -> str:
    """Return a text without white space and punctuation."""
    return _NO_TEXT.sub("", text)


# ---------------------------------------------------------------- what is told of families


def _grouping(family: NDArray[np.int32], report: Ints, places: Ints) -> Grouping:
    """Count reports and places by family.

    :param report: the report of each member; ``places`` the place's number of each report, -1 where unknown.
    """
    count = int(family.max()) + 1 if len(family) else 0
    place = places[report]
    known = place >= 0
    return Grouping(family, _distinct(family, report, count), _distinct(family[known], place[known], count))


def _distinct(family: NDArray[np.int32], values: Ints, families: int) -> NDArray[np.int32]:
    """Return how many different values each family has: ``(families,)`` int32."""
    low = int(values.min(initial=0))
    width = int(values.max(initial=0)) - low + 1
    seen = without_repeats(family.astype(np.int64) * width + (values - low)) // width
    return np.bincount(seen, minlength=families).astype(np.int32)


def _place_numbers(reports: Iterable[Report]) -> Ints:
    """Return a number for the place of each report, -1 where it is unknown."""
    numbers: dict[tuple[str, ...], int] = {}
    places = (report.metadata.place.value for report in reports)
    return np.array([numbers.setdefault(p.chain, len(numbers)) if p else -1 for p in places], np.int64)


def _share(
    common: NDArray[np.bool_], lengths: NDArray[np.float64], passage: Ints, passages: int
) -> NDArray[np.float32]:
    """Return the share of each passage's characters that stand in common sentences: ``(passages,)`` float32."""
    whole = np.bincount(passage, lengths, minlength=passages)
    part = np.bincount(passage, lengths * common, minlength=passages)
    return (part / np.maximum(whole, 1)).astype(np.float32)
