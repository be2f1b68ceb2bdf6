"""Logs as lines of JSON: numbers, ids and places in the code, never what people wrote."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
QUIET = ("apscheduler", "slack_sdk", "slack_bolt", "urllib3", "websocket")


class Lines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and the fields given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. An exception is given by its type and where it came from, without its text."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in OWN}
        if record.exc_info and record.exc_info[1] is not None:
            line |= wordless(record.exc_info[1])
        return json.dumps(line, default=str)


def configure(level: str = "INFO") -> None:
    """Log to stderr. The libraries' own lines are kept to warnings: they may hold payloads."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def wordless(error: BaseException) -> dict[str, object]:
    """An exception for the log: its type, and the last places it came through; its text may be somebody's."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return {
        "error": type(error).__name__,
        "where": [f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno} {f.name}" for f in frames],
    }
