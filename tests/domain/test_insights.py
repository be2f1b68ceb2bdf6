"""How interviewing goes: each measure on companies of which the answer is known, and silent where too little is."""

import random
from datetime import date

import pytest

from bot.domain.agreed import RuleReads
from bot.domain.calibration.joint.severity import Severity
from bot.domain.insights import (
    AfterTalk,
    CoreAsked,
    Health,
    PastAsk,
    PastCard,
    PastDecision,
    PastScore,
    Spread,
    TimeToCard,
    Trouble,
    after_talk,
    agreement,
    core_asked,
    coverage,
    followed,
    own,
    question_health,
    report,
    spread,
    time_to_card,
    words,
)


def card(loop: int, hours: float | None, who: str = "U1", **said: int) -> PastCard:
    return PastCard(loop, 1, who, hours, **said)


def test_half_of_the_cards_are_in_by_the_median_and_an_early_one_took_no_time() -> None:
    cards = [card(n, hours) for n, hours in enumerate([-0.5, 0, 1, 2, 3, 5, 8, 23.9, 24, 25, 90])]
    assert time_to_card([*cards, card(99, None)]) == TimeToCard(5, 9, 11, 1)
    assert time_to_card(cards[:9]) is None


def leniencies(*values: float, shown: bool = True) -> list[Severity]:
    return [Severity(f"U{n}", 9, value, 0.1, 20, shown) for n, value in enumerate(values)]


def test_the_ends_of_severity_are_said_of_those_alone_of_whom_enough_is_known() -> None:
    known = leniencies(0.5, 0.1, 0.0, -0.2, -0.31)
    assert spread([*known, *leniencies(2.0, shown=False)]) == Spread(5, 6, 3, 0.5, 0.31)
    assert spread(known[:4]) is None


def test_nobody_is_called_severe_where_all_are_lenient() -> None:
    found = spread(leniencies(0.5, 0.4, 0.3, 0.2, 0.1))
    assert found == Spread(5, 5, 2, 0.5, 0.0)


def test_changes_after_the_talk_are_counted_from_ten_answers_up() -> None:
    same = [card(n, 1, recommended=3, now=3) for n in range(8)]
    moved = [card(8, 1, recommended=2, now=3), card(9, 1, recommended=3, now=4), card(10, 1, recommended=3)]
    assert after_talk([*same, *moved]) == AfterTalk(10, 2, 1)
    assert after_talk([*same, moved[0]]) is None


def test_decisions_are_counted_beside_what_the_rule_read_both_ways() -> None:
    read = [(RuleReads.MET, True)] * 7 + [(RuleReads.MET, False)] + [(RuleReads.NOT_MET, False)] * 2
    decisions = [PastDecision(n, *one) for n, one in enumerate([*read, (RuleReads.OPEN, True)])]
    found = followed(decisions)
    assert found is not None
    assert (found.decided[RuleReads.MET], found.forward[RuleReads.MET]) == (8, 7)
    assert (found.said, found.followed) == (10, 9)
    assert followed(decisions[1:]) is None


def scores(loops: int, noise: float, seed: int = 1) -> list[PastScore]:
    """Two panelists rate one competency of each candidate."""
    source = random.Random(seed)
    found = []
    for loop in range(loops):
        level = source.gauss(2.5, 0.8)
        for who in ("U1", "U2"):
            value = min(4, max(1, round(level + source.gauss(0, noise))))
            found.append(PastScore(loop, 1, who, "data", "q", value))
    return found


def test_people_who_see_the_same_agree_and_people_who_guess_do_not() -> None:
    agree, _ = agreement([], scores(400, 0.1))
    guess, _ = agreement([], scores(400, 30))
    assert agree is not None
    assert guess is not None
    assert agree.alpha > 0.75
    assert abs(guess.alpha) < 0.12
    assert agree.units == 400


def test_agreement_is_krippendorffs_own_example() -> None:
    """His table of 12 units by four observers (Computing Krippendorff's alpha-reliability, 2011): interval .849."""
    table = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    given = [
        PastScore(unit + 100 * copy, 1, f"U{who}", "data", "q", value)
        for copy in range(2)
        for who, row in enumerate(table)
        for unit, value in enumerate(row)
        if value is not None
    ]
    found, _ = agreement([], given)
    assert found is not None
    assert found.units == 22
    assert found.alpha == pytest.approx(0.849, abs=0.005)


def test_too_few_judged_twice_say_nothing_of_agreement() -> None:
    cards = [card(n, 1, who, recommended=3) for n in range(19) for who in ("U1", "U2")]
    assert agreement(cards, scores(19, 0.1)) == (None, None)
    alone = [one for one in scores(60, 0.1) if one.panelist == "U1"]
    assert agreement([], alone) == (None, None)


def test_where_everybody_gives_the_same_there_is_nothing_to_agree_on() -> None:
    given = [PastScore(loop, 1, who, "data", "q", 3) for loop in range(40) for who in ("U1", "U2")]
    assert agreement([], given) == (None, None)


