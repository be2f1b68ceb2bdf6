from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import Invalid
from bot.domain.prep import PrepForm, Settings, chosen
from bot.domain.questions import Level
from tests.packaged import read_bank

FORM = PrepForm("data_scientist", "mid", 9, "Europe/Berlin")


def test_a_form_says_settings_and_topics_that_are_gone_are_left_out() -> None:
    topic = next(one.competency for one in read_bank().questions(prep=True) if "mid" in one.levels)
    form = replace(FORM, topics=frozenset({topic, "long gone"}), weekdays=frozenset({0, 2}))
    wanted = Settings(
        "data_scientist", Level.MID, 9, ZoneInfo("Europe/Berlin"), frozenset({topic}), frozenset({0, 2})
    )
    assert chosen(form, read_bank()) == wanted


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (replace(FORM, role="pilot"), {"role"}),
        (replace(FORM, level="chief"), {"level"}),
        (replace(FORM, hour=24), {"hour"}),
        (replace(FORM, hour=-1), {"hour"}),
        (replace(FORM, weekdays=frozenset()), {"weekdays"}),
        (replace(FORM, zone="Nowhere/Land"), {"zone"}),
        (replace(FORM, zone=""), {"zone"}),
        (PrepForm("", "", 99, "", weekdays=frozenset()), {"role", "level", "hour", "weekdays", "zone"}),
    ],
)
def test_each_fault_of_a_form_stands_at_its_field(form: PrepForm, fields: set[str]) -> None:
    with pytest.raises(Invalid) as fault:
        chosen(form, read_bank())
    assert fault.value.fields.keys() == fields


def test_a_level_without_a_question_asks_for_more_topics() -> None:
    bank = replace(read_bank(), all_questions=())
    with pytest.raises(Invalid) as fault:
        chosen(FORM, bank)
    assert fault.value.fields.keys() == {"topics"}
