"""What spreadsheets write as CSV, made text: its encoding, and what stands between two fields."""

import codecs
import re

DELIMITERS = ",;\t"
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class NotText(ValueError):
    """A file that isn't CSV text: the line where that shows, 0 for the file as a whole, and what to do."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def decoded(data: bytes, what: str) -> str:
    """The text, from UTF-8 or UTF-16, with a byte order mark or without. `what` is in the file, as people say it.

    Raises NotText. Of a file that isn't text nothing is said but that.
    """
    not_text = f"The file is not text. Export the {what} as CSV in UTF-8."
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding, kind = ("utf-16", "UTF-16") if utf16 else ("utf-8-sig", "UTF-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096] and not utf16:
            raise NotText(0, not_text) from None
        line = data.count(b"\n", 0, error.start) + 1
        raise NotText(line, f"this is not {kind} text; save the file as CSV in UTF-8") from None
    if _NO_TEXT.search(text):
        raise NotText(0, not_text)
    return text


def delimiter(text: str) -> str:
    """What stands between two fields of the header: a comma, a semicolon or a tab."""
    head = next(line for line in text.splitlines() if line.strip())
    return max(DELIMITERS, key=head.count)
