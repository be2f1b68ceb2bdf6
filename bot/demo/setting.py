"""The demo's setting: an administrator names a lead, the lead makes an opening, and there is a past."""

import json

from bot.acting.context import Actor, system
from bot.demo import past
from bot.demo.cast import ADMIN, CHANNEL, COMPETENCIES, LEAD, PANELISTS
from bot.demo.world import World
from bot.services import openings, people
from bot.services.calibration import candidate_id
from bot.storage import debriefs


def name_lead(world: World) -> None:
    """The administrator names the hiring lead, in Slack."""
    admin = world.person(ADMIN)
    admin.command("/loop", "people")
    admin.modal.fill("Hiring leads", [LEAD.name])
    admin.modal.submit()


def make_opening(world: World) -> None:
    """The lead makes the opening, in Slack."""
    lead = world.person(LEAD)
    lead.command("/loop", "openings")
    lead.modal.click("New opening")
    modal = lead.modal
    modal.fill("Title", "Senior ML engineer")
    modal.choose("Questions for", "ML engineer")
    modal.choose("Level", "Senior")
    modal.fill("Competencies", list(COMPETENCIES))
    modal.fill("Debrief channel", CHANNEL)
    modal.click("More")
    lead.wait_for(lambda: "Minutes to spare in each" in lead.modal.labels)
    modal.choose("Minutes to spare in each", "None")
    modal.submit()
    lead.modal.close()


def describe_panel(world: World) -> None:
    """What each panelist is good at."""
    actor = Actor(world.sandbox.team_id, world.person(LEAD).id)
    for role in PANELISTS:
        people.set_panelist(
            world.fairloop.context,
            actor,
            world.person(role).id,
            strengths=dict(role.strengths),
            seniority=role.seniority,
        )


def enter_past(world: World) -> int:
    """Sixty past loops, marked as samples; returns how many."""
    actor = Actor(world.sandbox.team_id, world.person(LEAD).id)
    context = world.fairloop.context
    opening = openings.choices(context, actor)[0]
    ids = {role.name: world.person(role).id for role in PANELISTS}
    count = past.enter(context, actor, opening.id, ids, world.sandbox.now)
    world.settle()
    return count


def debrief_numbers(world: World) -> dict[str, object]:
    """All the figures that the story's debrief shows, and the name that its candidate has in the ratings."""
    with world.fairloop.context.reading(system(world.sandbox.team_id)) as tx:
        (record,) = debriefs.records(tx)
        loop_id, numbers, fit = record.loop_id, json.loads(record.numbers), record.fit
    return {"candidate": candidate_id(loop_id), **numbers, "fit": json.loads(fit) if fit else None}
