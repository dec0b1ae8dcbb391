"""Whatever file is given, the reader returns its text or says in Chinese what is wrong with it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import FileTooLarge, ReadError
from indexer.readers import read
from tests.indexer.odd_inputs import ODD_INPUTS, SENTENCE, OddInput


@pytest.mark.parametrize("odd", ODD_INPUTS, ids=lambda odd: ascii(odd.name[:30]))
def test_an_odd_file_gives_its_text_or_a_clear_error(odd: OddInput) -> None:
    if odd.expect == "error":
        with pytest.raises(ReadError) as caught:
            read(odd.name, odd.data)
        message = str(caught.value)
        assert odd.must_say is None or odd.must_say in message
        assert re.search("[\u4e00-\u9fff]", caught.value.reason)
        assert "\n" not in message
        assert "Traceback" not in message
        return
    document = read(odd.name, odd.data)
    if odd.must_contain is not None:
        assert any(odd.must_contain in block.text for block in document.blocks)
        assert any(odd.must_contain in block.text for block in document.blocks if block.furniture is None)
    if odd.must_say is not None:
        assert any(odd.must_say in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "odd", [odd for odd in ODD_INPUTS if odd.expect == "text"], ids=lambda odd: ascii(odd.name[:30])
)
def test_every_block_is_one_clean_line(odd: OddInput) -> None:
    for block in read(odd.name, odd.data).blocks:
        assert not re.search("[\x00-\x08\x0a-\x1f\x85\u2028\u2029\ufeff\ud800-\udfff]", block.text)
        assert unicodedata.is_normalized("NFC", block.text)
        assert block.text.strip()


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(FileTooLarge, match=r"2\.0 MB.*1\.0 MB"):
        read("大.txt", b"a" * (2 << 20), max_bytes=1 << 20)


def test_a_message_names_the_file_without_its_folder_and_on_one_line() -> None:
    with pytest.raises(ReadError) as caught:
        read("/home/某人/../\u202e报告\n.txt", b"")
    assert str(caught.value).startswith("报告.txt：")


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_at_all_raise_anything_but_our_errors(data: bytes) -> None:
    try:
        document = read("随机", data)
    except ReadError:
        return
    assert document.blocks


@given(st.integers(0, 4000), st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_one_wrong_byte_in_a_long_text_leaves_the_rest_readable(at: int, byte: int) -> None:
    data = bytearray((SENTENCE + "\n").encode() * 60)
    data[at] = byte
    document = read("坏字节.txt", bytes(data))
    assert sum(SENTENCE in block.text for block in document.blocks) >= 58
