"""The kinds of letters: each is drawn by one class, which says all that must be said of it."""

import pkgutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

import bot.letters
from bot.acting.context import Context
from bot.delivery.outbox import Note
from bot.delivery.rendered import Rendered
from bot.domain.loops import CardState, LoopState, LoopView, Role, SeatState, SeatView
from bot.letters import KINDS
from bot.letters.letter import ForColleagues, Letter, PassedOn, PrepPaused, Thing, Told, Unmissed
from bot.letters.seats import ToHolder, ToLead
from bot.storage.sending import Item
from bot.views import loop_news

SEATED, SHADOW, STANDS_IN = "U1", "U3", "U4"
ZONE = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

WHAT_IS_OUT = {
    "kit": (Thing.SEAT, Told),
    "kit_replaced": (Thing.SEAT, Unmissed),
    "cancelled": (Thing.SEAT, Told),
    "status": (Thing.LOOP, Unmissed),
    "seat_news": (Thing.SEAT, PassedOn),
    "seat_told": (Thing.SEAT, Told),
    "loop_leads": (Thing.LOOP, Unmissed),
    "opening_leads": (Thing.NOTHING, Unmissed),
    "plan": (Thing.LOOP, Unmissed),
    "trial": (Thing.LOOP, Unmissed),
    "practice_plan": (Thing.LOOP, Unmissed),
    "practice_over": (Thing.LOOP, Unmissed),
    "practice_gone": (Thing.NOTHING, Unmissed),
    "welcome": (Thing.NOTHING, Unmissed),
    "lead_named": (Thing.NOTHING, Unmissed),
    "home": (Thing.NOTHING, Unmissed),
    "nudge": (Thing.SEAT, Told),
    "nudge_line": (Thing.SEAT, Unmissed),
    "debrief": (Thing.LOOP, Told),
    "debrief_part": (Thing.LOOP, Told),
    "decision": (Thing.LOOP, Told),
    "debrief_waits": (Thing.LOOP, PassedOn),
    "cards_in": (Thing.LOOP, PassedOn),
    "exposed": (Thing.LOOP, PassedOn),
    "guest": (Thing.LOOP, PassedOn),
    "glass_told": (Thing.LOOP, Unmissed),
    "glass_open": (Thing.LOOP, Unmissed),
    "removed": (Thing.NOTHING, Unmissed),
    "undelivered": (Thing.LOOP, PassedOn),
    "given_up": (Thing.LOOP, PassedOn),
    "digest": (Thing.NOTHING, Unmissed),
    "bank_broken": (Thing.NOTHING, Unmissed),
    "bank_mended": (Thing.NOTHING, Unmissed),
    "prep": (Thing.PREP_SEND, PrepPaused),
    "prep_week": (Thing.SUBSCRIPTION, PrepPaused),
    "prep_empty": (Thing.SUBSCRIPTION, PrepPaused),
    "prep_welcome": (Thing.SUBSCRIPTION, PrepPaused),
    "prep_lost": (Thing.SUBSCRIPTION, PrepPaused),
    "prep_eve": (Thing.SUBSCRIPTION, PrepPaused),
    "prep_over": (Thing.SUBSCRIPTION, PrepPaused),
}
"""Every kind that may wait in an outbox: what its number is of, and what follows where it is lost."""
NOT_OF_HIRING = {
    "home",
    "removed",
    "prep",
    "prep_week",
    "prep_empty",
    "prep_welcome",
    "prep_lost",
    "prep_eve",
    "prep_over",
}


class Mute(Letter):
    """A letter that draws nothing: a group of others, as long as it has no kind."""

    def note(self) -> Note:
        return Note("k", "k", 1, "U1")

    @staticmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        return None


def seat(user_id: str, role: Role = Role.PANELIST) -> SeatView:
    return SeatView(4, user_id, role, NOON, 45, SeatState.SENT, CardState.NONE, may_undo=True)


def loop(*seats: SeatView) -> LoopView:
    return LoopView(7, "S. C.", "Sam", "Engineer", LoopState.RUNNING, "U2", "G1", NOON, seats)


def told_of(kind: str, view: LoopView, target: str, error: str = "no_such_thing") -> str:
    """What the lead reads where a letter of this kind is lost."""
    lost = KINDS[kind].lost
    assert isinstance(lost, Told)
    return str(lost.words(view, target, error))


