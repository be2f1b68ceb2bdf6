"""A file of people: who interviews, and what is known of them. An empty field leaves what is known as it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from babel import Locale

from bot.domain.imports.rows import BadFile, Fault, Line, Table, meant, read, table, twice
from bot.domain.people import DAY_HOURS, MOST_A_WEEK, SENIORITY, STRENGTHS

Said = str | int | date | None
COLUMNS = (
    "person",
    "seniority",
    "weekly_limit",
    "hours_from",
    "hours_to",
    "working_days",
    "country",
    "away_until",
)
ANY = "any"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR = re.compile(r"(\d{1,2})(?::00)?")
_DAYS_BETWEEN = re.compile(r"[\s,;|/]+")


@dataclass(frozen=True)
class PersonRow:
    """One person of a file. `who` is a Slack user id or an email; `said` are columns of a person, by their names.

    `strengths` are by competency, 0 to 3.
    """

    line: Line
    who: str
    said: Mapping[str, Said]
    strengths: Mapping[str, int]


def people(data: bytes, competencies: Mapping[str, str], today: date) -> tuple[list[PersonRow], list[Fault]]:
    """The people of a file and all its faults. `competencies` are names by key; each may be a column.

    Raises BadFile where the file has no rows that could be looked at.
    """
    known = {name: name for name in COLUMNS}
    known |= {key.casefold(): key for key in competencies}
    known |= {name.casefold(): key for key, name in competencies.items()}
    found = table(data, "people", known, ("person",))
    rows, faults = [], list(found.faults)
    first: dict[str, int] = {}
    for line in found.lines:
        who = line.values["person"]
        if not who:
            faults.append(line.fault("person", "nobody is named; write a Slack user id or an email"))
        faults += twice(first, who.casefold(), line, "person", who) if who else []
        rows.append(PersonRow(line, who, _said(line, today, faults), _strengths(line, found, faults)))
    return rows, faults


def _said(line: Line, today: date, faults: list[Fault]) -> dict[str, Said]:
    meanings: dict[str, Callable[[str], Said]] = {
        "seniority": _seniority,
        "weekly_limit": _limit,
        "hours_from": _hour,
        "hours_to": _hour,
        "working_days": _days,
        "country": _country,
        "away_until": partial(_away, today=today),
    }
    said: dict[str, Said] = {}
    for column, meaning in meanings.items():
        before = len(faults)
        value = read(line, column, meaning, faults)
        if line.values.get(column) and len(faults) == before:
            said[column] = value if value != ANY else None
    _check_hours(line, said, faults)
    return said


def _check_hours(line: Line, said: Mapping[str, Said], faults: list[Fault]) -> None:
    begin, end = line.values.get("hours_from", ""), line.values.get("hours_to", "")
    if bool(begin) != bool(end):
        column = "hours_to" if begin else "hours_from"
        faults.append(line.fault(column, "one end of the day is missing; give both, or neither"))
    first, last = said.get("hours_from"), said.get("hours_to")
    if isinstance(first, int) and isinstance(last, int) and first >= last:
        faults.append(line.fault("hours_to", "the day has to begin before it ends"))


def _strengths(line: Line, found: Table, faults: list[Fault]) -> dict[str, int]:
    keys = [column for column in found.columns if column not in COLUMNS]
    said = {key: read(line, key, _strength, faults) for key in keys}
    return {key: value for key, value in said.items() if value is not None}


def _seniority(text: str) -> Said:
    if text.casefold() not in SENIORITY:
        raise ValueError(f"“{text}” is none of {', '.join(SENIORITY)}{meant(text, SENIORITY)}")
    return text.casefold()


def _limit(text: str) -> Said:
    if text.casefold() == ANY:
        return ANY
    if not text.isdecimal() or int(text) > MOST_A_WEEK:
        raise ValueError(f"“{text}” is no number from 0 to {MOST_A_WEEK}; write one, or {ANY}")
    return int(text)


def _hour(text: str) -> Said:
    found = _HOUR.fullmatch(text)
    if found is None or int(found[1]) > DAY_HOURS:
        raise ValueError(f"“{text}” is no full hour from 0 to {DAY_HOURS}; write 9 or 09:00")
    return int(found[1])


def _days(text: str) -> Said:
    numbers = {str(number): str(number) for number in range(1, 8)}
    numbers |= {written: str(number) for number, day in enumerate(DAYS, 1) for written in (day, day[:3])}
    parts = list(text) if text.isdecimal() else [one for one in _DAYS_BETWEEN.split(text.casefold()) if one]
    if wrong := [one for one in parts if one not in numbers]:
        raise ValueError(f"“{wrong[0]}” is no day; write such as “mon tue wed”, or 123 with Monday as 1")
    return "".join(sorted({numbers[one] for one in parts}))


def _country(text: str) -> Said:
    countries = Locale("en").territories
    if len(text) != 2 or not text.isalpha() or text.upper() not in countries:
        raise ValueError(f"“{text}” is no country; write its two letters, such as DE")
    return text.upper()


def _away(text: str, today: date) -> Said:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is no day; write it such as {today.isoformat()}") from None
    if day <= today:
        raise ValueError(f"{text} is over; leave the field empty")
    return day


def _strength(text: str) -> int:
    if text not in {str(one) for one in STRENGTHS}:
        named = ", ".join(f"{number} ({words.lower()})" for number, words in STRENGTHS.items())
        raise ValueError(f"“{text}” is no strength; write one of {named}")
    return int(text)


__all__ = ["COLUMNS", "BadFile", "PersonRow", "people"]
