"""A file of candidates, for loops that are planned later."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.imports.rows import Fault, Line, table, twice
from bot.domain.loops.forms import initials
from bot.domain.loops.states import EMAIL_LENGTH, ID_LENGTH, LABEL_LENGTH, NAME_LENGTH, TEXT_LENGTH

LONGEST: Mapping[str, int] = {
    "name": NAME_LENGTH,
    "label": LABEL_LENGTH,
    "email": EMAIL_LENGTH,
    "ats_id": ID_LENGTH,
    "slack_user": 32,
    "links": TEXT_LENGTH,
    "notes": TEXT_LENGTH,
}
COLUMNS = tuple(LONGEST)
ONCE = ("email", "ats_id", "slack_user")
"""By each of these a candidate is known again."""
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_USER = re.compile(r"[UW][A-Z0-9]{2,31}")


@dataclass(frozen=True)
class CandidateRow:
    """One candidate of a file; "" for what isn't known."""

    line: Line
    name: str
    label: str
    email: str
    ats_id: str
    slack_user: str
    links: str
    notes: str


def candidates(data: bytes) -> tuple[list[CandidateRow], list[Fault]]:
    """The candidates of a file and all its faults. Raises BadFile where it has no rows that could be looked at."""
    found = table(data, "candidates", {name: name for name in COLUMNS}, ("name",))
    rows, faults = [], list(found.faults)
    first: dict[str, dict[str, int]] = {column: {} for column in ONCE}
    for line in found.lines:
        values = {column: line.values.get(column, "") for column in COLUMNS}
        values["label"] = values["label"] or initials(values["name"])
        faults += _faults(line, values)
        for column in ONCE:
            if value := values[column]:
                faults += twice(first[column], value.casefold(), line, column, value)
        rows.append(CandidateRow(line, **values))
    return rows, faults


def _faults(line: Line, values: Mapping[str, str]) -> list[Fault]:
    faults = [
        line.fault(column, f"that is {len(values[column]):,} characters; keep it to {longest:,}")
        for column, longest in LONGEST.items()
        if len(values[column]) > longest
    ]
    if not values["name"]:
        faults.append(line.fault("name", "nobody is named; write the candidate's name"))
    if values["email"] and not _EMAIL.fullmatch(values["email"]):
        faults.append(line.fault("email", f"“{values['email']}” is no email address; write one, or nothing"))
    if values["slack_user"] and not _USER.fullmatch(values["slack_user"]):
        faults.append(
            line.fault("slack_user", f"“{values['slack_user']}” is no Slack user id, such as U024BE7LH")
        )
    unsafe = [link for link in values["links"].split() if not link.startswith("https://")]
    return faults + [
        line.fault("links", f"“{link}” doesn't begin with https://; write the whole address")
        for link in unsafe
    ]
