"""Sends the outbox: claims the head of a stream, renders it, sends it outside any transaction, records it."""

import logging
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot.delivery import dead_letters
from bot.delivery.calls import Call, Calls
from bot.delivery.pace import Pace
from bot.delivery.rendered import Render, Rendered, Unreachable
from bot.delivery.restores import Restores
from bot.delivery.timing import Clocks, Timing
from bot.delivery.verdicts import Meaning, Verdict, judge, will_pass
from bot.ground import metrics
from bot.ground.lanes import Job
from bot.ground.logs import wordless
from bot.storage import claims, sending
from bot.storage.database import Database
from bot.storage.sending import Item, Place

log = logging.getLogger(__name__)

TRIES_TO_CLAIM = 8
"""How often a claim is tried again in one transaction where its target or method has just been used up."""
HOLD = timedelta(minutes=5)
"""How long a message rests when Slack refuses our token or scopes: nothing is lost meanwhile."""


class Sender:
    """`take` claims one row and returns the job that sends it; jobs may run side by side in threads."""

    def __init__(
        self,
        database: Database,
        calls: Calls,
        renderers: Mapping[str, Render],
        clocks: Clocks,
        pace: Pace,
        timing: Timing,
        restores: Restores,
    ) -> None:
        self._database = database
        self._calls = calls
        self._renderers = dict(renderers)
        self._clocks = clocks
        self._pace = pace
        self._timing = timing
        self._restores = restores
        self._claiming = threading.Lock()

    def take(self) -> Job | None:
        """A job for the most urgent row that may go out now, or None."""
        with self._database.reading() as session:
            if not claims.any_to_claim(session, self._clocks.protocol()):
                return None
        with self._claiming, self._database.transaction() as session:
            claims.expire(session, self._clocks.protocol())
            item = self._claimed(session)
        return None if item is None else partial(self._deliver, item)

    def _claimed(self, session: Session) -> Item | None:
        """The most urgent row whose turn it is; what another worker was faster with is left, and seen as held."""
        for _ in range(TRIES_TO_CLAIM):
            now = self._clocks.protocol()
            held = self._pace.held(session)
            item = claims.claim(session, self._renderers.keys(), now, self._timing.lease_until(now), held)
            if item is None or self._pace.take(session, item.team_id, item.op, item.target):
                return item
            sending.later(session, item, now, "paced", counted=False)
        return None

    def _deliver(self, item: Item) -> None:
        if item.orphan:
            self._put_away(item, "dropped", "the message it belongs to was never sent")
            return
        if self._restores.may_stand_there(item, self._clocks.protocol()):
            self._later(item, timedelta(), "looked for first, after a restore", state="unknown")
            return
        call = self._prepared(item)
        if call is None:
            return
        at = self._clocks.calendar()
        if not self._timing.has_time_to_send(self._clocks.protocol(), item.lease_until):
            self._later(item, timedelta(), "preparing took too long")
            return
        try:
            place = call.send()
        except Exception as error:  # noqa: BLE001 (whatever it was, the row must be given back)
            self._not_sent(item, call, error)
        else:
            call.step.taken()
            self._sent(item, place, at)
        if item.op == "post":
            self._pace.posted(item.team_id, item.target)

    def _not_sent(self, item: Item, call: Call, error: Exception) -> None:
        """Where Slack refuses the blocks, the row is claimed anew at once: one lease is for one call."""
        verdict = judge(error, item.op)
        if verdict.meaning is Meaning.REFUSED and call.step.refused(verdict.error):
            log.info("to be sent with less", extra=about(item) | wordless(error))
            self._later(item, timedelta(), verdict.error, counted=False)
        else:
            self._failed(item, verdict, error)

    def _prepared(self, item: Item) -> Call | None:
        """The call that sends the row as it is now; None where there is nothing to send (any more)."""
        try:
            rendered = Rendered() if item.op == "delete" else self._renderers[item.kind](item)
        except Unreachable as nobody:
            self._put_away(item, "dead", nobody.error)
            return None
        except Exception as error:  # noqa: BLE001 (a renderer's fault is one message's, not the sender's)
            self._not_rendered(item, error)
            return None
        if rendered is None:
            self._put_away(item, "dropped", None)
            return None
        try:
            return self._calls.prepare(item, rendered)
        except Exception as error:  # noqa: BLE001 (nothing has been sent: it can be tried again)
            self._not_prepared(item, judge(error, item.op), error)
            return None

    def _not_prepared(self, item: Item, verdict: Verdict, error: Exception) -> None:
        """Nothing was sent, and the limit of a method that prepares is none of the op's: this row alone waits."""
        match verdict.meaning:
            case Meaning.LIMITED:
                log.info("to be prepared later", extra=about(item) | wordless(error))
                self._pace.not_done(item.team_id, item.op)
                self._later(item, verdict.wait, verdict.error, counted=False)
            case Meaning.UNKNOWN:
                self._failed(item, Verdict(Meaning.UNREACHED, verdict.error), error)
            case _:
                self._failed(item, verdict, error)

    def _not_rendered(self, item: Item, error: Exception) -> None:
        log.error("not rendered", extra=about(item) | wordless(error))
        if item.attempts >= self._timing.tries and not will_pass(error):
            self._put_away(item, "dead", f"not rendered: {type(error).__name__}")
        else:
            self._later(item, self._backoff(item), f"not rendered: {type(error).__name__}")

    def _failed(self, item: Item, verdict: Verdict, error: Exception) -> None:
        log.warning("not sent", extra=about(item) | wordless(error) | {"verdict": verdict.meaning.name})
        match verdict.meaning:
            case Meaning.LIMITED:
                self._pace.refused(item.team_id, item.op, item.target, verdict.wait)
                self._later(item, verdict.wait, verdict.error, counted=False)
            case Meaning.UNAUTHORIZED:
                log.error("Slack refuses our token: %s", verdict.error, extra=about(item))
                self._later(item, HOLD, verdict.error, counted=False)
            case Meaning.GONE:
                self._gone(item, verdict)
            case Meaning.REFUSED if verdict.error == "channel_not_found" and self._calls.forget_dm(item):
                self._later(item, self._backoff(item), verdict.error)
            case Meaning.REFUSED:
                self._put_away(item, "dead", verdict.error)
            case Meaning.UNREACHED:
                self._later(item, self._backoff(item), verdict.error)
            case Meaning.UNKNOWN:
                self._lost_sight(item, verdict)

    def _lost_sight(self, item: Item, verdict: Verdict) -> None:
        """Never send a post again without looking; what can be repeated is; an ephemeral is let go."""
        if item.op == "ephemeral":
            self._put_away(item, "dropped", verdict.error)
        elif item.op == "post":
            wait = timedelta(seconds=self._timing.settle)
            self._later(item, wait, verdict.error, state="unknown")
        else:
            self._later(item, self._backoff(item), verdict.error)

    def _gone(self, item: Item, verdict: Verdict) -> None:
        if item.op == "delete":
            self._sent(item, None, self._clocks.calendar())
        else:
            self._put_away(item, "dropped", verdict.error)

    def _sent(self, item: Item, place: Place | None, at: datetime) -> None:
        with self._database.transaction() as session:
            first = sending.sent(session, item, place, at)
        metrics.ATTEMPTS.labels(item.op, "sent").inc()
        metrics.WAITED.observe(max(0.0, (at - item.created_at).total_seconds()))
        log.info("sent" if first else "sent twice", extra=about(item))

    def _put_away(self, item: Item, state: str, error: str | None) -> None:
        with self._database.transaction() as session:
            if sending.put_away(session, item, state, error) and state == "dead":
                dead_letters.file(session, item)
        metrics.ATTEMPTS.labels(item.op, state).inc()
        log.info(state, extra=about(item) | {"error": error})

    def _later(
        self, item: Item, wait: timedelta, error: str, *, state: str = "queued", counted: bool = True
    ) -> None:
        now = self._clocks.protocol()
        if counted and now - item.attempted_at > self._timing.give_up_after and state == "queued":
            self._put_away(item, "dead", error)
            return
        metrics.ATTEMPTS.labels(item.op, "unknown" if state == "unknown" else "later").inc()
        with self._database.transaction() as session:
            sending.later(session, item, now + wait, error, state=state, counted=counted)

    def _backoff(self, item: Item) -> timedelta:
        return timedelta(seconds=self._timing.wait(item.attempts))


def about(item: Item) -> dict[str, object]:
    """What the log may say about a row: its numbers, never its words."""
    return {"outbox": item.id, "team": item.team_id, "op": item.op, "kind": item.kind, "tries": item.attempts}
