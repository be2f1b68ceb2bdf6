"""The page in docs/ says what people get."""

from pathlib import Path

import pytest

from bot.letters import prep
from tests.letters.received import PAGE, page


def test_the_page_says_what_phones_desktops_and_screen_readers_get(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prep, "week_chart", lambda week: b"a picture")
    assert page(sqlite_template, tmp_path) == PAGE.read_text(encoding="utf-8")
