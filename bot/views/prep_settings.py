"""Prep's settings: the form, the state in words, Home's part, help, and the messages around a subscription."""

import json
from dataclasses import dataclass
from datetime import date, datetime

import slackblocks as sb

from bot.domain.prep import EVERY_DAY, WORKING_DAYS, Settings, countdown
from bot.domain.prep.states import Overview
from bot.domain.prep.zones import PLACES
from bot.domain.questions import Level
from bot.views import aloud, ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    checkboxes,
    field,
    line,
    modal,
    multi_select,
    resolved,
    rich,
    section,
    select,
)
from bot.views.newer import heading, moment
from bot.views.prep_interview import date_field
from bot.views.words import count, date_words, listed, when

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
USUAL_HOUR = 9
HELP = (
    "*Prep* sends you one question a day, at your hour, here in a message. Answer it aloud, then see the "
    "follow-up and what a strong answer covers, and say how it went: what was hard comes back sooner.\n"
    "`/prep` your prep, or begin · `/prep settings` level, topics, hour, days · `/prep pause` · "
    "`/prep resume` · `/prep stop` stop and delete\n"
    "`/prep link` a link for somebody without Slack: the same on a page, bound to nobody\n"
    "Hiring leads: `/prep channel` switches on a question a day for the channel you are in.\n"
    "Nobody sees your answers or how it goes. You are never asked in an interview here what you trained on."
)


@dataclass(frozen=True)
class Offer:
    """What there is to prepare for, and to train on: names with their keys."""

    roles: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]


def form(
    known: Overview | None,
    zone: str,
    offer: Offer,
    channel_id: str | None = None,
    *,
    for_channel: bool = False,
    today: date | None = None,
) -> Json:
    """The settings. `zone` is where Slack says they are, `today` the date there, needed for one's own prep."""
    chosen = known.settings if known else None
    where = chosen.zone.key if chosen else zone
    blocks: list[object] = []
    if for_channel:
        blocks.append(_channel_field(channel_id))
    blocks += _fields(chosen, where, zone, offer, None if for_channel else today)
    if known is not None:
        blocks.append(actions(*_switches(known), id="switches"))
    return modal(
        "Prep in a channel" if for_channel else "Prep",
        blocks,
        callback=ids.PREP_FORM,
        submit="Save" if known else "Start",
        close="Cancel",
        metadata=json.dumps({"channel": for_channel}),
    )


def is_for_channel(metadata: str) -> bool:
    """Whether a form is about a channel."""
    return bool(json.loads(metadata)["channel"])


