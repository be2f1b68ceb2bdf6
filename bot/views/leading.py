"""Who leads what: the list for administrators, the form, and what is told of a change."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import slackblocks as sb

from bot.domain.leading import LONGEST_REASON, Led, LedThing
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    context,
    escape,
    field,
    modal,
    resolved,
    section,
    text_input,
)
from bot.views.words import listed


@dataclass(frozen=True)
class FormData:
    """What travels in the form's private metadata: what is led, and the administrators' list below it, if any."""

    what: Led
    id: int
    page: int = 0
    below: str | None = None


@dataclass(frozen=True)
class Change:
    """Who led before and leads now, by user id, and who said so; as an administrator or as one of the leads."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    by: str
    as_admin: bool


def value(what: Led, id: int, page: int = 0) -> str:
    """What the button carries that opens the form; `page` is the list's that it stands in."""
    return f"{what}:{id}:{page}"


def form_data(metadata: str) -> FormData:
    """The form's private metadata. Raises ValueError for what can't be led."""
    given = json.loads(metadata)
    return FormData(Led(given["what"]), given["id"], given["page"], given["below"])


def page(things: Sequence[LedThing], number: int, pages: int) -> Json:
    """All that can be led, for an administrator."""
    blocks: list[object] = [
        context("Leads change this themselves. Do it for them where they can't; you are asked why.")
    ]
    if not things:
        blocks.append(section("There is no opening and no loop yet."))
    for one in things:
        change = button("Change", ids.LEADING_CHANGE, value(one.what, one.id, number))
        blocks.append(
            section(f"{_head(one)}\n{_leads(one)}", accessory=change, id=f"led:{one.what}:{one.id}")
        )
    row = []
    if number > 1:
        row.append(button("Back", ids.LEADING_BACK, number - 1, label=f"Back to page {number - 1}"))
    if number < pages:
        row.append(button("Next", ids.LEADING_NEXT, number + 1, label=f"Next: page {number + 1}"))
    if row:
        blocks += [actions(*row, id="turn"), context(f"Page {number} of {pages}")]
    blocks.append(actions(button("Erase a candidate", ids.ERASE), id="erase"))
    return modal("Who leads what", blocks, callback=ids.LEADING_PAGE)


def waiting(one: LedThing) -> object:
    """What waits for a lead, with the button that names one."""
    name = button("Name a lead", ids.LEADING_CHANGE, value(one.what, one.id))
    return section(f":warning: {_head(one)}\n{_leads(one)}", accessory=name, id=f"led:{one.what}:{one.id}")


def form(one: LedThing, data: FormData) -> Json:
    """Who leads it from now on; an administrator says why."""
    hint = "Hiring leads alone. An administrator of this workspace names those with /loop people."
    blocks: list[object] = [
        section(_head(one)),
        field(
            "Leads",
            sb.UserMultiSelectMenu("value", initial_users=list(one.leads) or None),
            id="leads",
            hint=hint,
        ),
    ]
    if one.as_admin:
        blocks.append(
            field(
                "Why",
                text_input("value", multiline=True, longest=LONGEST_REASON),
                id="reason",
                hint="It is kept in the record.",
            )
        )
    blocks.append(context(_CONSEQUENCES[one.what]))
    if one.what is Led.LOOP and (one.waits or not one.as_admin):
        words = "Read scorecards early"
        early = button(words, ids.GLASS, one.id, label=f"{words}, before the debrief")
        blocks.append(actions(early, id="glass"))
    return modal(
        "Who leads it",
        blocks,
        callback=ids.LEADING_FORM,
        submit="Save",
        close="Cancel",
        metadata=json.dumps(asdict(data)),
    )


_CONSEQUENCES = {
    Led.LOOP: "Leads change the plan, read the debrief once it is open, and record the decision. Who is left out "
    "sees no more of it. Its leads and its panel are told.",
    Led.OPENING: "Loops planned from now on are led by these as well. Loops that are there stay as they are. "
    "Its leads are told.",
}


def told(what: Led, label: str | None, opening: str, change: Change, reader: str) -> tuple[str, list[Json]]:
    """To one whom it touches: who leads now, who is new or led before, and who said so."""
    thing = "loop" if what is Led.LOOP else "opening"
    name = f"*{escape(label)}* · {escape(opening)}" if label is not None else f"*{escape(opening)}*"
    after = listed([_named(one, reader) for one in change.after])
    lines = [f"{name}\nLed by {after} now."]
    gone = [_named(one, reader) for one in change.before if one not in change.after]
    if gone:
        verb = "leads" if len(gone) == 1 and gone != ["you"] else "lead"
        lines.append(
            f"{listed(gone).capitalize() if gone[0] == 'you' else listed(gone)} no longer {verb} it."
        )
    role = ", an administrator," if change.as_admin else ""
    lines.append(f"<@{change.by}>{role} changed it.")
    text = f"Who leads your {thing} has changed"
    return aloud.message(text, resolved([section(f"*{text}*"), section("\n".join(lines))]))


def _named(user_id: str, reader: str) -> str:
    return "you" if user_id == reader else f"<@{user_id}>"


def _head(one: LedThing) -> str:
    opening = escape(one.opening)
    return f"*{opening}* · opening" if one.label is None else f"*{escape(one.label)}* · {opening} · loop"


def _leads(one: LedThing) -> str:
    named = listed([f"<@{user_id}>" for user_id in one.leads])
    if one.waits:
        return f"{named}: no hiring lead is here any more." if named else "Nobody leads it."
    return named
