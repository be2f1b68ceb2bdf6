"""Write the hashes of all runs of 8 words in the sources that the question bank grew from.

    python -m tests.data.hash_sources DIRECTORY

Reads DIRECTORY/<source>_*.txt and writes source_windows.json beside this file: for each source
(the `source` part of its name, such as 003) the sorted hashes of its runs of 8 words.

The normalisation, so that anybody can do it again (bot.domain.questions.wording does it):
lower case; apostrophes (' and U+2019) dropped; every other character that isn't a to z is a gap
between words; 8 consecutive words joined by single spaces; the first 16 hexadecimal digits
of their SHA-256 in UTF-8.
"""

import hashlib
import json
import sys
from pathlib import Path

from bot.domain.questions.wording import windows

HASHES = Path(__file__).with_name("source_windows.json")


def hashed(text: str) -> set[str]:
    """The hashes of all runs of 8 words in a text."""
    return {hashlib.sha256(window.encode()).hexdigest()[:16] for window in windows(text)}


def main(directory: Path) -> None:
    """Hash every source in a directory."""
    sources = {
        path.name.partition("_")[0]: sorted(hashed(path.read_text("utf-8")))
        for path in directory.glob("*.txt")
    }
    HASHES.write_text(json.dumps(dict(sorted(sources.items())), separators=(",\n", ": ")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
