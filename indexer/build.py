"""Builds a generation: finds files, reads them, embeds, writes. One bad file never stops a batch."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.catalog import Catalog, CatalogWriter, Failure, PassageTable
from corpus.encoder import Encoder
from corpus.errors import CanyueError, EmptySource
from corpus.figure_store import FigureWriter
from corpus.gazetteer import Gazetteer
from corpus.generation import Generation, IndexFolder, ModelInfo, storage_errors
from corpus.indicators import Indicators
from corpus.lexical import LexicalDocument, write_lexical
from corpus.lexicon import Lexicon
from corpus.model import Reading, Report
from corpus.overrides import Override, read_overrides
from corpus.settings import Settings
from corpus.tokens import Tokenizer
from corpus.vocabulary import WordCounter, write_vocabulary
from indexer.embedding import own_texts, texts_to_embed, write_embeddings
from indexer.families import write_families
from indexer.figures import extract_figures
from indexer.files import bytes_of, find_files, read_one
from indexer.overrides import apply_overrides
from indexer.practices import find_practices
from indexer.themes import PassageWords, write_themes
from indexer.themes.before import themes_before

MODEL, READ, FIGURES, EMBED, WRITE, THEMES = "准备模型", "读取文件", "提取数据", "计算向量", "写入索引", "归纳主题"
DUPLICATE = "重复文件"


@dataclass(frozen=True)
class Progress:
    """How far a build is.

    :param stage: one of ``STAGES``; ``done`` of ``total`` units of it are finished.
    :param seconds: since the stage began.
    :param share: of the stage's work, ``0..1``: long texts cost more than short ones, and come first.
    """

    stage: str
    done: int
    total: int
    seconds: float
    share: float

    @property
    def rate(self) -> float:
        """Units per second, 0 before anything is done."""
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimate of what this stage still takes; ``None`` before anything is done."""
        return self.seconds * (1 - self.share) / self.share if self.share > 0 else None


STAGES = (MODEL, READ, FIGURES, EMBED, WRITE, THEMES)
ProgressListener = Callable[[Progress], None]


@dataclass(frozen=True)
class BuildResult:
    """A finished build.

    :param failures: files that are not in the index, with the reason; duplicates among them.
    :param warnings: file name and what was not read cleanly.
    """

    generation: Generation
    failures: tuple[Failure, ...]
    warnings: tuple[tuple[str, str], ...]


@dataclass
class _Batch:
    readings: list[Reading] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def build(
    inputs: Sequence[str | Path],
    settings: Settings,
    progress: ProgressListener | None = None,
    encoder: Encoder | None = None,
) -> BuildResult:
    """Build a new generation from files and folders and make it current.

    The old generation keeps answering until the last moment, and stays if anything goes wrong.

    :param inputs: files, or folders that are searched through.
    :param encoder: an open encoder to use instead of opening the one in ``settings``.
    :raises CanyueError: nothing could be read, the disk is full, another process is writing, …
    """
    index = IndexFolder(settings.index)
    tell = _Teller(progress)
    overrides = read_overrides(settings.overrides)
    own = own_texts(Lexicon.load())
    paths = list(find_files(inputs))
    if not paths:
        raise EmptySource("、".join(map(str, inputs)), "没有找到可以读的文件", "请放入 txt、html、docx 或 pdf 文件")
    with index.writing() as folder, storage_errors(settings.index):
        with tell.stage(MODEL, 100):
            encoder = encoder or _open_encoder(settings, tell)
        with tell.stage(READ, len(paths)):
            batch = _read_all(paths, settings, overrides, index, tell)
        if not batch.readings:
            reasons = "；".join(failure.message for failure in batch.failures[:3])
            raise EmptySource(f"{len(paths)} 个文件", f"没有一个能读（{reasons}）", "原来的索引没有变")
        tokenizer = Tokenizer(cache_dir=index.cache)
        reports = [report for reading in batch.readings for report in reading.reports]
        with tell.stage(FIGURES, len(reports)):
            counts = _write_figures(folder, reports, tell)
        texts = texts_to_embed(reports)
        with tell.stage(EMBED, own.count + len(texts.all)):
            write_embeddings(folder, texts, encoder, own, index.cache / "embeddings.sqlite", tell.at)
            model = _model_info(encoder, settings.model)
            del encoder  # writing needs memory of its own, and no model
        with tell.stage(WRITE, len(reports)):
            counts |= _write_catalog(folder, batch)
            write_families(folder, reports)
            counter, table = WordCounter(), Catalog(folder).table()
            words = PassageWords(reports, tokenizer, Gazetteer.load())
            write_lexical(folder, counter.watch(words.watch(_documents(reports, table, tokenizer, tell))))
            write_vocabulary(folder, counter.counts(), counter.passages)
        with tell.stage(THEMES, 100):
            write_themes(folder, reports, table, words, tokenizer.lexicon, themes_before(index, model.fingerprint))
        generation = index.publish(
            folder,
            model=model,
            tokenizer=tokenizer.fingerprint,
            counts=counts,
            inputs=tuple(str(path) for path in inputs),
            seconds={name: round(seconds, 2) for name, seconds in tell.seconds.items()},
        )
    warnings = tuple((reading.source.name, warning) for reading in batch.readings for warning in reading.warnings)
    return BuildResult(generation, tuple(batch.failures), warnings)


