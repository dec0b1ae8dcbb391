"""Encode a query without torch: numpy and ``tokenizers`` on the same model folder.

Importing sentence-transformers takes longer than everything else a one-off ``python -m search "…"`` does, so the
command line uses this forward pass where the folder is a plain BERT with mean pooling (the bundled model is), and
:class:`corpus.encoder.Encoder` anywhere else. Times and the agreement of both are printed by ``bench/encoder.py``
and held by ``tests/corpus/test_encoder.py``.
"""

from __future__ import annotations

import math
import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpus.bundled_model import Progress
from corpus.embedding_text import text_to_embed
from corpus.errors import ModelUnavailable
from corpus.model_folder import ModelFolder, find_model, model_modules, read_json

Vectors = npt.NDArray[np.float32]

# Columns of a matrix multiplied at a time: with 384 inputs and some ten tokens just below what OpenBLAS holds small.
_BLOCK = 64
_WEIGHTS = "model.safetensors"


class QueryEncoder(Protocol):
    """What a search needs of an encoder."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    @property
    def model_id(self) -> str:
        """The model's name."""

    @property
    def fingerprint(self) -> str:
        """Identifies weights, settings and prompts."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return ``(n, dim)`` float32, L2-normalised."""


def open_query_encoder(
    model: str | Path | None,
    models_dir: Path,
    *,
    prompts: Mapping[str, str] | None = None,
    allow_download: bool = False,
    progress: Progress | None = None,
) -> QueryEncoder:
    """Return the quickest encoder for a few queries with this model; parameters and errors as ``Encoder.open``."""
    folder = find_model(model, models_dir, prompts=prompts, allow_download=allow_download, progress=progress)
    if is_supported(folder.path):
        with _opening:
            # An index that is opened anew beside one that is open shares its weights: a second and 470 MB.
            key = (folder.path, folder.fingerprint, (folder.path / _WEIGHTS).stat().st_mtime_ns)
            encoder = _open_encoders.get(key)
            if encoder is None:
                _open_encoders[key] = encoder = LightEncoder(folder)
            return encoder
    from corpus.encoder import Encoder

    return Encoder(folder)


def is_supported(folder: Path) -> bool:
    """Say whether the folder is what :class:`LightEncoder` computes: BERT, exact GELU, mean pooling, normalised."""
    kinds = model_modules(folder)
    if [kind for kind, _ in kinds] != ["Transformer", "Pooling", "Normalize"] or kinds[0][1] != "":
        return False
    config, pooling = read_json(folder / "config.json"), read_json(folder / kinds[1][1] / "config.json")
    modes = {key for key, value in pooling.items() if key.startswith("pooling_mode_") and value is True}
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and (modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean")
        and pooling.get("include_prompt", True) is True
        and not read_json(folder / "sentence_bert_config.json").get("do_lower_case", False)
        and all((folder / name).is_file() for name in ("tokenizer.json", _WEIGHTS))
    )


_open_encoders: weakref.WeakValueDictionary[tuple[Path, str, int], LightEncoder] = weakref.WeakValueDictionary()
_opening = threading.Lock()


