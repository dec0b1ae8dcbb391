"""``python -m bench NAME``: every number in ``docs/benchmarks.md`` comes from one of these."""

from __future__ import annotations

import importlib
import sys

BENCHES = {
    "quality": "retrieval quality: recall, MRR, nDCG of every configuration on every data set",
    "answerable": "no relevant result: share of unanswerable queries caught, of answerable ones refused",
    "figures": "figures as data: precision and recall of indicators, by group, with the errors",
    "answers": "questions and answers: figures, evidence, refusals, wrong attributions",
    "sureness": "when the best figure found is sure enough to be shown",
    "drafts": "draft check: what counts as the same and as near, and how fast",
    "themes": "themes of the corpus: agreement with a reader, stability, names, speed at 60,000 passages",
    "peers": "the same queries through txtai and LangChain (needs bench/peers-requirements.txt)",
    "scale": "60,000 passages: latency by stage, indexing rate against the raw encoder",
    "search": "speed of search on the sample corpus, warm and cold",
    "app": "time to the first result and to each interaction, in a real browser, on the sample and on 60,000 passages",
    "build": "speed of a first build and of a rebuild",
    "encoder": "speed and agreement of the encoders",
    "seeds": "write the vectors of the texts that the program brings",
    "commands": "write docs/commands.md",
    "screenshots": "write the pictures in docs/images",
}


def main(arguments: list[str]) -> int:
    """Run the bench named first, with the arguments after it."""
    if not arguments or arguments[0] not in BENCHES:
        print("用法：python -m bench 名称 [参数…]\n")
        print("\n".join(f"  {name:<12} {what}" for name, what in BENCHES.items()))
        return 0 if not arguments or arguments[0] in ("-h", "--help") else 2
    module = importlib.import_module(f"bench.{arguments[0]}")
    module.main(*arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
