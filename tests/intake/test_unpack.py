"""Zips as people and attackers send them: every file comes out or is named with its reason, and none leads anywhere."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from corpus.source_names import safe_name
from intake.unpack import Budget, Member, Problem, is_archive, unpack
from tests.indexer.odd_inputs import docx_of, zip_of


def taken(data: bytes, budget: Budget | None = None) -> tuple[dict[str, bytes], list[str]]:
    """What comes out of a zip, and what is said of the rest."""
    items = list(unpack("各县.zip", io.BytesIO(data), budget or Budget()))
    files = {item.path: item.content for item in items if isinstance(item, Member)}
    return files, [item.message for item in items if isinstance(item, Problem)]


def test_names_written_by_chinese_windows_without_saying_so_are_read_as_gbk() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("PLACE.txt", "一")
    name = "甲县.txt".encode("gbk")
    assert len(name) == len("PLACE.txt") - 1
    data = out.getvalue().replace(b"PLACE.txt", name + b" ")
    assert list(taken(data)[0]) == ["甲县.txt "]


def test_names_in_utf_8_stay_as_they_are() -> None:
    assert list(taken(zip_of({"总结/费县.txt": "一"}))[0]) == ["总结/费县.txt"]


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "/etc/passwd", "..\\..\\windows\\passwd", "C:\\passwd", "a/../../passwd", "\u202epasswd"],
)
def test_no_path_of_a_zip_leads_out(path: str) -> None:
    files, _ = taken(zip_of({path: "x"}))
    assert [safe_name(name) for name in files] == ["passwd"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("..", "未命名文件"),
        (".隐藏", "隐藏"),
        ("con.txt", "文件 con.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("", "未命名文件"),
    ],
)
def test_names_that_no_file_may_have_are_changed(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_a_name_too_long_for_the_disk_is_cut_and_keeps_its_ending() -> None:
    name = safe_name("报" * 300 + ".docx")
    assert name.endswith("报.docx") and len(name.encode()) <= 200


def test_a_bomb_is_stopped_at_the_limit_of_a_file_and_the_rest_still_comes_out() -> None:
    data = zip_of({"炸弹.txt": bytes(8 << 20), "费县.txt": "一"})
    files, said = taken(data, Budget(file_bytes=1 << 20))
    assert list(files) == ["费县.txt"]
    assert len(said) == 1 and "炸弹.txt" in said[0] and "超过 1 MB" in said[0]


def test_many_files_that_are_too_much_together_are_stopped_too() -> None:
    data = zip_of({f"{number}.txt": bytes(1 << 20) for number in range(8)})
    files, said = taken(data, Budget(bytes=3 << 20))
    assert len(files) == 3 and "其余的没有解开" in said[-1]
    files, said = taken(data, Budget(files=2))
    assert len(files) == 2 and "一次最多" in said[-1]


def test_a_list_of_contents_of_gigabytes_is_refused_before_it_is_read() -> None:
    data = zip_of({"费县.txt": "一"})
    at = data.rfind(b"PK\x05\x06")
    huge = data[: at + 12] + struct.pack("<L", 1 << 30) + data[at + 16 :]
    assert is_archive(io.BytesIO(huge))
    assert taken(huge) == ({}, ["各县.zip：压缩包里的文件太多（最多 2000 个）。请分成几个压缩包"])


def test_what_an_archive_states_falsely_about_a_size_is_noticed() -> None:
    data = zip_of({"费县.txt": "一" * 1000})
    at = data.find(b"PK\x01\x02")
    lying = data[: at + 24] + struct.pack("<L", 10) + data[at + 28 :]
    files, said = taken(lying)
    assert files == {} and "损坏" in said[0]


def test_a_password_is_named_and_files_without_one_come_out() -> None:
    data = bytearray(zip_of({"密.txt": "一", "费县.txt": "二"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + offset] |= 1
    files, said = taken(bytes(data))
    assert list(files) == ["费县.txt"]
    assert "密.txt" in said[0] and "设有密码" in said[0]


def test_a_zip_in_a_zip_and_a_link_are_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("里面.zip", zip_of({"费县.txt": "一"}))
        link = zipfile.ZipInfo("快捷.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    files, said = taken(out.getvalue())
    assert files == {}
    assert any("还有压缩包" in line for line in said) and any("符号链接" in line for line in said)


def test_an_office_file_is_read_whole_and_comes_out_of_a_zip_whole() -> None:
    word = docx_of("费县报告")
    assert not is_archive(io.BytesIO(word))
    assert taken(zip_of({"费县.docx": word}))[0] == {"费县.docx": word}


def test_what_systems_put_into_a_zip_is_told_in_one_line() -> None:
    files, said = taken(zip_of({"__MACOSX/._费县.txt": "x", ".DS_Store": "x", "费县.txt": "一"}))
    assert list(files) == ["费县.txt"] and said == ["各县.zip：其中 2 个是系统文件、临时文件或 README.md，没有读取"]


def test_half_a_zip_is_told() -> None:
    data = zip_of({"费县.txt": "一" * 100})
    assert not is_archive(io.BytesIO(data[:60]))
    empty = zip_of({})
    assert is_archive(io.BytesIO(empty)) and "没有可以读的文件" in taken(empty)[1][0]
