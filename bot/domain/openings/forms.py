"""The form of an opening: what a lead fills in, what is wrong with it, and the loops that come ready to use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

TITLE_LENGTH = 60
LEVELS = ("junior", "mid", "senior")
LENGTHS = (30, 45, 60, 75, 90)
SPARE = (0, 2, 3, 5, 10)
MOST_WANTED = 8
"""Panelists and scorecards that an opening may want; a loop has no more."""
MOST_MORE = 3
"""Competencies that more may be asked about."""
PLANNED_BY = ("question_set", "level", "competencies", "more_about", "slack", "core")
"""What the loops of an opening are planned by."""


@dataclass(frozen=True)
class OpeningForm:
    """What a lead filled in. `competencies` are keys; empty means all of the question set's.

    `early` is whether debriefs open soon after the last scorecard came in. `panelists` are wanted in a loop; None
    where nobody said how many. `slack` are the minutes of each interview that stay free, `more_about` competencies of
    which more is asked, and `core` is whether every candidate is asked the same core questions.
    """

    title: str
    question_set: str
    level: str
    channel_id: str | None
    minutes: int = 45
    quorum: int = 3
    early: bool = False
    competencies: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    panelists: int | None = None
    slack: int = 0
    core: bool = True
    more_about: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standard:
    """A loop that comes ready to use: what a new opening's form begins with."""

    minutes: int
    panelists: int
    quorum: int
    slack: int


HALF_HOUR = Standard(30, 4, 3, 2)
USUAL = Standard(45, 4, 3, 3)


def faults(form: OpeningForm, sets: Collection[str], wanted: Mapping[str, int]) -> dict[str, str]:
    """What is wrong with a form, field by field, in words that say how to mend it.

    `sets` are the keys of the question sets, `wanted` the panelists that each competency of the form wants, by name.
    """
    found: dict[str, str] = {}
    if not form.title.strip():
        found["title"] = "Write what the role is called."
    elif len(form.title) > TITLE_LENGTH:
        found["title"] = f"Keep the title under {TITLE_LENGTH} characters."
    if form.question_set not in sets:
        found["question_set"] = "Pick a question set."
    if form.level not in LEVELS:
        found["level"] = "Pick junior, mid or senior."
    if not form.channel_id:
        found["channel"] = "Pick the private channel that debriefs go to."
    if form.competencies and not set(form.more_about) <= set(form.competencies):
        found["more_about"] = "Pick these among the competencies, too."
    elif len(form.more_about) > MOST_MORE:
        found["more_about"] = f"Pick {MOST_MORE} at most: more of everything is more of nothing."
    return found | _counted(form, wanted)


def _counted(form: OpeningForm, wanted: Mapping[str, int]) -> dict[str, str]:
    """What can't be met with so many panelists."""
    if form.panelists is None:
        return {}
    found: dict[str, str] = {}
    widest = max(wanted, key=lambda name: wanted[name], default=None)
    if not 1 <= form.panelists <= MOST_WANTED:
        found["panelists"] = f"Pick 1 to {MOST_WANTED}."
    elif widest is not None and wanted[widest] > form.panelists:
        number = wanted[widest]
        found["panelists"] = f"{number} people look at {widest}. Pick {number} panelists or more."
    if form.quorum > form.panelists:
        found["quorum"] = (
            f"{form.quorum} scorecards can't come from {people(form.panelists)}. "
            f"Pick {form.panelists}{' or fewer' if form.panelists > 1 else ''}, or more panelists."
        )
    return found


def people(number: int) -> str:
    """1 panelist, 4 panelists"""
    return f"{number} panelist{'' if number == 1 else 's'}"


def changed_fields(before: OpeningForm, after: OpeningForm) -> tuple[str, ...]:
    """The names of the fields that differ, who leads it left out: that is changed elsewhere."""
    names = (one.name for one in fields(OpeningForm) if one.name != "leads")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
