"""Selection rates of groups that are held elsewhere: read, counted, and never kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acting.context import Actor, Context
from bot.domain.impact import Compared, compare
from bot.storage import erasing
from bot.storage import impact as rows


@dataclass(frozen=True)
class Impact:
    """What was counted, and how many lines of the file named nobody, or somebody who is named twice differently."""

    compared: tuple[Compared, ...]
    unmatched: int


def of_groups(context: Context, actor: Actor, said: Sequence[tuple[str, str]]) -> Impact:
    """Selection rates by group, from pairs of a candidate (name, email, number or id) and their group.

    That it was counted is recorded, with the number of lines; who is in which group is neither kept nor logged.
    """
    with context.transaction(actor) as tx:
        groups: dict[int, str] = {}
        unmatched = 0
        for candidate, group in said:
            ids = [one.id for one in erasing.named(tx, candidate)]
            if not ids or any(groups.get(id, group) != group for id in ids):
                unmatched += 1
                continue
            groups |= dict.fromkeys(ids, group)
        compared = compare(rows.passed(tx), groups)
        tx.audit("count impact", "workspace", f"{len(said)} lines")
        return Impact(tuple(compared), unmatched)
