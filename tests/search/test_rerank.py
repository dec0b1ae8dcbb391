"""Reranking: a small cross-encoder, trained here to see which characters of the query a text holds."""

from __future__ import annotations

import json
import logging
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from search.rerank import Reranker, ScoreCache, reorder

ROOT = Path(__file__).parents[2]

QUERY = "行政争议化解"
MATCHING = "建立府院联动机制，行政争议实质性化解工作取得明显成效。"
TEXTS = [
    "加强青少年普法宣传，法治副校长配备率达到百分之百。",
    "深化放管服改革，政务服务事项网上可办率不断提高。",
    MATCHING,
    "开展规范性文件清理，及时修改或者废止不适应的文件。",
]
# What the model can read: the characters above and enough others to learn from.
CHARACTERS = sorted({*"".join([QUERY, *TEXTS]), *map(chr, range(0x4E00, 0x4E00 + 300))})
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def save_model(folder: Path, **settings: Any) -> Any:
    """Save a small untrained BERT with a scoring layer, one token a character."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    torch.manual_seed(1)
    vocabulary = {token: number for number, token in enumerate([*SPECIAL, *CHARACTERS])}
    BertTokenizer(vocab=vocabulary, model_max_length=128).save_pretrained(folder)
    shape: dict[str, Any] = {
        "vocab_size": len(vocabulary),
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 128,
        "max_position_embeddings": 128,
        "initializer_range": 0.1,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
    }
    model = BertForSequenceClassification(BertConfig(**{"num_labels": 1} | shape | settings))
    model.save_pretrained(folder)
    return model


def teach_overlap(model: Any, steps: int = 600) -> None:
    """Train until it tells a text that holds all characters of the query from one that holds half of them or none."""
    import torch

    with torch.no_grad():
        # The order of characters means nothing here, and equal characters look at each other from the start.
        positions = model.bert.embeddings.position_embeddings.weight.zero_().requires_grad_(False)
        attention = model.bert.encoder.layer[0].attention.self
        for layer in (attention.query, attention.key):
            layer.weight.copy_(torch.eye(len(layer.weight)))
    learning = [weights for weights in model.parameters() if weights is not positions]
    optimizer = torch.optim.AdamW(learning, lr=1e-3, weight_decay=0.0)
    numbers, chance = range(len(SPECIAL), len(SPECIAL) + len(CHARACTERS)), random.Random(0)
    good = 0
    for _ in range(steps):
        asked, length = chance.randint(4, 8), chance.randint(12, 40)
        rows, labels = [], []
        for row in range(32):
            query, text = chance.sample(numbers, asked), chance.choices(numbers, k=length)
            held = asked if row % 2 else chance.randint(0, asked // 2)
            for place, number in zip(chance.sample(range(length), held), query, strict=False):
                text[place] = number
            rows.append([2, *query, 3, *text, 3])
            labels.append(float(row % 2))
        kinds = torch.tensor([[0] * (asked + 2) + [1] * (length + 1)] * len(rows))
        outputs = model(input_ids=torch.tensor(rows), token_type_ids=kinds).logits[:, 0]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(outputs, torch.tensor(labels))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        good = good + 1 if loss.item() < 0.05 else 0
        if good == 5:
            return
    raise AssertionError(f"learned too little: {loss.item()}")


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Matrices as small as these are slower on several threads."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained cross-encoder as sentence-transformers saves it."""
    from sentence_transformers import CrossEncoder

    plain, saved = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("models") / "小重排"
    model = save_model(plain)
    teach_overlap(model)
    model.save_pretrained(plain)
    CrossEncoder(str(plain), device="cpu", local_files_only=True).save_pretrained(str(saved))
    return saved


@pytest.fixture
def reranker(folder: Path) -> Reranker:
    return Reranker.open(str(folder), device="cpu")


