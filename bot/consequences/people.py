"""What follows when something is said about the people of a workspace."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.consequences import showing
from bot.domain.people import LeadsNamed, OwnHoursSet, PanelistDescribed, PeopleEvent
from bot.letters.first_day import LeadNamed


def follow(tx: Transaction, event: PeopleEvent) -> None:
    """The record has it; whoever leads from now on is told."""
    match event:
        case LeadsNamed():
            tx.audit("name leads", "workspace", ", ".join(sorted(event.user_ids)))
            for user_id in event.new:
                LeadNamed(user_id, tx.actor.user_id).put(tx)
            for user_id in (*event.new, *event.gone):
                showing.home(tx, user_id)
        case PanelistDescribed(user_id):
            tx.audit("describe panelist", user_id)
        case OwnHoursSet(user_id):
            tx.audit("set own hours", user_id)
        case never:
            assert_never(never)
