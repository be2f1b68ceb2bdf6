import pytest
from typer.testing import CliRunner

from bot.cli import app


def run(*words: str) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["prep", "preview", *words])
    return result.exit_code, result.output


def test_a_preview_says_what_comes_each_day_and_when_it_returns() -> None:
    code, said = run("--days", "14", "--level", "mid", "--start", "2026-11-23")
    assert code == 0
    assert said.count("2026-") == 14
    assert "Mon 2026-11-23" in said
    assert "2 days" in said


def test_a_preview_is_the_same_each_time() -> None:
    assert run("--start", "2026-11-23") == run("--start", "2026-11-23")


def test_with_everything_easy_new_questions_last_longer_than_with_everything_hard() -> None:
    def new(rating: str) -> int:
        return run("--days", "30", "--rating", rating)[1].count(" new ")

    assert new("easy") > new("again")


@pytest.mark.parametrize("words", [("--topic", "astrology"), ("--bank", "/nowhere")])
def test_what_cannot_be_previewed_is_refused_in_words(words: tuple[str, ...]) -> None:
    code, said = run(*words)
    assert code == 2
    assert "There is no" in said
