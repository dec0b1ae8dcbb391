"""What a file is, told from its bytes; and for what we do not read, saying what it is and what to do."""

from __future__ import annotations

import io
import json
import re
import zipfile
from enum import StrEnum
from typing import NoReturn

from corpus.errors import DamagedFile, EmptySource, EncryptedFile, ReadError, UnsupportedFormat


class Format(StrEnum):
    """The formats we read."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    MHTML = "mhtml"
    DOCX = "docx"
    PDF = "pdf"


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 再试"
_READABLE = "请提供 txt、html、docx 或 pdf 文件"
_UNPACK = "请先解压，再提供里面的文件"
_OCR = "请先用文字识别（OCR）软件转成文字"

#: (offset, magic, what it is, advice)
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG 图片", _OCR),
    (0, b"\xff\xd8\xff", "JPEG 图片", _OCR),
    (0, b"GIF87a", "GIF 图片", _OCR),
    (0, b"GIF89a", "GIF 图片", _OCR),
    (0, b"II*\x00", "TIFF 图片", _OCR),
    (0, b"MM\x00*", "TIFF 图片", _OCR),
    (8, b"WEBP", "WebP 图片", _OCR),
    (4, b"ftyp", "视频或 HEIC 图片", _READABLE),
    (0, b"{\\rtf", "RTF 文件", _AS_DOCX),
    (0, b"Rar!\x1a\x07", "RAR 压缩包", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (0, b"\x1f\x8b", "gzip 压缩包", _UNPACK),
    (0, b"BZh", "bzip2 压缩包", _UNPACK),
    (0, b"\xfd7zXZ\x00", "xz 压缩包", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "zstd 压缩包", _UNPACK),
    (257, b"ustar", "tar 归档", _UNPACK),
    (0, b"\x7fELF", "可执行程序", _READABLE),
    (0, b"\xcf\xfa\xed\xfe", "可执行程序", _READABLE),
    (0, b"\xca\xfe\xba\xbe", "可执行程序", _READABLE),
    (0, b"SQLite format 3\x00", "SQLite 数据库", _READABLE),
    (0, b"%!PS", "PostScript 文件", "请转换为 pdf 再试"),
    (0, b"HN\x00\x00", "CAJ 文件", "请用 CAJViewer 另存为 pdf 再试"),
    (0, b"CAJ\x00", "CAJ 文件", "请用 CAJViewer 另存为 pdf 再试"),
    (0, b"wOFF", "字体文件", _READABLE),
    (0, b"ID3", "音频文件", _READABLE),
    (0, b"OggS", "音频文件", _READABLE),
)
#: Content types of OpenDocument and e-books, in the zip member ``mimetype``.
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": ("ODT 文档", _AS_DOCX),
    "application/vnd.oasis.opendocument.spreadsheet": ("ODS 表格", _READABLE),
    "application/vnd.oasis.opendocument.presentation": ("ODP 幻灯片", _READABLE),
    "application/epub+zip": ("EPUB 电子书", _READABLE),
}
_HTML_HEAD = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<frameset[\s>]", re.I)
_HTML_TAG = re.compile(
    rb"</?(?:p|div|br|table|tr|td|span|h[1-6]|ul|ol|li|a|font|center|title|meta|script|style)\b[^<>]*>", re.I
)
_MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.I | re.M)
_HEAD = 4096


def sniff(name: str, data: bytes) -> Format:
    """Decide the format by content.

    :param name: used in messages, and to take text with Markdown structure for Markdown.
    :raises UnsupportedFormat: for content we recognise or not, but do not read.
    :raises EncryptedFile: for Office files behind a password.
    :raises DamagedFile: for an Office file that is not whole.
    :raises EmptySource: for white space only.
    """
    if data.startswith(_OLE):
        _refuse_ole(name, data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(name, data)
    if _is_pdf(data):
        return Format.PDF
    _refuse_binary(name, data)
    head = _ascii_head(data)
    if not head.strip(b"\x00") and not data.strip(b"\x00 \t\r\n\v\f"):
        raise EmptySource(name, "文件里只有空白", "请检查文件是否保存或下载完整")
    if _MHTML.match(head) and b"mime-version:" in head.lower():
        return Format.MHTML
    if _is_html(head):
        return Format.HTML
    _refuse_data(name, head, data)
    return Format.MD if _is_markdown(name, data) else Format.TXT


def _refuse_ole(name: str, data: bytes) -> NoReturn:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise EncryptedFile(name, "文件设有打开密码", "请用 Word 或 WPS 取消密码后另存为 .docx 再试")
    if holds("WordDocument"):
        raise UnsupportedFormat(name, "是旧版 Word 文档（.doc 或 .wps）", _AS_DOCX)
    if holds("Workbook") or holds("Book"):
        raise UnsupportedFormat(name, "是旧版 Excel 表格（.xls）", _READABLE)
    if holds("PowerPoint Document"):
        raise UnsupportedFormat(name, "是旧版幻灯片（.ppt）", _READABLE)
    raise UnsupportedFormat(name, "是旧版 Office 文件（.doc、.wps 之类）", _AS_DOCX)


def _sniff_zip(name: str, data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
            mimetype = ""
            if "mimetype" in members and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype").decode("ascii", errors="replace").strip()
    except Exception as error:  # zipfile raises a dozen kinds on broken archives
        what = "Word 文档（.docx）" if b"word/" in data else "压缩包或 Office 文档"
        raise DamagedFile(name, f"{what}不完整，无法打开", "请重新下载，或用 Word、WPS 修复后另存") from error
    lower = [member.lower().replace("\\", "/") for member in members]
    if any(re.fullmatch(r"word/document\d*\.xml", member) for member in lower):
        return Format.DOCX
    if any(member.startswith("word/") for member in lower):
        raise DamagedFile(name, "Word 文档里缺少正文（word/document.xml）", "请用 Word 或 WPS 打开并另存一份再试")
    raise _zip_refusal(name, lower, mimetype)


def _zip_refusal(name: str, members: list[str], mimetype: str) -> ReadError:
    if any(member.startswith("xl/") for member in members):
        return UnsupportedFormat(name, "是 Excel 表格（.xlsx）", _READABLE)
    if any(member.startswith("ppt/") for member in members):
        return UnsupportedFormat(name, "是幻灯片（.pptx）", _READABLE)
    if "ofd.xml" in members:
        return UnsupportedFormat(name, "是 OFD 版式文件", "请用 OFD 阅读器转换为 pdf 再试")
    if mimetype in _MIMETYPES:
        what, advice = _MIMETYPES[mimetype]
        return UnsupportedFormat(name, f"是 {what}", advice)
    if "[content_types].xml" in members:
        return UnsupportedFormat(name, "是 Office 文件，但不是 Word 文档", _READABLE)
    if not members:
        return EmptySource(name, "是空的压缩包", _READABLE)
    return UnsupportedFormat(name, "是 ZIP 压缩包", _UNPACK)


def _is_pdf(data: bytes) -> bool:
    at = data.find(b"%PDF-", 0, 1024)
    return at >= 0 and (not data[:at].strip(b"\xef\xbb\xbf \t\r\n\x00") or b"endobj" in data)


def _refuse_binary(name: str, data: bytes) -> None:
    for offset, magic, what, advice in _MAGIC:
        if data.startswith(magic, offset):
            raise UnsupportedFormat(name, f"是{' ' if what[0].isascii() else ''}{what}", advice)
    if data.startswith(b"MZ") and b"\x00" in data[:256]:
        raise UnsupportedFormat(name, "是可执行程序", _READABLE)
    if data.startswith(b"BM") and b"\x00\x00" in data[:16]:
        raise UnsupportedFormat(name, "是 BMP 图片", _OCR)


def _ascii_head(data: bytes) -> bytes:
    """Return the first characters as ASCII bytes, whatever the encoding: enough to see markup."""
    for bom, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(bom):
            return data[2 : 2 * _HEAD].decode(codec, errors="replace").encode("ascii", errors="replace").strip()
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    for codec, parity in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[parity:200:2].count(0) > 0.4 * len(head[:200]) / 2 and not head[1 - parity : 200 : 2].count(0):
            head = head[: len(head) // 2 * 2].decode(codec, errors="replace").encode("ascii", errors="replace")
            break
    return head.strip()


def _is_html(head: bytes) -> bool:
    body = re.sub(rb"^(?:\s|<\?.*?\?>|<!--.*?-->)+", b"", head, flags=re.S)
    if _HTML_HEAD.match(body):
        return True
    if _HTML_HEAD.search(head[:1024]) and len(_HTML_TAG.findall(head)) >= 3:
        return True
    return bool(_HTML_TAG.match(body)) and len(_HTML_TAG.findall(head)) >= 2


def _refuse_data(name: str, head: bytes, data: bytes) -> None:
    if head.startswith(b"<?xml") or re.match(rb"<!DOCTYPE\s", head):
        if b"schemas.microsoft.com/office/word" in head or b"Word.Document" in head or b"<pkg:package" in head:
            raise UnsupportedFormat(name, "是 Word 的 XML 文档", _AS_DOCX)
        raise UnsupportedFormat(name, "是 XML 数据，不是报告", _READABLE)
    if head[:1] in (b"{", b"["):
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value)):
            raise UnsupportedFormat(name, "是 JSON 数据，不是报告", _READABLE)


def _is_markdown(name: str, data: bytes) -> bool:
    """Markdown by name, and by structure: at least one heading, item or table row."""
    if not name.lower().endswith((".md", ".markdown")):
        return False
    return bool(re.search(rb"(?m)^(?: {0,3}#{1,6}[ \t]+\S|[ \t]*[-*+][ \t]+\S|[ \t]*\|.*\|)", data[:1_000_000]))
