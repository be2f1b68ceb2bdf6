"""The scorecard: pages, drafts that save themselves, submission."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import App

from bot.acting.context import Context
from bot.domain.errors import Invalid
from bot.domain.kits import Kit
from bot.domain.scorecards import EVIDENCE, NOT_ASSESSED, Asked, Change, Value, evidence_fault
from bot.services import scorecards
from bot.services.loops import kits, reminders
from bot.services.scorecards import OpenCard
from bot.views import ids
from bot.views import kits as kit_views
from bot.views import scorecards as views
from bot.views.scorecards import PageData
from bot.views.words import short_when
from handlers.requests import Json, Request, action, closed, plain_value, submission

INPUTS = (
    ids.EVIDENCE,
    ids.INSTEAD,
    ids.RATING,
    ids.PROBED,
    ids.OWN_PROBE,
    ids.SEEN,
    ids.RECOMMENDATION,
    ids.SURENESS,
    ids.SUMMARY,
)
STATES = {"not_reached": Asked.NOT_REACHED, "reached": Asked.PLANNED, "other": Asked.OTHER}


def register(app: App, context: Context) -> None:
    """Listen to everything on a scorecard and on a nudge."""
    action(app, context, ids.SCORECARD_OPEN, _open)
    for name in INPUTS:
        action(app, context, name, _save)
    action(app, context, re.compile(rf"^{re.escape(ids.CARD_PAGE)}\.\d+$"), _go_to_page)
    action(app, context, ids.CARD_MENU, _menu)
    action(app, context, ids.CARD_EDIT, _edit)
    submission(app, context, ids.SCORECARD_PAGE, _next)
    submission(app, context, ids.SCORECARD_LAST, _submit)
    closed(app, ids.SCORECARD_PAGE)
    closed(app, ids.SCORECARD_LAST)
    action(app, context, ids.NUDGE_MENU, _nudge_menu)


def _open(request: Request) -> None:
    opened = scorecards.open_card(request.context, request.actor, int(request.value))
    request.open(_page(opened, _first_unfinished(opened)))


def _first_unfinished(opened: OpenCard) -> int:
    """Where to go on: the first page with something missing; the first page of one that is in."""
    if opened.card.submitted:
        return 0
    return opened.gaps[0].page if opened.gaps else len(opened.kit.questions)


def _page(opened: OpenCard, number: int, *, own: bool = False) -> Json:
    last = number >= len(opened.kit.questions)
    return views.page(opened.kit, opened.rubric, opened.card, number, opened.gaps if last else (), own=own)


def _save(request: Request) -> None:
    data = PageData.loads(request.view["private_metadata"])
    changes = _changes(request, data)
    scorecards.save(request.context, request.actor, data.interview_id, changes)
    _ask_for_evidence(request, data, changes)


def _ask_for_evidence(request: Request, data: PageData, changes: Sequence[Change]) -> None:
    """Where nothing is assessed Slack must not insist on evidence, and where something is rated again it must."""
    ratings = [change.value for change in changes if change.field.dimension is not None]
    unassessed = bool(ratings) and all(value == NOT_ASSESSED for value in ratings)
    if ratings and views.needs_evidence(request.view) is unassessed:
        request.update(
            lambda: _page(scorecards.look(request.context, request.actor, data.interview_id), data.page)
        )


def _go_to_page(request: Request) -> None:
    interview_id, number = (int(part) for part in request.value.split(":"))
    _keep(request)
    _turn_to(request, interview_id, number)


def _keep(request: Request) -> PageData:
    data = PageData.loads(request.view["private_metadata"])
    scorecards.save(request.context, request.actor, data.interview_id, _changes(request, data))
    return data


def _next(request: Request) -> None:
    data = _keep(request)
    opened = scorecards.open_card(request.context, request.actor, data.interview_id)
    question_id = _question_on(data)
    fault = evidence_fault(opened.card.answer(question_id)) if question_id else None
    if fault:
        raise Invalid({EVIDENCE: fault})
    request.turn_into(_page(opened, data.page + 1))


def _submit(request: Request) -> None:
    data = PageData.loads(request.view["private_metadata"])
    opened = scorecards.submit(request.context, request.actor, data.interview_id, _changes(request, data))
    if opened.gaps:
        page = views.last_page(opened.kit, opened.card, opened.gaps, refused=True)
        request.turn_into(page)
        return
    request.turn_into(views.done(opened.kit, request.zone))


def _edit(request: Request) -> None:
    _turn_to(request, int(request.value), 0)


def _turn_to(request: Request, interview_id: int, number: int) -> None:
    def draw() -> Json:
        return _page(scorecards.open_card(request.context, request.actor, interview_id), number)

    request.update(draw)


def _menu(request: Request) -> None:
    what, interview, page = request.value.split(":")
    number = int(page)
    data = PageData.loads(request.view["private_metadata"])
    if what in STATES:
        kit = scorecards.open_card(request.context, request.actor, int(interview)).kit
        question_id = _question_on(data) or kit.questions[number].question.id
        scorecards.mark(
            request.context, request.actor, int(interview), question_id, STATES[what], _changes(request, data)
        )
        _turn_to(request, int(interview), number)
        return
    if what == "own":
        _keep(request)
        request.update(
            lambda: _page(
                scorecards.open_card(request.context, request.actor, int(interview)), number, own=True
            )
        )
        return
    kit = _kept_kit(request, int(interview), data)
    if what == "question":
        request.open(kit_views.full_question(kit, number))
    else:
        request.open(kit_views.good_one(kit, number, request.context.bank().rubric))


def _question_on(data: PageData) -> str | None:
    """The question that the page shows, which a plan made meanwhile may have moved to another page."""
    return next((key.question_id for key in data.rendered), None)


def _kept_kit(request: Request, interview_id: int, data: PageData) -> Kit:
    scorecards.save(request.context, request.actor, data.interview_id, _changes(request, data))
    return kits.get(request.context, request.actor, interview_id)


def _changes(request: Request, data: PageData) -> list[Change]:
    """Every field of the view against what it was filled with; the one acted on carries its action_ts.

    A submission has none, so its fields carry the time at which it came, by the clock that Slack stamps with.
    """
    acted = {item["block_id"]: item["action_ts"] for item in request.body.get("actions", ())}
    latest = max(acted.values()) if acted else f"{request.context.now().timestamp():.6f}"
    found = []
    for block, elements in request.view["state"]["values"].items():
        key = views.field_of(block)
        if key is None or key not in data.rendered:
            continue
        own = block in acted
        found.append(
            Change(
                field=key,
                value=_value(elements),
                rendered=data.rendered[key],
                acted_at=acted.get(block, latest),
                view=request.view["id"],
                own=own,
            )
        )
    return found


def _value(elements: Mapping[str, Any]) -> Value | None:
    value = plain_value(next(iter(elements.values())))
    if isinstance(value, list):
        return [str(item) for item in value]
    return None if value in (None, "") else str(value)


def _nudge_menu(request: Request) -> None:
    what, _, interview = request.value.partition(":")
    if what == "snooze":
        at = reminders.snooze(request.context, request.actor, int(interview))
        text = f"I'll ask again {short_when(at, request.zone)}."
    elif what == "missed":
        kit = kits.to_miss(request.context, request.actor, int(interview))
        request.open(kit_views.missed(kit, request.zone))
        return
    else:
        reminders.excuse(request.context, request.actor, int(interview))
        text = (
            "You aren't asked for it any more, and the lead knows. What you saved stays until the debrief, "
            "should you change your mind."
        )
    request.respond(text=text, response_type="ephemeral", replace_original=False)
