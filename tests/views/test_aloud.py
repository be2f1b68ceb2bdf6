"""A message in words."""

import pytest

from bot.views import aloud
from bot.views.blocks import actions, button, resolved, section

HERE = resolved([section("*Here* it is"), actions(button("Undo", "a", label="Undo: it"), id="undo")])


def long(characters: int) -> str:
    row = actions(*(button(f"Button number {number:02}", f"a.{number}") for number in range(10)), id="row")
    said = [section("x" * 2_000), section("x" * (characters - 2_001))]
    return aloud.message("Something long", resolved([*said, row]))[0]


def test_it_opens_neutrally_says_what_the_blocks_say_and_names_the_buttons() -> None:
    assert aloud.message("News", HERE)[0] == "News\nHere it is\nButton: Undo."


def test_what_the_blocks_begin_with_is_not_said_twice() -> None:
    assert aloud.message("Here it is", HERE)[0] == "Here it is\nButton: Undo."


def test_it_fits_what_slack_takes_with_all_its_buttons() -> None:
    whole, cut = long(3_793), long(3_794)
    assert (aloud.REST in whole, len(whole)) == (False, aloud.LONGEST)
    assert aloud.REST in cut
    assert len(cut) <= aloud.LONGEST
    assert cut.endswith("Button number 09.")


def test_an_opening_longer_than_a_locked_screen_shows_is_refused() -> None:
    assert aloud.message("x" * 60, [])[0] == "x" * 60
    with pytest.raises(ValueError, match="60 characters"):
        aloud.message("x" * 61, [])


def test_without_blocks_it_says_what_became_of_the_buttons() -> None:
    assert aloud.alone("News\nelse", HERE) == f"News\nHere it is\n{aloud.NO_BUTTONS}"
    assert aloud.alone("News", HERE[:1], "MLOps 3.2") == "News\nHere it is\nMLOps 3.2"
