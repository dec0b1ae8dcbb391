"""Whether answers helped, kept on this computer for later evaluation: one line a judgement in ``feedback.jsonl``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from corpus.errors import CannotWrite
from search.answers.answer import Answer

FILE = "feedback.jsonl"


def keep_judgement(folder: Path, answer: Answer, *, helped: bool, generation: str) -> None:
    """Add what somebody thought of an answer; several programs may write at once.

    :param folder: the index folder.
    :param generation: name of the generation that answered.
    :raises CannotWrite: the file cannot be written.
    """
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question.asked,
        "helped": helped,
        "kind": answer.question.kind.value,
        "answerable": answer.answerable,
        "answer": answer.answer,
        "citations": [
            {"report": quotation.report.id, "span": list(quotation.span)}
            for claim in answer.claims
            for quotation in claim.quotations
        ],
        "model": answer.model or None,
        "generation": generation,
    }
    path = folder / FILE
    try:
        with FileLock(f"{path}.lock"), path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        raise CannotWrite(f"写不了“{path}”，这次的评价没有记下。请检查磁盘空间和权限") from error
