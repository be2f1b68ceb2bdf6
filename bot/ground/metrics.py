"""What a process counts about its own work, for Prometheus: numbers and kinds, never whom or what it was about."""

from prometheus_client import Counter, Histogram

ACKS = Histogram(
    "fairloop_ack_seconds",
    "Seconds until Slack had its answer.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0),
)
REFUSED = Counter(
    "fairloop_requests_refused",
    "Requests that were not let in: unsigned, malformed, replayed, or while the database was away.",
    ["why"],
)
ATTEMPTS = Counter(
    "fairloop_attempts", "Tries to send: sent, later, unknown, dropped or dead.", ["op", "outcome"]
)
WAITED = Histogram(
    "fairloop_outbox_seconds",
    "Seconds from the commit that asked for a message to Slack's having it, by the calendar.",
    buckets=(1, 2, 5, 10, 30, 60, 300, 3600),
)
