"""A file of openings: roles to hire for, each as its form would be filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.imports.rows import Fault, Line, meant, read, table, twice
from bot.domain.openings import OpeningForm
from bot.domain.openings.forms import LENGTHS, MOST_WANTED

COLUMNS = (
    "title",
    "question_set",
    "level",
    "channel",
    "minutes",
    "quorum",
    "panelists",
    "competencies",
    "leads",
    "stand_ins",
)
NEEDED = ("title", "question_set", "level", "channel", "leads")
_BETWEEN = re.compile(r"\s*[;|,]\s*")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,31}")


@dataclass(frozen=True)
class OpeningRow:
    """One opening of a file. Its form has whoever leads and stands in as they are written: a user id or an email."""

    line: Line
    form: OpeningForm


def openings(
    data: bytes, sets: Mapping[str, str], competencies: Mapping[str, str]
) -> tuple[list[OpeningRow], list[Fault]]:
    """The openings of a file and the faults that its text alone has. Both mappings are names by key.

    Raises BadFile where the file has no rows that could be looked at.
    """
    found = table(data, "openings", {name: name for name in COLUMNS}, NEEDED)
    rows, faults = [], list(found.faults)
    first: dict[str, int] = {}
    for line in found.lines:
        title = " ".join(line.values["title"].split())
        faults += twice(first, title.casefold(), line, "title", f"“{title}”") if title else []
        rows.append(OpeningRow(line, _form(line, title, sets, competencies, faults)))
    return rows, faults


def _form(
    line: Line, title: str, sets: Mapping[str, str], competencies: Mapping[str, str], faults: list[Fault]
) -> OpeningForm:
    usual = OpeningForm("", "", "", None)
    minutes = read(line, "minutes", _minutes, faults)
    quorum = read(line, "quorum", _number, faults)
    return OpeningForm(
        title=title,
        question_set=_key(line, "question_set", line.values["question_set"], sets, faults),
        level=line.values["level"].casefold(),
        channel_id=read(line, "channel", _channel, faults) or "",
        minutes=minutes or usual.minutes,
        quorum=quorum or usual.quorum,
        panelists=read(line, "panelists", _number, faults),
        competencies=tuple(
            _key(line, "competencies", one, competencies, faults) for one in _several(line, "competencies")
        ),
        leads=tuple(_several(line, "leads")),
        stand_ins=tuple(_several(line, "stand_ins")),
    )


def _several(line: Line, column: str) -> list[str]:
    return [one for one in _BETWEEN.split(line.values.get(column, "")) if one]


def _key(line: Line, column: str, written: str, names: Mapping[str, str], faults: list[Fault]) -> str:
    """The key that is meant by a key or a name."""
    known = {key.casefold(): key for key in names} | {name.casefold(): key for key, name in names.items()}
    key = known.get(written.casefold())
    if key is None:
        faults.append(line.fault(column, f"there is no “{written}”{meant(written, known)}"))
    return key or ""


def _channel(text: str) -> str:
    if not _CHANNEL.fullmatch(text):
        raise ValueError(
            f"“{text}” is no channel's id; it stands at the end of the channel's details in Slack"
        )
    return text


def _minutes(text: str) -> int:
    if text not in map(str, LENGTHS):
        raise ValueError(f"“{text}” is none of {', '.join(map(str, LENGTHS))}")
    return int(text)


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WANTED:
        raise ValueError(f"“{text}” is no number from 1 to {MOST_WANTED}")
    return int(text)
