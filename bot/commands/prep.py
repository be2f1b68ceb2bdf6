"""`fairloop prep`: what somebody who does prep would get."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
    bank: Annotated[Path | None, typer.Option("--bank", help="A directory with another bank.")] = None,
) -> None:
    """Print what somebody would get day by day, if every question goes as --rating says."""
    from bot.domain.prep import Rating

    held = _bank(bank)
    first = (start or datetime.now(UTC)).date()
    found = list(_days(held, _settings(held, role, level, topic or []), first, days, Rating[rating.upper()]))
    if not found:
        _refuse("There is no question on these topics at this level. Leave --topic out to see all.")
    _show(held, found)


@dataclass(frozen=True)
class Previewed:
    """One day: what comes, and in how many days it comes back."""

    day: date
    chosen: "Chosen"
    back_in: int


def _days(bank: "Bank", settings: "Settings", first: date, days: int, rating: int) -> "Iterator[Previewed]":
    """The days one after the other, through the same choice that the bot makes."""
    from datetime import timedelta

    from bot.domain.prep import Card, History, Rating, Why, choose, days_until, pool, review

    questions = pool(bank, settings, lambda _: True)
    cards: dict[str, Card] = {}
    last: dict[str, date] = {}
    turns: dict[str, date] = {}
    repeats = 0
    for number in range(days):
        day = first + timedelta(days=number)
        chosen = choose(questions, cards, History(last, turns, repeats), day)
        if chosen is None:
            return
        id = chosen.question.id
        repeats = 0 if chosen.why is Why.NEW else repeats + 1
        last[id] = day
        if chosen.why is Why.NEW:
            turns[chosen.question.competency] = day
        cards[id] = review(id, cards.get(id), Rating(rating), day)
        yield Previewed(day, chosen, days_until(cards[id].due, day))


def _show(bank: "Bank", found: list[Previewed]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names = {one.key: one.name for one in bank.competencies}
    table = Table("Day", "Why", "Competency", "Kind", "Question", "Back in")
    for one in found:
        question = one.chosen.question
        cells = [
            f"{one.day:%a} {one.day}",
            one.chosen.why.value,
            names[question.competency],
            question.kind.value,
        ]
        back = f"{one.back_in} day{'' if one.back_in == 1 else 's'}"
        table.add_row(*map(Text, cells), Text(question.short), Text(back, justify="right"))
    console = Console()
    console.print(table)
    new = sum(one.chosen.why.value == "new" for one in found)
    console.print(Text(f"{len(found)} days: {new} new questions, {len(found) - new} repeated."))


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
    from bot.domain.questions import Bank, parse_bank
    from bot.ground.resources import read_question_files

    try:
        held = parse_bank(read_question_files(directory))
    except (OSError, UnicodeDecodeError) as error:
        _refuse(str(error))
    if not isinstance(held, Bank):
        _refuse("This question bank is faulty. `fairloop questions check` says where.")
    return held


def _refuse(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(BAD_INPUT)
