"""Prep: `/prep`, the steps of the question of the day, settings, and written answers."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.acting.context import Context
from bot.domain.errors import Invalid, NotFound
from bot.domain.prep import PrepForm, Rating
from bot.domain.prep.sending import GONE
from bot.domain.prep.states import Day, Step
from bot.services import prep
from bot.services.prep import days, interview, steps
from bot.services.prep_pages import links
from bot.views import ids, prep_interview, prep_link
from bot.views import prep as views
from bot.views import prep_settings as setting_views
from bot.views.openings import told
from handlers.requests import Json, Request, action, by_word, command, submission, values


def register(app: App, context: Context) -> None:
    """Listen to everything about prep."""
    words = {
        "": _show,
        "start": open_settings,
        "settings": open_settings,
        "pause": _pause,
        "resume": _resume,
        "stop": _stop,
        "channel": _open_channel,
        "link": _link,
        "help": lambda request: request.ack(text=setting_views.HELP),
    }
    command(app, context, "/prep", by_word("/prep", words))
    action(app, context, ids.PREP_OPEN, open_settings)
    submission(app, context, ids.PREP_FORM, _save)
    action(app, context, ids.PREP_STEP, _advance)
    action(app, context, re.compile(rf"^{re.escape(ids.PREP_GRADE)}\.\d+$"), _grade)
    action(app, context, ids.PREP_MENU, _menu)
    submission(app, context, ids.PREP_ANSWER_FORM, _keep_answer)
    action(app, context, ids.PREP_PAUSE, _pause)
    action(app, context, ids.PREP_RESUME, _resume)
    action(app, context, ids.PREP_STOP, _stop)
    action(app, context, ids.PREP_SHARED, _shared)
    action(app, context, ids.PREP_SHARED_NEXT, _shared_next)
    action(app, context, ids.PREP_DATE, _open_date)
    submission(app, context, ids.PREP_DATE_FORM, _save_date)
    action(app, context, ids.PREP_MORE, _more)
    action(app, context, ids.PREP_ANSWERS, _read_answers)
    action(app, context, ids.PREP_LINK, _link)
    action(app, context, ids.PREP_LINK_WITHDRAW, _withdraw_link)


def _show(request: Request) -> None:
    """`/prep` alone: how it stands, or the form to begin."""
    known = prep.get(request.context, request.actor)
    if known is None:
        open_settings(request)
        return
    now = request.context.now()
    request.ack(text=setting_views.summary_line(known, now), blocks=setting_views.state(known, now))


def open_settings(request: Request) -> None:
    """The form for one's own prep."""
    known = prep.get(request.context, request.actor)
    zone = prep.zone_of(request.context, request.actor)
    today = _today(request, known.settings.zone if known else zone)
    request.open(setting_views.form(known, zone.key, _offer(request.context), today=today))


def _today(request: Request, zone: ZoneInfo) -> date:
    return request.context.now().astimezone(zone).date()


def _open_date(request: Request) -> None:
    """The form for the date of their interview; without prep yet, that of the settings, which has it, too."""
    known = prep.get(request.context, request.actor)
    if known is None:
        open_settings(request)
    else:
        request.open(prep_interview.date_form(known, _today(request, known.settings.zone)))


def _save_date(request: Request) -> None:
    said = values(request.view).get("interview") or ""
    known = prep.expect_interview(request.context, request.actor, said)
    text = prep_interview.planned(known, _today(request, known.settings.zone))
    request.ack(response_action="update", view=told(text, "My interview"))


def _more(request: Request) -> None:
    days.more(request.context, request.actor)


def _read_answers(request: Request) -> None:
    request.open(prep_interview.answers(interview.answers(request.context, request.actor)))


def _open_channel(request: Request) -> None:
    here = str(request.body.get("channel_id") or "")
    channel_id = here if here.startswith(("C", "G")) else None
    prep.check_may_run_channel(request.context, request.actor)
    known = prep.get(request.context, request.actor, channel_id) if channel_id else None
    zone = prep.zone_of(request.context, request.actor).key
    offer = _offer(request.context)
    request.open(setting_views.form(known, zone, offer, channel_id, for_channel=True))


def _offer(context: Context) -> setting_views.Offer:
    """The sets' roles, and the competencies that there is something to train on."""
    bank = context.bank()
    names = bank.competency_names
    keys = dict.fromkeys(one.competency for one in bank.questions(prep=True))
    roles = tuple((one.role, one.key) for one in bank.sets)
    return setting_views.Offer(roles, tuple((names.get(key, key), key) for key in keys))


