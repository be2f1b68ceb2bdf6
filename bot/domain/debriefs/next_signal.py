"""The one more interview that would tell most: where a range narrows, and how often that settles a bar."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.debriefs.figures import CompetencyScore
from bot.domain.debriefs.rounding import on_scale


@dataclass(frozen=True)
class NextSignal:
    """One more interview on a competency, with somebody who hasn't met the candidate.

    Its range is `now` points wide, as printed, and about `then` afterwards. `settles` is how often that leaves it on
    one side of the agreed bar, None without one; `unclear` whether it crosses that bar now.
    """

    competency: str
    must_have: bool
    now: float
    then: float
    settles: float | None
    unclear: bool


def next_signal(
    row: CompetencyScore, left: float, settles: float | None, *, must_have: bool
) -> NextSignal | None:
    """`left` is what is left of the range; None where no range is shown."""
    if row.low is None or row.high is None:
        return None
    now = on_scale(row.high) - on_scale(row.low)
    unclear = settles is not None and row.bar is not None and row.low <= row.bar <= row.high
    return NextSignal(row.name, must_have, now, now * left, settles, unclear)


def most_telling(found: Iterable[NextSignal]) -> NextSignal | None:
    """An unclear must-have first, then what settles its bar most often, then what narrows most; None of none.

    Where every bar is settled already, no interview is named: it would change nothing that was agreed.
    """
    all_of_them = list(found)
    if any(one.settles is not None for one in all_of_them):
        all_of_them = [one for one in all_of_them if one.unclear]
    return max(
        all_of_them,
        key=lambda one: (one.must_have and one.unclear, one.settles or 0.0, one.now - one.then),
        default=None,
    )
