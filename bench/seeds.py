"""Write ``data/model/seeds.npz``, the vectors of the texts that the program brings: ``python -m bench seeds``.

To run again whenever ``data/lexicon`` or ``data/background`` changes; ``tests/corpus/test_embedding_seeds.py`` tells.
"""

from __future__ import annotations

from bench.indexes import bench_settings
from corpus.embedding_seeds import SEEDS, write_seeds
from corpus.encoder import Encoder
from corpus.lexicon import Lexicon
from indexer.embedding import own_texts


def main() -> None:
    """Embed them with the bundled model and write the file."""
    own = own_texts(Lexicon.load())
    encoder = Encoder.open(None, bench_settings("sample").models_dir)
    texts = {
        "query": (own.queries, encoder.encode_queries(own.queries)),
        "document": (own.example_texts, encoder.encode_passages(own.example_texts)),
    }
    write_seeds(encoder.fingerprint, texts)
    print(f"{SEEDS.name}：{sum(len(found) for found, _ in texts.values())} 条，{SEEDS.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
