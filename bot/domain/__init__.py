"""Rules only: frozen dataclasses and functions; no Slack, SQL, network or clock."""
