"""What follows when a file is read in or taken out."""

from typing import assert_never

from bot.acting.context import Transaction
from bot.domain.imports.events import Exported, Imported, ImportEvent


def follow(tx: Transaction, event: ImportEvent) -> None:
    """The record has it."""
    match event:
        case Imported(what, new, changed, same):
            tx.audit(f"import {what}", "workspace", f"{new} new, {changed} changed, {same} as before")
        case Exported(what, number, reason):
            tx.audit(f"export {what}", "workspace", f"{number}: {reason}")
        case never:
            assert_never(never)