def _channel_field(channel_id: str | None) -> object:
    picker = sb.ConversationSelectMenu(
        "value",
        initial_conversation=channel_id,
        filter=sb.ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    hint = "Everybody in it gets one question a day. Fairloop has to be in it."
    return field("Channel", picker, id="channel", hint=hint)


def _fields(chosen: Settings | None, where: str, zone: str, offer: Offer, today: date | None) -> list[object]:
    """`today` is None for a channel, which has no interview."""
    levels = [(f"{level.value.capitalize()}, {level.years}", level.value) for level in Level]
    hours = [(f"{hour:02}:00", hour) for hour in range(24)]
    days = [(name, str(number)) for number, name in enumerate(DAYS)]
    weekdays = sorted(chosen.weekdays if chosen else EVERY_DAY)
    return [
        field(
            "You prepare for",
            select("value", list(offer.roles), _role(chosen, offer)),
            id="role",
            hint="No role that fits? Take the nearest, and pick topics below.",
        ),
        field("Level", select("value", levels, chosen.level if chosen else Level.MID.value), id="level"),
        field(
            "Topics",
            multi_select("value", list(offer.topics), sorted(chosen.topics) if chosen else ()),
            id="topics",
            optional=True,
            hint="None picked means all that the role is about.",
        ),
        *([] if today is None else [date_field(chosen, today)]),
        field("Hour", select("value", hours, chosen.hour if chosen else USUAL_HOUR), id="hour"),
        field("Time in", select("value", _places(where, zone), where), id="zone"),
        field("Days", checkboxes("value", days, [str(day) for day in weekdays]), id="weekdays"),
    ]


def _role(chosen: Settings | None, offer: Offer) -> str | None:
    """What they chose, as long as there is a set for it; where there is one role alone, that one."""
    keys = [key for _, key in offer.roles]
    if chosen is not None and chosen.role in keys:
        return chosen.role
    return keys[0] if len(keys) == 1 else None


def _places(*own: str) -> list[tuple[str, str]]:
    """Their own zones first: what they chose, and what Slack says."""
    return [(place_name(place), place) for place in dict.fromkeys((*own, *PLACES))][:100]


def place_name(place: str) -> str:
    """New York, from America/New_York."""
    return place.rpartition("/")[2].replace("_", " ")


def _switches(known: Overview) -> list[object]:
    value = known.target if known.is_channel else ""
    first = _resume(value) if known.paused else button("Pause", ids.PREP_PAUSE, value, label="Pause prep")
    word, label = ("Switch off", "Switch off prep in this channel")
    if not known.is_channel:
        word, label = ("Stop and delete", "Stop and delete my prep")
    return [first, button(word, ids.PREP_STOP, value, label=label)]


def _resume(value: str) -> object:
    return button("Resume", ids.PREP_RESUME, value, label="Resume prep")


def summary_line(known: Overview, now: datetime) -> str:
    """Every day at 9:00 (Berlin) · mid · all topics, and when the next question comes."""
    state = "Paused" if known.paused else _next(known, now)
    return f"{_chosen(known)}{_interview(known, now)}\n{state}{_tally(known)}"


def _interview(known: Overview, now: datetime) -> str:
    found = countdown(known.settings.interview, now.astimezone(known.settings.zone).date())
    return f" · interview on {date_words(found.interview)}" if found else ""


def _chosen(known: Overview) -> str:
    chosen = known.settings
    when_text = f"{_days(chosen.weekdays)} at {chosen.hour:02}:00 ({place_name(chosen.zone.key)})"
    topics = f"{count(len(chosen.topics), 'topic')}" if chosen.topics else "all topics"
    return f"{when_text} · {chosen.level.value} · {topics}"


def _days(weekdays: frozenset[int]) -> str:
    if weekdays == EVERY_DAY:
        return "Every day"
    if weekdays == WORKING_DAYS:
        return "Monday to Friday"
    return listed([DAYS[day] for day in sorted(weekdays)])


def _next(known: Overview, now: datetime) -> str:
    if known.next_at is None:
        return "No more questions before your interview"
    if known.next_at <= now:
        return "Your next question comes within the hour"
    return f"Next: {when(known.next_at, known.settings.zone)}"


def _tally(known: Overview) -> str:
    return f" · {known.streak} in a row · {count(known.rated, 'question')} rated" if known.rated else ""


def home_part(known: Overview | None, now: datetime) -> list[object]:
    """What Home says about prep."""
    if known is None:
        return [
            heading("Prep", 1),
            section("*One question a day, the way interviewers ask it.* Three minutes, at your hour."),
            actions(button("Start prep", ids.PREP_OPEN), id="prep"),
        ]
    return [
        heading("Prep", 1),
        section(summary_line(known, now)),
        actions(
            button("Prep settings", ids.PREP_OPEN), *interview_button(known), *_switches(known), id="prep"
        ),
    ]


def state(known: Overview, now: datetime) -> list[Json]:
    """The answer to `/prep`: how it stands, with everything one click away."""
    row = actions(
        button("Prep settings", ids.PREP_OPEN), *interview_button(known), *_switches(known), id="prep"
    )
    return resolved([section(summary_line(known, now)), row])


def interview_button(known: Overview) -> list[object]:
    """Setting the date; a channel has none."""
    return [] if known.is_channel else [button("My interview is on …", ids.PREP_DATE)]


def switches(known: Overview) -> Json:
    """Pausing, or stopping, from a question's menu."""
    said = "Paused, nothing comes until you resume, and your progress stays. Stopping deletes all of it."
    return modal(
        "Pause or stop", [section(said), actions(*_switches(known), id="switches")], callback=ids.READING
    )


def paused(known: Overview) -> tuple[str, list[Json]]:
    """After a pause."""
    text = "Paused. Nothing comes until you resume; your progress stays."
    value = known.target if known.is_channel else ""
    row = actions(_resume(value), id="prep")
    return aloud.message("Paused", resolved([section(text), row]))


def resumed(known: Overview, now: datetime) -> str:
    """After a pause is over."""
    return f"On again. {_next(known, now)}."


STOPPED = (
    "Stopped, and deleted: your settings, ratings and answers. What stays is a code by which Fairloop never "
    "asks you in an interview what you trained on. To begin anew, write /prep."
)
SWITCHED_OFF = "Prep is off in that channel."


def welcome(known: Overview, now: datetime) -> tuple[str, list[Json]]:
    """The first message."""
    if known.is_channel:
        text = "A question a day comes here from now on"
        body = f"*{text}.* Answer it aloud or in a thread, then see the follow-up and a strong answer."
    else:
        text = "Your prep is on"
        body = (
            f"*{text}.* One question a day: answer it aloud, as to an interviewer, before you look at more. "
            "Then say how it went, and what was hard comes back sooner."
        )
    if known.is_channel:
        blocks = [section(f"{body}\n{_chosen(known)}"), rich(_next_for_all(known, now))]
    else:
        row = actions(button("Prep settings", ids.PREP_OPEN), id="prep")
        blocks = [section(f"{body}\n{summary_line(known, now)}"), row]
    return aloud.message(text, resolved(blocks))


def _next_for_all(known: Overview, now: datetime) -> object:
    """In a channel everybody reads the time in their own zone, and where that can't be shown, in the channel's."""
    if known.next_at is None or known.next_at <= now:
        return line(_next(known, now))
    zone = known.settings.zone
    return line("Next: ", moment(known.next_at, f"{when(known.next_at, zone)} ({place_name(zone.key)})"))


def lost(known: Overview) -> tuple[str, list[Json]]:
    """To who set a channel up: it can't be reached any more."""
    text = "Prep is paused in a channel"
    body = (
        f"*{text}.* Slack takes no messages for <#{known.target}>: it was archived, or Fairloop was removed. "
        "Invite Fairloop again and resume, or switch it off."
    )
    return aloud.message(text, resolved([section(body), actions(*_switches(known), id="prep")]))
