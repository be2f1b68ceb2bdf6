"""The answers to `/loop help`, `/loop mine` and `/loop status`: what somebody can do here now, and how it stands."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.domain.first_day import Here
from bot.domain.home import Home, ToDo, Upcoming
from bot.domain.loops import SeatState
from bot.views import aloud, home, ids
from bot.views.blocks import Json, actions, button, context, escape, resolved, section
from bot.views.words import ago, count, listed, near_when

Answer = tuple[str, list[Json]]
MOST_NAMED = 5
MOST_BLOCKS = 48
"""A message holds 50 blocks; the last two say that there is more."""


def what_you_can_do(here: Here, zone: ZoneInfo) -> Answer:
    """`/loop help`: to everybody without a part in hiring, candidate, guest or colleague, the same."""
    lines = [*_lead(here), *_administrator(here), *_own(here, zone)]
    lines += ["`/prep` a question a day to prepare with, for yourself", "`/loop help` this text"]
    role = _role(here)
    head = f"*What you can do here* · you are {role}" if role else "*What you can do here*"
    blocks = [section("\n".join((head, *lines))), context(_note(here))]
    if here.home.leads:
        blocks.append(
            actions(
                button("Plan a loop", ids.PLAN_LOOP), button("Try it by yourself", ids.PRACTICE), id="help"
            )
        )
    elif here.home.may_name_leads:
        blocks.append(actions(button("Name hiring leads", ids.NAME_LEADS), id="help"))
    return aloud.message("What you can do here", resolved(blocks))


def _role(here: Here) -> str:
    home = here.home
    roles = [
        word
        for word, so in (
            ("an administrator", home.may_name_leads),
            ("a hiring lead", home.leads),
            ("a panelist", _on_panels(home) and not home.leads),
        )
        if so
    ]
    return listed(roles)


def _on_panels(home: Home) -> bool:
    return home.panelist or bool(home.upcoming or home.to_do)


def _lead(here: Here) -> list[str]:
    if not here.home.leads:
        return []
    running = len(here.home.running) + here.home.more_running
    stands = f"your {count(running, 'running loop')}" if running else "how your loops stand: none is running"
    openings = f"{here.openings} open" if here.openings else "the roles you hire for: none yet"
    return [
        "`/loop` plan interviews for a candidate",
        f"`/loop status` {stands}",
        f"`/loop openings` {openings}",
        "`/loop practice` try it by yourself, in ten minutes",
        "`/loop questions` the questions that loops ask",
        "`/loop people` what panelists are good at, and when they can",
    ]


def _administrator(here: Here) -> list[str]:
    if not here.home.may_name_leads:
        return []
    return [
        "`/loop leads` who leads hiring" if here.leads else "`/loop leads` name who leads hiring: nobody yet"
    ]


def _own(here: Here, zone: ZoneInfo) -> list[str]:
    home = here.home
    if not (_on_panels(home) or home.leads):
        return []
    if home.to_do:
        return [f"`/loop mine` {count(len(home.to_do), 'scorecard')} to write"]
    if home.upcoming:
        first = home.upcoming[0]
        soon = near_when(first.start, zone, home.now)
        return [f"`/loop mine` your next interview: {soon}, {escape(first.label)}"]
    return ["`/loop mine` your interviews and scorecards: none now"]


def _note(here: Here) -> str:
    home = here.home
    if home.may_name_leads and not home.leads:
        return "Being an administrator opens no scorecard and no debrief to you."
    if home.leads:
        return "Your Home shows what runs and what is next."
    who = _who_leads(here.leads)
    if _on_panels(home):
        return f"Your kits come by themselves, as messages. {who}"
    return who


def _who_leads(leads: Sequence[str]) -> str:
    if not leads:
        return "Nobody leads hiring here yet. An administrator of this workspace names who does, with `/loop leads`."
    named = [f"<@{one}>" for one in leads[:MOST_NAMED]]
    if len(leads) > MOST_NAMED:
        named.append(f"{len(leads) - MOST_NAMED} more")
    return f"Hiring is led here by {listed(named)}."


def mine(home: Home, zone: ZoneInfo) -> Answer:
    """`/loop mine`: scorecards to write, then interviews to come, each with its button."""
    blocks: list[object] = [section("*Yours*")]
    blocks += [_to_do(one) for one in home.to_do]
    blocks += [_next(one, home, zone) for one in home.upcoming]
    if not (home.to_do or home.upcoming):
        blocks.append(
            section("*Nothing to do.* When you are on a panel, your kit comes by itself, as a message.")
        )
    if home.panelist:
        blocks.append(actions(button("My hours and limit", ids.OWN_HOURS), id="own"))
    if home.leads:
        blocks.append(context("`/loop status` has the loops that you lead."))
    return aloud.message("Yours", resolved(blocks))


def _to_do(item: ToDo) -> object:
    late = f" · {ago(item.late)} late" if item.late.total_seconds() > 0 and not item.changed else ""
    saved = (
        "It is in; changes not handed in."
        if item.changed
        else "What you wrote is saved."
        if item.started
        else ""
    )
    word = "Go on" if item.started else "Open scorecard"
    opens = button(word, ids.SCORECARD_OPEN, item.interview_id, label=f"{word}: scorecard for {item.label}")
    text = f"*To do:* scorecard for {escape(item.label)}{late}"
    return section(f"{text}\n{saved}".strip(), accessory=opens, id=f"todo:{item.interview_id}")


def _next(item: Upcoming, home: Home, zone: ZoneInfo) -> object:
    topics = f" · {listed(item.competencies)}" if item.competencies else ""
    text = f"*Next:* {escape(item.label)}, {near_when(item.start, zone, home.now)}{topics}"
    if item.state is SeatState.WAITING:
        return section(f"{text}\nThe kit comes {near_when(item.kit_at, zone, home.now)}, as a message.")
    opens = button("Candidate", ids.KIT_OPEN, item.interview_id, label=f"Candidate: {item.label}")
    return section(text, accessory=opens, id=f"next:{item.interview_id}")


def status(shown: Home, zone: ZoneInfo) -> Answer:
    """`/loop status`: what needs the lead, then what runs and waits, each with its button."""
    blocks: list[object] = [section("*Your loops*"), *home.loops(shown, zone)]
    if len(blocks) > MOST_BLOCKS:
        blocks = [*blocks[:MOST_BLOCKS], context("More is on your Home.")]
    return aloud.message("Your loops", resolved(blocks))
