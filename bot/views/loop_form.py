"""Page 1 of planning: the form of a loop."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import slackblocks as sb

from bot.domain.loops.forms import LINK_LENGTH
from bot.views import ids
from bot.views.blocks import Json, actions, button, context, escape, field, modal, section, select, text_input
from bot.views.seats import LENGTHS


@dataclass(frozen=True)
class FormDefaults:
    """What the form is filled with. `openings` are titles with ids; times are aware.

    `stand_ins` are the chosen opening's, and `about` says what its loops take.
    """

    openings: Sequence[tuple[str, int]]
    opening_id: int | None
    first_at: datetime
    debrief_at: datetime
    minutes: int
    channel_id: str | None
    more: bool = False
    render: int = 0
    stand_ins: Sequence[str] = ()
    about: str = ""


@dataclass(frozen=True)
class FormData:
    """What travels in page 1's private metadata."""

    more: bool
    render: int


def form_data(metadata: str) -> FormData:
    """Page 1's private metadata."""
    return FormData(**json.loads(metadata))


def form(defaults: FormDefaults) -> Json:
    """Page 1. Ids of fields that the opening fills in carry `render`, so that Slack shows the new values."""
    blocks = [
        field("Candidate", text_input("value", placeholder="Ada Kowalski"), id="name"),
        field(
            "Label",
            text_input("value", placeholder="A. K."),
            id="label",
            optional=True,
            hint="What panelists see in messages, at most 13 characters. Left empty: initials.",
        ),
        *_more(defaults.more),
        *_opening(defaults),
        field(
            "Panelists",
            sb.UserMultiSelectMenu("value", placeholder="Up to 8 people"),
            id="panelists",
            hint="In the order they meet the candidate.",
        ),
        field(
            "Stand-ins",
            sb.UserMultiSelectMenu(
                "value",
                placeholder="Asked if someone drops out",
                initial_users=list(defaults.stand_ins) or None,
            ),
            id=f"stand_ins:{defaults.opening_id}" if defaults.stand_ins else "stand_ins",
            optional=True,
        ),
        field(
            "Shadows",
            sb.UserMultiSelectMenu("value", placeholder="They learn; their scores don't count"),
            id="shadows",
            optional=True,
        ),
        field(
            "First interview",
            sb.DateTimePicker("value", initial_datetime=int(defaults.first_at.timestamp())),
            id="first_at",
        ),
        field(
            "Minutes each",
            select("value", [(f"{n} minutes", n) for n in LENGTHS], defaults.minutes),
            id=f"minutes:{defaults.render}",
        ),
        field(
            "Meeting link",
            text_input("value", longest=LINK_LENGTH, placeholder="https://"),
            id="meeting_link",
            optional=True,
            hint="Where the interviews are held. It stands at the top of each kit.",
        ),
        field(
            "Debrief",
            sb.DateTimePicker("value", initial_datetime=int(defaults.debrief_at.timestamp())),
            id="debrief_at",
        ),
        field(
            "Debrief channel",
            sb.ConversationSelectMenu(
                "value",
                initial_conversation=defaults.channel_id or None,
                filter=sb.ConversationFilter(include="private", exclude_bot_users=True),
            ),
            id=f"channel:{defaults.render}",
            hint="Private, with Fairloop in it and the candidate not.",
        ),
    ]
    metadata = json.dumps({"more": defaults.more, "render": defaults.render})
    return modal(
        "Plan a loop",
        blocks,
        callback=ids.PLAN_FORM,
        submit="See the plan",
        close="Cancel",
        metadata=metadata,
    )


def _more(shown: bool) -> list[object]:
    if not shown:
        return [actions(button("Add details", ids.PLAN_MORE), id="more")]
    return [
        field("Email", sb.EmailInput("value"), id="email", optional=True),
        field("ATS id", text_input("value", longest=120), id="ats_id", optional=True),
        field(
            "Slack user",
            sb.UserSelectMenu("value", placeholder="If they are in this workspace"),
            id="slack_user",
            optional=True,
        ),
        field(
            "Links", text_input("value", multiline=True, placeholder="CV, profile"), id="links", optional=True
        ),
        field("Notes for the panel", text_input("value", multiline=True), id="notes", optional=True),
    ]


def _opening(defaults: FormDefaults) -> list[object]:
    if not defaults.openings:
        return [
            section("*Opening*\nThere is none yet. Make the first one: it takes a minute."),
            actions(button("New opening", ids.NEW_OPENING), id="new_opening"),
        ]
    return [
        field(
            "Opening",
            select(ids.PLAN_OPENING, list(defaults.openings), defaults.opening_id, placeholder="Pick one"),
            id=f"opening:{defaults.render}",
            dispatch=True,
        ),
        *([context(escape(defaults.about))] if defaults.about else []),
        actions(button("New opening", ids.NEW_OPENING), id="new_opening"),
    ]
