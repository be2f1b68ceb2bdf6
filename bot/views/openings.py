"""Openings: the form and the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.leading import Led
from bot.views import ids
from bot.views.blocks import (
    Json,
    actions,
    button,
    confirm,
    context,
    divider,
    escape,
    modal,
    section,
)
from bot.views.leading import value
from bot.views.words import count

OPEN, ARCHIVED = "open", "archived"


MOST_SHOWN = 30


@dataclass(frozen=True)
class Listed:
    """An opening in the list: `about` says what its loops are, `led` is whether the reader leads it."""

    id: int
    title: str
    level: str
    about: str
    led: bool


def page(openings: Sequence[Listed], *, archived: bool = False) -> Json:
    """The openings that loops can be planned for, or the archived ones, each with what the reader may do."""
    if archived:
        return _archived(openings)
    blocks: list[object] = [
        actions(
            button("New opening", ids.NEW_OPENING, style="primary"),
            button("New, half-hour loops", ids.NEW_OPENING_SHORT),
            button("Archived", ids.OPENINGS_SHOW, ARCHIVED),
            id="new_opening",
        ),
        divider(),
    ]
    if not openings:
        blocks.append(section("There is no opening yet. Make the first one: it takes a minute."))
    for one in openings[:MOST_SHOWN]:
        blocks += [section(_head(one)), actions(*_buttons(one), id=f"opening:{one.id}")]
    return modal("Openings", [*blocks, *_left_out(openings)], callback=ids.OPENINGS_PAGE)


def _archived(openings: Sequence[Listed]) -> Json:
    blocks: list[object] = [
        actions(button("Back", ids.OPENINGS_SHOW, OPEN, label="Back to the openings"), id="new_opening"),
        divider(),
    ]
    if not openings:
        blocks.append(section("No opening is archived."))
    for one in openings[:MOST_SHOWN]:
        row = [_copy(one)]
        if one.led:
            row.insert(0, button("Reopen", ids.OPENING_REOPEN, one.id, label=f"Reopen {one.title}"))
        blocks += [section(_head(one)), actions(*row, id=f"opening:{one.id}")]
    return modal("Archived openings", [*blocks, *_left_out(openings)], callback=ids.OPENINGS_PAGE)


def _head(one: Listed) -> str:
    return f"*{escape(one.title)}* · {one.level}" + (f"\n{one.about}" if one.about else "")


def _copy(one: Listed) -> object:
    return button("Copy", ids.OPENING_COPY, one.id, label=f"Copy {one.title}")


def _buttons(one: Listed) -> list[object]:
    row: list[object] = [button("Plan a loop", ids.PLAN_LOOP, one.id, label=f"Plan a loop for {one.title}")]
    if not one.led:
        return [*row, _copy(one)]
    sure = confirm(
        "Archive this opening?",
        f"{one.title}: its loops stay; no new ones can be planned until it is reopened.",
        "Archive it",
    )
    who = value(Led.OPENING, one.id)
    return [
        *row,
        button("Edit", ids.OPENING_EDIT, one.id, label=f"Edit {one.title}"),
        _copy(one),
        button("Agreed rule", ids.OPENING_RULE, one.id, label=f"Agreed rule of {one.title}"),
        button("Who leads it", ids.LEADING_CHANGE, who, label=f"Who leads {one.title}"),
        button("Archive", ids.CLOSE_OPENING, one.id, confirm=sure, label=f"Archive {one.title}"),
    ]


def _left_out(openings: Sequence[Listed]) -> list[object]:
    more = len(openings) - MOST_SHOWN
    return [context(f"{count(more, 'older one')} not shown.")] if more > 0 else []


def told(text: str, title: str = "Fairloop") -> Json:
    """A modal that only says something."""
    return modal(title, [section(escape(text))], callback=ids.READING)
