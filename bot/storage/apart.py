"""What was sent and planned about things that are deleted, set apart: their numbers may be given out again.

SQLite gives the highest number of a table out again once its row is deleted. Keys of letters and occurrences of work
are made of numbers, so another loop's kit would have a key that was used, and never be sent.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Update, and_, case, delete, update

from bot.storage.tables import Due, Outbox, Posted
from bot.storage.unit import Unit

ON_THEIR_WAY = ("sending", "unknown")
"""Their keys stay: by these they are looked for in Slack."""


def set_apart(
    unit: Unit, mark: str, candidates: Collection[int], things: Mapping[str, Collection[int]]
) -> None:
    """Let it be of nothing any more. `things` are numbers by the kind of letter or work.

    Keys begin with `mark` from now on, but for what is on its way; what waits is dropped.
    """
    for kind, ids in things.items():
        unit.session.execute(delete(Due).where(unit.own(Due), Due.kind == kind, Due.thing_id.in_(ids)))
        unit.session.execute(_apart(unit, mark, and_(Outbox.kind == kind, Outbox.thing_id.in_(ids))))
    unit.session.execute(_apart(unit, mark, Outbox.about.in_(candidates)))
    unit.session.execute(
        update(Posted)
        .where(unit.own(Posted), Posted.about.in_(candidates))
        .values(dedupe_key=mark + Posted.dedupe_key, about=None)
    )


def _apart(unit: Unit, mark: str, which: ColumnElement[bool]) -> Update:
    waiting = case((Outbox.state == "queued", "dropped"), else_=Outbox.state)
    known = and_(Outbox.dedupe_key.not_like(f"{mark}%"), Outbox.state.not_in(ON_THEIR_WAY))
    new = {"dedupe_key": mark + Outbox.dedupe_key, "about": None, "thing_id": 0, "state": waiting}
    return update(Outbox).where(unit.own(Outbox), known, which).values(**new)
