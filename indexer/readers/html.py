"""Web pages, also when they were saved as .doc, .txt or a single-file archive."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage

from lxml import etree

from corpus.errors import DamagedFile, EmptySource
from corpus.model import Block, Document, FieldName, PageField, Position
from indexer.readers.decoding import Decoded, decode
from indexer.readers.finish import finish
from indexer.readers.html_blocks import VisibleLine, parse_html, visible_lines
from indexer.readers.html_main import furniture_reasons

_CHARSET = re.compile(
    rb"""<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
#: Meta names of Chinese government sites (国务院办公厅《政府网站发展指引》) and common ones.
_META = {
    "articletitle": FieldName.TITLE,
    "og:title": FieldName.TITLE,
    "pubdate": FieldName.PUBLISHED,
    "publishdate": FieldName.PUBLISHED,
    "article:published_time": FieldName.PUBLISHED,
    "contentsource": FieldName.INFO_SOURCE,
    "source": FieldName.INFO_SOURCE,
    "sitename": FieldName.SITE,
    "og:site_name": FieldName.SITE,
    "og:url": FieldName.URL,
    "url": FieldName.URL,
}
#: Labels whose value often stands in the next element.
_LABEL = re.compile(
    r"[【\[]?\s*(?:索\s*引\s*号|发布机构|发文机关|发文机构|公开机构|成文日期|发文日期|发布日期|公开日期|生成日期|信息来源|来\s*源|"
    r"发文字号|文\s*号|主题分类|公文种类|主\s*题\s*词|有\s*效\s*性|标\s*题|名\s*称|信息名称|作\s*者)\s*[】\]]?\s*[：:]?\s*$"
)
_VALUE = 80


def read_html(name: str, data: bytes, charset: str | None = None) -> Document:
    """Read a web page: its article as content, the rest of its visible text as furniture.

    :param charset: what the transport said of the encoding, before what the page says.
    :raises EmptySource: for pages without visible text (scripts only, framesets).
    """
    declared = _CHARSET.search(data, 0, 65536)
    label = charset or ((declared[1] or declared[2]).decode("ascii") if declared else None)
    return _read_page(name, decode(name, data, label))


def read_mhtml(name: str, data: bytes) -> Document:
    """Read the page in a single-file web archive (.mht, also as saved by Word and WPS).

    :raises DamagedFile: when the archive holds no page.
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return read_html(name, payload, part.get_content_charset())
    raise DamagedFile(name, "单文件网页（MHTML）里没有网页正文", "请在浏览器里重新保存为网页或 pdf")


def _read_page(name: str, decoded: Decoded) -> Document:
    page = _CONTROL.sub("", decoded.text).removeprefix("\ufeff")
    removed = len(decoded.text) - len(page)
    warnings = [*decoded.warnings, *([f"去掉了 {removed} 个控制字符"] if removed else [])]
    root = parse_html(page)
    if root is None:
        raise EmptySource(name, "网页里没有文字", "请检查网页是否保存完整")
    lines = _join_labels(visible_lines(root))
    fields = tuple(_fields(root))
    titles = frozenset(re.sub(r"\s+", "", field.value) for field in fields if field.name is FieldName.TITLE)
    reasons, warning = furniture_reasons(page, lines, titles) if lines else ([], "")
    blocks = [
        Block(line.prefix + line.text, line.role, line.level, Position(paragraph=number), reason)
        for number, (line, reason) in enumerate(zip(lines, reasons, strict=True), start=1)
    ]
    reason, advice = _why_empty(root)
    return finish(
        name,
        "html",
        blocks,
        fields=fields,
        encoding=decoded.encoding,
        warnings=[*warnings, *([warning] if warning else [])],
        empty_reason=reason,
        empty_advice=advice,
    )


def _why_empty(root: etree._Element) -> tuple[str, str]:
    if next(root.iter("frameset", "frame", "iframe"), None) is not None:
        return "网页由框架组成，正文在别的网页里", "请打开框架里的正文页再保存"
    if next(root.iter("script"), None) is not None:
        return "网页里没有文字，正文可能由脚本载入", "请在浏览器里等正文出现后再保存，或打印为 pdf"
    return "网页里没有文字", "请检查网页是否保存完整"


def _join_labels(lines: Sequence[VisibleLine]) -> list[VisibleLine]:
    """Put a field's label and its value, when they stand in two elements, into one line."""
    joined: list[VisibleLine] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and _LABEL.match(before.text) and not _LABEL.match(line.text) and len(line.text) <= _VALUE:
            joined[-1] = VisibleLine(
                f"{before.text}\t{line.text}", before.role, before.level, before.prefix, line.clickable, before.zone
            )
        else:
            joined.append(line)
    return joined


def _fields(root: etree._Element) -> Iterator[PageField]:
    """Collect what the page's head says of the page, best source first."""
    seen: set[tuple[FieldName, str]] = set()
    for field in (*_meta_fields(root), *_head_fields(root)):
        if field.value and (field.name, field.value) not in seen:
            seen.add((field.name, field.value))
            yield field


def _meta_fields(root: etree._Element) -> Iterator[PageField]:
    metas = [
        (
            (meta.get("name") or meta.get("property") or "").strip().lower(),
            " ".join((meta.get("content") or "").split()),
        )
        for meta in root.iter("meta")
    ]
    for key, field_name in _META.items():
        for name, value in metas:
            if name == key:
                yield PageField(field_name, value, f"{name}: {value}")


def _head_fields(root: etree._Element) -> Iterator[PageField]:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (href := (link.get("href") or "").strip()):
            yield PageField(FieldName.URL, href, f"canonical: {href}")
    for heading in root.iter("h1"):
        value = " ".join("".join(heading.itertext()).split())
        yield PageField(FieldName.TITLE, value, value)
    for title in root.iter("title"):
        parent = title.getparent()
        if parent is not None and parent.tag in ("head", "html", "body"):
            value = " ".join("".join(title.itertext()).split())
            yield PageField(FieldName.TITLE, value, value)
