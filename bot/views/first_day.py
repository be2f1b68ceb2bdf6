"""The first day: the welcome, what a lead does first, what Fairloop keeps, what stands where nothing is yet."""

from bot.domain.home import Home
from bot.views import aloud, ids
from bot.views.blocks import Json, actions, button, context, modal, resolved, section
from bot.views.newer import heading

WHAT_IT_DOES = (
    "It plans interview loops, gives each panelist questions of their own, collects scorecards, and posts a debrief "
    "that takes account of how strictly each of them rates."
)
TRY = "Practice takes ten minutes, nobody else notices, and one click erases it."
NO_RIGHTS = (
    "Being an administrator opens no scorecard and no debrief to you. Naming yourself a lead is written down "
    "like any other naming."
)


def welcome(*, admin: bool) -> tuple[str, list[Json]]:
    """To whoever installed it. Only an administrator names leads; others read whom to ask."""
    if admin:
        first = f"*Nothing happens until you name who leads hiring.* {NO_RIGHTS}"
        row = [button("Name hiring leads", ids.NAME_LEADS, style="primary")]
    else:
        first = (
            "*Nothing happens until somebody leads hiring.* An administrator of this workspace names them: ask one "
            "to write `/loop leads`."
        )
        row = []
    row.append(button("What it keeps", ids.WHAT_IT_KEEPS))
    blocks = [section("*Fairloop is here*"), section(WHAT_IT_DOES), section(first), actions(*row, id="first")]
    return aloud.message("Fairloop is here", resolved(blocks))


def lead_named(by: str, reader: str) -> tuple[str, list[Json]]:
    """To somebody who was made a hiring lead, with what to do first."""
    named = "You named yourself" if by == reader else f"<@{by}> named you"
    blocks = [
        section("*You lead hiring in Fairloop now*"),
        section(f"{named}. You plan loops and record decisions; panelists get their questions as a message."),
        section(
            "1. *Describe the opening*: role, level, what it needs · 2 minutes\n"
            "2. *Say what your panel is good at*, so that each asks about what they know · 1 minute each\n"
            "3. *Plan a loop*: a candidate, a panel, a time · 1 minute"
        ),
        actions(
            button("Openings", ids.OPENINGS, style="primary"),
            button("Plan a loop", ids.PLAN_LOOP),
            practice_button(),
            id="first",
        ),
        context(f"{TRY} Before a debrief you see no scorecard but your own. `/loop help` has the rest."),
    ]
    return aloud.message("You lead hiring in Fairloop now", resolved(blocks))


def keeps() -> Json:
    """What Fairloop keeps, and what it doesn't."""
    blocks = [
        section(
            "*Kept, and sealed:* candidates' names and what a lead writes about them, scorecards with their evidence, "
            "debriefs and decisions, answers in prep."
        ),
        section(
            "*Kept as it is:* who is on which panel and when, ratings, which question was asked, who leads what, "
            "people's strengths, hours and limits, and a record of who did or opened what."
        ),
        section(
            "*In Slack:* the messages that Fairloop sent, until their candidate is erased. In a channel that it is in "
            "it looks for its own messages alone, where an answer of Slack's was lost."
        ),
        section("*Not at all:* what people write to each other, recordings, calendars."),
        context(
            "Whoever runs Fairloop for you has the database and its keys. `docs/SECURITY.md` has it in full."
        ),
    ]
    return modal("What it keeps", blocks, callback=ids.READING)


def administrator(home: Home) -> list[object]:
    """What an administrator's Home begins with, who plans no loops themselves."""
    if not home.any_leads:
        return [
            heading("Start here", 1),
            section("*Nobody can plan a loop yet.* Name who leads hiring: they are told what to do first."),
            actions(
                button("Name hiring leads", ids.NAME_LEADS, style="primary"),
                button("What it keeps", ids.WHAT_IT_KEEPS),
                id="lead",
            ),
        ]
    return [
        actions(*leads_buttons(), id="lead"),
        context(
            "Hiring leads plan the loops. Being an administrator opens no scorecard and no debrief to you."
        ),
    ]


def practice_button() -> object:
    """Begins a practice loop."""
    return button("Try it by yourself", ids.PRACTICE)


def leads_buttons() -> list[object]:
    """Who leads, for an administrator."""
    return [button("Hiring leads", ids.NAME_LEADS), button("Who leads what", ids.LEADING)]


def first_steps(home: Home) -> list[object]:
    """To a lead of whom no loop runs: what comes next."""
    if not home.no_openings:
        text = "*No loop is running.* Plan one: it takes a minute, and the panel gets its kits a working day before."
        return [section(text)]
    describe = button("Openings", ids.OPENINGS, style="primary", label="Openings: make the first one")
    strengths = button("People", ids.PEOPLE, label="People: say what your panel is good at")
    return [
        heading("Start here", 1),
        section("*1. Describe the opening.* Role, level, what it needs.", accessory=describe, id="step:1"),
        section("*2. Say what your panel is good at.*", accessory=strengths, id="step:2"),
        section("*3. Plan a loop.* Once there is an opening.", id="step:3"),
        section(f"*Or try it by yourself first.* {TRY}", accessory=practice_button(), id="step:4"),
    ]


def nothing(home: Home) -> list[object]:
    """To somebody who has nothing to do here."""
    text = (
        "When you are on a panel, your kit comes the working day before the interview, here and as a message."
        if home.any_leads
        else "Fairloop runs interview loops. It starts when an administrator of this workspace names a hiring lead."
    )
    return [heading("Nothing to do", 1), section(text)]
