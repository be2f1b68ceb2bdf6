"""What day it is: by this machine's clock, or by the workspace's calendar, which may be moved."""

import json
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime

SECONDS = 5.0

Now = Callable[[], datetime]


class CalendarUnavailable(Exception):
    """The workspace's calendar did not say what time it is."""


def real_now() -> datetime:
    """This machine's clock, aware, in UTC: protocol time, and calendar time unless a workspace has its own."""
    return datetime.now(UTC)


def workspace_now(url: str) -> Now:
    """The calendar at `url`, which answers GET with {"now": an ISO 8601 time with its zone}.

    Reading it raises CalendarUnavailable where it doesn't.
    """
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def now() -> datetime:
        try:
            with opener.open(url, timeout=SECONDS) as answer:
                said = datetime.fromisoformat(json.load(answer)["now"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CalendarUnavailable(f"{url} does not say what time it is") from error
        if said.tzinfo is None:
            raise CalendarUnavailable(f"{url} names a time without a zone")
        return said.astimezone(UTC)

    return now
