"""Named practices: what they are, whose, what came of them, and who else has them by the same name."""

import json

import pytest
from click.testing import CliRunner

from search import Engine
from search.practices import PracticeQuery, bare_name, grouped, same_practice


def test_every_practice_is_the_words_of_its_report(engine: Engine):
    cards = engine.practices.find(PracticeQuery()).cards
    assert len(cards) > 100
    for card in cards:
        text = engine.report(card.report.id).text
        assert card.practice.span.of(text) == card.name
        assert card.practice.sentence.of(text) == card.sentence
        assert card.name in card.sentence
        assert card.report.name in card.citation
        for span in card.practice.results:
            assert span.of(text).strip()


def test_words_of_the_name_come_before_words_of_the_sentence(engine: Engine):
    cards = engine.practices.find(PracticeQuery("评理说事点")).cards
    assert cards
    named = ["评理说事点" in card.name for card in cards]
    assert named == sorted(named, reverse=True)
    assert all("评理说事点" in card.name + card.sentence for card in cards)


def test_a_place_includes_what_lies_in_it_and_a_year_is_the_reports(engine: Engine):
    inside = engine.practices.find(PracticeQuery(places=("贵州省",))).cards
    assert inside
    assert {card.place_name for card in inside} == {"黔南布依族苗族自治州"}
    assert all(
        card.report.metadata.year.value == 2022 for card in engine.practices.find(PracticeQuery(years=(2022,))).cards
    )


def test_the_same_practice_elsewhere_is_found_by_its_name(engine: Engine):
    cards = {card.number: card for card in engine.practices.find(PracticeQuery()).cards}
    shared = [card for card in cards.values() if card.elsewhere]
    assert shared
    for card in shared:
        for number in card.elsewhere:
            assert cards[number].report.id != card.report.id
            assert same_practice(card.name, cards[number].name)
            assert card.number in cards[number].elsewhere


def test_the_same_practice_stands_in_one_group_and_places_do_not_hide_who_else_has_it(engine: Engine):
    everywhere = engine.practices.find(PracticeQuery()).cards
    groups = grouped(everywhere)
    assert sorted(card.number for group in groups for card in group) == sorted(card.number for card in everywhere)
    (group,) = (group for group in groups if group[0].name == "府院联动")
    (card,) = engine.practices.find(PracticeQuery("府院联动机制", places=("内蒙古自治区",))).cards
    assert {other.place_name for other in engine.practices.others(card)} | {card.place_name} == {
        member.place_name for member in group
    }


def test_places_and_years_narrow_together(engine: Engine):
    found = engine.practices.find(PracticeQuery(places=("内蒙古自治区",), years=(2024,))).cards
    assert found and {card.report.metadata.year.value for card in found} == {2024}
    assert engine.practices.find(PracticeQuery(places=("内蒙古自治区",), years=(2021,))).cards == ()


def test_a_clause_with_two_figures_is_told_once(engine: Engine):
    cards = engine.practices.find(PracticeQuery()).cards
    assert any(len(card.results) < len(card.practice.results) for card in cards)
    for card in cards:
        assert len(set(card.results)) == len(card.results)
        assert all(result in engine.report(card.report.id).text for result in card.results)


def test_command_line_lists_practices(sample_index):
    from search.__main__ import main

    ran = CliRunner().invoke(main, ["practices", "评理说事点", "--index", str(sample_index)], standalone_mode=False)
    assert "评理说事点  " in ran.output and "出处：" in ran.output
    ran = CliRunner().invoke(main, ["practices", "--json", "--index", str(sample_index)], standalone_mode=False)
    first = json.loads(ran.output)["practices"][0]
    assert first["name"] in first["sentence"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("“警民联调”工作机制", "警民联调", True),
        ("百姓评理说事点", "村民评理说事点", False),
        ("法院+工会", "法院＋工会", True),
        ("府院联动", "府检联动", False),
        ("1+3", "136", False),
        ("“1+3”工作机制", "1＋3", True),
        ("三统一三联动三保障", "三统一三联动二保障", False),
    ],
)
def test_names_of_one_practice(first, second, same):
    assert same_practice(first, second) is same
    assert bare_name(first)
