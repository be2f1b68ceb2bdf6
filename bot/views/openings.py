"""Openings: the form and the list."""

from collections.abc import Sequence
from dataclasses import dataclass

import slackblocks as sb

from bot.domain.leading import Led
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    confirm,
    divider,
    escape,
    field,
    modal,
    multi_select,
    section,
    select,
    text_input,
)
from bot.views.leading import value

LEVELS = (("Junior, 0-2 years", "junior"), ("Mid, 2-5 years", "mid"), ("Senior, 5+ years", "senior"))
ON_TIME, EARLY = "on_time", "early"
OPENS = (("At its time", ON_TIME), ("Early, once all scorecards are in", EARLY))


@dataclass(frozen=True)
class SetChoice:
    """A question set: key, role, and its competencies as (name, key)."""

    key: str
    role: str
    competencies: Sequence[tuple[str, str]]


def form(sets: Sequence[SetChoice], chosen: str, pushed_from: str = "") -> Json:
    """A new opening. The competencies are those of the chosen question set."""
    current = next((one for one in sets if one.key == chosen), sets[0])
    competencies = list(current.competencies)
    blocks = [
        field("Title", text_input("value", placeholder="Senior ML engineer"), id="title"),
        field(
            "Questions for",
            select(ids.OPENING_SET, [(one.role, one.key) for one in sets], current.key),
            id="question_set",
            dispatch=True,
        ),
        field("Level", select("value", LEVELS, "senior"), id="level"),
        field(
            "Competencies",
            multi_select("value", competencies, [key for _, key in competencies[:5]]),
            id=f"competencies:{current.key}",
            hint="About one a panelist; each is asked about by two.",
        ),
        field(
            "Minutes each",
            select("value", [(f"{n} minutes", n) for n in (30, 45, 60, 75, 90)], 45),
            id="minutes",
        ),
        field(
            "Scorecards wanted",
            select("value", [(str(n), n) for n in range(1, 9)], 3),
            id="quorum",
            hint="With fewer, nothing is posted until you say so.",
        ),
        field(
            "The debrief opens",
            select("value", OPENS, ON_TIME),
            id="opens",
            hint="Early: 30 minutes after the last scorecard, in the lead's working hours. Never later than its time.",
        ),
        field(
            "Debrief channel",
            sb.ConversationSelectMenu(
                "value", filter=sb.ConversationFilter(include="private", exclude_bot_users=True)
            ),
            id="channel",
            hint="Private, with Fairloop in it.",
        ),
        field("More leads", sb.UserMultiSelectMenu("value"), id="leads", optional=True),
    ]
    return modal(
        "New opening",
        blocks,
        callback=ids.OPENING_FORM,
        submit="Create",
        close="Cancel",
        metadata=pushed_from,
    )


def page(openings: Sequence[tuple[int, str, str, bool]]) -> Json:
    """The openings: id, title and level each, and whether the reader leads it, so that they can close it."""
    blocks: list[object] = [
        actions(button("New opening", ids.NEW_OPENING, style="primary"), id="new_opening"),
        divider(),
    ]
    if not openings:
        blocks.append(section("There is no opening yet. Make the first one: it takes a minute."))
    for opening_id, title, level, led in openings[:40]:
        sure = confirm(
            "Close this opening?", f"{title}: its loops stay; no new ones can be planned.", "Close it"
        )
        close = button("Close", ids.CLOSE_OPENING, opening_id, confirm=sure, label=f"Close {title}"[:75])
        blocks.append(section(f"*{escape(title)}* · {level}"))
        if led:
            leads = button(
                "Who leads it",
                ids.LEADING_CHANGE,
                value(Led.OPENING, opening_id),
                label=f"Who leads {title}"[:75],
            )
            blocks.append(actions(leads, close, id=f"opening:{opening_id}"))
    return modal("Openings", blocks, callback=ids.OPENINGS_PAGE)


def told(text: str, title: str = "Fairloop") -> Json:
    """A modal that only says something."""
    return modal(title, [section(escape(text))], callback=ids.READING)
