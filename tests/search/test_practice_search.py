"""Named practices: what they are, whose, what came of them, and who else has them by the same name."""

import json

import pytest
from click.testing import CliRunner

from search import Engine
from search.practices import PracticeQuery, bare_name, same_practice


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
    ],
)
def test_names_of_one_practice(first, second, same):
    assert same_practice(first, second) is same
    assert bare_name(first)
