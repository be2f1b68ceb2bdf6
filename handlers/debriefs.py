"""The debrief's buttons: decision, reasons, evidence."""

from slack_bolt import App

from bot.acting.context import Context
from bot.domain.access import Action
from bot.domain.errors import TooLate
from bot.services.debriefs import deciding, reading, talking
from bot.services.loops import reading as loops
from bot.views import after_talk, debrief_words, ids, loop_news, waiting
from bot.views import debrief_modals as modals
from bot.views import debriefs as views
from bot.views.why import why
from handlers.after_talk import open_reasons
from handlers.plans import names_of
from handlers.requests import Request, action, submission, values


def register(app: App, context: Context) -> None:
    """Listen to everything on a debrief."""
    action(app, context, ids.DECIDE, _open_decision)
    submission(app, context, ids.DECISION_FORM, _decide)
    action(app, context, ids.WHY, _why)
    action(app, context, ids.ALL_EVIDENCE, _evidence)
    action(app, context, ids.DEBRIEF_MENU, _menu)
    action(app, context, ids.DEBRIEF_WITHOUT, _open_without)
    submission(app, context, ids.WITHOUT_FORM, _without)
    action(app, context, ids.MOVE_DEBRIEF, _open_channel)
    submission(app, context, ids.CHANNEL_FORM, _move)


def _open_decision(request: Request) -> None:
    found = reading.get(request.context, request.actor, int(request.value), Action.DECIDE)
    known = found.decision
    request.open(
        modals.decision_form(
            found.loop_id,
            found.numbers.label,
            known.outcome if known else None,
            list(reading.OUTCOMES.items()),
            debrief_words.agreed_and_read(found.numbers, found.panel),
        )
    )


def _decide(request: Request) -> None:
    given = values(request.view)
    deciding.decide(
        request.context,
        request.actor,
        int(request.view["private_metadata"]),
        given.get("outcome") or "",
        given.get("reason") or "",
    )


def _open_without(request: Request) -> None:
    loop = loops.view(request.context, request.actor, int(request.value))
    if not waiting.expected(loop):
        raise TooLate("Nobody's scorecard is waited for any more.")
    request.open(waiting.without_form(loop, names_of(request, loop)))


def _without(request: Request) -> None:
    seat = int(values(request.view).get("seat") or 0)
    deciding.go_on_without(request.context, request.actor, seat)


def _open_channel(request: Request) -> None:
    found = reading.get(request.context, request.actor, int(request.value), Action.DECIDE)
    request.open(loop_news.channel_form(found.loop_id))


def _move(request: Request) -> None:
    channel_id = values(request.view).get("channel") or ""
    deciding.move(request.context, request.actor, int(request.view["private_metadata"]), channel_id)


def _why(request: Request) -> None:
    found = reading.get(request.context, request.actor, int(request.value), Action.EXPLAIN_DEBRIEF)
    beside = reading.beside(request.context, request.actor, found.loop_id)
    request.open(why(found.numbers, found.fit, beside))


def _evidence(request: Request) -> None:
    loop_id, _, key = request.value.partition(":")
    found = reading.get(request.context, request.actor, int(loop_id), Action.READ_EVIDENCE)
    request.open(modals.all_evidence(key, found.panel))


def _menu(request: Request) -> None:
    word, _, loop_id = request.value.partition(":")
    if word == "changes":
        talk = talking.may_show(request.context, request.actor, int(loop_id))
        request.open(after_talk.show_form(int(loop_id), talk))
        return
    if word == "reason":
        open_reasons(request, int(loop_id))
        return
    found = reading.get(request.context, request.actor, int(loop_id), Action.READ_EVIDENCE)
    if word == "words":
        made = found.decision
        line = views.DecisionLine(reading.OUTCOMES[made.outcome], made.by) if made else None
        request.open(debrief_words.in_words(found.numbers, found.panel, line, found.earlier, found.talk))
    else:
        request.open(modals.lines_each(found.panel))