class Watched:
    """The real model; counts its batches and can be made slow or broken."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.batches: list[int] = []
        self.before: Callable[[list[tuple[str, str]]], None] = lambda pairs: None
        self.after: Callable[[Any], Any] = lambda scores: scores

    def predict(self, pairs: list[tuple[str, str]], **options: Any) -> Any:
        self.batches.append(len(pairs))
        self.before(pairs)
        return self.after(self.model.predict(pairs, **options))


@pytest.fixture
def watched(reranker: Reranker) -> Watched:
    reranker._model = watched = Watched(reranker._model)
    return watched


# --- ranking ----------------------------------------------------------------------------------------------------


def test_the_text_that_answers_comes_first(reranker: Reranker) -> None:
    scores = reranker.scores(QUERY, TEXTS, seconds=60)
    assert scores is not None
    assert scores.dtype == np.float32
    assert ((scores >= 0) & (scores <= 1)).all()
    assert scores[2] > 0.5 > max(scores[[0, 1, 3]])
    order = reorder([0.9, 0.8, 0.7, 0.6], scores)
    assert TEXTS[order[0]] == MATCHING
    # Another question, another order: the query is read together with the text.
    other = reranker.scores("规范性文件清理", TEXTS, seconds=60)
    assert other is not None
    assert int(other.argmax()) == 3


def test_scores_are_those_of_sentence_transformers_in_the_order_given(reranker: Reranker, folder: Path) -> None:
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    texts = [text[: 5 + 3 * number] for number in range(7) for text in TEXTS]
    scores = reranker.scores(QUERY, texts, seconds=60)
    assert scores is not None
    np.testing.assert_allclose(scores, model.predict([(QUERY, text) for text in texts]), atol=1e-5)


def test_scores_are_0_to_1_also_where_the_model_leaves_them_open(folder: Path, tmp_path: Path) -> None:
    copied = tmp_path / "open"
    shutil.copytree(folder, copied)
    file = copied / "config_sentence_transformers.json"
    settings = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(settings | {"activation_fn": "torch.nn.modules.linear.Identity"}), "utf-8")
    scores = Reranker.open(str(copied), device="cpu").scores(QUERY, TEXTS, seconds=60)
    assert scores is not None
    assert 0 <= scores.min() < 0.5 < scores.max() <= 1


def test_odd_texts(reranker: Reranker) -> None:
    odd = ["", "　\t\n ", "\ud800", "\x00行政争议化解\ud800", "法" * 100_000, "😀", MATCHING, MATCHING]
    scores = reranker.scores(QUERY, odd, seconds=60)
    assert scores is not None
    assert scores[:3].tolist() == [0, 0, 0]
    assert np.isfinite(scores).all()
    assert scores[6] == scores[7]
    assert reranker.scores(QUERY, [], seconds=60) is not None


# --- time -------------------------------------------------------------------------------------------------------


def test_out_of_time_gives_nothing_and_a_second_try_goes_on(
    watched: Watched, reranker: Reranker, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [f"{text}其{number}" for number in "一二三四五六七八九十百千万元角" for text in TEXTS]
    watched.before = lambda pairs: time.sleep(0.05 * len(pairs))
    # The speed on opening is forgotten with the first slow batch.
    reranker.scores(QUERY, ["先量一量速度"], seconds=60)
    watched.batches.clear()
    tries = 0
    scores = None
    while scores is None:
        assert tries < 20
        tries += 1
        start = time.monotonic()
        scores = reranker.scores(QUERY, texts, seconds=0.6)
        # All texts take 3 seconds. A batch is as long as the time left, so the limit is hardly exceeded.
        assert time.monotonic() - start < 2
    assert tries > 1
    assert sum(watched.batches) == len(texts)
    assert len(scores) == len(texts)
    assert "FAZHI_RERANK_SECONDS" in caplog.text


def test_no_time_at_all_runs_nothing_but_gives_what_is_known(watched: Watched, reranker: Reranker) -> None:
    assert reranker.scores(QUERY, TEXTS, seconds=0) is None
    assert watched.batches == []
    known = reranker.scores(QUERY, TEXTS, seconds=60)
    again = reranker.scores(QUERY, TEXTS[::-1], seconds=0)
    assert known is not None
    assert again is not None
    assert again.tolist() == known[::-1].tolist()


def test_a_batch_holds_texts_of_like_length(watched: Watched, reranker: Reranker) -> None:
    lengths: list[list[int]] = []
    watched.before = lambda pairs: lengths.append([len(text) for _, text in pairs])
    texts = ["行政争议" * repeat + str(number) for number in range(20) for repeat in (1, 100)]
    assert reranker.scores(QUERY, texts, seconds=60) is not None
    assert [length for batch in lengths for length in batch] == sorted((len(text) for text in texts), reverse=True)
    assert max(len(batch) * max(batch) for batch in lengths) <= 2048


# --- the cache --------------------------------------------------------------------------------------------------


def test_nothing_is_scored_twice(watched: Watched, reranker: Reranker) -> None:
    first = reranker.scores(QUERY, [*TEXTS, MATCHING], seconds=60)
    assert sum(watched.batches) == len(TEXTS)
    again = reranker.scores(QUERY, [*TEXTS, MATCHING], seconds=60)
    assert sum(watched.batches) == len(TEXTS)
    assert first is not None
    assert again is not None
    assert first.tolist() == again.tolist()
    reranker.scores(QUERY, [*TEXTS, "新的一段"], seconds=60)
    assert sum(watched.batches) == len(TEXTS) + 1
    # A query and a text that only together are the same are another pair.
    reranker.scores(QUERY + TEXTS[0][:1], [TEXTS[0][1:]], seconds=60)
    assert sum(watched.batches) == len(TEXTS) + 2


def test_the_cache_keeps_what_was_asked_for_latest() -> None:
    cache = ScoreCache(limit=2)
    cache.put({b"1": 0.1, b"2": 0.2})
    assert cache.get([b"1"]) == {b"1": 0.1}
    cache.put({b"3": 0.3})
    assert cache.get([b"1", b"2", b"3"]) == {b"1": 0.1, b"3": 0.3}


# --- threads ----------------------------------------------------------------------------------------------------


def test_threads_share_the_work_and_get_the_right_scores(watched: Watched, reranker: Reranker, folder: Path) -> None:
    texts = [f"{text}{number}" for number in "一二三四五" for text in TEXTS]
    queries = [QUERY, QUERY, QUERY, "规范性文件清理", "青少年普法"]
    alone = Reranker.open(str(folder), device="cpu")
    expected = [alone.scores(query, texts, seconds=60) for query in queries]
    with ThreadPoolExecutor(len(queries)) as pool:
        got = list(pool.map(lambda query: reranker.scores(query, texts, seconds=60), queries))
    for scores, right in zip(got, expected, strict=True):
        assert scores is not None
        assert right is not None
        np.testing.assert_allclose(scores, right, atol=1e-5)
    assert sum(watched.batches) == 3 * len(texts)


def test_a_search_that_waits_for_another_gives_up_in_time(watched: Watched, reranker: Reranker) -> None:
    running, release = threading.Event(), threading.Event()

    def hold(_: list[tuple[str, str]]) -> None:
        running.set()
        release.wait(60)

    watched.before = hold
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(reranker.scores, QUERY, TEXTS[:1], seconds=60)
        assert running.wait(60)
        start = time.monotonic()
        assert reranker.scores(QUERY, TEXTS[1:], seconds=0.2) is None
        assert time.monotonic() - start < 2
        release.set()
        assert first.result(60) is not None


# --- a model that fails -----------------------------------------------------------------------------------------


def test_an_error_half_way_is_logged_and_searching_goes_on(
    watched: Watched, reranker: Reranker, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_on_the_second(_: list[tuple[str, str]]) -> None:
        if len(watched.batches) == 2:
            raise RuntimeError("CUDA out of memory\nlong advice")

    watched.before = fail_on_the_second
    texts = [*TEXTS, *("法治政府建设" * 40 + number for number in "一二三四五六七八")]
    with caplog.at_level(logging.WARNING):
        assert reranker.scores(QUERY, texts, seconds=60) is None
    assert "出错，本次检索不重排：CUDA out of memory" in caplog.messages[0]
    done = watched.batches[0]
    assert reranker.scores(QUERY, texts, seconds=60) is not None
    assert sum(watched.batches) - watched.batches[1] == len(texts)
    assert done > 0


def test_scores_that_are_no_numbers_are_not_used(watched: Watched, reranker: Reranker) -> None:
    watched.after = lambda scores: scores * np.nan
    assert reranker.scores(QUERY, TEXTS, seconds=60) is None
    watched.after = lambda scores: scores
    assert reranker.scores(QUERY, TEXTS, seconds=60) is not None


# --- the folder -------------------------------------------------------------------------------------------------


def test_a_missing_folder_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"不存在.*FAZHI_RERANKER.*不重排"):
        Reranker.open(str(tmp_path / "没有"))
    with pytest.raises(ModelUnavailable, match=r"不是模型文件夹.*FAZHI_RERANKER"):
        Reranker.open(str(tmp_path))


def test_a_name_that_is_not_on_this_computer_answers_at_once() -> None:
    start = time.perf_counter()
    with pytest.raises(ModelUnavailable, match=r"本机没有模型 nobody/no-such-model.*默认不联网.*FAZHI_RERANKER"):
        Reranker.open("nobody/no-such-model")
    assert time.perf_counter() - start < 10


def test_embedding_models_are_refused(models_dir: Path, encoder: Any, tmp_path: Path) -> None:
    from transformers import BertConfig, BertModel

    with pytest.raises(ModelUnavailable, match="是向量模型，不是重排模型"):
        Reranker.open(str(models_dir / encoder.model_id))
    shape = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    BertModel(BertConfig(vocab_size=9, **shape)).save_pretrained(tmp_path / "plain")
    with pytest.raises(ModelUnavailable, match="没有打分层的模型（BertModel）"):
        Reranker.open(str(tmp_path / "plain"))


@pytest.mark.parametrize("labels", [2, 3])
def test_a_classifier_is_refused(labels: int, tmp_path: Path) -> None:
    save_model(tmp_path, num_labels=labels)
    with pytest.raises(ModelUnavailable, match=f"给出 {labels} 个分数"):
        Reranker.open(str(tmp_path))


def test_damaged_folders(folder: Path, tmp_path: Path) -> None:
    def damaged(name: str, change: Callable[[Path], Any]) -> str:
        shutil.copytree(folder, tmp_path / name)
        change(tmp_path / name)
        return str(tmp_path / name)

    def cut_weights(copied: Path) -> None:
        file = copied / "model.safetensors"
        file.write_bytes(file.read_bytes()[:1000])

    def drop_tokenizer(copied: Path) -> None:
        for file in copied.glob("*token*"):
            file.unlink()

    for name, change in {
        "权重不全": cut_weights,
        "没有权重": lambda copied: (copied / "model.safetensors").unlink(),
        "没有词表": drop_tokenizer,
        "设置不能读": lambda copied: (copied / "config.json").write_text("{ damaged", "utf-8"),
        "模块不能读": lambda copied: (copied / "modules.json").write_text("[", "utf-8"),
        "没有设置": lambda copied: (copied / "config.json").unlink(),
    }.items():
        with pytest.raises(ModelUnavailable, match=name) as raised:
            Reranker.open(damaged(name, change))
        assert "请" in str(raised.value)
        assert "\n" not in str(raised.value)


def test_a_model_that_reads_no_chinese_is_refused(folder: Path, tmp_path: Path) -> None:
    from transformers import BertTokenizer

    copied = tmp_path / "english"
    shutil.copytree(folder, copied)
    words = {word: number for number, word in enumerate([*SPECIAL, *"abcdefg", "，", "。"])}
    BertTokenizer(vocab=words, model_max_length=128).save_pretrained(copied)
    with pytest.raises(ModelUnavailable, match="不认识汉字"):
        Reranker.open(str(copied))


def test_a_model_with_code_of_its_own_is_refused(tmp_path: Path) -> None:
    save_model(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text("utf-8"))
    config["auto_map"] = {"AutoModelForSequenceClassification": "modeling.NewForSequenceClassification"}
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(ModelUnavailable, match="自带的程序代码"):
        Reranker.open(str(tmp_path))


def test_a_generative_model_must_say_how_it_scores(tmp_path: Path) -> None:
    import torch
    from sentence_transformers import CrossEncoder
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    plain, saved = tmp_path / "plain", tmp_path / "saved"
    words = {word: number for number, word in enumerate(["[UNK]", "[PAD]", "yes", "no", *CHARACTERS])}
    characters = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    characters.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=characters, unk_token="[UNK]", pad_token="[PAD]")
    tokenizer.save_pretrained(plain)
    shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1}
    torch.manual_seed(0)
    config = Qwen3Config(vocab_size=len(words), intermediate_size=16, head_dim=8, initializer_range=1.0, **shape)
    Qwen3ForCausalLM(config).save_pretrained(plain)
    with pytest.raises(ModelUnavailable, match=r"缺少 modules\.json"):
        Reranker.open(str(plain))

    model = CrossEncoder(str(plain), device="cpu", local_files_only=True)
    model.save_pretrained(str(saved))
    scores = Reranker.open(str(saved), device="cpu").scores(QUERY, TEXTS, seconds=60)
    assert scores is not None
    odds = model.predict([(QUERY, text) for text in TEXTS], activation_fn=torch.nn.Identity())
    np.testing.assert_allclose(scores, 1 / (1 + np.exp(-odds)), atol=1e-4)


def test_importing_is_quick() -> None:
    code = "import sys, search.rerank; assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


# --- the new order ----------------------------------------------------------------------------------------------


def test_the_first_are_reordered_and_the_rest_stays_below() -> None:
    reranked = np.array([0.1, 0.9, 0.5], np.float32)
    assert reorder([0.9, 0.8, 0.7, 0.6, 0.5], reranked) == [1, 2, 0, 3, 4]
    assert reorder([0.9, 0.8], np.zeros(0, np.float32)) == [0, 1]
    assert reorder([], np.zeros(0, np.float32)) == []


def test_equal_scores_keep_the_order_they_have() -> None:
    assert reorder([0.9, 0.8, 0.7], np.array([0.5, 0.5, 0.5], np.float32)) == [0, 1, 2]
    assert reorder([0.7, 0.7, 0.7], np.array([0.1, 0.3, 0.2], np.float32), 0.5) == [1, 2, 0]


def test_a_lower_weight_listens_to_the_fused_score_too() -> None:
    fused, reranked = [0.9, 0.8, 0.1], np.array([0.5, 0.6, 0.9], np.float32)
    assert reorder(fused, reranked) == [2, 1, 0]
    # 0.75, 0.74 and 0.45 with the fused scores scaled to 1, 0.875 and 0.
    assert reorder(fused, reranked, 0.5) == [0, 1, 2]
    assert reorder(fused, reranked, 0.0) == [0, 1, 2]
    assert reorder(np.array(fused, np.float32), reranked, 0.7) == [1, 0, 2]


def test_impossible_demands_are_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        reorder([0.9], np.array([0.5], np.float32), 1.5)
    with pytest.raises(ValueError, match="2 scores for 1"):
        reorder([0.9], np.array([0.5, 0.4], np.float32))
