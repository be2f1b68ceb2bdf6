"""Forms for a seat: who, when, how long, in which turn; one panelist more; what a shadow does."""

import json
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import slackblocks as sb

from bot.domain.loops import LoopView, Missed, SeatView
from bot.views import ids
from bot.views.blocks import Json, context, field, modal, radios, select
from bot.views.words import clock, day, short_when

LENGTHS = (30, 45, 60, 75, 90)
LISTENS, ASKS = "listens", "asks"
WHAT_HAPPENED = (
    ("It wasn't held", Missed.NOT_HELD.value),
    ("It was moved to another time", Missed.MOVED.value),
    ("The candidate didn't come", Missed.NO_SHOW.value),
    ("Only part of it was held", Missed.PART.value),
)
Names = Mapping[str, str]


def lengths(now: int) -> list[tuple[str, object]]:
    """The lengths to pick from, with the one there is."""
    return [(f"{n} minutes", n) for n in sorted({*LENGTHS, now})]


def seat_form(loop: LoopView, seat: SeatView, zone: ZoneInfo) -> Json:
    """A draft's seat: another person, turn, time or length."""
    turns = [
        (f"{number}. {short_when(one.start, zone) if one.start else ''}", number - 1)
        for number, one in enumerate(loop.panel, start=1)
    ]
    place = [one.interview_id for one in loop.panel].index(seat.interview_id)
    blocks = [
        field("Who", sb.UserSelectMenu("value", initial_user=seat.user_id), id="person"),
        context("Somebody who is in this loop already changes places with them."),
        field("Turn", select("value", turns, place), id="place", hint="The others move up or down."),
        field("Begins", _time(seat.start), id="start", hint="Later interviews move on where they overlap."),
        field("Minutes", select("value", lengths(seat.minutes), seat.minutes), id="minutes"),
    ]
    return modal(
        "Change the seat",
        blocks,
        callback=ids.SEAT_FORM,
        submit="Plan again",
        close="Back",
        metadata=str(seat.interview_id),
    )


def add_form(loop: LoopView, start: datetime, user_id: str | None = None) -> Json:
    """One panelist more, of 60 minutes where nothing else is said."""
    blocks = [
        field(
            "Who",
            sb.UserSelectMenu("value", placeholder="Pick a panelist", initial_user=user_id),
            id="person",
        ),
        field("Begins", _time(start), id="start"),
        field("Minutes", select("value", lengths(60), 60), id="minutes"),
    ]
    metadata = json.dumps({"loop": loop.id})
    return modal(
        "Add a panelist", blocks, callback=ids.ADD_FORM, submit="Add", close="Back", metadata=metadata
    )


def shadow_form(loop: LoopView, seat: SeatView, names: Names, zone: ZoneInfo) -> Json:
    """Whom a shadow sits in with, and who of them asks."""
    hosts = [(who(one, names, zone), one.interview_id) for one in loop.panel]
    choices = [("They listen, the panelist asks", LISTENS), ("They ask, the panelist listens", ASKS)]
    blocks = [
        field("Sits in with", select("value", hosts, seat.host_id), id="host"),
        field("What they do", radios("value", choices, ASKS if seat.reverse else LISTENS), id="part"),
        context("Only the panelist's scores count, whoever asks."),
    ]
    return modal(
        "Shadow",
        blocks,
        callback=ids.SHADOW_FORM,
        submit="Save",
        close="Back",
        metadata=str(seat.interview_id),
    )


def who(seat: SeatView, names: Names, zone: ZoneInfo) -> str:
    """Priya Raman, Mon 24 Nov 14:00"""
    at = f", {day(seat.start, zone)} {clock(seat.start, zone)}" if seat.start else ""
    return f"{names.get(seat.user_id, seat.user_id)}{at}"


def _time(start: datetime | None) -> object:
    return sb.DateTimePicker("value", initial_datetime=int(start.timestamp()) if start else None)
