"""People: who leads hiring, the panel's list, the form for one of them, and the form for one's own hours."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import slackblocks as sb

from bot.domain.people import DAY_HOURS, MOST_A_WEEK, STRENGTHS, USUAL_STRENGTH, WEEK, Panelist
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    checkboxes,
    context,
    cut,
    date_picker,
    divider,
    escape,
    field,
    modal,
    section,
    select,
    text_input,
)
from bot.views.opening_form import LEVELS
from bot.views.words import count

ANY_NUMBER = "any"
MOST_COMPETENCIES = 80
"""A modal holds 100 blocks."""
MOST_GROUPS = 100
"""So many fit into one of Slack's menus."""
STRENGTH = "strength_"


@dataclass(frozen=True)
class FormData:
    """What travels in the form's private metadata: whom it describes, and the list below it."""

    user_id: str | None
    page: int = 1
    below: str | None = None


def form_data(metadata: str) -> FormData:
    """The form's private metadata."""
    return FormData(**json.loads(metadata))


def page(people: Sequence[Panelist], number: int, pages: int, *, may_name_leads: bool) -> Json:
    """A page of the people who are known, each with what is said of them."""
    row = [button("Add somebody", ids.PANELIST_ADD, number, style="primary")]
    if may_name_leads:
        row.append(button("Hiring leads", ids.NAME_LEADS))
    blocks: list[object] = [
        actions(*row, id="people"),
        context("Who asks what is planned from this. Whoever is on a panel comes into this list."),
        divider(),
    ]
    if not people:
        text = "*Nobody is known yet.* Add the people who interview: the plan asks each about what they know."
        blocks.append(section(text))
    for one in people:
        edit = button("Edit", ids.PANELIST_EDIT, f"{one.user_id}:{number}")
        blocks.append(section(_about(one), accessory=edit, id=f"person:{one.user_id}"))
    blocks += _turning(number, pages)
    return modal("People", blocks, callback=ids.PEOPLE_PAGE)


def _about(one: Panelist) -> str:
    said = sum(strength != USUAL_STRENGTH for strength in one.strengths.values())
    parts = [
        one.seniority,
        "any number a week" if one.weekly_limit is None else f"{one.weekly_limit} a week",
        f"{one.hours[0]}:00 to {one.hours[1]}:00",
        count(said, "strength") + " said" if said else "no strengths said",
    ]
    if one.is_lead:
        parts.insert(0, "hiring lead")
    return f"<@{one.user_id}>\n{' · '.join(parts)}"


def _turning(number: int, pages: int) -> list[object]:
    if pages == 1:
        return []
    row = []
    if number > 1:
        row.append(button("Back", ids.PEOPLE_BACK, number - 1, label=f"Back to page {number - 1}"))
    if number < pages:
        row.append(button("Next", ids.PEOPLE_NEXT, number + 1, label=f"Next: page {number + 1}"))
    return [actions(*row, id="turn"), context(f"Page {number} of {pages}")]


def leads_form(
    leads: Sequence[str], groups: Sequence[tuple[str, str]] = (), picked: str | None = None
) -> Json:
    """Who leads hiring. `groups` are user groups (handle, id) to name leads from.

    `picked` is the group whose people of this moment are filled in beside who leads already, to be looked through.
    """
    blocks: list[object] = []
    if picked is not None:
        text = (
            f"*@{escape(picked)} is filled in below*, as it is now. Take out whoever shouldn't lead. "
            "Who joins the group later leads nothing by that."
        )
        blocks.append(section(text))
    blocks.append(
        field(
            "Hiring leads",
            sb.UserMultiSelectMenu("value", initial_users=list(leads) or None),
            id="leads:1" if picked is not None else "leads",
            hint="They make openings, plan loops and read debriefs of the loops they lead.",
        )
    )
    if groups and picked is None:
        hint = "You see who is in it before anybody is named."
        group = select("value", [(f"@{handle}", id) for handle, id in groups[:MOST_GROUPS]])
        blocks.append(field("Or from a user group", group, id="group", optional=True, hint=hint))
    blocks.append(
        context("Whoever is new is told now, with their first steps. You can change this at any time.")
    )
    blocks.append(actions(button("Who leads what", ids.LEADING), id="leading"))
    submit = "Save" if picked is None else "Name them"
    return modal("Hiring leads", blocks, callback=ids.LEADS_FORM, submit=submit, close="Cancel")


def form(one: Panelist | None, competencies: Sequence[tuple[str, str]], data: FormData) -> Json:
    """What a lead says of a panelist; of somebody who is picked here where `one` is None. (name, key) each."""
    known = one or Panelist("")
    who = section(f"<@{known.user_id}>") if one else field("Who", sb.UserSelectMenu("value"), id="person")
    blocks: list[object] = [
        who,
        field("Seniority", select("value", LEVELS, known.seniority), id="seniority"),
        *_time(known),
        divider(),
        context("*How well they ask about a topic.* The planner gives it to who does it best."),
    ]
    choices = [(text, strength) for strength, text in STRENGTHS.items()]
    for name, key in competencies[:MOST_COMPETENCIES]:
        strength = known.strengths.get(key, USUAL_STRENGTH)
        blocks.append(field(cut(name, 75), select("value", choices, strength), id=f"{STRENGTH}{key}"))
    return modal(
        "Panelist",
        blocks,
        callback=ids.PANELIST_FORM,
        submit="Save",
        close="Cancel",
        metadata=json.dumps({"user_id": data.user_id, "page": data.page, "below": data.below}),
    )


def own_form(own: Panelist) -> Json:
    """One's own hours, days and weekly limit."""
    note = context(
        "Leads see your hours when they plan: they are warned, and nothing is forbidden. Reminders keep to your hours, "
        "days and your country's public holidays, and wait while you are away."
    )
    blocks = [*_time(own), *_days(own), note]
    return modal("My hours", blocks, callback=ids.OWN_FORM, submit="Save", close="Cancel")


def _days(one: Panelist) -> list[object]:
    days = checkboxes("value", [(name, day) for day, name in WEEK.items()], list(one.working_days))
    away = date_picker("value", one.away_until.isoformat() if one.away_until else None)
    letters = text_input("value", initial=one.country or "", longest=2)
    country = "Two letters, such as DE. Left empty, it is the one of your language in Slack."
    return [
        field("Days", days, id="working_days", optional=True),
        field("Country", letters, id="country", optional=True, hint=country),
        field("Away until", away, id="away_until", optional=True, hint="The day on which you are back."),
    ]


def _time(one: Panelist) -> list[object]:
    limits = [("Any number", ANY_NUMBER), *((str(n), str(n)) for n in range(MOST_A_WEEK + 1))]
    limit = ANY_NUMBER if one.weekly_limit is None else str(one.weekly_limit)
    begins = [(f"{hour}:00", hour) for hour in range(DAY_HOURS)]
    ends = [(f"{hour}:00", hour) for hour in range(1, DAY_HOURS + 1)]
    zone = "By the clock where they are."
    return [
        field("Interviews a week", select("value", limits, limit), id="weekly_limit"),
        field("From", select("value", begins, one.hours[0]), id="hours_from", hint=zone),
        field("To", select("value", ends, one.hours[1]), id="hours_to"),
    ]
