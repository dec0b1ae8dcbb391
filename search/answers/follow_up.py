"""Follow-up questions made to stand alone: 那郯城县呢 keeps topic and year, 败诉率呢 keeps place and year."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence

from corpus.errors import ModelFailed
from search.answers.language_model import LanguageModel, without_thinking
from search.answers.prompt import rewrite_messages
from search.answers.question import Question, asks, defined_term, years_said
from search.answers.topic import named_in, topic_of, without
from search.understanding import Chip

_LONGEST = 200
# What only ties a question to the one before it.
_TIES = re.compile(
    r"^(?:那么|那|还有|换成|换|改成|再看看?|另外|如果是|要是|至于|同样|也问一下|顺便问一?下?)+|(?:呢|吧|又如何|又怎样|的话)+(?=[?？。]*$)"
)
_POINTS_BACK = re.compile(
    r"(?:它们?|他们|这个(?:地方|县|市|区|省|旗)|该(?:县|市|区|省|旗|地)|当地|这里|那里|那边|同一年|那一年|同期)(?:的|在|是)?"
)
_FOLLOWS = re.compile(r"^(?:那|还有|换|再|另外|要是|至于)|呢[?？]*$")
# Asks for all places, so that the one before does not go on.
_EVERYWHERE = re.compile(r"哪些?(?:几?个)?(?:地方|地区|省|市|县|区|旗|城市)|哪里|哪儿|哪家|各地|全国|其他|别的|谁")
_DIRECTION = re.compile(r"最[高低多少大小快慢]")
_VERB = re.compile(r"^(?:开展|推进|加强|落实|实施|推行|做好?)(?=[\u3400-\u9fff]{2})")
_MARKS = " ,，。?？!！、的"


def stand_alone(previous: Question, text: str, chips: Sequence[Chip]) -> str:
    """Return a follow-up as a question that needs nothing before it; one that stands alone is returned as it is.

    :param chips: what was recognised in ``text``.
    """
    typed = " ".join(text.split())
    named = [chip for chip in chips if chip.field in ("place", "year")]
    bare = _TIES.sub("", without(typed, [chip.span for chip in named]).strip(_MARKS)).strip(_MARKS)
    points_back = bool(_POINTS_BACK.search(bare))
    bare = _POINTS_BACK.sub("", bare).strip(_MARKS)
    places = _words(named, "place", typed) or _places_of(previous, bare)
    years = _words(named, "year", typed) or years_said(previous)
    if not bare:
        return places + years + without(previous.text, previous.spans) if named or points_back else typed
    if _EVERYWHERE.search(bare):
        return _everywhere(previous, bare, years if _words(named, "year", typed) else "") if _only_asks(bare) else typed
    if defined_term(bare):
        return typed
    lacks_topic = _only_asks(bare)
    follows = points_back or lacks_topic or _FOLLOWS.search(typed)
    if not follows and (not previous.places or _words(named, "place", typed)):
        return typed
    return places + years + _asking(previous, bare, lacks_topic=lacks_topic)


def rewritten(
    previous: Question, text: str, model: LanguageModel, by_rules: str, names: Callable[[str], set[str]]
) -> str:
    """Return a follow-up as a language model rewrites it; the rules' result where that brings in anything of its own.

    :param by_rules: what :func:`stand_alone` returned.
    :param names: returns the places and years that a text names.
    """
    try:
        said = "".join(model.stream(rewrite_messages(previous.asked, text), threading.Event())).strip()
    except ModelFailed:
        return by_rules
    said = without_thinking(said).strip()
    if not said or "\n" in said or len(said) > _LONGEST:
        return by_rules
    return said if names(said) <= names(previous.asked) | names(text) else by_rules


def _words(chips: Sequence[Chip], field: str, text: str) -> str:
    spans = sorted({chip.span for chip in chips if chip.field == field})
    return "和".join(span.of(text) for span in spans)


def _places_of(previous: Question, bare: str) -> str:
    return "" if _EVERYWHERE.search(bare) else "和".join(named.words for named in previous.places)


def _asking(previous: Question, bare: str, *, lacks_topic: bool) -> str:
    """Return the words of a follow-up with what it leaves out: its topic, or what it asks of it."""
    rest = without(previous.text, previous.spans)
    if (direction := _DIRECTION.search(bare)) and lacks_topic:
        return _DIRECTION.sub(direction[0], rest)
    if lacks_topic:
        return _VERB.sub("", previous.topic) + bare
    # A thing alone takes the place of the thing before: 那败诉率呢.
    if topic_of(bare) == bare and not asks(bare) and previous.topic in rest:
        return rest.replace(previous.topic, bare)
    return bare


def _everywhere(previous: Question, bare: str, years: str) -> str:
    """Return a question about all places with the topic of the one before: 还有哪些地方在做."""
    return years + _VERB.sub("", previous.topic) + bare


def _only_asks(bare: str) -> bool:
    """Tell whether a follow-up names nothing of its own: 是怎么做的, 哪个地方最高, 最低的."""
    own = _DIRECTION.sub("", _EVERYWHERE.sub("", named_in(bare)))
    return len(own) <= 1
