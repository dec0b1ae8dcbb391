"""为什么是这条: what put a hit in its place, in plain words."""

from __future__ import annotations

from search import Hit
from search.relevance import BAR
from views.markup import escape, tag, unfolding

# The legs by what they compare; the names are those of ``Hit.ranks``.
MEANING = {"passage": "段落", "sentence": "句子", "clause": "分句"}
LETTERS = {"words": "词", "bigrams": "相邻两字"}
BOOSTS = {
    "place": "查询里提到这个地区，位置提前",
    "year": "查询里提到这个年度，位置提前",
    "reranked": "经重排模型细读，位置有调整",
}


def why(hit: Hit) -> str:
    """Return the reasons as an expander; ``""`` in a listing, where a hit has none."""
    if hit.nearness is None:
        return ""
    rows = [
        ("意思相近", _ranks(hit, MEANING) or "没有按意思找到"),
        ("字面相同", _letters(hit)),
    ]
    if hit.matched:
        rows.append(("命中的词", "、".join(hit.matched)))
    if hit.read_as:
        rows.append(("相近的说法", f"“{hit.read_as}”（说法示例里有，也照它的意思找了）"))
    rows += [("另外", BOOSTS[name]) for name in hit.wanted if name in BOOSTS]
    rows.append(("贴切程度", _nearness(hit.nearness, hit.relevant)))
    items = "".join(tag("div", tag("dt", name) + tag("dd", escape(value)), "fz-reason") for name, value in rows)
    note = tag("p", "第几是在全部候选段落里的名次；最后的次序由各项名次合起来决定。", "fz-muted")
    return unfolding("为什么是这条", tag("dl", items) + note, "fz-reasons")


def _ranks(hit: Hit, names: dict[str, str]) -> str:
    return "、".join(f"{name}第 {hit.ranks[leg]}" for leg, name in names.items() if leg in hit.ranks)


def _letters(hit: Hit) -> str:
    found = _ranks(hit, LETTERS) or "没有相同的字词"
    # Synonyms are among the matched words; what else the leg of words can have found are words of the examples.
    return found if hit.matched or "words" not in hit.ranks else f"{found}（词来自说法示例里报告的用词）"


def _nearness(nearness: float, relevant: bool) -> str:
    # What unrelated questions reach on average is 0 on this scale, its unit their spread.
    measured = f"{nearness - BAR:.1f}（0 是算作相关的最低线）"
    if relevant:
        return f"{measured}，意思足够接近，算直接相关"
    if nearness >= BAR:
        return "意思沾边，还不足以算直接相关，靠综合名次列出"
    return f"{measured}，意思不够接近，靠综合名次列出"
