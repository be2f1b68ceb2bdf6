"""The form that plans a loop: what a lead fills in, and what is wrong with it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.loops.states import (
    EMAIL_LENGTH,
    ID_LENGTH,
    LABEL_LENGTH,
    MOST_PANELISTS,
    NAME_LENGTH,
    TEXT_LENGTH,
)

LINK_LENGTH = 500
_LINK = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?([/?#][^\s<>|\"]*)?")
"""One address on the web with nothing around it: no user before the host, nothing that Slack's markup reads."""


@dataclass(frozen=True)
class LoopForm:
    """What a lead filled in to plan a loop. Times are aware."""

    name: str
    label: str
    opening_id: int | None
    panelists: tuple[str, ...]
    stand_ins: tuple[str, ...]
    shadows: tuple[str, ...]
    first_at: datetime | None
    minutes: int
    debrief_at: datetime | None
    channel_id: str | None
    email: str = ""
    ats_id: str = ""
    slack_user: str | None = None
    links: str = ""
    notes: str = ""
    meeting_link: str = ""


def initials(name: str) -> str:
    """A label from a name: "Ada Kowalski" gives "A. K.", at most three letters."""
    letters = [word[0].upper() for word in name.split() if word[0].isalnum()][:3]
    return " ".join(f"{letter}." for letter in letters) or "Candidate"


def distinct_label(wanted: str, taken: Collection[str]) -> str:
    """The label itself, or with a number where it is taken this week; never longer than the limit."""
    label = wanted[:LABEL_LENGTH]
    number = 2
    while label in taken:
        suffix = f" {number}"
        label = wanted[: LABEL_LENGTH - len(suffix)] + suffix
        number += 1
    return label


def faults(form: LoopForm, now: datetime, last_end: datetime | None) -> dict[str, str]:
    """What is wrong with a form, field by field, in words that say how to mend it.

    `last_end` is when the last interview would be over, where that can be said.
    """
    found: dict[str, str] = {}
    found |= _text_faults(form)
    found |= _people_faults(form)
    if form.opening_id is None:
        found["opening"] = "Pick an opening, or make one with New opening."
    if form.first_at is None or form.first_at <= now:
        found["first_at"] = "Pick a time that is still to come."
    if form.debrief_at is None or form.debrief_at <= now:
        found["debrief_at"] = "Pick a time that is still to come."
    elif last_end is not None and form.debrief_at < last_end:
        found["debrief_at"] = "The last interview is not over by then. Pick a later time."
    if form.channel_id is None:
        found["channel"] = "Pick the private channel that the debrief is for."
    return found


def meeting_fault(link: str) -> str | None:
    """What is wrong with the link to where interviews are held; None where it is one, or there is none."""
    if not link:
        return None
    if len(link) > LINK_LENGTH:
        return f"That is {len(link):,} characters. Keep the link to {LINK_LENGTH}."
    return None if _LINK.fullmatch(link) else "Write one web address that begins with https://."


def _text_faults(form: LoopForm) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.name.strip():
        found["name"] = "Write the candidate's name."
    if len(form.name) > NAME_LENGTH:
        found["name"] = f"That is {len(form.name):,} characters. Keep the name to {NAME_LENGTH}."
    if len(form.label) > LABEL_LENGTH:
        found["label"] = f"Keep it to {LABEL_LENGTH} characters: initials are enough."
    if fault := meeting_fault(form.meeting_link):
        found["meeting_link"] = fault
    limits = {"links": TEXT_LENGTH, "notes": TEXT_LENGTH, "email": EMAIL_LENGTH, "ats_id": ID_LENGTH}
    for field, longest in limits.items():
        length = len(getattr(form, field))
        if length > longest:
            found[field] = f"That is {length:,} characters. Keep it to {longest:,}."
    return found


def _people_faults(form: LoopForm) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.panelists:
        found["panelists"] = "Pick at least one panelist."
    elif len(form.panelists) > MOST_PANELISTS:
        found["panelists"] = f"A loop has at most {MOST_PANELISTS} panelists."
    groups: Mapping[str, Sequence[str]] = {
        "panelists": form.panelists,
        "stand_ins": form.stand_ins,
        "shadows": form.shadows,
    }
    seen: dict[str, str] = {}
    for field, people in groups.items():
        for person in people:
            if person == form.slack_user:
                found[field] = "That is the candidate. Leave them out of the panel."
            elif seen.setdefault(person, field) != field:
                found[field] = f"Somebody here is already among the {seen[person].replace('_', '-')}."
    return found
