"""What leads are told about the question files: one function a kind of note."""

from collections.abc import Callable, Mapping

from bot.delivery.rendered import Rendered
from bot.services import bank_news
from bot.services.context import Context
from bot.storage.sending import Item
from bot.views import questions as views


def _broken(context: Context, item: Item) -> Rendered:
    del context
    faults = [views.FaultLine(*fault) for fault in item.args["faults"]]
    text, blocks = views.broken(faults, int(item.args["more"]))
    return Rendered(text=text, blocks=blocks)


def _mended(context: Context, item: Item) -> Rendered:
    del context, item
    text, blocks = views.mended()
    return Rendered(text=text, blocks=blocks)


QUESTION_RENDERERS: Mapping[str, Callable[[Context, Item], Rendered]] = {
    bank_news.BROKEN: _broken,
    bank_news.MENDED: _mended,
}
