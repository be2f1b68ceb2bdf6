"""The question hub's modals: every page and every question is something that Slack takes."""

from itertools import product

import pytest

from bot.domain.questions import Bank, Kind, Level, parse_bank
from bot.domain.questions.browsing import PAGE_SIZE, Filters, browse
from bot.ground.resources import read_question_files
from bot.views.questions import FaultLine, broken, hub, mended, whole
from sandbox.validation.messages import check_message
from sandbox.validation.views import check_view


@pytest.fixture(scope="module")
def bank() -> Bank:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    return parsed


def test_slack_takes_every_page_of_every_filter(bank: Bank) -> None:
    keys = [None, *(one.key for one in bank.competencies)]
    seen = 0
    for level, key, kind in product([None, *Level], keys, [None, *Kind]):
        first = browse(bank, Filters(level, key, kind))
        for number in range(1, first.pages + 1):
            page = browse(bank, Filters(level, key, kind), number)
            assert check_view(hub(page)) == []
            seen += len(page.questions)
            assert all(level is None or level in one.levels for one in page.questions)
            assert all(key is None or one.competency == key for one in page.questions)
            assert all(kind is None or one.kind is kind for one in page.questions)
    assert seen > len(bank.all_questions)


def test_the_pages_hold_every_question_once_and_in_order(bank: Bank) -> None:
    pages = browse(bank, Filters()).pages
    assert pages == -(-len(bank.all_questions) // PAGE_SIZE)
    found = [one for number in range(1, pages + 1) for one in browse(bank, Filters(), number).questions]
    assert found == list(bank.all_questions)


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (1, 1), (999, 17)])
def test_a_page_that_is_not_there_gives_the_nearest(bank: Bank, asked: int, given: int) -> None:
    assert browse(bank, Filters(), asked).number == given


def test_slack_takes_every_question_whole(bank: Bank) -> None:
    for question in bank.all_questions:
        assert check_view(whole(question, bank.competency(question.competency).name, 12)) == []


def test_slack_takes_the_news_about_the_files() -> None:
    faults = [FaultLine("questions/data.yaml", 12, "x" * 300, "y" * 300)] * 5
    for text, blocks in (broken(faults, 0), broken(faults[:1], 1), broken(faults, 120), mended()):
        assert check_message({"channel": "C1", "text": text, "blocks": blocks}) == []