def _read_all(
    paths: Sequence[Path], settings: Settings, overrides: tuple[Override, ...], index: IndexFolder, tell: _Teller
) -> _Batch:
    batch = _Batch()
    names: dict[str, str] = {}
    for done, path in enumerate(paths, 1):
        try:
            data = bytes_of(path)
            digest = hashlib.sha256(data).hexdigest()
            if digest in names:
                message = f"{path.name}：内容与“{names[digest]}”相同，只收录一次"
                batch.failures.append(Failure(str(path), DUPLICATE, message))
                continue
            reading = read_one(path, data, settings)
        except CanyueError as error:
            batch.failures.append(Failure(str(path), type(error).__name__, str(error)))
        else:
            names[digest] = path.name
            _keep_source(data, digest, index)
            reports = tuple(apply_overrides(report, overrides) for report in reading.reports)
            batch.readings.append(replace(reading, reports=reports))
        finally:
            tell.at(done)
    return batch


def _open_encoder(settings: Settings, tell: _Teller) -> Encoder:
    return Encoder.open(
        settings.model,
        settings.models_dir,
        threads=settings.threads,
        device=settings.device,
        allow_download=settings.allow_download,
        progress=lambda _, share: tell.at(round(share * 100)),
    )


def _write_catalog(folder: Path, batch: _Batch) -> dict[str, int]:
    catalog = CatalogWriter(folder)
    for reading in batch.readings:
        catalog.add(reading)
    catalog.add_failures(batch.failures)
    catalog.close()
    return {
        "sources": len(batch.readings),
        "reports": catalog.reports,
        "passages": catalog.passages,
        "sentences": catalog.sentences,
        "failures": len(batch.failures),
    }


def _write_figures(folder: Path, reports: Sequence[Report], tell: _Teller) -> dict[str, int]:
    writer = FigureWriter(folder)
    places, indicators = Gazetteer.load(), Indicators.load()
    for done, report in enumerate(reports, 1):
        figures = extract_figures(report, places, indicators)
        writer.add(report.id, figures, find_practices(report, figures, places))
        tell.at(done)
    writer.close()
    return {"figures": writer.figures, "practices": writer.practices}


def _documents(
    reports: Sequence[Report], table: PassageTable, tokenizer: Tokenizer, tell: _Teller
) -> Iterator[LexicalDocument]:
    number = 0
    for row, report in enumerate(reports):
        metadata = report.metadata
        names = metadata.place.value.chain if metadata.place.value else ()
        about = " ".join((metadata.title.value or "", *names, metadata.publisher.value or ""))
        for passage in report.passages:
            above = " ".join((about, *report.heading_path(passage.heading)))
            yield LexicalDocument(
                passage=number,
                report=row,
                section=int(table.section[number]),
                part=int(table.part[number]),
                body=tokenizer.tokens(passage.span.of(report.text)),
                headings=tokenizer.tokens(above),
            )
            number += 1
        tell.at(row + 1)


def _keep_source(data: bytes, digest: str, index: IndexFolder) -> None:
    """Keep a copy of a source, so that the original can be given back after it has moved."""
    target = index.kept_source(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(".part")
        temporary.write_bytes(data)
        temporary.replace(target)


def _model_info(encoder: Encoder, setting: str | None) -> ModelInfo:
    details = encoder.describe()
    return ModelInfo(
        id=encoder.model_id,
        fingerprint=encoder.fingerprint,
        dim=encoder.dim,
        prompts=dict(encoder.prompts),
        details={"setting": setting, "max_tokens": details["max_tokens"], "precision": details["precision"]},
    )


class _Teller:
    """Reports progress and keeps the time of each stage."""

    def __init__(self, progress: ProgressListener | None) -> None:
        self._progress = progress
        self._stage, self._total, self._began = "", 0, 0.0
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[None]:
        self._stage, self._total, self._began = name, total, time.perf_counter()
        self.at(0)
        yield
        self.at(total)
        self.seconds[name] = time.perf_counter() - self._began

    def at(self, done: int, share: float | None = None) -> None:
        if self._progress:
            counted = done / self._total if self._total else 1.0
            seconds = time.perf_counter() - self._began
            self._progress(Progress(self._stage, done, self._total, seconds, counted if share is None else share))
