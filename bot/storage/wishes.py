"""What leads wish of a loop's plan, and questions that were taken out of it."""

from sqlalchemy import delete

from bot.storage.tables import Replacement, Wish
from bot.storage.unit import Unit

PIN, BAN = "pin", "ban"
EVERYBODY = ""
"""The user id of a ban that is for the whole loop."""


def of_loop(unit: Unit, loop_id: int) -> list[Wish]:
    """The lead's pins and bans for a loop."""
    wanted = unit.rows(Wish).where(Wish.loop_id == loop_id).order_by(Wish.user_id, Wish.question_id)
    return list(unit.session.scalars(wanted))


def grant(unit: Unit, loop_id: int, user_id: str, question_id: str, wish: str) -> None:
    """Keep a pin or a ban, in place of what was wished of this pair before."""
    unit.session.merge(
        Wish(loop_id=loop_id, user_id=user_id, question_id=question_id, team_id=unit.team_id, wish=wish)
    )
    unit.session.flush()


def take_back(unit: Unit, loop_id: int, user_id: str, question_id: str) -> bool:
    """Forget a pin or a ban; False where there is none."""
    gone = delete(Wish).where(
        unit.own(Wish), Wish.loop_id == loop_id, Wish.user_id == user_id, Wish.question_id == question_id
    )
    return bool(unit.session.execute(gone).rowcount)  # type: ignore[attr-defined]  # DML has it


def is_out(unit: Unit, loop_id: int, question_id: str) -> bool:
    """Whether a question is not to be asked in this loop by anybody."""
    wanted = unit.rows(Wish).where(
        Wish.loop_id == loop_id, Wish.user_id == EVERYBODY, Wish.question_id == question_id
    )
    return unit.session.scalar(wanted) is not None


def take_out(unit: Unit, loop_id: int, interview_id: int, question_id: str) -> None:
    """Nobody asks it in this loop, and the debrief can say whose it was."""
    grant(unit, loop_id, EVERYBODY, question_id, BAN)
    unit.add(
        Replacement(team_id=unit.team_id, loop_id=loop_id, interview_id=interview_id, question_id=question_id)
    )


def taken_out(unit: Unit, loop_id: int) -> list[str]:
    """The questions that were taken out of a loop once it ran, in that order."""
    wanted = unit.rows(Replacement).where(Replacement.loop_id == loop_id).order_by(Replacement.id)
    return [row.question_id for row in unit.session.scalars(wanted)]
