from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.prep import Rating, Settings, TopicProgress, Week, Why
from bot.domain.prep.states import Day, Overview, Step
from bot.domain.questions import Kind, Level, Question
from bot.views import prep as views
from bot.views import prep_settings as setting_views
from bot.views.blocks import home_tab
from bot.views.prep_week import week_message
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
    assert "comes early" in checked(views.message(day(QUESTIONS[0], Step.ASKED)))
    assert "comes early" not in checked(views.message(day(QUESTIONS[0], Step.ASKED, why=Why.DUE)))


def test_a_strong_answer_is_a_list_of_its_points() -> None:
    assert views._points("Doubts it. asks for cost; plans checks.") == [
        "Doubts it",
        "Asks for cost",
        "Plans checks",
    ]


def test_the_first_line_is_neutral_and_the_question_is_read_aloud() -> None:
    text, blocks = views.message(day(QUESTIONS[0], Step.ASKED))
    first, asked, *_ = text.splitlines()
    assert (first, blocks[0]["text"]["text"]) == ("Question of the day", "Question of the day")
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
        setting_views.empty(),
    ):
        checked(content)


def test_a_week_is_told_in_a_line_a_chart_and_words() -> None:
    bank = read_bank()
    assert bank.prep is not None
    topics = tuple(TopicProgress(one.name, 6, 4, 2) for one in bank.competencies)
    week = Week(
        date(2026, 11, 29), (True, False, None, True, True, True, True), 4, topics, (2, 0, 1, 0, 0, 0, 0)
    )
    for tip in bank.prep.tips:
        assert "5 of 6 questions answered · 4 in a row · 3 coming back" in checked(week_message(week, tip))
    text, blocks = week_message(week, None)
    [shown] = [block["chart"] for block in blocks if block["type"] == "data_visualization"]
    assert [one["name"] for one in shown["series"]] == ["Settled", "Seen", "In all"]
    assert {point["value"] for one in shown["series"] for point in one["data"]} == {2, 4, 6}
    assert "4 of 6 seen, 2 settled" in text
    assert "Mon 2 and Wed 1" in text


def test_an_empty_week_can_be_drawn_too() -> None:
    week = Week(date(2026, 11, 29), (None,) * 7, 0, (), (0,) * 7)
    text, blocks = week_message(week, None)
    assert "Nothing comes back" in text
    assert [block["type"] for block in blocks] == ["section", "context"]


def test_two_long_topics_have_bars_of_their_own() -> None:
    names = ("Experimentation and measurement", "Experimentation and monitoring")
    topics = tuple(TopicProgress(name, 6, 4, 2) for name in names)
    blocks = week_message(Week(date(2026, 11, 29), (True,) * 7, 7, topics, (0,) * 7), None)[1]
    [shown] = [block["chart"] for block in blocks if block["type"] == "data_visualization"]
    assert shown["axis_config"]["categories"] == ["Experimentation… 1", "Experimentation… 2"]
