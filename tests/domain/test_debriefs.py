"""What a debrief says of a panel's scorecards, rule by rule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.debriefs import (
    AskedQuestion,
    Calibrated,
    HandedIn,
    Panel,
    cut,
    flags_of,
    numbers,
    on_scale,
    quotes_of,
    speaking_order,
    talk_first,
)
from bot.domain.scorecards import Answer, Asked, Recommendation, Sureness

AT = datetime(2026, 6, 9, 12, tzinfo=UTC)
RAW = Calibrated("raw", "Raw: too few loops yet.")
LEAK = AskedQuestion("leak", "Find the leak", "data", ("Blames the tool", "SQL is guessed"))
DRIFT = AskedQuestion("drift", "Model drift", "ml", ())


def sheet(who: str, seniority: str = "mid", minute: int = 0, /, **answers: Answer) -> HandedIn:
    in_at = AT + timedelta(minutes=minute)
    return HandedIn(who, seniority, answers, Recommendation.YES, Sureness.FAIRLY, "Sound.", in_at)


def rated(depth: int | None, **more: int | None) -> Answer:
    return Answer(Asked.ASKED, "Named the check.", {"depth": depth} | more)


def panel(*sheets: HandedIn, quorum: int = 1, missing: tuple[str, ...] = ()) -> Panel:
    return Panel(
        "A. K.",
        "Data scientist",
        "Lead",
        quorum,
        {"data": "Data", "ml": "ML systems"},
        {"depth": "Depth", "clear": "Clarity"},
        (LEAK, DRIFT),
        sheets,
        missing,
    )


def first(given: Panel, calibrated: Calibrated = RAW) -> list[str]:
    return [f"{item.lead}{item.rest}" for item in talk_first(given, calibrated)]


BOTH: Mapping[str, Answer] = {"leak": rated(3), "drift": rated(3)}


@pytest.mark.parametrize(
    ("cards", "quorum", "short"), [(1, 2, True), (2, 2, False), (3, 2, False), (0, 1, True)]
)
def test_only_fewer_scorecards_than_the_quorum_are_too_few(cards: int, quorum: int, short: bool) -> None:
    sheets = [sheet(f"U{n}", **BOTH) for n in range(cards)]
    said = f"Too few scorecards: {cards} in, this opening wants {quorum}"
    assert (said in first(panel(*sheets, quorum=quorum))) is short
    assert any(line.startswith("Too few") for line in first(panel(*sheets, quorum=quorum))) is short


ORDERS = {
    "the least senior first": ([("S", "senior", 0), ("J", "junior", 1), ("M", "mid", 2)], "JMS"),
    "the same seniority as they came in": ([("B", "mid", 2), ("A", "mid", 1), ("C", "mid", 3)], "ABC"),
    "an unknown seniority is in the middle": ([("S", "senior", 0), ("X", "", 1), ("J", "junior", 2)], "JXS"),
    "a lead on the panel is last, however junior": ([("Lead", "junior", 0), ("S", "senior", 1)], "S"),
    "an empty panel is the lead's": ([], ""),
}


@pytest.mark.parametrize(("people", "wanted"), ORDERS.values(), ids=ORDERS)
def test_speaking_order(people: list[tuple[str, str, int]], wanted: str) -> None:
    given = panel(*(sheet(who, seniority, minute) for who, seniority, minute in people))
    assert speaking_order(given) == (*wanted, "Lead")
    assert numbers(given, RAW).speaking == (*wanted, "Lead")


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (4, 2, "Data, depth: <@A> 4, <@B> 2"),
        (1, 4, "Data, depth: <@B> 4, <@A> 1"),
        (3, 2, None),
        (4, None, None),
    ],
)
def test_two_panelists_two_apart_on_a_dimension_are_a_place_to_start(
    one: int, other: int | None, said: str | None
) -> None:
    given = panel(sheet("A", leak=rated(one), drift=rated(3)), sheet("B", leak=rated(other), drift=rated(3)))
    assert [line for line in first(given) if "depth" in line] == ([said] if said else [])


def test_the_widest_difference_comes_first() -> None:
    one = sheet("A", leak=rated(3), drift=rated(4))
    other = sheet("B", leak=rated(1), drift=rated(1))
    assert first(panel(one, other)) == ["ML systems, depth: <@A> 4, <@B> 1", "Data, depth: <@A> 3, <@B> 1"]


def test_a_mean_between_two_ratings_is_said_with_one_decimal() -> None:
    again = replace(LEAK, id="again")
    given = panel(
        sheet("A", leak=rated(4), again=rated(3), drift=rated(3)), sheet("B", leak=rated(1), drift=rated(3))
    )
    assert first(replace(given, questions=(LEAK, again, DRIFT))) == ["Data, depth: <@A> 3.5, <@B> 1"]


def test_what_rests_on_one_panelist_or_nobody_is_said() -> None:
    given = panel(sheet("A", leak=rated(3)), sheet("B"))
    assert first(given) == ["ML systems was rated by nobody", "Data rests on <@A> alone"]
    assert first(panel(sheet("A", **BOTH))) == []


def test_at_most_three_places_are_named_the_most_pressing_first() -> None:
    flagged = replace(rated(4), seen=("flag:0",))
    given = panel(sheet("A", leak=flagged), sheet("B", leak=rated(1)), quorum=3)
    said = first(given, replace(RAW, differ=True, stands_out="B"))
    assert said == [
        "Too few scorecards: 2 in, this opening wants 3",
        "The panel differs more than chance: <@B> stands out",
        "Data, depth: <@A> 4, <@B> 1",
    ]


def test_a_panel_that_differs_without_anybody_standing_out_names_nobody() -> None:
    given = panel(sheet("A", **BOTH), sheet("B", **BOTH))
    assert first(given, replace(RAW, differ=True)) == ["The panel differs more than chance explains"]


def test_a_red_flag_is_said_with_who_saw_it() -> None:
    given = panel(
        sheet("A", leak=replace(rated(3), seen=("flag:0", "flag:1")), drift=rated(3)), sheet("B", **BOTH)
    )
    assert first(given) == ["Red flag (<@A>): blames the tool"]
    only = panel(sheet("A", leak=replace(rated(3), seen=("flag:1",)), drift=rated(3)), sheet("B", **BOTH))
    assert first(only) == ["Red flag (<@A>): SQL is guessed"]


def test_a_red_flag_of_any_answer_is_a_place_to_start_as_one_of_a_question_is() -> None:
    flagged = replace(sheet("U1", d1=rated(3)), seen=("Names tools, not what they were for",))
    assert "Red flag (<@U1>): names tools, not what they were for" in first(panel(flagged))


def test_red_flags_are_in_words_and_being_sure_of_something_wrong_is_one() -> None:
    answer = Answer(seen=("flag:1", "wrong", "limits"))
    assert flags_of(answer, LEAK) == ("sure of something wrong", "SQL is guessed")
    assert flags_of(Answer(seen=("flag:2",)), LEAK) == ()


def test_the_figures_are_of_what_was_rated() -> None:
    given = panel(sheet("A", leak=rated(4, clear=2)), sheet("B", leak=rated(3, clear=None)), missing=("C",))
    found = numbers(given, RAW)
    assert (found.cards_in, found.panel, found.raw, found.shown) == (2, 3, 3.0, None)
    data, ml = found.competencies
    assert (data.raw, data.panelists, data.ratings, data.headline) == (3.0, 2, 3, 3.0)
    assert (ml.raw, ml.panelists, ml.ratings, ml.headline) == (None, 0, 0, None)


def test_figures_of_the_fit_are_shown_only_where_it_says_calibrated() -> None:
    given = panel(sheet("A", **BOTH))
    fitted = Calibrated("calibrated", "", (3.4, 3.1, 3.7), {"data": (3.5, 3.2, 3.8)})
    found = numbers(given, fitted)
    assert (found.shown, found.low, found.high) == (3.4, 3.1, 3.7)
    assert [(one.headline, one.low, one.high) for one in found.competencies] == [
        (3.5, 3.2, 3.8),
        (3.0, None, None),
    ]
    raw = numbers(given, replace(fitted, status="too little is known"))
    assert (raw.shown, raw.low, raw.high) == (None, None, None)
    assert [one.headline for one in raw.competencies] == [3.0, 3.0]


def test_what_was_heard_far_from_the_score_is_said_and_a_topic() -> None:
    given = panel(sheet("A", **BOTH), sheet("B", **BOTH))
    fitted = Calibrated("calibrated", "", (3.4, 3.1, 3.7), {"data": (2.9, 2.6, 3.2)}, heard={"data": 2.55})
    assert first(given, fitted) == ["Data: heard at 2.6, shown at 2.9"]
    assert [one.heard for one in numbers(given, fitted).competencies] == [2.55, None]
    assert first(given, replace(fitted, heard={"data": 2.94})) == []
    raw = replace(fitted, status="too little is known")
    assert first(given, raw) == []
    assert [one.heard for one in numbers(given, raw).competencies] == [None, None]


@pytest.mark.parametrize(("score", "seen"), [(2.25, 2.3), (2.249, 2.2), (4.3, 4.0), (0.4, 1.0)])
def test_people_see_scores_inside_the_scale_rounded_half_up(score: float, seen: float) -> None:
    assert on_scale(score) == seen


def test_early_is_said_only_beside_a_score() -> None:
    early = Calibrated("calibrated", "", (3.4, 3.1, 3.7), early=True)
    assert numbers(panel(sheet("A", **BOTH)), early).early
    assert not numbers(panel(sheet("A", **BOTH)), replace(early, status="too little is known")).early


def test_recommendations_are_counted_the_strongest_yes_first() -> None:
    given = [
        replace(sheet("A"), recommendation=Recommendation.NO),
        replace(sheet("B"), recommendation=Recommendation.STRONG_YES),
        replace(sheet("C"), recommendation=Recommendation.NO),
        replace(sheet("D"), recommendation=None),
    ]
    assert list(numbers(panel(*given), RAW).recommendations.items()) == [("strong_yes", 1), ("no", 2)]


def test_quotes_are_in_question_order_and_say_what_was_asked_instead() -> None:
    other = Answer(Asked.OTHER, "Knew lineage.", {"depth": 3}, instead="Lineage")
    given = panel(sheet("A", leak=other), sheet("B", leak=rated(2)), sheet("C", leak=Answer()))
    found = quotes_of(given, "data")
    assert [(one.user_id, one.question, one.instead, one.text) for one in found] == [
        ("A", "Find the leak", "Lineage", "Knew lineage."),
        ("B", "Find the leak", None, "Named the check."),
    ]
    assert quotes_of(given, "ml") == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (" twelve chars ", "twelve chars"),
        ("exactly twelve", "exactly …"),
        ("averylongwordindeed", "averylongw …"),
        ("a longer text", "a longer …"),
    ],
)
def test_a_long_text_is_cut_at_a_words_end(text: str, wanted: str) -> None:
    assert cut(text, 12) == wanted
    assert len(cut(text, 12)) <= 12


def test_two_of_one_first_name_are_called_by_all_of_it() -> None:
    names = {"A": "Ada Kim", "B": "Ben Roy", "C": "Ada Lee"}
    given = replace(panel(), names=names)
    assert [given.name(one) for one in "ABCX"] == ["Ada Kim", "Ben", "Ada Lee", "somebody"]
