"""What every letter says of itself, once: what it tells whom, how it is drawn, and what follows where it is lost."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType
from typing import ClassVar
from zoneinfo import ZoneInfo

from bot.acting.access import is_candidate_of
from bot.acting.context import Actor, Context, Transaction
from bot.delivery import dead_letters, outbox
from bot.delivery.outbox import Note
from bot.delivery.rendered import Picture, Rendered, Unreachable
from bot.domain.errors import NotFound
from bot.domain.loops import LoopView
from bot.domain.loops.loop import Loop
from bot.domain.practice import is_made_up
from bot.storage import loops as stored
from bot.storage.sending import Item
from bot.storage.unit import Unit
from bot.views import aloud, practice
from bot.views.blocks import Json
from bot.views.made_up import with_names

Drawn = tuple[str, list[Json]]
"""A message: the notification's text, and the blocks."""


class Thing(Enum):
    """What the number in a letter's outbox row is of."""

    SEAT = auto()
    LOOP = auto()
    SUBSCRIPTION = auto()
    PREP_SEND = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class Told:
    """The loop's lead is told once that it can't arrive, with a way out.

    `words` are given the loop as its lead sees it, who or which channel was to get the letter, and Slack's
    error. Of all lost letters of one thread a `once_a_thread` letter is told of once.
    """

    words: Callable[[LoopView, str, str], Drawn]
    once_a_thread: bool = False


@dataclass(frozen=True)
class PassedOn:
    """A lead's own news: it goes to whoever leads the loop next."""


@dataclass(frozen=True)
class PrepPaused:
    """Prep is paused where it can't arrive, and whoever set a channel up is told."""


@dataclass(frozen=True)
class Unmissed:
    """Nobody hears of it: what it would have shown is shown with the next change, or where one looks."""


Lost = Told | PassedOn | PrepPaused | Unmissed
"""What follows where Slack refuses a letter for good; `bot/consequences/dead_letters.py` does it."""


class Letter(ABC):
    """One thing to tell somebody, or to show anew. A frozen dataclass of plain ids; `put` sends it.

    A class with a `kind` of its own is drawn for every outbox row of that kind, whichever of its subclasses
    put it there. Raises TypeError at import where two have one kind, or where one doesn't say what it must.
    """

    kind: ClassVar[str]
    thing: ClassVar[Thing]
    lost: ClassVar[Lost]
    shows_anew: ClassVar[bool] = False
    """Whether it goes out once, however often it is put while it waits: it shows how things are by then."""
    repeats: ClassVar[bool] = False
    """Whether it is told as often as it is put; the key is a prefix."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        kind = cls.__dict__.get("kind")
        if kind is None:
            return
        if kind in _kinds:
            raise TypeError(f"{cls.__name__} and {_kinds[kind].__name__} are both drawn for {kind!r}")
        missing = [name for name in ("thing", "lost") if not hasattr(cls, name)]
        if missing or getattr(cls.draw, "__isabstractmethod__", False):
            raise TypeError(f"{cls.__name__} doesn't say: {', '.join(missing) or 'draw'}")
        _kinds[kind] = cls

    @abstractmethod
    def note(self) -> Note:
        """The outbox row: key, to whom, how urgent. For one that `shows_anew` or `repeats` the key is a prefix."""

    def put(self, unit: Unit) -> bool:
        """Send it when the transaction commits; False where it was put before, waits already, or nobody is there."""
        note = self.note()
        if is_made_up(note.target):
            return False
        if self.repeats:
            outbox.again(unit, note)
            return True
        send = outbox.refresh if self.shows_anew else outbox.put
        return send(unit, note)

    def withhold(self, unit: Unit, why: str) -> None:
        """Let it not be sent, and be lost as if Slack had refused it with this word."""
        dead_letters.withhold(unit, self.note(), why)

    @staticmethod
    @abstractmethod
    def draw(context: Context, item: Item) -> Rendered | None:
        """Make it from the rows as they are when it goes out; None where what it tells is no longer true."""

    @classmethod
    def render(cls, context: Context, item: Item) -> Rendered | None:
        """Draw it, where it may be read by whom it goes to. Raises Unreachable where nobody would read it."""
        return cls.draw(context, item)


_kinds: dict[str, type[Letter]] = {}
KINDS: Mapping[str, type[Letter]] = MappingProxyType(_kinds)
"""Every kind of letter, by its name in the outbox. `bot/letters/__init__.py` imports them all."""


class ForColleagues(Letter):
    """Of hiring: nothing of a loop goes to its candidate, or to where somebody who left would have read it."""

    @classmethod
    def render(cls, context: Context, item: Item) -> Rendered | None:
        """Draw it unless a candidate would read it, or the loop was erased; marked where the loop is practice."""
        try:
            return cls._for_colleagues(context, item)
        except NotFound:
            return None

    @classmethod
    def _for_colleagues(cls, context: Context, item: Item) -> Rendered | None:
        practised = False
        if item.target[:1] in ("U", "W"):
            if item.op == "post" and context.directory.person(item.team_id, item.target).deleted:
                raise Unreachable("user_disabled")
            with context.reading(Actor(item.team_id, item.target)) as tx:
                loop = cls._loop(tx, item)
                if loop is not None and is_candidate_of(tx, loop, item.target):
                    return None
                practised = loop is not None and loop.practice
        found = cls.draw(context, item)
        return marked(found, cls.kind) if practised else found

    @classmethod
    def _loop(cls, tx: Transaction, item: Item) -> Loop | None:
        """The loop that it tells of."""
        if cls.thing is Thing.SEAT:
            return stored.of_seat(tx, item.thing_id)[0]
        return stored.look(tx, item.thing_id) if cls.thing is Thing.LOOP else None


def marked(found: Rendered | None, kind: str) -> Rendered | None:
    """A message as practice sends it: marked, with names for the made-up people. None for one that is a picture.

    A picture would stay in Slack as a file when its message is deleted.
    """
    if found is None or found.picture is not None:
        return None
    if found.view is not None:
        return replace(found, view=with_names(dict(found.view)))
    text, block = practice.mark(kind)
    return replace(
        found,
        text=f"{text}. {with_names(found.text)}",
        blocks=[block, *with_names([dict(one) for one in found.blocks])],
        alone=f"{text}. {with_names(found.alone)}",
    )


def message(drawn: Drawn | None, picture: Picture | None = None) -> Rendered | None:
    """What a view made, as a message with its picture."""
    if drawn is None:
        return None
    text, blocks = drawn
    alone = aloud.alone(text, blocks, picture.alt if picture else "")
    return Rendered(text, blocks, picture, alone=alone)


def zone_of(context: Context, team_id: str, user_id: str) -> ZoneInfo:
    """The time zone of who reads it. Asks the directory, so call it outside a transaction."""
    return context.directory.person(team_id, user_id).zone
