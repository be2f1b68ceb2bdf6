"""A payload of any size, put where a limit holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.validation import Problem, check_blocks, check_message, check_view
from tests.sandbox.payloads import Json, message, modal


@dataclass(frozen=True)
class Case:
    """How to make a payload of a size, where its problem is found, and who finds it."""

    build: Callable[[int], Any]
    pointer: str
    check: Callable[[Any], list[Problem]]


def in_message(build: Callable[[int], Json], below: str) -> Case:
    return Case(lambda n: [build(n)], f"/blocks/0{below}", lambda blocks: check_blocks(blocks, "message"))


def in_modal(build: Callable[[int], Json], below: str) -> Case:
    return Case(lambda n: modal(build(n)), f"/view/blocks/0{below}", check_view)


def of_message(build: Callable[[int], Json], pointer: str) -> Case:
    return Case(lambda n: message(**build(n)), pointer, check_message)


def of_view(build: Callable[[int], Json], pointer: str) -> Case:
    return Case(build, pointer, check_view)
