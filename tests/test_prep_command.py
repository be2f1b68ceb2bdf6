from pathlib import Path

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


def test_a_preview_with_a_date_brings_nothing_from_the_day_before_on() -> None:
    code, said = run("--days", "8", "--start", "2026-11-23", "--interview", "2026-11-27")
    assert code == 0
    without = [line for line in said.splitlines() if " none " in line]
    assert [line.split("2026-")[1][:5] for line in without] == ["11-26", "11-27", "11-28", "11-29", "11-30"]
    assert "8 days: 3 new questions, 0 repeated. 5 without one." in said


def test_a_preview_follows_the_question_sets_of_the_settings(tmp_path: Path) -> None:
    folder = str(tmp_path)
    result = CliRunner(env={"FAIRLOOP_QUESTION_SETS": folder}).invoke(app, ["prep", "preview"])
    assert result.exit_code == 2
    assert "This question bank is faulty" in result.output
    assert run("--start", "2026-11-23")[0] == 0


@pytest.mark.parametrize("words", [("--topic", "astrology"), ("--bank", "/nowhere")])
def test_what_cannot_be_previewed_is_refused_in_words(words: tuple[str, ...]) -> None:
    code, said = run(*words)
    assert code == 2
    assert "There is no" in said
