"""The one door between the net and the bot: whatever moves in the house is put right here, and nowhere else.

Cases call use cases by the names below (`door.seats.decline`), whatever module they live in.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from alembic import command
from alembic.runtime.migration import MigrationContext
from slack_sdk.errors import SlackApiError

import bot.acting
import bot.services
from bot import bootstrap, consequences
from bot.acting import access
from bot.acting import loops as working
from bot.acting.context import Actor, Context
from bot.bootstrap import PARTS
from bot.consequences import dead_letters as lost
from bot.delivery import dead_letters
from bot.delivery.calls import Calls
from bot.delivery.pace import Limits, Pace
from bot.delivery.restores import Restores
from bot.delivery.sender import Sender
from bot.delivery.timing import Clocks, Timing
from bot.domain.agreed import Bar
from bot.domain.errors import FairloopError, Invalid, UnknownChannel, UnknownPerson
from bot.domain.imports import BadFile
from bot.domain.imports.candidates import candidates as candidates_of
from bot.domain.imports.openings import openings as openings_of
from bot.domain.imports.people import people as people_of
from bot.domain.leading import Led
from bot.domain.loops import LoopForm
from bot.domain.loops.seating import SeatForm
from bot.domain.openings import OpeningForm
from bot.domain.prep import PrepForm, Rating
from bot.domain.prep.states import Step
from bot.domain.questions import Bank, Fault, Question, parse_bank
from bot.domain.scorecards import Asked, Change, Field, Recommendation, fingerprint
from bot.process.clock import DueRunner
from bot.services import (
    audience,
    bank_news,
    calibration,
    digests,
    erasing,
    first_day,
    glass,
    home,
    impact,
    imports,
    insights,
    leading,
    leaving,
    openings,
    own_data,
    people,
    practice,
    practising,
    questions,
    rules,
    scorecards,
)
from bot.services.debriefs import deciding, talking
from bot.services.debriefs import reading as debriefs
from bot.services.loops import drafting, kits, placing, reading, reminders, retrying, seats
from bot.services.planning import choosing, plans, wishes
from bot.services.practice import PracticeSheet
from bot.services.prep import days, interview, steps, subscribing, week
from bot.services.prep_pages import keeping, links
from bot.services.prep_pages import today as page_today
from bot.slack.directory import Channel, DirectoryPerson, Group
from bot.storage import leaving as workspaces
from bot.storage import migrations
from bot.storage.database import READING, Database
from bot.storage.rotation import HASHED
from bot.storage.sealing import opened, placed, sealed_columns
from bot.storage.tables import Base, DataKeyRow, SlackUser
from bot.storage.types import SealedText
from bot.storage.upsert import insert_or_update_all
from bot.storage.vault import DataKey, Vault, digest

Use = Callable[..., Any]

USE_CASES: Mapping[str, Use] = {
    "first_day.installed": first_day.installed,
    "import.people": imports.people,
    "import.candidates": imports.candidates,
    "import.openings": imports.openings,
    "export.openings": imports.openings_known,
    "export.people": imports.people_known,
    "export.candidates": imports.candidates_known,
    "leads.name": people.name_leads,
    "leading.change": leading.change,
    "people.joined": people.joined,
    "people.left": people.left,
    "people.describe": people.set_panelist,
    "people.own_hours": people.set_own,
    "openings.create": openings.create,
    "openings.change": openings.change,
    "openings.close": openings.close,
    "openings.reopen": openings.reopen,
    "rules.agree": rules.agree,
    "plans.choose": choosing.choose,
    "loops.draft": drafting.draft,
    "loops.cancel": drafting.cancel,
    "loops.practice": practice.enter,
    "practice.begin": practising.begin,
    "practice.send": practising.send,
    "practice.erase": practising.erase,
    "practice.run_out": practising.run_out,
    "plans.solve": plans.solve,
    "plans.reopen": plans.reopen,
    "plans.send_kits": drafting.send_kits,
    "plans.mend": placing.mend,
    "wishes.try_out": wishes.try_out,
    "wishes.weigh": wishes.weigh,
    "wishes.apply": wishes.apply,
    "wishes.forget": wishes.forget,
    "seats.change": placing.change,
    "seats.add": placing.add,
    "seats.shadow": placing.shadow,
    "seats.decline": seats.decline,
    "seats.replace": seats.replace,
    "seats.undo": seats.undo,
    "seats.confirm": seats.confirm,
    "seats.missed": seats.missed,
    "seats.took_place": seats.took_place,
    "seats.knows": seats.knows,
    "seats.move": seats.move,
    "seats.together": seats.together,
    "seats.replace_question": seats.replace_question,
    "kits.send": kits.send,
    "kits.opens": kits.opens,
    "reminders.nudge": reminders.nudge,
    "reminders.tell_lead": reminders.tell_lead,
    "reminders.snooze": reminders.snooze,
    "reminders.excuse": reminders.excuse,
    "scorecards.open": scorecards.open_card,
    "scorecards.save": scorecards.save,
    "scorecards.mark": scorecards.mark,
    "scorecards.submit": scorecards.submit,
    "debriefs.open": deciding.open_debrief,
    "calibration.refit": calibration.refit,
    "debriefs.now": deciding.hurry,
    "debriefs.without": deciding.go_on_without,
    "debriefs.move_time": seats.move_debrief,
    "debriefs.move_channel": deciding.move,
    "debriefs.decide": deciding.decide,
    "glass.break": glass.break_it,
    "glass.read": glass.read,
    "impact.of_groups": impact.of_groups,
    "erasing.erase": erasing.erase,
    "erasing.for_admin": erasing.erase_for_admin,
    "erasing.retire": erasing.retire,
    "erasing.forget": erasing.forget,
    "erasing.hold": erasing.hold,
    "erasing.retention": erasing.set_retention,
    "own_data.of_candidate": own_data.of_candidate,
    "leaving.purge": leaving.purge,
    "digests.sum_up": digests.sum_up,
    "talk.say": talking.say,
    "talk.show": talking.show,
    "audience.came": audience.somebody_came,
    "audience.look": audience.look_around,
    "audience.before_reply": audience.check_before_reply,
    "audience.show_again": audience.show_again,
    "audience.guests": audience.confirm_guests,
    "given_up.try_again": retrying.try_again,
    "letters.undelivered": lost.follow_dead_letter,
    "bank.broken": bank_news.tell_broken,
    "bank.mended": bank_news.tell_mended,
    "prep.save": subscribing.save,
    "prep.pause": subscribing.pause,
    "prep.resume": subscribing.resume,
    "prep.stop": subscribing.stop,
    "prep.undeliverable": subscribing.undeliverable,
    "prep.send": days.send,
    "prep.more": days.more,
    "prep.sum_up": week.sum_up,
    "prep.expect_interview": subscribing.expect_interview,
    "prep.eve_comes": interview.eve_comes,
    "prep.ends": interview.ends,
    "prep_pages.make": links.make,
    "prep_pages.withdraw": links.withdraw,
    "prep_pages.begin": links.begin,
    "prep_pages.end_link": links.end,
    "prep_pages.change": keeping.change,
    "prep_pages.renew_feed": keeping.renew_feed,
    "prep_pages.delete": keeping.delete,
    "prep_pages.end": keeping.end,
    "prep_pages.advance": page_today.advance,
    "prep_pages.rate": page_today.rate,
    "prep_pages.rate_again": page_today.rate_again,
    "prep_pages.more": page_today.more,
    "prep_pages.write": page_today.write,
    "prep.advance": steps.advance,
    "prep.grade": steps.grade,
    "prep.rate_again": steps.rate_again,
    "prep.write_answer": steps.write_answer,
    "prep.redraw": steps.redraw,
}
"""Every function that a person, the clock or the sender asks for a change, by the name that it has in the table."""

READINGS: tuple[Use, ...] = (
    access.is_admin,
    calibration.fit_for,
    debriefs.beside,
    debriefs.get,
    debriefs.reasons,
    digests.read,
    insights.get,
    insights.of_oneself,
    talking.form,
    talking.may_show,
    working.know_panel,
    working.know_panel_of,
    working.changing,
    working.changing_seat,
    home.decided,
    first_day.here,
    first_day.led,
    home.get,
    home.opened,
    kits.get,
    kits.to_give_up,
    kits.to_miss,
    leading.get,
    leading.page,
    reading.view,
    reading.view_of_seat,
    glass.check_may_break,
    erasing.check_may_erase,
    erasing.report,
    erasing.retention,
    audience.candidates_user,
    audience.channel_fault,
    audience.look,
    audience.misfit_of,
    openings.asked_faults,
    openings.choices,
    openings.filled_in,
    openings.preview,
    rules.get,
    people.check_may_name_leads,
    people.groups,
    people.in_group,
    people.is_lead,
    people.leads,
    people.look_again,
    people.may_name_leads,
    people.not_people,
    people.own,
    people.panelist,
    people.panelists,
    subscribing.check_may_run_channel,
    subscribing.get,
    subscribing.zone_of,
    steps.get,
    interview.answers,
    links.check,
    links.team_of,
    keeping.get,
    keeping.of_feed,
    keeping.opened,
    keeping.worked_on,
    page_today.get,
    page_today.progress,
    questions.browse,
    questions.show,
    scorecards.look,
    placing.free_start,
    placing.person_fault,
)
"""Every function that is given the context and changes nothing."""

BY_CLOCK = {
    "plan": "plans.solve",
    "trial": "wishes.weigh",
    "kit": "kits.send",
    "scorecard_opens": "kits.opens",
    "nudge": "reminders.nudge",
    "card_late": "reminders.tell_lead",
    "debrief": "debriefs.open",
    "practice": "practice.run_out",
    "fit": "calibration.refit",
    "prep": "prep.send",
    "prep_week": "prep.sum_up",
    "prep_eve": "prep.eve_comes",
    "prep_over": "prep.ends",
    "prep_link_ends": "prep_pages.end_link",
    "prep_page_ends": "prep_pages.end",
    "digest": "digests.sum_up",
    "audience": "audience.look",
    "retention": "erasing.retire",
    "forget": "erasing.forget",
    "purge": "leaving.purge",
    dead_letters.KIND: "letters.undelivered",
}
"""Which use case runs a due row of a kind."""

GONE_WHEN_DONE = frozenset({"practice", "prep_link_ends", "purge"})
"""Due rows that are deleted by what they begin, with all that they are about."""

BY_WIRING = ("given_up.tell",)
"""What is called by the wiring alone, in a transaction of its own."""

LETTER_KINDS = frozenset(PARTS.renderers)
DUE_KINDS = frozenset(PARTS.runners)
TEAM = "T1"
OF_KEYS = ("data_keys", "canaries")
AT_RANDOM = ("row_key", "key_id", "token_hash", "feed_hash", "sealed_answer")
Raw = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]
Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def asked_with_a_context() -> set[Use]:
    """Every public function of services and consequences whose first argument is the context."""
    found: set[Use] = set()
    for module in (
        *pkgutil.walk_packages(bot.acting.__path__, "bot.acting."),
        *pkgutil.walk_packages(bot.services.__path__, "bot.services."),
        *pkgutil.walk_packages(consequences.__path__, "bot.consequences."),
    ):
        for _, use in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            first = next(iter(inspect.signature(use).parameters.values()), None)
            rooms = ("bot.acting", "bot.services", "bot.consequences")
            ours = use.__module__.startswith(rooms) and not use.__name__.startswith("_")
            if ours and first is not None and first.annotation in (Context, "Context"):
                found.add(use)
    return found


@dataclass
class Member:
    """Somebody of the workspace as Slack says it."""

    user_id: str
    name: str
    zone: str = "Europe/Berlin"
    email: str | None = None
    admin: bool = False
    app: bool = False
    gone: bool = False
    guest: bool = False
    stranger: bool = False


@dataclass
class Room:
    """A channel of the workspace."""

    id: str
    private: bool = True
    archived: bool = False
    ours: bool = True
    shared: bool = False
    pending: bool = False
    members: frozenset[str] = frozenset()


class Slack:
    """A workspace without Slack: it knows people and channels, takes what is sent, and refuses what it is told to."""

    def __init__(self, members: list[Member], rooms: list[Room]) -> None:
        self.members = {one.user_id: one for one in members}
        self.rooms = {one.id: one for one in rooms}
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.refuses: dict[str, str] = {}
        self.refuses_replies: str | None = None
        self.refuses_deletions: dict[str, str] = {}
        self.number = 0

    def person(self, team_id: str, user_id: str) -> DirectoryPerson:
        """As bot.directory.Directory."""
        if user_id not in self.members:
            raise UnknownPerson("Slack doesn't know this person.")
        one = self.members[user_id]
        zone = ZoneInfo(one.zone)
        facts = (one.admin, one.app, one.guest, one.gone, one.stranger)
        return DirectoryPerson(user_id, one.name, zone, one.email, *facts)

    def with_email(self, team_id: str, email: str) -> str | None:
        """As bot.directory.Directory."""
        return next((one.user_id for one in self.members.values() if one.email == email), None)

    def channel(self, team_id: str, channel_id: str) -> Channel:
        """As bot.directory.Directory."""
        if channel_id not in self.rooms:
            raise UnknownChannel("Fairloop can't see this channel. Invite it there with /invite @Fairloop.")
        one = self.rooms[channel_id]
        return Channel(one.id, one.id.lower(), one.private, one.archived, one.ours, one.shared, one.pending)

    def members_of(self, channel_id: str) -> frozenset[str]:
        """Who is in a channel."""
        return self.rooms[channel_id].members

    def for_team(self, team_id: str, timeout: float = 0) -> "Slack":
        """A client of the Web API: this very object."""
        return self

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """Any method of the Web API."""
        return partial(self._call, method)

    def _call(self, method: str, **given: Any) -> Any:
        place = str(given.get("channel") or given.get("user_id") or given.get("users") or "")
        refusal = self.refuses.get(place.removeprefix("D"))
        if given.get("thread_ts"):
            refusal = refusal or self.refuses_replies
        if refusal and method in ("chat_postMessage", "conversations_open"):
            raise SlackApiError("refused", Answer({"ok": False, "error": refusal}))  # type: ignore[no-untyped-call]
        if method == "chat_delete" and place in self.refuses_deletions:
            error = {"ok": False, "error": self.refuses_deletions[place]}
            raise SlackApiError("refused", Answer(error))  # type: ignore[no-untyped-call]
        if method == "conversations_replies":
            self.sent.append((method, given))
            picture = {"type": "image", "slack_file": {"id": "F1"}}
            return {"messages": [{"ts": given["ts"], "blocks": [picture]}]}
        if method == "conversations_open":
            return {"channel": {"id": f"D{given['users']}"}}
        if method in ("files_upload_v2", "files_info"):
            return {"file": {"id": "F1", "mimetype": "image/png"}}
        self.number += 1
        self.sent.append((method, given))
        return {"ok": True, "channel": place, "ts": f"{self.number:010d}.000100"}


class Answer(dict[str, Any]):
    """A refusal of the Web API."""

    status_code = 200
    headers: Mapping[str, str] = {}


class Directory:
    """The directory over the workspace (its `members` are a channel's)."""

    def __init__(self, slack: Slack, keep: Callable[[str], None]) -> None:
        self._slack, self._keep = slack, keep
        self.person, self.with_email, self.channel = slack.person, slack.with_email, slack.channel

    def person_now(self, team_id: str, user_id: str) -> DirectoryPerson:
        """As bot.directory.Directory: it is kept as the house knows everybody."""
        person = self.person(team_id, user_id)
        self._keep(user_id)
        return person

    def everybody(self, team_id: str) -> tuple[DirectoryPerson, ...]:
        """As bot.directory.Directory."""
        return tuple(self.person(team_id, one) for one in self._slack.members)

    def groups(self, team_id: str) -> tuple[Group, ...]:
        """As bot.directory.Directory: there are none."""
        return ()

    def members(self, team_id: str, channel_id: str) -> frozenset[str]:
        """As bot.directory.Directory."""
        return self._slack.members_of(channel_id)


class House:
    """The services over a database, with a clock that stands where it is put, and a sender and a clock's runner."""

    def __init__(self, database: Database, slack: Slack, held: Bank, now: datetime) -> None:
        self.database, self.slack, self.now, self.held = database, slack, now, held
        self._keys: dict[str, DataKey] = {}
        directory: Any = Directory(slack, lambda user_id: self.know(slack.members[user_id]))
        self.context = Context(
            database,
            lambda: self.now,
            directory,
            lambda: self.held,
            lambda: None,
            consequences.follow,
            public_url="https://fairloop.example.org",
        )
        self.clocks = Clocks(calendar=lambda: self.now, protocol=lambda: self.now)
        self.used: list[str] = []
        slack.number = 1000 * len(self.raw()["outbox"])

    def use(self, name: str, actor: str | None, *given: Any, **more: Any) -> Any:
        """Let somebody (or nobody in particular) ask for a use case."""
        self.used.append(name)
        who = () if actor is None else (Actor(TEAM, actor),)
        return USE_CASES[name](self.context, *who, *given, **more)

    def run_due(self, *kinds: str, fail: bool = False) -> None:
        """Do what is due now, of these kinds or of all; with `fail` each row is given up at once."""
        wanted = kinds or (*DUE_KINDS, dead_letters.KIND)
        self.used += [BY_CLOCK[kind] for kind in kinds if kind in BY_CLOCK and not fail]
        handlers: dict[str, Any] = {
            kind: partial(run, self.context) for kind, run in PARTS.runners.items() if kind in wanted
        }
        if dead_letters.KIND in wanted:
            tell = partial(PARTS.on_dead, self.context)
            handlers[dead_letters.KIND] = dead_letters.teller(self.database, tell)
        if fail:
            handlers = dict.fromkeys(handlers, _broken)
        given_up = partial(bootstrap._tell_given_up, self.context, PARTS)
        timing = Timing(tries=1)
        runner = DueRunner(self.database, handlers, self.clocks, timing, given_up)
        while job := runner.take():
            job()

    def send(self) -> list[tuple[str, dict[str, Any]]]:
        """Send what waits; returns the calls of the Web API that it took."""
        before = len(self.slack.sent)
        clients: Any = self.slack
        renderers: Any = {kind: partial(draw, self.context) for kind, draw in PARTS.renderers.items()}
        pace = Pace(self.database, Limits(0.0, 10**6, 10**6), self.clocks.protocol)
        calls = Calls(self.database, clients, pace, self.context.ladder, 15.0)
        sender = Sender(
            self.database, calls, renderers, self.clocks, pace, Timing(tries=1), Restores(self.database)
        )
        while job := sender.take():
            job()
        return self.slack.sent[before:]

    def leave(self) -> None:
        """The workspace uninstalls Fairloop."""
        with self.database.transaction() as session:
            workspaces.left(session, TEAM, self.now)

    def come_back(self) -> None:
        """It installs it again."""
        with self.database.transaction() as session:
            workspaces.came_back(session, TEAM, self.now)

    def settle(self) -> None:
        """Do and send everything that can be done now."""
        for _ in range(20):
            self.run_due()
            if not self.send():
                return
        raise AssertionError("the house doesn't come to rest")

    def know_everybody(self) -> None:
        """Keep what Slack says about its people, as the directory does when it asks."""
        self.know(*self.slack.members.values())

    def know(self, *members: Member) -> None:
        """The same of these."""
        with self.database.transaction() as session:
            for one in members:
                values = {
                    "team_id": TEAM,
                    "user_id": one.user_id,
                    "name": one.name,
                    "email": one.email,
                    "zone": one.zone,
                    "is_admin": one.admin,
                    "is_bot": one.app,
                    "is_guest": one.guest,
                    "is_stranger": one.stranger,
                    "deleted": one.gone,
                    "fetched_at": self.now,
                }
                insert_or_update_all(
                    session, SlackUser, placed(session, SlackUser, [values]), ["team_id", "user_id"]
                )

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, decrypted, by primary key."""
        return [self._decoded(table, row) for _, row in sorted(self.raw()[table].items(), key=str)]

    def raw(self) -> Raw:
        """Every row of every table as the driver gives it, which takes a hundredth of the time.

        Hashes are without the id of their key.
        """
        found: Raw = {table.name: {} for table in Base.metadata.sorted_tables if table.name not in OF_KEYS}
        with self.database.engine.connect().execution_options(**{READING: True}) as connection:
            cursor = connection.connection.cursor()
            for table in (Base.metadata.tables[name] for name in found):
                names = ", ".join(column.name for column in table.columns)
                keys = [n for n, column in enumerate(table.columns) if column.primary_key]
                hashed = [column.name in HASHED.get(table.name, ()) for column in table.columns]
                for raw in cursor.execute(f"SELECT {names} FROM {table.name}").fetchall():
                    row = tuple(digest(v) if h and v else v for v, h in zip(raw, hashed, strict=True))
                    found[table.name][tuple(row[n] for n in keys)] = row
        return found

    def changed(self, before: Raw, after: Raw) -> tuple[Rows, Rows]:
        """The rows that differ, decrypted: as they were, and as they are."""
        then: Rows = {}
        now: Rows = {}
        for table, rows in after.items():
            old = before[table]
            apart = [key for key in {**old, **rows} if old.get(key) != rows.get(key)]
            then[table] = {key: self._decoded(table, old[key]) for key in apart if key in old}
            now[table] = {key: self._decoded(table, rows[key]) for key in apart if key in rows}
        return then, now

    def _decoded(self, table: str, row: tuple[Any, ...]) -> dict[str, Any]:
        """Without the random row keys and data keys."""
        dialect = self.database.engine.dialect
        columns = Base.metadata.tables[table].columns
        given = dict(zip(columns.keys(), row, strict=True))
        found = {}
        for column in columns:
            if column.name in AT_RANDOM:
                continue
            value = given[column.name]
            read = column.type.dialect_impl(dialect).result_processor(dialect, None)
            sealed = isinstance(column.type, SealedText)
            found[column.name] = value if read is None or sealed else read(value)
        key = self._key(given["key_id"]) if given.get("key_id") else None
        if key is not None:
            found |= opened(Base.metadata.tables[table], given, key)
        elif given.get("key_id"):
            found |= dict.fromkeys(sealed_columns(Base.metadata.tables[table]), "(its key is destroyed)")
        return found

    def _key(self, id: str) -> DataKey | None:
        """None where it was destroyed."""
        if id not in self._keys:
            with self.database.reading() as session:
                wrapped = session.get_one(DataKeyRow, id).wrapped
            if wrapped is None:
                return None
            self._keys[id] = self.database.vault.unwrap(id, wrapped)
        return self._keys[id]


def _broken(_item: object) -> None:
    raise RuntimeError("broken for the test")


@contextmanager
def refused() -> Iterator[list[str]]:
    """What a use case says instead of doing it: its class, and the words for the person."""
    said: list[str] = []
    try:
        yield said
    except Invalid as error:
        said.append(f"Invalid: {error.fields}")
    except FairloopError as error:
        said.append(f"{type(error).__name__}: {error.text}")


def make_bank(files: Mapping[str, str], held: list[Question]) -> Bank:
    """A bank from files, with these questions."""
    parsed = parse_bank(dict(files))
    assert isinstance(parsed, Bank), parsed
    return replace(parsed, all_questions=tuple(held))


def database(url: str, encryption_key: str, hash_key: str) -> Database:
    """A database with these keys."""
    return Database(url, Vault([encryption_key], [hash_key]))


def migrate(database: Database, revision: str = "head") -> str:
    """Bring a database to a revision; returns which one it has then."""
    with migrations._config(database) as config:
        command.upgrade(config, revision)
    with database.engine.connect() as connection:
        return str(MigrationContext.configure(connection).get_current_revision())


forms = SimpleNamespace(
    loop=LoopForm, opening=OpeningForm, seat=SeatForm, prep=PrepForm, sheet=PracticeSheet, fault=Fault
)
words = SimpleNamespace(
    bar=Bar,
    asked=Asked,
    led=Led,
    change=Change,
    field=Field,
    fingerprint=fingerprint,
    rating=Rating,
    step=Step,
    recommendation=Recommendation,
    question=Question,
)

__all__ = [
    "Actor",
    "BadFile",
    "Bank",
    "Change",
    "LoopForm",
    "OpeningForm",
    "PrepForm",
    "candidates_of",
    "openings_of",
    "people_of",
]
