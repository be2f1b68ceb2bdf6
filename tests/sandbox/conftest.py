"""One sandbox and one Bolt app a module; a fresh person for every test."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sandbox import Person, RateLimits, Sandbox
from tests.sandbox.bolt_app import MANIFEST, Trial, serving

NOW = datetime(2025, 11, 24, 9, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, now=NOW, limits=RateLimits(on=False), event_retries=(0.0,)) as made:
        yield made


@pytest.fixture(scope="module")
def trial(sandbox: Sandbox) -> Iterator[Trial]:
    made = Trial(sandbox)
    with serving(made, sandbox):
        yield made


@pytest.fixture
def ana(sandbox: Sandbox, trial: Trial) -> Person:
    trial.answer = {}
    trial.heard.clear()
    return sandbox.add_person(f"Ana {next(_numbers)}")


@pytest.fixture
def ben(sandbox: Sandbox) -> Person:
    return sandbox.add_person(f"Ben {next(_numbers)}", tz="America/New_York")
