"""What happens when something is due: one service call a kind."""

from collections.abc import Callable, Mapping

from bot.acting.context import Context
from bot.services import audience, calibration, digests, erasing, leaving, practising
from bot.services.debriefs import deciding
from bot.services.loops import kits, reminders
from bot.services.planning import plans, wishes
from bot.services.prep import days, interview, week
from bot.services.prep.calls import Call, called
from bot.services.prep_pages import keeping, links
from bot.storage.due import DueItem

Runner = Callable[[Context, DueItem], None]
Service = Callable[[Context, str, int, int], None]


def _runs(service: Service) -> Runner:
    return lambda context, item: service(context, item.team_id, item.id, item.thing_id)


def _prep(service: Callable[[Context, Call], None]) -> Runner:
    return lambda context, item: service(
        context, called(item.team_id, item.id, item.thing_id, item.occurrence, item.due_at)
    )


def _look_around(context: Context, item: DueItem) -> None:
    _, channel_id, _ = item.occurrence.split(":", 2)
    audience.look_around(context, item.team_id, item.id, channel_id)


def _forget(context: Context, item: DueItem) -> None:
    erasing.forget(context, item.team_id, item.id, item.occurrence.partition(":")[2])


def _purge(context: Context, item: DueItem) -> None:
    leaving.purge(context, item.team_id, item.id)


SLOW = frozenset({"fit", digests.DUE})
"""Kinds that may take half a minute: they have a thread of their own, so that nothing else waits for them."""

RUNNERS: Mapping[str, Runner] = {
    "plan": _runs(plans.solve),
    "trial": _runs(wishes.weigh),
    "kit": _runs(kits.send),
    "scorecard_opens": _runs(kits.opens),
    "nudge": _runs(reminders.nudge),
    "card_late": _runs(reminders.tell_lead),
    "debrief": _runs(deciding.open_debrief),
    "practice": _runs(practising.run_out),
    "fit": _runs(calibration.refit),
    digests.DUE: _runs(digests.sum_up),
    "audience": _look_around,
    "retention": _runs(erasing.retire),
    "forget": _forget,
    "purge": _purge,
    days.DUE: _prep(days.send),
    week.DUE: _prep(week.sum_up),
    interview.EVE_DUE: _prep(interview.eve_comes),
    interview.END_DUE: _prep(interview.ends),
    links.DUE: _runs(links.end),
    keeping.DUE: _runs(keeping.end),
}
