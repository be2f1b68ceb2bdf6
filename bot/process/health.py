"""How a process and its surroundings are: for /healthz, /metrics and `fairloop doctor`."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.timing import Clocks
from bot.storage import due, heartbeats, migrations, sending
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
    """The outbox and the due rows as they are in the database: the same from every process."""

    def __init__(self, database: Database, clocks: Clocks) -> None:
        self._database = database
        self._clocks = clocks

    def collect(self) -> Iterator[Metric]:
        """Count when asked."""
        calendar = self._clocks.calendar()
        with self._database.reading() as session:
            outbox, dues = sending.counts(session), due.counts(session)
            late, slow = due.lateness(session, calendar), sending.mean_latency(session)
            last = heartbeats.last(session)
        yield _by_state("fairloop_outbox_rows", "Outbox rows by state.", outbox)
        yield _by_state("fairloop_due_rows", "Due rows by state.", dues)
        yield GaugeMetricFamily("fairloop_due_late_seconds", "How late the latest due row is.", late)
        yield GaugeMetricFamily(
            "fairloop_outbox_latency_seconds", "Mean time from queued to sent, last 100 messages.", slow
        )
        if last is not None:
            ago = (self._clocks.protocol() - last).total_seconds()
            yield GaugeMetricFamily("fairloop_last_tick_seconds", "Seconds since a worker ticked.", ago)


def registry(database: Database, clocks: Clocks) -> CollectorRegistry:
    """The metrics of one web process."""
    made = CollectorRegistry()
    made.register(RowsCollector(database, clocks))
    return made


def _by_state(name: str, help_text: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=["state"])
    for state, count in sorted(counts.items()):
        family.add_metric([state], count)
    return family
