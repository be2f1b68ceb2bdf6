"""A link to a prep page, for whoever made it to copy."""

from datetime import date

from bot.views import aloud, ids
from bot.views.blocks import Json, actions, button, preformatted, resolved, rich, section
from bot.views.words import date_words

WITHDRAWN = "That link no longer works. Whoever has begun with it goes on."


def made(url: str, link_id: int, ends: date) -> tuple[str, list[Json]]:
    """The link with what it is, what nobody learns, and how to withdraw it."""
    text = "A link to prepare with"
    said = (
        f"*{text}.* Copy it and send it yourself, to whom you like: a question a day on a page, without Slack. It is "
        f"bound to nobody, and works until {date_words(ends)}. Neither you nor anybody here learns whether it was "
        "opened, or how it goes."
    )
    row = actions(
        button("Withdraw this link", ids.PREP_LINK_WITHDRAW, link_id),
        button("Another link", ids.PREP_LINK),
        id="prep",
    )
    return aloud.message(text, resolved([section(said), rich(preformatted(url)), row]))
