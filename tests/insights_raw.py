"""`python -m tests.insights_raw`: insights worked out again from the raw rows, without `bot.domain.insights`.

Reads the database of the settings with plain SQL (what is sealed through its own table), compares with
`fairloop insights --json`, prints what differs, and ends with 1 where anything does.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

from sqlalchemy import select, text

from bot.storage.database import Database
from bot.storage.tables import Revision, ScorecardNote

ORDER = ("strong_no", "no", "yes", "strong_yes")
Row = dict[str, Any]


def recomputed(database: Database, team: str, now: datetime) -> Row:
    """The figures of the year before `now`, by the names that the JSON has."""
    since = now - timedelta(days=365)
    with database.reading() as session:

        def rows(statement: str) -> list[Row]:
            found = session.execute(text(statement), {"team": team}).mappings()
            return [dict(row) for row in found]

        loops = [
            row
            for row in rows(
                "SELECT id, opening_id, debriefed_at, sample FROM loops WHERE team_id = :team AND debriefed_at IS NOT"
                " NULL AND (NOT practice OR sample) ORDER BY debriefed_at, id"
            )
            if moment(row["debriefed_at"]) >= since
        ]
        seats = rows(
            "SELECT i.id, i.loop_id, i.user_id, i.start_at, i.minutes, i.state, c.id AS card, c.submitted_at, c.blind"
            " FROM interviews i LEFT JOIN scorecards c ON c.interview_id = i.id"
            " WHERE i.team_id = :team AND i.role = 'panelist' AND i.start_at IS NOT NULL"
        )
        asks = rows(
            "SELECT loop_id, interview_id, question_id, version, state FROM assignments"
            " WHERE team_id = :team ORDER BY id"
        )
        ratings = rows(
            "SELECT r.scorecard_id, r.question_id, r.value, a.competency, a.state FROM ratings r"
            " JOIN scorecards c ON c.id = r.scorecard_id JOIN assignments a ON a.interview_id = c.interview_id"
            " AND a.question_id = r.question_id WHERE r.team_id = :team AND r.value IS NOT NULL"
            " AND c.submitted_at IS NOT NULL AND c.blind AND a.state != 'not_reached'"
        )
        wanted = rows("SELECT opening_id, competency FROM opening_competencies WHERE team_id = :team")
        decisions = rows(
            "SELECT loop_id, outcome, rule_read FROM decisions WHERE team_id = :team ORDER BY id"
        )
        notes = select(ScorecardNote).where(
            ScorecardNote.team_id == team, ScorecardNote.field == "recommendation"
        )
        sealed = {row.scorecard_id: json.loads(row.value) for row in session.scalars(notes) if row.value}
        after = select(Revision).where(Revision.team_id == team)
        later = {row.scorecard_id: row.recommendation for row in session.scalars(after)}
    opening = {row["id"]: row["opening_id"] for row in loops}
    gone = gone_states()
    held = [row for row in seats if row["loop_id"] in opening and row["state"] not in gone]
    by_card = {row["card"]: row for row in held if row["card"] is not None}
    counted = [row for row in ratings if row["scorecard_id"] in by_card]
    judged = defaultdict(lambda: defaultdict(list))  # type: ignore[var-annotated]
    for row in counted:
        card = by_card[row["scorecard_id"]]
        judged[card["loop_id"], row["competency"]][card["user_id"]].append(row["value"])
    said = defaultdict(list)
    for number, row in by_card.items():
        if row["submitted_at"] is not None and row["blind"] and number in sealed:
            said[row["loop_id"]].append(ORDER.index(sealed[number]) + 1)
    return {
        "loops": len(loops),
        "samples": sum(bool(row["sample"]) for row in loops),
        "time": times(held),
        "ratings_agree": alpha([[mean(v) for v in by.values()] for by in judged.values()], interval),
        "recommendations_agree": alpha([list(map(Fraction, given)) for given in said.values()], None),
        "after_talk": talked(by_card, sealed, later),
        "questions": asked_of(asks, held, loops),
        "followed": ruled(decisions, opening),
        "coverage": seen(opening, wanted, judged),
    }


def gone_states() -> frozenset[str]:
    """The states of seats that were given up, as the tables write them."""
    from bot.domain.loops import GONE

    return frozenset(map(str, GONE))


def moment(value: Any) -> datetime:
    """A time as the database has it: text in SQLite."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def mean(values: Sequence[int]) -> Fraction:
    return Fraction(sum(values), len(values))


