"""What the question commands do with files: checking them in their bank, showing, importing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.questions import Bank, Fault, Level, Question, check_bank
from bot.domain.questions.draft import SINGLE_FILES, read_draft
from bot.domain.questions.imported import Headings, Imported, to_yaml
from bot.domain.questions.importing import ImportFault, read_csv, read_markdown
from bot.domain.questions.pairs import Pair, agreement
from bot.ground.resources import read_question_files, resource_path


@dataclass(frozen=True)
class Report:
    """What a check of some paths found; the files of faults are paths from here."""

    faults: list[Fault]
    questions: int

    @property
    def errors(self) -> list[Fault]:
        """What keeps a bank from loading."""
        return [fault for fault in self.faults if not fault.warning]

    @property
    def warnings(self) -> list[Fault]:
        """What should be better."""
        return [fault for fault in self.faults if fault.warning]


def check_paths(paths: list[Path], bank: Path | None) -> Report:
    """Check banks (directories), and files as part of the bank in `bank`, or of Fairloop's own.

    Raises FileNotFoundError for a path that isn't there, and ValueError for one that isn't UTF-8.
    """
    root = bank if bank is not None else resource_path("question_sets")
    directories = [path for path in paths if path.is_dir()]
    files = [path for path in paths if not path.is_dir()]
    reports = [_check_directory(directory) for directory in directories]
    if files:
        reports.append(_check_files(files, root))
    if not paths:
        reports.append(_check_directory(root))
    faults = [fault for report in reports for fault in report.faults]
    return Report(faults, sum(report.questions for report in reports))


def _check_directory(root: Path) -> Report:
    texts = _read(root)
    checked = check_bank(texts)
    places = {key: _shown(root / key) for key in texts}
    faults = [
        replace(fault, file=places.get(fault.file, _shown(root / fault.file))) for fault in checked.faults
    ]
    return Report(faults, len(read_draft(texts).questions))


def _check_files(paths: list[Path], root: Path) -> Report:
    """Check files in place of their namesakes in the bank; only the faults that they bring count."""
    texts = _read(root)
    before = set(check_bank(texts).faults)
    keys = {_key(path, root): path for path in paths}
    mine = {key: _text(path) for key, path in keys.items()}
    checked = check_bank({**texts, **mine})
    faults = [
        replace(fault, file=_shown(keys.get(fault.file, root / fault.file)))
        for fault in checked.faults
        if fault.file in keys or fault not in before
    ]
    return Report(faults, len(read_draft(mine).questions))


def _key(path: Path, root: Path) -> str:
    """Where in a bank a file belongs: where it lies, or what its name and folder say."""
    resolved = path.resolve()
    if resolved.is_relative_to(root.resolve()):
        return resolved.relative_to(root.resolve()).as_posix()
    if resolved.parent.name == "sets":
        return f"sets/{path.name}"
    if path.name in SINGLE_FILES:
        return path.name
    return f"questions/{path.name}"


def _read(root: Path) -> dict[str, str]:
    try:
        return read_question_files(root)
    except UnicodeDecodeError as error:
        raise ValueError(f"A file in {root} isn't UTF-8 ({error}). Save it as UTF-8.") from error


def _text(path: Path) -> str:
    if not path.exists():
        raise FileNotFoundError(f"There is no file {path}.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} isn't UTF-8 ({error}). Save it as UTF-8.") from error


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    here = Path.cwd()
    resolved = path.resolve()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(path)


def described(bank: Bank, question: Question) -> Iterator[str]:
    """One question whole, line by line."""
    name = bank.competency(question.competency).name
    marks = [mark for mark in ("core", "prep") if getattr(question, mark)]
    facts = [name, question.kind, f"{question.minutes} minutes", *marks, f"version {question.version}"]
    yield f"{question.id}  ({' · '.join(facts)})"
    yield from (
        "",
        f"  {question.prompt}",
        "",
        f"  In short   {question.short}",
        f"  Tests      {question.tests}",
    )
    for probe in question.probes:
        yield f"  Probe      {probe.ask} ({probe.kind})"
        yield f"             hear: {probe.hear}"
    for answer in ("weak", "solid", "strong"):
        yield f"  {answer.capitalize():<10} {getattr(question, answer)}"
    yield from (f"  Red flag   {flag}" for flag in question.red_flags)
    yield from (f"  {level.capitalize():<10} {question.by_level.get(level)}" for level in question.levels)
    for point in question.said:
        yield f"  Said       {point.say}"
        yield f"             hear: {point.hears}"
    if question.code is not None:
        yield from (f"  Code       {line}" for line in question.code.source.rstrip("\n").split("\n"))
        yield f"             tried on: {question.code.tried_on}"
    yield f"  Family     {question.family or 'none'}"
    yield f"  Serves     {', '.join(question.sources) or 'no topic'}"


def counted(bank: Bank) -> Iterator[str]:
    """How many questions there are: by competency and level, then by family; loop and prep apart."""
    yield f"{'':<16}" + "".join(f"{level:>18}" for level in Level)
    for one in bank.competencies:
        yield f"{one.key:<16}" + "".join(_loop_and_prep(bank, one.key, level) for level in Level)
    yield f"{'all':<16}" + "".join(_loop_and_prep(bank, None, level) for level in Level)
    if bank.families:
        yield ""
    width = max((len(family.key) for family in bank.families), default=0)
    for family in bank.families:
        mine = bank.questions(family=family.key)
        prep = sum(question.prep for question in mine)
        yield f"{family.key:<{width}}  {len(mine) - prep:>2} loop, {prep:>2} prep  {family.skill}"


def _loop_and_prep(bank: Bank, competency: str | None, level: Level) -> str:
    loop, prep = (len(bank.questions(competency, level, prep=prep)) for prep in (False, True))
    return f"{f'{loop} loop, {prep} prep':>18}"


def agreed(pairs: Sequence[Pair]) -> str:
    """How far the two readings in the pairs file agree, in a sentence."""
    found = agreement(pairs)
    kappa = "" if found.kappa is None else f" (Cohen's kappa {found.kappa:.2f})"
    return f"Two readings agree on {found.same} of {found.pairs} pairs of a topic and a question{kappa}."


def import_file(
    file: Path, out: Path, headings: Headings, competency: str | None, force: bool
) -> Mapping[Path, Imported]:
    """Write the questions of a table or list as YAML; the paths written, with what is in each and still to do.

    Raises ImportFault (a ValueError) for what can't be read, FileExistsError rather than write over a file.
    """
    readers = {".csv": read_csv, ".md": read_markdown}
    if file.suffix.lower() not in readers:
        raise ImportFault(f"{file}: only .csv and .md files can be imported.")
    try:
        draughts = readers[file.suffix.lower()](_text(file))
        texts = to_yaml(draughts, headings, competency)
    except ImportFault as fault:
        raise ImportFault(f"{file}: {fault}") from fault
    targets = {out / f"{key}.yaml": text for key, text in texts.items()}
    there = [str(path) for path in targets if path.exists()]
    if there and not force:
        raise FileExistsError(f"{', '.join(there)}: there already. Use --out for another place, or --force.")
    out.mkdir(parents=True, exist_ok=True)
    for path, made in targets.items():
        path.write_text(made.text, encoding="utf-8")
    return targets
