"""Speed of a first build: ``python -m bench.build``, model conversion included, nothing cached.

The bar: under 60 s on two cores for the sample corpus.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus.generation import IndexFolder
from corpus.settings import PROJECT


def main(*paths: str) -> None:
    """Print how long a first build and a rebuild of ``paths`` (the sample corpus by default) take, by stage."""
    sources = list(paths) or [str(PROJECT / "data" / "reports")]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        for name in ("首次建立（含模型转换）", "重新建立（向量已缓存）"):
            began = time.perf_counter()
            command = [sys.executable, "-m", "indexer", "build", *sources, "--index", str(index), "--progress", "none"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            seconds = time.perf_counter() - began
            manifest = IndexFolder(index).current().manifest
            stages = "，".join(f"{stage} {value:.1f}" for stage, value in manifest.seconds.items())
            print(f"{name}：{seconds:.1f} 秒（{stages}），{manifest.model.details.get('precision')}")
            share = manifest.seconds["提取数据"] / sum(manifest.seconds.values())
            print(f"  {manifest.counts}；提取数据占 {share:.1%}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"建索引进程内存峰值 {peak:.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
