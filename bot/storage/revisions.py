"""What panelists said after the talk, beside their sealed cards."""

from collections.abc import Collection

from sqlalchemy import select

from bot.domain.debriefs import Said
from bot.domain.scorecards import Recommendation
from bot.storage.sealing import placed
from bot.storage.tables import Revision
from bot.storage.unit import Unit
from bot.storage.upsert import insert_or_update_all


def said_on(unit: Unit, card_ids: Collection[int]) -> dict[int, Said]:
    """What was said after the talk, by scorecard."""
    rows = unit.session.execute(
        select(Revision.scorecard_id, Revision.recommendation, Revision.reason, Revision.said_at).where(
            unit.own(Revision), Revision.scorecard_id.in_(card_ids)
        )
    )
    return {id: Said(Recommendation(kind), reason, at) for id, kind, reason, at in rows if kind}


def write(unit: Unit, card_id: int, said: Said) -> None:
    """Keep what was said, in place of what they said before."""
    values = {
        "scorecard_id": card_id,
        "team_id": unit.team_id,
        "recommendation": str(said.recommendation),
        "reason": said.reason,
        "said_at": said.at,
    }
    insert_or_update_all(unit.session, Revision, placed(unit.session, Revision, [values]), ["scorecard_id"])
