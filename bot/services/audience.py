"""Who reads a debrief: whether a channel is one for it, and what is done where somebody has come in."""

from collections.abc import Collection
from dataclasses import replace

from bot.acting.access import authorise, leaders_of, may
from bot.acting.context import Actor, Context, Transaction, system
from bot.acting.loops import changing
from bot.domain.access import REFUSALS, Action
from bot.domain.audience import (
    Audience,
    ChannelChanged,
    ChannelLookedAt,
    DebriefHidden,
    DebriefShown,
    GuestsConfirmed,
    GuestsFound,
    Misfit,
    Unfit,
    exposed,
    misfit_in,
    of_channel,
    unfit,
)
from bot.domain.errors import FairloopError, NotAllowed, TooLate, UnknownChannel, UnknownPerson
from bot.domain.letters import debrief_key
from bot.domain.loops import debriefing
from bot.domain.loops.loop import Loop
from bot.services.debriefs.records import numbers_from
from bot.storage import audience as rows
from bot.storage import candidates, outbox
from bot.storage import debriefs as kept
from bot.storage import loops as stored
from bot.storage.audience import InChannel

PERSON = ("U", "W")
"""How user ids begin."""
UNFIT = {
    Unfit.PUBLIC: "Everybody can read that channel. Pick a private one.",
    Unfit.ARCHIVED: "That channel is archived. Pick another one.",
    Unfit.WITHOUT_US: "Fairloop isn't in that channel. Write /invite @Fairloop there, then try again.",
    Unfit.SHARED: "That channel is shared with another company. Pick one of your own.",
    Unfit.PENDING: "Another company was invited to that channel. Pick one of your own.",
    Unfit.STRANGER: "Somebody from another company is in that channel. Pick another one.",
    Unfit.CANDIDATE: "The candidate is in that channel. Pick another one.",
}
"""Why a channel can't be picked; guests are asked about once it is."""


def channel_fault(
    context: Context, team_id: str, channel_id: str, candidate: str | None = None
) -> str | None:
    """Why a debrief can't go to this channel, or None: private, alive, ours alone, without the candidate.

    Asked while somebody waits for a form; who else is in it is looked at once the channel is used.
    """
    try:
        found = of_channel(_channel(context, team_id, channel_id))
        if found is None and candidate in _members(context, team_id, channel_id):
            found = Misfit(Unfit.CANDIDATE)
    except FairloopError as error:
        return error.text
    return UNFIT[found.why] if found else None


def misfit_of(context: Context, team_id: str, loop_id: int, candidate: str | None = None) -> Misfit | None:
    """Why a loop's debrief can't be posted in its channel now. `candidate` is their user id where Slack said it.

    Raises SlackUnavailable, NotFound.
    """
    with context.reading(system(team_id)) as tx:
        channel_id = stored.look(tx, loop_id).channel_id
    audience = look(context, team_id, channel_id)
    with context.reading(system(team_id)) as tx:
        loop = stored.look(tx, loop_id)
        about = _about(tx, audience, loop.candidate_id) | ({candidate} if candidate else set())
        return unfit(audience, about, rows.confirmed(tx, channel_id, leaders_of(tx, loop)))


def check_before_reply(context: Context, team_id: str, loop_id: int) -> Misfit | None:
    """The same before something goes under a debrief; one that somebody can read by now is hidden first.

    Then the reply is posted as the line that the debrief is by now, and None is returned. Raises as `misfit_of`.
    """
    with context.reading(system(team_id)) as tx:
        loop = stored.look(tx, loop_id)
    audience = look(context, team_id, loop.channel_id)
    with context.transaction(system(team_id)) as tx:
        held = stored.get(tx, loop_id)
        if held.channel_id != loop.channel_id:
            return None
        about = _about(tx, audience, held.candidate_id)
        if (found := exposed(audience, about)) is not None:
            _hide(tx, held, found)
            return None
        return unfit(audience, about, rows.confirmed(tx, held.channel_id, leaders_of(tx, held)))


def look(context: Context, team_id: str, channel_id: str) -> Audience:
    """A channel and its people as Slack knows them. Asks the directory. Raises SlackUnavailable.

    What goes to one person, by their user id, is a direct message: nobody else reads it.
    """
    if channel_id.startswith(PERSON):
        return Audience(channel_id, people=frozenset({channel_id}))
    found = _channel(context, team_id, channel_id)
    if not found.is_ours or not found.is_private or found.is_shared:
        return found
    people, guests, strangers = set(), set(), set()
    for user_id in sorted(_members(context, team_id, channel_id)):
        try:
            person = context.directory.person(team_id, user_id)
        except UnknownPerson:
            strangers.add(user_id)
            continue
        if person.is_bot or person.deleted:
            continue
        people.add(user_id)
        if person.is_stranger:
            strangers.add(user_id)
        elif person.is_guest:
            guests.add(user_id)
    return replace(
        found,
        people=frozenset(people | strangers),
        guests=frozenset(guests),
        strangers=frozenset(strangers),
    )


