"""A workspace in which everything happens at random that could get a question past the leak guard.

What must not be is judged from a diary of its own, which knows who is who and which prompts are variations
of each other because it made them; it doesn't ask the guard or how alike two texts are.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from bot.acting.context import Actor, Context, Transaction, system
from bot.consequences import follow
from bot.domain.loops import LoopState, Role, SeatState
from bot.domain.loops.loop import Loop as DomainLoop
from bot.domain.prep import Settings, Subscription
from bot.domain.questions import Level, Question
from bot.domain.scorecards import Asked
from bot.services import prep, questions
from bot.services.planning import questions as plan_questions
from bot.services.prep import days
from bot.services.prep.calls import called
from bot.storage import loops as stored_loops
from bot.storage.database import Database
from bot.storage.prep import subscriptions
from bot.storage.tables import (
    Assignment,
    Candidate,
    Due,
    Interview,
    Loop,
    Opening,
    OpeningCompetency,
    PrepSend,
)
from tests.services.leak_bank import ChangingBank

TEAM, CHANNEL = "T1", "C1"
PEOPLE, PLANNED_AT_ONCE, MOST_LOOPS = 6, 3, 3


class Leak(AssertionError):
    """A question got past the guard."""


@dataclass
class Human:
    """Somebody as the diary knows them. `ids` and `prompts` were sent at any time, `families` since they began."""

    user_id: str
    email: str
    records: dict[int, bool] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    prompts: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)


class World:
    """One attempt after the other; `attempts` raises Leak."""

    def __init__(self, database: Database, seed: random.Random) -> None:
        self.bank = ChangingBank(seed)
        self.random = seed
        self.now = datetime(2026, 1, 5, 8, tzinfo=UTC)
        self.database = database
        directory: Any = None
        self.context = Context(database, lambda: self.now, directory, self.bank.now, lambda: None, follow)
        self.people = [Human(f"U{n}", f"p{n}@example.com") for n in range(PEOPLE)]
        self.channel = Human(CHANNEL, "")
        self.loops: dict[int, Human] = {}
        self.records: dict[int, int] = {}
        self.plans: dict[int, dict[str, str]] = {}
        self.over: set[tuple[int, str]] = set()
        self.counts: dict[str, int] = {}
        self.opening = self._found_opening()
        self.deck = [
            *[self.send_prep] * 3,
            *[self.plan] * 3,
            *[self.bank.flip_mark] * 15,
            *[self.bank.edit_text] * 11,
            *[self.bank.import_question] * 11,
            *[self.link_late] * 2,
            self.ask,
            self.stop,
            self.post_in_channel,
        ]

    def attempts(self, number: int) -> None:
        """So many random things. Raises Leak where one got a question past the guard."""
        hand: list[Callable[[], None]] = []
        for _ in range(number):
            hand = hand or self.random.sample(self.deck, len(self.deck))
            act = hand.pop()
            self.counts[act.__name__] = self.counts.get(act.__name__, 0) + 1
            act()

    def send_prep(self) -> None:
        """Somebody's day comes."""
        human = self._anybody()
        self._send(human)

    def post_in_channel(self) -> None:
        """A question for everybody."""
        self._send(self.channel)

    def plan(self) -> None:
        """A loop is planned for somebody, whether or not it is known who they are in Slack."""
        human = self._anybody()
        with self.context.transaction(system(TEAM)) as tx:
            if len(human.records) >= MOST_LOOPS:
                self._withdraw(tx, human)
            candidate = self._candidate(tx, human)
            loop = self._loop(tx, candidate)
            self.loops[loop.id], self.records[loop.id], self.plans[loop.id] = human, candidate.id, {}
            self._plan_loop(tx, loop.id)
        self._check_planned(human)

    def link_late(self) -> None:
        """It becomes known who a candidate is: their loop is planned anew, and the others that it concerns."""
        human = self._anybody()
        unknown = [record for record, named in human.records.items() if not named]
        if not unknown:
            return
        with self.context.transaction(system(TEAM)) as tx:
            candidate = tx.session.get_one(Candidate, self.random.choice(unknown))
            self._name(tx, candidate, human)
            tx.session.flush()
            for loop in tx.session.scalars(select(Loop).where(Loop.candidate_id == candidate.id)):
                self._plan_loop(tx, loop.id)
                for other in plan_questions.loops_that_leak(tx, self.bank.now(), candidate.id, loop.id):
                    self._plan_loop(tx, other.id)
        self._check_planned(human)

    def ask(self) -> None:
        """An interview takes place: what was planned is asked."""
        waiting = [
            (loop, id) for loop, plan in self.plans.items() for id in plan if (loop, id) not in self.over
        ]
        if not waiting:
            return
        loop_id, id = self.random.choice(waiting)
        with self.context.transaction(system(TEAM)) as tx:
            tx.session.execute(
                update(Assignment)
                .where(Assignment.loop_id == loop_id, Assignment.question_id == id)
                .values(state=Asked.ASKED)
            )
        self.over.add((loop_id, id))

    def stop(self) -> None:
        """Somebody stops: all is deleted but the hashes. They may begin again later."""
        human = self._anybody()
        with self.context.reading(system(TEAM)) as tx:
            if subscriptions.of_person(tx, human.user_id) is None:
                return
        prep.stop(self.context, Actor(TEAM, human.user_id))
        human.families.clear()

    def _send(self, human: Human) -> None:
        self.now += timedelta(days=1)
        with self.context.transaction(system(TEAM)) as tx:
            subscription_id = self._subscription(tx, human)
            occurrence = f"test:{subscription_id}:{self.now.date()}"
            due = Due(
                team_id=TEAM,
                kind=days.DUE,
                thing_id=subscription_id,
                occurrence=occurrence,
                due_at=self.now,
                lease_until=self.now,
            )
            tx.session.add(due)
            tx.session.flush()
            due_id = due.id
        call = called(TEAM, due_id, subscription_id, occurrence, self.now)
        days.send(self.context, call)
        with self.context.reading(system(TEAM)) as tx:
            row = tx.session.scalar(
                select(PrepSend).where(
                    PrepSend.subscription_id == subscription_id, PrepSend.day == self.now.date()
                )
            )
            sent = questions.kept(tx, row.question_id, row.version) if row else None
        if sent is not None:
            self._check_sent(human, sent)
            human.ids.add(sent.id)
            human.prompts.add(sent.prompt)
            human.families.add(self.bank.families[sent.prompt])

    def _check_sent(self, human: Human, sent: Question) -> None:
        if not self.bank.held[sent.id].prep:
            raise Leak(f"{sent.id} is not for training and went to {human.user_id}")
        for loop_id, candidate in self.loops.items():
            if human is not self.channel and not (candidate is human and self._names(loop_id)):
                continue
            for id, prompt in self.plans[loop_id].items():
                if id == sent.id or self.bank.families[prompt] == self.bank.families[sent.prompt]:
                    raise Leak(f"{sent.id} went to {human.user_id} and is planned in loop {loop_id}")

    def _check_planned(self, human: Human) -> None:
        """Nothing that waits to be asked of somebody known was sent to them, or to everybody."""
        for loop_id in [loop_id for loop_id, candidate in self.loops.items() if candidate is human]:
            met = [self.channel, human] if self._names(loop_id) else [self.channel]
            for id, prompt in self.plans[loop_id].items():
                for one in met:
                    known = (
                        id in one.ids or prompt in one.prompts or self.bank.families[prompt] in one.families
                    )
                    if known and (loop_id, id) not in self.over:
                        raise Leak(f"{id} is planned in loop {loop_id} and went to {one.user_id}")

    def _plan_loop(self, tx: Transaction, loop_id: int) -> None:
        """What waits is planned anew from what the services call eligible, at random instead of by the solver."""
        loop = stored_loops.look(tx, loop_id)
        plan = self.plans[loop.id]
        asked = {id for id in plan if (loop.id, id) in self.over}
        for id in plan.keys() - asked:
            waits = (Assignment.loop_id == loop.id, Assignment.question_id == id)
            tx.session.execute(delete(Assignment).where(*waits))
            del plan[id]
        fit = plan_questions.askable(tx, self.bank.now(), loop, ())
        usable = plan_questions.eligible(tx, self.bank.now(), loop, fit, (), asked)
        fresh = [one.id for one in usable if one.id not in asked]
        for id in self.random.sample(fresh, min(PLANNED_AT_ONCE, len(fresh))):
            if self.bank.held[id].prep:
                raise Leak(f"{id} is for training and planned in loop {loop.id}")
            self._assign(tx, loop, self.bank.held[id])
            plan[id] = self.bank.held[id].prompt
        tx.session.flush()

    def _names(self, loop_id: int) -> bool:
        """Whether the record of the loop's candidate says who they are."""
        return self.loops[loop_id].records[self.records[loop_id]]

    def _candidate(self, tx: Transaction, human: Human) -> Candidate:
        row = Candidate(team_id=TEAM, label="A. K.", name="A. K.", name_key="name")
        tx.session.add(row)
        tx.session.flush()
        human.records[row.id] = False
        if self.random.random() < 0.5:
            self._name(tx, row, human)
        return row

    def _name(self, tx: Transaction, row: Candidate, human: Human) -> None:
        """By the Slack user, or by the email alone."""
        human.records[row.id] = True
        if self.random.random() < 0.5:
            row.slack_user = human.user_id
        else:
            row.email, row.email_key = human.email, tx.vault.fingerprint("email", human.email)

    def _loop(self, tx: Transaction, candidate: Candidate) -> Loop:
        at = self.now + timedelta(days=3)
        loop = Loop(
            team_id=TEAM,
            opening_id=self.opening,
            candidate_id=candidate.id,
            lead_id="ULEAD",
            label="A. K.",
            state=LoopState.RUNNING,
            level=Level.MID,
            channel_id="G1",
            first_at=at,
            minutes=45,
            debrief_at=at + timedelta(days=1),
            created_at=self.now,
        )
        tx.session.add(loop)
        tx.session.flush()
        seat = Interview(
            team_id=TEAM,
            loop_id=loop.id,
            user_id="UPANEL",
            role=Role.PANELIST,
            position=0,
            minutes=45,
            state=SeatState.SENT,
        )
        tx.session.add(seat)
        tx.session.flush()
        return loop

    def _assign(self, tx: Transaction, loop: DomainLoop, one: Question) -> None:
        seat = tx.session.scalars(select(Interview.id).where(Interview.loop_id == loop.id)).one()
        tx.session.add(
            Assignment(
                team_id=TEAM,
                loop_id=loop.id,
                interview_id=seat,
                question_id=one.id,
                version=questions.keep_version(tx, one),
                competency=one.competency,
                position=0,
                minutes=8,
                reason="",
                state=Asked.PLANNED,
            )
        )

    def _withdraw(self, tx: Transaction, human: Human) -> None:
        """The oldest of their records goes with its loop, so that the world keeps its size."""
        record = min(human.records)
        for loop in tx.session.scalars(select(Loop).where(Loop.candidate_id == record)):
            del self.loops[loop.id], self.plans[loop.id]
            tx.session.delete(loop)
        tx.session.flush()
        tx.session.delete(tx.session.get_one(Candidate, record))
        tx.session.flush()
        del human.records[record]

    def _subscription(self, tx: Transaction, human: Human) -> int:
        in_channel = human is self.channel
        find = subscriptions.of_channel if in_channel else subscriptions.of_person
        known = find(tx, human.user_id)
        if known is None:
            settings = Settings("ml_engineer", Level.MID, 9, ZoneInfo("UTC"))
            new = Subscription.new(human.user_id, settings, human.user_id, self.now, is_channel=in_channel)
            new.recognise_by(tx.vault.fingerprint("email", human.email) if human.email else None)
            known = subscriptions.add(tx, new)
        return known.who.id

    def _found_opening(self) -> int:
        with self.context.transaction(system(TEAM)) as tx:
            opening = Opening(
                team_id=TEAM,
                title="Engineer",
                question_set="engineer",
                level=Level.MID,
                quorum=1,
                minutes=45,
                channel_id="G1",
            )
            tx.session.add(opening)
            tx.session.flush()
            tx.session.add(
                OpeningCompetency(
                    opening_id=opening.id,
                    competency="data",
                    team_id=TEAM,
                    position=0,
                    weight=100,
                    panelists=1,
                    lowest=1,
                    highest=3,
                )
            )
            return opening.id

    def _anybody(self) -> Human:
        return self.random.choice(self.people)
