"""What people read of the blocks of 2025 and 2026, and what an app hears when somebody presses in them."""

import pytest

from sandbox import Person, Sandbox
from sandbox.controls import NotOnScreen
from tests.sandbox.bolt_app import Trial, button
from tests.sandbox.payloads import (
    Json,
    card,
    cell,
    chart,
    container,
    context_actions,
    data_table,
    feedback,
    icon_button,
    mrkdwn,
    number_cell,
    pie,
    plain,
    rich,
    section,
)


def post(trial: Trial, person: Person, *blocks: Json) -> None:
    trial.client.chat_postMessage(channel=person.id, text="Text", blocks=list(blocks))


def count(text: str = "Count", value: str = "7") -> Json:
    return button(text, "count", value=value)


def pressed(trial: Trial) -> Json:
    action: Json = trial.last("block_actions")["actions"][0]
    return action


def test_a_button_in_a_container_names_the_block_that_it_stands_in(ana: Person, trial: Trial) -> None:
    inside: Json = {"type": "actions", "block_id": "inside", "elements": [count()]}
    post(trial, ana, container(section(text=mrkdwn("*Read* this")), inside, block_id="outside"))
    assert ana.dm()[0].text == "Text\nRead this\n[Count]"
    ana.dm()[0].click("Count")
    assert pressed(trial)["block_id"] == "inside"
    assert pressed(trial)["value"] == "7"


def test_buttons_of_cards_and_of_cards_side_by_side(ana: Person, trial: Trial) -> None:
    cards = [
        card(title=mrkdwn(f"Card {n}"), actions=[count(value=str(n))], block_id=f"card-{n}") for n in (1, 2)
    ]
    post(trial, ana, cards[0])
    ana.dm()[0].click("Count")
    assert (pressed(trial)["block_id"], pressed(trial)["value"]) == ("card-1", "1")
    post(trial, ana, {"type": "carousel", "elements": cards})
    ana.dm()[1].click("Count", within="Card 2")
    assert (pressed(trial)["block_id"], pressed(trial)["value"]) == ("card-2", "2")


def test_a_button_in_a_data_table(ana: Person, trial: Trial) -> None:
    act: Json = {"type": "action_cell", "element": count("Open", "17"), "fallback": cell("Due")}
    rows = [[cell("Who"), cell("Score"), cell("Do")], [cell("Kim"), number_cell(3.2, "3.2"), act]]
    post(trial, ana, data_table(rows, caption="Open scorecards", block_id="t"))
    assert ana.dm()[0].text == "Open scorecards\nWho | Score | Do\nKim | 3.2 | [Open]"
    ana.dm()[0].click("Open")
    assert (pressed(trial)["block_id"], pressed(trial)["value"]) == ("t", "17")


def test_the_rows_of_a_data_table_may_share_an_action_id(ana: Person, trial: Trial) -> None:
    rows = [[cell("Who"), cell("Do")]]
    for name in ("Kim", "Jo"):
        act: Json = {"type": "action_cell", "element": count("Open", name), "fallback": cell("Due")}
        rows.append([cell(name), act])
    post(trial, ana, data_table(rows))
    for row, name in enumerate(("Kim", "Jo")):
        ana.dm()[0].click("Open", nth=row)
        assert pressed(trial)["value"] == name


def test_charts_are_read_with_their_numbers(ana: Person, trial: Trial) -> None:
    post(trial, ana, chart(title="Answers"), chart(pie(), title="Parts"))
    assert ana.dm()[0].text == "Answers\nAnswers: Mon -1.5, Tue -0.5\nParts\nPart 0 1, Part 1 2"


def test_each_half_of_feedback_sends_its_own_value(ana: Person, trial: Trial) -> None:
    post(trial, ana, context_actions(feedback(action_id="count")))
    assert ana.dm()[0].buttons == ["positive", "negative"]
    ana.dm()[0].click("negative")
    action = pressed(trial)
    assert (action["type"], action["action_id"], action["value"]) == ("feedback_buttons", "count", "negative")


def test_an_icon_button_is_there_for_those_it_is_meant_for_alone(
    ana: Person, ben: Person, trial: Trial, sandbox: Sandbox
) -> None:
    room = sandbox.add_channel(f"bin-{ana.id.lower()}", members=[ana, ben])
    blocks = [context_actions(icon_button(action_id="count", value="x", visible_to_user_ids=[ana.id]))]
    trial.client.chat_postMessage(channel=room.id, text="Text", blocks=blocks)
    assert ben.channel(room.name)[0].buttons == []
    ben.patience = 0.0
    with pytest.raises(NotOnScreen):
        ben.channel(room.name)[0].click("Delete")
    block = ben.channel(room.name)[0].blocks[0]
    where = {"channel": room.id, "ts": ben.channel(room.name)[0].ts, "block_id": block["block_id"]}
    with pytest.raises(NotOnScreen, match="not on the screen"):
        ben.act("click", **where, action_id="count")
    ana.channel(room.name)[0].click("Delete")
    assert (pressed(trial)["type"], pressed(trial)["value"]) == ("icon_button", "x")


def test_markdown_keeps_no_id_of_the_apps(ana: Person, trial: Trial) -> None:
    post(trial, ana, {"type": "markdown", "text": "# Title", "block_id": "mine"})
    assert ana.dm()[0].blocks[0]["block_id"] not in ("mine", "")


def test_tags_and_dates_are_read_in_words(ana: Person, trial: Trial) -> None:
    parts = [
        {"type": "tag", "text": "Waiting", "color": "yellow"},
        {"type": "text", "text": " until "},
        {"type": "date", "timestamp": 1764169200, "format": "{time}", "fallback": "15:00 UTC"},
    ]
    post(trial, ana, rich({"type": "rich_text_section", "elements": parts}))
    assert ana.dm()[0].text == "Waiting until 16:00"


def test_what_was_chosen_in_a_container_stays_over_an_update(ana: Person, trial: Trial) -> None:
    options = [{"text": plain(word), "value": word.lower()} for word in ("Mid", "Senior")]
    menu: Json = {
        "type": "static_select",
        "action_id": "pick",
        "placeholder": plain("Level"),
        "options": options,
    }
    blocks = [container({"type": "actions", "block_id": "a", "elements": [menu]})]
    posted = trial.client.chat_postMessage(channel=ana.id, text="Text", blocks=blocks)
    ana.dm()[0].choose("Level", "Senior")
    assert trial.last("block_actions")["state"]["values"]["a"]["pick"]["selected_option"]["value"] == "senior"
    trial.client.chat_update(
        channel=posted["channel"], ts=posted["ts"], text="New", blocks=[section(), *blocks]
    )
    assert ana.dm()[0].value("Level") == "Senior"