def test_coverage_counts_the_loops_that_saw_a_competency_once_and_twice() -> None:
    given = [PastScore(1, 7, "U1", "data", "q", 3), PastScore(1, 7, "U2", "data", "q", 3)]
    given += [PastScore(2, 7, "U1", "data", None, 3)]
    (found,) = coverage({1: 7, 2: 7, 3: 7}, {7: ("data", "team")}, given)
    assert found.seen == {"data": (2, 1), "team": (0, 0)}
    assert found.unseen == 4


def ask(
    loop: int, question: str, *, asked: bool = True, replaced: bool = False, version: str = "1"
) -> PastAsk:
    return PastAsk(loop, 7, question, version, "data", asked, replaced)


def test_core_is_what_half_of_an_openings_loops_were_planned_with() -> None:
    asks = [ask(loop, "core", asked=loop != 4) for loop in (1, 2, 3, 4)]
    asks += [ask(1, "half"), ask(2, "half", asked=False, replaced=True), ask(3, "rare")]
    assert core_asked(dict.fromkeys((1, 2, 3, 4), 7), asks) == (CoreAsked(7, 2, 6, 4, 1),)
    assert core_asked(dict.fromkeys((1, 2, 3), 7), asks) == ()


def company(loops: int, tells: bool, seed: int = 3) -> tuple[list[PastAsk], list[PastScore]]:
    """A question that follows the candidate's level, or only chance, beside two that follow it."""
    source = random.Random(seed)
    asks, given = [], []
    for loop in range(loops):
        level = source.gauss(2.5, 0.7)
        for question in ("q", "other", "third"):
            asks.append(ask(loop, question))
            centre = level if tells or question != "q" else source.gauss(2.5, 0.7)
            value = min(4, max(1, round(centre + source.gauss(0, 0.4))))
            given.append(PastScore(loop, 7, f"U{question}", "data", question, value))
    return asks, given


def health_of(
    question: str, asks: list[PastAsk], given: list[PastScore]
) -> tuple[Health, tuple[Trouble, ...]]:
    found = next(one for one in question_health(asks, given) if one.question == question)
    return found.health, found.troubles


def test_a_question_that_tells_what_the_others_tell_is_kept() -> None:
    assert health_of("q", *company(40, tells=True)) == (Health.KEEP, ())


def test_a_question_that_tells_nothing_is_retired_once_enough_candidates_had_it() -> None:
    assert health_of("q", *company(120, tells=False)) == (Health.RETIRE, (Trouble.SAYS_LITTLE,))
    assert health_of("q", *company(10, tells=False)) == (Health.KEEP, ())


def test_a_question_that_tells_what_others_tell_is_seldom_retired_by_chance() -> None:
    said = [health_of("q", *company(25, tells=True, seed=seed))[0] for seed in range(100)]
    assert said.count(Health.RETIRE) <= 2


def test_a_question_is_rewritten_that_is_not_reached_or_replaced_in_a_third_of_its_interviews() -> None:
    late = [ask(n, "late", asked=n > 1) for n in range(6)]
    assert health_of("late", late, []) == (Health.REWRITE, (Trouble.NOT_REACHED,))
    dull = [ask(n, "dull", asked=n > 1, replaced=n <= 1) for n in range(6)]
    assert health_of("dull", dull, []) == (Health.REWRITE, (Trouble.REPLACED,))
    assert health_of("late", late[:5], []) == (Health.TOO_FEW, ())


def test_a_question_that_gives_everybody_the_same_is_rewritten() -> None:
    asks, given = company(20, tells=True)
    flat = [
        one if one.question != "q" else PastScore(one.loop, 7, one.panelist, "data", "q", 3) for one in given
    ]
    assert health_of("q", asks, flat) == (Health.REWRITE, (Trouble.ALIKE,))


def test_new_words_are_a_new_question() -> None:
    asks = [ask(n, "q", asked=False) for n in range(9)] + [ask(9, "q", version="2")]
    (found,) = question_health(asks, [])
    assert (found.version, found.planned, found.health) == ("2", 1, Health.TOO_FEW)


def test_ones_own_times_stand_beside_at_least_three_others() -> None:
    cards = [
        card(n, hours, who)
        for who, hours in (("U1", 9.0), ("U2", 1), ("U3", 2), ("U4", 30))
        for n in range(5)
    ]
    found = own(cards, "U1")
    assert found is not None
    assert (found.hours, found.others_hours, found.others) == (9.0, 2, 3)
    assert own(cards[:15], "U1") is None
    assert own(cards[1:], "U1") is None


def test_nothing_is_said_of_a_workspace_without_a_debrief() -> None:
    found = report(date(2025, 11, 26), {}, 0, [], [], [], [], {})
    assert (
        words.scope(found) == "No debrief has opened since 26 November 2025, so there is nothing to say yet."
    )
