from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.prep import Rating, Settings, Standing, Week, Why
from bot.domain.prep.states import Day, NothingLeft, Overview, Step
from bot.domain.questions import Kind, Level, Question
from bot.views import prep as views
from bot.views import prep_interview
from bot.views import prep_settings as setting_views
from bot.views.blocks import home_tab
from bot.views.prep_week import nothing_left, week_message
from sandbox.validation import check_message, check_view
from tests.packaged import read_bank

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SETTINGS = Settings("data_scientist", Level.MID, 9, ZoneInfo("Europe/Berlin"))
QUESTIONS = read_bank().questions(prep=True)
LONGEST = "Kingston upon Hull and Newcastle upon Tyne"


def day(question: Question, step: Step, **more: object) -> Day:
    bank = read_bank()
    assert bank.prep is not None
    facts = {
        "send_id": 12345,
        "question": question,
        "competency": bank.competency(question.competency).name,
        "settings": SETTINGS,
        "why": Why.EARLY,
        "step": step,
        "follow_up": question.probes[0].ask,
        "heard": question.probes[0].hear,
        "three_questions": bank.prep.three_questions if question.kind is Kind.CONCEPT else (),
        "structure": bank.prep.structure(question.kind),
    }
    return Day(**{**facts, **more})  # type: ignore[arg-type]


def subscription(**more: object) -> Overview:
    facts = {
        "target": "U012345678",
        "settings": SETTINGS,
        "paused": False,
        "next_at": NOW,
        "streak": 6,
        "rated": 40,
        "started": date(2026, 1, 1),
    }
    return Overview(**{**facts, **more})  # type: ignore[arg-type]


def checked(content: tuple[str, list[dict[str, object]]]) -> str:
    """The blocks as text; none may be refused by Slack."""
    text, blocks = content
    assert check_message({"channel": "C1", "text": text, "blocks": blocks}) == []
    return str(blocks)


@pytest.mark.parametrize("step", list(Step))
def test_every_prep_question_fits_a_message_in_every_step(step: Step) -> None:
    assert len(QUESTIONS) >= 20
    for question in QUESTIONS:
        checked(views.message(day(question, step, rating=Rating.GOOD, back_in=3, streak=6)))


def test_every_prep_question_fits_its_modals() -> None:
    for question in QUESTIONS:
        shown = day(question, Step.SHOWN, answer="x" * 3000)
        for view in (
            views.structure(shown),
            views.answer_form(shown),
            views.shared(shown, shown=False),
            views.shared(shown, shown=True),
        ):
            assert check_view(view) == []


def test_nobody_can_rate_before_they_answered_and_saw_the_follow_up() -> None:
    question = QUESTIONS[0]
    for step in (Step.ASKED, Step.FOLLOWED):
        said = checked(views.message(day(question, step)))
        assert "prep.grade" not in said
        assert question.red_flags[0] not in said
    assert question.probes[0].ask not in checked(views.message(day(question, Step.ASKED)))


def test_every_concept_comes_with_the_three_questions() -> None:
    concept = next(one for one in QUESTIONS if one.kind is Kind.CONCEPT)
    said = checked(views.message(day(concept, Step.FOLLOWED)))
    material = read_bank().prep
    assert material is not None
    for one in material.three_questions:
        assert one.ask in said


def test_a_question_that_comes_early_says_so() -> None:
    assert "before its time" in checked(views.message(day(QUESTIONS[0], Step.ASKED)))
    assert "before its time" not in checked(views.message(day(QUESTIONS[0], Step.ASKED, why=Why.DUE)))


def test_a_strong_answer_is_a_list_of_its_points() -> None:
    assert views._points("Doubts it. asks for cost; plans checks.") == [
        "Doubts it",
        "Asks for cost",
        "Plans checks",
    ]


def test_the_first_line_is_neutral_and_the_question_is_read_aloud() -> None:
    text, blocks = views.message(day(QUESTIONS[0], Step.ASKED))
    first, place, asked, *_ = text.splitlines()
    assert (first, blocks[0]["text"]["text"]) == ("Question of the day", "Question of the day")
    assert place == "0 topics seen, 0 weak"
    assert asked == QUESTIONS[0].prompt.strip().splitlines()[0]


