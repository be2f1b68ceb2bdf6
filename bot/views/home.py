"""Home: what needs you, what runs, what to do; and what comes next where there is nothing."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.home import Draft, Home, Running, ToDo, Upcoming, Waiting
from bot.domain.loops import CardState, Role, SeatState, SeatView
from bot.domain.prep.states import Overview
from bot.views import first_day, ids, leading
from bot.views.blocks import (
    Json,
    actions,
    button,
    confirm,
    context,
    divider,
    escape,
    home_tab,
    section,
)
from bot.views.how_i_rate import how_you_rate
from bot.views.loops import leads_button, sure_debrief
from bot.views.newer import heading
from bot.views.prep_settings import home_part
from bot.views.words import ago, count, day, listed, near_when, short_when, when


def tab(home: Home, zone: ZoneInfo, prep: Overview | None = None) -> Json:
    """One person's Home."""
    prep_blocks = home_part(prep, home.now)
    blocks = [*_lead(home, zone), *_panelist(home, zone)]
    if not blocks and prep is None:
        blocks = first_day.nothing(home)
    rows = [*_lead_row(home), *([_own_row()] if home.panelist else [])]
    return home_tab([*blocks[: 100 - len(rows) - len(prep_blocks)], *rows, *prep_blocks])


def _lead(home: Home, zone: ZoneInfo) -> list[object]:
    if not home.leads:
        if not home.may_name_leads:
            return []
        return [*first_day.administrator(home), *_without_lead(home)]
    return [*_without_lead(home), *loops(home, zone)]


def _lead_row(home: Home) -> list[object]:
    """What a lead may begin; below what waits for them, and never cut off by it."""
    if not home.leads:
        return []
    row = [
        button("Plan a loop", ids.PLAN_LOOP, style="primary"),
        button("Openings", ids.OPENINGS),
        button("People", ids.PEOPLE),
        button("How interviewing goes", ids.INSIGHTS),
    ]
    if home.may_name_leads:
        row += first_day.leads_buttons()
    return [actions(*row, id="lead")]


def loops(home: Home, zone: ZoneInfo) -> list[object]:
    """The loops that somebody leads: what needs them, what waits for a decision, what runs, what isn't sent."""
    blocks: list[object] = []
    late = sorted((loop for loop in home.running if _needs_lead(loop, home)), key=lambda loop: not loop.waits)
    if late:
        blocks.append(heading("Needs you", 1))
        for loop in late:
            blocks += _needs(loop, home, zone)
    if home.waiting:
        blocks.append(heading("Waiting for a decision", 1))
        for item in home.waiting:
            blocks += _undecided(item, zone)
        blocks += _more(home.more_waiting)
    if home.running:
        blocks.append(heading("Running", 1))
        for loop in home.running:
            change = button(
                "Change the plan", ids.CHANGE_PLAN, loop.id, label=f"Change the plan for {loop.label}"
            )
            blocks.append(section(_running(loop, zone, home), accessory=change, id=f"running:{loop.id}"))
        blocks += _more(home.more_running)
    if home.drafts:
        blocks.append(heading("Not sent yet", 1))
        for draft in home.drafts:
            blocks += _draft(draft, zone)
    if home.closed:
        again = button(count(home.closed, "decided loop"), ids.DECIDED_LOOPS, 1)
        blocks.append(actions(again, id="decided"))
    if home.empty_for_lead:
        blocks += first_day.first_steps(home)
    return blocks


def _own_row() -> object:
    return actions(
        button("My hours and limit", ids.OWN_HOURS), button("How I rate", ids.OWN_INSIGHTS), id="own"
    )


def _without_lead(home: Home) -> list[object]:
    """What waits for an administrator to name a lead."""
    if not home.without_lead:
        return []
    return [heading("Without a lead", 1), *(leading.waiting(one) for one in home.without_lead)]


def _more(number: int) -> list[object]:
    return [context(f"… and {number} more.")] if number else []


def _draft(draft: Draft, zone: ZoneInfo) -> list[object]:
    text = f"*{escape(draft.label)}* · {escape(draft.opening)} · first interview {when(draft.first_at, zone)}"
    sure = confirm("Discard this plan?", "Nobody has been told of it, and nobody will be.", "Discard it")
    row = actions(
        button("Continue", ids.OPEN_DRAFT, draft.loop_id, label=f"Continue the plan for {draft.label}"),
        button(
            "Discard",
            ids.LOOP_CANCEL,
            draft.loop_id,
            confirm=sure,
            label=f"Discard the plan for {draft.label}",
        ),
        leads_button(draft.loop_id, draft.label),
        id=f"draft:{draft.loop_id}",
    )
    return [section(text), row]


def _late(loop: Running, home: Home) -> list[SeatView]:
    """Whose scorecard is wanted by a debrief that is near."""
    if loop.debrief_at - home.now >= timedelta(hours=24):
        return []
    return [seat for seat in loop.panel if seat.end and seat.end < home.now and seat.card is not CardState.IN]


def _needs_lead(loop: Running, home: Home) -> bool:
    return bool(loop.waits or _late(loop, home) or loop.problem)


