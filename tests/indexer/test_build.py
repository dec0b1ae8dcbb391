"""A build: bad files never stop it, the old index answers throughout, a rebuild embeds only what is new."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.calibration import Calibration
from corpus.catalog import Catalog, PassageTable
from corpus.errors import CanyueError, EmptySource
from corpus.generation import IndexFolder
from corpus.model import Span
from corpus.settings import Settings
from corpus.text import clause_spans
from corpus.vectors import PASSAGES, SENTENCES, VectorIndex
from indexer.build import DUPLICATE, STAGES, Progress, build
from search import Engine, Query
from tests.indexer.odd_inputs import ODD_INPUTS
from tests.sharing import share

ROOT = Path(__file__).resolve().parents[2]
REPORT = """青山县2024年度法治政府建设情况报告

一、主要做法

(一)压实责任。县政府常务会议专题研究法治政府建设6次,听取工作汇报4次,印发年度工作要点,明确任务42项,逐项落实到部门。

(二)化解争议。全年受理行政复议申请{cases}件,审结51件,调解和解18件,行政争议在复议环节实质性化解的比例明显提高。
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Path:
    """What these builds keep, apart from those of other tests and other runs."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def chosen(tmp_path, models_dir, cache) -> Settings:
    share(models_dir, tmp_path / "index", cache)
    return Settings(index=tmp_path / "index", models=models_dir, overrides=tmp_path / "overrides.toml")


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "data"
    path.mkdir()
    (path / "青山.txt").write_text(REPORT.format(cases=57), encoding="utf-8")
    return path


def titles(settings: Settings) -> list[str]:
    return [row[3].title.value for row in Catalog(IndexFolder(settings.index).current().folder).metadata()]


def test_a_batch_of_odd_files_finishes_and_the_old_index_still_answers(chosen, folder, encoder, tmp_path):
    build([folder], chosen, encoder=encoder)
    before = Engine.open(chosen=chosen)
    odd = tmp_path / "odd"
    odd.mkdir()
    for number, item in enumerate(ODD_INPUTS):
        (odd / f"{number:02d}-{Path(item.name).name[-60:] or 'x'}").write_bytes(item.data)
    result = build([folder, odd], chosen, encoder=encoder)
    expected = sum(item.expect == "error" for item in ODD_INPUTS)
    assert len(ODD_INPUTS) >= 40
    assert len(result.failures) >= expected
    for failure in result.failures:
        name = Path(failure.path).name
        assert name[:20] in failure.message, "the message names the file"
        assert any("\u4e00" <= c <= "\u9fff" for c in failure.message.replace(name, "")), "the message is Chinese"
        assert "Traceback" not in failure.message
    assert before.search(Query("行政复议")).hits, "the generation that was open still answers"
    assert "青山县2024年度法治政府建设情况报告" in titles(chosen)
    assert Catalog(result.generation.folder).failures() == list(result.failures)


def test_nothing_readable_keeps_the_old_index(chosen, folder, encoder, tmp_path):
    build([folder], chosen, encoder=encoder)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(EmptySource, match="没有一个能读"):
        build([empty], chosen, encoder=encoder)
    with pytest.raises(EmptySource, match="没有这个文件或文件夹"):
        build([tmp_path / "missing"], chosen, encoder=encoder)
    assert titles(chosen) == ["青山县2024年度法治政府建设情况报告"]


def test_the_same_file_twice_is_indexed_once_and_said(chosen, folder, encoder):
    (folder / "副本.txt").write_bytes((folder / "青山.txt").read_bytes())
    result = build([folder, folder / "青山.txt"], chosen, encoder=encoder)
    assert result.generation.manifest.counts["reports"] == 1
    assert [failure.kind for failure in result.failures] == [DUPLICATE]
    assert "只收录一次" in result.failures[0].message


def test_a_changed_file_is_read_again_and_only_what_is_new_is_embedded(chosen, folder, encoder, monkeypatch):
    build([folder], chosen, encoder=encoder)
    embedded: list[str] = []
    original = type(encoder).iter_encode

    def counting(self, texts, kind="document"):
        embedded.extend(texts)
        return original(self, texts, kind)

    monkeypatch.setattr(type(encoder), "iter_encode", counting)
    build([folder], chosen, encoder=encoder)
    assert embedded == []
    (folder / "青山.txt").write_text(REPORT.format(cases=99), encoding="utf-8")
    build([folder], chosen, encoder=encoder)
    assert embedded
    assert all("99件" in text for text in embedded)
    assert "99件" in Engine.open(chosen=chosen).search(Query("行政复议申请")).hits[0].text


def test_progress_tells_every_stage_to_its_end(chosen, folder, encoder):
    seen = []
    build([folder], chosen, seen.append, encoder)
    assert list(dict.fromkeys(progress.stage for progress in seen)) == list(STAGES)
    for stage in STAGES:
        steps = [progress for progress in seen if progress.stage == stage]
        assert [step.done for step in steps] == sorted(step.done for step in steps)
        assert steps[-1].done == steps[-1].total
        assert [step.share for step in steps] == sorted(step.share for step in steps)
        assert steps[-1].share == 1.0


def test_the_time_left_follows_the_work_not_the_count():
    """The longest texts come first: a tenth of the texts may be a third of the work."""
    assert Progress("计算向量", 100, 1000, 30.0, 0.33).seconds_left == pytest.approx(61, abs=1)
    assert Progress("计算向量", 0, 1000, 3.0, 0.0).seconds_left is None


def test_a_build_killed_half_way_leaves_the_old_index_and_a_rebuild_works(chosen, folder, encoder):
    build([folder], chosen, encoder=encoder)
    old = IndexFolder(chosen.index).current_name()
    for number in range(40):
        (folder / f"{number}.txt").write_text(REPORT.format(cases=1000 + number), encoding="utf-8")
    environment = {**os.environ, "FAZHI_MODELS": str(chosen.models), "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-m",
        "indexer",
        "build",
        str(folder),
        "--index",
        str(chosen.index),
        "--progress",
        "json",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "计算向量" in line:
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert IndexFolder(chosen.index).current_name() == old
    assert Engine.open(chosen=chosen).search(Query("行政复议")).hits
    build([folder], chosen, encoder=encoder)
    assert len(titles(chosen)) == 41


def test_a_correction_wins_survives_and_is_shown_as_such(chosen, folder, encoder):
    result = build([folder], chosen, encoder=encoder)
    ((report_id, source, _, metadata),) = Catalog(result.generation.folder).metadata()
    assert metadata.place.value is None
    chosen.overrides.write_text(
        f'[[report]]\nsource = "{source.sha256[:12]}"\nplace = "内蒙古/通辽/科左后旗"\nyear = 2023\npublisher = ""\n',
        encoding="utf-8",
    )
    for _ in range(2):
        result = build([folder], chosen, encoder=encoder)
        ((same_id, _, _, metadata),) = Catalog(result.generation.folder).metadata()
        assert same_id == report_id
        assert metadata.place.value.chain[-1] == "科尔沁左翼后旗"
        assert (metadata.level.value, metadata.year.value, metadata.publisher.value) == ("县", 2023, None)
        assert (metadata.year.confidence, metadata.year.evidence[0].rule) == (1.0, "人工更正")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[[report]", "读不出来"),
        ('[[report]]\nsource = "abc"', "前 8 位"),
        ('[[report]]\nsource = "abcdef12"\nordinal = 0', "从 1 开始"),
        ('[[report]]\nsource = "abcdef12"\ncolour = "红"', "不认识的字段 colour"),
        ('[[report]]\nsource = "abcdef12"\nyear = 20244', "四位数的年份"),
        ('[[report]]\nsource = "abcdef12"\nplace = "火星"', "没有这个地区"),
        ('[[report]]\nsource = "abcdef12"\nplace = "鼓楼区"', "几个同名的地区"),
        ('[[report]]\nsource = "abcdef12"\nkind = "小说"', "年度报告、工作总结"),
        ('[[report]]\nsource = "abcdef12"\npublished = "昨天"', "2025-01-09"),
        ("other = 1", r"\[\[report\]\]"),
    ],
)
def test_a_wrong_correction_is_refused_before_anything_is_built(chosen, folder, encoder, content, says):
    chosen.overrides.write_text(content, encoding="utf-8")
    with pytest.raises(CanyueError, match=says):
        build([folder], chosen, encoder=encoder)


def test_hidden_and_lock_files_in_a_folder_are_not_sources(chosen, folder, encoder):
    (folder / "~$青山.docx").write_bytes(b"lock")
    (folder / ".DS_Store").write_bytes(b"x")
    assert build([folder], chosen, encoder=encoder).failures == ()


def generation_files(settings: Settings) -> tuple[Path, PassageTable]:
    folder = IndexFolder(settings.index).current().folder
    return folder, Catalog(folder).table()


def test_an_index_has_vectors_of_passages_sentences_and_the_clauses_of_long_sentences(chosen, folder, encoder):
    """Each is the encoder's vector of its text, without what all documents have in common."""
    build([folder], chosen, encoder=encoder)
    generation, table = generation_files(chosen)
    calibration = Calibration.read(generation)
    texts = {row: text for row, (text, _) in Catalog(generation).texts(range(1)).items()}
    passages = [texts[row][a:b] for row, a, b in zip(table.report, table.start, table.stop, strict=True)]
    sentences = [texts[0][a:b] for a, b in zip(table.sentence_start, table.sentence_stop, strict=True)]
    clauses = [
        (passage, span.of(texts[0]))
        for passage, a, b in zip(table.sentence_passage, table.sentence_start, table.sentence_stop, strict=True)
        for span in clause_spans(texts[0], Span(int(a), int(b)))
    ]
    assert (len(passages), len(clauses)) == (2, 4)
    for name, expected in ((PASSAGES, passages), (SENTENCES, sentences)):
        vectors = VectorIndex(generation / name).vectors
        original = calibration.original_documents(vectors)
        np.testing.assert_allclose(original, encoder.encode_passages(expected), atol=5e-3)
    owners = np.load(generation / "clauses-passages.npy")
    assert owners.tolist() == [passage for passage, _ in clauses]
    original = calibration.original_documents(np.load(generation / "clauses.npy").astype(np.float32))
    np.testing.assert_allclose(original, encoder.encode_passages([text for _, text in clauses]), atol=1e-2)


