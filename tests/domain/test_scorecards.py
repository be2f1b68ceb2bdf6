"""What is missing on a scorecard, and how two devices are reconciled."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.scorecards import (
    EVIDENCE,
    INSTEAD,
    LAST_PAGE,
    NOT_ASSESSED,
    OWN_WORDS,
    PROBE,
    PROBED,
    RATING,
    RECOMMENDATION,
    SEEN,
    SUMMARY,
    SURENESS,
    UNTIMED,
    Answer,
    Asked,
    Card,
    Change,
    Field,
    Probed,
    Recommendation,
    Stored,
    Sureness,
    Value,
    begun,
    card_from,
    fingerprint,
    gaps,
    merged,
)

DIMENSIONS = {"depth": "Depth", "clear": "Clarity", "own": "Ownership"}
WHOLE = {"depth": 2, "clear": 3, "own": 2}
TEXT, CHOICE = Field("q1", EVIDENCE), Field("", RECOMMENDATION)


def card(**answers: Answer) -> Card:
    return Card(1, 1, "U1", answers)


SENTENCE = "Named the first check."
HELD = {"0": Probed.HELD}
NO_FOLLOW_UP = "Question 1: how the answer held after the follow-up"
NO_EVIDENCE = "Question 1: say what they said or did, in a sentence of your own"

GAPS = {
    "an untouched question": (Answer(), "Question 1: not rated yet"),
    "one rating missing": (Answer(ratings={"depth": 2, "clear": 3}), "Question 1: no rating for Ownership"),
    "two missing": (Answer(ratings={"depth": 2}), "Question 1: no rating for Clarity and Ownership"),
    "rated in the middle without evidence": (Answer(ratings=WHOLE), NO_EVIDENCE),
    "rated with a sentence": (Answer(ratings=WHOLE, evidence=SENTENCE, probes=HELD), None),
    "rated without the first follow-up": (Answer(ratings=WHOLE, evidence=SENTENCE), NO_FOLLOW_UP),
    "the second follow-up is not the first": (
        Answer(ratings=WHOLE, evidence=SENTENCE, probes={"1": Probed.HELD}),
        NO_FOLLOW_UP,
    ),
    "that it wasn't asked is an answer": (
        Answer(ratings=WHOLE, evidence=SENTENCE, probes={"0": Probed.NOT_PROBED}),
        None,
    ),
    "what was asked instead has a follow-up of its own": (
        Answer(Asked.OTHER, SENTENCE, WHOLE, probes=HELD),
        NO_FOLLOW_UP,
    ),
    "and that is enough there": (Answer(Asked.OTHER, SENTENCE, WHOLE, probes={"own": Probed.WEAKER}), None),
    "nothing assessed needs no evidence": (Answer(ratings=dict.fromkeys(WHOLE)), None),
    "one dimension assessed needs it": (Answer(ratings=dict.fromkeys(WHOLE) | {"own": 3}), NO_EVIDENCE),
    "a 4 with an x": (Answer(ratings=WHOLE | {"own": 4}, evidence="x"), NO_EVIDENCE),
    "fourteen characters and blanks": (Answer(ratings=WHOLE, evidence=" Named checks. \n"), NO_EVIDENCE),
    "fifteen": (Answer(ratings=WHOLE, evidence="Named a check .", probes=HELD), None),
    "the same word again": (Answer(ratings=WHOLE, evidence="good good good good"), NO_EVIDENCE),
    "five different characters": (Answer(ratings=WHOLE, evidence="abcde abcde abcde"), NO_EVIDENCE),
    "six, also where one is written large": (
        Answer(ratings=WHOLE, evidence="abcdeA abcdef abc", probes=HELD),
        None,
    ),
    "capitals are no others": (Answer(ratings=WHOLE, evidence="abcde ABCDE abcde"), NO_EVIDENCE),
    "what was not reached": (Answer(Asked.NOT_REACHED), None),
    "what was asked instead is rated too": (Answer(Asked.OTHER), "Question 1: not rated yet"),
}


@pytest.mark.parametrize(("answer", "said"), GAPS.values(), ids=GAPS)
def test_what_is_missing(answer: Answer, said: str | None) -> None:
    assert [gap.text for gap in gaps(card(q1=answer), ["q1"], DIMENSIONS)] == ([said] if said else [])


def test_each_gap_names_its_page_and_question() -> None:
    done = Answer(ratings=WHOLE, evidence=SENTENCE, probes=HELD)
    found = gaps(
        card(q1=done, q3=done),
        ["q1", "q2", "q3", "q4"],
        DIMENSIONS,
    )
    assert [(gap.page, gap.text[:10]) for gap in found] == [(1, "Question 2"), (3, "Question 4")]


def test_a_question_is_started_and_a_card_is_in_as_soon_as_anything_says_so() -> None:
    one = card(q1=Answer(evidence="x"))
    assert one.started("q1")
    assert not one.started("q2")
    assert not one.submitted
    assert Card(1, 1, "U1", {}, submitted_at=datetime(2026, 6, 9, tzinfo=UTC)).submitted
    assert Answer(ratings={"depth": 2, "own": None}).rated
    assert not Answer(ratings={"depth": None}).rated
    assert Field("q1", "rating:depth").dimension == "depth"
    assert Field("q1", "evidence").dimension is None


def change(
    value: Value | None,
    field: Field = TEXT,
    *,
    was: Value | None = None,
    at: str = "5",
    view: str = "V1",
    own: bool = True,
) -> Change:
    return Change(field, value, fingerprint(was), at, view, own)


def stored(value: Value, at: str = "3", view: str = "V1") -> Stored:
    return Stored(value, at, view)


MERGED = {
    "the first text is saved": (change("a"), None, "a"),
    "nothing typed saves nothing": (change(""), None, None),
    "what a view was filled with is no change": (change("a", was="a"), None, None),
    "what is stored already is no change": (change("a"), stored("a"), None),
    "a text is changed": (change("b", was="a"), stored("a"), "b"),
    "a text that its author empties is emptied": (change(None, was="a"), stored("a"), ""),
    "a text missing from another's action stays": (change(None, was="a", own=False), stored("a"), None),
    "a text that never was needs no emptying": (change(None), None, None),
    "a choice can't be emptied": (change(None, CHOICE, was="yes"), stored("yes"), None),
    "here a later action wins": (change("c", was="a", at="4"), stored("b", at="3"), "c"),
    "here an action that came late loses": (change("c", was="a", at="2"), stored("b", at="3"), None),
    "what was on the page at another field's action is saved": (
        change("c", was="a", at="2", own=False),
        stored("b", at="3"),
        "c",
    ),
    "changed there and back again": (change("a", was="a", at="4"), stored("b", at="3"), "a"),
    "back again in the very moment of what is stored": (
        change("a", was="a", at="3"),
        stored("b", at="3"),
        None,
    ),
    "another view's choice at the same moment stays": (
        change("yes", CHOICE, was="no", at="4"),
        stored("strong_no", at="4", view="V2"),
        None,
    ),
    "back again before what is stored": (change("a", was="a", at="2"), stored("b", at="3"), None),
    "another view's text since: both are kept": (
        change("mine", was="a"),
        stored("theirs", view="V2"),
        "theirs\nmine",
    ),
    "another view's text holds mine": (change("the", was="a"), stored("theirs", view="V2"), None),
    "my text holds another view's": (
        change("theirs too", was="a"),
        stored("theirs", view="V2"),
        "theirs too",
    ),
    "another view's choice since, mine later": (
        change("yes", CHOICE, was="no", at="5"),
        stored("strong_no", at="4", view="V2"),
        "yes",
    ),
    "another view's choice since, mine earlier": (
        change("yes", CHOICE, was="no", at="3"),
        stored("strong_no", at="4", view="V2"),
        None,
    ),
    "another view's choice since, mine merely on screen": (
        change("yes", CHOICE, was="no", at="5", own=False),
        stored("strong_no", at="4", view="V2"),
        None,
    ),
    "as filled there, changed elsewhere": (change("a", was="a"), stored("b", view="V2"), None),
    "stored as filled by another view": (change("b", was="a", at="4"), stored("a", at="3", view="V2"), "b"),
    "a stamp that says nothing is earlier than any": (
        change("b", was="a", at="1"),
        stored("a", at=UNTIMED),
        "b",
    ),
}


@pytest.mark.parametrize(("given", "kept", "wanted"), MERGED.values(), ids=MERGED)
def test_what_is_saved(given: Change, kept: Stored | None, wanted: Value | None) -> None:
    assert merged(given, kept) == wanted


def test_a_fingerprint_is_short_and_its_values_own() -> None:
    values: list[Value | None] = [None, "", "a", "b", ["a"], ["a", "b"], ["b", "a"]]
    assert len({fingerprint(value) for value in values}) == len(values)
    assert {len(fingerprint(value)) for value in values} == {10}


def test_a_card_can_be_handed_in_from_the_minute_its_interview_begins() -> None:
    start = datetime(2026, 6, 9, 14, tzinfo=UTC)
    assert not begun(start, start - timedelta(seconds=1))
    assert begun(start, start)
    assert begun(None, start)


@pytest.mark.parametrize(
    ("held", "summed_up"),
    [
        ({"0": "held"}, Probed.HELD),
        ({"0": "held", "1": "stronger"}, Probed.STRONGER),
        ({"0": "stronger", "1": "weaker"}, Probed.WEAKER),
        ({"0": "not_probed", "own": "held"}, Probed.HELD),
        ({"0": "not_probed", "1": "not_probed"}, Probed.NOT_PROBED),
        ({}, None),
    ],
)
def test_how_an_answer_held_is_known_for_each_follow_up_and_for_all(
    held: dict[str, str], summed_up: Probed | None
) -> None:
    fields = {Field("q1", f"{PROBE}{key}"): stored(value) for key, value in held.items()}
    answer = card_from(fields, {"q1": Asked.ASKED}, card()).answer("q1")
    assert (answer.probes, answer.probed) == (held, summed_up)


def test_a_follow_up_of_ones_own_is_kept_in_words() -> None:
    kept: dict[Field, Value] = {Field("q1", OWN_WORDS): "And at night?", Field("q1", f"{PROBE}own"): "weaker"}
    fields = {field: stored(value) for field, value in kept.items()}
    answer = card_from(fields, {"q1": Asked.ASKED}, card()).answer("q1")
    assert (answer.own_probe, answer.probed) == ("And at night?", Probed.WEAKER)


def test_a_card_is_read_from_its_fields_each_at_its_question() -> None:
    kept: dict[Field, Value] = {
        Field("q1", EVIDENCE): "Named a check.",
        Field("q1", f"{RATING}depth"): "4",
        Field("q1", f"{RATING}clear"): NOT_ASSESSED,
        Field("q1", PROBED): "held",
        Field("q2", SEEN): ["limits"],
        Field("q2", INSTEAD): "Asked about joins.",
        Field("q2", f"{RATING}depth"): "1",
        Field(LAST_PAGE, RECOMMENDATION): "yes",
        Field(LAST_PAGE, SURENESS): "very",
        Field(LAST_PAGE, SUMMARY): "Careful.",
    }
    states = {"q1": Asked.ASKED, "q2": Asked.OTHER, "q3": Asked.PLANNED}
    read = card_from({field: stored(value) for field, value in kept.items()}, states, card())
    assert dict(read.answers) == {
        "q1": Answer(Asked.ASKED, "Named a check.", {"depth": 4, "clear": None}, Probed.HELD),
        "q2": Answer(Asked.OTHER, "", {"depth": 1}, seen=("limits",), instead="Asked about joins."),
        "q3": Answer(Asked.PLANNED),
    }
    assert (read.recommendation, read.sureness) == (Recommendation.YES, Sureness.VERY)
    assert (read.summary, read.user_id) == ("Careful.", "U1")
