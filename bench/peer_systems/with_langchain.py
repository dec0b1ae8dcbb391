"""LangChain: FAISS and BM25 (jieba's words) over ``RecursiveCharacterTextSplitter``, joined half and half by rank.

Two ways of splitting: 500 characters that overlap by 50 at Chinese punctuation, as its users do for Chinese, and
1,000 that overlap by 200 at the default separators, as its tutorials do. A third run puts the report's title before
each chunk, which its users do so that a chunk says where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.peer_systems.job import Chunk, Clock, Job, Run, Search, timed

_CHINESE = ["\n\n", "\n", "。", "！", "？", "；", "，", " ", ""]


@dataclass(frozen=True)
class Splitting:
    """How texts are cut.

    :param separators: ``None`` for the library's own.
    :param titled: whether the report's title stands before each chunk.
    :param alone: whether FAISS and BM25 are also run alone.
    """

    name: str
    size: int
    overlap: int
    separators: list[str] | None
    titled: bool = False
    alone: bool = False


_SPLITTINGS = (
    Splitting("500/50", 500, 50, _CHINESE, alone=True),
    Splitting("500/50, titled", 500, 50, _CHINESE, titled=True),
    Splitting("1000/200", 1000, 200, None),
)


def runs(job: Job) -> Iterator[Run]:
    """Run every way of splitting."""
    import jieba
    from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]

    embeddings = HuggingFaceEmbeddings(
        model_name=job.model,
        encode_kwargs={"prompt": job.passage_prompt, "normalize_embeddings": True},
        query_encode_kwargs={"prompt": job.query_prompt, "normalize_embeddings": True},
    )
    embeddings.embed_query("预热")
    jieba.initialize()
    for splitting in _SPLITTINGS:
        yield from _runs(job, splitting, embeddings, jieba.lcut)


def _runs(job: Job, splitting: Splitting, embeddings: Any, words: Callable[[str], list[str]]) -> Iterator[Run]:
    from langchain_classic.retrievers import EnsembleRetriever  # type: ignore[import-not-found]
    from langchain_community.retrievers import BM25Retriever  # type: ignore[import-not-found]
    from langchain_community.vectorstores import FAISS  # type: ignore[import-not-found]

    split, dense, lexical = Clock(), Clock(), Clock()
    with split.running():
        documents = _documents(job, splitting)
    with dense.running():
        store = FAISS.from_documents(documents, embeddings)
    with lexical.running():
        bm25 = BM25Retriever.from_documents(documents, preprocess_func=words, k=job.depth)
    faiss = store.as_retriever(search_kwargs={"k": job.depth})
    both = EnsembleRetriever(retrievers=[bm25, faiss], weights=[0.5, 0.5])
    systems: dict[str, tuple[Any, list[Clock]]] = {"ensemble": (both, [split, dense, lexical])}
    if splitting.alone:
        systems = {"FAISS": (faiss, [split, dense]), "BM25": (bm25, [split, lexical]), **systems}
    characters = sum(len(document.page_content) for document in documents)
    for name, (retriever, clocks) in systems.items():
        seconds, cpu_seconds = sum(clock.seconds for clock in clocks), sum(clock.cpu_seconds for clock in clocks)
        answered = timed(_search(retriever), job.queries)
        label = f"LangChain {name}, {splitting.name}"
        yield Run(label, len(documents), characters, seconds, cpu_seconds, *answered)


def _search(retriever: Any) -> Search:
    return lambda query: [_chunk(document.metadata) for document in retriever.invoke(query)]


def _chunk(metadata: dict[str, int]) -> Chunk:
    start = metadata["start_index"]
    return Chunk(metadata["report"], start, start + metadata["length"])


def _documents(job: Job, splitting: Splitting) -> list[Any]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # type: ignore[import-not-found]

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=splitting.size,
        chunk_overlap=splitting.overlap,
        separators=splitting.separators,
        add_start_index=True,
    )
    documents: list[Any] = splitter.create_documents(
        job.texts, [{"report": report} for report in range(len(job.texts))]
    )
    for document in documents:
        document.metadata["length"] = len(document.page_content)
        if splitting.titled:
            document.page_content = f"{job.titles[document.metadata['report']]}\n{document.page_content}"
    return documents
