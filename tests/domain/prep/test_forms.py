from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import Invalid
from bot.domain.prep import PrepForm, Settings, chosen
from bot.domain.questions import Level
from tests.packaged import read_bank

FORM = PrepForm("data_scientist", "mid", 9, "Europe/Berlin")
NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""In Berlin it is the 24th already."""


@pytest.mark.parametrize(
    ("said", "day"), [("", None), ("2026-11-24", date(2026, 11, 24)), ("2027-11-25", date(2027, 11, 25))]
)
def test_an_interview_may_be_today_or_within_a_year_in_their_own_place(said: str, day: date | None) -> None:
    assert chosen(replace(FORM, interview=said), read_bank(), NOW).interview == day


@pytest.mark.parametrize("said", ["2026-11-23", "2027-11-26", "soon"])
def test_a_date_that_is_none_to_prepare_for_is_refused_at_its_field(said: str) -> None:
    with pytest.raises(Invalid) as fault:
        chosen(replace(FORM, interview=said), read_bank(), NOW)
    assert fault.value.fields.keys() == {"interview"}


def test_a_form_says_settings_and_topics_that_are_gone_are_left_out() -> None:
    topic = next(one.competency for one in read_bank().questions(prep=True) if "mid" in one.levels)
    form = replace(FORM, topics=frozenset({topic, "long gone"}), weekdays=frozenset({0, 2}))
    wanted = Settings(
        "data_scientist", Level.MID, 9, ZoneInfo("Europe/Berlin"), frozenset({topic}), frozenset({0, 2})
    )
    assert chosen(form, read_bank(), NOW) == wanted


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
        chosen(form, read_bank(), NOW)
    assert fault.value.fields.keys() == fields


def test_a_level_without_a_question_asks_for_more_topics() -> None:
    bank = replace(read_bank(), all_questions=())
    with pytest.raises(Invalid) as fault:
        chosen(FORM, bank, NOW)
    assert fault.value.fields.keys() == {"topics"}
