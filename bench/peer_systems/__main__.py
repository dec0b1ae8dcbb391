"""``python -m bench.peer_systems txtai|langchain JOB OUT``: index the job's texts, answer its queries, write both."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.peer_systems import with_langchain, with_txtai
from bench.peer_systems.job import Job, write_runs

LIBRARIES = {"txtai": with_txtai.runs, "langchain": with_langchain.runs}


def main(library: str, job: str, out: str) -> None:
    """Run every configuration of a library."""
    write_runs(Path(out), LIBRARIES[library](Job.read(Path(job))))


if __name__ == "__main__":
    main(*sys.argv[1:])
