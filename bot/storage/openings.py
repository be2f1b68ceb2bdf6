"""Openings: the roles being hired for, what they look for, and who leads them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.domain.agreed import Bar
from bot.domain.errors import NotFound
from bot.domain.loops import LoopState
from bot.domain.openings import Sought
from bot.storage.tables import Loop, Opening, OpeningCompetency, OpeningLead, OpeningStandIn
from bot.storage.unit import Unit

SENT = (LoopState.RUNNING, LoopState.DEBRIEFED, LoopState.DECIDED)


def opening(unit: Unit, opening_id: int) -> Opening | None:
    """The opening, also one that is closed."""
    return unit.get(Opening, opening_id)


def opening_of(unit: Unit, opening_id: int) -> Opening:
    """The same where a loop or a person points to it. Raises NotFound."""
    row = opening(unit, opening_id)
    if row is None:
        raise NotFound("This opening isn't there any more.")
    return row


def open_ones(unit: Unit, limit: int) -> Sequence[Opening]:
    """Openings that loops can be planned for, newest first."""
    still = unit.rows(Opening).where(Opening.closed_at.is_(None))
    return unit.session.scalars(still.order_by(Opening.id.desc()).limit(limit)).all()


def archived_ones(unit: Unit, limit: int) -> Sequence[Opening]:
    """Openings that were archived, the last one first; without those that were made up to practise."""
    practised = select(Loop.opening_id).where(unit.own(Loop), Loop.practice.is_(True), Loop.sample.is_(False))
    gone = unit.rows(Opening).where(Opening.closed_at.is_not(None), Opening.id.not_in(practised))
    return unit.session.scalars(gone.order_by(Opening.closed_at.desc()).limit(limit)).all()


def called(unit: Unit, title: str, but: int | None) -> bool:
    """Whether loops can be planned for another opening of this title, however it is spelled in capitals."""
    wanted = " ".join(title.split()).casefold()
    still = select(Opening.id, Opening.title).where(unit.own(Opening), Opening.closed_at.is_(None))
    return any(
        row.id != but and " ".join(row.title.split()).casefold() == wanted
        for row in unit.session.execute(still)
    )


def number_open(unit: Unit) -> int:
    """How many openings loops can be planned for."""
    still = select(func.count()).select_from(Opening).where(unit.own(Opening), Opening.closed_at.is_(None))
    return unit.session.scalar(still) or 0


def titles(unit: Unit, opening_ids: Collection[int]) -> dict[int, str]:
    """What openings are called, by id."""
    wanted = select(Opening.id, Opening.title).where(unit.own(Opening), Opening.id.in_(opening_ids))
    return {row.id: row.title for row in unit.session.execute(wanted)}


def competencies(unit: Unit, opening_id: int) -> tuple[OpeningCompetency, ...]:
    """What an opening looks for, in its order."""
    sought = unit.rows(OpeningCompetency).where(OpeningCompetency.opening_id == opening_id)
    return tuple(unit.session.scalars(sought.order_by(OpeningCompetency.position)))


def leads(unit: Unit, opening_id: int) -> tuple[str, ...]:
    """Who leads an opening, by user id, whether or not they are named leads any more."""
    named = select(OpeningLead.user_id).where(
        unit.own(OpeningLead), OpeningLead.opening_id == opening_id, OpeningLead.ended_at.is_(None)
    )
    return tuple(sorted(unit.session.scalars(named)))


def led_by(unit: Unit, user_id: str) -> frozenset[int]:
    """The openings whose list of leads has them, by id."""
    listed = select(OpeningLead.opening_id).where(
        unit.own(OpeningLead), OpeningLead.user_id == user_id, OpeningLead.ended_at.is_(None)
    )
    return frozenset(unit.session.scalars(listed))


def competencies_of(unit: Unit, opening_ids: Collection[int]) -> dict[int, tuple[Sought, ...]]:
    """What many openings look for, by opening, in their order."""
    wanted = unit.rows(OpeningCompetency).where(OpeningCompetency.opening_id.in_(opening_ids))
    found: dict[int, tuple[Sought, ...]] = {}
    for row in unit.session.scalars(wanted.order_by(OpeningCompetency.position)):
        one = Sought(row.competency, row.weight, row.panelists, row.lowest, row.highest, row.more)
        found[row.opening_id] = (*found.get(row.opening_id, ()), one)
    return found


def write_competencies(unit: Unit, opening_id: int, wanted: Sequence[Sought]) -> None:
    """What an opening looks for, in place of what it looked for before; bars stay with their competencies."""
    agreed = bars(unit, opening_id)
    of = OpeningCompetency.opening_id == opening_id
    unit.session.execute(delete(OpeningCompetency).where(unit.own(OpeningCompetency), of))
    unit.add_all(
        [
            OpeningCompetency(
                opening_id=opening_id,
                competency=one.key,
                team_id=unit.team_id,
                position=position,
                weight=one.weight,
                panelists=one.panelists,
                lowest=one.lowest,
                highest=one.highest,
                more=one.more,
                bar=agreed[one.key].score if one.key in agreed else None,
                must_have=one.key in agreed and agreed[one.key].must_have,
            )
            for position, one in enumerate(wanted)
        ]
    )


def bars(unit: Unit, opening_id: int) -> dict[str, Bar]:
    """The bars that were agreed on, by competency, in the opening's order."""
    known = competencies(unit, opening_id)
    return {row.competency: Bar(row.bar, row.must_have) for row in known if row.bar is not None}