def _save(request: Request) -> None:
    given = values(request.view)
    for_channel = setting_views.is_for_channel(request.view["private_metadata"])
    if for_channel and not given.get("channel"):
        raise Invalid({"channel": "Pick the channel that gets a question a day."})
    form = PrepForm(
        role=given.get("role") or "",
        level=given.get("level") or "",
        hour=int(given.get("hour") or 0),
        zone=given.get("zone") or "",
        topics=frozenset(given.get("topics") or ()),
        weekdays=frozenset(int(day) for day in given.get("weekdays") or ()),
        channel_id=given.get("channel") if for_channel else None,
        interview=given.get("interview") or "",
    )
    before = prep.get(request.context, request.actor, form.channel_id)
    known = prep.save(request.context, request.actor, form)
    if before is not None:
        said = setting_views.summary_line(known, request.context.now())
        request.ack(response_action="update", view=told(f"Saved.\n{said}", "Prep"))


def _advance(request: Request) -> None:
    send_id, _, step = request.value.partition(":")
    _draw(request, steps.advance(request.context, request.actor, int(send_id), Step(step)))


def _grade(request: Request) -> None:
    send_id, _, rating = request.value.partition(":")
    _draw(request, steps.grade(request.context, request.actor, int(send_id), Rating(int(rating))))


def _draw(request: Request, day: Day) -> None:
    """Change the message that was clicked, through the click's own address.

    It has no rate limit; chat.update has 50 a minute for everybody. Where it fails, the sender does it.
    """
    text, blocks = views.message(day)
    request.ack()
    try:
        answer = request.respond(text=text, blocks=blocks, replace_original=True)
        drawn = answer.status_code == 200
    except (OSError, SlackApiError):
        drawn = False
    if not drawn:
        steps.redraw(request.context, request.actor, day.send_id)


def _menu(request: Request) -> None:
    what, _, send_id = request.value.partition(":")
    if what == "settings":
        open_settings(request)
    elif what == "date":
        _open_date(request)
    elif what == "switches":
        _open_switches(request)
    elif what == "pause":
        _pause(request)
    elif what == "stop":
        _stop(request)
    elif what == "again":
        _draw(request, steps.rate_again(request.context, request.actor, int(send_id)))
    else:
        day = steps.get(request.context, request.actor, int(send_id))
        request.open(views.structure(day) if what == "structure" else views.answer_form(day))


def _link(request: Request) -> None:
    """Make a link and show it to whoever asked, and to nobody else."""
    found = links.make(request.context, request.actor)
    text, blocks = prep_link.made(found.url, found.id, found.ends)
    _say(request, text, blocks)


def _withdraw_link(request: Request) -> None:
    links.withdraw(request.context, request.actor, int(request.value))
    _say(request, prep_link.WITHDRAWN)


def _open_switches(request: Request) -> None:
    known = prep.get(request.context, request.actor)
    if known is None:
        raise NotFound(GONE)
    request.open(setting_views.switches(known))


def _keep_answer(request: Request) -> None:
    text = values(request.view).get("answer") or ""
    send_id = int(request.view["private_metadata"])
    steps.write_answer(request.context, request.actor, send_id, text)


def _pause(request: Request) -> None:
    known = prep.pause(request.context, request.actor, _channel(request))
    text, blocks = setting_views.paused(known)
    _say(request, text, blocks)


def _resume(request: Request) -> None:
    known = prep.resume(request.context, request.actor, _channel(request))
    _say(request, setting_views.resumed(known, request.context.now()))


def _stop(request: Request) -> None:
    channel_id = _channel(request)
    prep.stop(request.context, request.actor, channel_id)
    _say(request, setting_views.SWITCHED_OFF if channel_id else setting_views.STOPPED)


def _channel(request: Request) -> str | None:
    """The channel that a switch is about; None for one's own prep."""
    if "actions" not in request.body or request.action["type"] != "button":
        return None
    return request.value or None


def _say(request: Request, text: str, blocks: list[Json] | None = None) -> None:
    """Answer where it was asked: in the modal, under the command, beside the message. Home is drawn anew."""
    view = request.body.get("view") or {}
    if "command" in request.body:
        request.ack(text=text, blocks=blocks)
    elif view.get("type") == "modal":
        request.update(lambda: told(text, "Prep"))
    elif not view:
        request.respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)


def _shared(request: Request) -> None:
    day = steps.get(request.context, request.actor, int(request.value))
    request.open(views.shared(day, shown=False))


def _shared_next(request: Request) -> None:
    request.update(
        lambda: views.shared(steps.get(request.context, request.actor, int(request.value)), shown=True)
    )
