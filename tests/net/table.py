"""The table of what each use case leaves behind, as it is today: played, compared with, and renewed.

python -m tests.net.table                 play everything, and print what differs
python -m tests.net.table --only decline  only cases whose heading has this word
python -m tests.net.table --renew         write the table and its screens anew; read the diff before a commit
"""

import argparse
import difflib
import inspect
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.net import (
    cases_audience,
    cases_debriefs,
    cases_insights,
    cases_planning,
    cases_prep,
    cases_prep_pages,
    cases_privacy,
    cases_seats,
    door,
    trace,
)
from tests.net.cases import CASES, Case
from tests.net.town import Town

GOLDEN = Path(__file__).parent / "golden"
TABLE, SCREENS = GOLDEN / "use_cases.md", GOLDEN / "screens.txt"
CHAPTERS = {
    "planning": cases_planning,
    "seats": cases_seats,
    "debriefs": cases_debriefs,
    "prep": cases_prep,
    "prep_pages": cases_prep_pages,
    "audience": cases_audience,
    "privacy": cases_privacy,
    "insights": cases_insights,
}
HEAD = """\
# What each use case leaves behind

Played by `tests/net`, at service level, each case on a copy of its situation's database. Renewed by
`python -m tests.net.table --renew`. `letter` is an outbox row, `due` a due row, `record` an audit row, `row` any
other row that changed, `refused` what the person is told instead. `screen` is what goes to Slack when the letters
are sent right after: the hash is that of its text in `screens.txt`.
"""


@dataclass
class Played:
    """A case as it went: its block in the table, the screens by hash, and the use cases that were asked for."""

    lines: list[str]
    screens: dict[str, str] = field(default_factory=dict)
    used: tuple[str, ...] = ()


def play(case: Case, town: Town) -> Played:
    """Play a case, and write down what it left."""
    house = town.house(case.situation)
    steps = case.act(house) if inspect.isgeneratorfunction(case.act) else None
    if steps is not None:
        next(steps)
    before = house.raw()
    with door.refused() as said:
        if steps is None:
            case.act(house)
        else:
            next(steps, None)
    found = [f"refused {text}" for text in said] + trace.lines(*house.changed(before, house.raw()))
    calls = house.send()
    keys = {row["ts"]: row["dedupe_key"] for row in house.rows("outbox") if row["ts"]} if calls else {}
    screens = {}
    for text in trace.in_turn(trace.shown(call, keys) for call in calls):
        hash = trace.digest(text)
        screens[hash] = text
        found.append(f"screen  {text.splitlines()[0]} #{hash}")
    return Played([f"(in “{case.situation}”)", *(found or ["nothing"])], screens, tuple(house.used))


def chapter(name: str) -> list[Case]:
    """The cases of one file."""
    module = CHAPTERS[name].__name__
    return [case for case in CASES if case.chapter == module]


def table(cases: Iterable[Case], town: Town) -> dict[str, Played]:
    """All of these cases, by heading."""
    return {case.name: play(case, town) for case in cases}


def kept_table() -> dict[str, list[str]]:
    """The table as it was committed: lines by heading."""
    return _blocks(TABLE.read_text(encoding="utf-8"), "## ")


def kept_screens() -> dict[str, list[str]]:
    """The screens as they were committed: lines by hash."""
    return _blocks(SCREENS.read_text(encoding="utf-8"), "#### ")


def _blocks(text: str, mark: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(mark):
            lines = found.setdefault(line.removeprefix(mark), [])
        elif line:
            lines.append(line)
    return found


def difference(name: str, played: Played, table: dict[str, list[str]], screens: dict[str, list[str]]) -> str:
    """How a case went otherwise than the table says, with the words of screens that changed; empty where it didn't."""
    was = table.get(name)
    if was is None:
        return f"## {name}\n  isn't in the table: renew it\n"
    now = list(played.lines)
    if was == now:
        return ""
    found = list(difflib.unified_diff(was, now, "table", "played", n=0, lineterm=""))[2:]
    return "\n".join([f"## {name}", *found, *_screens_apart(was, played, screens), ""])


def _screens_apart(was: list[str], played: Played, screens: dict[str, list[str]]) -> Iterable[str]:
    """Screens to the same place in turn, line by line."""
    before, after = _by_place(was), _by_place(played.lines)
    for place, hashes in after.items():
        for old, new in zip(before.get(place, ()), hashes, strict=False):
            if old != new:
                yield f"--- {place} #{old}\n+++ {place} #{new}"
                lines = [line for line in played.screens.get(new, "").splitlines() if line]
                yield from list(difflib.unified_diff(screens.get(old, []), lines, n=0, lineterm=""))[2:]


def _by_place(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("screen  "):
            place, _, hash = line.removeprefix("screen  ").rpartition(" #")
            found.setdefault(place, []).append(hash)
    return found


def write(played: dict[str, Played]) -> None:
    """Commit to this."""
    GOLDEN.mkdir(exist_ok=True)
    blocks = [f"## {name}\n" + "".join(f"{line}\n" for line in one.lines) for name, one in played.items()]
    TABLE.write_text(HEAD + "\n" + "\n".join(blocks), encoding="utf-8")
    screens = {hash: text for one in played.values() for hash, text in one.screens.items()}
    SCREENS.write_text(
        "".join(f"#### {hash}\n{text}\n\n" for hash, text in screens.items()), encoding="utf-8"
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="What each use case leaves behind.")
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder))
        played = table([case for case in CASES if asked.only in case.name], town)
    if asked.renew:
        if asked.only:
            raise SystemExit("renew the whole table: --only is for looking")
        write(played)
        print(f"{len(played)} cases are in {TABLE}")
        return 0
    known, screens = kept_table(), kept_screens()
    apart = [said for name, one in played.items() if (said := difference(name, one, known, screens))]
    print("\n".join(apart) or f"{len(played)} cases are as the table says")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
