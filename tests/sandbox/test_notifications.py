"""What a phone, a desktop and a screen reader get of a message."""

import pytest

from sandbox import Person, Sandbox
from sandbox.notifications import received
from sandbox.plain import Reader
from tests.sandbox.bolt_app import Trial
from tests.sandbox.payloads import (
    Json,
    actions,
    an_input,
    button,
    card,
    cell,
    chart,
    container,
    context_actions,
    data_table,
    feedback,
    line,
    message,
    mrkdwn,
    number_cell,
    pie,
    plain,
    rich,
    section,
    table,
    text_input,
)
from tests.sandbox.test_control import call

PICTURE: Json = {
    "type": "image",
    "alt_text": "Three bars",
    "image_url": "https://e.com/a.png",
    "title": plain("Bars"),
}


def test_a_phone_and_a_screen_reader_get_the_text_and_a_desktop_the_blocks() -> None:
    got = received(message(text="In words", blocks=[section(text=mrkdwn("*On* the screen"))]))
    assert (got.phone, got.desktop, got.screen_reader) == ("In words", "On the screen", "In words")


@pytest.mark.parametrize("blocks", [[], [actions(button())], [{"type": "divider"}]])
def test_a_desktop_gets_the_text_where_the_blocks_have_no_words(blocks: list[Json]) -> None:
    assert received(message(text="In words", blocks=blocks)).desktop == "In words"


def test_markdown_text_is_text() -> None:
    got = received({"markdown_text": "Some words"})
    assert (got.phone, got.desktop, got.screen_reader) == ("Some words",) * 3


def test_without_text_a_phone_and_a_screen_reader_get_nothing() -> None:
    got = received({"blocks": [section()]})
    assert (got.phone, got.desktop, got.screen_reader) == ("", "Text", "")


SAID: dict[str, tuple[Json, str]] = {
    "a header": ({"type": "header", "text": plain("Head")}, "Head"),
    "a section with fields": (section(fields=[mrkdwn("One"), mrkdwn("Two")]), "Text One Two"),
    "a context": ({"type": "context", "elements": [PICTURE, mrkdwn("small")]}, "Three bars small"),
    "rich text": (rich(line("One"), line("Two")), "One Two"),
    "markdown": ({"type": "markdown", "text": "*Loud*"}, "Loud"),
    "a picture": (PICTURE, "Bars Three bars"),
    "a table": (table([[cell("A"), number_cell(1, "1.0")]]), "A | 1.0"),
    "a data table": (
        data_table([[cell("A")], [{"type": "action_cell", "element": button(), "fallback": cell("Due")}]]),
        "Caption A Due",
    ),
    "bars": (chart(), "Title Answers: Mon -1.5, Tue -0.5"),
    "a pie": (chart(pie(1)), "Title Part 0 1"),
    "a closed container": (
        container(section(), subtitle=plain("Sub"), is_collapsible=True, default_collapsed=True),
        "Text Sub Text",
    ),
    "a container titled in rich text": (
        {"type": "container", "rich_text_title": rich(line("Rich")), "child_blocks": [section()]},
        "Rich Text",
    ),
    "a card": (card(body=mrkdwn("Body"), actions=[button()]), "Text Body"),
    "cards": ({"type": "carousel", "elements": [card(), card()]}, "Text Text"),
}


@pytest.mark.parametrize("what", SAID)
def test_a_desktop_says_of(what: str) -> None:
    block, said = SAID[what]
    assert received({"text": "In words", "blocks": [block]}).desktop == said


@pytest.mark.parametrize("block", [actions(button()), context_actions(feedback()), an_input(text_input())])
def test_what_can_be_pressed_or_filled_is_no_news(block: Json) -> None:
    assert received({"text": "In words", "blocks": [section(), block]}).desktop == "Text"


def test_ids_are_said_as_names_and_moments_in_the_readers_zone() -> None:
    reader = Reader({"U1": "@Kim"}, "Europe/Berlin")
    assert received({"text": "<@U1> at <!date^1764169200^{time}|15:00>"}, reader).phone == "@Kim at 16:00"


def test_a_person_and_the_control_api_have_it_for_every_message(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    posted = trial.client.chat_postMessage(channel=ana.id, text=f"For <@{ana.id}>", blocks=[section()])
    wanted = {"phone": f"For @{ana.name}", "desktop": "Text", "screen_reader": f"For @{ana.name}"}
    assert ana.dm()[0].received.as_json() == wanted
    state = call(sandbox, f"/state?as={ana.id}&parts=received")[1]
    assert state["received"] == {posted["channel"]: {posted["ts"]: wanted}}
