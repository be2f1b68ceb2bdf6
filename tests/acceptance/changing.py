"""A workspace with an opening and described panelists, and what the tests of changing plans do in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.acting.context import Actor
from bot.demo.cast import ADMIN, CHANNEL, LEAD, PANEL, PANELISTS, SHADOW, STAND_IN, Role
from bot.demo.story import BEGIN, BERLIN
from bot.demo.world import World
from bot.domain.loops import LoopForm, LoopView, SeatView
from bot.domain.openings import OpeningForm
from bot.services import openings, people
from bot.services.loops import drafting, reading
from sandbox.surfaces import Message, Modal

PRIYA, MARC, INES, JO, TOMAS = PANEL
FIRST = datetime(2025, 11, 24, 14, 0, tzinfo=BERLIN)
DEBRIEF = datetime(2025, 11, 25, 16, 0, tzinfo=BERLIN)
KEYS = ("mlops", "data", "modelling")


@dataclass(frozen=True)
class Stage:
    """A world with an opening for three competencies."""

    world: World
    opening_id: int

    def actor(self, role: Role) -> Actor:
        """Somebody of the cast, as services know them."""
        return Actor(self.world.sandbox.team_id, self.world.person(role).id)

    def draft(
        self,
        panel: Sequence[Role],
        stand_ins: Sequence[Role] = (),
        shadows: Sequence[Role] = (),
        name: str = "Ada Kowalski",
        **more: str,
    ) -> Modal:
        """The lead fills the form and sees the plan; returns the plan's modal."""
        lead = self.world.lead
        lead.command("/loop")
        form = lead.modal
        if more:
            form.click("Add details")
            lead.wait_for(lambda: "Email" in lead.modal.labels)
        form.fill("Candidate", name)
        form.fill("Panelists", [role.name for role in panel])
        form.fill("Stand-ins", [role.name for role in stand_ins])
        form.fill("Shadows", [role.name for role in shadows])
        form.fill("First interview", FIRST)
        form.fill("Debrief", DEBRIEF)
        form.fill("Debrief channel", CHANNEL)
        for label, value in more.items():
            form.fill(label, value)
        form.submit()
        return self.plan()

    def plan(self) -> Modal:
        """The plan's modal once it is filled."""
        self.world.settle()
        lead = self.world.lead
        found: Modal = lead.wait_for(
            lambda: "Planning…" not in lead.modal.text and lead.modal, what="the plan"
        )
        return found

    def run(
        self,
        panel: Sequence[Role],
        stand_ins: Sequence[Role] = (),
        shadows: Sequence[Role] = (),
        minutes: int = 45,
    ) -> int:
        """A loop whose kits wait for their time; returns its id."""
        ids = {role.name: self.world.person(role).id for role in (*panel, *stand_ins, *shadows)}
        form = LoopForm(
            name="Ada Kowalski",
            label="",
            opening_id=self.opening_id,
            panelists=tuple(ids[role.name] for role in panel),
            stand_ins=tuple(ids[role.name] for role in stand_ins),
            shadows=tuple(ids[role.name] for role in shadows),
            first_at=FIRST,
            minutes=minutes,
            debrief_at=DEBRIEF,
            channel_id=self.world.lead.id_of(CHANNEL),
        )
        context, lead = self.world.fairloop.context, self.actor(LEAD)
        loop_id = drafting.draft(context, lead, form, f"V{len(ids)}").loop_id
        self.world.settle()
        drafting.send_kits(context, lead, loop_id)
        self.world.settle()
        return loop_id

    def loop(self, loop_id: int = 1) -> LoopView:
        """The loop as its lead sees it."""
        return reading.view(self.world.fairloop.context, self.actor(LEAD), loop_id)

    def seat(self, role: Role, loop_id: int = 1) -> SeatView:
        """Somebody's seat in the loop."""
        user_id = self.world.person(role).id
        return next(seat for seat in self.loop(loop_id).seats if seat.user_id == user_id)

    def asked(self, role: Role, loop_id: int = 1) -> list[str]:
        """What somebody is to ask, in short."""
        return [ask.short for ask in self.seat(role, loop_id).asks]

    def kit(self, role: Role) -> Message:
        """Somebody's newest kit."""
        return self.message(role, "Interview kit")

    def message(self, role: Role, words: str) -> Message:
        """The newest message of the app to somebody that has these words."""
        person = self.world.person(role)
        found: Message = person.wait_for(
            lambda: [message for message in person.dm() if words in message.text][-1], what=f"“{words}”"
        )
        return found

    def change(self, option: str, role: Role) -> Modal:
        """The lead opens [Change the plan] and chooses what happened to somebody's seat; returns the form."""
        lead = self.world.lead
        for modal in lead.modals:
            modal.dismiss()
            break
        self.message(LEAD, "Loop ·").click("Change the plan")
        lead.modal.menu(option, within=f"@{role.name}")
        return lead.modal

    def late(self, option: str, role: Role, **fields: object) -> None:
        """The same, filled and sent."""
        form = self.change(option, role)
        for label, value in fields.items():
            form.fill(label.replace("_", " "), value)
        form.submit()
        assert not self.world.lead.modals, self.world.lead.modal.errors
        self.world.settle()


@contextmanager
def playing(database_url: str, folder: Path) -> Iterator[Stage]:
    """A furnished world on this database."""
    with World(folder, BEGIN, port=0, database_url=database_url) as world:
        context, team = world.fairloop.context, world.sandbox.team_id
        lead = Actor(team, world.person(LEAD).id)
        people.name_leads(context, Actor(team, world.person(ADMIN).id), [lead.user_id])
        channel = world.lead.id_of(CHANNEL)
        form = OpeningForm(
            "Senior ML engineer", "ml_engineer", "senior", channel, quorum=2, competencies=KEYS
        )
        opening_id = openings.create(context, lead, form)
        for role in PANELISTS:
            user_id = world.person(role).id
            people.set_panelist(
                context, lead, user_id, strengths=dict(role.strengths), seniority=role.seniority
            )
        world.settle()
        yield Stage(world, opening_id)


__all__ = [
    "DEBRIEF",
    "FIRST",
    "INES",
    "JO",
    "LEAD",
    "MARC",
    "PRIYA",
    "SHADOW",
    "STAND_IN",
    "TOMAS",
    "Stage",
    "playing",
]
