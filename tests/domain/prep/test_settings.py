from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.prep import Settings, pool
from bot.domain.questions import Level, Question
from tests.packaged import read_bank

BANK = read_bank()
SETTINGS = Settings("data_scientist", Level.MID, 9, ZoneInfo("UTC"))


def trained(settings: Settings) -> set[str]:
    return {one.competency for one in pool(BANK, settings, anything)}


def anything(_: Question) -> bool:
    return True


def test_without_topics_it_is_all_that_the_role_is_about_and_nothing_else() -> None:
    assert trained(SETTINGS) == {one.key for one in BANK.set("data_scientist").competencies}


def test_topics_hold_also_where_they_are_not_the_roles() -> None:
    assert trained(replace(SETTINGS, topics=frozenset({"mlops"}))) == {"mlops"}


def test_a_role_that_the_bank_has_no_longer_leaves_all_of_it() -> None:
    prepared = {one.competency for one in BANK.questions(level=Level.MID, prep=True)}
    assert trained(replace(SETTINGS, role="pilot")) == prepared
