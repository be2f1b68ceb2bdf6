"""What follows when something is said about the people of a workspace."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.domain.people import LeadsNamed, OwnHoursSet, PanelistDescribed, PeopleEvent


def follow(tx: Transaction, event: PeopleEvent) -> None:
    """The record has it."""
    match event:
        case LeadsNamed(user_ids):
            tx.audit("name leads", "workspace", ", ".join(sorted(user_ids)))
        case PanelistDescribed(user_id):
            tx.audit("describe panelist", user_id)
        case OwnHoursSet(user_id):
            tx.audit("set own hours", user_id)
        case never:
            assert_never(never)
