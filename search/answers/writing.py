"""Lets a language model word an answer: what it says is checked sentence by sentence, and only what stands goes out."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.errors import ModelFailed
from search.answers.answer import Answer, Claim, Quotation
from search.answers.answerer import Answerer
from search.answers.extract import as_text
from search.answers.language_model import LanguageModel, without_thinking
from search.answers.prompt import choose_evidence, question_messages
from search.answers.verify import check

# [S1], [S1][S3], 【S2】, (S1、S3), [1], S1 at the end: whatever small models make of it.
_ONE = r"S?\s*\d{1,4}"
_HANDLES = re.compile(
    rf"[\[【]\s*{_ONE}(?:\s*[,，、;；和-]\s*{_ONE})*\s*[\]】]|[(（]\s*S\s*\d{{1,4}}(?:\s*[,，、;；和-]\s*{_ONE})*\s*[)）]|(?<![A-Z\d])S\d{{1,4}}(?=\W*$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,4}")
# What models put before a line though they are asked not to: bullets, numbers, emphasis.
_BULLET = re.compile(r"^(?:[-*•·>#]+|\d{1,2}[.、)）])\s*|\*\*")
_NOTHING = "无"
_NO_HANDLE, _UNKNOWN_HANDLE = "没有注明出处", "引用了不存在的句子"


@dataclass
class _Writing:
    """What has come of an answer so far."""

    claims: list[Claim] = field(default_factory=list)
    struck: Counter[str] = field(default_factory=Counter)


def answer_with(answers: Answerer, text: str, model: LanguageModel | None) -> Answer:
    """Answer a question, worded by a language model if there is one.

    :raises QueryInvalid: it is empty.
    """
    answer = answers.answer(text)
    if model is None or not answer.answerable:
        return answer
    return write(answer, answers.material(answer), model, threading.Event())


def write(
    answer: Answer,
    evidence: Sequence[Quotation],
    model: LanguageModel,
    cancel: threading.Event,
    on_claim: Callable[[Claim], None] | None = None,
) -> Answer:
    """Return an answer as the model words it; the extractive one, with a note, where the model fails or nothing stands.

    :param answer: the extractive one; if it answers nothing the model is not asked.
    :param evidence: sentences of reports, the best first.
    :param cancel: ends the writing; what stands by then is kept.
    :param on_claim: called with each statement that stands, as soon as its line is complete.
    """
    if not answer.answerable:
        return answer
    chosen = choose_evidence(evidence, model.budget)
    if not chosen:
        return _with_note(answer, f"语言模型 {model.name} 没有可以依据的句子，以下是原文摘录")
    writing = _Writing()
    failure = ""
    try:
        for line in _lines(model.stream(question_messages(answer.question.asked, chosen), cancel)):
            _take(line, chosen, writing, on_claim)
    except ModelFailed as error:
        failure = str(error)
    return _result(answer, model, writing, failure)


def _result(answer: Answer, model: LanguageModel, writing: _Writing, failure: str) -> Answer:
    struck = _struck_note(writing.struck)
    if not writing.claims:
        why = failure or struck or f"语言模型 {model.name} 没有写出回答"
        return _with_note(answer, f"{why}。以下是原文摘录")
    claims = tuple(writing.claims)
    notes = tuple(note for note in (failure and f"{failure}，以下是已经写出的部分", struck) if note)
    # The figures of the extractive answer were read by rules; the model's words do not change them.
    return replace(answer, claims=claims, answer=as_text(claims), model=model.name, notes=(*answer.notes, *notes))


def _with_note(answer: Answer, note: str) -> Answer:
    return replace(answer, notes=(*answer.notes, note))


def _struck_note(struck: Counter[str]) -> str:
    if not struck:
        return ""
    reasons = "；".join(f"{reason}（{count} 句）" if count > 1 else reason for reason, count in struck.items())
    return f"模型写的 {struck.total()} 句没有通过核对，已经删去：{reasons}"


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    """Yield complete lines of a stream, without what the model thought aloud before them."""
    text = ""
    for piece in pieces:
        text += piece
        if "<think>" in text and "</think>" not in text:
            continue
        text = without_thinking(text)
        *complete, text = text.split("\n")
        yield from complete
    yield without_thinking(text)


def _take(
    line: str, evidence: Sequence[Quotation], writing: _Writing, on_claim: Callable[[Claim], None] | None
) -> None:
    """Check a line and keep it if it stands."""
    words, numbers = _parsed(line)
    if not words or words.strip("。.，, ") == _NOTHING:
        return
    reason = _NO_HANDLE if not numbers else ""
    if any(not 1 <= number <= len(evidence) for number in numbers):
        reason = _UNKNOWN_HANDLE
    cited = [] if reason else [evidence[number - 1] for number in numbers]
    reason = reason or check(words, cited)
    if reason:
        writing.struck[reason] += 1
        return
    claim = Claim(words, tuple(cited), by_model=True)
    if any(claim.text == known.text for known in writing.claims):
        return
    writing.claims.append(claim)
    if on_claim:
        on_claim(claim)


def _parsed(line: str) -> tuple[str, list[int]]:
    """Return a line's words without its handles, and the numbers of these, each once."""
    handles = list(_HANDLES.finditer(line))
    numbers = [int(number) for match in handles for number in _NUMBER.findall(match[0])]
    words = _BULLET.sub("", _HANDLES.sub("", line).strip()).strip()
    return words, list(dict.fromkeys(numbers))
