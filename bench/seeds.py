"""Write ``data/model/seeds.npz``, the vectors of the texts that the program brings: ``python -m bench seeds``.

To run again whenever ``data/lexicon`` or ``data/background`` changes; ``tests/corpus/test_embedding_seeds.py`` tells.
"""

from __future__ import annotations

from bench.indexes import bench_settings
from corpus.embedding_cache import EmbeddingCache, embed_with_cache
from corpus.embedding_seeds import SEEDS, write_seeds
from corpus.encoder import Encoder
from corpus.lexicon import Lexicon
from indexer.embedding import own_texts


def main() -> None:
    """Embed them with the bundled model and write the file."""
    own = own_texts(Lexicon.load())
    chosen = bench_settings("sample")
    encoder = Encoder.open(None, chosen.models_dir)
    # A cache of its own: those of the indexes hold what the last seeds were rounded to.
    with EmbeddingCache(chosen.index / "cache" / "seeds.sqlite") as cache:
        texts = {
            "query": (own.queries, embed_with_cache(encoder, cache, own.queries, "query")),
            "document": (own.example_texts, embed_with_cache(encoder, cache, own.example_texts)),
        }
    write_seeds(encoder.fingerprint, texts)
    print(f"{SEEDS.name}：{sum(len(found) for found, _ in texts.values())} 条，{SEEDS.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
