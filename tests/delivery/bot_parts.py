"""What the machinery is given in these tests: it says what the note's args hold, and counts what is due."""

from typing import Any

from bot.acting.context import Context
from bot.bootstrap import Fairloop, Parts, build
from bot.delivery.outbox import Note, put
from bot.delivery.rendered import Picture, Rendered
from bot.delivery.timing import Timing
from bot.settings import Settings
from bot.storage.sending import Item
from bot.storage.tables import Outbox
from bot.storage.unit import Unit
from tests.databases import HASH_KEY, KEY

QUICK = Timing(lease=4.0, call=1.0, settle=0.05, first_wait=0.05, longest_wait=0.2, tries=3)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f0005000" + "1ff5caa1a5b0000000049454e44ae426082"
)


def say(_context: Context, item: Item) -> Rendered | None:
    """The text in the note's args; nothing where it is no longer true."""
    if item.args.get("untrue"):
        return None
    text = str(item.args.get("text", item.key))
    block = {"type": "section", "block_id": "said", "text": {"type": "plain_text", "text": text}}
    picture = Picture(PIXEL, "one pixel") if item.args.get("picture") else None
    return Rendered(text=text, blocks=[block], picture=picture)


def home(_context: Context, item: Item) -> Rendered:
    """A Home of one line."""
    line = {"type": "section", "text": {"type": "mrkdwn", "text": f"Home of {item.target}"}}
    return Rendered(view={"type": "home", "blocks": [line]})


def settings_for(sandbox: Any, database_url: str, **changes: Any) -> Settings:
    """Settings of a bot in this sandbox."""
    given = {
        "bot_token": sandbox.bot_token,
        "app_token": sandbox.app_token,
        "signing_secret": sandbox.signing_secret,
        "encryption_keys": KEY,
        "hash_key": HASH_KEY,
        "database_url": database_url,
        "slack_api_url": sandbox.api_url,
        "channel_seconds": 0.0,
        "slack_tiers": 1000,
    }
    return Settings(_env_file=None, **(given | changes))


def bot_for(sandbox: Any, database_url: str, parts: Parts | None = None, **changes: Any) -> Fairloop:
    """A bot with quick timing; nothing runs before the test says so."""
    chosen = parts or Parts(renderers={"say": say, "home": home})
    return build(settings_for(sandbox, database_url, **changes), chosen, QUICK)


def tell(bot: Fairloop, team_id: str, *notes: Note) -> None:
    """Put notes in the outbox, in one transaction."""
    with bot.database.transaction() as session:
        unit = Unit(session, team_id, bot.clocks.calendar())
        for note in notes:
            assert put(unit, note)
    bot.worker.wake()


def said(key: str, target: str, **more: Any) -> Note:
    """A note of the kind say."""
    return Note(key=key, kind="say", thing_id=1, target=target, **more)


def rows(bot: Fairloop) -> dict[str, Outbox]:
    """The outbox by key."""
    with bot.database.reading() as session:
        return {row.dedupe_key: row for row in session.query(Outbox).all()}
