"""Names in scripts that are written from right to left, inside lines that are not."""

import unicodedata

ISOLATE, END = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and its end (Unicode Standard Annex 9): what stands between doesn't turn what stands around."""
FROM_THE_RIGHT = {"R", "AL", "AN"}


def isolated(name: str) -> str:
    """The name, isolated where a letter of it is written from right to left; else as it is."""
    if not any(unicodedata.bidirectional(letter) in FROM_THE_RIGHT for letter in name):
        return name
    return f"{ISOLATE}{name.strip(ISOLATE + END)}{END}"
