"""How a process and its surroundings are: for /healthz, /readyz and /metrics."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.timing import Clocks
from bot.storage import due, heartbeats, migrations, queues, sending
from bot.storage.database import Database

LATE = timedelta(seconds=60)


@dataclass(frozen=True)
class Health:
    """`database` and `migrations` are "ok" or what is wrong; `worker` is "ok", "late" or "never seen"."""

    database: str
    migrations: str
    worker: str
    last_tick_seconds: float | None

    @property
    def can_serve(self) -> bool:
        """Whether requests can be answered: a late worker delays messages, but people can still act."""
        return self.database == "ok" and self.migrations == "ok"

    def as_json(self) -> dict[str, object]:
        """For /healthz."""
        return {"ok": self.can_serve and self.worker == "ok"} | asdict(self)


def health(database: Database, clocks: Clocks) -> Health:
    """Look; a database that can't be reached is an answer, not an error."""
    try:
        pending = migrations.missing(database)
        if pending:
            return Health("ok", f"missing: {', '.join(pending)}", "unknown", None)
        with database.reading() as session:
            last = heartbeats.last(session)
    except SQLAlchemyError as error:
        return Health(type(error).__name__, "unknown", "unknown", None)
    if last is None:
        return Health("ok", "ok", "never seen", None)
    ago = clocks.protocol() - last
    return Health("ok", "ok", "ok" if ago < LATE else "late", round(ago.total_seconds(), 1))


class RowsCollector:
    """What waits and what was given up, as it is in the database: the same from every process.

    Only what waits, is dead or failed is looked at, through indexes that hold nothing else: what was sent is
    counted by who sent it (`bot.ground.metrics`).
    """

    def __init__(self, database: Database, clocks: Clocks) -> None:
        self._database = database
        self._clocks = clocks

    def collect(self) -> Iterator[Metric]:
        """Count when asked."""
        calendar = self._clocks.calendar()
        with self._database.reading() as session:
            outbox, dues = queues.outbox(session), queues.due(session)
            late, last = due.lateness(session, calendar), heartbeats.last(session)
        yield _rows("fairloop_outbox_rows", "Outbox rows that wait or were given up.", outbox)
        yield _ages("fairloop_outbox_oldest_seconds", "Since when the oldest waits.", outbox, calendar)
        yield _rows("fairloop_due_rows", "Due rows that wait or failed.", dues)
        yield GaugeMetricFamily("fairloop_due_late_seconds", "How late the latest due row is.", late)
        if last is not None:
            ago = (self._clocks.protocol() - last).total_seconds()
            yield GaugeMetricFamily("fairloop_last_tick_seconds", "Seconds since a worker ticked.", ago)


def _rows(name: str, help_text: str, depths: Sequence[queues.Depth]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=["kind", "state"])
    for one in depths:
        family.add_metric([one.kind, one.state], one.rows)
    return family


def _ages(name: str, help_text: str, depths: Sequence[queues.Depth], calendar: datetime) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=["kind"])
    oldest: dict[str, datetime] = {}
    for one in depths:
        if one.state in sending.WAITING:
            oldest[one.kind] = min(one.oldest, oldest.get(one.kind, one.oldest))
    for kind, since in sorted(oldest.items()):
        family.add_metric([kind], (calendar - since).total_seconds())
    return family
