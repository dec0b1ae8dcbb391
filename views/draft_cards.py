"""A checked draft as HTML: the draft itself, each sentence labelled; what stands where; what others do alike."""

from __future__ import annotations

from search import Hit
from search.draft_output import summary
from search.drafts import DraftCheck, DraftClass, DraftSentence, DraftSource
from views.cards import head
from views.cards import text as passage_text
from views.markup import escape, tag, unfolding
from views.phrase_address import PhraseView
from views.phrase_cards import WITH_SOURCE, quoted, use_item, ways
from views.sources import citation, copy_button

_CLASSES = {DraftClass.SAME: "fz-same", DraftClass.NEAR: "fz-alike-in-meaning", DraftClass.OWN: "fz-own"}
_MEANS = {
    DraftClass.SAME: "已有报告写过这一句，至多改了数字、地名和个别字词",
    DraftClass.NEAR: "已有报告写过意思相近的话",
    DraftClass.OWN: "没有找到相近的句子",
}


def draft_card(check: DraftCheck) -> str:
    """Return the draft with its sentences set off by class, under what there is of each."""
    found = tag("span", f"与 {check.searched} 篇报告对照，用时 {check.took_ms:.0f} 毫秒", "fz-searched")
    head_line = tag("p", tag("b", summary(check)) + found, "fz-summary", role="status")
    legend = "".join(
        tag("li", tag("span", kind.value, f"fz-class {_CLASSES[kind]}") + escape(_MEANS[kind])) for kind in DraftClass
    )
    body = tag("div", _draft(check), "fz-draft fz-text")
    return head_line + tag("section", body + tag("ul", legend, "fz-draft-legend"), "fz-card", aria_label="草稿")


def sources(check: DraftCheck, view: PhraseView) -> str:
    """Return the sentences that stand in reports or are near to one, each unfolding to its sources."""
    items = "".join(
        _entry(number, sentence, sentence.source, view)
        for number, sentence in enumerate(check.sentences, 1)
        if sentence.source
    )
    if not items:
        return tag("p", "这段草稿里没有与现有报告相同或相近的句子。", "fz-muted")
    return tag("h2", "逐句的出处", "fz-list-title") + tag("div", items, "fz-draft-list")


def elsewhere(check: DraftCheck, view: PhraseView) -> str:
    """Return what other places do alike, ``""`` if nothing was found."""
    if not check.elsewhere:
        return ""
    about = tag("p", "没有列在上面的地区，写到同一类事情的段落，可以用来充实草稿。", "fz-muted fz-small")
    cards = "".join(_passage(hit, view) for hit in check.elsewhere)
    return tag("h2", "别处的相近做法", "fz-list-title") + about + tag("div", cards, "fz-cards")


def _draft(check: DraftCheck) -> str:
    """Return the whole draft, line ends kept; what was not compared stands as it is."""
    pieces, at = [], 0
    for number, sentence in enumerate(check.sentences, 1):
        pieces += [escape(check.text[at : sentence.span.start]), _marked(number, sentence)]
        at = sentence.span.end
    return "".join((*pieces, escape(check.text[at:])))


def _marked(number: int, sentence: DraftSentence) -> str:
    words = tag("span", escape(sentence.text), f"fz-sentence {_CLASSES[sentence.kind]}")
    label = f"{number} {sentence.kind.value}"
    target = _name(number)
    shown = tag("a", label, href=f"#{target}", data_jump=target) if sentence.source else label
    # The label never stands alone at the end of a line.
    return tag("sup", shown, "fz-class-label") + "\u2060" + words


def _entry(number: int, sentence: DraftSentence, source: DraftSource, view: PhraseView) -> str:
    label = tag("span", f"{number} {sentence.kind.value}", f"fz-class {_CLASSES[sentence.kind]}")
    where = f"{source.used} 处" if sentence.kind is DraftClass.SAME else "最近的一句"
    title = label + escape(sentence.text) + tag("span", f"（{where}）", "fz-muted")
    there = tag("p", tag("span", "报告里", "fz-label") + " " + escape(source.text), "fz-text")
    copy = copy_button(quoted(source.text, source.uses[0].citation), WITH_SOURCE)
    items = "".join(tag("li", use_item(use, view)) for use in source.uses)
    left = source.used - len(source.uses)
    rest = tag("p", f"还有 {left} 处没有列出。", "fz-muted") if left else ""
    body = tag("div", there + copy + tag("ul", items, "fz-sources") + rest, "fz-draft-source")
    return tag("div", unfolding(title, body), "fz-draft-entry", id=_name(number))


def _passage(hit: Hit, view: PhraseView) -> str:
    body = head(hit) + passage_text(hit, best=hit.best_sentence) + citation(hit.citation)
    return tag("article", body + ways(hit.report.id, hit.span, view, "打开原文", "收藏整段"), "fz-card")


def _name(number: int) -> str:
    return f"draft-{number}"
