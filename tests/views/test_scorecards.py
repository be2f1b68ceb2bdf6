"""The scorecard's pages: anchors that fit the question, and red flags of any answer on the last page."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.kits import Kit, KitQuestion
from bot.domain.loops import CardState, Role, SeatState
from bot.domain.questions import Bank, Kind, Question, parse_bank
from bot.domain.scorecards import Answer, Asked, Card
from bot.ground.resources import read_question_files
from bot.views import kits
from bot.views.scorecards import last_page, needs_evidence, page
from sandbox.validation.views import check_view

START = datetime(2026, 6, 9, 9, tzinfo=UTC)
FLAGS = ("Names tools, not what they were for", "Stays sure of an error")


@pytest.fixture(scope="module")
def bank() -> Bank:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    return parsed


def of_kind(bank: Bank, kind: Kind) -> Question:
    return next(one for one in bank.all_questions if one.kind is kind and not one.prep)


def kit(*questions: Question, **more: Any) -> Kit:
    given: dict[str, Any] = {"links": "", "notes": "", "red_flags": FLAGS}
    return Kit(
        interview_id=1,
        loop_id=1,
        user_id="U1",
        role=Role.PANELIST,
        label="A. K.",
        name="Ada King",
        opening="ML engineer",
        start=START,
        minutes=45,
        state=SeatState.CONFIRMED,
        card=CardState.NONE,
        debrief_at=START,
        questions=tuple(KitQuestion(one, "MLOps", 15, "planned") for one in questions),
        opening_words="Hello.",
        closing_words="Goodbye.",
        **given | more,
    )


def card(seen: tuple[str, ...] = (), answers: Mapping[str, Answer] | None = None) -> Card:
    return Card(1, 1, "U1", answers or {}, seen=seen)


def options(view: Any, label: str) -> list[str]:
    block = next(one for one in view["blocks"] if one.get("label", {}).get("text") == label)
    return [one["text"]["text"] for one in block["element"]["options"]]


@pytest.mark.parametrize("kind", Kind)
def test_the_anchors_are_those_of_the_questions_kind(bank: Bank, kind: Kind) -> None:
    shown = page(kit(of_kind(bank, kind)), bank.rubric, card(), 0)
    assert check_view(shown) == []
    for dimension in bank.rubric.dimensions:
        wanted = [f"*{n}*  {text}" for n, text in enumerate(dimension.shorts(kind), 1)]
        assert options(shown, dimension.name) == [*wanted, "_Not assessed_"]


def test_a_disagreement_is_not_rated_by_latency_and_labels(bank: Bank) -> None:
    shown = str(page(kit(of_kind(bank, Kind.BEHAVIOURAL)), bank.rubric, card(), 0))
    assert "latency" not in shown


def test_red_flags_of_any_answer_are_asked_once_on_the_last_page(bank: Bank) -> None:
    of = kit(of_kind(bank, Kind.CODING), of_kind(bank, Kind.CONCEPT))
    assert not any(flag in str(page(of, bank.rubric, card(), number)) for flag in FLAGS for number in (0, 1))
    shown = last_page(of, card((FLAGS[1],)))
    assert check_view(shown) == []
    assert options(shown, "Anywhere in this interview") == list(FLAGS)
    ticked = next(one for one in shown["blocks"] if "initial_options" in one.get("element", {}))
    assert [one["value"] for one in ticked["element"]["initial_options"]] == [FLAGS[1]]


def test_a_red_flag_that_was_ticked_stays_where_the_files_changed() -> None:
    assert options(last_page(kit(), card(("An old one",))), "Anywhere in this interview") == [
        *FLAGS,
        "An old one",
    ]


def test_without_red_flags_nothing_is_asked_about_them() -> None:
    assert "Anywhere in this interview" not in str(last_page(kit(red_flags=()), card()))


def test_what_good_sounds_like_says_which_rating_it_is_and_what_each_means(bank: Bank) -> None:
    of = kit(*(of_kind(bank, kind) for kind in Kind))
    for shown in (kits.good(of, bank.rubric), kits.good_one(of, 0, bank.rubric)):
        assert check_view(shown) == []
        text = str(shown)
        for words in ("4 · strong", "3 · solid, what the level asks for", "1 · weak", "2 lies between"):
            assert words in text
        for dimension in bank.rubric.dimensions:
            assert all(repr(anchor.long.strip())[1:-1] in text for anchor in dimension.anchors)


def after(view: Any) -> list[tuple[str, bool]]:
    """The groups that say how an answer held: label, and whether it may be left out."""
    held = [one for one in view["blocks"] if "Got weaker" in str(one)]
    return [(one["label"]["text"], one.get("optional", False)) for one in held]


def test_each_planned_follow_up_is_a_group_of_which_the_first_is_needed(bank: Bank) -> None:
    question = of_kind(bank, Kind.SCENARIO)
    shown = page(kit(question), bank.rubric, card(), 0)
    first, second = question.kit_probes
    assert after(shown) == [(f"After “{first.ask}”", False), (f"After “{second.ask}”", True)]
    labels = [one["label"]["text"] for one in shown["blocks"] if one["type"] == "input"]
    assert labels[0] == "What did they say or do?"
    assert labels[3] == bank.rubric.dimensions[0].name, "facts stand before ratings"


def test_a_follow_up_of_ones_own_is_asked_for_from_the_menu_and_stays(bank: Bank) -> None:
    question = of_kind(bank, Kind.SCENARIO)
    of = kit(question)
    assert "I asked my own follow-up" in str(page(of, bank.rubric, card(), 0))
    told = Answer(own_probe="And at night?")
    for shown in (
        page(of, bank.rubric, card(), 0, own=True),
        page(of, bank.rubric, card(answers={question.id: told}), 0),
    ):
        assert check_view(shown) == []
        assert after(shown)[2] == ("After it", True)
        assert "Your own follow-up" in str(shown)


def test_where_something_else_was_asked_only_ones_own_follow_up_is_asked_about(bank: Bank) -> None:
    question = of_kind(bank, Kind.SCENARIO)
    shown = page(kit(question), bank.rubric, card(answers={question.id: Answer(Asked.OTHER)}), 0)
    assert after(shown) == [("After your follow-up", False)]


def test_where_nothing_was_assessed_slack_insists_on_nothing(bank: Bank) -> None:
    question = of_kind(bank, Kind.SCENARIO)
    nothing = Answer(ratings=dict.fromkeys(one.key for one in bank.rubric.dimensions))
    for answer, needed in ((nothing, False), (Answer(), True), (Answer(ratings={"clarity": None}), True)):
        shown = page(kit(question), bank.rubric, card(answers={question.id: answer}), 0)
        assert check_view(shown) == []
        assert needs_evidence(shown) is needed
        assert after(shown)[0][1] is not needed


def test_links_and_notes_are_folded_until_somebody_asks_for_them() -> None:
    of = kit(links="https://portfolio.example", notes="Referred by a colleague")
    folded, unfolded = kits.candidate(of, ZoneInfo("UTC")), kits.candidate(of, ZoneInfo("UTC"), unfolded=True)
    assert check_view(folded) == check_view(unfolded) == []
    assert "Ada King" in str(folded)
    assert not any(text in str(folded) for text in (of.links, of.notes))
    assert all(text in str(unfolded) for text in (of.links, of.notes))
    assert "Show links and notes" not in str(kits.candidate(kit(), ZoneInfo("UTC")))
