"""Readers: the bytes of one file in, its visible text as a :class:`corpus.model.Document` out.

The format is decided by content; a file's name is used for messages and to tell Markdown from plain text.
"""

from __future__ import annotations

import logging

from corpus.errors import DamagedFile, EmptySource, FileTooLarge, ReadError
from corpus.model import Document
from indexer.readers.docx import read_docx
from indexer.readers.finish import display_name
from indexer.readers.html import read_html, read_mhtml
from indexer.readers.pdf import read_pdf
from indexer.readers.plain import read_md, read_txt
from indexer.readers.sniff import Format, sniff

__all__ = ["MAX_BYTES", "Format", "read", "read_docx", "read_html", "read_md", "read_mhtml", "read_pdf", "read_txt"]

log = logging.getLogger(__name__)

#: A scanned book of 300 pages is about 150 MB; above this a file is more likely a mistake than a report.
MAX_BYTES = 256 * 1024 * 1024

_READERS = {
    Format.TXT: read_txt,
    Format.MD: read_md,
    Format.HTML: read_html,
    Format.MHTML: read_mhtml,
    Format.DOCX: read_docx,
    Format.PDF: read_pdf,
}


def read(name: str, data: bytes, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read a file of any supported format.

    :param name: the file's name, for messages and as a hint; never opened as a path.
    :param max_bytes: files above this size are refused unread.
    :return: every visible block in reading order.
    :raises corpus.errors.ReadError: one of its subclasses, with a Chinese reason, when the file cannot be read.
    """
    shown = display_name(name)
    if len(data) > max_bytes:
        size, limit = len(data) / 2**20, max_bytes / 2**20
        raise FileTooLarge(shown, f"文件有 {size:.1f} MB，超过上限 {limit:.1f} MB", "请拆成几个文件，或调高上限")
    if not data:
        raise EmptySource(shown, "文件是空的（0 字节）", "请检查文件是否保存或下载完整")
    kind = sniff(shown, data)
    try:
        return _READERS[kind](shown, data)
    except ReadError:
        raise
    except (Exception, RecursionError) as error:  # a library's failure must not stop a batch
        log.debug("reader failed on %s", shown, exc_info=True)
        raise DamagedFile(
            shown, f"文件内容损坏，读取时出错（{type(error).__name__}）", "请用原来的软件打开并另存一份再试"
        ) from error
