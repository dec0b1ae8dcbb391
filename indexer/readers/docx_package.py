"""The parts of a Word package: opened within limits, parsed without entities, names of both OOXML dialects made one."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.errors import DamagedFile, EncryptedFile, FileTooLarge

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: The longest government report has under 2 MB of document.xml; 64 MB of XML costs about 700 MB of memory.
_PART_LIMIT = 64 * 1024 * 1024
_PARTS = 20_000
#: ISO 29500 Strict uses other names for the same things.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_REPAIR = "请用 Word 或 WPS 打开并另存一份再试"


@dataclass(frozen=True)
class Relationship:
    """A link from one part to another.

    :param kind: the last word of its type, e.g. ``header``.
    :param target: the part's name in the package.
    """

    kind: str
    target: str


class Package:
    """A Word file's parts.

    :param name: the file's name, for messages.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # zipfile raises a dozen kinds on broken archives
            raise DamagedFile(name, "Word 文档（.docx）不完整，无法打开", _REPAIR) from error
        infos = self._zip.infolist()
        if len(infos) > _PARTS:
            raise FileTooLarge(name, f"压缩包里有 {len(infos)} 个文件，不像正常的 Word 文档", _REPAIR)
        self._members = {info.filename.replace("\\", "/").lower(): info for info in infos}

    def read(self, part: str) -> bytes | None:
        """Return a part's bytes, ``None`` if there is no such part.

        :raises FileTooLarge: when it unpacks to more than the limit, whatever its header says.
        :raises DamagedFile: when it cannot be unpacked.
        """
        info = self._members.get(part.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise EncryptedFile(self.name, "文件设有密码", "请取消密码后再试")
        try:
            with self._zip.open(info) as member:
                data = member.read(_PART_LIMIT + 1)
        except Exception as error:
            raise DamagedFile(self.name, f"文档内部的 {part} 已损坏", _REPAIR) from error
        if len(data) > _PART_LIMIT:
            raise FileTooLarge(self.name, f"解压后过大（{part} 超过 {_PART_LIMIT >> 20} MB），可能是压缩炸弹", _REPAIR)
        return data

    def xml(self, part: str) -> etree._Element | None:
        """Parse a part; ``None`` if there is no such part.

        :raises DamagedFile: for broken XML and for XML with a document type (entities have no place in OOXML).
        """
        data = self.read(part)
        if data is None:
            return None
        if re.search(rb"<!DOCTYPE|<!ENTITY", data[:65536], re.I):
            raise DamagedFile(self.name, f"文档内部的 {part} 含有实体声明，不是正常的 Word 文档", _REPAIR)
        if b"purl.oclc.org/ooxml" in data:
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DamagedFile(self.name, f"文档内部的 {part} 已损坏", _REPAIR) from error

    def main_part(self) -> str:
        """Return the name of the part that holds the text.

        :raises DamagedFile: when there is none.
        """
        for link in self.links("").values():
            if link.kind == "officeDocument" and link.target.lower() in self._members:
                return link.target
        for member in self._members:
            if re.fullmatch(r"word/document\d*\.xml", member):
                return member
        raise DamagedFile(self.name, "Word 文档里缺少正文（word/document.xml）", _REPAIR)

    def links(self, part: str) -> dict[str, Relationship]:
        """Return the relationships of a part ("" for the package) by id; targets outside the file are left out."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        return dict(_links(root, folder)) if root is not None else {}

    def linked(self, part: str, kind: str) -> etree._Element | None:
        """Parse the part of a kind that ``part`` links to (its styles, its numbering)."""
        for link in self.links(part).values():
            if link.kind == kind:
                return self.xml(link.target)
        return None


def _links(root: etree._Element, folder: str) -> Iterator[tuple[str, Relationship]]:
    for element in root:
        target, kind = element.get("Target", ""), element.get("Type", "").rsplit("/", 1)[-1]
        if element.get("TargetMode") != "External" and target:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield element.get("Id", ""), Relationship(kind, path)


def value(parent: etree._Element | None, path: str) -> str | None:
    """Return the ``w:val`` of a child, ``None`` if the child or the attribute is not there.

    :param path: names without prefix, e.g. ``pPr/numPr/numId``.
    """
    if parent is None:
        return None
    found = parent.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + "val")


def is_on(parent: etree._Element | None, path: str) -> bool:
    """Tell whether a switch property is there and not switched off."""
    found = parent.find("/".join(W + step for step in path.split("/"))) if parent is not None else None
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "off", "none")
