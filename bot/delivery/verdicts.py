"""What an error of a call to Slack means for the message."""

import re
import socket
import ssl
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from http import HTTPStatus
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from bot.delivery.pace import TooSoon
from bot.domain.errors import NotInstalled, SlackUnavailable
from bot.ground.calendar import CalendarUnavailable


class Meaning(Enum):
    """Whether Slack has it, and whether it ever will."""

    LIMITED = "429: not done, and to be tried after the wait"
    UNREACHED = "not done: the request never got there"
    UNKNOWN = "nobody knows whether it was done"
    REFUSED = "not done, and never will be"
    UNAUTHORIZED = "not done, until somebody mends the token or the scopes: not the message's fault"
    GONE = "what it was about is gone: nothing to do"


@dataclass(frozen=True)
class Verdict:
    """The meaning, Slack's word for it (never the message's text), and for LIMITED how long to wait."""

    meaning: Meaning
    error: str
    wait: timedelta = timedelta()


LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
UNSURE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
UNAUTHORIZED = {
    "not_authed",
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "not_allowed_token_type",
    "no_permission",
    "org_login_required",
    "ekm_access_denied",
    "access_denied",
    "accesslimited",
}
GONE = {
    "update": {"message_not_found"},
    "delete": {"message_not_found"},
    "view": {"not_found", "view_not_found", "expired", "hash_conflict"},
    "ephemeral": {"user_not_in_channel", "channel_not_found", "not_in_channel", "is_archived"},
}
SLACK_WORD = re.compile(r"[a-z0-9_]+")


def will_pass(error: Exception) -> bool:
    """Whether it is our surroundings that fail: Slack, the database or the calendar is away for a while."""
    return isinstance(error, SlackUnavailable | CalendarUnavailable | OperationalError)


def judge(error: Exception, op: str) -> Verdict:
    """The verdict on an exception of a call made for an outbox row of this op.

    Unknown is whatever may have happened after Slack read the request: timeouts, resets, 5xx, answers that
    are no JSON. A refused connection, a name that doesn't resolve or a bad certificate come before that.
    """
    if isinstance(error, SlackApiError):
        return _judge_answer(error, op)
    if isinstance(error, TooSoon):
        return Verdict(Meaning.LIMITED, "paced", error.wait)
    if isinstance(error, NotInstalled):
        return Verdict(Meaning.UNAUTHORIZED, "not_installed")
    cause = error.reason if isinstance(error, URLError) else error
    name = type(cause).__name__ if isinstance(cause, BaseException) else type(error).__name__
    if isinstance(cause, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError):
        return Verdict(Meaning.UNREACHED, name)
    return Verdict(Meaning.UNKNOWN, name)


def _judge_answer(refusal: SlackApiError, op: str) -> Verdict:
    response: Any = refusal.response
    error = str(response.get("error") or "")
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or error in LIMITED:
        return Verdict(Meaning.LIMITED, "ratelimited", _retry_after(response.headers))
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or error in UNSURE:
        return Verdict(Meaning.UNKNOWN, f"HTTP {response.status_code} {error}"[:100])
    if not SLACK_WORD.fullmatch(error):
        return Verdict(Meaning.UNKNOWN, f"HTTP {response.status_code} without an answer of Slack's")
    if error in UNAUTHORIZED:
        return Verdict(Meaning.UNAUTHORIZED, error)
    if error in GONE.get(op, ()):
        return Verdict(Meaning.GONE, error)
    return Verdict(Meaning.REFUSED, error)


def _retry_after(headers: Any) -> timedelta:
    """Slack's Retry-After in seconds; 30 where it says none."""
    named = {str(name).lower(): value for name, value in dict(headers).items()}
    try:
        return timedelta(seconds=max(1, int(str(named.get("retry-after", 30)))))
    except ValueError:
        return timedelta(seconds=30)
