"""People, candidates and openings from files, for whoever runs Fairloop: all of a file is written, or nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.acting.context import Actor, Context, Transaction
from bot.domain.imports import BadFile, Fault
from bot.domain.imports.candidates import CandidateRow
from bot.domain.imports.events import Exported, Imported
from bot.domain.imports.openings import OpeningRow
from bot.domain.imports.people import PersonRow
from bot.domain.imports.rows import MOST_LINES, twice
from bot.domain.openings import OpeningForm
from bot.domain.people import PanelistDescribed
from bot.services import openings as opening_service
from bot.services.people import ensure
from bot.slack.directory import DirectoryPerson
from bot.storage import access
from bot.storage import candidates as stored
from bot.storage import openings as opening_rows
from bot.storage import people as rows
from bot.storage.tables import Candidate, Person

_COLUMNS = {"channel_id": "channel"}
Members = Mapping[str, DirectoryPerson]


def people(context: Context, actor: Actor, found: Sequence[PersonRow], *, write: bool) -> Imported:
    """Know the people of a file; what it doesn't say of them stays. Without `write` it says what would happen.

    The command line alone calls this, and asks nobody else. Raises BadFile, and then nothing is written.
    """
    members = _members(context, actor)
    faults = list(_people_faults(found, members))
    if faults:
        raise BadFile(faults)
    with context.transaction(actor) if write else context.reading(actor) as tx:
        known = {one.user_id: one for one in rows.everybody(tx)}
        strengths = rows.strengths(tx, list(known))
        new, changed = 0, 0
        for row in found:
            user_id = members[row.who.casefold()].user_id
            before, had = known.get(user_id), strengths.get(user_id, {})
            if before is None:
                new += 1
            elif _differs(before, had, row):
                changed += 1
            else:
                continue
            if write:
                _write(tx, user_id, had, row)
        done = Imported("people", new, changed, len(found) - new - changed)
        if write:
            tx.happened(done)
        return done


def _write(tx: Transaction, user_id: str, had: Mapping[str, int], row: PersonRow) -> None:
    person = ensure(tx, user_id)
    for column, value in row.said.items():
        setattr(person, column, value)
    rows.write_strengths(tx, user_id, {**had, **row.strengths})
    tx.happened(PanelistDescribed(user_id))


def _differs(before: Person, had: Mapping[str, int], row: PersonRow) -> bool:
    return any(getattr(before, column) != value for column, value in row.said.items()) or any(
        had.get(key) != strength for key, strength in row.strengths.items()
    )


def _members(context: Context, actor: Actor) -> Members:
    """Everybody in Slack by id and by email, in lower case. Asks the directory, outside a transaction."""
    everybody = context.directory.everybody(actor.team_id)
    by_id = {one.user_id.casefold(): one for one in everybody}
    return {one.email.casefold(): one for one in everybody if one.email and not one.deleted} | by_id


def _people_faults(found: Sequence[PersonRow], members: Members) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in found:
        member = members.get(row.who.casefold())
        if member is None:
            yield row.line.fault(
                "person", f"Slack knows nobody as “{row.who}”; correct it or take the row out"
            )
        elif member.is_bot or member.deleted:
            yield row.line.fault("person", f"{member.name} isn't available; take the row out")
        else:
            yield from twice(first, member.user_id, row.line, "person", f"{member.name} ({member.user_id})")


def candidates(context: Context, actor: Actor, found: Sequence[CandidateRow], *, write: bool) -> Imported:
    """Know the candidates of a file; who is known already by email, ATS id or Slack user stays as they are.

    The command line alone calls this, and asks nobody else. Raises BadFile, and then nothing is written.
    """
    members = _members(context, actor) if any(row.slack_user for row in found) else {}
    faults = [
        row.line.fault(
            "slack_user", f"Slack knows nobody as “{row.slack_user}”; correct it or leave it empty"
        )
        for row in found
        if row.slack_user and row.slack_user.casefold() not in members
    ]
    if faults:
        raise BadFile(faults)
    with context.transaction(actor) if write else context.reading(actor) as tx:
        known = stored.known(tx)
        fresh = [row for row in found if not known.has(tx, row.email, row.ats_id, row.slack_user)]
        done = Imported("candidates", len(fresh), 0, len(found) - len(fresh))
        if write:
            for row in fresh:
                stored.write(tx, Candidate(team_id=tx.team_id), row)
            tx.happened(done)
        return done


def openings(context: Context, actor: Actor, found: Sequence[OpeningRow], *, write: bool) -> Imported:
    """Make the openings of a file; one whose title loops can be planned for already stays as it is.

    The command line alone calls this, and asks nobody else. Raises BadFile, and then nothing is written.
    """
    members = _members(context, actor)
    with context.reading(actor) as tx:
        able = access.present_leads(tx)
    faults: list[Fault] = []
    forms = [_with_people(row, members, able, faults) for row in found]
    for row, form in zip(found, forms, strict=True):
        asked = opening_service.asked_faults(context, actor, form)
        faults += [row.line.fault(_COLUMNS.get(name, name), _as_end(why)) for name, why in asked.items()]
    if faults:
        raise BadFile(faults)
    with context.transaction(actor) if write else context.reading(actor) as tx:
        fresh = [form for form in forms if not opening_rows.called(tx, form.title, None)]
        done = Imported("openings", len(fresh), 0, len(found) - len(fresh))
        if write:
            for form in fresh:
                opening_service.enter(tx, context.bank(), form)
            tx.happened(done)
        return done


def _with_people(
    row: OpeningRow, members: Members, able: Collection[str], faults: list[Fault]
) -> OpeningForm:
    """The form with user ids; who isn't in Slack, and who leads without being a hiring lead, is a fault."""
    ids: dict[str, tuple[str, ...]] = {}
    for column in ("leads", "stand_ins"):
        written = getattr(row.form, column)
        known = [members[one.casefold()].user_id for one in written if one.casefold() in members]
        faults += [
            row.line.fault(column, f"Slack knows nobody as “{one}”; correct it or take it out")
            for one in written
            if one.casefold() not in members
        ]
        ids[column] = tuple(dict.fromkeys(known))
    for one in ids["leads"]:
        if one not in able:
            name = members[one.casefold()].name
            why = f"{name} isn't a hiring lead; an administrator names them in Slack with /loop leads"
            faults.append(row.line.fault("leads", why))
    if not row.form.leads:
        faults.append(row.line.fault("leads", "nobody leads it; name a hiring lead"))
    return replace(row.form, leads=ids["leads"], stand_ins=ids["stand_ins"])


def _as_end(sentence: str) -> str:
    """A sentence of a form as it stands behind a place in a file."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def openings_known(context: Context, actor: Actor, reason: str) -> list[OpeningForm]:
    """Every opening that loops can be planned for, once it is on record that they are taken out."""
    with context.transaction(actor) as tx:
        found = opening_rows.open_ones(tx, MOST_LINES)
        tx.happened(Exported("openings", len(found), reason))
        return [opening_service.form_of(tx, one.id) for one in reversed(found)]


def people_known(context: Context, actor: Actor, reason: str) -> list[tuple[Person, Mapping[str, int]]]:
    """Everybody who is known with their strengths, once it is on record that they are taken out."""
    with context.transaction(actor) as tx:
        found = rows.everybody(tx)
        strengths = rows.strengths(tx, [one.user_id for one in found])
        tx.happened(Exported("people", len(found), reason))
        return [(one, strengths.get(one.user_id, {})) for one in found]


def candidates_known(context: Context, actor: Actor, reason: str) -> list[Candidate]:
    """Every candidate, once it is on record that they are taken out."""
    with context.transaction(actor) as tx:
        found = stored.everybody(tx)
        tx.happened(Exported("candidates", len(found), reason))
        return found
