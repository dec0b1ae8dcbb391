"""Write ``data/model/seeds-*.npz``, the vectors of the texts that the program brings: ``python -m bench seeds``.

To run again whenever ``data/lexicon`` or ``data/background`` changes; ``tests/corpus/test_embedding_seeds.py`` tells.
"""

from __future__ import annotations

from bench.indexes import bench_settings
from corpus.embedding_cache import EmbeddingCache, embed_with_cache
from corpus.embedding_seeds import seed_files, write_seeds
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
        queries = embed_with_cache(encoder, cache, own.queries, "query")
        documents = embed_with_cache(encoder, cache, own.example_texts)
    write_seeds(encoder.fingerprint, {"query": (own.queries, queries), "document": (own.example_texts, documents)})
    for file in seed_files():
        print(f"{file.name}：{file.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
