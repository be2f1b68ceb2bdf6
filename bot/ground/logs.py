"""Logs as lines of JSON: numbers, ids and places in the code, never what people wrote."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
LIBRARIES = ("alembic", "apscheduler", "slack_sdk", "slack_bolt", "urllib3", "websocket", "werkzeug")


class Lines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and the fields given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. An exception is given by its type and where it came from, without its text."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _words(record),
        }
        line |= {name: value for name, value in vars(record).items() if name not in OWN}
        if record.exc_info and record.exc_info[1] is not None:
            line |= wordless(record.exc_info[1])
        return json.dumps(line, default=str)


def configure(level: str = "INFO") -> None:
    """Log to stderr. The libraries' own lines are kept to warnings and their first words.

    Bolt sets levels of its own and writes whole requests into its lines, so both are done here.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or not _is_a_librarys(record))
    logging.basicConfig(level=level, handlers=[handler], force=True)


def wordless(error: BaseException) -> dict[str, object]:
    """An exception for the log: its type, and the last places it came through; its text may be somebody's."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return {
        "error": type(error).__name__,
        "where": [f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno} {f.name}" for f in frames],
    }


def _is_a_librarys(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] in LIBRARIES


def _words(record: logging.LogRecord) -> str:
    """Our own message; of a library's what comes before the first payload in it."""
    message = record.getMessage()
    return re.split(r"[({\[:\n]", message, maxsplit=1)[0].strip() if _is_a_librarys(record) else message
