"""做法: a practice that a report calls by a name, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Place, Span


@dataclass(frozen=True)
class Practice:
    """A named practice. All spans are of the report's canonical text.

    :param name: as the text gives it, without quotation marks; equals ``text[span]``.
    :param sentence: the sentence that says best what it is.
    :param place: whose practice it is; ``None`` where the report's place is unknown.
    :param results: the figures told of it, in the order of the text.
    """

    name: str
    span: Span
    sentence: Span
    place: Place | None
    results: tuple[Span, ...] = ()
