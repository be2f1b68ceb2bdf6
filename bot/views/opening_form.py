"""The form of an opening: made, copied and changed on one page, with what is rarely changed behind More."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import slackblocks as sb

from bot.domain.openings import LENGTHS, MOST_WANTED, SPARE, OpeningForm
from bot.domain.planning import Need
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    context,
    cut,
    field,
    modal,
    multi_select,
    select,
    text_input,
)
from bot.views.words import count

LEVELS = (("Junior, 0-2 years", "junior"), ("Mid, 2-5 years", "mid"), ("Senior, 5+ years", "senior"))
ON_TIME, EARLY = "on_time", "early"
OPENS = (("At its time", ON_TIME), ("Early, once all scorecards are in", EARLY))
SAME, AS_THEY_COME = "same", "any"
CORE = (("The same core questions for every candidate", SAME), ("None: whatever fits best", AS_THEY_COME))


@dataclass(frozen=True)
class SetChoice:
    """A question set: key, role, and its competencies as (name, key)."""

    key: str
    role: str
    competencies: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FormData:
    """What travels in the form's private metadata.

    `id` is the opening that is changed, None for a new one; `base` what the fields that aren't shown hold. `seen` is
    the set and the level that the competencies were drawn for, `render` grows whenever they are drawn anew. `origin`
    is the modal below, which shows what came of it.
    """

    base: OpeningForm
    id: int | None = None
    more: bool = False
    render: int = 0
    seen: tuple[str, str] = ("", "")
    origin: Mapping[str, str] | None = None


def form_data(metadata: str) -> FormData:
    """The form's private metadata."""
    given: dict[str, Any] = json.loads(metadata)
    base: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in given["base"].items()
    }
    kept = {name: value for name, value in given.items() if name not in ("base", "seen")}
    set_key, level = given["seen"]
    return FormData(base=OpeningForm(**base), seen=(set_key, level), **kept)


def kept(data: FormData) -> str:
    """The same as it travels; what a field shows need not."""
    base = replace(data.base, title="", competencies=(), leads=())
    return json.dumps({**asdict(data), "base": asdict(base)})


def form(sets: Sequence[SetChoice], given: OpeningForm, data: FormData, need: Need | None) -> Json:
    """The form, filled. Fields keep what was typed as long as they keep their ids."""
    current = next((one for one in sets if one.key == given.question_set), sets[0])
    numbers = [(count(n, "panelist"), n) for n in range(1, MOST_WANTED + 1)]
    blocks = [
        field(
            "Title", text_input("value", initial=given.title, placeholder="Senior ML engineer"), id="title"
        ),
        _redraws("Questions for", [(one.role, one.key) for one in sets], current.key, "question_set"),
        _redraws("Level", LEVELS, given.level, "level"),
        _redraws("Minutes each", [(f"{n} minutes", n) for n in LENGTHS], given.minutes, "minutes"),
        _redraws("Panelists in a loop", numbers, given.panelists, "panelists"),
        field(
            "Competencies",
            multi_select(ids.OPENING_SET, list(current.competencies), given.competencies),
            id=f"competencies:{current.key}:{given.level}:{data.render}",
            hint="What fits is picked already: the weightiest that have questions enough at this level.",
            dispatch=True,
        ),
        context(outlook(need, given.minutes, given.panelists)),
        _channel(given.channel_id),
    ]
    blocks += _more(current, given, data) if data.more else [_show_more()]
    return modal(
        "New opening" if data.id is None else "Change the opening",
        blocks,
        callback=ids.OPENING_FORM,
        submit="Create" if data.id is None else "Save",
        close="Cancel",
        metadata=kept(data),
    )


def outlook(need: Need | None, minutes: int, panelists: int | None) -> str:
    """How many interviews all of it takes, said before anything is planned."""
    if need is None:
        return (
            f"No number of interviews of {minutes} minutes holds all of this: a competency has too few questions "
            "at this level, or one of them takes longer."
        )
    if not need.enough:
        return "Pick at least one competency."
    taken = f"Takes {need.words} of {minutes} minutes, where everybody can ask about everything"
    if panelists is None or need.enough <= panelists:
        return f"{taken}."
    wanted = f"{count(panelists, 'panelist')} {'is' if panelists == 1 else 'are'} wanted"
    return f"{taken}; {wanted}. Leave something out, or want more."


def _redraws(label: str, choices: Sequence[tuple[str, object]], chosen: object, id: str) -> object:
    """A menu whose choice changes what stands below."""
    return field(label, select(ids.OPENING_SET, choices, chosen), id=id, dispatch=True)


def _channel(chosen: str | None) -> object:
    menu = sb.ConversationSelectMenu(
        "value",
        initial_conversation=chosen or None,
        filter=sb.ConversationFilter(include="private", exclude_bot_users=True),
    )
    return field("Debrief channel", menu, id="channel", hint="Private, with Fairloop in it.")


def _show_more() -> object:
    label = "More: scorecards wanted, stand-ins, minutes to spare, core questions, leads"
    return actions(button("More", ids.OPENING_MORE, label=label), id="more")


def _more(current: SetChoice, given: OpeningForm, data: FormData) -> list[object]:
    """What is rarely changed."""
    spare = [("None", 0), *((f"{n} minutes", n) for n in SPARE if n)]
    blocks = [
        field(
            "Ask more about",
            multi_select("value", list(current.competencies), given.more_about),
            id=f"more_about:{current.key}",
            optional=True,
            hint="One question more each; they come first where not everything fits.",
        ),
        field("Core questions", select("value", CORE, SAME if given.core else AS_THEY_COME), id="core"),
        field(
            "Minutes to spare in each",
            select("value", spare, given.slack),
            id="slack",
            hint="Nothing is planned into them.",
        ),
        field(
            "Scorecards wanted",
            select("value", [(str(n), n) for n in range(1, MOST_WANTED + 1)], given.quorum),
            id="quorum",
            hint="With fewer, nothing is posted until you say so.",
        ),
        field(
            "Stand-ins",
            sb.UserMultiSelectMenu("value", initial_users=list(given.stand_ins) or None),
            id="stand_ins",
            optional=True,
            hint="Asked first where a panelist of one of its loops drops out, in this order.",
        ),
        field(
            "The debrief opens",
            select("value", OPENS, EARLY if given.early else ON_TIME),
            id="opens",
            hint="Early: 30 minutes after the last scorecard, in the lead's working hours. Never later than its time.",
        ),
    ]
    if data.id is None:
        leads = sb.UserMultiSelectMenu("value", initial_users=list(given.leads) or None)
        blocks.append(field("More leads", leads, id="leads", optional=True))
    return blocks


def copied(given: OpeningForm) -> OpeningForm:
    """An opening's form as a copy begins with it: whoever makes the copy leads it."""
    return replace(given, title=cut(f"Copy of {given.title}", 60), leads=())
