"""Openings: the roles being hired for. Made, copied, changed, archived and reopened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.acting.loops import hand_on
from bot.domain import openings as rules
from bot.domain import planning
from bot.domain.access import Action
from bot.domain.errors import Invalid, TooLate
from bot.domain.loops import planned
from bot.domain.openings import (
    OpeningChanged,
    OpeningClosed,
    OpeningCreated,
    OpeningForm,
    OpeningReopened,
    Sought,
)
from bot.domain.questions import Bank, QuestionSet
from bot.services import people
from bot.services.audience import channel_fault
from bot.storage import leads
from bot.storage import loops as stored
from bot.storage import openings as rows
from bot.storage.tables import Opening

MOST_CHOICES = 100
"""So many fit into one of Slack's menus."""
TAKEN = "Another opening is called that. Add what sets this one apart, its team or its place."
GONE_OUT = (
    "Loops of this opening went out with what it was. Copy the opening, and look for something else there."
)


@dataclass(frozen=True)
class OpeningChoice:
    """An opening as a lead picks it, with what it fills in; `led` is whether they lead it themselves.

    `competencies` are names, `need` how many interviews a loop takes: None where no number would do.
    """

    id: int
    title: str
    level: str
    question_set: str
    channel_id: str
    minutes: int
    led: bool
    panelists: int | None = None
    competencies: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    need: planning.Need | None = None


def create(context: Context, actor: Actor, form: OpeningForm) -> int:
    """Make an opening and return its id. Raises Invalid with the faults of the form."""
    faults = asked_faults(context, actor, form)
    if fault := _not_a_lead(context, actor, form.leads):
        faults["leads"] = fault
    with context.transaction(actor) as tx:
        authorise(tx, Action.MANAGE_OPENINGS)
        faults |= _title_faults(tx, form, None)
        if faults:
            raise Invalid(faults)
        return enter(tx, context.bank(), replace(form, leads=(*form.leads, actor.user_id)))


def enter(tx: Transaction, bank: Bank, form: OpeningForm) -> int:
    """Write an opening that was looked at, led by those whom its form names, and return its id."""
    opening = tx.add(_filled(Opening(team_id=tx.team_id), form))
    _write_lists(tx, bank, opening.id, form)
    leads.write_of_opening(tx, opening.id, set(form.leads))
    tx.happened(OpeningCreated(opening.id))
    return opening.id


def form_of(tx: Transaction, opening_id: int) -> OpeningForm:
    """An opening as its form would be filled in. Raises NotFound."""
    return _form(tx, rows.opening_of(tx, opening_id))


def change(context: Context, actor: Actor, opening_id: int, form: OpeningForm) -> None:
    """Give an opening what the form says; only who leads it may. Who leads it stays as it is.

    What its loops are planned by can be changed until the first of them goes out; drafts are planned anew then.
    Raises Invalid with the faults of the form, NotAllowed, NotFound.
    """
    faults = asked_faults(context, actor, form)
    with context.transaction(actor) as tx:
        row = rows.opening_of(tx, opening_id)
        authorise(tx, Action.CHANGE_OPENING, opening_id=opening_id)
        changed = rules.changed_fields(_form(tx, row), _whole(context.bank(), form))
        settled = [name for name in changed if name in rules.PLANNED_BY]
        if settled and rows.went_out(tx, opening_id):
            faults |= dict.fromkeys(settled, GONE_OUT)
        faults |= _title_faults(tx, form, row)
        if faults:
            raise Invalid(faults)
        if not changed:
            return
        _filled(row, form)
        _write_lists(tx, context.bank(), opening_id, form)
        tx.happened(OpeningChanged(opening_id, changed))
        if settled:
            _plan_drafts_anew(tx, opening_id)


def close(context: Context, actor: Actor, opening_id: int) -> None:
    """Take an opening out of the list; its loops stay. Only who leads it may."""
    with context.transaction(actor) as tx:
        opening = rows.opening_of(tx, opening_id)
        authorise(tx, Action.CHANGE_OPENING, opening_id=opening_id)
        opening.closed_at = tx.now
        tx.happened(OpeningClosed(opening_id))


