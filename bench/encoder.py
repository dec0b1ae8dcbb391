"""Speed, memory and agreement of the bundled model: ``python -m bench.encoder``.

Every line of the table is measured in a process of its own, so that memory and start-up time are its own. Passages
are 165 characters, cut from the sample reports.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "data" / "reports"
PASSAGE_CHARACTERS = 165
QUERIES = (
    "行政争议实质性化解的做法和成效",
    "府院联动",
    "包容审慎监管轻微违法不予处罚",
    "行政机关负责人出庭应诉率",
    "基层综合执法力量不足怎么办",
    "法治副校长",
    "规范性文件备案审查清理",
    "公共法律服务体系建设",
)
QUERY_ROUNDS = 10


class _Measured(Protocol):
    """What the float32, bfloat16 and light encoders share."""

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return ``(n, dim)`` float32."""


def sample_passages(count: int) -> list[str]:
    """Return ``count`` passages of the sample reports; fewer where there are not so many."""
    text = "".join("".join(file.read_text("utf-8", errors="ignore").split()) for file in sorted(REPORTS.glob("*.txt")))
    starts = range(0, len(text) - PASSAGE_CHARACTERS, PASSAGE_CHARACTERS)
    step = max(1, len(starts) // count)
    return [text[start : start + PASSAGE_CHARACTERS] for start in starts[::step]][:count]


def measure_conversion(_: Path, __: int) -> dict[str, Any]:
    """Convert into a fresh folder; seconds."""
    from corpus.bundled_model import bundled_folder

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        bundled_folder(Path(folder))
        return {"seconds": time.perf_counter() - start}


def measure_sentence_transformers(precision: str) -> Callable[[Path, int], dict[str, Any]]:
    """Return the measurement of ``Encoder`` in a precision."""

    def measure(models: Path, count: int) -> dict[str, Any]:
        start = time.perf_counter()
        from corpus.encoder import Encoder

        encoder = Encoder.open(None, models, precision=precision)  # type: ignore[arg-type]
        encoder.encode_queries(QUERIES[:1])
        first = time.perf_counter() - start
        result = _measure_queries(encoder) | {"first": first}
        if count:
            passages = sample_passages(count)
            exact = encoder._collect(passages[:64], "query", None)
            encoder.encode_passages(passages[:32])
            start = time.perf_counter()
            encoder.encode_passages(passages)
            result["rate"] = len(passages) / (time.perf_counter() - start)
            result["cosine"] = _agreement(encoder, models, passages[:64], exact)
        return result

    return measure


def _agreement(encoder: Any, models: Path, passages: list[str], exact: npt.NDArray[np.float32]) -> list[float]:
    """Return least and mean cosine of this precision's passages with float32's (or of float32 with the light ones)."""
    from corpus.encoder import Encoder
    from corpus.light_encoder import LightEncoder

    if encoder._precision == "float32":
        mine, other = exact, LightEncoder(encoder._folder).encode_queries(passages)
    else:
        plain = Encoder(encoder._folder, precision="float32")
        plain._model = encoder._load()
        mine, other = encoder.encode_passages(passages), plain.encode_passages(passages)
    cosines = (mine * other).sum(axis=1)
    return [float(cosines.min()), float(cosines.mean())]


def measure_light(models: Path, count: int) -> dict[str, Any]:
    """Measure the encoder without torch; its passages go through the query prompt, one by one."""
    start = time.perf_counter()
    from corpus.light_encoder import open_query_encoder

    encoder = open_query_encoder(None, models)
    encoder.encode_queries(QUERIES[:1])
    result = {"first": time.perf_counter() - start} | _measure_queries(encoder)
    if count:
        passages = sample_passages(count)
        start = time.perf_counter()
        encoder.encode_queries(passages)
        result["rate"] = len(passages) / (time.perf_counter() - start)
    return result


MEASUREMENTS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "conversion": measure_conversion,
    "float32": measure_sentence_transformers("float32"),
    "bfloat16": measure_sentence_transformers("bfloat16"),
    "light": measure_light,
}


def _measure_queries(encoder: _Measured) -> dict[str, Any]:
    milliseconds = []
    for query in QUERIES * QUERY_ROUNDS:
        start = time.perf_counter()
        encoder.encode_queries([query])
        milliseconds.append(1000 * (time.perf_counter() - start))
    memory = _peak_memory()
    return {"p50": np.percentile(milliseconds, 50), "p95": np.percentile(milliseconds, 95), "query_memory": memory}


def _peak_memory() -> float:
    """Return this process's largest resident size so far, MB (0 where the system does not tell)."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _run_child(name: str, models: Path, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.encoder", "--measure", name, "--models", str(models)]
    start = time.perf_counter()
    done = subprocess.run([*command, "--passages", str(count)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result | {"wall": time.perf_counter() - start}


def _print_table(models: Path, count: int) -> None:
    conversion = _run_child("conversion", models, 0)
    print(f"conversion {conversion['seconds']:.1f} s, {conversion['memory']:.0f} MB; {os.cpu_count()} processors")
    print("| encoder | first query | query p50 / p95 | memory, queries | passages/s | memory | cosine min / mean |")
    print("|---|---|---|---|---|---|---|")
    # The light one first converts the model where it is not there, outside of what is timed below.
    _run_child("light", models, 0)
    for name in ("float32", "bfloat16", "light"):
        found = _run_child(name, models, count)
        agreement = " / ".join(f"{value:.6f}" for value in found.get("cosine", [])) or "(see float32)"
        print(
            f"| {name} | {found['first']:.1f} s | {found['p50']:.0f} / {found['p95']:.0f} ms "
            f"| {found['query_memory']:.0f} MB | {found['rate']:.0f} | {found['memory']:.0f} MB | {agreement} |"
        )
    print("cosine: float32 with light, bfloat16 with float32.")


def main() -> None:
    """Print the table, or measure one line of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=ROOT / "index" / "models", help="folder of the bundled model")
    parser.add_argument("--passages", type=int, default=200, help="passages to embed")
    parser.add_argument("--measure", choices=sorted(MEASUREMENTS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        result = MEASUREMENTS[arguments.measure](arguments.models, arguments.passages)
        print(json.dumps(result | {"memory": _peak_memory()}))
    else:
        _print_table(arguments.models, arguments.passages)


if __name__ == "__main__":
    main()