def somebody_came(context: Context, team_id: str, channel_id: str | None, event: str) -> None:
    """A channel has somebody new or is shared, or, without one, the workspace has: look now where debriefs are.

    `event` tells apart what Slack sent; the same sent again is looked at once.
    """
    with context.transaction(system(team_id)) as tx:
        for one in rows.channels(tx):
            if channel_id in (None, one):
                tx.happened(ChannelChanged(one, event))


def look_around(context: Context, team_id: str, due_id: int, channel_id: str) -> None:
    """Look at a channel: hide what somebody can read by now, and ask about new guests.

    Where the candidate is in it their own debrief is hidden; where strangers are, all that are under way; where
    everybody or another company is, all of them.
    """
    audience = look(context, team_id, channel_id)
    with context.transaction(system(team_id)) as tx:
        tx.finish(due_id)
        there = rows.in_channel(tx, channel_id)
        about = rows.candidates_among(tx, audience.people, {one.candidate_id for one in there})
        for one in there:
            _see_to(tx, audience, one, about.get(one.candidate_id, frozenset()))
        tx.happened(ChannelLookedAt(channel_id, stands=any(one.stands for one in there)))


def show_again(context: Context, actor: Actor, loop_id: int) -> None:
    """Show a hidden debrief in its channel again. Raises TooLate where somebody can still read it, NotAllowed."""
    with context.reading(actor) as tx:
        if not may(tx, Action.DECIDE, loop=stored.look(tx, loop_id)):
            raise NotAllowed(REFUSALS[Action.DECIDE])
    user = candidates_user(context, actor, loop_id)
    found = misfit_of(context, actor.team_id, loop_id, user)
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.DECIDE, loop=loop)
        if found is not None and found.why in UNFIT:
            raise TooLate(f"The debrief stays hidden. {UNFIT[found.why]}")
        if rows.hide(tx, loop_id, None):
            tx.happened(DebriefShown(loop))


def confirm_guests(
    context: Context, actor: Actor, loop_id: int, channel_id: str, guests: Collection[str]
) -> None:
    """Say that these guests may read the debriefs of one's loops in this channel; one that waited for it is posted.

    Raises TooLate where the debrief is to stand elsewhere by now, NotAllowed, NotFound.
    """
    with changing(context, actor, loop_id) as (tx, loop):
        authorise(tx, Action.CHANGE_LOOP, loop=loop)
        if loop.channel_id != channel_id:
            raise TooLate("This debrief is for another channel by now.")
        rows.confirm(tx, channel_id, guests, actor.user_id)
        tx.happened(GuestsConfirmed(loop, tuple(sorted(set(guests)))))
        misfit = misfit_in(outbox.error_of(tx, debrief_key(loop.id, loop.debrief_tries)) or "")
        if misfit is not None and misfit.why is Unfit.GUEST:
            figures = numbers_from(kept.record_of(tx, loop.id).numbers)
            debriefing.post_elsewhere(loop, channel_id, [score.key for score in figures.competencies])


def candidates_user(context: Context, actor: Actor, loop_id: int) -> str | None:
    """The candidate's Slack user, also where they came to this workspace after the loop was planned."""
    with context.reading(actor) as tx:
        candidate = candidates.candidate(tx, stored.get(tx, loop_id).candidate_id)
    if candidate.slack_user or not candidate.email:
        return candidate.slack_user
    return context.directory.with_email(actor.team_id, candidate.email)


def _see_to(tx: Transaction, audience: Audience, one: InChannel, about: Collection[str]) -> None:
    found = exposed(audience, about)
    if found is not None:
        if one.stands and (found.why is not Unfit.STRANGER or one.is_under_way):
            _hide(tx, stored.look(tx, one.loop_id), found)
        return
    loop = stored.look(tx, one.loop_id)
    leads = leaders_of(tx, loop)
    unknown = audience.guests - rows.confirmed(tx, audience.channel_id, leads)
    if unknown and leads and one.hidden is None:
        tx.happened(GuestsFound(loop, tuple(sorted(unknown)), leads[0]))


def _hide(tx: Transaction, loop: Loop, misfit: Misfit) -> None:
    if rows.hide(tx, loop.id, misfit.why):
        tx.happened(DebriefHidden(loop, misfit))


def _about(tx: Transaction, audience: Audience, candidate_id: int) -> frozenset[str]:
    return rows.candidates_among(tx, audience.people, [candidate_id]).get(candidate_id, frozenset())


def _channel(context: Context, team_id: str, channel_id: str) -> Audience:
    """The channel without its people."""
    try:
        found = context.directory.channel(team_id, channel_id)
    except UnknownChannel:
        return Audience(channel_id, is_ours=False)
    return Audience(
        channel_id, found.is_private, found.is_archived, found.is_member, found.is_shared, found.is_pending
    )


def _members(context: Context, team_id: str, channel_id: str) -> frozenset[str]:
    try:
        return context.directory.members(team_id, channel_id)
    except UnknownChannel:
        return frozenset()
