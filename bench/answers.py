"""How well questions are answered: ``python -m bench answers [--split dev|test|all] [--set first|c|d|e|f|g|h|i|j|k] [--errors]``.

The set ``bench/data/questions.jsonl``, over the sample corpus and the 31 provincial reports of ``../shared/corpus``, is divided
by the hash of a question's id; who wrote it when, and what was tuned on, stands in the README there.

- **figure exact**: the first figure of a figure question has value, place and year of a right one; **rows** is the share
  of the rows of comparisons that are shown.
- **evidence@k**: one of the first k statements quotes a stretch that answers; **share@3** is how many of the first three do.
- **refused**: unanswerable questions that were refused, and answerable ones that were.
- **wrong figures**: of the figures shown as answers, those that are none of the right ones.
- **verified**: quotations that equal their span of the report's text, the figure among them.

``--queries`` asks the queries of the retrieval sets instead (``queries.jsonl``, ``everyday.jsonl``, over the sample corpus):
what people type into a search box, much of it in everyday words.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench.datasets import DATA, UNANSWERABLE
from bench.figures import FOLDERS
from bench.indexes import ready_index
from corpus.settings import PROJECT
from corpus.text import visible
from search import Engine
from search.answers import Answer, AnswerFigure, Claim

FILE = DATA / "questions.jsonl"
# The sets that came after the first, by the letter in a question's id.
SETS = "cdefghijk"


@dataclass(frozen=True)
class GoldQuestion:
    """A question with what answers it.

    :param figures: right figures: ``value``, ``unit``, ``place``, ``year``, ``report``, ``start``, ``end``.
    :param evidence: stretches that answer: ``report``, ``start``, ``end``, ``place``.
    :param reason: why it cannot be answered, ``""`` if it can.
    """

    id: str
    text: str
    kind: str
    split: str
    reason: str
    figures: tuple[dict[str, Any], ...]
    evidence: tuple[dict[str, Any], ...]

    def answered_by(self, shown: AnswerFigure) -> bool:
        """Tell whether a figure has value, place and year of one that answers."""
        return any(_right(shown, gold) for gold in self.figures)


@dataclass
class Score:
    """What became of the questions of a group; each list has an entry a question, or a figure."""

    refused: list[bool] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    at_1: list[bool] = field(default_factory=list)
    at_3: list[bool] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    wrong: list[bool] = field(default_factory=list)
    verified: list[bool] = field(default_factory=list)
    causes: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return the group as a row of a table."""
        values = (self.exact, self.rows, self.at_1, self.at_3, self.share, self.refused, self.wrong, self.verified)
        cells = [f"{np.mean(value):.3f}" if value else "—" for value in values]
        return f"| {name} ({len(self.refused)}) | {' | '.join(cells)} |"


