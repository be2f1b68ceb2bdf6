"""What prep sends, made from the rows as they are when it goes out: one function a kind of note."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.delivery.rendered import Picture, Rendered
from bot.services import prep, prep_days, prep_guard, prep_steps
from bot.services.context import Context, Transaction, system
from bot.storage.sending import Item
from bot.storage.tables import PrepSend, PrepSubscription
from bot.views import prep as views
from bot.views import prep_settings as setting_views
from bot.views.prep_charts import week_alt, week_chart


def _question(context: Context, item: Item) -> Rendered | None:
    """The question as it stands. It doesn't go out where it was planned for this person meanwhile."""
    bank = context.bank()
    with context.reading(system(item.team_id)) as tx:
        sent = tx.session.get(PrepSend, item.thing_id)
        if sent is None:
            return None
        day = prep_steps.read(tx, bank, sent)
        row = tx.session.get_one(PrepSubscription, sent.subscription_id)
        if item.op == "post":
            marked = day.question.model_copy(update={"prep": True})
            if row.paused or not prep_guard.trainable(tx, bank, row)(marked):
                return None
    text, blocks = views.message(day)
    return Rendered(text=text, blocks=blocks)


def _week(context: Context, item: Item) -> Rendered | None:
    bank = context.bank()
    last = date.fromisoformat(str(item.args["day"]))
    with context.reading(system(item.team_id)) as tx:
        row = _row(tx, item)
        if row is None or row.paused:
            return None
        week = prep_days.week_of(tx, bank, row, last)
        tip = prep_days.tip_of(bank, row, last)
    text, blocks = setting_views.week_message(week, tip)
    return Rendered(text=text, blocks=blocks, picture=Picture(week_chart(week), week_alt(week), "week.png"))


def _empty(context: Context, item: Item) -> Rendered | None:
    with context.reading(system(item.team_id)) as tx:
        row = _row(tx, item)
        if row is None or row.paused:
            return None
    text, blocks = setting_views.empty()
    return Rendered(text=text, blocks=blocks)


def _welcome(context: Context, item: Item) -> Rendered | None:
    with context.reading(system(item.team_id)) as tx:
        row = _row(tx, item)
        if row is None:
            return None
        text, blocks = setting_views.welcome(prep.read(tx, row), tx.now)
    return Rendered(text=text, blocks=blocks)


def _lost(context: Context, item: Item) -> Rendered | None:
    with context.reading(system(item.team_id)) as tx:
        row = _row(tx, item)
        if row is None:
            return None
        text, blocks = setting_views.lost(prep.read(tx, row))
    return Rendered(text=text, blocks=blocks)


def _row(tx: Transaction, item: Item) -> PrepSubscription | None:
    return tx.session.get(PrepSubscription, item.thing_id)


PREP_RENDERERS: Mapping[str, Callable[[Context, Item], Rendered | None]] = {
    prep.DAILY: _question,
    prep.SUMMARY: _week,
    prep.EMPTY: _empty,
    prep.WELCOME: _welcome,
    prep.LOST: _lost,
}
