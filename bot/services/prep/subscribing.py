"""Prep's subscriptions: beginning, settings, pausing, resuming, stopping."""

from zoneinfo import ZoneInfo

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction, system
from bot.domain.access import Action
from bot.domain.errors import Invalid, NotFound
from bot.domain.letters import subscription_in
from bot.domain.prep import PrepEvent, PrepForm, Settings, Subscription, chosen, interview_day
from bot.domain.prep.states import Overview
from bot.storage.prep import sendings, subscriptions

NOT_SUBSCRIBED = "You aren't doing prep. Write /prep to begin: one question a day, at your hour."
NOT_IN_CHANNEL = "Prep isn't on in this channel."


def get(context: Context, actor: Actor, channel_id: str | None = None) -> Overview | None:
    """The actor's own prep, or a channel's for its leads; None where there is none."""
    with context.reading(actor) as tx:
        found = _find(tx, channel_id)
        return None if found is None else _overview(tx, found)


def shown(tx: Transaction, id: int) -> Overview | None:
    """The subscription with this number as it is shown; None where it is gone."""
    found = subscriptions.get(tx, id)
    return None if found is None else _overview(tx, found)


def check_may_run_channel(context: Context, actor: Actor) -> None:
    """Raise NotAllowed where the actor can't switch prep on for a channel."""
    with context.reading(actor) as tx:
        authorise(tx, Action.RUN_PREP_CHANNEL)


def zone_of(context: Context, actor: Actor) -> ZoneInfo:
    """The actor's zone, as Slack knows it."""
    return context.directory.person(actor.team_id, actor.user_id).zone


def save(context: Context, actor: Actor, form: PrepForm) -> Overview:
    """Begin, or change the settings. Raises Invalid by field."""
    settings = chosen(form, context.bank(), context.now())
    person = context.directory.person(actor.team_id, actor.user_id)
    if form.channel_id:
        _check_channel(context, actor, form.channel_id)
    with context.transaction(actor) as tx:
        email_key = tx.vault.fingerprint("email", person.email) if person.email else None
        found = _find(tx, form.channel_id)
        if found is None:
            found = _begin(tx, settings, form.channel_id, email_key)
        else:
            found.recognise_by(email_key)
            _keep(tx, found, found.change(settings, tx.now))
        return _overview(tx, found)


def expect_interview(context: Context, actor: Actor, said: str) -> Overview:
    """Their interview is on this date (YYYY-MM-DD), or on none that they know. Raises Invalid for `interview`."""
    with context.transaction(actor) as tx:
        found = _own(tx, None)
        day = interview_day(said, tx.now.astimezone(found.settings.zone).date())
        _keep(tx, found, found.expect_interview(day, tx.now))
        return _overview(tx, found)


def pause(context: Context, actor: Actor, channel_id: str | None = None) -> Overview:
    """Send nothing until they resume. A second click changes nothing."""
    with context.transaction(actor) as tx:
        found = _own(tx, channel_id)
        _keep(tx, found, found.pause())
        return _overview(tx, found)


def resume(context: Context, actor: Actor, channel_id: str | None = None) -> Overview:
    """Go on with the next hour that they chose, or the one under way. A second click changes nothing."""
    with context.transaction(actor) as tx:
        found = _own(tx, channel_id)
        _keep(tx, found, found.resume(tx.now))
        return _overview(tx, found)


def stop(context: Context, actor: Actor, channel_id: str | None = None) -> None:
    """Delete everything about this person's prep but the keyed hashes that the leak guard needs."""
    with context.transaction(actor) as tx:
        found = _own(tx, channel_id)
        subscriptions.remove(tx, found.who)
        tx.happened(*found.stop())


def undeliverable(context: Context, team_id: str, key: str) -> None:
    """Slack took the letter with this key no more: pause what it was for."""
    with context.transaction(system(team_id)) as tx:
        found = subscriptions.get(tx, subscription_in(key))
        if found is not None:
            _keep(tx, found, found.lose())


def _find(tx: Transaction, channel_id: str | None) -> Subscription | None:
    """The actor's own, or for a lead a channel's: never another person's, whatever id a click carried."""
    if not channel_id:
        authorise(tx, Action.DO_PREP)
        return subscriptions.of_person(tx, tx.actor.user_id)
    authorise(tx, Action.RUN_PREP_CHANNEL)
    return subscriptions.of_channel(tx, channel_id)


def _own(tx: Transaction, channel_id: str | None) -> Subscription:
    found = _find(tx, channel_id)
    if found is None:
        raise NotFound(NOT_IN_CHANNEL if channel_id else NOT_SUBSCRIBED)
    return found


def _begin(
    tx: Transaction, settings: Settings, channel_id: str | None, email_key: str | None
) -> Subscription:
    by = tx.actor.user_id
    new = Subscription.new(channel_id or by, settings, by, tx.now, is_channel=bool(channel_id))
    new.recognise_by(email_key)
    begun = subscriptions.add(tx, new)
    tx.happened(*begun.begin(tx.now))
    return begun


def _keep(tx: Transaction, found: Subscription, events: tuple[PrepEvent, ...]) -> None:
    if events:
        subscriptions.save(tx, found)
        tx.happened(*events)


def _overview(tx: Transaction, found: Subscription) -> Overview:
    return found.overview(sendings.sent(tx, found.who), tx.now)


def _check_channel(context: Context, actor: Actor, channel_id: str) -> None:
    channel = context.directory.channel(actor.team_id, channel_id)
    if channel.is_archived:
        raise Invalid({"channel": "This channel is archived. Pick another one."})
    if not channel.is_member:
        raise Invalid({"channel": "Invite Fairloop there first: write /invite @Fairloop in the channel."})
