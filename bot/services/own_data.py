"""All that is kept about a candidate, as they may ask for it: plain values for JSON, panelists under pseudonyms."""

import json
from typing import Any

from bot.acting.context import Actor, Context, Transaction
from bot.domain.errors import Invalid
from bot.services.erasing import records_of
from bot.storage import own_data as rows

Json = dict[str, Any]


def of_candidate(context: Context, actor: Actor, said: str, reason: str) -> Json:
    """Their records, loops, scorecards, debriefs and decisions. That it was asked for, and why, is recorded.

    What panelists wrote is in it as they wrote it: it may name others. Raises Invalid where it is nobody or several.
    """
    if not reason.strip():
        raise Invalid({"reason": "Say why, for the record."})
    with context.transaction(actor) as tx:
        ids = records_of(tx, said)
        found = {"records": rows.records(tx, ids), "loops": _loops(tx, ids)}
        for id in ids:
            tx.audit("export candidate", f"candidate:{id}", reason.strip())
        return found


def _loops(tx: Transaction, ids: list[int]) -> list[Json]:
    names: dict[str, str] = {}
    found = []
    for loop in rows.loops(tx, ids):
        seats = rows.seats(tx, loop["id"])
        for seat in seats:
            seat["panelist"] = names.setdefault(seat["panelist"], f"Panelist {len(names) + 1}")
        debrief = rows.debrief(tx, loop["id"])
        found.append(
            loop
            | {
                "interviews": seats,
                "debrief": _anonymous(json.loads(debrief), names) if debrief else None,
                "decisions": rows.decisions(tx, loop["id"]),
            }
        )
    return found


def _anonymous(value: Any, names: dict[str, str]) -> Any:
    """The same with people's pseudonyms for their ids."""
    if isinstance(value, dict):
        return {names.get(key, key): _anonymous(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_anonymous(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value
