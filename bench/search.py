"""Speed of search: ``python -m bench.search [INDEX]``, warm in-process and cold from the command line.

The bars: warm p50 40 ms and p95 80 ms, cold command line 6 s, on two cores over the sample corpus.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from bench.sample import sample_index
from search import Engine, Filters, Query

LINES = (Path(__file__).parent / "queries.txt").read_text(encoding="utf-8").splitlines()
QUERIES = [line for line in LINES if line.strip()]
ROUNDS = 5
COLD_RUNS = 3


def main(index: str | None = None) -> None:
    """Print latencies of warm and cold search."""
    path = Path(index) if index else sample_index()
    began = time.perf_counter()
    engine = Engine.open(path)
    opened = time.perf_counter() - began
    for query in QUERIES[:5]:
        engine.search(Query(query))
    print(f"索引 {path}：{engine.generation.manifest.counts}；打开 {opened:.2f} 秒")
    for name, filters in (("无筛选", Filters()), ("按地区筛选", Filters(places=("内蒙古", "河南")))):
        times = [engine.search(Query(query, filters)).took_ms for _ in range(ROUNDS) for query in QUERIES]
        p50, p95, longest = np.percentile(times, [50, 95, 100])
        print(f"热检索（{name}）{len(times)} 次：p50 {p50:.1f} ms，p95 {p95:.1f} ms，最长 {longest:.1f} ms")
    print(f"本进程内存峰值 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    cold = []
    for query in QUERIES[:COLD_RUNS]:
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "search", query, "--index", str(path), "--json"], check=True, capture_output=True
        )
        cold.append(time.perf_counter() - began)
    print(f"命令行冷启动 {len(cold)} 次：{' '.join(f'{seconds:.1f}' for seconds in cold)} 秒")


if __name__ == "__main__":
    main(*sys.argv[1:2])
