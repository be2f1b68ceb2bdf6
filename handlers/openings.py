"""Openings and leads: listing openings, making, copying, changing, archiving and reopening them."""

import logging
from dataclasses import replace
from functools import partial

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.acting.context import Context
from bot.domain.openings import HALF_HOUR, USUAL, OpeningForm, Standard
from bot.services import openings, rules
from bot.views import ids, loop_form
from bot.views import opening_form as forms
from bot.views import openings as views
from bot.views import rules as rule_views
from handlers.loop_form import about, rendered_again
from handlers.requests import Json, Request, action, submission, values

log = logging.getLogger(__name__)


def register(app: App, context: Context) -> None:
    """Listen to everything about openings."""
    action(app, context, ids.OPENINGS, open_list)
    action(app, context, ids.OPENINGS_SHOW, _show_list)
    action(app, context, ids.NEW_OPENING, partial(_open_new, USUAL))
    action(app, context, ids.NEW_OPENING_SHORT, partial(_open_new, HALF_HOUR))
    action(app, context, ids.OPENING_EDIT, _open_edit)
    action(app, context, ids.OPENING_COPY, _open_copy)
    action(app, context, ids.OPENING_RULE, _open_rule)
    submission(app, context, ids.RULE_FORM, _agree)
    action(app, context, ids.OPENING_SET, _redraw)
    action(app, context, ids.OPENING_MORE, _show_more)
    submission(app, context, ids.OPENING_FORM, _save)
    action(app, context, ids.CLOSE_OPENING, _close)
    action(app, context, ids.OPENING_REOPEN, _reopen)


def open_list(request: Request) -> None:
    """Show the openings."""
    request.open(_list(request))


def _show_list(request: Request) -> None:
    archived = request.value == views.ARCHIVED
    request.update(lambda: _list(request, archived=archived))


def _list(request: Request, *, archived: bool = False) -> Json:
    found = openings.choices(request.context, request.actor, archived=archived)
    listed = [views.Listed(one.id, one.title, one.level, about(one), one.led) for one in found]
    return views.page(listed, archived=archived)


def _open_new(standard: Standard, request: Request) -> None:
    sets = request.context.bank().sets
    given = OpeningForm(
        title="",
        question_set=sets[0].key,
        level="senior",
        channel_id=None,
        minutes=standard.minutes,
        quorum=standard.quorum,
        panelists=standard.panelists,
        slack=standard.slack,
    )
    found = openings.preview(request.context, request.actor, given, propose=True)
    _open(request, found, forms.FormData(found.form, origin=_origin(request)))


def _open_edit(request: Request) -> None:
    opening_id = int(request.value)
    given = openings.filled_in(request.context, request.actor, opening_id)
    found = openings.preview(request.context, request.actor, given, propose=False)
    _open(request, found, forms.FormData(given, id=opening_id, origin=_origin(request)))


def _open_copy(request: Request) -> None:
    given = openings.filled_in(request.context, request.actor, int(request.value), to_copy=True)
    found = openings.preview(request.context, request.actor, forms.copied(given), propose=False)
    _open(request, found, forms.FormData(found.form, origin=_origin(request)))


def _open_rule(request: Request) -> None:
    found = rules.get(request.context, request.actor, int(request.value))
    request.open(rule_views.form(found.title, found.names, found.bars, found.rule, found.opening_id))


def _agree(request: Request) -> None:
    opening_id = int(request.view["private_metadata"])
    rules.agree(request.context, request.actor, opening_id, rule_views.bars_of(values(request.view)))


def _open(request: Request, found: openings.Preview, data: forms.FormData) -> None:
    data = replace(data, seen=(found.form.question_set, found.form.level))
    request.open(forms.form(_sets(request.context), found.form, data, found.need))


def _origin(request: Request) -> dict[str, str]:
    below = request.view
    return {"view": below["id"], "callback": below["callback_id"], "kept": below["private_metadata"]}


def _redraw(request: Request) -> None:
    """Something changed that the rest goes by: another set or level has competencies of its own."""
    data = forms.form_data(request.view["private_metadata"])
    request.update(lambda: _drawn(request, data))


def _show_more(request: Request) -> None:
    data = replace(forms.form_data(request.view["private_metadata"]), more=True)
    request.update(lambda: _drawn(request, data))


def _drawn(request: Request, data: forms.FormData) -> Json:
    given = _filled(request, data)
    seen = (given.question_set, given.level)
    anew = seen != data.seen
    found = openings.preview(request.context, request.actor, given, propose=anew)
    data = replace(data, base=found.form, seen=seen, render=data.render + anew)
    return forms.form(_sets(request.context), found.form, data, found.need)


def _sets(context: Context) -> list[forms.SetChoice]:
    bank = context.bank()
    return [
        forms.SetChoice(
            one.key, one.role, [(bank.competency(item.key).name, item.key) for item in one.competencies]
        )
        for one in bank.sets
    ]


def _save(request: Request) -> None:
    data = forms.form_data(request.view["private_metadata"])
    form = _filled(request, data)
    if data.id is None:
        opening_id = openings.create(request.context, request.actor, form)
    else:
        opening_id = data.id
        openings.change(request.context, request.actor, opening_id, form)
    _show_below(request, data, opening_id)


def _filled(request: Request, data: forms.FormData) -> OpeningForm:
    """What the form says; a field that isn't shown holds what it held."""
    given = values(request.view)
    base = data.base
    opens = given.get("opens")
    return OpeningForm(
        title=given.get("title") or "",
        question_set=given.get("question_set") or base.question_set,
        level=given.get("level") or base.level,
        channel_id=given.get("channel"),
        minutes=int(given.get("minutes") or base.minutes),
        quorum=int(given.get("quorum") or base.quorum),
        early=base.early if opens is None else opens == forms.EARLY,
        competencies=tuple(given.get("competencies") or ()),
        leads=tuple(given.get("leads") or ()),
        panelists=int(given["panelists"]) if given.get("panelists") else base.panelists,
        slack=int(given.get("slack") or base.slack) if given.get("slack") != "0" else 0,
        core=given["core"] == forms.SAME if given.get("core") else base.core,
        more_about=tuple(given["more_about"] or ()) if "more_about" in given else base.more_about,
        stand_ins=tuple(given["stand_ins"] or ()) if "stand_ins" in given else base.stand_ins,
    )


def _show_below(request: Request, data: forms.FormData, opening_id: int) -> None:
    """Let the modal that the form was opened from know the opening; where it is closed, nothing is lost."""
    if data.origin is None:
        return
    view = _list(request)
    if data.origin["callback"] == ids.PLAN_FORM:
        kept = loop_form.form_data(data.origin["kept"])
        view = rendered_again(request, more=kept.more, chosen_id=opening_id, render=kept.render + 1)
    try:
        request.replace(data.origin["view"], view)
    except SlackApiError as error:
        log.info("the modal below is gone", extra={"error": error.response.get("error")})


def _close(request: Request) -> None:
    openings.close(request.context, request.actor, int(request.value))
    request.update(partial(_list, request))


def _reopen(request: Request) -> None:
    openings.reopen(request.context, request.actor, int(request.value))
    request.update(partial(_list, request))
