"""Everybody as they may stand to a loop, and what each of them may do: the table of rights, to be read."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.domain.access import Action, Standing, allowed

ROLES: Mapping[str, Standing] = MappingProxyType(
    {
        "Anybody": Standing(),
        "Panelist": Standing(seated=True, on_panel=True),
        "Another panelist": Standing(on_panel=True),
        "Shadow": Standing(seated=True),
        "Hiring lead": Standing(lead=True),
        "Its lead": Standing(lead=True, owner=True),
        "Administrator": Standing(admin=True),
        "Its candidate": Standing(
            admin=True, lead=True, owner=True, seated=True, on_panel=True, candidate=True
        ),
    }
)
"""How each stands to a loop, its opening and a seat in it. The seat is the panelist's or the shadow's own, and for
another panelist a colleague's. The candidate is everything else as well: it doesn't help them."""
YES, OPENED, NO = "yes", "after the debrief", ""


def cell(role: str, action: Action) -> str:
    """Whether somebody in this role may do this: yes, only once the loop's debrief has opened, or (empty) no."""
    standing = ROLES[role]
    if allowed(standing, action):
        return YES
    return OPENED if allowed(replace(standing, debrief_open=True), action) else NO
