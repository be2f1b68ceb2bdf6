"""`fairloop debrief`: an opened debrief as text, JSON or a page to print."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.common import (
    BAD_INPUT,
    at_the_command_line,
    fail,
    only_workspace,
    questions_or_exit,
    refuse_wrong_keys,
    settings_or_exit,
    write_private,
)

if TYPE_CHECKING:
    from bot.acting.context import Actor
    from bot.domain.questions import Bank
    from bot.services.debriefs.taken_out import TakenOut
    from bot.storage.database import Database


def debrief(
    loop: Annotated[int, typer.Argument(metavar="LOOP", help="The loop's number.")],
    reason: Annotated[str, typer.Option(help="Why it is read; this is recorded.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a page: two sheets, evidence as an appendix.")
    ] = None,
    workspace: Annotated[
        str | None, typer.Option(metavar="TEAM", help="Whose, where there are several.")
    ] = None,
) -> None:
    """Read an opened debrief, and make it again from what was kept. That you read it, and why, is recorded.

    Exits with 2 where there is none that has opened, and with 1 where it comes out otherwise than it was shown.
    """
    if as_json and html is not None:
        fail("Either --json or --html FILE, please.", BAD_INPUT)
    from bot.bootstrap import open_database

    settings = settings_or_exit("offline")
    bank = questions_or_exit(settings)
    database = open_database(settings)
    try:
        refuse_wrong_keys(database)
        who = at_the_command_line(workspace or only_workspace(database))
        found = _read(database, who, bank, loop, reason)
    finally:
        database.dispose()
    if html is not None:
        _write(html, _page(found, who.user_id, reason))
    elif as_json:
        typer.echo(json.dumps(_all_of(found), indent=2, ensure_ascii=False, default=str))
    else:
        _show(found)
    if found.again.otherwise:
        raise typer.Exit(1)


def _read(database: "Database", who: "Actor", bank: "Bank", loop_id: int, reason: str) -> "TakenOut":
    from bot.acting.context import Transaction
    from bot.domain.errors import FairloopError, Invalid
    from bot.ground.calendar import real_now
    from bot.services.debriefs.taken_out import take_out

    try:
        with database.transaction() as session:
            return take_out(Transaction(session, who, real_now()), bank, loop_id, reason)
    except Invalid as invalid:
        fail("\n".join(invalid.fields.values()), BAD_INPUT)
    except FairloopError as error:
        fail(str(error), BAD_INPUT)


def _page(found: "TakenOut", who: str, reason: str) -> str:
    from bot.ground.calendar import real_now
    from bot.views.debrief_page import page

    printed = f"Printed by {who.removeprefix('cli:')} on {real_now():%Y-%m-%d}: {reason.strip()}"
    one = found.debrief
    return page(
        one.numbers, one.panel, _decision(found), one.earlier, found.again, found.opened_at, printed, one.talk
    )


def _decision(found: "TakenOut") -> Any:
    from bot.services.debriefs.reading import OUTCOMES
    from bot.views.debrief_page import DecisionOnPaper

    made = found.debrief.decision
    if made is None:
        return None
    return DecisionOnPaper(OUTCOMES[made.outcome], found.decided_by, f"{made.at:%Y-%m-%d}", made.reason)


def _show(found: "TakenOut") -> None:
    """The whole in sentences."""
    from bot.views.debrief_page import again_in_words
    from bot.views.debrief_words import parts

    one = found.debrief
    for part in parts(one.numbers, one.panel, one.earlier, one.talk):
        typer.echo("\n".join([part.title, *part.said, *(f"  {text}" for text in part.evidence), ""]))
    decided = _decision(found)
    if decided is not None:
        typer.echo(f"The decision\n{decided.outcome} ({decided.by}, {decided.at}): {decided.reason}\n")
    typer.echo(again_in_words(found.again))


def _all_of(found: "TakenOut") -> dict[str, Any]:
    from bot.views.debrief_words import parts

    one = found.debrief
    decided = _decision(found)
    return {
        "loop": one.loop_id,
        "opened_at": found.opened_at.isoformat(),
        "numbers": asdict(one.numbers),
        "in_words": [asdict(part) for part in parts(one.numbers, one.panel, one.earlier, one.talk)],
        "panel": asdict(one.panel),
        "decision": asdict(decided) if decided else None,
        "fit": json.loads(one.fit) if one.fit else None,
        "made_again": {**asdict(found.again), "same": found.again.same},
    }


def _write(file: str, document: str) -> None:
    try:
        write_private(file, document)
    except OSError as error:
        fail(f"{file} can't be written: {error.strerror or error}", BAD_INPUT)
    typer.echo(f"{file} is there, for its owner alone. Open it in a browser and print it.")
