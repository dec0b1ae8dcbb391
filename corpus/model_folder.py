"""From the model setting to a folder on this disk, its prompts and its fingerprint. Imports no torch."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.bundled_model import NAME as BUNDLED_NAME
from corpus.bundled_model import PROMPTS as E5_PROMPTS
from corpus.bundled_model import Progress, bundled_folder
from corpus.errors import ModelUnavailable

log = logging.getLogger(__name__)

# Variants of the same weights for other runtimes, and papers about the model: none changes a vector.
_OTHER_RUNTIMES = {"onnx", "openvino", "coreml", "assets", "images"}
_OTHER_FILES = ("*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf", "onnx/*", "openvino/*", "coreml/*")
_NOT_HASHED = {".md", ".png", ".jpg", ".gitattributes", ".lock"}
_HASH_BLOCK = 1 << 20
# The published folders of these models name their prefixes only in the model card; "-instruct" ones need others.
_PLAIN_E5 = re.compile(r"e5-(small|base|large)(-v2)?$")


@dataclass(frozen=True)
class ModelFolder:
    """A model that is on this disk.

    :param path: a sentence-transformers (or plain transformers) folder.
    :param model_id: the name to show and to write into a manifest; never a path's parents.
    :param prompts: what is put before a text, under ``query`` and ``document``; empty where the model has none.
    :param fingerprint: 32 hexadecimal digits that change with any weight, setting or prompt, and not with the
        folder's place.
    """

    path: Path
    model_id: str
    prompts: Mapping[str, str]
    fingerprint: str


@dataclass(frozen=True)
class ModelSetting:
    """How messages name the setting that chose a model.

    :param name: what to change, in Chinese, with the environment variable.
    :param without: what the program does when the setting is taken away, in Chinese.
    """

    name: str
    without: str


EMBEDDING_MODEL = ModelSetting("模型设置（--model 或环境变量 FAZHI_MODEL）", "使用自带的模型")


def find_model(
    model: str | Path | None,
    models_dir: Path,
    *,
    prompts: Mapping[str, str] | None = None,
    allow_download: bool = False,
    progress: Progress | None = None,
) -> ModelFolder:
    """Return the folder the model setting means.

    :param model: ``None`` or ``"bundled"``, a folder, or a Hugging Face name (looked for in ``models_dir`` and in
        the user's Hugging Face cache; fetched only with ``allow_download``).
    :param prompts: replaces the model's own ``query`` / ``document`` prompts.
    :raises ModelUnavailable: there is no such model here, or the folder holds none.
    :raises StorageFull: no room for the bundled model.
    """
    if model is None or str(model) in ("", "bundled", BUNDLED_NAME):
        path, model_id = bundled_folder(models_dir, progress), BUNDLED_NAME
    else:
        path, model_id = find_folder(str(model), models_dir, allow_download)
    used = dict(prompts) if prompts is not None else _own_prompts(path, model_id)
    digest = hashlib.sha256(json.dumps([_content_hash(path, models_dir), sorted(used.items())]).encode())
    return ModelFolder(path, model_id, used, digest.hexdigest()[:32])


def read_json(file: Path) -> dict[str, Any]:
    """Return a JSON object of a model folder; ``{}`` where the file does not exist.

    :raises ModelUnavailable: it is there and cannot be read as an object.
    """
    try:
        content = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"模型文件夹中的 {file.name} 不能读取：{file.parent}。请重新复制这个模型") from error
    if not isinstance(content, dict):
        raise ModelUnavailable(f"模型文件夹中的 {file.name} 内容不对：{file.parent}。请重新复制这个模型")
    return content


def find_folder(
    name: str, models_dir: Path | None, allow_download: bool, setting: ModelSetting = EMBEDDING_MODEL
) -> tuple[Path, str]:
    """Return the folder of a chosen model and the name to show for it, whatever kind of model it is.

    :param name: a folder, or a Hugging Face name (looked for as in ``find_model``).
    :raises ModelUnavailable: there is no such model here, or the folder holds none.
    """
    folder = Path(name).expanduser()
    for candidate in (folder, models_dir / name) if models_dir else (folder,):
        if candidate.is_dir():
            if (candidate / "modules.json").is_file() or (candidate / "config.json").is_file():
                return candidate, candidate.resolve().name
            raise ModelUnavailable(
                f"{candidate} 不是模型文件夹（里面没有 modules.json 或 config.json）。"
                f"请把{setting.name}指向模型文件夹本身"
            )
    if folder.is_absolute() or name.startswith((".", "~")) or "\\" in name or name.count("/") > 1:
        raise ModelUnavailable(f"模型文件夹不存在：{name}。请检查{setting.name}，或者去掉这个设置，{setting.without}")
    return _find_on_hub(name, allow_download, setting), name


def _find_on_hub(name: str, allow_download: bool, setting: ModelSetting) -> Path:
    if not allow_download:
        # Read when huggingface_hub is imported; without it a missing name waits 70 s for a network.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=not allow_download, ignore_patterns=list(_OTHER_FILES)))
    # Network, disk and name errors of several libraries end here; the cause is kept.
    except Exception as error:
        how = "下载失败，请检查网络和模型名称" if allow_download else "程序默认不联网"
        raise ModelUnavailable(
            f"本机没有模型 {name}（{how}）。请在能上网的电脑上下载这个模型的文件夹，复制到本机，"
            f"再把{setting.name}改为文件夹的路径；或者去掉这个设置，{setting.without}"
        ) from error


def _own_prompts(folder: Path, model_id: str) -> dict[str, str]:
    prompts = read_json(folder / "config_sentence_transformers.json").get("prompts") or {}
    # "passage" is the older name that sentence-transformers also accepts for documents.
    document = prompts.get("document") or prompts.get("passage") or ""
    own = {"query": prompts.get("query") or "", "document": document}
    if not any(own.values()) and _PLAIN_E5.search(model_id.lower()):
        log.info("模型 %s 没有带提示词，按 e5 的要求使用 “query: ” 和 “passage: ”", model_id)
        return dict(E5_PROMPTS)
    return own


def stated_dim(folder: Path) -> int | None:
    """Return the length of a model's vectors where its settings say it, ``None`` where only the loaded model knows."""
    modules = model_modules(folder)
    kinds = [kind for kind, _ in modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return None
    pooling = read_json(folder / modules[1][1] / "config.json")
    modes = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value is True]
    dim = pooling.get("word_embedding_dimension")
    # Several modes are put side by side, so the vector is longer than a word's.
    return dim if isinstance(dim, int) and len(modes) == 1 else None


def stated_max_tokens(folder: Path) -> int | None:
    """Return how many tokens of a text a model reads where its settings say it."""
    limit = read_json(folder / "sentence_bert_config.json").get("max_seq_length")
    return limit if isinstance(limit, int) else None


def model_modules(folder: Path) -> list[tuple[str, str]]:
    """Return the class name and the folder of each module of a sentence-transformers model."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        return [(str(module["type"]).rsplit(".", 1)[-1], str(module["path"])) for module in modules]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _content_hash(folder: Path, models_dir: Path) -> str:
    """Return a hash of the files that decide the vectors, remembered while none changes size or time."""
    files = sorted(file for file in folder.rglob("*") if _decides_vectors(file, folder))
    stats = [(file.relative_to(folder).as_posix(), file.stat()) for file in files]
    stamp = hashlib.sha256(json.dumps([(name, s.st_size, s.st_mtime_ns) for name, s in stats]).encode()).hexdigest()
    memory_file, key = models_dir / "fingerprints.json", str(folder.resolve())
    memory = _read_memory(memory_file)
    known = memory.get(key)
    if isinstance(known, list) and len(known) == 2 and known[0] == stamp:
        return str(known[1])
    digest = hashlib.sha256()
    for file, (name, stat) in zip(files, stats, strict=True):
        digest.update(f"{name}\0{stat.st_size}\0".encode())
        with file.open("rb") as stream:
            while block := stream.read(_HASH_BLOCK):
                digest.update(block)
    memory[key] = [stamp, digest.hexdigest()]
    _write_memory(memory_file, memory)
    return digest.hexdigest()


def _decides_vectors(file: Path, folder: Path) -> bool:
    parts = file.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in parts)
    return not hidden and parts[0] not in _OTHER_RUNTIMES and file.suffix not in _NOT_HASHED and file.is_file()


def _read_memory(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_memory(file: Path, memory: dict[str, Any]) -> None:
    """Replace the file in one step; it only saves time, so failing to write it is no error."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".fingerprints.", dir=file.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(memory, stream, ensure_ascii=False)
        Path(temporary).replace(file)
    except OSError as error:
        log.debug("fingerprint not remembered: %s", error)
