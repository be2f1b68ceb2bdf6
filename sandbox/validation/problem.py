"""What a check hands back: one problem a fault, at its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Why Slack would refuse a payload.

    `pointer` is an RFC 6901 JSON pointer into what was checked ("" is the whole of it), `message` is what
    goes into `response_metadata.messages` (Slack's wording, its pointer, then what to do), and `error` is
    the code for the answer's `error` key.
    """

    pointer: str
    message: str
    error: str


@dataclass(frozen=True)
class Finding:
    """A fault before it is known which error code its surface answers with."""

    pointer: str
    says: str
    advice: str

    def as_problem(self, error: str) -> Problem:
        """Give the finding the error code of the surface it was found on."""
        advice = f" ({self.advice})" if self.advice else ""
        return Problem(self.pointer, f"{self.says} [json-pointer:{self.pointer}]{advice}", error)


Findings = Iterator[Finding]


def as_problems(findings: Iterable[Finding], error: str) -> list[Problem]:
    """Give every finding the same error code."""
    return [finding.as_problem(error) for finding in findings]


def step(pointer: str, key: str | int) -> str:
    """Go one key or index further down a JSON pointer (RFC 6901, section 3)."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
