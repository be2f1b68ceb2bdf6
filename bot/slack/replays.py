"""Requests of Slack's that come a second time are refused.

Bolt checks the signature and that the timestamp is at most five minutes old, so a request that somebody
recorded could be sent again inside those minutes. Each carries an HMAC over its time and body: seen once, it is
spent. The signatures are kept in the database, since the next copy may meet another process. Slack's own
retries are signed anew, and Socket Mode has no signatures: its connection is ours.
"""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.ground import metrics
from bot.ground.logs import wordless
from bot.slack import away
from bot.storage import seen_requests
from bot.storage.database import Database

log = logging.getLogger(__name__)
KEPT = timedelta(minutes=11)
"""Slack's timestamp may be five minutes ahead or behind."""

Next = Callable[[], BoltResponse]


class ReplayGuard:
    """Bolt middleware, to run after the signature was checked: nobody else can fill the table."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._swept: datetime | None = None

    def __call__(self, req: BoltRequest, resp: BoltResponse, next: Next) -> BoltResponse:  # noqa: ARG002
        """Go on with a request that is new; 401 for one that was seen. Words where the database can't say."""
        signature = (req.headers.get("x-slack-signature") or [""])[0]
        try:
            new = req.mode == "socket_mode" or self._is_new(signature)
        except (DBAPIError, PoolTimeout) as error:
            metrics.REFUSED.labels("database").inc()
            log.error("a request was refused: the database can't be reached", extra=wordless(error))
            return away.answer(req.body)
        if new:
            return next()
        metrics.REFUSED.labels("replayed").inc()
        return BoltResponse(status=401, body='{"error": "replayed request"}')

    def _is_new(self, signature: str) -> bool:
        now = self._clock()
        digest = hashlib.sha256(signature.encode()).hexdigest()
        with self._database.at_once() as session:
            if self._swept is None or now - self._swept > KEPT:
                seen_requests.forget(session, now - KEPT)
                self._swept = now
            return seen_requests.spend(session, digest, now)
