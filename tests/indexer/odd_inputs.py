"""Broken and odd files, made in code: each must give its text or a clear Chinese error, never a traceback."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import docx
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class OddInput:
    """An odd file and what must come of it.

    :param must_say: words of the error, or of a warning when the file is read.
    :param must_contain: words of the text that must be found in one block.
    """

    name: str
    data: bytes
    expect: Literal["error", "text"]
    must_say: str | None = None
    must_contain: str | None = None


SENTENCE = "全市各级行政机关坚持依法行政，法治政府建设取得新成效。"
TRADITIONAL = "全縣各機關堅持依法行政，積極推動法治建設，維護人民權益，並獲得顯著成效。"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def pdf_of(draw: Callable[[Canvas], None], *, password: str | None = None) -> bytes:
    """Make a PDF on A4; ``draw`` gets the canvas, with a Chinese font set, and ends its own pages but the last."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    encryption = StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(out, pagesize=(595, 842), encrypt=encryption, invariant=1)
    canvas.setFont("STSong-Light", 16)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def zip_of(members: dict[str, str | bytes]) -> bytes:
    """Make a zip file of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    """Make a Word file of plain paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _replaced(data: bytes, member: str, content: bytes | None) -> bytes:
    """Return a zip with one member replaced, or left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    if content is None:
        del members[member]
    else:
        members[member] = content
    return zip_of(members)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (120, 160), "white").save(out, "PNG")
    return out.getvalue()


def _scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(io.BytesIO(_picture())), 0, 0, 595, 842)


def _mixed(canvas: Canvas) -> None:
    canvas.drawString(72, 700, SENTENCE)
    canvas.showPage()
    _scan(canvas)


def _text_page(canvas: Canvas) -> None:
    canvas.drawString(72, 700, SENTENCE)


_EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n101\n%%EOF\n"
)
_LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
_WORD = docx_of(SENTENCE)
_PDF = pdf_of(_text_page)
_PAGE = f"<html><head><meta charset='utf-8'><title>报告</title></head><body><p>{SENTENCE}</p></body></html>"


def _document(inner: str, prolog: str = "") -> bytes:
    return _replaced(
        _WORD,
        "word/document.xml",
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{_W}"><w:body>{inner}</w:body>'
        "</w:document>".encode(),
    )


def _error(name: str, data: bytes, say: str) -> OddInput:
    return OddInput(name, data, "error", must_say=say)


def _text(name: str, data: bytes, contain: str, say: str | None = None) -> OddInput:
    return OddInput(name, data, "text", say, contain)


_LINES = f"{SENTENCE}\r\n二、存在的问题\r\n".encode()

ENCODINGS = [
    _text("gbk.txt", SENTENCE.encode("gbk"), SENTENCE),
    _text("gbk很短.txt", "联通".encode("gbk"), "联通"),
    _text("gbk短.txt", "法治政府".encode("gbk"), "法治政府"),
    _text("gb18030四字节.txt", ("㐀㐁𠀀" + SENTENCE).encode("gb18030"), "㐀㐁𠀀" + SENTENCE),
    _text("gbk个别坏字节.txt", (SENTENCE * 20).encode("gbk") + b"\xff\n" + SENTENCE.encode("gbk"), SENTENCE, "无法按"),
    _text("gbk截断.txt", (SENTENCE * 3).encode("gbk")[:-1], "全市各级行政机关", "无法按"),
    _text("utf16le.txt", b"\xff\xfe" + SENTENCE.encode("utf-16-le"), SENTENCE),
    _text("utf16be.txt", b"\xfe\xff" + SENTENCE.encode("utf-16-be"), SENTENCE),
    _text("utf16le无标记.txt", f"2024年\n{SENTENCE}\n".encode("utf-16-le"), SENTENCE),
    _text("utf16be无标记.txt", f"2024年\n{SENTENCE}\n".encode("utf-16-be"), SENTENCE),
    _text("utf16le截断.txt", b"\xff\xfe" + SENTENCE.encode("utf-16-le")[:-1], "全市各级行政机关", "无法按"),
    _text("utf8标记.txt", b"\xef\xbb\xbf" + SENTENCE.encode(), SENTENCE),
    _text("utf8个别坏字节.txt", (SENTENCE * 3).encode() + b"\xff\xfe\n" + SENTENCE.encode(), SENTENCE, "无法按 utf-8"),
    _text("utf8截断.txt", (SENTENCE * 3).encode()[:-1], "全市各级行政机关", "无法按 utf-8"),
    _text("big5.txt", (TRADITIONAL * 3).encode("big5"), "積極推動法治建設", "Big5"),
    _text("繁体gbk.txt", (TRADITIONAL * 3).encode("gbk"), "積極推動法治建設"),
    _text(
        "latin1.txt", "Le rapport annuel évalue la légalité des décisions.".encode("latin-1"), "légalité", "编码不明"
    ),
    _error("随机字节.txt", bytes((index * 37 + index // 7) % 256 for index in range(4000)), "不是文本"),
]
CHARACTERS = [
    _error("空.txt", b"", "空的"),
    _error("空白.txt", " \r\n\t\n　 \n".encode(), "没有文字"),
    _error("只有空格.txt", b"  \r\n\t\n ", "空白"),
    _error("只有零宽.txt", "\u200b\u200d\ufeff\n\u2060".encode(), "没有文字"),
    _text("含NUL.txt", SENTENCE.encode().replace("法治".encode(), "法\x00治".encode()), SENTENCE, "控制字符"),
    _text("含控制字符.txt", f"\x01{SENTENCE}\x1a".encode(), SENTENCE, "控制字符"),
    _text("十万字一行.txt", ("依法行政" * 25_000).encode(), "依法行政" * 25_000),
    _text("FDFA.txt", ("\ufdfa" * 300 + SENTENCE).encode(), "\ufdfa" * 300),
    _text("NFD.txt", "cafe\u0301 Zu\u0308rich".encode(), "café Zürich"),
    _text("零宽.txt", "依法\u200b行政\u200d".encode(), "依法\u200b行政\u200d"),
    _text("双向控制.txt", "依法\u202e行政\u202c".encode(), "依法\u202e行政\u202c"),
    _text("只有CR.txt", f"一、总体情况\r{SENTENCE}\r".encode(), SENTENCE),
    _text("换页符.txt", f"一、总体情况\f{SENTENCE}\f".encode(), SENTENCE),
    _text("行分隔符.txt", f"一、总体情况\u2028{SENTENCE}\x85二、问题".encode(), SENTENCE),
    _text("表情与生僻字.txt", "😀𠮷𡃁：依法行政".encode(), "😀𠮷𡃁：依法行政"),
    _text("只有标点.txt", "。！？……——\n".encode(), "。！？……——"),
    _text("../../etc/passwd", SENTENCE.encode(), SENTENCE),
    _text("C:\\报告\\\u202e怪名\n.txt", SENTENCE.encode(), SENTENCE),
    _text("", SENTENCE.encode(), SENTENCE),
    _text("名" * 300 + ".txt", SENTENCE.encode(), SENTENCE),
]
PAGES = [
    _text("网页.doc", _PAGE.encode(), SENTENCE),
    _text("网页.docx", _PAGE.encode(), SENTENCE),
    _text("网页.pdf", _PAGE.encode(), SENTENCE),
    _text("网页gbk.htm", _PAGE.replace("utf-8", "gb2312").encode("gbk"), SENTENCE),
    _text("声明错编码.html", _PAGE.replace("utf-8", "gb2312").encode(), SENTENCE),
    _text("声明错编码2.html", _PAGE.encode("gbk"), SENTENCE),
    _text("utf16网页.html", b"\xff\xfe" + _PAGE.encode("utf-16-le"), SENTENCE),
    _text("没有body.html", f"<html><p>{SENTENCE}".encode(), SENTENCE),
    _text("片段.html", f"<p>{SENTENCE}</p><p>二、问题</p>".encode(), SENTENCE),
    _text("深层嵌套.html", ("<html><body>" + "<div>" * 50_000 + SENTENCE).encode(), SENTENCE),
    _text("深层表格.html", ("<html><body>" + "<table><tr><td>" * 3000 + SENTENCE).encode(), SENTENCE),
    _text("未闭合.html", f"<html><body><p>{SENTENCE}<b><i><table><tr><td>未闭合".encode(), SENTENCE),
    _text("含NUL.html", _PAGE.replace("法治", "法\x00治").encode(), SENTENCE, "控制字符"),
    _error(
        "只有脚本.html", b"<html><head><script>var a=1;</script></head><body><script>b()</script></body></html>", "脚本"
    ),
    _error(
        "框架.html", b"<html><frameset cols='20%,*'><frame src='a.htm'><frame src='b.htm'></frameset></html>", "框架"
    ),
    _error("空网页.html", b"<html><head><title></title></head><body> &nbsp; </body></html>", "没有文字"),
    _error("空网页2.html", b"<html></html>", "没有文字"),
    _text(
        "单文件网页.mht",
        b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--b"; type="text/html"\r\n'
        b'\r\n----b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + _PAGE.encode()
        + b"\r\n----b--\r\n",
        SENTENCE,
    ),
]
PDFS = [
    _error("截断.pdf", _PDF[: len(_PDF) // 3], "损坏"),
    _error("只有头.pdf", b"%PDF-1.7\n", "损坏"),
    _error("加密.pdf", pdf_of(_text_page, password="secret"), "密码"),
    _error("扫描.pdf", pdf_of(_scan), "扫描件"),
    _error("零页.pdf", _EMPTY_PDF, "PDF"),
    _error("空白页.pdf", pdf_of(lambda canvas: canvas.showPage()), "没有文字"),
    _text("混合.pdf", pdf_of(_mixed), SENTENCE, "第2页没有文字层"),
    _text("pdf改名.txt", _PDF, SENTENCE),
    _text("前有杂字节.pdf", b"\xef\xbb\xbf\r\n" + _PDF, SENTENCE),
]
WORD_FILES = [
    _text("改名.txt", _WORD, SENTENCE),
    _error("截断.docx", _WORD[: len(_WORD) // 2], "不完整"),
    _error("缺正文.docx", _replaced(_WORD, "word/document.xml", None), "缺少正文"),
    _error("坏XML.docx", _replaced(_WORD, "word/document.xml", b"<w:document><w:body>"), "损坏"),
    _error("空XML.docx", _replaced(_WORD, "word/document.xml", b""), "损坏"),
    _text("缺样式.docx", _replaced(_WORD, "word/styles.xml", None), SENTENCE),
    _text("缺关系.docx", _replaced(_WORD, "word/_rels/document.xml.rels", None), SENTENCE),
    _error("坏校验.docx", _WORD.replace(_WORD[_WORD.find(b"word/document.xml") + 60 :][:40], bytes(40), 1), "损坏"),
    _error("实体炸弹.docx", _document("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", _LAUGHS + "]>"), "实体"),
    _error("解压炸弹.docx", _document(" " * (70 << 20)), "过大"),
    _error("极深嵌套.docx", _document("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000), "损坏"),
    _error("空文档.docx", docx_of(), "没有文字"),
    _error("加密.docx", _OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512), "密码"),
]
OTHERS = [
    _error("旧.doc", _OLE + "WordDocument".encode("utf-16-le") + bytes(512), ".docx"),
    _error("旧.wps", _OLE + "WordDocument".encode("utf-16-le") + bytes(512), ".docx"),
    _error("旧.xls", _OLE + "Workbook".encode("utf-16-le") + bytes(512), "Excel"),
    _error("旧.ppt", _OLE + "PowerPoint Document".encode("utf-16-le") + bytes(512), "幻灯片"),
    _error("表.xlsx", zip_of({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "Excel"),
    _error("表.docx", zip_of({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "Excel"),
    _error("片.pptx", zip_of({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "幻灯片"),
    _error("版式.ofd", zip_of({"OFD.xml": "<a/>"}), "OFD"),
    _error("文档.odt", zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "ODT"),
    _error("包.zip", zip_of({"报告.txt": SENTENCE}), "解压"),
    _error("空包.zip", zip_of({}), "空的压缩包"),
    _error("包.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100), "RAR"),
    _error("包.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100), "7z"),
    _error("包.gz", gzip.compress(SENTENCE.encode(), mtime=0), "gzip"),
    _error("图.png", _picture(), "图片"),
    _error("图.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100), "图片"),
    _error("图.pdf", _picture(), "图片"),
    _error("程序.exe", b"MZ\x90\x00" + bytes(200), "可执行程序"),
    _error("程序.txt", b"\x7fELF\x02\x01\x01" + bytes(200), "可执行程序"),
    _error("文.rtf", b"{\\rtf1\\ansi\\u27861?}", "RTF"),
    _error("数据.xml", f"<?xml version='1.0'?><root><a>{SENTENCE}</a></root>".encode(), "XML"),
    _error("实体炸弹.xml", f'<?xml version="1.0"?>{_LAUGHS}]><lolz>&i;</lolz>'.encode(), "XML"),
    _error("word2003.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', ".docx"),
    _error("数据.json", '{"标题": "报告", "正文": []}'.encode(), "JSON"),
    _text("书名号.txt", "[2024] 3号\n".encode(), "[2024] 3号"),
    _text("说明.md", "# 报告\n\n- 要点\n".encode(), "要点"),
]

ODD_INPUTS: list[OddInput] = [*ENCODINGS, *CHARACTERS, *PAGES, *PDFS, *WORD_FILES, *OTHERS]