class LightEncoder:
    """A BERT sentence encoder in numpy, float32; see :func:`is_supported` for which folders.

    :raises ModelUnavailable: a file of the folder is damaged.
    """

    def __init__(self, folder: ModelFolder) -> None:
        from threadpoolctl import ThreadpoolController

        self._folder = folder
        self._pools = ThreadpoolController()
        config = read_json(folder.path / "config.json")
        settings = read_json(folder.path / "sentence_bert_config.json")
        try:
            self.max_tokens = int(settings.get("max_seq_length") or config["max_position_embeddings"])
            self._layers, self._heads = int(config["num_hidden_layers"]), int(config["num_attention_heads"])
            self._epsilon = float(config.get("layer_norm_eps", 1e-12))
            self._tokenizer = _open_tokenizer(folder.path, self.max_tokens)
            self._weights, self._words = _open_weights(folder.path)
            _lay_out(self._weights, self._layers)
            self._dim = int(self._weights["embeddings.LayerNorm.weight"].shape[0])
        # safetensors and tokenizers raise their own classes, derived from Exception alone.
        except Exception as error:
            raise ModelUnavailable(f"模型文件夹已损坏：{folder.path}。请删除后重试，或重新复制这个模型") from error

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._dim

    @property
    def model_id(self) -> str:
        """The model's name."""
        return self._folder.model_id

    @property
    def fingerprint(self) -> str:
        """Identifies weights, settings and prompts; equal to that of ``Encoder`` for the same folder."""
        return self._folder.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return ``(n, dim)`` float32, L2-normalised; a text without anything to embed gives a zero row."""
        out = np.zeros((len(texts), self._dim), np.float32)
        # One thread: a query's matrices are small, and OpenBLAS waits for its other threads by spinning. With another
        # program on one of two cores a query took 300-1,400 ms on two threads and 50-75 ms on one (16 and 24 alone).
        with self._pools.limit(limits=1, user_api="blas"):
            # Several texts (the sentences of a draft) take a thread each, which none waits for.
            workers = min(len(texts), os.cpu_count() or 1)
            if workers > 1:
                with ThreadPoolExecutor(workers) as pool:
                    for row, vector in enumerate(pool.map(self._vector, texts)):
                        out[row] = vector
            else:
                for row, text in enumerate(texts):
                    out[row] = self._vector(text)
        return out

    def _vector(self, text: str) -> Vectors:
        """Return one text's vector, ``(dim,)``; zeros for a text without anything to embed."""
        cleaned = text_to_embed(text, self.max_tokens)
        if not cleaned:
            return np.zeros(self._dim, np.float32)
        prompt = self._folder.prompts.get("query", "")
        mean: Vectors = self._hidden_states(self._tokenizer.encode(prompt + cleaned).ids).mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _hidden_states(self, ids: list[int]) -> Vectors:
        """Run one text without padding: token ids → ``(tokens, dim)``.

        Devlin et al. 2019 as transformers' ``BertModel`` computes it: post-norm layers, one token type.
        """
        weights = self._weights
        x = np.stack([self._words[token : token + 1][0] for token in ids]).astype(np.float32)
        x += weights["embeddings.position_embeddings.weight"][: len(ids)]
        x += weights["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        for layer in range(self._layers):
            name = f"encoder.layer.{layer}."
            attended = self._linear(self._attention(x, name + "attention.self."), name + "attention.output.dense")
            x = self._norm(x + attended, name + "attention.output.LayerNorm")
            wide = gelu(self._linear(x, name + "intermediate.dense"))
            x = self._norm(x + self._linear(wide, name + "output.dense"), name + "output.LayerNorm")
        return x

    def _attention(self, x: Vectors, name: str) -> Vectors:
        tokens, dim = x.shape
        shape = (tokens, self._heads, dim // self._heads)
        merged = self._linear(x, name + "qkv")
        query, key, value = (part.reshape(shape) for part in np.split(merged, 3, axis=1))
        scores = query.transpose(1, 0, 2) @ key.transpose(1, 2, 0) / np.float32(math.sqrt(shape[2]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        return np.ascontiguousarray((scores @ value.transpose(1, 0, 2)).transpose(1, 0, 2)).reshape(tokens, dim)

    def _linear(self, x: Vectors, name: str) -> Vectors:
        blocks = x @ self._weights[name + ".weight"]
        product: Vectors = blocks.transpose(1, 0, 2).reshape(len(x), -1)
        product += self._weights[name + ".bias"]
        return product

    def _norm(self, x: Vectors, name: str) -> Vectors:
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
        scaled: Vectors = centred / np.sqrt(variance + np.float32(self._epsilon))
        return scaled * self._weights[name + ".weight"] + self._weights[name + ".bias"]


def gelu(x: Vectors) -> Vectors:
    """Return ``x · Φ(x)`` with erf by Abramowitz & Stegun 7.1.26 (absolute error ≤ 1.5e-7, below float32's)."""
    z = np.abs(x) * np.float32(math.sqrt(0.5))
    t: Vectors = np.reciprocal(1 + np.float32(0.3275911) * z)
    polynomial = np.full_like(t, 1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        polynomial *= t
        polynomial += np.float32(coefficient)
    erf = np.copysign(1 - polynomial * t * np.exp(-z * z), x)
    half: Vectors = np.float32(0.5) * x * (1 + erf)
    return half


def _lay_out(weights: dict[str, Vectors], layers: int) -> None:
    """Merge each layer's query, key and value, and cut every matrix into ``(blocks, inputs, _BLOCK)``.

    OpenBLAS copies a large matrix at every product and multiplies a small one where it lies; with a query's few rows
    this order takes a query from 40 to about 18 ms on one thread (``bench/encoder.py``).
    """
    for layer in range(layers):
        name = f"encoder.layer.{layer}.attention.self."
        for kind in ("weight", "bias"):
            parts = [weights.pop(f"{name}{part}.{kind}") for part in ("query", "key", "value")]
            weights[f"{name}qkv.{kind}"] = np.concatenate(parts)
    for key, matrix in weights.items():
        if key.startswith("encoder.") and matrix.ndim == 2:
            outputs, inputs = matrix.shape
            width = math.gcd(outputs, _BLOCK)
            weights[key] = np.ascontiguousarray(matrix.reshape(outputs // width, width, inputs).transpose(0, 2, 1))


def _open_tokenizer(folder: Path, max_tokens: int) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer


def _open_weights(folder: Path) -> tuple[dict[str, Vectors], Any]:
    """Return all weights as float32 but the word table, which stays a memory-mapped slice of the file."""
    from safetensors import safe_open

    # The library's annotations are not complete enough for a strict check.
    file: Any = safe_open(folder / _WEIGHTS, "np")
    # A checkpoint saved with a task's head puts "bert." before every name.
    names = {name.removeprefix("bert."): name for name in file.keys()}  # noqa: SIM118 -- not a dict
    table = names.pop("embeddings.word_embeddings.weight")
    weights = {
        short: file.get_tensor(name).astype(np.float32)
        for short, name in names.items()
        if short.startswith(("embeddings.", "encoder.")) and not short.endswith("position_ids")
    }
    return weights, file.get_slice(table)
