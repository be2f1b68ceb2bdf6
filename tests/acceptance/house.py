"""A house to test in: a workspace with one opening and named leads, and the few things that all tests do in it."""

import copy
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.acting.context import Actor, Context
from bot.demo.cast import ADMIN, CHANNEL, LEAD, PANEL, PANELISTS, SHADOW, STAND_IN, Role
from bot.demo.story import BEGIN, BERLIN, DIMENSIONS, EVIDENCE_LABEL
from bot.demo.world import World
from bot.domain.loops import LoopForm
from bot.domain.openings import OpeningForm
from bot.domain.scorecards import (
    EVIDENCE,
    FIRST_PROBE,
    OWN_PROBE,
    PROBE,
    RATING,
    RECOMMENDATION,
    SUMMARY,
    SURENESS,
    Asked,
    Change,
    Field,
    Probed,
    fingerprint,
)
from bot.services import openings, people, scorecards
from bot.services.loops import drafting, reading
from sandbox import callbacks
from sandbox.contents import view_json
from sandbox.payloads import _envelope
from sandbox.person import Person
from sandbox.protocol import signed_headers
from sandbox.state import Channel
from sandbox.surfaces import Message, Modal

FIRST = datetime(2025, 11, 24, 14, 0, tzinfo=BERLIN)
DEBRIEF = datetime(2025, 11, 25, 16, 0, tzinfo=BERLIN)
OUTSIDER = PANELISTS[-1]
_HTTP = urllib.request.build_opener(urllib.request.ProxyHandler({}))
Json = dict[str, Any]