def test_an_index_of_a_single_short_sentence_can_be_searched(chosen, tmp_path, encoder):
    """All its vectors point the same way and no sentence has clauses."""
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "一句.txt").write_text("青山县设立行政复议咨询窗口。\n", encoding="utf-8")
    build([folder], chosen, encoder=encoder)
    engine = Engine.open(chosen=chosen)
    for text in ("行政复议", "糖醋排骨", '"咨询窗口"', "窗口 -咨询"):
        result = engine.search(Query(text))
        assert all(np.isfinite((hit.score, hit.nearness)).all() for hit in result.hits)
    assert engine.search(Query('"咨询窗口"')).hits[0].text == "青山县设立行政复议咨询窗口。"
    assert engine.search(Query("窗口 -咨询")).hits == ()
    assert engine.similar(0) == ()
    assert engine.similar_reports(engine.shelf.infos[0].id) == ()


def test_what_only_queries_need_is_measured_again_at_each_build(chosen, folder, encoder):
    first = build([folder], chosen, encoder=encoder).generation.folder
    for number in range(3):
        (folder / f"{number}.txt").write_text(REPORT.format(cases=100 + number), encoding="utf-8")
    second = build([folder], chosen, encoder=encoder).generation.folder
    one, other = Calibration.read(first), Calibration.read(second)
    assert (one.query_mean == other.query_mean).all()
    assert not np.allclose(one.document_mean, other.document_mean, atol=1e-6)
