"""Write ``data/model/seeds-*.npz``, the vectors of the texts that the program brings: ``python -m bench seeds``.

Those of the sample reports go into ``tests/vectors``, which spares each run of the tests the minutes of embedding them; the
program itself does not read them. To run again whenever ``data/lexicon``, ``data/background`` or the cutting of reports
changes; ``tests/corpus/test_embedding_seeds.py`` tells.
"""

from __future__ import annotations

from bench.indexes import bench_settings, ready_index
from corpus.catalog import Catalog
from corpus.embedding_cache import EmbeddingCache, embed_with_cache
from corpus.embedding_seeds import seed_files, write_seeds
from corpus.encoder import Encoder
from corpus.lexicon import Lexicon
from corpus.settings import PROJECT
from indexer.embedding import own_texts, texts_to_embed

# Of the sample reports: to embed them takes minutes of a run of the tests.
TEST_VECTORS = PROJECT / "tests" / "vectors"


def sample_texts(catalog: Catalog) -> list[str]:
    """Return what is embedded of the reports of a catalog, each text once."""
    return list(dict.fromkeys(texts_to_embed(catalog.reports()).all))


def main() -> None:
    """Embed them with the bundled model and write the files."""
    own = own_texts(Lexicon.load())
    chosen = bench_settings("sample")
    samples = sample_texts(ready_index("sample", [chosen.data]).catalog)
    encoder = Encoder.open(None, chosen.models_dir)
    # A cache of its own: those of the indexes hold what the last seeds were rounded to.
    with EmbeddingCache(chosen.index / "cache" / "seeds.sqlite") as cache:
        queries = embed_with_cache(encoder, cache, own.queries, "query")
        documents = embed_with_cache(encoder, cache, own.example_texts)
        reports = embed_with_cache(encoder, cache, samples)
    write_seeds(encoder.fingerprint, {"query": (own.queries, queries), "document": (own.example_texts, documents)})
    write_seeds(encoder.fingerprint, {"document": (samples, reports)}, TEST_VECTORS)
    for file in (*seed_files(), *seed_files(TEST_VECTORS)):
        print(f"{file.name}：{file.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