@pytest.mark.parametrize("paused", [True, False])
@pytest.mark.parametrize("target", ["U012345678", "C012345678"])
def test_settings_and_all_messages_around_them_fit_slack(paused: bool, target: str) -> None:
    known = subscription(paused=paused, target=target, is_channel=target.startswith("C"))
    named = tuple((f"Topic {n}", f"topic-{n}") for n in range(20))
    offer = setting_views.Offer(named, named)
    for view in (
        setting_views.form(known, "Asia/Kathmandu", offer, target, for_channel=known.is_channel),
        setting_views.form(None, "America/Argentina/ComodRivadavia", offer),
        home_tab(setting_views.home_part(known, NOW)),
        home_tab(setting_views.home_part(None, NOW)),
    ):
        assert check_view(view) == []
    for content in (
        ("Prep", setting_views.state(known, NOW)),
        setting_views.welcome(known, NOW),
        setting_views.paused(known),
        setting_views.lost(known),
    ):
        checked(content)


STANDS = Standing(
    ("Rare class",), ("Keys and joins",), ("Scales and units", "Honest split"), ("Plan a test",)
)
WEEK = Week(date(2026, 11, 29), 6, 5, True, 4, STANDS, Standing(("Rare class",) * 5))


def test_a_week_is_told_in_a_line_a_chart_and_words() -> None:
    bank = read_bank()
    assert bank.prep is not None
    for tip in bank.prep.tips:
        assert "*5 of 6 questions answered*, today's included. 4 questions in a row." in checked(
            week_message(WEEK, tip)
        )
    text, blocks = week_message(WEEK, None)
    [shown] = [block["chart"] for block in blocks if block["type"] == "data_visualization"]
    assert shown["axis_config"]["categories"] == ["Unseen", "Weak", "Growing", "Learned"]
    assert [point["value"] for one in shown["series"] for point in one["data"]] == [1, 1, 2, 1]
    assert "Of 5 topics: 1 unseen, 1 weak, 2 growing, 1 learned." in text
    assert "A week ago: 5 unseen, 0 weak" in text
    assert "Weak: Keys and joins." in text
    assert "Weakest one now" in str(blocks)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"own": False}, "today's still waits for you."),
        ({"own": None}, "there was none today."),
        ({"days_left": 3, "left": 1}, "3 days to your interview, 1 question left."),
        ({"days_left": 1, "left": 0}, "1 day to your interview, no more questions before it."),
        ({"now": Standing(("Rare class",))}, "A short one now"),
    ],
)
def test_a_week_says_what_of_today_and_of_what_is_to_come(changes: dict[str, Any], said: str) -> None:
    assert said in str(week_message(replace(WEEK, **changes), None))


def test_a_week_without_an_answer_has_no_chart() -> None:
    _, blocks = week_message(Week(date(2026, 11, 29), 3, 0, False, 0, Standing(("Rare class",))), None)
    assert [block["type"] for block in blocks] == ["section", "context", "actions"]


def test_many_weak_topics_are_named_up_to_eight() -> None:
    many = Standing(weak=tuple(f"T{number}" for number in range(11)))
    assert "T7 and 3 more" in str(week_message(replace(WEEK, now=many), None))


def left(**more: Any) -> NothingLeft:
    facts: dict[str, Any] = {
        "settings": SETTINGS,
        "had": 90,
        "known": STANDS,
        "next": date(2026, 11, 28),
        "is_channel": False,
    }
    return NothingLeft(**facts | more)


def test_a_day_without_a_question_says_what_they_had_and_from_when_one_comes() -> None:
    said = checked(nothing_left(left()))
    assert (
        "You have had all 90 questions on your topics at mid level. The next can come on Sat 28 Nov." in said
    )
    assert "Weakest one now" in said
    assert "can come" not in checked(nothing_left(left(next=None)))
    assert "None is left on your topics" in checked(nothing_left(left(had=0)))
    in_channel = checked(nothing_left(left(is_channel=True)))
    assert "Of 5 topics" not in in_channel
    assert "Weakest one now" not in in_channel


