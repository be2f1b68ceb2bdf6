"""Openings: the roles being hired for."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.errors import Invalid
from bot.domain.openings import OpeningClosed, OpeningCreated
from bot.domain.questions import Bank
from bot.services import people
from bot.services.audience import channel_fault
from bot.storage import leads
from bot.storage import openings as rows
from bot.storage.tables import Opening, OpeningCompetency

TITLE_LENGTH = 60
MOST_CHOICES = 100
"""So many fit into one of Slack's menus."""
LEVELS = ("junior", "mid", "senior")


@dataclass(frozen=True)
class OpeningForm:
    """What a lead filled in. `competencies` are keys; empty means all of the question set's.

    `early` is whether debriefs open soon after the last scorecard came in.
    """

    title: str
    question_set: str
    level: str
    channel_id: str | None
    minutes: int = 45
    quorum: int = 3
    early: bool = False
    competencies: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpeningChoice:
    """An opening as a lead picks it, with what it fills in; `led` is whether they lead it themselves."""

    id: int
    title: str
    level: str
    question_set: str
    channel_id: str
    minutes: int
    led: bool


def create(context: Context, actor: Actor, form: OpeningForm) -> int:
    """Make an opening and return its id. Raises Invalid with the faults of the form."""
    faults = _faults(context.bank(), form)
    if form.channel_id and (fault := channel_fault(context, actor.team_id, form.channel_id)):
        faults["channel"] = fault
    if fault := _not_a_lead(context, actor, form.leads):
        faults["leads"] = fault
    with context.transaction(actor) as tx:
        authorise(tx, Action.MANAGE_OPENINGS)
        if faults:
            raise Invalid(faults)
        opening = tx.add(
            Opening(
                team_id=tx.team_id,
                title=form.title.strip(),
                question_set=form.question_set,
                level=form.level,
                quorum=form.quorum,
                early=form.early,
                minutes=form.minutes,
                channel_id=form.channel_id or "",
            )
        )
        _add_competencies(tx, context.bank(), opening.id, form)
        leads.write_of_opening(tx, opening.id, {*form.leads, actor.user_id})
        tx.happened(OpeningCreated(opening.id))
        return opening.id


def close(context: Context, actor: Actor, opening_id: int) -> None:
    """Take an opening out of the list; its loops stay. Only who leads it may."""
    with context.transaction(actor) as tx:
        opening = rows.opening_of(tx, opening_id)
        authorise(tx, Action.CHANGE_OPENING, opening_id=opening_id)
        opening.closed_at = tx.now
        tx.happened(OpeningClosed(opening_id))


def choices(context: Context, actor: Actor) -> tuple[OpeningChoice, ...]:
    """The open openings of this workspace, newest first."""
    with context.reading(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
        led = rows.led_by(tx, actor.user_id)
        return tuple(
            OpeningChoice(
                row.id, row.title, row.level, row.question_set, row.channel_id, row.minutes, row.id in led
            )
            for row in rows.open_ones(tx, MOST_CHOICES)
        )


def is_open(tx: Transaction, opening_id: int) -> bool:
    """Whether loops can be planned for this opening."""
    row = rows.opening(tx, opening_id)
    return row is not None and row.closed_at is None


def _not_a_lead(context: Context, actor: Actor, user_ids: Collection[str]) -> str | None:
    """Only an administrator makes somebody a lead; an opening picks among those."""
    strangers = set(user_ids) - {*people.leads(context, actor), actor.user_id}
    if not strangers:
        return None
    names = sorted(context.directory.person(actor.team_id, user_id).name for user_id in strangers)
    verb = "isn't a hiring lead" if len(names) == 1 else "aren't hiring leads"
    return (
        f"{' and '.join(names)} {verb}. Leave them out, or ask an administrator of this workspace "
        "to name them with /loop people."
    )


def _add_competencies(tx: Transaction, bank: Bank, opening_id: int, form: OpeningForm) -> None:
    question_set = bank.set(form.question_set)
    wanted = [
        item for item in question_set.competencies if not form.competencies or item.key in form.competencies
    ]
    tx.add_all(
        [
            OpeningCompetency(
                opening_id=opening_id,
                competency=item.key,
                team_id=tx.team_id,
                position=position,
                weight=item.weight,
                panelists=item.panelists,
                lowest=item.questions[0],
                highest=item.questions[1],
            )
            for position, item in enumerate(wanted)
        ]
    )


def _faults(bank: Bank, form: OpeningForm) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.title.strip():
        found["title"] = "Write what the role is called."
    elif len(form.title) > TITLE_LENGTH:
        found["title"] = f"Keep the title under {TITLE_LENGTH} characters."
    if form.question_set not in {one.key for one in bank.sets}:
        found["question_set"] = "Pick a question set."
    if form.level not in LEVELS:
        found["level"] = "Pick junior, mid or senior."
    if not form.channel_id:
        found["channel"] = "Pick the private channel that debriefs go to."
    return found
