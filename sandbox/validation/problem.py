"""What a check hands back: one problem a fault, at its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Why Slack would refuse a payload.

    `pointer` is an RFC 6901 JSON pointer into what was checked ("" is the whole of it), `message` is what
    goes into `response_metadata.messages` (Slack's wording, its pointer, then what to do), and `error` is
    the code for the answer's `error` key. `says`, `code`, `field` and `constraint` are what blocks.validate
    answers: the wording alone, `missing_field` or `failed_constraint`, the missing key, and what was
    expected and found, where that can be said as data.
    """

    pointer: str
    message: str
    error: str
    says: str = ""
    code: str = "failed_constraint"
    field: str | None = None
    constraint: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Finding:
    """A fault before it is known which error code its surface answers with."""

    pointer: str
    says: str
    advice: str
    missing: str | None = None
    constraint: Mapping[str, object] | None = None

    def as_problem(self, error: str) -> Problem:
        """Give the finding the error code of the surface it was found on."""
        advice = f" ({self.advice})" if self.advice else ""
        return Problem(
            self.pointer,
            f"{self.says} [json-pointer:{self.pointer}]{advice}",
            error,
            says=self.says,
            code="missing_field" if self.missing else "failed_constraint",
            field=self.missing,
            constraint=self.constraint,
        )


Findings = Iterator[Finding]


def as_problems(findings: Iterable[Finding], error: str) -> list[Problem]:
    """Give every finding the same error code."""
    return [finding.as_problem(error) for finding in findings]


def step(pointer: str, key: str | int) -> str:
    """Go one key or index further down a JSON pointer (RFC 6901, section 3)."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
