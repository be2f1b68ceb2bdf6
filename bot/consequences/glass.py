"""What follows when somebody breaks the glass of a loop."""

from bot.acting.context import Transaction
from bot.domain.glass import GlassEvent
from bot.letters.glass import GlassOpen, GlassTold


def follow(tx: Transaction, event: GlassEvent) -> None:
    """Everybody whom it concerns is told, then who broke it; the record has it with its reason."""
    loop = event.loop
    for user_id in event.told:
        GlassTold(event.glass_id, loop.id, user_id, loop.candidate_id).put(tx)
    GlassOpen(event.glass_id, loop.id, event.by, loop.candidate_id).put(tx)
    tx.audit("break glass", f"loop:{loop.id}", event.reason)
