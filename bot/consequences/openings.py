"""What follows when an opening is made, changed, archived or reopened."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.domain.openings import (
    OpeningChanged,
    OpeningClosed,
    OpeningCreated,
    OpeningEvent,
    OpeningReopened,
    RuleAgreed,
)


def follow(tx: Transaction, event: OpeningEvent) -> None:
    """The record has it."""
    match event:
        case OpeningCreated(opening_id):
            tx.audit("create opening", f"opening:{opening_id}")
        case OpeningChanged(opening_id, what):
            tx.audit("change opening", f"opening:{opening_id}", ", ".join(what))
        case OpeningClosed(opening_id):
            tx.audit("close opening", f"opening:{opening_id}")
        case OpeningReopened(opening_id):
            tx.audit("reopen opening", f"opening:{opening_id}")
        case RuleAgreed(opening_id, bars):
            said = ", ".join(
                f"{key} {bar.score:g}{' must-have' if bar.must_have else ''}" for key, bar in bars
            )
            tx.audit("agree rule", f"opening:{opening_id}", said or "no rule")
        case never:
            assert_never(never)
