"""The door for what comes over HTTP: who sent it is asked before anything in it is read.

Bolt parses a body before it looks at the signature, and takes its fields to be what Slack makes them, so that
what nobody of Slack's sent could end in a 500. Bolt still checks the signature itself, too.
"""

import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.request.internals import extract_content_type, parse_body
from slack_sdk.signature import SignatureVerifier

from bot.ground import metrics
from bot.slack.payloads import Malformed, check

log = logging.getLogger(__name__)
LONGEST_STAMP = 12
"""Digits of a time in seconds; more are no time."""
SSL_CHECK_BYTES = 200
SAID_EVERY = 60.0
"""Seconds between two lines about unsigned requests: whoever sends them must not fill the log."""
WRONG_SECRET = (
    "a request is not signed with our secret: if Slack sends it, copy the Signing Secret "
    "(https://api.slack.com/apps, Basic Information) to FAIRLOOP_SIGNING_SECRET again"
)


class Door:
    """Refuses what Slack didn't send, or would not send."""

    def __init__(self, signing_secret: str) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._said: float | None = None

    def let_in(self, body: str, headers: Mapping[str, str], query: str = "") -> BoltRequest | BoltResponse:
        """The request for Bolt, or what to answer without reading on: 401 unsigned, 400 malformed.

        Slack's look at the certificate is not signed, changes nothing and is answered with 200
        (https://docs.slack.dev/interactivity/implementing-slash-commands, "ssl_check").
        """
        if not self._is_signed(body, headers):
            if len(body) < SSL_CHECK_BYTES and parse_qs(body).get("ssl_check") == ["1"]:
                return BoltResponse(status=200, body="")
            metrics.REFUSED.labels("unsigned").inc()
            self._say_unsigned()
            return BoltResponse(status=401, body={"error": "invalid request"})
        try:
            parsed = parse_body(
                body, extract_content_type({"content-type": [headers.get("Content-Type", "")]})
            )
            check(parsed)
        except (Malformed, ValueError, RecursionError) as error:
            metrics.REFUSED.labels("malformed").inc()
            found = str(error) if isinstance(error, Malformed) else "not JSON"
            log.warning("a signed request is malformed", extra={"where": found})
            return BoltResponse(status=400, body={"error": "malformed request"})
        return _for_bolt(body, parsed, headers, query)

    def _say_unsigned(self) -> None:
        now = time.monotonic()
        if self._said is None or now - self._said >= SAID_EVERY:
            self._said = now
            log.warning(WRONG_SECRET)

    def _is_signed(self, body: str, headers: Mapping[str, str]) -> bool:
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        is_time = stamp.isascii() and stamp.isdigit() and len(stamp) <= LONGEST_STAMP
        return is_time and signature.isascii() and self._verifier.is_valid(body, stamp, signature)


def _for_bolt(body: str, parsed: dict[str, Any], headers: Mapping[str, str], query: str) -> BoltRequest:
    """As Bolt makes it of the raw body, which it would parse again: that alone costs as much as all of its own work."""
    request = BoltRequest(body=parsed, query=query, headers=dict(headers), mode="socket_mode")
    request.raw_body, request.mode = body, "http"
    return request
