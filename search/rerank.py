"""A second look at the best candidates by a cross-encoder, which reads the query and a passage together.

Optional: without the setting nothing here is imported. Importing this module is quick; sentence-transformers and
torch (several seconds) are imported when a model is opened.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.embedding_text import text_to_embed
from corpus.errors import ModelUnavailable
from corpus.model_folder import ModelSetting, find_folder, model_modules, read_json

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

log = logging.getLogger(__name__)

SETTING = ModelSetting("重排模型设置（环境变量 FAZHI_RERANKER）", "检索照常进行，只是不重排")

# Two passages of 400 characters (the longest there are) and a model's own prompt; some models would read 40,000.
MAX_TOKENS = 1024
# Characters of a batch, padded: 7 passages of 270. A model of bge-reranker-base's size did 950 characters/s a core one
# by one, 1,080 in fours, 990 in sevens and 830 in fifteens (one of v2-m3's size 240, 290, 270 and 260).
BATCH_CHARACTERS = 2048
# Where texts are short: more at once gained nothing for sentences (corpus/encoder.py).
BATCH_MAX_TEXTS = 64
# 400 queries of 50 candidates, about 3 MB.
CACHE_SCORES = 20_000
# As long as a passage and of its kind, so that the speed measured on opening is that of real work.
_TRIAL_QUERY = "行政争议怎样实质性化解"
_TRIAL_TEXT = "完善府院联动机制，推动行政争议实质性化解，行政机关负责人出庭应诉。" * 9


class ScoreCache:
    """The latest scores, by a hash of query and text; safe to share between threads."""

    def __init__(self, limit: int = CACHE_SCORES) -> None:
        self._limit = limit
        self._scores: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, float]:
        """Return the scores that are known, which thereby become the latest."""
        with self._lock:
            found = {key: self._scores[key] for key in keys if key in self._scores}
            for key in found:
                self._scores.move_to_end(key)
            return found

    def put(self, scores: Mapping[bytes, float]) -> None:
        """Remember scores; those asked for least lately make room."""
        with self._lock:
            for key, score in scores.items():
                self._scores[key] = score
                self._scores.move_to_end(key)
            while len(self._scores) > self._limit:
                self._scores.popitem(last=False)


class Reranker:
    """A cross-encoder on this disk. Safe to share between threads: one batch runs at a time.

    ::

        reranker = Reranker.open("models/bge-reranker-base")
        scores = reranker.scores(query, texts, seconds=5)
        order = range(len(fused)) if scores is None else reorder(fused, scores)
    """

    def __init__(self, model: CrossEncoder, name: str) -> None:
        self.name = name
        self._model, self._cache, self._lock = model, ScoreCache(), threading.Lock()
        # Twice: the first run of a model is slower than all others.
        for _ in range(2):
            self._rate = self._run(_TRIAL_QUERY, [_TRIAL_TEXT])[1]

    @classmethod
    def open(
        cls,
        model: str,
        *,
        allow_download: bool = False,
        device: str | None = None,
        threads: int | None = None,
    ) -> Reranker:
        """Find and load a model: 5 s for sentence-transformers, then the weights.

        :param model: a folder, or a Hugging Face name (looked for in the user's Hugging Face cache).
        :param allow_download: whether a name may be fetched; otherwise nothing touches the network.
        :param device: ``"cpu"``, ``"cuda"`` …; ``None`` takes a GPU where torch sees one.
        :param threads: of torch, for the whole process; ``None`` leaves torch's choice.
        :raises ModelUnavailable: there is no such model here, it is damaged, it is no cross-encoder, it needs code
            of its own, or it gives several scores for a pair (a two-label classifier does not say which label means
            "relevant", so it is refused).
        """
        folder, name = find_folder(model, None, allow_download, SETTING)
        check_folder(folder)
        try:
            return cls(_load(folder, device, threads), name)
        except ModelUnavailable:
            raise
        # The libraries raise whatever a damaged folder or a missing device provokes; the cause is kept.
        except Exception as error:
            raise ModelUnavailable(
                f"不能加载重排模型 {name}（{folder}）：{_first_line(error)}。"
                f"请重新复制这个模型，检查 FAZHI_DEVICE，或者去掉{SETTING.name}，{SETTING.without}"
            ) from error

    def scores(self, query: str, texts: Sequence[str], *, seconds: float) -> NDArray[np.float32] | None:
        """Return how well each text answers the query, or ``None`` where the caller keeps the order it has.

        The score is the sigmoid of the model's one output, whatever activation its settings name; a text without
        anything to read gets 0. ``None`` when the time runs out first or the model fails (logged, never raised).
        What was scored by then is remembered, so that the same query is quicker the next time.

        :param seconds: the limit. It is looked at between batches, and a batch is made as small as the time left
            (by the speed so far; one text at least), so it is exceeded by one batch's time at most.
        :return: ``(len(texts),)`` float32, ``0..1``.
        """
        deadline = time.monotonic() + seconds
        query = text_to_embed(query, MAX_TOKENS)
        cleaned = [text_to_embed(text, MAX_TOKENS) for text in texts]
        keys = [_key(query, text) for text in cleaned]
        known = self._cache.get(keys)
        missing = {key: text for key, text in zip(keys, cleaned, strict=True) if text and key not in known}
        try:
            self._score_until(deadline, query, missing, known)
        # Out of memory, a lost GPU, a text the tokenizer refuses: searching goes on without this model.
        except Exception as error:
            log.warning("重排模型 %s 出错，本次检索不重排：%s", self.name, _first_line(error), exc_info=error)
            return None
        if missing:
            log.warning(
                "重排超过 %g 秒的限制（%d 段中还有 %d 段没有计算），本次检索不重排。"
                "可以减小 FAZHI_RERANK_TOP，或者加大 FAZHI_RERANK_SECONDS",
                *(seconds, len(texts), len(missing)),
            )
            return None
        return np.array([known.get(key, 0.0) for key in keys], np.float32)

    def _score_until(self, deadline: float, query: str, missing: dict[bytes, str], known: dict[bytes, float]) -> None:
        """Move texts from ``missing`` to ``known``, longest first (a batch pads little), until the deadline."""
        while missing and (left := deadline - time.monotonic()) > 0:
            if not self._lock.acquire(timeout=min(left, threading.TIMEOUT_MAX)):
                return
            try:
                # Another thread may have scored them for the same query.
                done = self._cache.get(missing)
                if not done:
                    batch = sorted(missing, key=lambda key: -len(missing[key]))
                    size = self._batch_size(len(query) + len(missing[batch[0]]), deadline - time.monotonic())
                    values, self._rate = self._run(query, [missing[key] for key in batch[:size]])
                    done = dict(zip(batch, values, strict=False))
                    self._cache.put(done)
            finally:
                self._lock.release()
            known.update(done)
            for key in done:
                del missing[key]

    def _batch_size(self, longest: int, left: float) -> int:
        """Return how many pairs of at most ``longest`` characters to run with ``left`` seconds to go."""
        return max(1, min(BATCH_MAX_TEXTS, int(min(BATCH_CHARACTERS, self._rate * left)) // max(longest, 1)))

    def _run(self, query: str, texts: list[str]) -> tuple[list[float], float]:
        """Return the scores of one batch, longest text first, and its speed in padded characters a second.

        :raises ValueError: the model gave something else than one number a pair.
        """
        from torch.nn import Sigmoid

        start = time.perf_counter()
        pairs = [(query, text) for text in texts]
        scores = np.asarray(
            self._model.predict(pairs, batch_size=len(pairs), activation_fn=Sigmoid(), show_progress_bar=False)
        )
        if scores.shape != (len(texts),) or not np.isfinite(scores).all():
            raise ValueError(f"the scores of {len(texts)} pairs are {scores.tolist()}")
        padded = len(texts) * (len(query) + len(texts[0]))
        return scores.tolist(), padded / (time.perf_counter() - start)


def reorder(
    fused: Sequence[float] | NDArray[np.float32], reranked: NDArray[np.float32], weight: float = 1.0
) -> list[int]:
    """Return the positions of the candidates in their new order.

    The first ``len(reranked)`` are sorted by ``weight * reranked + (1 - weight) * fused``, the fused scores scaled
    to ``0..1`` over these; the rest stays where it was, below them. Ties keep the fused order. The reranker's scores
    are not scaled: where it finds nothing relevant they hardly differ, and the fused order remains.

    :param fused: ``(n,)`` descending, the scores the candidates have.
    :param reranked: ``(m,)`` float32, ``0..1``, of the first ``m <= n`` candidates (``Reranker.scores``).
    :param weight: ``0..1``; 1 is the reranker's order alone, less is for small models, whose scores are noisy.
    :raises ValueError: the weight is outside ``0..1``, or there are more scores than candidates.
    """
    if not 0 <= weight <= 1:
        raise ValueError(f"weight {weight} is not in 0..1")
    top = len(reranked)
    if top > len(fused):
        raise ValueError(f"{top} scores for {len(fused)} candidates")
    first = np.asarray(fused[:top], np.float64)
    spread = np.ptp(first) if top else 0.0
    scaled = (first - first.min()) / spread if spread else np.zeros(top)
    combined = weight * reranked + (1 - weight) * scaled
    return [*np.argsort(-combined, kind="stable").tolist(), *range(top, len(fused))]


def check_folder(folder: Path) -> None:
    """Refuse folders that would load and then rank at random.

    sentence-transformers puts an untrained scoring layer on any model that has none, and runs another architecture
    than the model's own where that one's code is in the folder and not trusted.

    :raises ModelUnavailable: the folder holds no cross-encoder that runs on sentence-transformers alone.
    """
    modules = model_modules(folder)
    if (folder / "modules.json").is_file() and not modules:
        raise ModelUnavailable(f"模型文件夹中的 modules.json 不能读取：{folder}。请重新复制这个模型")
    kind = read_json(folder / "config_sentence_transformers.json").get("model_type", "SentenceTransformer")
    config = read_json(folder / (modules[0][1] if modules else "") / "config.json")
    architecture = str((config.get("architectures") or ["?"])[0])
    advice = f"请换一个重排模型（如 BAAI/bge-reranker-base），或者去掉{SETTING.name}，{SETTING.without}"
    if "AutoModelForSequenceClassification" in (config.get("auto_map") or {}):
        raise ModelUnavailable(f"{folder} 要运行模型自带的程序代码，本程序不允许。{advice}")
    if modules and kind == "CrossEncoder":
        return
    if not modules and architecture.endswith("ForCausalLM"):
        raise ModelUnavailable(
            f"{folder} 是生成模型，没有说明怎样打分（缺少 modules.json）。"
            f"如果它是 Qwen3-Reranker，请重新下载带有 modules.json 的版本；否则{advice}"
        )
    if modules or not architecture.endswith("ForSequenceClassification"):
        what = "向量模型" if modules else f"没有打分层的模型（{architecture}）"
        raise ModelUnavailable(f"{folder} 是{what}，不是重排模型（CrossEncoder）。{advice}")


def _load(folder: Path, device: str | None, threads: int | None) -> CrossEncoder:
    # The folder is on this disk: whatever the libraries would look up on a network is not needed.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads is not None:
        torch.set_num_threads(threads)
    kwargs: dict[str, Any] = {"dtype": torch.float32}
    model: CrossEncoder = CrossEncoder(
        str(folder), device=device, local_files_only=True, trust_remote_code=False, model_kwargs=kwargs
    )
    if model.num_labels != 1:
        raise ModelUnavailable(
            f"{folder} 对每一对文字给出 {model.num_labels} 个分数，重排模型应当只给 1 个，"
            f"无法知道哪一个表示“相关”。请换一个重排模型，或者去掉{SETTING.name}，{SETTING.without}"
        )
    # Without its files transformers makes an empty vocabulary and says nothing.
    tokens = model.tokenizer(_TRIAL_TEXT, add_special_tokens=False)["input_ids"]
    if tokens.count(model.tokenizer.unk_token_id) * 2 >= len(tokens):
        raise ModelUnavailable(f"{folder} 缺少词表，或者这个模型不认识汉字。请重新复制，或者换一个支持中文的重排模型")
    model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    return model


def _key(query: str, text: str) -> bytes:
    # Neither holds a NUL: text_to_embed removes it.
    return blake2b(f"{query}\0{text}".encode(), digest_size=16).digest()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
