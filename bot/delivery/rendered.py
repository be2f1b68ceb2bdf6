"""What a sender is given to send: made from the rows as they are when it goes out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.storage.sending import Item


@dataclass(frozen=True)
class Picture:
    """A picture to be shown under the blocks: PNG bytes, what it shows in words, and its file's name."""

    data: bytes
    alt: str
    name: str = "picture.png"


@dataclass(frozen=True)
class Rendered:
    """A message (`text` for notifications, `blocks`), or for the ops home and view the whole `view`.

    `alone` is what is sent where Slack takes none of the blocks: it says all that they say, without buttons.
    """

    text: str = ""
    blocks: Sequence[Mapping[str, Any]] = ()
    picture: Picture | None = None
    view: Mapping[str, Any] | None = None
    alone: str = ""


Render = Callable[[Item], Rendered | None]
"""Makes a note's message; None where it is no longer true: then nothing is sent."""


class Unreachable(Exception):
    """Raised instead of rendering where nobody would read it: it is given up as Slack gives it up, with this word."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error
