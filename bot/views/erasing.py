"""Having a candidate erased, for administrators."""

from bot.views import ids
from bot.views.blocks import Json, context, field, modal, section, text_input


def form() -> Json:
    """Whom, and why."""
    blocks = [
        section(
            "Every loop, kit, scorecard, debrief and decision about them is deleted, and their messages go from Slack. "
            "This can't be undone. Who is held for a legal reason stays."
        ),
        field(
            "Whom",
            text_input("value", longest=200),
            id="candidate",
            hint="The full name or the email as it was planned.",
        ),
        field(
            "Why",
            text_input("value", longest=300),
            id="reason",
            hint="It is kept in the record: name nobody here.",
        ),
    ]
    return modal("Erase a candidate", blocks, callback=ids.ERASE_FORM, submit="Erase", close="Cancel")


def done(token: str, team_id: str) -> Json:
    """What was done, and where the rest is told."""
    blocks = [
        section("Every row about them is deleted, and what was said about them can't be read any more."),
        context(
            "Their messages are being taken out of Slack. What could not be removed is told by: "
            f"fairloop erase --report {token} --workspace {team_id}"
        ),
    ]
    return modal("Erased", blocks, callback=ids.READING)
