"""What a phone, a desktop and a screen reader get of every letter that can notify, as the page in docs/.

python -m tests.letters.received    writes docs/NOTIFICATIONS.md anew
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.delivery.rendered import Rendered
from bot.views.debrief_opening import NEUTRAL
from sandbox.notifications import received
from tests.databases import copied, migrated_sqlite
from tests.letters.conftest import context_on, scene_on
from tests.letters.test_notified import NOTIFYING, as_sent, every

NOBODY = "<@None>"
"""Nobody stands in on this scene, so news of a stand-in is left out."""
PAGE = Path(__file__).parents[2] / "docs" / "NOTIFICATIONS.md"
HEAD = f"""\
# What a phone, a desktop and a screen reader get

Of every letter that can notify, made from the letters themselves: `python -m tests.letters.received`
writes this page, and a test compares it. A phone's notification shows how `text` begins, a desktop's how the
blocks begin (here the first {NEUTRAL} characters of each), and a screen reader reads all of `text`. Where scores,
evidence or a decision are told, `text` is neutral to its end and names the menu item that opens them in sentences.
Parts of a debrief (`debrief_part`) are posted right after its head, into a thread that nobody follows yet.

| Letter | Phone | Desktop | Screen reader |
|---|---|---|---|
"""


def page(template: Path, folder: Path) -> str:
    """The page, on a new database for each kind."""
    rows = [row for kind in NOTIFYING for row in _of_kind(kind, template, folder / kind)]
    return HEAD + "".join(f"{row}\n" for row in rows)


def _of_kind(kind: str, template: Path, folder: Path) -> Iterator[str]:
    folder.mkdir()
    with scene_on(copied(template, folder)) as database:
        letters = every(context_on(database), kind)
        yield from (_row(kind, found) for found in letters if NOBODY not in found.text)


def _row(kind: str, found: Rendered) -> str:
    got = received(as_sent(found))
    cells = (f"`{kind}`", got.phone[:NEUTRAL], got.desktop[:NEUTRAL], got.screen_reader)
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.strip().replace("\u200b", "").replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(page(migrated_sqlite(Path(folder) / "template.db"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
