"""A lead's week: counts alone, no candidate and no name."""

from bot.domain.digests import Week
from bot.domain.insights import words
from bot.views import aloud, ids
from bot.views.blocks import Json, actions, bullets, button, context, resolved, rich
from bot.views.newer import heading
from bot.views.words import count


def week(found: Week) -> tuple[str, list[Json]]:
    """What happened in the loops that they lead, and what is worth a look."""
    blocks: list[object] = [heading("Your week in interviewing", 1), rich(bullets(_loops(found)))]
    look = _look_at(found)
    if look:
        blocks.append(rich(bullets(look)))
    blocks += [
        actions(button("How interviewing goes", ids.INSIGHTS), id="digest"),
        context("Of the loops that you lead. It comes on Mondays, after weeks in which there was something."),
    ]
    return aloud.message("Your week in interviewing", resolved(blocks))


def _loops(found: Week) -> list[str]:
    parts = [
        f"{count(found.opened, 'debrief')} opened" if found.opened else "No debrief opened",
        *([f"{count(found.decided, 'decision')} recorded"] if found.decided else []),
    ]
    lines = [", ".join(parts)]
    if found.undecided:
        verb = "waits" if found.undecided == 1 else "wait"
        lines.append(f"{count(found.undecided, 'debrief')} {verb} for a decision")
    if found.median_hours is not None:
        said = f"Half of {count(found.cards, 'scorecard')} were in within {words.hours(found.median_hours)}"
        lines.append(
            said if found.cards > 1 else f"The scorecard was in within {words.hours(found.median_hours)}"
        )
    if found.missing:
        verb = "has" if found.missing == 1 else "have"
        lines.append(f"{count(found.missing, 'interview')} {verb} no scorecard")
    return lines


def _look_at(found: Week) -> list[str]:
    lines = []
    if found.look_at:
        which = "one" if found.look_at == 1 else "ones"
        lines.append(f"{count(found.look_at, 'question')} to rewrite or retire: the page says which {which}")
    if found.unsteady:
        does = "drifts or scatters" if found.unsteady == 1 else "drift or scatter"
        home = "it stands on their Home" if found.unsteady == 1 else "for each it stands on their own Home"
        lines.append(f"{count(found.unsteady, 'panelist')} {does} over the months; {home}")
    if found.sees_strong:
        lines.append(words.SEES_STRONG)
    return lines
