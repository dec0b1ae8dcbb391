"""How sure it is that the best figure answers: what the signs are, and which way each of them points."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from corpus.model import Span
from search.answers.sureness import LEAST_ODDS, FigureSigns, signs_of

USUAL = FigureSigns(lead=0.5, near=0.5, words=0.5, passage=0.9, around=0.5, measure=1.0, rank=0.1)


def candidate(value: float, score: float, *, unit: str = "件", sentence: int = 0):
    scored = SimpleNamespace(row=0, span=Span(sentence, sentence + 9), words=0.4, passage_score=0.8)
    figure = SimpleNamespace(value=value, unit=unit)
    return SimpleNamespace(figure=figure, scored=scored, score=score, told=f"办结 {unit}", around=0.6)


def signs(*candidates, sentences=(0, 20), measure="件"):
    found = [SimpleNamespace(row=0, span=Span(start, start + 9)) for start in sentences]
    return signs_of(candidates, found, measure, lambda told: 0.7 if "办结" in told else 0.0)


def test_a_figure_leads_the_next_of_another_value():
    found = signs(candidate(3, 2.0), candidate(3, 1.9), candidate(5, 1.5))
    assert found.lead == pytest.approx(0.5)
    assert (found.near, found.words, found.passage, found.around, found.measure) == (0.7, 0.4, 0.8, 0.6, 1.0)
    assert signs(candidate(3, 2.0), candidate(3, 1.9)).lead == 2.0


def test_the_rank_is_that_of_its_sentence_among_those_found():
    assert signs(candidate(3, 2.0)).rank == 0.0
    assert signs(candidate(3, 2.0, sentence=20)).rank == pytest.approx(0.05)
    assert signs(candidate(3, 2.0, sentence=99)).rank == 1.0
    assert signs(candidate(3, 2.0), measure="人").measure == 0.0


@pytest.mark.parametrize("sign", ["lead", "near", "words", "passage", "around", "measure"])
def test_more_of_a_sign_is_surer(sign):
    assert replace(USUAL, **{sign: 0.0}).odds < USUAL.odds


def test_a_sentence_far_behind_is_less_sure():
    assert replace(USUAL, rank=1.0).odds < USUAL.odds


def test_what_leads_clearly_and_means_the_same_is_sure_enough_and_what_only_stands_near_is_not():
    assert replace(USUAL, lead=2.0, near=0.7, passage=1.0, rank=0.0).odds >= LEAST_ODDS
    assert replace(USUAL, lead=0.0, near=0.2, passage=0.4).odds < LEAST_ODDS
