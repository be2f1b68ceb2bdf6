"""Changes to scorecards that are in, beside what was handed in, until they are handed in too."""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import delete, select, tuple_

from bot.domain.scorecards import Field, Stored
from bot.storage.scorecards import noted
from bot.storage.sealing import placed
from bot.storage.tables import Scorecard, ScorecardDraft
from bot.storage.unit import Unit
from bot.storage.upsert import insert_or_update_all

KEY = ["scorecard_id", "question_id", "field"]


def fields(unit: Unit, card_ids: Collection[int]) -> dict[int, dict[Field, Stored]]:
    """What was changed on these scorecards since they were handed in, by card."""
    found: dict[int, dict[Field, Stored]] = {id: {} for id in card_ids}
    wanted = unit.rows(ScorecardDraft).where(ScorecardDraft.scorecard_id.in_(card_ids))
    for row in unit.session.scalars(wanted):
        found[row.scorecard_id] |= [
            noted(row.question_id, row.field, row.value, row.acted_at, row.written_in)
        ]
    return found


def write(unit: Unit, card_id: int, written: Mapping[Field, Stored]) -> None:
    """Put values beside those that were handed in, over what stood there."""
    rows = [
        {
            "team_id": unit.team_id,
            "scorecard_id": card_id,
            "question_id": field.question_id,
            "field": field.name,
            "value": json.dumps(stored.value),
            "acted_at": stored.acted_at,
            "written_in": stored.written_in,
        }
        for field, stored in written.items()
    ]
    insert_or_update_all(unit.session, ScorecardDraft, placed(unit.session, ScorecardDraft, rows), KEY)


def drop(unit: Unit, card_id: int, gone: Collection[Field]) -> None:
    """Forget the changes of these fields."""
    if not gone:
        return
    keys = [(field.question_id, field.name) for field in gone]
    named = tuple_(ScorecardDraft.question_id, ScorecardDraft.field).in_(keys)
    unit.session.execute(
        delete(ScorecardDraft)
        .where(unit.own(ScorecardDraft), ScorecardDraft.scorecard_id == card_id, named)
        .execution_options(synchronize_session=False)
    )


def changed_seats(unit: Unit, seat_ids: Collection[int]) -> frozenset[int]:
    """Those of these seats whose scorecard is in, with changes that aren't."""
    if not seat_ids:
        return frozenset()
    rows = unit.session.scalars(
        select(Scorecard.interview_id)
        .join(ScorecardDraft, ScorecardDraft.scorecard_id == Scorecard.id)
        .where(unit.own(Scorecard), Scorecard.interview_id.in_(seat_ids))
    )
    return frozenset(rows)