def test_every_kind_that_may_wait_in_an_outbox_is_drawn() -> None:
    assert {kind: (one.thing, type(one.lost)) for kind, one in KINDS.items()} == WHAT_IS_OUT


def test_the_package_knows_every_file_of_letters() -> None:
    files = {one.name for one in pkgutil.iter_modules(bot.letters.__path__)} - {"letter"}
    assert {one.__module__.removeprefix("bot.letters.") for one in KINDS.values()} == files


def test_two_letters_of_one_kind_cannot_be_imported() -> None:
    with pytest.raises(TypeError, match="Again and AnyKit are both drawn for 'kit'"):
        type("Again", (Mute,), {"kind": "kit", "thing": Thing.SEAT, "lost": Unmissed()})


@pytest.mark.parametrize("silent", ["thing", "lost"])
def test_a_letter_that_leaves_something_open_cannot_be_imported(silent: str) -> None:
    said: dict[str, Any] = {"kind": "open", "thing": Thing.SEAT, "lost": Unmissed()}
    del said[silent]
    with pytest.raises(TypeError, match=f"doesn't say: {silent}"):
        type("Open", (Mute,), said)
    assert "open" not in KINDS


def test_a_letter_that_nobody_draws_cannot_be_imported() -> None:
    with pytest.raises(TypeError, match="doesn't say: draw"):
        type("Undrawn", (Letter,), {"kind": "undrawn", "thing": Thing.SEAT, "lost": Unmissed()})
    assert "undrawn" not in KINDS


def test_the_loop_of_a_letter_that_a_lead_must_hear_of_can_be_found() -> None:
    missed = [one for one in KINDS.values() if isinstance(one.lost, Told | PassedOn)]
    assert missed
    assert {one.thing for one in missed} <= {Thing.SEAT, Thing.LOOP}


def test_all_letters_of_hiring_are_kept_from_candidates() -> None:
    assert {kind for kind, one in KINDS.items() if not issubclass(one, ForColleagues)} == NOT_OF_HIRING


def test_there_are_words_for_whatever_becomes_of_a_seat() -> None:
    for what in (*get_args(ToLead), "back"):
        assert f"<@{SEATED}>" in str(loop_news.news(what, seat(SEATED), loop(), STANDS_IN, ZONE))
    for what in get_args(ToHolder):
        assert "S. C.: " in str(loop_news.seat_told(what, "S. C.", "Mon", "Tue"))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("cancelled", "*The cancellation can't reach* <@U1>: Slack says “no_such_thing”"),
        ("nudge", "*A reminder can't reach* <@U1>"),
        ("seat_told", "*News about their seat can't reach* <@U1>"),
        ("decision", "*Your decision can't be posted* in <#U1>"),
        ("debrief_part", "*A part of the debrief's thread is missing* in <#U1>"),
        ("debrief", "Pick another private channel for it."),
    ],
)
def test_a_lost_letter_has_words_of_its_own(kind: str, says: str) -> None:
    assert says in told_of(kind, loop(), "U1")


def test_every_lost_letter_that_is_told_of_says_about_whom_and_why() -> None:
    for kind, one in KINDS.items():
        if isinstance(one.lost, Told):
            said = told_of(kind, loop(seat(SEATED)), SEATED, "user_disabled")
            assert "S. C." in said
            assert "the person has left" in said


def test_only_a_debrief_that_cannot_be_posted_asks_for_another_channel() -> None:
    asks = {
        kind
        for kind, one in KINDS.items()
        if isinstance(one.lost, Told) and "Pick a channel" in told_of(kind, loop(), "U1")
    }
    assert asks == {"debrief"}


def test_a_kit_that_cannot_arrive_frees_the_seat_or_asks_who_stands_in() -> None:
    assert "'Free the seat'" in told_of("kit", loop(seat(SEATED)), SEATED)
    helped = told_of("kit", loop(seat(SEATED), seat(STANDS_IN, Role.STAND_IN)), SEATED)
    assert "'Ask the stand-in'" in helped
    shadow = told_of("kit", loop(seat(SEATED), seat(SHADOW, Role.SHADOW)), SHADOW)
    assert "Nothing else changes." in shadow
    assert "button" not in shadow
    declined = replace(seat(STANDS_IN, Role.STAND_IN), state=SeatState.DECLINED)
    assert "'Free the seat'" in told_of("kit", loop(seat(SEATED), declined), SEATED)
