"""What follows where Slack refuses a letter for good: who is told, and who hears nothing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.acting.context import Context, system
from bot.consequences.dead_letters import follow_dead_letter
from bot.delivery.dead_letters import DeadLetter
from bot.letters import KINDS
from bot.letters.kits import Kit, KitReplaced, KitShownAnew
from bot.letters.letter import PassedOn, PrepPaused, Thing, Told, Unmissed
from bot.storage.tables import Due, Outbox, PrepSubscription
from tests.letters.scene import CHANNEL, LEAD, LOOP, OTHER, PANELIST, RECORD, SEAT, SUBSCRIPTION, TEAM, THIRD

TOLD = [kind for kind, one in KINDS.items() if isinstance(one.lost, Told)]
PASSED_ON = [kind for kind, one in KINDS.items() if isinstance(one.lost, PassedOn)]
UNMISSED = [kind for kind, one in KINDS.items() if isinstance(one.lost, Unmissed)]
PREP = [kind for kind, one in KINDS.items() if isinstance(one.lost, PrepPaused)]


def lost(kind: str, target: str = PANELIST, **more: Any) -> DeadLetter:
    """A letter of this kind that Slack refused."""
    about_seat = KINDS[kind].thing is Thing.SEAT
    letter = DeadLetter(
        TEAM, f"{kind}:{SUBSCRIPTION}", "post", kind, SEAT if about_seat else LOOP, target, None, {}, None
    )
    return replace(letter, **more)


def outbox(context: Context) -> list[Outbox]:
    with context.database.reading() as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


@pytest.mark.parametrize("kind", TOLD)
def test_the_lead_is_told_once_what_cannot_arrive(context: Context, kind: str) -> None:
    for _ in range(2):
        follow_dead_letter(context, lost(kind), "user_disabled")
    row, *anew = outbox(context)
    assert (row.kind, row.thing_id, row.target, row.about) == ("undelivered", LOOP, LEAD, RECORD)
    assert {one.kind for one in anew} == ({"status", "home"} if kind == "debrief" else set())
    assert row.args == f'{{"error": "user_disabled", "kind": "{kind}", "target": "{PANELIST}"}}'
    assert row.dedupe_key == f"undelivered:{kind}:{SUBSCRIPTION}"


def test_a_lead_who_can_not_be_reached_is_not_told_so_themselves(context: Context) -> None:
    follow_dead_letter(context, lost("kit", LEAD), "user_disabled")
    assert [row.target for row in outbox(context)] == [OTHER]


def test_of_a_thread_one_letter_is_told_of_for_all_its_parts(context: Context) -> None:
    for part in ("picture", "rest"):
        letter = lost("debrief_part", CHANNEL, key=f"debrief:{LOOP}:{part}", reply_to=f"debrief:{LOOP}")
        follow_dead_letter(context, letter, "is_archived")
    assert [row.dedupe_key for row in outbox(context)] == [f"undelivered:part of debrief:{LOOP}"]


def test_a_decision_is_told_of_by_itself_though_it_stands_in_the_thread(context: Context) -> None:
    for key in ("decision:1", "decision:2"):
        follow_dead_letter(
            context, lost("decision", CHANNEL, key=key, reply_to=f"debrief:{LOOP}"), "is_archived"
        )
    assert [row.dedupe_key for row in outbox(context)] == ["undelivered:decision:1", "undelivered:decision:2"]


@pytest.mark.parametrize("kind", PASSED_ON)
def test_a_leads_own_news_goes_to_whoever_leads_next_until_nobody_is_left(
    context: Context, kind: str
) -> None:
    letter = lost(kind, LEAD, args={"what": "knows"}, about=RECORD)
    follow_dead_letter(context, letter, "user_disabled")
    (row,) = outbox(context)
    assert (row.kind, row.thing_id, row.target, row.about) == (kind, letter.thing_id, OTHER, RECORD)
    assert (row.args, row.priority) == ('{"what": "knows"}', 1)
    assert row.dedupe_key == f"{letter.key}>{OTHER}"
    follow_dead_letter(context, replace(letter, key=row.dedupe_key, target=OTHER), "user_disabled")
    follow_dead_letter(context, replace(letter, key="last", target=THIRD), "user_disabled")
    assert [row.target for row in outbox(context)] == [OTHER, THIRD]


@pytest.mark.parametrize("kind", UNMISSED)
def test_nobody_hears_of_what_is_shown_again_anyway(context: Context, kind: str) -> None:
    follow_dead_letter(context, lost(kind), "user_disabled")
    assert outbox(context) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_follows_from_an_edit_that_is_refused(context: Context, kind: str) -> None:
    follow_dead_letter(context, lost(kind, op="update"), "message_not_found")
    assert outbox(context) == []
    assert not _subscription(context).paused


def test_a_kind_that_nobody_knows_any_more_troubles_nobody(context: Context) -> None:
    follow_dead_letter(context, replace(lost("kit"), kind="of long ago"), "user_disabled")
    assert outbox(context) == []


@pytest.mark.parametrize("kind", PREP)
def test_prep_is_paused_where_it_can_not_arrive_and_who_set_it_up_is_told(
    context: Context, kind: str
) -> None:
    letter = lost(kind, "C5", key=f"{kind}:{SUBSCRIPTION}:2026-03-02", thing_id=12345)
    for _ in range(2):
        follow_dead_letter(context, letter, "is_archived")
    assert _subscription(context).paused
    (row,) = outbox(context)
    assert (row.dedupe_key, row.kind, row.target) == (
        f"prep_lost:{SUBSCRIPTION}:20260302093015",
        "prep_lost",
        OTHER,
    )


def test_a_letter_is_put_once_and_what_shows_anew_waits_once(context: Context) -> None:
    with context.transaction(system(TEAM)) as tx:
        assert Kit(SEAT, 1, PANELIST, RECORD).put(tx)
        assert not Kit(SEAT, 1, PANELIST, RECORD).put(tx)
        assert KitShownAnew(SEAT, 1, PANELIST).put(tx)
        assert not KitShownAnew(SEAT, 1, PANELIST).put(tx)
        assert KitReplaced(SEAT, 1, PANELIST).put(tx)
    keys = [row.dedupe_key for row in outbox(context)]
    assert keys == [f"kit:{SEAT}:1", f"refresh:kit:{SEAT}:1#1", f"replaced:kit:{SEAT}:1"]


def test_a_letter_that_is_withheld_is_lost_with_the_word_for_why(context: Context) -> None:
    with context.transaction(system(TEAM)) as tx:
        Kit(SEAT, 1, PANELIST, RECORD).withhold(tx, "candidate_in_channel")
    (row,) = outbox(context)
    assert (row.state, row.error) == ("dead", "candidate_in_channel")
    with context.database.reading() as session:
        assert session.scalars(select(Due.kind)).all() == ["dead_letter"]


def _subscription(context: Context) -> PrepSubscription:
    with context.database.reading() as session:
        return session.get_one(PrepSubscription, SUBSCRIPTION)
