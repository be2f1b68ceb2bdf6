"""What a plan lacks, each gap said once."""

from dataclasses import replace

from bot.domain.loops import Unmet
from bot.domain.loops.gaps import MOST_SAID, Gap, gaps

MORE = Unmet(
    "Question A is left unasked. 5 minutes more for Wei would mend it.",
    "Add 5 minutes",
    "wei+5",
    lacks="Question A is left unasked",
    advice="5 minutes more for Wei would mend it.",
)
NONE = Unmet("Data has 1 of 2 panelists. No time.", lacks="Data has 1 of 2 panelists", advice="No time.")


def test_a_gap_of_one_want_is_said_as_it_is() -> None:
    assert gaps([MORE]) == (Gap(MORE.text, "Add 5 minutes", newcomer=False, number=0),)
    assert gaps([]) == ()


def test_wants_that_one_change_would_mend_are_one_gap_but_not_all_at_once() -> None:
    other = replace(MORE, text="Question B ...", lacks="Question B is left unasked")
    (gap, last) = gaps([MORE, NONE, other])
    assert gap.text == (
        "Question A is left unasked; Question B is left unasked. "
        "Each by itself: 5 minutes more for Wei would mend it."
    )
    assert (gap.mend, gap.number) == ("Add 5 minutes", 0)
    assert (last.text, last.mend, last.number) == (NONE.text, None, 1)


def test_the_same_words_for_another_change_are_another_gap() -> None:
    assert len(gaps([MORE, replace(MORE, mend_key="another")])) == 2


def test_many_wants_without_a_mend_are_one_gap_that_names_the_first() -> None:
    many = [replace(NONE, lacks=f"Topic {n} has 0 of 1 questions", advice="No time.") for n in range(18)]
    (gap,) = gaps(many)
    assert gap.text.count("Topic") == MOST_SAID
    assert gap.text.endswith("; and 13 more. No time.")


def test_what_was_kept_without_its_parts_is_said_one_by_one() -> None:
    assert [gap.text for gap in gaps([Unmet("One."), Unmet("Two.")])] == ["One.", "Two."]
