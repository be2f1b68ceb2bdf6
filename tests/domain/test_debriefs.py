"""What a debrief says of a panel's scorecards, rule by rule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.debriefs import (
    AskedQuestion,
    Bar,
    Beside,
    Calibrated,
    Earlier,
    Fragile,
    HandedIn,
    Panel,
    Place,
    adding_up,
    cut,
    flags_of,
    in_hundredths,
    numbers,
    on_scale,
    quotes_of,
    speaking_order,
    words,
)
from bot.domain.scorecards import Answer, Asked, Probed, Recommendation, Sureness

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
    found = numbers(given, calibrated)
    return [words.topic(topic).text(str) for topic in found.talk_first]


def nothing(given: Panel, calibrated: Calibrated = RAW) -> str:
    found = numbers(given, calibrated).nothing_open
    assert found is not None
    return words.nothing_open(found).text(str)


BOTH: Mapping[str, Answer] = {"leak": rated(3), "drift": rated(3)}


@pytest.mark.parametrize(
    ("cards", "quorum", "short"), [(1, 2, True), (2, 2, False), (3, 2, False), (0, 1, True)]
)
def test_only_fewer_scorecards_than_the_quorum_are_too_few(cards: int, quorum: int, short: bool) -> None:
    sheets = [sheet(f"U{n}", **BOTH) for n in range(cards)]
    found = words.too_few(numbers(panel(*sheets, quorum=quorum), RAW))
    said = f"Too few scorecards: {cards} in, this opening wants {quorum}"
    assert (found.text(str) if found else None) == (said if short else None)


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
        (4, 2, "Data: A above the scale's middle, B below. B starts."),
        (2, 3, "Data: B above the scale's middle, A below. A starts."),
        (4, 3, None),
        (1, 2, None),
        (4, None, None),
    ],
)
def test_panelists_on_both_sides_of_the_scales_middle_are_a_place_to_start(
    one: int, other: int | None, said: str | None
) -> None:
    given = panel(sheet("A", leak=rated(one), drift=rated(3)), sheet("B", leak=rated(other), drift=rated(3)))
    assert [line for line in first(given) if "middle" in line] == ([said] if said else [])


def test_sides_are_taken_once_severity_is_out() -> None:
    given = panel(sheet("A", leak=rated(3), drift=rated(4)), sheet("B", leak=rated(2), drift=rated(4)))
    scores = {"data": (2.5, 2.0, 3.0), "ml": (3.0, 2.5, 3.5)}
    fitted = Calibrated("calibrated", "", (2.8, 2.5, 3.1), scores, leniency={"A": 0.1, "B": -0.1})
    assert first(given, fitted) == ["Data: A above the scale's middle, B below. B starts."]
    lenient = replace(fitted, leniency={"A": 0.6, "B": -0.1})
    assert first(given, lenient) == []
    turned = replace(fitted, leniency={"A": 0.7, "B": -0.7})
    assert first(given, turned) == [
        "Data: panelists on both sides of the scale's middle, severity taken out. B starts."
    ]
    assert first(given, replace(lenient, status="too little is known")) != []


def test_on_the_middle_as_printed_is_on_neither_side() -> None:
    given = panel(sheet("A", leak=rated(3), drift=rated(3)), sheet("B", leak=rated(2), drift=rated(3)))
    fitted = Calibrated("calibrated", "", (2.8, 2.5, 3.1), {"data": (2.5, 2, 3)}, leniency={"A": 0.46})
    assert first(given, fitted) == []


def test_among_three_or_more_nobody_is_said_to_be_alone() -> None:
    given = panel(
        *(sheet(who, leak=rated(n), drift=rated(3)) for who, n in zip("ABC", (4, 3, 1), strict=True))
    )
    assert first(given) == ["Data: panelists on both sides of the scale's middle. C starts."]


def test_the_widest_difference_comes_first() -> None:
    one = sheet("A", leak=rated(3), drift=rated(4))
    other = sheet("B", leak=rated(1), drift=rated(1))
    assert [line.split(":")[0] for line in first(panel(one, other))] == ["ML systems", "Data"]


def test_must_haves_come_first_and_are_held_against_their_bar() -> None:
    given = panel(
        replace(sheet("A", leak=rated(4)), recommendation=Recommendation.STRONG_YES),
        replace(sheet("B", leak=rated(3)), recommendation=Recommendation.NO),
    )
    bars = {"data": Bar(3.5, must_have=True), "ml": Bar(3, must_have=True)}
    assert first(replace(given, bars=bars)) == [
        "ML systems, a must-have: nobody rated it. Lead starts.",
        "Data, a must-have: A above the bar, B below. B starts.",
        "Strong yes against no, both fairly sure. B starts.",
    ]


SPLITS = {
    "two, equally sure": ([("yes", "very"), ("no", "very")], "Yes against no, both very sure. B starts."),
    "several, equally sure": (
        [("yes", "very"), ("yes", "very"), ("strong_no", "very")],
        "Yes against strong no, all of these very sure. C starts.",
    ),
    "not equally sure": (
        [("strong_yes", "very"), ("no", "not_sure")],
        "Strong yes against no, strong yes very sure, no not sure. B starts.",
    ),
    "not equally sure on one side": (
        [("yes", "very"), ("yes", "not_sure"), ("no", "very")],
        "Yes against no. C starts.",
    ),
    "all for it": ([("yes", "very"), ("strong_yes", "very")], None),
    "all against it": ([("no", "very"), ("strong_no", "very")], None),
    "nobody recommends": ([], None),
}


@pytest.mark.parametrize(("given", "said"), SPLITS.values(), ids=SPLITS)
def test_split_recommendations(given: list[tuple[str, str]], said: str | None) -> None:
    cards = [
        replace(sheet(who, **BOTH), recommendation=Recommendation(kind), sureness=Sureness(sure))
        for who, (kind, sure) in zip("ABC", given, strict=False)
    ]
    cards.append(replace(sheet("D", **BOTH), recommendation=None))
    assert [line for line in first(panel(*cards)) if "against" in line] == ([said] if said else [])


def test_an_answer_that_got_weaker_is_said_with_who_probed() -> None:
    weaker = replace(rated(3), probed=Probed.WEAKER)
    held = replace(rated(3), probed=Probed.HELD)
    one = panel(sheet("A", leak=weaker, drift=held), sheet("B", **BOTH))
    assert first(one) == ["Data: got weaker when A probed. A starts."]
    both = panel(sheet("A", leak=weaker, drift=held), sheet("B", leak=replace(weaker, ratings={"depth": 4})))
    assert first(both)[0] == "Data: got weaker when A and B probed. A starts."
    alone = panel(sheet("A", leak=weaker, drift=rated(4)), sheet("B", drift=rated(4)))
    assert first(alone) == ["Data: A alone rated it, and it got weaker when probed. A starts."]


def test_what_nobody_rated_is_said_and_of_what_one_person_saw_the_lowest() -> None:
    given = panel(sheet("A", leak=rated(3)), sheet("B"))
    assert first(given) == ["ML systems: nobody rated it. Lead starts."]
    lowest = panel(sheet("A", leak=rated(3), drift=rated(4)), sheet("B", drift=rated(4)))
    assert first(lowest) == ["Data: the lowest score, 3.0, and A alone rated it. A starts."]
    alike = panel(sheet("A", leak=rated(4), drift=rated(4)), sheet("B", drift=rated(4)))
    assert first(alike) == []
    assert first(panel(sheet("A", **BOTH))) == []


def test_without_an_open_point_it_is_not_said_that_people_agree() -> None:
    start = "Start with what each of you would still ask."
    two = panel(sheet("A", leak=rated(3)), sheet("B", drift=rated(3)))
    assert nothing(two) == (
        f"No open point found. That isn't agreement: one person saw Data, one saw ML systems. {start}"
    )
    one = panel(sheet("A", **BOTH), sheet("B"))
    assert (
        nothing(one)
        == f"No open point found. That isn't agreement: one person saw Data and ML systems. {start}"
    )
    all_seen = panel(sheet("A", **BOTH), sheet("B", **BOTH))
    assert nothing(all_seen) == (
        "No open point found. That isn't agreement: it says only that nothing that I look for was there. "
        + start
    )
    assert nothing(panel(sheet("A", **BOTH))) == "One scorecard is in, so there is nothing to compare."
    assert nothing(panel()) == "No scorecard is in, so there is nothing to talk about yet."


def test_two_very_sure_and_opposed_are_never_said_to_be_near() -> None:
    weaker = {id: replace(answer, probed=Probed.WEAKER) for id, answer in BOTH.items()}
    a = replace(sheet("A", **weaker), recommendation=Recommendation.STRONG_YES, sureness=Sureness.VERY)
    b = replace(
        sheet("B", leak=replace(weaker["leak"], ratings={"depth": 2}), drift=weaker["drift"]),
        recommendation=Recommendation.STRONG_NO,
        sureness=Sureness.VERY,
    )
    assert first(panel(a, b)) == [
        "Strong yes against strong no, both very sure. B starts.",
        "Data: A above the scale's middle, B below. B starts.",
        "Data: got weaker when A and B probed. B starts.",
        "ML systems: got weaker when A and B probed. A starts.",
    ]


def test_a_red_flag_is_said_and_who_ticked_it_starts() -> None:
    given = panel(
        sheet("A", leak=replace(rated(3), seen=("flag:0", "flag:1")), drift=rated(3)), sheet("B", **BOTH)
    )
    assert first(given) == ["Red flag: blames the tool. A starts.", "Red flag: SQL is guessed. A starts."]
    both = panel(
        *(sheet(who, leak=replace(rated(3), seen=("flag:1",)), drift=rated(3)) for who in "AB"),
    )
    assert first(both) == ["Red flag: SQL is guessed. A starts."]


def test_a_card_that_was_changed_after_it_was_in_is_said() -> None:
    changed = replace(sheet("A", **BOTH), revised=True)
    assert first(panel(changed, sheet("B", **BOTH))) == [
        "Revised: A changed the scorecard after it was in. A starts."
    ]
    both = panel(changed, replace(sheet("B", **BOTH), revised=True))
    assert first(both) == ["Revised: A and B changed their scorecards after they were in. A starts."]


def test_a_red_flag_of_any_answer_is_a_place_to_start_as_one_of_a_question_is() -> None:
    flagged = replace(sheet("U1", d1=rated(3)), seen=("Names tools, not what they were for",))
    assert "Red flag: names tools, not what they were for. U1 starts." in first(panel(flagged))


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
    assert first(given, fitted) == ["Data: heard at 2.6, its score is 2.9. A starts."]
    assert [one.heard for one in numbers(given, fitted).competencies] == [2.55, None]
    assert first(given, replace(fitted, heard={"data": 2.94})) == []
    above = replace(fitted, heard={"data": 3.25})
    assert first(given, above) == []
    raw = replace(fitted, status="too little is known")
    assert first(given, raw) == []
    assert [one.heard for one in numbers(given, raw).competencies] == [None, None]


@pytest.mark.parametrize(
    ("score", "tenths", "hundredths"),
    [(3.25, 3.3, 3.25), (2.249, 2.2, 2.24), (2.2449, 2.2, 2.24), (3.0556, 3.1, 3.06), (4.3, 4.0, 4.0)],
)
def test_hundredths_round_to_the_tenth_that_stands_beside_them(
    score: float, tenths: float, hundredths: float
) -> None:
    assert (on_scale(score), in_hundredths(score)) == (tenths, hundredths)
    assert on_scale(in_hundredths(score)) == on_scale(score)


@pytest.mark.parametrize(
    ("parts", "total", "said"),
    [
        ((0.104, 0.052, 0.0), 0.16, (0.11, 0.05, 0.0)),
        ((-0.104, 0.104, 0.0), 0.0, (-0.10, 0.10, 0.0)),
        ((0.333, 0.333, 0.334), 1.0, (0.33, 0.33, 0.34)),
        ((0.004, 0.0, 0.0), 0.0, (0.0, 0.0, 0.0)),
        ((0.105, -0.1, 0.0), -0.01, (0.10, -0.11, 0.0)),
    ],
)
def test_rounded_parts_add_up_to_what_is_printed(
    parts: tuple[float, ...], total: float, said: tuple[float, ...]
) -> None:
    found = adding_up(dict(enumerate(parts)), total)
    assert tuple(found.values()) == pytest.approx(said)
    assert sum(found.values()) == pytest.approx(total)


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


FOUR = {"data": (3.0, 2.6, 3.4), "ml": (2.7, 2.3, 3.1)}


def test_scores_that_move_by_more_than_half_their_range_are_fragile() -> None:
    given = panel(sheet("A", leak=rated(3), drift=rated(2)), sheet("B", leak=rated(3), drift=rated(2)))
    left_out = {"A": {"data": 2.7, "ml": 2.2}, "B": {"data": 3.1, "ml": 2.8}}
    found = numbers(given, Calibrated("calibrated", "", (2.8, 2.5, 3.1), FOUR, left_out=left_out)).standing
    assert (found.firm, found.one_only) == (("Data",), ())
    assert found.fragile == (Fragile("ML systems", agreed=False, left_out=True, uncalibrated=True),)
    assert [one.text(str) for one in words.standing(found)] == [
        "Firm: Data moves by no more than half its range, whoever is left out, and without calibration.",
        "Fragile: ML systems moves by more than half its range if one panelist is left out or without calibration.",
    ]


def test_with_a_bar_a_score_is_fragile_that_changes_sides() -> None:
    given = panel(sheet("A", leak=rated(3), drift=rated(3)), sheet("B", leak=rated(3), drift=rated(3)))
    given = replace(given, bars={"data": Bar(2.9), "ml": Bar(2)})
    left_out = {"A": {"data": 2.89, "ml": 2.1}, "B": {"data": 3.1, "ml": 2.8}}
    found = numbers(given, Calibrated("calibrated", "", (2.8, 2.5, 3.1), FOUR, left_out=left_out)).standing
    assert [one.text(str) for one in words.standing(found)] == [
        "Firm: ML systems stays on its side of the bar, whoever is left out, and without calibration.",
        "Fragile: Data changes sides of the bar if one panelist is left out.",
    ]


def test_what_rests_on_one_person_stands_apart() -> None:
    given = panel(sheet("A", leak=rated(3), drift=rated(3)), sheet("B", drift=rated(3)))
    fitted = Calibrated(
        "calibrated", "", (2.8, 2.5, 3.1), FOUR, left_out={"A": {"ml": 2.7}, "B": {"ml": 2.7}}
    )
    found = numbers(given, fitted).standing
    assert (found.firm, found.fragile, found.one_only) == (("ML systems",), (), ("Data",))
    assert numbers(given, RAW).standing.one_only == ("Data",)
    assert numbers(panel(sheet("A", **BOTH)), RAW).standing.one_only == ()


@pytest.mark.parametrize(
    ("candidates", "above", "below", "third"),
    [
        (5, 0, 4, None),
        (6, 0, 5, "upper"),
        (6, 1, 4, "upper"),
        (6, 2, 3, "middle"),
        (6, 3, 2, "middle"),
        (6, 4, 1, "lower"),
        (6, 0, 0, "middle"),
        (7, 2, 4, "upper"),
        (7, 3, 3, "middle"),
    ],
)
def test_in_which_third_a_candidate_lies_is_said_from_six_up(
    candidates: int, above: int, below: int, third: str | None
) -> None:
    assert Place(candidates, above, below).third == third


@pytest.mark.parametrize(
    ("moved_by", "said"),
    [
        ((), "1 to 4, hardly changed by calibration; 80% ranges"),
        (("severity",), "1 to 4, corrected for severity; 80% ranges"),
        (("questions", "rest"), "1 to 4, corrected for questions, and drawn to the middle; 80% ranges"),
        (("rest",), "1 to 4, drawn to the middle; 80% ranges"),
    ],
)
def test_only_causes_that_moved_something_are_named(moved_by: tuple[str, ...], said: str) -> None:
    fitted = Calibrated("calibrated", "", (3.4, 3.1, 3.7), moved_by=moved_by)
    assert words.scale(numbers(panel(sheet("A", **BOTH)), fitted)) == said


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (Earlier(), "the first debrief"),
        (Earlier(1), "1 loop debriefed before"),
        (Earlier(1, 1), "1 loop debriefed before, a sample"),
        (Earlier(60, 60), "60 loops debriefed before, all of them samples"),
        (Earlier(61, 60), "61 loops debriefed before, 60 of them samples"),
        (Earlier(3, 1), "3 loops debriefed before, 1 of them a sample"),
    ],
)
def test_made_up_loops_are_called_samples(earlier: Earlier, said: str) -> None:
    assert words.so_far(earlier) == said


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        (Beside("B. L.", 0.34, 0.82), "B. L.: 0.3 below this candidate; 8 in 10 that it is below"),
        (Beside("B. L.", -0.34, 0.18), "B. L.: 0.3 above this candidate; 8 in 10 that it is above"),
        (Beside("B. L.", -0.9, 0.01), "B. L.: 0.9 above this candidate; almost certainly above"),
        (Beside("B. L.", 0.06, 0.54), "B. L.: 0.1 below this candidate; the two can't be told apart"),
        (
            Beside("B. L.", 0.04, 0.58, sample=True),
            "B. L. (a sample): less than 0.05 from this candidate; 6 in 10 that it is below",
        ),
    ],
)
def test_other_candidates_are_said_with_difference_and_chance(beside: Beside, said: str) -> None:
    assert words.beside(beside) == said


def test_a_score_that_was_learned_from_samples_says_so() -> None:
    fitted = Calibrated("calibrated", "", (3.4, 3.1, 3.7), samples=60)
    assert words.scale(numbers(panel(sheet("A", **BOTH)), fitted)).endswith(" · learned from 60 sample loops")
    raw = replace(fitted, status="too little is known")
    assert "sample" not in words.scale(numbers(panel(sheet("A", **BOTH)), raw))


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.78, "8 in 10 that it is above the middle of the scale, 2.5."),
        (0.97, "Almost certainly above the middle of the scale, 2.5."),
        (0.01, "Almost certainly not above the middle of the scale, 2.5."),
    ],
)
def test_chances_are_said_in_tenths(chance: float, said: str) -> None:
    fitted = Calibrated("calibrated", "", (3.4, 3.1, 3.7), {"data": (3.5, 3.2, 3.8)}, above={"data": chance})
    data, ml = numbers(panel(sheet("A", **BOTH)), fitted).competencies
    assert (words.above_bar(data), words.above_bar(ml)) == (said, "")