def _needs(loop: Running, home: Home, zone: ZoneInfo) -> list[object]:
    if loop.waits:
        return _waiting_debrief(loop)
    late = _late(loop, home)
    if not late:
        text = f":warning: *{escape(loop.label)}* · {escape(loop.opening)} · no plan since the panel changed"
        return [section(text)]
    verb = "is" if len(late) == 1 else "are"
    text = (
        f":warning: *{escape(loop.label)}* · {escape(loop.opening)} · {count(len(late), 'scorecard')} {verb} late, "
        f"the debrief is {short_when(loop.debrief_at, zone)}"
    )
    sure, label = sure_debrief(loop), f"Debrief now: {loop.label}"
    now = button("Debrief now", ids.DEBRIEF_NOW, loop.id, confirm=sure, label=label)
    return [section(text, accessory=now, id=f"needs:{loop.id}")]


def _waiting_debrief(loop: Running) -> list[object]:
    text = (
        f":warning: *{escape(loop.label)}* · {escape(loop.opening)} · the debrief waits for you: "
        f"{loop.cards_in} of {count(len(loop.panel), 'scorecard')} in, nothing is posted"
    )
    opens = button("Open now", ids.DEBRIEF_NOW, loop.id, confirm=sure_debrief(loop))
    row = [opens] if loop.cards_in else []
    row.append(button("Move it", ids.LATE_DEBRIEF, loop.id))
    return [section(text), actions(*row, id=f"needs:{loop.id}")]


def _running(loop: Running, zone: ZoneInfo, home: Home) -> str:
    coming = sorted((seat.start, seat.user_id) for seat in loop.panel if seat.start and seat.start > home.now)
    following = (
        f"next: <@{coming[0][1]}>, {near_when(coming[0][0], zone, home.now)}"
        if coming
        else f"debrief {near_when(loop.debrief_at, zone, home.now)}"
    )
    cards = f"{loop.cards_in} of {count(len(loop.panel), 'scorecard')}"
    return f"*{escape(loop.label)}* · {escape(loop.opening)} · {cards} · {following}"


def _undecided(item: Waiting, zone: ZoneInfo) -> list[object]:
    text = f"*{escape(item.label)}* · {escape(item.opening)} · debriefed {day(item.debriefed_at, zone)}"
    label = f"Record decision on {item.label}"
    decide = button("Record decision", ids.DECIDE, item.loop_id, label=label)
    row = actions(decide, leads_button(item.loop_id, item.label), id=f"decide:{item.loop_id}")
    return [section(text), row]


def _panelist(home: Home, zone: ZoneInfo) -> list[object]:
    blocks: list[object] = []
    if home.upcoming:
        blocks.append(heading("Next", 1))
        for item in home.upcoming:
            blocks += _upcoming(item, zone)
    if home.to_do:
        blocks += [divider()] if blocks else []
        blocks.append(heading("To do", 1))
        for todo in home.to_do:
            blocks += _to_do(todo)
    if home.severity:
        blocks += [heading("How you rate", 1), how_you_rate(home.severity), context("Only you see this.")]
    return blocks


def _upcoming(item: Upcoming, zone: ZoneInfo) -> list[object]:
    head = f"*{when(item.start, zone)}* · {escape(item.label)}"
    if item.state is SeatState.WAITING:
        return [section(f"{head}\nThe kit comes on {day(item.kit_at, zone)}, here and as a message.")]
    topics = listed(item.competencies) or "the role"
    verb = "You listen to" if item.role is Role.SHADOW else "You ask about"
    row = [button("Candidate", ids.KIT_OPEN, item.interview_id, label=f"Candidate: {item.label}")]
    if item.competencies:
        label = f"What good sounds like, for {item.label}"
        row.append(button("What good sounds like", ids.KIT_GOOD, item.interview_id, label=label))
    if item.state is SeatState.SENT:
        label = f"I'll be there on {when(item.start, zone)}"
        row.insert(
            0, button("I'll be there", ids.KIT_CONFIRM, item.interview_id, style="primary", label=label)
        )
    meeting = f"\n<{escape(item.meeting_link)}|Join the meeting>" if item.meeting_link else ""
    return [section(f"{head}{meeting}\n{verb} {topics}"), actions(*row, id=f"next:{item.interview_id}")]


def _to_do(item: ToDo) -> list[object]:
    if item.changed:
        text = f"*Scorecard for {escape(item.label)}*\nIt is in; changes not handed in."
        label = f"Go on: scorecard for {item.label}"
        goes_on = button("Go on", ids.SCORECARD_OPEN, item.interview_id, label=label)
        return [section(text), actions(goes_on, id=f"todo:{item.interview_id}")]
    late = item.late > timedelta(0)
    mark = (
        f":red_circle: *Scorecard for {escape(item.label)}* · {ago(item.late)} late"
        if late
        else f"*Scorecard for {escape(item.label)}*"
    )
    saved = "\nWhat you wrote is saved." if item.started else ""
    word = "Continue" if item.started else "Open scorecard"
    opens = button(word, ids.SCORECARD_OPEN, item.interview_id, label=f"{word}: scorecard for {item.label}")
    return [section(f"{mark}{saved}"), actions(opens, id=f"todo:{item.interview_id}")]
