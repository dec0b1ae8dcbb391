"""The last step of every reader: clean the text of its blocks and turn them into a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.errors import EmptySource
from corpus.model import Block, Document, PageField

#: What ends a line besides ``\r``, ``\n``: vertical tab (Word's soft break), form feed, NEL, U+2028, U+2029.
LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_REMOVED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME_JUNK = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
#: Long enough for any name a file system allows in Chinese (255 bytes), short enough for a message.
_NAME_LENGTH = 120


def display_name(name: str) -> str:
    """Return ``name`` as it may stand in a message: its last component, one line, without invisible characters."""
    last = re.split(r"[/\\]", name.strip())[-1]
    shown = _NAME_JUNK.sub("", last).strip()
    if len(shown) > _NAME_LENGTH:
        shown = shown[: _NAME_LENGTH - 20] + "…" + shown[-19:]
    return shown or "（未命名文件）"


def is_blank(text: str) -> bool:
    """Tell whether nothing in ``text`` would be seen on paper."""
    if text.isspace() or not text:
        return True
    return all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf") for char in text)


def finish(
    name: str,
    format_name: str,
    blocks: Iterable[Block],
    *,
    fields: Sequence[PageField] = (),
    encoding: str | None = None,
    warnings: Sequence[str] = (),
    empty_reason: str = "文件里没有文字",
    empty_advice: str = "请检查文件是否保存或下载完整",
) -> Document:
    """Make the document: NFC, no control characters, one line a block, no blank blocks.

    A block whose text still holds line breaks becomes one block a line at the same position.

    :raises EmptySource: when no visible text is left.
    """
    kept: list[Block] = []
    controls = marks = surrogates = 0
    for block in blocks:
        for line in LINE_BREAK.split(block.text):
            text = line
            if _REMOVED.search(text):
                marks += text.count("\ufeff")
                text, removed = _REMOVED.subn("", text)
                controls += removed - line.count("\ufeff")
            if _SURROGATE.search(text):
                text, broken = _SURROGATE.subn("\ufffd", text)
                surrogates += broken
            if not is_blank(text):
                text = unicodedata.normalize("NFC", text)
                kept.append(block if text == block.text else replace(block, text=text))
    if not kept:
        raise EmptySource(name, empty_reason, empty_advice)
    notes = list(warnings)
    if controls:
        notes.append(f"去掉了 {controls} 个控制字符")
    if marks:
        notes.append(f"去掉了 {marks} 个字节顺序标记（U+FEFF）")
    if surrogates:
        notes.append(f"有 {surrogates} 个不成对的代理字符，以“\ufffd”代替")
    return Document(format_name, tuple(kept), tuple(fields), encoding, tuple(dict.fromkeys(notes)))
