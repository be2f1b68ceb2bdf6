"""Words, runs of words, and how long a text takes to say."""

import re
from collections.abc import Iterator

RUN = 8
"""A run of this many words in two texts means that one was copied from the other."""

SECONDS_ALOUD = 30
"""The longest that a prompt may take to say."""

_WORDS_A_SECOND = 2.5
"""150 words a minute, the usual pace of people who read to somebody aloud."""


def words(text: str) -> list[str]:
    """The words of a text: lower case, letters a to z alone, apostrophes dropped, all else a gap."""
    return re.findall(r"[a-z]+", re.sub(r"['\u2019]", "", text.lower()))


def windows(text: str, size: int = RUN) -> Iterator[str]:
    """Every run of `size` words in a text, in order, joined by spaces."""
    found = words(text)
    return (" ".join(found[start : start + size]) for start in range(len(found) - size + 1))


def seconds_aloud(text: str) -> float:
    """About how many seconds a text takes to say: every digit and every letter of an acronym is a word."""
    spoken = 0
    for word in re.findall(r"[A-Za-z]+|\d|[%$€£=<>+/]", text):
        spoken += len(word) if len(word) > 1 and word.isupper() else 1
    return spoken / _WORDS_A_SECOND