@dataclass(frozen=True)
class House:
    """A world with an opening. Steps that a test isn't about go through the services; the rest through people."""

    world: World
    opening_id: int

    @property
    def context(self) -> Context:
        """What the services are given."""
        return self.world.fairloop.context

    @property
    def lead(self) -> Person:
        """The hiring lead."""
        return self.world.lead

    @property
    def channel_id(self) -> str:
        """The debrief channel's id."""
        return self.lead.id_of(CHANNEL)

    def person(self, role: Role) -> Person:
        """Somebody of the cast."""
        return self.world.person(role)

    def actor(self, role: Role) -> Actor:
        """Somebody of the cast, as services know them."""
        return Actor(self.world.sandbox.team_id, self.person(role).id)

    def ids(self, roles: Sequence[Role]) -> tuple[str, ...]:
        """Their user ids."""
        return tuple(self.person(role).id for role in roles)

    def form(self, **changes: Any) -> LoopForm:
        """A form that plans a loop with two panelists."""
        given: dict[str, Any] = {
            "name": "Ada Kowalski",
            "label": "",
            "opening_id": self.opening_id,
            "panelists": self.ids(PANEL[:2]),
            "stand_ins": (),
            "shadows": (),
            "first_at": FIRST,
            "minutes": 45,
            "debrief_at": DEBRIEF,
            "channel_id": self.channel_id,
        }
        return LoopForm(**(given | changes))

    def plan(self, panel: Sequence[Role] = PANEL[:2], **changes: Any) -> int:
        """A running loop, its kits waiting for their time. Roles in `stand_ins` and `shadows` are the cast's."""
        seats = {key: self.ids(changes.pop(key)) for key in ("stand_ins", "shadows") if changes.get(key)}
        form = self.form(panelists=self.ids(panel), **seats, **changes)
        drafted = drafting.draft(self.context, self.actor(LEAD), form, f"V{secrets.token_hex(4)}")
        self.world.settle()
        drafting.send_kits(self.context, self.actor(LEAD), drafted.loop_id)
        self.world.settle()
        return drafted.loop_id

    def move_to(self, at: datetime) -> None:
        """Move the calendar."""
        self.world.move_to(at)

    def settle(self) -> None:
        """Let the bot do what there is to do."""
        self.world.settle()

    def interview(self, loop_id: int, role: Role) -> int:
        """The id of somebody's seat in a loop."""
        seats = reading.view(self.context, self.actor(LEAD), loop_id).seats
        return next(seat.interview_id for seat in seats if seat.user_id == self.person(role).id)

    def score(
        self,
        loop_id: int,
        role: Role,
        rating: int | str = 3,
        evidence: str = "Named the first check.",
        **more: Any,
    ) -> None:
        """Hand in somebody's scorecard with one rating everywhere, as their modal would save it."""
        self.fill(loop_id, role, rating, evidence, **more)
        self.hand_in(loop_id, role)
        self.settle()

    def fill(
        self,
        loop_id: int,
        role: Role,
        rating: int | str = 3,
        evidence: str = "Named the first check.",
        **more: Any,
    ) -> None:
        """Fill in somebody's scorecard with one rating everywhere, and leave it there."""
        interview_id, actor = self.interview(loop_id, role), self.actor(role)
        sheet = scorecards.open_card(self.context, actor, interview_id)
        values: dict[Field, str] = {}
        for item in sheet.kit.questions:
            values[Field(item.question.id, EVIDENCE)] = evidence
            probe = OWN_PROBE if item.state == Asked.OTHER else FIRST_PROBE
            if probe not in sheet.card.answer(item.question.id).probes:
                values[Field(item.question.id, f"{PROBE}{probe}")] = Probed.NOT_PROBED
            for dimension in sheet.rubric.dimensions:
                values[Field(item.question.id, f"{RATING}{dimension.key}")] = str(rating)
        last = {RECOMMENDATION: "yes", SURENESS: "fairly", SUMMARY: "Sound."} | more
        values |= {Field("", key): value for key, value in last.items()}
        stamp = f"{self.context.now().timestamp():.6f}"
        changes = [
            Change(key, value, fingerprint(None), stamp, "V0", own=False) for key, value in values.items()
        ]
        scorecards.save(self.context, actor, interview_id, changes)

    def hand_in(self, loop_id: int, role: Role) -> None:
        """Hand in a scorecard that is filled in."""
        interview_id, actor = self.interview(loop_id, role), self.actor(role)
        assert scorecards.submit(self.context, actor, interview_id, []).gaps == ()

    def open_card(self, role: Role) -> Modal:
        """Somebody's scorecard, opened from their newest kit."""
        self.kit(role).click("Open scorecard")
        return self.person(role).modal

    def kit(self, role: Role) -> Message:
        """Somebody's newest kit."""
        return self.message(role, "Interview kit")

    def message(self, role: Role, words: str) -> Message:
        """The newest message of the app to somebody that has these words."""
        person = self.person(role)
        found: Message = person.wait_for(
            lambda: [message for message in person.dm() if words in message.text][-1], what=f"“{words}”"
        )
        return found

    def debrief(self, role: Role = LEAD, channel: str = CHANNEL) -> Message:
        """The debrief's head as somebody in the channel sees it."""
        return next(one for one in self.person(role).channel(channel) if "Debrief ready ·" in one.text)

    def told(self, role: Role) -> str:
        """What the app told somebody last: on a modal, or in a message that only they see."""
        person = self.person(role)
        if person.modals:
            text = person.modal.text
            person.modal.dismiss()
            return text
        return person.ephemerals[-1].text

    def refusals(self) -> list[Json]:
        """The Web API calls that the workspace refused; a plan for a modal that nobody opened is none."""
        calls = self.world.sandbox.transcript.calls()
        refused = [call for call in calls if not (call["response"] or {}).get("ok")]
        return [one for one in refused if one["method"] != "views.update"]

    def forged(self, role: Role, action_id: str, value: str, **more: Any) -> int:
        """Send a click on a button that isn't on somebody's screen, signed as Slack signs; returns the status."""
        engine = self.world.sandbox._engine
        user, channel = (
            engine.workspace.users[self.person(role).id],
            engine.workspace.dm_with(self.person(role).id),
        )
        team = more.pop("team", self.world.sandbox.team_id)
        key = engine.response_urls.new(channel.id, user.id)
        kind = more.pop("kind", "button")
        pressed: Json = {
            "type": kind,
            "action_id": action_id,
            "block_id": "b1",
            "action_ts": "1764000000.000100",
        }
        pressed |= {"selected_option": {"value": value}} if kind == "overflow" else {"value": value}
        payload: Json = {
            "type": "block_actions",
            "user": {"id": user.id, "name": user.name, "username": user.name, "team_id": team},
            "api_app_id": "A0SANDBOX",
            "team": {"id": team, "domain": "sandbox"},
            "enterprise": None,
            "is_enterprise_install": False,
            "container": {"type": "message", "channel_id": channel.id, "message_ts": "1764000000.000100"},
            "channel": {"id": channel.id, "name": "directmessage"},
            "trigger_id": engine.triggers.new(user.id),
            "response_url": f"{engine.workspace.base_url}/response/{key}",
            "actions": [pressed],
        }
        return self.send(payload | more)

    def send(self, payload: Json) -> int:
        """Send an interaction as Slack would; returns the HTTP status."""
        body = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
        kind = "application/x-www-form-urlencoded"
        return self.post(body, signed_headers(self.world.sandbox.signing_secret, body, kind))

    def view(self, modal: Modal) -> Json:
        """A modal as Slack sends it along, to be tampered with."""
        engine = self.world.sandbox._engine
        return copy.deepcopy(view_json(engine.workspace, engine.workspace.views[modal.id]))

    def submitted(self, role: Role, view: Json) -> Any:
        """The bot's answer to a submission of a view that may not be on anybody's screen."""
        engine = self.world.sandbox._engine
        user = engine.workspace.users[self.person(role).id]
        payload = _envelope(engine, "view_submission", user)
        payload |= {"trigger_id": engine.triggers.new(user.id), "view": view, "response_urls": []}
        answer = callbacks.deliver(engine, "view_submission", "interactive", payload)
        assert answer.error is None, answer
        return answer.body

    def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Send any request to the bot's endpoint; returns the HTTP status."""
        url = self.world.sandbox._engine.app.request_url
        assert url is not None
        request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")
        try:
            with _HTTP.open(request, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def extra_channel(
        self, name: str, members: Sequence[Role] = (LEAD,), *, private: bool = True, bot: bool = True
    ) -> Channel:
        """One more channel."""
        people = [self.person(role) for role in members]
        return self.world.sandbox.add_channel(name, private=private, members=people, bot=bot)


def furnish(world: World) -> House:
    """Name the lead, make the opening and describe the panel, through the services."""
    team = world.sandbox.team_id
    context = world.fairloop.context
    lead = Actor(team, world.person(LEAD).id)
    people.name_leads(context, Actor(team, world.person(ADMIN).id), [lead.user_id])
    form = OpeningForm("Senior ML engineer", "ml_engineer", "senior", world.lead.id_of(CHANNEL), quorum=2)
    opening_id = openings.create(context, lead, replace(form, competencies=competency_keys(context, 2)))
    for role in PANELISTS:
        user_id = world.person(role).id
        people.set_panelist(context, lead, user_id, strengths=dict(role.strengths), seniority=role.seniority)
    world.settle()
    return House(world, opening_id)


def competency_keys(context: Context, number: int) -> tuple[str, ...]:
    """The first competencies of the question set; with few of them a plan has little to mend and is quick."""
    return tuple(item.key for item in context.bank().set("ml_engineer").competencies)[:number]


def rate_page(modal: Modal, rating: int | str, evidence: str = "Named the first check.") -> None:
    """Fill one page of a scorecard: evidence first, then the four ratings, then how the answer held."""
    modal.fill(EVIDENCE_LABEL, evidence)
    for dimension in DIMENSIONS:
        modal.choose(dimension, str(rating))
    modal.choose("After", "Held", nth=0)


def last_page(modal: Modal) -> None:
    """Fill the last page and hand it in."""
    modal.choose("My recommendation for this role", "Yes")
    modal.choose("How sure?", "Fairly")
    modal.fill("Two lines for the debrief", "Sound on the whole.")
    modal.submit()


def later(**more: float) -> datetime:
    """So long after the first interview begins."""
    return FIRST + timedelta(**more)


__all__ = [
    "BEGIN",
    "DEBRIEF",
    "FIRST",
    "OUTSIDER",
    "PANEL",
    "SHADOW",
    "STAND_IN",
    "House",
    "furnish",
    "last_page",
    "later",
    "rate_page",
]
