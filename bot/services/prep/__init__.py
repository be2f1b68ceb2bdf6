"""Prep: subscribing, the question of each day and its steps, the week, and the leak guard, one file each."""

from bot.services.prep.subscribing import (
    check_may_run_channel,
    expect_interview,
    get,
    pause,
    resume,
    save,
    stop,
    undeliverable,
    zone_of,
)

__all__ = [
    "check_may_run_channel",
    "expect_interview",
    "get",
    "pause",
    "resume",
    "save",
    "stop",
    "undeliverable",
    "zone_of",
]