def write_bars(unit: Unit, opening_id: int, agreed: Mapping[str, Bar]) -> None:
    """The bars in place of those before; a competency that isn't named has none."""
    for row in competencies(unit, opening_id):
        bar = agreed.get(row.competency)
        row.bar, row.must_have = (bar.score, bar.must_have) if bar else (None, False)


def debriefed_by(unit: Unit, opening_id: int, at: datetime) -> bool:
    """Whether a debrief of this opening had opened by then; practice and samples are none."""
    opened = select(Loop.id).where(
        unit.own(Loop),
        Loop.opening_id == opening_id,
        Loop.practice.is_(False),
        Loop.debriefed_at <= at,
    )
    return unit.session.scalar(opened.limit(1)) is not None


def stand_ins_of(unit: Unit, opening_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Who stands in for many openings, by opening, in order."""
    listed = unit.rows(OpeningStandIn).where(OpeningStandIn.opening_id.in_(opening_ids))
    found: dict[int, tuple[str, ...]] = {}
    for row in unit.session.scalars(listed.order_by(OpeningStandIn.position)):
        found[row.opening_id] = (*found.get(row.opening_id, ()), row.user_id)
    return found


def write_stand_ins(unit: Unit, opening_id: int, user_ids: Sequence[str]) -> None:
    """Who stands in for an opening, in place of who did before."""
    of = OpeningStandIn.opening_id == opening_id
    unit.session.execute(delete(OpeningStandIn).where(unit.own(OpeningStandIn), of))
    unit.add_all(
        [
            OpeningStandIn(opening_id=opening_id, user_id=one, team_id=unit.team_id, position=position)
            for position, one in enumerate(user_ids)
        ]
    )


def went_out(unit: Unit, opening_id: int) -> bool:
    """Whether a loop of this opening was ever sent out, those that were called off left out."""
    sent = select(Loop.id).where(
        unit.own(Loop), Loop.opening_id == opening_id, Loop.practice.is_(False), Loop.state.in_(SENT)
    )
    return unit.session.scalar(sent.limit(1)) is not None


def drafts(unit: Unit, opening_id: int) -> list[int]:
    """The loops of an opening that are not sent out, by id."""
    wanted = select(Loop.id).where(
        unit.own(Loop), Loop.opening_id == opening_id, Loop.state == LoopState.DRAFT
    )
    return list(unit.session.scalars(wanted.order_by(Loop.id)))
