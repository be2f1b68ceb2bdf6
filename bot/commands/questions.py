"""`fairloop questions`: check the bank, look into it, see what it covers, import into it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.domain.questions import Bank
    from bot.domain.questions.imported import Headings

app = typer.Typer(
    help="The question bank: check, list, show, counts, coverage, import.", no_args_is_help=True
)

BankOption = Annotated[
    Path | None,
    typer.Option(
        "--bank", envvar="FAIRLOOP_QUESTION_SETS", help="A directory with a bank, instead of Fairloop's own."
    ),
]


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH...]", help="Banks (directories), or files to check as part of --bank."),
    ] = None,
    bank: BankOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only, no warnings.")] = False,
) -> None:
    """Say every fault with its file, line and how to mend it. Exit 0, or 1 with errors."""
    from bot.commands.question_files import check_paths

    try:
        result = check_paths(paths or [], bank)
    except (OSError, ValueError) as error:
        _stop(str(error))
    for fault in result.faults:
        if not (quiet and fault.warning):
            typer.echo(str(fault))
    errors, warnings = len(result.errors), len(result.warnings)
    typer.echo(
        f"{_count(result.questions, 'question')}: {_count(errors, 'error')}, {_count(warnings, 'warning')}."
    )
    raise typer.Exit(1 if errors else 0)


@app.command("list")
def list_questions(
    competency: Annotated[str | None, typer.Option(help="A competency's key, such as mlops.")] = None,
    level: Annotated[str | None, typer.Option(help="junior, mid or senior.")] = None,
    kind: Annotated[str | None, typer.Option(help="concept, coding, scenario, project, behavioural.")] = None,
    source: Annotated[str | None, typer.Option(help="A topic's id, such as hub/j2.")] = None,
    family: Annotated[str | None, typer.Option(help="A family's key, such as keys-and-joins.")] = None,
    prep: Annotated[
        bool | None, typer.Option("--prep/--loop", help="Only to train on, or only for loops.")
    ] = None,
    bank: BankOption = None,
) -> None:
    """List questions: id, kind, levels, minutes, marks (core, prep) and the short form."""
    from bot.domain.questions import Kind, Level

    held = _bank(bank)
    _known("competency", competency, [one.key for one in held.competencies])
    _known("level", level, list(Level))
    _known("kind", kind, list(Kind))
    _known("source", source, [topic.id for topic in held.topics])
    _known("family", family, [one.key for one in held.families])
    found = held.questions(competency, level, kind, source, prep, family)
    width = max((len(question.id) for question in found), default=0)
    for question in found:
        marks = " ".join(name for name in ("core", "prep") if getattr(question, name))
        levels = ",".join(question.levels)
        typer.echo(
            f"{question.id:<{width}}  {question.kind:<11}  {levels:<17}  {question.minutes:>2} min  "
            f"{marks:<9}  {question.short}"
        )
    typer.echo(_count(len(found), "question") + ("." if found else ": nothing answers to all of that."))


@app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="A question's id, as `list` shows it.")],
    bank: BankOption = None,
) -> None:
    """Show one question whole, with its version."""
    from bot.commands.question_files import described

    held = _bank(bank)
    _known("question", id, [question.id for question in held.all_questions])
    typer.echo("\n".join(described(held, held.question(id))))


@app.command()
def coverage(
    only_unserved: Annotated[
        bool, typer.Option("--unserved", help="Only topics that nothing serves.")
    ] = False,
    bank: BankOption = None,
) -> None:
    """Show what serves each topic. Exit 1 when nothing serves one."""
    from bot.commands.question_files import agreed
    from bot.domain.questions.coverage import coverage as covered
    from bot.domain.questions.coverage import unserved

    held = _bank(bank)
    missing = unserved(held)
    width = max((len(topic.id) for topic in held.topics), default=0)
    for served in () if only_unserved else covered(held):
        typer.echo(f"{served.topic.id:<{width}}  {served.topic.about}")
        typer.echo(f"{'':<{width}}    {', '.join(served.by) or 'nothing yet'}")
        if served.nominal:
            typer.echo(f"{'':<{width}}    names it and isn't about it: {', '.join(served.nominal)}")
    for topic in missing:
        wants = "a practice, tip or structure" if topic.category == "practice" else "a question"
        typer.echo(f"unserved: {topic.id} ({topic.about}); it needs {wants}")
    if held.pairs:
        typer.echo(agreed(held.pairs))
    typer.echo(f"{len(held.topics) - len(missing)} of {len(held.topics)} topics are served.")
    raise typer.Exit(1 if missing else 0)


@app.command()
def counts(bank: BankOption = None) -> None:
    """Count questions by competency and level, and by family: for loops, and for prep."""
    from bot.commands.question_files import counted

    typer.echo("\n".join(counted(_bank(bank))))


@app.command("import")
def import_questions(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv|.md", help="A table or a list of questions.")],
    out: Annotated[Path, typer.Option(help="The directory to write <competency>.yaml to.")] = Path(),
    competency: Annotated[str | None, typer.Option(help="For questions that name no competency.")] = None,
    meaning: Annotated[
        list[str] | None, typer.Option("--is", help='What a heading means: "Culture=collaboration".')
    ] = None,
    new: Annotated[
        list[str] | None, typer.Option("--new", help="A heading that is to become a competency.")
    ] = None,
    bank: BankOption = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
) -> None:
    """Write questions from a table or list as YAML to review; what is missing is left empty, and listed."""
    from bot.commands.question_files import import_file

    try:
        written = import_file(file, out, _headings(_bank(bank), meaning, new), competency, force)
    except (OSError, ValueError) as error:
        _stop(str(error))
    for path, made in written.items():
        typer.echo(f"{path}: {_count(len(made.to_do), 'question')}. Fill in what is empty, then run:")
        typer.echo(f"  fairloop questions check {path}")
        for id, missing in made.to_do.items():
            typer.echo(f"  {id}: still to do: {', '.join(missing)}")


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(help="A directory, instead of the bank's schema/.")] = None,
) -> None:
    """Write the JSON Schemas, so that editors complete and check the YAML."""
    from bot.domain.questions.schema import json_schemas
    from bot.ground.resources import resource_path

    directory = out if out is not None else resource_path("question_sets") / "schema"
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas().items():
        (directory / name).write_text(text, encoding="utf-8")
        typer.echo(str(directory / name))


def _bank(directory: Path | None) -> "Bank":
    from bot.domain.questions import Bank, parse_bank
    from bot.ground.resources import read_question_files

    try:
        parsed = parse_bank(read_question_files(directory))
    except (OSError, ValueError) as error:
        _stop(str(error))
    if not isinstance(parsed, Bank):
        _stop(f"The bank has {_count(len(parsed), 'error')}; see them with `fairloop questions check`.")
    return parsed


def _headings(bank: "Bank", meaning: list[str] | None, new: list[str] | None) -> "Headings":
    """What the options say of headings. Ends with what is wrong with them."""
    from bot.domain.questions.imported import Headings

    said: dict[str, str] = {}
    for one in meaning or []:
        name, _, key = one.rpartition("=")
        _known("competency", key.strip(), [each.key for each in bank.competencies])
        said[name.strip()] = key.strip()
    return Headings(bank.competencies, said, tuple(new or ()))


def _known(what: str, given: str | None, known: list[str]) -> None:
    from bot.domain.questions.faults import suggest

    if given is not None and given not in known:
        _stop(f"There is no {what} `{given}`. {suggest(given, known)}")


def _stop(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)


def _count(many: int, noun: str) -> str:
    from bot.domain.questions.faults import count

    return count(many, noun)