def main(*arguments: str) -> None:
    """Print the table; with ``--errors`` each question that was not answered as it should be."""
    parser = argparse.ArgumentParser(prog="python -m bench answers")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="test")
    parser.add_argument("--set", choices=("first", *SETS, "all"), default="all", dest="part")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--queries", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.queries:
        _queries(chosen.split)
        return
    engine = open_engine()
    questions = [
        item for item in load(engine) if chosen.split in (item.split, "all") and chosen.part in (set_of(item.id), "all")
    ]
    engine.answers.answer(questions[0].text)
    scores: dict[str, Score] = defaultdict(Score)
    for question in questions:
        began = time.perf_counter()
        answer = engine.answers.answer(question.text)
        took = (time.perf_counter() - began) * 1000
        group = question.kind if not question.reason else f"{UNANSWERABLE}: {question.reason}"
        for name in (group, UNANSWERABLE if question.reason else "answerable"):
            _score(scores[name], engine, question, answer, took)
        if chosen.errors:
            _tell(engine, question, answer)
    print("\n| kind | figure exact | rows | evidence@1 | evidence@3 | share@3 | refused | wrong figures | verified |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name in sorted(scores):
        print(scores[name].row(name))
    _summary(scores)


def open_engine() -> Engine:
    """Open the index of the reports that the questions are about, built if need be."""
    return ready_index("answers", [folder for folder in FOLDERS if folder.exists()])


def set_of(name: str) -> str:
    """Return which set a question is of: those written first, or one of those that came later."""
    match = re.match(rf"[a-z]+-([{SETS}])-", name)
    return match[1] if match else "first"


def _queries(split: str) -> None:
    """Print how the queries of the retrieval sets are answered, by kind."""
    engine = ready_index("sample", [PROJECT / "data" / "reports"])
    refused: dict[str, list[bool]] = defaultdict(list)
    found: dict[str, list[bool]] = defaultdict(list)
    for name in ("queries", "everyday"):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if split not in (row["split"], "all"):
                continue
            answer = engine.answers.answer(row["query"])
            refused[row["kind"]].append(not answer.answerable)
            quotes = [visible(claim.quotations[0].quote) for claim in answer.claims[:3]]
            gold = [visible(item["quote"]) for item in row["answers"]]
            found[row["kind"]].append(any(one in quote or quote in one for quote in quotes for one in gold))
    print("\n| kind | evidence@3 | refused |\n|---|--:|--:|")
    for kind in sorted(refused):
        print(f"| {kind} ({len(refused[kind])}) | {np.mean(found[kind]):.3f} | {np.mean(refused[kind]):.3f} |")


def _summary(scores: dict[str, Score]) -> None:
    answerable, none = scores["answerable"], scores[UNANSWERABLE]
    causes = answerable.causes + none.causes
    print(
        f"\nwrong figures by cause: {', '.join(f'{cause} {count}' for cause, count in causes.most_common()) or 'none'}"
    )
    took = [*answerable.took, *none.took]
    wrong = [*answerable.wrong, *none.wrong]
    verified = [*answerable.verified, *none.verified]
    said_no = sum(none.refused) + sum(answerable.refused)
    precision = sum(none.refused) / said_no if said_no else float("nan")
    print(
        f"\nfigure exact {np.mean(scores['figure'].exact):.3f}, evidence@3 {np.mean(answerable.at_3):.3f}, "
        f"unanswerable refused {np.mean(none.refused):.3f}, answerable refused {np.mean(answerable.refused):.3f} "
        f"(abstention precision {precision:.3f}), "
        f"wrong figures {np.mean(wrong):.3f} of {len(wrong)}, verified {np.mean(verified):.3f} of {len(verified)}; "
        f"p50 {np.percentile(took, 50):.0f} ms, p95 {np.percentile(took, 95):.0f} ms"
    )


def load(engine: Engine) -> list[GoldQuestion]:
    """Return the questions whose reports are in an index."""
    questions = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        stretches = (*row["figures"], *row["evidence"])
        if all(engine.shelf.get(item["report"]) for item in stretches):
            questions.append(
                GoldQuestion(
                    row["id"], row["question"], row["kind"], row["split"], row["reason"],
                    tuple(row["figures"]), tuple(row["evidence"]),
                )
            )  # fmt: skip
    return questions


def _score(score: Score, engine: Engine, question: GoldQuestion, answer: Answer, took: float) -> None:
    score.took.append(took)
    score.refused.append(not answer.answerable)
    claims = (*answer.claims, *(claim for nearest in answer.nearest for claim in nearest.claims))
    score.verified += [verified(engine, claim) for claim in claims]
    if question.figures or (question.reason and answer.figures):
        causes = [_wrong(shown, question) for shown in answer.figures]
        score.wrong += [bool(cause) for cause in causes]
        score.causes.update(filter(None, causes))
    if question.reason:
        return
    if question.kind == "figure":
        score.exact.append(bool(answer.figures) and question.answered_by(answer.figures[0]))
    if question.kind == "comparison" and question.figures:
        shown = [any(_right(figure, gold) for figure in answer.figures) for gold in question.figures]
        score.rows.append(sum(shown) / len(shown))
    hits = [_quotes(claim, question.evidence) for claim in answer.claims[:3]]
    score.at_1.append(any(hits[:1]))
    score.at_3.append(any(hits))
    score.share.append(min(1.0, sum(hits) / min(3, max(1, len(question.evidence)))))


def verified(engine: Engine, claim: Claim) -> bool:
    """Tell whether every quotation of a claim equals its span, and its marks lie within."""
    for quotation in claim.quotations:
        report = engine.report(quotation.report.id)
        if report is None or quotation.span.of(report.text) != quotation.quote:
            return False
        if any(mark.start < quotation.span.start or mark.end > quotation.span.end for mark in quotation.marks):
            return False
    return bool(claim.quotations)


def _wrong(shown: AnswerFigure, question: GoldQuestion) -> str:
    """Return what is wrong with a figure that is shown as an answer, ``""`` if it is right."""
    if question.answered_by(shown):
        return ""
    if not question.figures:
        return "no figure answers"
    place = shown.place.name if shown.place else ""
    same = [gold for gold in question.figures if _same_value(shown, gold)]
    if any(gold["place"] == place for gold in same):
        return "another year"
    if same:
        return "another place"
    known = [gold for gold in question.figures if gold["place"] == place]
    if not known:
        return "a place that the set does not list"
    return "another value" if any(gold["year"] == shown.period.end for gold in known) else "another value and year"


def _right(shown: AnswerFigure, gold: dict[str, Any]) -> bool:
    place = shown.place.name if shown.place else ""
    return _same_value(shown, gold) and place == (gold["place"] or "") and shown.period.end == gold["year"]


def _same_value(shown: AnswerFigure, gold: dict[str, Any]) -> bool:
    # A decrease is negative here, and written without its sign in the text.
    return bool(abs(abs(shown.value) - abs(gold["value"])) <= 1e-6 * max(1.0, abs(gold["value"])))


def _quotes(claim: Claim, evidence: Sequence[dict[str, Any]]) -> bool:
    """Tell whether a claim quotes at least half of a stretch that answers."""
    for quotation in claim.quotations:
        for item in evidence:
            shared = min(quotation.span.end, item["end"]) - max(quotation.span.start, item["start"])
            if quotation.report.id == item["report"] and shared * 2 >= item["end"] - item["start"]:
                return True
    return False


def _tell(engine: Engine, question: GoldQuestion, answer: Answer) -> None:
    """Print a question that was answered otherwise than it should be."""
    if question.reason:
        if not answer.answerable:
            return
    else:
        right = any(_quotes(claim, question.evidence) for claim in answer.claims[:3])
        if question.kind == "figure":
            right = bool(answer.figures) and question.answered_by(answer.figures[0])
        wrong = question.figures and any(not question.answered_by(shown) for shown in answer.figures)
        if right and answer.answerable and not wrong:
            return
    asked = answer.question
    print(f"\n{question.id} {question.reason}: {question.text}")
    print(
        f"  asked {asked.kind} “{asked.topic}” {asked.indicators} {asked.units} {[p.name for p in asked.places]} {asked.years}"
    )
    print(f"  answer: {_short(answer.answer)}")
    for item in (question.figures or question.evidence)[:4]:
        report = engine.report(item["report"])
        text = report.text[item["start"] : item["end"]] if report else ""
        print(
            f"  gold: {item.get('place')} {item.get('year', '')} {item.get('value', '')}{item.get('unit', '')} {text}"
        )


def _short(text: str) -> str:
    return text.replace("\n", " / ")[:400]
