"""A draft compared with the reports: what stands there already, what is near, what is its own; where, and who else."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from corpus.errors import CanyueError
from search import Engine, QueryInvalid
from search.__main__ import main as search
from search.draft_output import draft_json, summary
from search.drafts import LONGEST_DRAFT, DraftClass
from search.phrases import SHORTEST
from tests.search.conftest import DISPUTES, FORMULA, RELATED

OWN = "为全县五十处农村饮用水水源安装水质监测探头，数据实时上传。"


def only(engine: Engine, text: str):
    (sentence,) = engine.drafts.check(text).sentences
    return sentence


def test_a_sentence_that_stands_in_reports_lists_every_place(peers: Engine) -> None:
    sentence = only(peers, FORMULA)
    assert sentence.kind is DraftClass.SAME
    assert sentence.source.text == FORMULA
    # Four reports, in one of them a second time with another word.
    assert sentence.source.used == len(sentence.source.uses) == 5
    for use in sentence.source.uses:
        report = peers.report(use.report.id)
        assert use.span.of(report.text).startswith("建立健全行政执法公示")
        assert use.citation == peers.cite(report, use.span.start)


@pytest.mark.parametrize(
    "changed",
    [
        DISPUTES.format(count=333),
        DISPUTES.format(count=94).replace(",", "，"),
        DISPUTES.format(count=94).replace("带头", "主动"),
        "榆林市" + DISPUTES.format(count=12),
    ],
)
def test_other_figures_places_marks_and_a_changed_word_are_the_same_wording(peers: Engine, changed: str) -> None:
    sentence = only(peers, changed)
    assert sentence.kind is DraftClass.SAME
    assert sentence.source.used == 2
    assert {use.report.name for use in sentence.source.uses} == {
        "郯城县2023年度法治政府建设情况报告",
        "郯城县2024年度法治政府建设情况报告",
    }


def test_a_sentence_that_denies_what_another_says_is_not_the_same(peers: Engine) -> None:
    denied = RELATED.replace("每年开展两次", "没有每年开展两次").replace("督促执法单位", "未督促执法单位")
    assert only(peers, RELATED).kind is DraftClass.SAME
    assert only(peers, denied).kind is not DraftClass.SAME


def test_the_same_in_other_words_is_near_with_its_nearest_sentence(peers: Engine) -> None:
    sentence = only(peers, "建立行政争议调处平台，起诉到法院之前先做调解工作，行政机关主要负责人亲自出庭。")
    assert sentence.kind is DraftClass.NEAR
    assert sentence.source.text.startswith("成立行政争议化解中心")
    assert len(sentence.source.uses) == sentence.source.used == 1
    assert 0 < sentence.source.likeness < 1


def test_what_nobody_wrote_is_ones_own(engine: Engine) -> None:
    sentence = only(engine, OWN)
    assert (sentence.kind, sentence.source) == (DraftClass.OWN, None)


def test_every_sentence_of_the_sample_is_found_where_it_stands(engine: Engine) -> None:
    report = engine.report(engine.shelf.infos[0].id)
    text = "\n".join(
        sentence.span.of(report.text) for passage in report.passages[:12] for sentence in passage.sentences
    )
    check = engine.drafts.check(text)
    assert len(check.sentences) > 20
    assert {sentence.kind for sentence in check.sentences} == {DraftClass.SAME}
    for sentence in check.sentences:
        assert sentence.span.of(text) == sentence.text
        assert sentence.source is None or sentence.source.uses[0].span.of(
            engine.report(sentence.source.report.id).text
        ) == (sentence.source.text)


def test_a_draft_is_cut_into_sentences_and_counted(peers: Engine) -> None:
    check = peers.drafts.check(f"一、做法\n\n{FORMULA}{OWN}\n成效显著。")
    assert [sentence.kind for sentence in check.sentences] == [DraftClass.SAME, DraftClass.OWN]
    assert summary(check) == "共 2 句：相同 1、相近 0、自拟 1"


def test_similar_practices_come_from_places_that_are_not_quoted(engine: Engine) -> None:
    quoted = only(engine, "推进行政复议规范化建设，行政复议纠错率30.98%。")
    check = engine.drafts.check("健全行政争议实质性化解机制，推动诉源治理，行政机关负责人出庭应诉。")
    places = [hit.report.place for hit in check.elsewhere]
    assert 0 < len(places) <= 5
    assert len(set(places)) == len(places)
    sources = {use.report.place for sentence in check.sentences if sentence.source for use in sentence.source.uses}
    assert not sources & set(places)
    assert quoted.kind in DraftClass


def test_nothing_in_a_draft_is_read_as_a_query(engine: Engine) -> None:
    plain = "健全行政争议实质性化解机制，推动诉源治理，行政机关负责人出庭应诉。"
    asked = plain.replace("推动", "推动“没有这个词”-行政 地区:火星 ")
    assert engine.drafts.check(asked).elsewhere


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  \n ", "空的"),
        ("字" * (LONGEST_DRAFT + 1), "一次最多对照 5000 个字"),
        ("好。很好！", f"至少要有 {SHORTEST} 个字"),
    ],
)
def test_what_cannot_be_checked_is_said(peers: Engine, text: str, said: str) -> None:
    with pytest.raises(QueryInvalid, match=said):
        peers.drafts.check(text)


def test_signs_alone_and_strange_text_do_no_harm(peers: Engine) -> None:
    for text in (
        "<script>alert(1)</script>；DROP TABLE report;--",
        "《某某办法》《某某规定》《某某条例》",
        "𠮷" * 40,
        "1234567890",
    ):
        assert len(peers.drafts.check(text).sentences) == 1


def test_json_names_spans_classes_and_sources(peers: Engine) -> None:
    found = json.loads(json.dumps(draft_json(peers.drafts.check(FORMULA + OWN))))
    assert found["counts"] == {"相同": 1, "相近": 0, "自拟": 1}
    first, second = found["sentences"]
    assert (first["class"], first["source"]["text"], len(first["source"]["uses"])) == ("相同", FORMULA, 5)
    assert (second["class"], second["source"]) == ("自拟", None)
    assert second["span"] == [len(FORMULA), len(FORMULA + OWN)]


def test_the_command_reads_a_file(peers: Engine, peers_settings, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("search.engine.settings", lambda: peers_settings)
    (tmp_path / "draft.txt").write_text(f"{FORMULA}\n{OWN}", encoding="utf-8")
    run = CliRunner().invoke(search, ["draft", str(tmp_path / "draft.txt")], standalone_mode=False)
    assert run.exit_code == 0 and run.return_value == 0
    assert "共 2 句：相同 1、相近 0、自拟 1" in run.output
    assert "1. 〔相同〕建立健全行政执法公示" in run.output and "出处：《洛阳市2024年度" in run.output


@pytest.mark.parametrize(("content", "said"), [(None, "读不了"), ("草稿内容是这样".encode("gbk"), "UTF-8")])
def test_a_file_that_cannot_be_read_is_said(peers_settings, tmp_path, monkeypatch, capsys, content, said) -> None:
    monkeypatch.setattr("search.engine.settings", lambda: peers_settings)
    if content is not None:
        (tmp_path / "draft.txt").write_bytes(content)
    try:
        code = search.main(["draft", str(tmp_path / "draft.txt")], standalone_mode=False)
    except CanyueError as error:
        pytest.fail(str(error))
    assert code == 2
    assert said in capsys.readouterr().err
