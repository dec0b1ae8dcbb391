"""The one interface to embedding models: a sentence-transformers folder, its prompts, and vectors out of it.

Importing this module is quick; sentence-transformers and torch (several seconds) are imported with the first text.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from corpus.bundled_model import Progress
from corpus.embedding_text import text_to_embed
from corpus.errors import ModelUnavailable
from corpus.memory import give_back_freed_memory
from corpus.model_folder import ModelFolder, find_model, stated_dim, stated_max_tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
Precision = Literal["auto", "float32", "bfloat16"]
Kind = Literal["query", "document"]

# Fewer texts than this are embedded before the probe would pay: it costs about 3 s, these cost about 10 s.
PROBE_FROM_TEXTS = 256
PROBE_TEXTS = 16
PROBE_ROUNDS = 3
# Below this the gain is within the noise of the probe on a busy machine (measured: 1.8-3.4 with AMX, 0.2 without).
PROBE_MIN_GAIN = 1.25
# Texts of a batch share one length after padding. 24 passages of 165 characters, 64 sentences: on two cores float32
# did 29-34 passages/s so, 23-26 with batches twice as large; bfloat16 and sentences did not differ beyond the noise.
BATCH_CHARACTERS = 4096
BATCH_MAX_TEXTS = 64
# Batches of 4,096 characters leave about 15 MB of gaps each in the heap (corpus/memory.py).
BATCHES_BETWEEN_TRIMS = 4
# Where a model states no limit of its own.
DEFAULT_MAX_TOKENS = 512
# A number of characters no report reaches, for counting tokens without the cut.
_UNCUT = 1 << 40


class Encoder:
    """A model on this disk; safe to share between threads (one batch runs at a time).

    Queries are always computed in float32; passages in what ``precision`` says. ``"auto"`` is float32, or bfloat16
    arithmetic where the processor has it and a short probe shows it is at least 1.25 times as fast.
    """

    def __init__(
        self,
        folder: ModelFolder,
        *,
        precision: Precision = "auto",
        threads: int | None = None,
        device: str | None = None,
    ) -> None:
        if precision not in get_args(Precision):
            raise ValueError(f"precision {precision!r} is none of {get_args(Precision)}")
        self._folder, self._precision = folder, precision
        self._threads, self._device = threads, device
        self._lock = threading.RLock()
        self._model: SentenceTransformer | None = None
        self._tokenizer: Any = None
        self._bulk: Literal["float32", "bfloat16"] | None = None

    @classmethod
    def open(
        cls,
        model: str | Path | None,
        models_dir: Path,
        *,
        precision: Precision = "auto",
        threads: int | None = None,
        device: str | None = None,
        prompts: Mapping[str, str] | None = None,
        allow_download: bool = False,
        progress: Progress | None = None,
    ) -> Encoder:
        """Find the model (making the bundled one's folder on first use); its weights are loaded when first needed.

        :param model: ``None`` or ``"bundled"``, a folder, or a Hugging Face name.
        :param models_dir: where the bundled model is kept, ``<index>/models``.
        :param threads: of torch, for the whole process; ``None`` leaves torch's choice.
        :param device: ``"cpu"``, ``"cuda"`` …; ``None`` takes a GPU where torch sees one.
        :param prompts: replaces the model's own ``query`` / ``document`` prompts.
        :param allow_download: whether a Hugging Face name may be fetched; otherwise nothing touches the network.
        :param progress: told what the conversion is doing (Chinese) and the share done, ``0..1``.
        :raises ModelUnavailable: there is no such model here; the message tells what to do.
        :raises StorageFull: no room for the bundled model.
        """
        folder = find_model(model, models_dir, prompts=prompts, allow_download=allow_download, progress=progress)
        return cls(folder, precision=precision, threads=threads, device=device)

    @property
    def model_id(self) -> str:
        """The model's name, for people and the manifest."""
        return self._folder.model_id

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits for weights, settings and prompts; independent of the folder's place."""
        return self._folder.fingerprint

    @property
    def prompts(self) -> Mapping[str, str]:
        """What is put before a text, under ``query`` and ``document``."""
        return self._folder.prompts

    @property
    def dim(self) -> int:
        """Length of a vector. Loads the model only where its settings do not say it."""
        dim = stated_dim(self._folder.path) or self._load().get_embedding_dimension()
        if dim is None:
            raise ModelUnavailable(f"模型 {self.model_id} 没有说明向量维数，不能使用。请换一个模型")
        return int(dim)

    @property
    def max_tokens(self) -> int:
        """Tokens of one text that the model reads, with prompt and special tokens; the rest is cut."""
        return stated_max_tokens(self._folder.path) or int(self._load().max_seq_length or DEFAULT_MAX_TOKENS)

    @property
    def bulk_precision(self) -> Literal["float32", "bfloat16"] | None:
        """What passages were computed in: ``None`` before the first large batch; not part of the fingerprint."""
        return self._bulk

    def describe(self) -> dict[str, Any]:
        """Return what a manifest says about the model."""
        return {
            "model_id": self.model_id,
            "fingerprint": self.fingerprint,
            "dim": self.dim,
            "max_tokens": self.max_tokens,
            "prompts": dict(self.prompts),
            "precision": self._bulk or "float32",
        }

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return ``(n, dim)`` float32, L2-normalised, computed in float32 with the query prompt.

        A text without anything to embed (empty, only controls) gives a zero row: cosine 0 with everything.
        """
        return self._collect(texts, "query", None)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        """Return ``(n, dim)`` float32, L2-normalised, with the document prompt; zero rows as in ``encode_queries``.

        :param progress: told the number of texts done and the total, after each batch.
        """
        return self._collect(texts, "document", progress)

    def iter_encode(
        self, texts: Sequence[str], kind: Kind = "document"
    ) -> Iterator[tuple[npt.NDArray[np.int64], Vectors]]:
        """Yield ``(positions, vectors)`` a batch, every position once, so that a caller can store what is done.

        Longest texts first: a batch pads little, memory peaks at the start, and the rate only gets better.
        The model is free for other threads between batches.
        """
        limit = self.max_tokens
        cleaned = [text_to_embed(text, limit) for text in texts]
        empty = np.array([i for i, text in enumerate(cleaned) if not text], np.int64)
        if len(empty):
            yield empty, np.zeros((len(empty), self.dim), np.float32)
        order = sorted((i for i, text in enumerate(cleaned) if text), key=lambda i: -len(cleaned[i]))
        bfloat16 = kind == "document" and self._choose_bulk([cleaned[i] for i in order]) == "bfloat16"
        start = batches = 0
        while start < len(order):
            size = max(1, min(BATCH_MAX_TEXTS, BATCH_CHARACTERS // len(cleaned[order[start]])))
            part = order[start : start + size]
            start += size
            yield np.array(part, np.int64), self._run([cleaned[i] for i in part], kind, bfloat16)
            batches += 1
            if batches % BATCHES_BETWEEN_TRIMS == 0:
                give_back_freed_memory()

    def count_tokens(self, texts: Sequence[str], kind: Kind = "document") -> list[int]:
        """Return the tokens of each text with prompt and special tokens, before any cut to ``max_tokens``."""
        prompt = self.prompts.get(kind, "")
        cleaned = [prompt + text_to_embed(text, _UNCUT) for text in texts]
        tokenizer = self._open_tokenizer()
        if tokenizer is None:
            return [len(ids) for ids in self._load().tokenizer(cleaned, truncation=False)["input_ids"]]
        return [len(encoding) for encoding in tokenizer.encode_batch(cleaned)]

    def _collect(self, texts: Sequence[str], kind: Kind, progress: Callable[[int, int], None] | None) -> Vectors:
        out = np.zeros((len(texts), self.dim), np.float32)
        done = 0
        for positions, vectors in self.iter_encode(texts, kind):
            out[positions] = vectors
            done += len(positions)
            if progress:
                progress(done, len(texts))
        return out

    def _run(self, texts: list[str], kind: Kind, bfloat16: bool) -> Vectors:
        """Embed one batch of cleaned texts; bfloat16 only for the matrix products, normalised in float32."""
        model = self._load()
        import torch

        encode = model.encode_query if kind == "query" else model.encode_document
        with self._lock, torch.autocast(model.device.type, torch.bfloat16, enabled=bfloat16):
            vectors = encode(texts, batch_size=len(texts), show_progress_bar=False)
        vectors = np.asarray(vectors, np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        normalised: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
        return normalised

    def _choose_bulk(self, texts: list[str]) -> Literal["float32", "bfloat16"]:
        """Decide the arithmetic for passages, by a probe where it can pay; remembered for this encoder."""
        if self._precision != "auto":
            self._bulk = self._precision
        if self._bulk is not None:
            return self._bulk
        if len(texts) < PROBE_FROM_TEXTS:
            return "float32"
        with self._lock:
            if self._bulk is None:
                self._bulk = "bfloat16" if self._load().device.type == "cpu" and self._probe(texts) else "float32"
        return self._bulk

    def _probe(self, texts: list[str]) -> bool:
        """Time both arithmetics in turn on texts like most of the work; the best of each counts, after a warm-up."""
        import torch

        capabilities = torch.cpu.get_capabilities()
        if not (capabilities.get("amx_bf16") or capabilities.get("avx512_bf16")):
            return False
        # Longest first: a quarter in stand the texts that hold the middle of the characters.
        quarter = len(texts) // 4
        sample = texts[quarter : quarter + PROBE_TEXTS]
        seconds = {False: float("inf"), True: float("inf")}
        for attempt in range(PROBE_ROUNDS + 1):
            for bfloat16 in (False, True):
                start = time.perf_counter()
                self._run(sample, "document", bfloat16)
                if attempt:
                    seconds[bfloat16] = min(seconds[bfloat16], time.perf_counter() - start)
        return seconds[False] / seconds[True] >= PROBE_MIN_GAIN

    def _load(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _load_model(self._folder, self._device, self._threads)
            return self._model

    def _open_tokenizer(self) -> Any:
        """Return a ``tokenizers.Tokenizer`` that never cuts or pads, or ``None`` where the folder has no such file."""
        with self._lock:
            file = self._folder.path / "tokenizer.json"
            if self._tokenizer is None and file.is_file():
                from tokenizers import Tokenizer

                self._tokenizer = Tokenizer.from_file(str(file))
                self._tokenizer.no_truncation()
                self._tokenizer.no_padding()
            return self._tokenizer


def _load_model(folder: ModelFolder, device: str | None, threads: int | None) -> SentenceTransformer:
    # The folder is on this disk: whatever the libraries would look up on a network is not needed.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if threads is not None:
            torch.set_num_threads(threads)
        model = SentenceTransformer(
            str(folder.path),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            # Whatever type the file has (the bundled one: float16), queries are computed in float32.
            model_kwargs={"dtype": torch.float32},
        )
    except MemoryError:
        raise
    # The libraries raise whatever a damaged folder provokes; the cause is kept.
    except Exception as error:
        raise ModelUnavailable(
            f"不能加载模型 {folder.model_id}（{folder.path}）：{error}。"
            "请重新复制这个模型，或者去掉模型设置（--model 或环境变量 FAZHI_MODEL），使用自带的模型"
        ) from error
    # Set after loading: a folder without prompts, or prompts given by the user.
    model.prompts = dict(folder.prompts)
    model.default_prompt_name = None
    return model
