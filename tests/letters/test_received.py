"""The page in docs/ says what people get."""

from pathlib import Path

from tests.letters.received import PAGE, page


def test_the_page_says_what_phones_desktops_and_screen_readers_get(
    sqlite_template: Path, tmp_path: Path
) -> None:
    assert page(sqlite_template, tmp_path) == PAGE.read_text(encoding="utf-8")