def test_the_head_says_how_far_they_are_and_the_first_is_meant_to_go_well() -> None:
    short = next(one for one in QUESTIONS if one.minutes <= 8 and one.kind is Kind.CONCEPT)
    assert "9 topics seen, 3 weak" in checked(views.message(day(short, Step.ASKED, seen=9, weak=3)))
    dated = day(short, Step.ASKED, seen=1, weak=0, days_left=6)
    assert "6 days to your interview · 1 topic seen, 0 weak" in checked(views.message(dated))
    assert "Your first one: short, and meant to go well" in checked(
        views.message(day(short, Step.ASKED, first=True))
    )
    long = next(one for one in QUESTIONS if one.minutes > 8)
    assert "meant to go well" not in checked(views.message(day(long, Step.ASKED, first=True)))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"back_in": 3}, "Back in 3 days"),
        ({"days_left": 6, "back_on": date(2026, 11, 28)}, "Back from Sat 28 Nov on, before your interview"),
        ({"days_left": 6}, "Not again before your interview"),
        ({"learned": "Keys and joins"}, "Learned: keys and joins."),
    ],
)
def test_what_was_rated_says_when_it_comes_back_and_what_is_learned(facts: dict[str, Any], said: str) -> None:
    assert said in checked(views.message(day(QUESTIONS[0], Step.GRADED, rating=Rating.GOOD, **facts)))


def test_a_strong_answer_is_said_in_numbered_points_and_heard_by_the_same_numbers() -> None:
    question = next(one for one in QUESTIONS if one.said and one.code is None)
    said = checked(views.message(day(question, Step.SHOWN)))
    assert "A strong answer, in a minute" in said
    lists = [
        part["elements"]
        for block in views.message(day(question, Step.SHOWN))[1]
        for part in block.get("elements", ())
        if part.get("style") == "ordered"
    ]
    assert [len(one) for one in lists] == [len(question.said)] * 2
    coding = next(one for one in QUESTIONS if one.code)
    assert coding.code is not None
    text = views.message(day(coding, Step.SHOWN))[0]
    assert coding.code.source.splitlines()[0] in text


def test_the_eve_names_three_to_rely_on_and_consoles_nobody() -> None:
    text, blocks = prep_interview.eve(STANDS, has_answers=True)
    assert text.startswith("Tomorrow is your interview")
    assert "5 topics" not in text
    assert "answered on 4 topics; 3 went well" in text
    assert [word in text for word in ("Plan a test", "Honest split", "Scales and units")] == [True] * 3
    assert "Read my answers" in str(blocks)
    bare, blocks = prep_interview.eve(Standing(), has_answers=False)
    assert "rely" not in bare
    assert "answered" not in bare
    assert "Read my answers" not in checked((bare, blocks))


def test_the_day_after_says_which_day_it_was_and_asks_nothing() -> None:
    said = checked(prep_interview.over(date(2026, 11, 27), date(2026, 11, 28)))
    assert "Your interview was yesterday, so prep is paused." in said
    assert "?" not in said.replace("Stop and delete?", "")
    assert "was on Fri 27 Nov" in checked(prep_interview.over(date(2026, 11, 27), date(2026, 11, 30)))


def test_the_date_has_a_form_of_its_own_that_says_what_it_leaves_room_for() -> None:
    dated = subscription(settings=replace(SETTINGS, interview=date(2026, 11, 27)))
    view = prep_interview.date_form(dated, date(2026, 11, 23))
    assert check_view(view) == []
    assert "Until then 2 questions are still to come." in str(view)
    assert "2026-11-27" in str(view)
    past = prep_interview.date_form(dated, date(2026, 11, 28))
    assert "2026-11-27" not in str(past)
    assert check_view(prep_interview.answers([("Prompt?", "x" * 3000)] * 20)) == []


def test_a_saved_date_says_what_it_means() -> None:
    today = date(2026, 11, 23)
    dated = subscription(settings=replace(SETTINGS, interview=date(2026, 11, 27)))
    assert "interview is on Fri 27 Nov. From tomorrow on 2 questions are to come." in prep_interview.planned(
        dated, today
    )
    assert "No further day has a question before it." in prep_interview.planned(dated, date(2026, 11, 25))
    assert "No date is set." in prep_interview.planned(subscription(), today)
