"""What follows from who reads a debrief's channel."""

from collections.abc import Callable
from typing import get_args

import pytest

from bot.acting.context import Transaction
from bot.delivery.outbox import Note, put
from bot.domain import audience as happened
from bot.domain.audience import AudienceEvent, Misfit, Unfit
from bot.domain.loops.loop import Loop
from bot.storage.tables import Outbox
from tests.consequences.scene import STATUS, Left, record, scene, what_follows

TURNED = {
    "update turned:debrief:1#1 to C1",
    "update turned:debrief:1:rest#1 to C1",
    "update turned:decision:5#1 to C1",
}
TABLE: dict[type, tuple[Callable[[Loop], AudienceEvent], Left]] = {
    happened.ChannelChanged: (
        lambda _: happened.ChannelChanged("C1", "Ev1"),
        {"due audience:C1:Ev1 at 09 08:00"},
    ),
    happened.ChannelLookedAt: (
        lambda _: happened.ChannelLookedAt("C1", stands=True),
        {"due audience:C1:2026-06-09T09:00:00+02:00 at 09 09:00"},
    ),
    happened.DebriefHidden: (
        lambda loop: happened.DebriefHidden(loop, Misfit(Unfit.CANDIDATE, ("UCAND",))),
        TURNED
        | {"post exposed:1#1 to Lead"}
        | STATUS
        | record("hide debrief", "loop:1", "C1: candidate_in_channel:UCAND"),
    ),
    happened.DebriefShown: (
        happened.DebriefShown,
        TURNED | STATUS | record("show debrief again", "loop:1", "C1"),
    ),
    happened.GuestsFound: (
        lambda loop: happened.GuestsFound(loop, ("UGIL", "UNAT"), "Lead"),
        {"post guest:C1:UGIL:Lead to Lead", "post guest:C1:UNAT:Lead to Lead"},
    ),
    happened.GuestsConfirmed: (
        lambda loop: happened.GuestsConfirmed(loop, ("UGIL", "UNAT")),
        record("confirm guests", "loop:1", "C1: UGIL, UNAT"),
    ),
}


@pytest.fixture
def posted(tx: Transaction) -> Transaction:
    """A head and a decision stand in the channel, a part is on its way; another part was dropped."""
    states = {
        "debrief:1": ("debrief", "sent"),
        "debrief:1:rest": ("debrief_part", "sending"),
        "debrief:1:picture": ("debrief_part", "dropped"),
        "decision:5": ("decision", "sent"),
    }
    for key, (kind, state) in states.items():
        put(tx, Note(key, kind, 1, "C1"))
        tx.session.query(Outbox).filter_by(dedupe_key=key).one().state = state
    tx.session.flush()
    return tx


def test_every_event_is_in_the_table() -> None:
    assert set(TABLE) == set(get_args(AudienceEvent))


@pytest.mark.parametrize("event", TABLE, ids=lambda one: one.__name__)
def test_from_each_event_follows_what_the_table_says(posted: Transaction, event: type) -> None:
    happens, follows = TABLE[event]
    assert what_follows(posted, happens(scene().loop)) == follows


def test_a_channel_in_which_nothing_stands_is_not_looked_at_again(tx: Transaction) -> None:
    assert what_follows(tx, happened.ChannelLookedAt("C1", stands=False)) == set()


def test_what_was_on_its_way_is_not_said_to_have_been_read(posted: Transaction) -> None:
    what_follows(posted, happened.DebriefHidden(scene().loop, Misfit(Unfit.PUBLIC)))
    (letter,) = posted.session.query(Outbox).filter_by(kind="exposed")
    assert '"stood": ["debrief", "decision"]' in letter.args