def times(held: Sequence[Row]) -> Row | None:
    hours = sorted(
        max(
            0.0,
            (moment(row["submitted_at"]) - moment(row["start_at"])).total_seconds() / 3600
            - row["minutes"] / 60,
        )
        for row in held
        if row["submitted_at"] is not None
    )
    if len(hours) < 10:
        return None
    middle = (hours[(len(hours) - 1) // 2] + hours[len(hours) // 2]) / 2
    in_a_day = sum(one <= 24 for one in hours)
    return {
        "median_hours": middle,
        "in_a_day": in_a_day,
        "cards": len(hours),
        "missing": len(held) - len(hours),
    }


def interval(one: Fraction, other: Fraction) -> Fraction:
    """The distance of two values, squared."""
    return (one - other) ** 2


def alpha(units: Sequence[Sequence[Fraction]], distance: Any) -> Row | None:
    """1 - observed / expected disagreement, from all ordered pairs; the ordinal distance where none is given."""
    units = [unit for unit in units if len(unit) > 1]
    every = Counter(value for unit in units for value in unit)
    if len(units) < 20 or len(every) < 2:
        return None
    distance = distance or ordinal(every)
    total = sum(every.values())
    observed = sum(
        (sum(distance(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units),
        Fraction(0),
    )
    expected = sum((n * m * distance(a, b) for a, n in every.items() for b, m in every.items()), Fraction(0))
    return {"alpha": float(1 - (total - 1) * observed / expected), "units": len(units)}


def ordinal(every: Mapping[Fraction, int]) -> Any:
    """Krippendorff's ordinal distance: how many values lie between two, half of the ends counted; squared."""

    def distance(one: Fraction, other: Fraction) -> Fraction:
        low, high = sorted((one, other))
        between = sum(n for value, n in every.items() if low <= value <= high)
        return (between - Fraction(every[low] + every[high], 2)) ** 2

    return distance


def talked(cards: Mapping[int, Row], sealed: Mapping[int, str], later: Mapping[int, str]) -> Row | None:
    pairs = [
        (sealed[id], later[id]) for id, row in cards.items() if id in sealed and id in later and row["blind"]
    ]
    if len(pairs) < 10:
        return None
    across = sum((a in ORDER[:2]) != (b in ORDER[:2]) for a, b in pairs)
    return {"answered": len(pairs), "changed": sum(a != b for a, b in pairs), "across": across}


def ruled(decisions: Sequence[Row], loops: Mapping[int, int]) -> Row | None:
    """What was decided last on each loop, by what the rule read."""
    last = {row["loop_id"]: row for row in decisions if row["loop_id"] in loops}
    real = [row for row in last.values() if row["rule_read"] is not None and row["outcome"] != "wait"]
    if sum(row["rule_read"] != "open" for row in real) < 10:
        return None
    reads = ("met", "not met", "open")
    return {
        name: {read: sum(row["rule_read"] == read and keep(row) for row in real) for read in reads}
        for name, keep in (("decided", lambda _: True), ("forward", lambda row: row["outcome"] == "move_on"))
    }


def asked_of(asks: Sequence[Row], held: Sequence[Row], loops: Sequence[Row]) -> list[Row]:
    """Planned, asked and replaced of each question, in the words of its newest use."""
    told = {row["id"] for row in held if row["submitted_at"] is not None}
    order = {row["id"]: number for number, row in enumerate(loops)}
    there = sorted(
        (row for row in asks if row["interview_id"] in told), key=lambda row: order[row["loop_id"]]
    )
    newest = {row["question_id"]: row["version"] for row in there}
    found: dict[str, Row] = {}
    for row in there:
        if newest[row["question_id"]] == row["version"]:
            empty = {"question": row["question_id"], "planned": 0, "asked": 0, "replaced": 0}
            one = found.setdefault(row["question_id"], empty)
            one["planned"] += 1
            one["asked"] += row["state"] in ("planned", "asked")
            one["replaced"] += row["state"] == "other"
    return [found[id] for id in sorted(found)]


def seen(opening: Mapping[int, int], wanted: Sequence[Row], judged: Mapping[Any, Any]) -> list[Row]:
    found = []
    for one in sorted(set(opening.values())):
        loops = [id for id, of in opening.items() if of == one]
        keys = [row["competency"] for row in wanted if row["opening_id"] == one]
        raters = {key: [len(judged.get((id, key), ())) for id in loops] for key in keys}
        numbers = {key: [sum(n >= least for n in given) for least in (1, 2)] for key, given in raters.items()}
        found.append({"opening": one, "loops": len(loops), "seen": numbers})
    return found


def differences(mine: Any, theirs: Any, at: str = "") -> list[str]:
    """Where two JSON values differ; keys that only theirs has are left out, figures may differ by 1e-9."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return [line for key in mine for line in differences(mine[key], theirs.get(key), f"{at}.{key}")]
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        pairs = enumerate(zip(mine, theirs, strict=True))
        return [line for n, (a, b) in pairs for line in differences(a, b, f"{at}[{n}]")]
    if isinstance(mine, float) and isinstance(theirs, float):
        return [] if abs(mine - theirs) <= 1e-9 else [f"{at}: {mine} and {theirs}"]
    return [] if mine == theirs else [f"{at}: {mine} and {theirs}"]


def main() -> None:
    """Compare both for the one workspace of the settings' database."""
    from typer.testing import CliRunner

    from bot.bootstrap import open_database
    from bot.cli import app
    from bot.commands.common import only_workspace
    from bot.settings import load_settings

    told = json.loads(CliRunner().invoke(app, ["insights", "--json"]).stdout)["insights"]
    database = open_database(load_settings("offline"))
    try:
        found = differences(recomputed(database, only_workspace(database), datetime.now(UTC)), told)
    finally:
        database.dispose()
    print("\n".join(found) or "Every figure is the same.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
