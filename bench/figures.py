"""How well figures and practices are read: ``python -m bench figures [--split dev|test|all] [--errors] [--agreement]``.

The gold set ``bench/data/figures.jsonl`` was annotated by hand before the rules were tuned, and is divided by report:
every figure of the sample corpus, and two stretches of ten 政府工作报告 of ``../shared/corpus`` (what is not there is
left out, and said). Each line is a report: the regions that were annotated, their figures and practices.

A figure counts as found if it stands at the same number with the same indicator. ``all right`` is the share of the
found ones whose value, unit, period and place are those of the gold set too.

A practice counts as right if its name overlaps an annotated one, or equals, contains or is contained in one of the same
report. 政府工作报告 have no practices annotated and are not counted.

``--agreement`` prints how far two readers, who annotated the test half again from the texts without sight of the gold
set (``bench/data/figures-again.jsonl``), agree with it and with each other: what could be asked of a program at most.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.figures import Figure, Period
from corpus.gazetteer import Gazetteer
from corpus.indicators import Indicators
from corpus.model import Kind, Report
from corpus.practices import Practice
from corpus.settings import PROJECT
from indexer.figures import extract_figures
from indexer.practices import find_practices
from indexer.reading import read_source

GOLD = PROJECT / "bench" / "data" / "figures.jsonl"
AGAIN = PROJECT / "bench" / "data" / "figures-again.jsonl"
FOLDERS = (PROJECT / "data" / "reports", PROJECT.parent / "shared" / "corpus" / "prov31_2025")
_OTHER = "其他"


Named = tuple[int, str]
"""Where a practice is named in its report, and the name."""
Reading = dict[str, tuple[dict[int, str], list[Named]]]
"""Of each report the indicators by the offset of their figure, and the practices."""


@dataclass(frozen=True)
class GoldFigure:
    """A figure as annotated.

    :param start: offset of the number in the report's text.
    :param period: ``2022``, ``2020-2022`` or ``-2022`` (up to).
    :param place: ``""`` for the report's own.
    """

    start: int
    quote: str
    indicator: str
    value: float | None
    upper: float | None
    unit: str
    qualifier: str
    period: str
    place: str
    body: str
    measure: str


@dataclass(frozen=True)
class GoldPractice:
    """A named practice: its name at ``start``, in the sentence that begins at ``sentence``."""

    sentence: int
    start: int
    name: str
    place: str


@dataclass(frozen=True)
class GoldReport:
    """A report with what was annotated in its ``regions``, ``[start, end)`` of its text."""

    report: Report
    split: str
    regions: tuple[tuple[int, int], ...]
    figures: tuple[GoldFigure, ...]
    practices: tuple[GoldPractice, ...]

    def covers(self, offset: int) -> bool:
        """Tell whether an offset lies in a region that was annotated."""
        return any(start <= offset < end for start, end in self.regions)


@dataclass
class Tally:
    """What was found of a group of figures."""

    predicted: int = 0
    gold: int = 0
    found: int = 0
    right: int = 0

    def row(self, name: str) -> str:
        """Return the group as a row of a table."""
        precision = self.found / self.predicted if self.predicted else float("nan")
        recall = self.found / self.gold if self.gold else float("nan")
        right = self.right / self.found if self.found else float("nan")
        return f"| {name} | {self.gold} | {precision:.3f} | {recall:.3f} | {right:.3f} |"


def main(*arguments: str) -> None:
    """Print the table, and with ``--errors`` every figure that was read otherwise than annotated."""
    parser = argparse.ArgumentParser(prog="python -m bench figures")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--agreement", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.agreement:
        _print_agreement()
        return
    gold = [item for item in load() if chosen.split in ("all", item.split)]
    indicators, places = Indicators.load(), Gazetteer.load()
    groups = {entry.name: entry.group for entry in indicators.entries}
    tallies: dict[str, Tally] = {"全部指标": Tally(), **{group: Tally() for group in indicators.groups()}}
    every, wrong = Tally(), Counter[str]()
    problems: list[str] = []
    for item in gold:
        figures = [f for f in extract_figures(item.report, places, indicators) if item.covers(f.span.start)]
        _count_all(item, figures, every)
        problems += _score(item, figures, tallies, groups, wrong)
    print(f"\n### figures, {chosen.split}: {len(gold)} reports, {sum(len(item.figures) for item in gold)} figures\n")
    print("| 组 | 标注 | precision | recall | all right |\n|---|---|---|---|---|")
    print("\n".join(tally.row(name) for name, tally in tallies.items() if tally.gold or tally.predicted))
    print(every.row("任何数据（不论指标）"))
    print("\nof those found, wrong: " + ", ".join(f"{name} {count}" for name, count in wrong.most_common()))
    if chosen.errors:
        print("\n" + "\n".join(problems))
    _print_practices(gold, chosen.split, indicators, places, errors=chosen.errors)


def load() -> list[GoldReport]:
    """Read the gold set with the reports it is about; those whose files are not here are left out with a line."""
    texts: dict[str, Report] = {}
    found = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if raw["report"] not in texts:
            path = next((folder / raw["source"] for folder in FOLDERS if (folder / raw["source"]).exists()), None)
            if path is None:
                print(f"{raw['source']}: not here, left out")
                continue
            texts.update({report.id: report for report in _reports(path)})
        found.append(_gold(raw, texts[raw["report"]]))
    return found


def _reports(path: Path) -> Sequence[Report]:
    return read_source(path.name, str(path), path.read_bytes(), max_bytes=2**30).reports


def _gold(raw: dict[str, Any], report: Report) -> GoldReport:
    return GoldReport(
        report,
        raw["split"],
        tuple((start, end) for start, end in raw["regions"]),
        tuple(GoldFigure(**figure) for figure in raw["figures"]),
        tuple(GoldPractice(**practice) for practice in raw["practices"]),
    )


def _print_practices(
    gold: Sequence[GoldReport], split: str, indicators: Indicators, places: Gazetteer, *, errors: bool
) -> None:
    """Print how many practices were found, and with ``errors`` those missed and those that are none."""
    wanted = predicted = found = right = 0
    problems: list[str] = []
    scored = [item for item in gold if item.report.metadata.kind.value is not Kind.GOVERNMENT_WORK_REPORT]
    for item in scored:
        practices = find_practices(item.report, extract_figures(item.report, places, indicators), places)
        practices = [practice for practice in practices if item.covers(practice.span.start)]
        missed = [want for want in item.practices if not any(_is_practice(practice, want) for practice in practices)]
        superfluous = [p for p in practices if not any(_is_practice(p, want) for want in item.practices)]
        wanted, predicted = wanted + len(item.practices), predicted + len(practices)
        found, right = found + len(item.practices) - len(missed), right + len(practices) - len(superfluous)
        problems += [_line(item, want.start, want.name, "没有找到做法") for want in missed]
        problems += [_line(item, practice.span.start, practice.name, "多出做法") for practice in superfluous]
    print(f"\n### practices, {split}: {len(scored)} reports\n")
    print("| 标注 | 找到 | precision | recall |\n|---|---|---|---|")
    precision = right / predicted if predicted else float("nan")
    print(f"| {wanted} | {predicted} | {precision:.3f} | {found / wanted if wanted else float('nan'):.3f} |")
    if errors:
        print("\n" + "\n".join(problems))


def _is_practice(practice: Practice, want: GoldPractice) -> bool:
    return _same_name((practice.span.start, practice.name), (want.start, want.name))


def _same_name(name: Named, other: Named) -> bool:
    (start, words), (at, others) = name, other
    overlap = start < at + len(others) and at < start + len(words)
    return overlap or words in others or others in words


def _print_agreement() -> None:
    """Print precision and recall of one reading of the test half against another."""
    gold: Reading = {}
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if raw["split"] == "test":
            figures = {figure["start"]: figure["indicator"] for figure in raw["figures"]}
            gold[raw["report"]] = (figures, [(item["start"], item["name"]) for item in raw["practices"]])
    readers: dict[int, Reading] = {}
    for line in AGAIN.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        practices = [(start, name) for start, name in raw["practices"]]
        readers.setdefault(raw["reader"], {})[raw["report"]] = (dict(raw["indicators"]), practices)
    print("\n| reading | against | indicators P | R | practices P | R |\n|---|---|--:|--:|--:|--:|")
    for number, reading in readers.items():
        print(f"| reader {number} | gold | {_agreement(reading, gold)} |")
    print(f"| reader 1 | reader 2 | {_agreement(readers[1], readers[2])} |")


def _agreement(reading: Reading, other: Reading) -> str:
    said = [(report, *pair) for report, (figures, _) in reading.items() for pair in figures.items() if pair[1]]
    meant = {(report, *pair) for report, (figures, _) in other.items() for pair in figures.items() if pair[1]}
    same = sum(item in meant for item in said)
    names = [
        any(_same_name(name, one) for one in other[report][1]) for report in reading for name in reading[report][1]
    ]
    found = [any(_same_name(name, one) for one in reading[report][1]) for report in other for name in other[report][1]]
    shares = (same / len(said), same / len(meant), sum(names) / len(names), sum(found) / len(found))
    return " | ".join(f"{share:.3f}" for share in shares)


def _count_all(item: GoldReport, figures: Sequence[Figure], tally: Tally) -> None:
    """Count numbers found as figures, whatever their indicator."""
    starts = {figure.start for figure in item.figures}
    tally.gold += len(starts)
    tally.predicted += len({figure.span for figure in figures})
    found = [start for start in starts if any(f.span.start <= start < f.span.end for f in figures)]
    tally.found += len(found)
    values = {figure.start: figure.value for figure in item.figures}
    tally.right += sum(
        any(f.span.start <= start < f.span.end and abs(f.value) == abs(values[start] or 0) for f in figures)
        for start in found
    )


def _score(
    item: GoldReport,
    figures: Sequence[Figure],
    tallies: dict[str, Tally],
    groups: dict[str, str],
    wrong: Counter[str],
) -> Iterator[str]:
    named = [figure for figure in figures if figure.indicator]
    gold = [figure for figure in item.figures if figure.indicator]
    for figure in named:
        for tally in (tallies["全部指标"], tallies[groups[figure.indicator]]):
            tally.predicted += 1
    matched: set[int] = set()
    for want in gold:
        both = (tallies["全部指标"], tallies[groups[want.indicator]])
        place = next(
            (
                n
                for n, f in enumerate(named)
                if f.span.start <= want.start < f.span.end and f.indicator == want.indicator
            ),
            None,
        )
        for tally in both:
            tally.gold += 1
        if place is None:
            at = [f for f in figures if f.span.start <= want.start < f.span.end]
            read = "、".join(f.indicator or _OTHER for f in at) or "没有读出"
            yield _line(item, want.start, want.quote, f"应为 {want.indicator}，读作 {read}")
            continue
        matched.add(place)
        amiss = _differences(named[place], want, item.report)
        wrong.update(amiss)
        if "measure" in amiss:
            amiss.remove("measure")
            yield _line(
                item, want.start, want.quote, f"{want.indicator}：类应为 {want.measure}，读作 {named[place].measure}"
            )
        for tally in both:
            tally.found += 1
            tally.right += not amiss
        if amiss:
            got = named[place]
            seen = f"{got.value:g} {got.unit} {_period(got.period)} {got.place.name if got.place else ''}"
            asked = f"{want.value} {want.unit} {want.period} {want.place or '='}"
            yield _line(item, want.start, want.quote, f"{want.indicator}：应为 {asked}，读作 {seen}")
    for number, figure in enumerate(named):
        if number not in matched and not any(
            figure.span.start <= want.start < figure.span.end and want.indicator for want in gold
        ):
            yield _line(item, figure.span.start, figure.span.of(item.report.text), f"多出 {figure.indicator}")


def _differences(figure: Figure, want: GoldFigure, report: Report) -> list[str]:
    own = report.metadata.place.value.name if report.metadata.place.value else ""
    place = figure.place.name if figure.place else ""
    checks = {
        "value": want.value is not None and abs(figure.value - want.value) <= 1e-6 * max(1, abs(want.value)),
        "unit": figure.unit == want.unit,
        "period": _period(figure.period) == want.period or (not want.period and figure.period.end is None),
        "place": place == (want.place or own),
        "measure": figure.measure == want.measure,
    }
    return [name for name, right in checks.items() if not right]


def _period(period: Period) -> str:
    if period.end is None:
        return ""
    if period.start == period.end:
        return str(period.end)
    return f"{period.start or ''}-{period.end}"


def _line(item: GoldReport, offset: int, quote: str, what: str) -> str:
    text = item.report.text
    around = (
        text[max(0, offset - 28) : offset] + "【" + quote + "】" + text[offset + len(quote) : offset + len(quote) + 14]
    )
    return f"- {item.report.id} {offset}: {what}｜{around}".replace("\n", " ")


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
