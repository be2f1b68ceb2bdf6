"""What happens when something is due: one service call a kind."""

from collections.abc import Callable, Mapping

from bot.services import debriefs, kits, plans, prep, prep_days, reminders, wishes
from bot.services.context import Context
from bot.storage.due import DueItem

Runner = Callable[[Context, DueItem], None]
Service = Callable[[Context, str, int, int], None]


def _runs(service: Service) -> Runner:
    return lambda context, item: service(context, item.team_id, item.id, item.thing_id)


def _prep(service: Callable[[Context, prep_days.Call], None]) -> Runner:
    return lambda context, item: service(
        context, prep_days.called(item.team_id, item.id, item.thing_id, item.occurrence, item.due_at)
    )


RUNNERS: Mapping[str, Runner] = {
    "plan": _runs(plans.solve),
    "trial": _runs(wishes.weigh),
    "kit": _runs(kits.send),
    "scorecard_opens": _runs(kits.opens),
    "nudge": _runs(reminders.nudge),
    "debrief": _runs(debriefs.open_debrief),
    prep.DAILY: _prep(prep_days.send),
    prep.SUMMARY: _prep(prep_days.sum_up),
}
