"""`fairloop prep`: what somebody who does prep would get."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from bot.domain.prep import Chosen, Settings
    from bot.domain.questions import Bank

app = typer.Typer(help="Prep: a question a day for candidates.", no_args_is_help=True)

BAD_INPUT = 2
LONGEST = 3660


@app.callback()
def prep() -> None:
    """Prep: a question a day for candidates."""


@app.command()
def preview(
    days: Annotated[int, typer.Option(min=1, max=LONGEST, help="How many days.")] = 14,
    role: Annotated[str | None, typer.Option(help="A question set's key; the first one if left out.")] = None,
    level: Annotated[
        Literal["junior", "mid", "senior"], typer.Option(help="How far along they are.")
    ] = "mid",
    topic: Annotated[list[str] | None, typer.Option(help="A competency's key; may be given again.")] = None,
    rating: Annotated[
        Literal["again", "hard", "good", "easy"], typer.Option(help="How each question goes.")
    ] = "good",
    start: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day; today if left out.")
    ] = None,
    interview: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of their interview, if it is known."),
    ] = None,
    bank: Annotated[
        Path | None,
        typer.Option(
            "--bank", help="A directory with another bank; that of FAIRLOOP_QUESTION_SETS if left out."
        ),
    ] = None,
) -> None:
    """Print what somebody would get day by day, if every question goes as --rating says."""
    from dataclasses import replace

    from bot.domain.prep import Rating

    held = _bank(bank)
    first = (start or datetime.now(UTC)).date()
    settings = replace(
        _settings(held, role, level, topic or []), interview=interview.date() if interview else None
    )
    found = list(_days(held, settings, first, days, Rating[rating.upper()]))
    if not any(one.chosen for one in found):
        _refuse("There is no question on these topics at this level. Leave --topic out to see all.")
    _show(held, found)


@dataclass(frozen=True)
class Previewed:
    """One day: what comes, and when it comes back; None where nothing does."""

    day: date
    chosen: "Chosen | None"
    back_on: date | None = None


def _days(bank: "Bank", settings: "Settings", first: date, days: int, rating: int) -> "Iterator[Previewed]":
    """The days one after the other, through the same choice that the bot makes."""
    from bot.domain.prep import (
        Card,
        Rating,
        Sent,
        choose,
        comes_back,
        countdown,
        history_of,
        pool,
        review,
        topics_by_question,
    )

    questions = pool(bank, settings, lambda _: True)
    competencies = {one.id: one.competency for one in bank.all_questions}
    topics = topics_by_question(bank.all_questions)
    cards: dict[str, Card] = {}
    sent: list[Sent] = []
    for number in range(days):
        day = first + timedelta(days=number)
        coming = countdown(settings.interview, day)
        if settings.interview is not None and (coming is None or day > coming.last_day):
            yield Previewed(day, None)
            continue
        history = history_of(sent, competencies, topics)
        chosen = choose(questions, cards, history, day, settings.interview)
        if chosen is None:
            yield Previewed(day, None)
            continue
        id = chosen.question.id
        cards[id] = review(id, cards.get(id), Rating(rating), day)
        sent.append(Sent(day, id, True, chosen.why, Rating(rating)))
        yield Previewed(day, chosen, comes_back(cards[id], Rating(rating), settings))


def _show(bank: "Bank", found: list[Previewed]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names = {one.key: one.name for one in bank.competencies}
    table = Table("Day", "Why", "Competency", "Kind", "Question", "Back in")
    for one in found:
        cells = _cells(one, names)
        table.add_row(*map(Text, cells[:-1]), Text(cells[-1], justify="right"))
    console = Console()
    console.print(table)
    came = [one.chosen.why.value for one in found if one.chosen]
    new, without = came.count("new"), len(found) - len(came)
    said = f"{len(found)} days: {new} new questions, {len(came) - new} repeated."
    console.print(Text(f"{said} {without} without one." if without else said))


def _cells(one: Previewed, names: dict[str, str]) -> list[str]:
    day = f"{one.day:%a} {one.day}"
    if one.chosen is None:
        return [day, "none", "", "", "", ""]
    question = one.chosen.question
    back = "not before it"
    if one.back_on is not None:
        ahead = (one.back_on - one.day).days
        back = f"{ahead} day{'' if ahead == 1 else 's'}"
    return [day, one.chosen.why.value, names[question.competency], question.kind.value, question.short, back]


def _settings(bank: "Bank", role: str | None, level: str, topics: list[str]) -> "Settings":
    from zoneinfo import ZoneInfo

    from bot.domain.prep import Settings
    from bot.domain.questions import Level

    roles = [one.key for one in bank.sets]
    if role is not None and role not in roles:
        _refuse(f"There is no role {role}; there are {', '.join(roles)}.")
    known = [one.key for one in bank.competencies]
    unknown = [topic for topic in topics if topic not in known]
    if unknown:
        _refuse(f"There is no topic {unknown[0]}; there are {', '.join(known)}.")
    return Settings(role or roles[0], Level(level), 9, ZoneInfo("UTC"), frozenset(topics))


def _bank(directory: Path | None) -> "Bank":
    """The bank in this directory; without one that of the settings, which is what the bot would ask from."""
    from bot.commands.common import settings_or_exit
    from bot.domain.questions import Bank, parse_bank
    from bot.ground.resources import read_question_files

    wanted = directory if directory is not None else settings_or_exit("migrate").question_sets
    try:
        held = parse_bank(read_question_files(wanted))
    except (OSError, UnicodeDecodeError) as error:
        _refuse(str(error))
    if not isinstance(held, Bank):
        _refuse("This question bank is faulty. `fairloop questions check` says where.")
    return held


def _refuse(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(BAD_INPUT)