def reopen(context: Context, actor: Actor, opening_id: int) -> None:
    """Put an archived opening back into the list. Raises TooLate where another one has its title by now."""
    with context.transaction(actor) as tx:
        opening = rows.opening_of(tx, opening_id)
        authorise(tx, Action.CHANGE_OPENING, opening_id=opening_id)
        if opening.closed_at is None:
            return
        if rows.called(tx, opening.title, None):
            raise TooLate(
                f"Another opening is called “{opening.title}” by now. Rename that one, or copy this one "
                "under another title."
            )
        opening.closed_at = None
        tx.happened(OpeningReopened(opening_id))


def choices(context: Context, actor: Actor, *, archived: bool = False) -> tuple[OpeningChoice, ...]:
    """The open openings of this workspace, or the archived ones; newest first."""
    bank = context.bank()
    with context.reading(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
        led = rows.led_by(tx, actor.user_id)
        found = rows.archived_ones(tx, MOST_CHOICES) if archived else rows.open_ones(tx, MOST_CHOICES)
        wanted = rows.competencies_of(tx, [row.id for row in found])
        stand_ins = rows.stand_ins_of(tx, [row.id for row in found])
        return tuple(
            _choice(bank, row, wanted.get(row.id, ()), stand_ins.get(row.id, ()), led=row.id in led)
            for row in found
        )


@dataclass(frozen=True)
class Preview:
    """A form before it is handed in: how many interviews a loop would take, None where no number would do."""

    form: OpeningForm
    need: planning.Need | None


def preview(context: Context, actor: Actor, form: OpeningForm, *, propose: bool) -> Preview:
    """What a form would make, for leads; where asked, with competencies proposed for its set, level and length."""
    with context.reading(actor) as tx:
        authorise(tx, Action.PLAN_LOOP)
    bank = context.bank()
    if propose and (known := _set(bank, form)):
        keys = rules.proposed(
            bank,
            known,
            form.level,
            form.minutes,
            form.panelists or rules.USUAL.panelists,
            slack=form.slack,
            core=form.core,
        )
        form = replace(form, competencies=keys, more_about=())
    wanted = _sought(bank, form) if form.competencies else ()
    need = rules.need(bank, wanted, form.level, form.minutes, slack=form.slack, core=form.core)
    return Preview(form, need)


def filled_in(context: Context, actor: Actor, opening_id: int, *, to_copy: bool = False) -> OpeningForm:
    """An opening as its form is filled: to be changed by who leads it, to be copied by any lead."""
    with context.reading(actor) as tx:
        row = rows.opening_of(tx, opening_id)
        if to_copy:
            authorise(tx, Action.MANAGE_OPENINGS)
        else:
            authorise(tx, Action.CHANGE_OPENING, opening_id=opening_id)
        return _form(tx, row)


def is_open(tx: Transaction, opening_id: int) -> bool:
    """Whether loops can be planned for this opening."""
    row = rows.opening(tx, opening_id)
    return row is not None and row.closed_at is None


def _choice(
    bank: Bank, row: Opening, wanted: Sequence[Sought], stand_ins: Sequence[str], *, led: bool
) -> OpeningChoice:
    names = bank.competency_names
    return OpeningChoice(
        row.id,
        row.title,
        row.level,
        row.question_set,
        row.channel_id,
        row.minutes,
        led,
        row.panelists,
        tuple(names.get(one.key, one.key) for one in wanted),
        tuple(stand_ins),
        rules.need(bank, wanted, row.level, row.minutes, slack=row.slack, core=row.core),
    )


def _filled(row: Opening, form: OpeningForm) -> Opening:
    """The row with what the form says."""
    row.title, row.question_set, row.level = form.title.strip(), form.question_set, form.level
    row.quorum, row.early, row.minutes, row.channel_id = (
        form.quorum,
        form.early,
        form.minutes,
        form.channel_id or "",
    )
    row.panelists, row.slack, row.core = form.panelists, form.slack, form.core
    return row


def _form(tx: Transaction, row: Opening) -> OpeningForm:
    wanted = rows.competencies_of(tx, [row.id]).get(row.id, ())
    return OpeningForm(
        title=row.title,
        question_set=row.question_set,
        level=row.level,
        channel_id=row.channel_id or None,
        minutes=row.minutes,
        quorum=row.quorum,
        early=row.early,
        competencies=tuple(one.key for one in wanted),
        leads=rows.leads(tx, row.id),
        panelists=row.panelists,
        slack=row.slack,
        core=row.core,
        more_about=tuple(one.key for one in wanted if one.more),
        stand_ins=rows.stand_ins_of(tx, [row.id]).get(row.id, ()),
    )


def _whole(bank: Bank, form: OpeningForm) -> OpeningForm:
    """The form as it would be read again: its competencies in the set's order, its title without blanks around it."""
    wanted = _sought(bank, form)
    keys = tuple(one.key for one in wanted)
    more = tuple(one.key for one in wanted if one.more)
    return replace(form, title=form.title.strip(), competencies=keys, more_about=more)


def _set(bank: Bank, form: OpeningForm) -> QuestionSet | None:
    return next((one for one in bank.sets if one.key == form.question_set), None)


def _sought(bank: Bank, form: OpeningForm) -> tuple[Sought, ...]:
    known = _set(bank, form)
    return () if known is None else rules.sought(known, form.competencies, form.more_about)


def _write_lists(tx: Transaction, bank: Bank, opening_id: int, form: OpeningForm) -> None:
    rows.write_competencies(tx, opening_id, _sought(bank, form))
    rows.write_stand_ins(tx, opening_id, form.stand_ins)


def _plan_drafts_anew(tx: Transaction, opening_id: int) -> None:
    for loop_id in rows.drafts(tx, opening_id):
        loop = stored.get(tx, loop_id)
        planned.ask_anew(loop, shown=False)
        hand_on(tx, loop)


def asked_faults(context: Context, actor: Actor, form: OpeningForm) -> dict[str, str]:
    """The faults of a form that the rows don't decide. Asks the directory, so call it outside a transaction."""
    bank = context.bank()
    wanted = _sought(bank, form)
    names = bank.competency_names
    faults = rules.faults(
        form, {one.key for one in bank.sets}, {names.get(one.key, one.key): one.panelists for one in wanted}
    )
    if form.level in rules.LEVELS and (lacking := rules.too_few(bank, wanted, form.level)):
        faults["competencies"] = _too_few(lacking, form.level)
    if form.channel_id and (fault := channel_fault(context, actor.team_id, form.channel_id)):
        faults["channel"] = fault
    if fault := people.not_people(context, actor.team_id, form.stand_ins):
        faults["stand_ins"] = fault
    return faults


def _too_few(lacking: Sequence[tuple[str, int, int]], level: str) -> str:
    """What there are too few questions of, and the way out."""
    name, there, wanted = lacking[0]
    more = f", and so has {lacking[1][0]}" if len(lacking) == 2 else ""
    more = f", and so have {len(lacking) - 1} more" if len(lacking) > 2 else more
    said = f"{name} has {there or 'no'} question{'' if there == 1 else 's'} for level {level}"
    few = f" and wants {wanted}" if there else ""
    return f"{said}{few}{more}. Leave out what has too few, pick another level, or add questions."


def _title_faults(tx: Transaction, form: OpeningForm, own: Opening | None) -> dict[str, str]:
    """Two openings that loops can be planned for have two titles; an archived one takes none away."""
    if own is not None and own.closed_at is not None:
        return {}
    taken = rows.called(tx, form.title, own.id if own else None)
    return {"title": TAKEN} if taken else {}


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
