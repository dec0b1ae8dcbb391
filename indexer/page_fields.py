"""What a page says of itself in its text: 索引号, 发布机构, 成文日期, 发布时间, 信息来源."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import FieldName, PageField
from corpus.text import fold
from indexer.reflow import Lines

_LABELS: dict[str, FieldName] = {
    "索引号": FieldName.INDEX_NUMBER,
    "信息索引号": FieldName.INDEX_NUMBER,
    "文号": FieldName.DOCUMENT_NUMBER,
    "发文字号": FieldName.DOCUMENT_NUMBER,
    "发文文号": FieldName.DOCUMENT_NUMBER,
    "发布机构": FieldName.PUBLISHER,
    "发布单位": FieldName.PUBLISHER,
    "发文机关": FieldName.PUBLISHER,
    "发文单位": FieldName.PUBLISHER,
    "公开单位": FieldName.PUBLISHER,
    "公开机构": FieldName.PUBLISHER,
    "公开责任部门": FieldName.PUBLISHER,
    "制发机关": FieldName.PUBLISHER,
    "制发机构": FieldName.PUBLISHER,
    "发文机构": FieldName.PUBLISHER,
    "发布部门": FieldName.PUBLISHER,
    "公开部门": FieldName.PUBLISHER,
    "成文日期": FieldName.WRITTEN,
    "成文时间": FieldName.WRITTEN,
    "生成日期": FieldName.WRITTEN,
    "发布日期": FieldName.PUBLISHED,
    "发布时间": FieldName.PUBLISHED,
    "公开日期": FieldName.PUBLISHED,
    "公开时间": FieldName.PUBLISHED,
    "发文日期": FieldName.PUBLISHED,
    "发文时间": FieldName.PUBLISHED,
    "更新日期": FieldName.PUBLISHED,
    "更新时间": FieldName.PUBLISHED,
    "日期": FieldName.PUBLISHED,
    "时间": FieldName.PUBLISHED,
    "信息来源": FieldName.INFO_SOURCE,
    "文章来源": FieldName.INFO_SOURCE,
    "稿件来源": FieldName.INFO_SOURCE,
    "来源": FieldName.INFO_SOURCE,
    "信息名称": FieldName.TITLE,
    "文件名称": FieldName.TITLE,
    "标题": FieldName.TITLE,
}
# Labels that stand in the same rows and end a value, but whose own value is of no use here.
_OTHER_LABELS = (
    *("有效性", "效力状态", "主题分类", "主题词", "主题", "体裁分类", "公开方式", "公开形式", "公开范围", "关键词"),
    *("浏览量", "浏览次数", "点击数", "点击率", "阅读量", "访问量", "字体", "字号", "作者", "责任编辑", "编辑", "审核"),
    *("失效日期", "生效日期", "废止日期", "有效期", "信息分类", "组配分类", "内容分类", "公文种类", "服务对象"),
    *(
        "内容概述",
        "统一登记号",
        "登记号",
        "载体类型",
        "阅读次数",
        "点击次数",
        "访问次数",
        "浏览",
        "点击",
        "阅读",
        "访问",
    ),
)
_FORMAT = r"(?:\s{0,6})"
_LABEL = re.compile(
    r"[•·●▪◆|\[(【]?\s*(?P<label>"
    + "|".join(_FORMAT.join(label) for label in sorted((*_LABELS, *_OTHER_LABELS), key=len, reverse=True))
    + r")\s*(?:[\])】]\s*:?|:|(?=[\t|])|$)\s*"
)
# 2024-03-01 16:20 来源：…: pages put the date first, or behind the source, without a label.
_BARE_DATE = r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_LEADING_DATE = re.compile(rf"(?P<date>{_BARE_DATE})\s+")
_TRAILING_DATE = re.compile(rf"(?P<value>.*?)\s+(?P<date>{_BARE_DATE})$")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}\s?[\[(【]20\d\d[\])】]\s?第?\d{1,5}号(?=\s+签发人|$)")


@dataclass(frozen=True)
class FieldLines:
    """The field lines of a stretch of text.

    :param fields: what they say.
    :param used: indices of the lines that hold nothing but fields.
    """

    fields: tuple[PageField, ...]
    used: frozenset[int]


def read_page_fields(lines: Sequence[Lines]) -> FieldLines:
    """Read the field lines among ``lines``; a label alone on its line takes the next line as its value."""
    fields: list[PageField] = []
    used: set[int] = set()
    for index, line in enumerate(lines):
        if index in used:
            continue
        pairs = _pairs(line.text)
        if not pairs:
            continue
        used.add(index)
        label, value = pairs[-1]
        if not value and len(pairs) == 1 and label in _LABELS and index + 1 < len(lines):
            following = lines[index + 1].text
            if not _pairs(following) and len(following) <= 40 and not re.search(r"[。:：]$", following):
                used.add(index + 1)
                pairs = [(label, following)]
        position = line.blocks[0].position
        fields.extend(
            PageField(_LABELS[label], value, f"{label}：{value}", position)
            for label, value in _with_date(pairs)
            if label in _LABELS and value
        )
    return FieldLines(tuple(fields), frozenset(used))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Split a line into its labels and values; empty if the line does not begin with a label."""
    if len(text) > 300:
        return []
    folded = fold(text)
    number = _DOCUMENT_NUMBER.match(folded)
    if number:
        return [("文号", text[: number.end()])]
    date = _LEADING_DATE.match(folded)
    pairs = [("发布日期", date["date"])] if date else []
    matches = list(_LABEL.finditer(folded, date.end() if date else 0))
    if not matches or matches[0].start() > (date.end() if date else 0):
        return []
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        value = text[match.end() : end].strip(" \t；;|　[]【】")
        pairs.append((re.sub(r"\s", "", match["label"]), value))
    return [] if _is_prose(pairs) else pairs


def _with_date(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take the date off the end of a source, unless the line has a date of its own."""
    dated = any(_LABELS.get(label) is FieldName.PUBLISHED for label, _ in pairs)
    split: list[tuple[str, str]] = []
    for label, value in pairs:
        tail = _TRAILING_DATE.match(value) if _LABELS.get(label) is FieldName.INFO_SOURCE and not dated else None
        split.extend([(label, tail["value"]), ("发布日期", tail["date"])] if tail else [(label, value)])
    return split


def _is_prose(pairs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether what looks like a field is a sentence that begins with such a word."""
    return any(len(value) > 60 and re.search(r"[，,。]", value) for _, value in pairs)
