"""What Slack refuses by form rather than by size, each at its place and saying why."""

from typing import Any

import pytest

from sandbox.validation import (
    METHODS,
    Problem,
    check_arguments,
    check_blocks,
    check_call,
    check_message,
    check_response,
    check_view,
    decode,
)
from sandbox.validation.elements import ELEMENTS, Surface
from tests.sandbox.payloads import (
    Json,
    actions,
    an_input,
    button,
    cell,
    confirm,
    context_actions,
    feedback,
    icon_button,
    line,
    message,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    rich,
    section,
    table,
    text_input,
)


def places(problems: list[Problem]) -> list[str]:
    return [problem.pointer for problem in problems]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", **more}


def radios(**more: Any) -> Json:
    return {"type": "radio_buttons", "action_id": "r", "options": options(2), **more}


def number(**more: Any) -> Json:
    return {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, **more}


ELEMENT_SAMPLES: dict[str, Json] = {
    "button": button(),
    "overflow": {"type": "overflow", "options": options(2)},
    "static_select": select(options=options(2), initial_option=option(1)),
    "multi_static_select": {
        "type": "multi_static_select",
        "options": options(2),
        "initial_options": [option(0)],
    },
    "users_select": {"type": "users_select", "initial_user": "U1"},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U1"], "max_selected_items": 2},
    "conversations_select": {"type": "conversations_select", "filter": {"include": ["private"]}},
    "multi_conversations_select": {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
    "channels_select": {"type": "channels_select", "initial_channel": "C1"},
    "multi_channels_select": {"type": "multi_channels_select"},
    "datepicker": {"type": "datepicker", "initial_date": "2026-11-21"},
    "timepicker": {"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Berlin"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1795250000},
    "radio_buttons": radios(initial_option=option(0)),
    "checkboxes": {"type": "checkboxes", "options": options(2), "initial_options": [option(1)]},
    "plain_text_input": text_input(multiline=True, min_length=1, max_length=5, initial_value="x"),
    "rich_text_input": {"type": "rich_text_input", "initial_value": rich(line())},
    "number_input": number(min_value="1", initial_value="2", max_value="3"),
    "email_text_input": {"type": "email_text_input"},
    "url_text_input": {"type": "url_text_input", "placeholder": plain()},
    "file_input": {"type": "file_input", "filetypes": ["pdf"], "max_files": 1},
    "image": {"type": "image", "alt_text": "A", "slack_file": {"id": "F1"}},
    "feedback_buttons": feedback(),
    "icon_button": icon_button(visible_to_user_ids=["U1"], confirm=confirm()),
}


def stand(place: str, element: Json) -> Json:
    blocks = {
        "section": section(accessory=element),
        "actions": actions(element),
        "input": an_input(element),
        "context": {"type": "context", "elements": [element]},
        "context_actions": context_actions(element),
    }
    return blocks[place]


def test_every_element_has_a_sample() -> None:
    assert set(ELEMENT_SAMPLES) == set(ELEMENTS)


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("place", ["section", "actions", "input", "context", "context_actions"])
@pytest.mark.parametrize("name", sorted(ELEMENTS))
def test_an_element_stands_only_where_slack_lets_it(name: str, place: str, surface: Surface) -> None:
    allowed = place in ELEMENTS[name].places and surface in ELEMENTS[name].surfaces
    problems = check_blocks([stand(place, ELEMENT_SAMPLES[name])], surface)
    assert (problems == []) is allowed
    # On a surface without such a block it is the block that is refused.
    unsupported = {f"unsupported type: {what} " for what in (name, place)}
    assert allowed or problems[0].message.startswith(tuple(unsupported))


REFUSED_BLOCKS: dict[str, tuple[Any, str]] = {
    "blocks that are no list": ({}, "/blocks"),
    "a block that is no object": (["section"], "/blocks/0"),
    "a block without a type": ([{"text": mrkdwn()}], "/blocks/0"),
    "a block of an unknown type": ([{"type": "video"}], "/blocks/0/type"),
    "a block whose type is a list": ([{"type": []}], "/blocks/0/type"),
    "an unknown key": ([section(colour="red")], "/blocks/0"),
    "a number for words": (
        [{"type": "image", "alt_text": 1, "image_url": "https://e.com"}],
        "/blocks/0/alt_text",
    ),
    "a section without text or fields": ([{"type": "section"}], "/blocks/0"),
    "a number for a text": ([section(text={"type": "mrkdwn", "text": 5})], "/blocks/0/text/text"),
    "verbatim on plain text": ([section(text={**plain(), "verbatim": True})], "/blocks/0/text"),
    "emoji on mrkdwn": ([section(text={**mrkdwn(), "emoji": True})], "/blocks/0/text"),
    "a string for a flag": ([section(expand="yes")], "/blocks/0/expand"),
    "mrkdwn in a header": ([{"type": "header", "text": mrkdwn()}], "/blocks/0/text/type"),
    "mrkdwn on a button": ([actions(button(text=mrkdwn()))], "/blocks/0/elements/0/text/type"),
    "an unknown button style": ([actions(button(style="green"))], "/blocks/0/elements/0/style"),
    "a button to nowhere": ([actions(button(url="example.com"))], "/blocks/0/elements/0/url"),
    "a confirmation without deny": (
        [actions(button(confirm={k: v for k, v in confirm().items() if k != "deny"}))],
        "/blocks/0/elements/0/confirm",
    ),
    "two blocks of one id": ([section(block_id="a"), section(block_id="a")], "/blocks/1/block_id"),
    "two elements of one action id": ([actions(button(), button())], "/blocks/0/elements/1/action_id"),
    "a select with options and groups": (
        [actions(select(options=options(1), option_groups=[{"label": plain(), "options": [option(7)]}]))],
        "/blocks/0/elements/0",
    ),
    "a select without options": ([actions(select())], "/blocks/0/elements/0"),
    "two options of one value": (
        [actions(select(options=[option(1), option(1)]))],
        "/blocks/0/elements/0/options/1/value",
    ),
    "two options of one value in two groups": (
        [actions(select(option_groups=[{"label": plain(), "options": [option(1)]}] * 2))],
        "/blocks/0/elements/0/option_groups/1/options/0/value",
    ),
    "a first option that is none of them": (
        [actions(select(options=options(2), initial_option=option(9)))],
        "/blocks/0/elements/0/initial_option",
    ),
    "a first option that differs in its description": (
        [actions(radios(initial_option=option(0, description=plain())))],
        "/blocks/0/elements/0/initial_option",
    ),
    "a first checkbox that is none of them": (
        [actions({"type": "checkboxes", "options": options(2), "initial_options": [option(1), option(5)]})],
        "/blocks/0/elements/0/initial_options/1",
    ),
    "a link on a select's option": (
        [actions(select(options=[option(url="https://example.com")]))],
        "/blocks/0/elements/0/options/0",
    ),
    "mrkdwn in a select's option": (
        [actions(select(options=[{"text": mrkdwn(), "value": "v"}]))],
        "/blocks/0/elements/0/options/0/text/type",
    ),
    "more chosen at first than allowed": (
        [
            section(
                accessory={
                    "type": "multi_users_select",
                    "initial_users": ["U1", "U2"],
                    "max_selected_items": 1,
                }
            )
        ],
        "/blocks/0/accessory/initial_users",
    ),
    "a user who is no id": (
        [actions({"type": "users_select", "initial_user": "jo"})],
        "/blocks/0/elements/0/initial_user",
    ),
    "an empty filter": (
        [actions({"type": "conversations_select", "filter": {}})],
        "/blocks/0/elements/0/filter",
    ),
    "a day that does not exist": (
        [actions({"type": "datepicker", "initial_date": "2026-02-30"})],
        "/blocks/0/elements/0/initial_date",
    ),
    "a date in another order": (
        [actions({"type": "datepicker", "initial_date": "21-11-2026"})],
        "/blocks/0/elements/0/initial_date",
    ),
    "a time past midnight": (
        [actions({"type": "timepicker", "initial_time": "24:00"})],
        "/blocks/0/elements/0/initial_time",
    ),
    "an unknown time zone": (
        [actions({"type": "timepicker", "timezone": "Mars/Base"})],
        "/blocks/0/elements/0/timezone",
    ),
    "a moment in milliseconds": (
        [actions({"type": "datetimepicker", "initial_date_time": 1795250000000})],
        "/blocks/0/elements/0/initial_date_time",
    ),
    "an image with two sources": (
        [{"type": "image", "alt_text": "A", "image_url": "https://e.com", "slack_file": {"id": "F1"}}],
        "/blocks/0",
    ),
    "an image without a source": ([{"type": "image", "alt_text": "A"}], "/blocks/0"),
    "an image without words": ([{"type": "image", "image_url": "https://e.com"}], "/blocks/0"),
    "a file by id and address": (
        [{"type": "image", "alt_text": "A", "slack_file": {"id": "F1", "url": "https://e.com"}}],
        "/blocks/0/slack_file",
    ),
    "an unknown style of rich text": (
        [
            rich(
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "text", "text": "x", "style": {"big": True}}],
                }
            )
        ],
        "/blocks/0/elements/0/elements/0/style",
    ),
    "rich text in rich text": ([rich(rich(line()))], "/blocks/0/elements/0/type"),
    "a user in preformatted text": (
        [rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]})],
        "/blocks/0/elements/0/elements/0/type",
    ),
    "a list without a style": (
        [rich({"type": "rich_text_list", "elements": [line()]})],
        "/blocks/0/elements/0",
    ),
    "a list with a null offset": (
        [rich({"type": "rich_text_list", "style": "bullet", "offset": None, "elements": [line()]})],
        "/blocks/0/elements/0/offset",
    ),
    "a ragged table": ([table([[cell(), cell()], [cell()]])], "/blocks/0/rows/1"),
    "an empty cell": ([table([[cell(""), cell()]])], "/blocks/0/rows/0/0/text"),
    "a blank cell": ([table([[cell(" "), cell()]])], "/blocks/0/rows/0/0"),
    "mrkdwn in a cell": ([table([[mrkdwn()]])], "/blocks/0/rows/0/0/type"),
    "a column aligned nowhere": (
        [table([[cell()]], column_settings=[{"align": "top"}])],
        "/blocks/0/column_settings/0/align",
    ),
    "the second table": ([table([[cell()]]), table([[cell()]])], "/blocks/1"),
    "two elements with the focus": (
        [an_input(text_input(focus_on_load=True)), an_input(text_input(focus_on_load=True), block_id="b")],
        "/blocks/1/element/focus_on_load",
    ),
}


@pytest.mark.parametrize("what", REFUSED_BLOCKS)
def test_a_message_is_refused_for(what: str) -> None:
    blocks, pointer = REFUSED_BLOCKS[what]
    problems = check_blocks(blocks, "message")
    assert places(problems) == [pointer]
    assert problems[0].error == "invalid_blocks"
    assert f"[json-pointer:{pointer}]" in problems[0].message


REFUSED_INPUTS: dict[str, tuple[Json, str]] = {
    "a decimal where none are allowed": (number(initial_value="1.5"), "/initial_value"),
    "a number in words": (number(min_value="one"), "/min_value"),
    "no number at all": (number(max_value="NaN"), "/max_value"),
    "bounds the wrong way round": (number(min_value="3", max_value="2"), "/min_value"),
    "a first number below its bound": (number(min_value="3", initial_value="2"), "/min_value"),
    "lengths the wrong way round": (text_input(min_length=5, max_length=4), "/min_length"),
    "a first value that is too long": (text_input(max_length=2, initial_value="abc"), "/initial_value"),
    "the same trigger twice": (
        text_input(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * 2}),
        "/dispatch_action_config/trigger_actions_on/1",
    ),
    "plain text as the first rich text": (
        {"type": "rich_text_input", "initial_value": "text"},
        "/initial_value",
    ),
    "a confirmation on typing": (text_input(confirm=confirm()), ""),
}


@pytest.mark.parametrize("what", REFUSED_INPUTS)
def test_an_input_is_refused_for(what: str) -> None:
    element, below = REFUSED_INPUTS[what]
    problems = check_view(modal(an_input(element)))
    assert places(problems) == [f"/view/blocks/0/element{below}"]
    assert problems[0].error == "invalid_arguments"


REFUSED_VIEWS: dict[str, tuple[Any, str]] = {
    "no object": ("modal", "/view"),
    "no type": ({"blocks": []}, "/view"),
    "an unknown type": ({"type": "workflow_step", "blocks": []}, "/view/type"),
    "no title": ({"type": "modal", "blocks": []}, "/view"),
    "no blocks": ({"type": "modal", "title": plain()}, "/view"),
    "a title in mrkdwn": ({"type": "modal", "title": mrkdwn(), "blocks": []}, "/view/title/type"),
    "inputs without submit": (
        {"type": "modal", "title": plain(), "blocks": [an_input(text_input())]},
        "/view",
    ),
    "a title on Home": ({"type": "home", "title": plain(), "blocks": []}, "/view"),
    "a key only Slack writes": (modal(hash="1.a"), "/view"),
    "a table in a modal": (modal(table([[cell()]])), "/view/blocks/0/type"),
}


@pytest.mark.parametrize("what", REFUSED_VIEWS)
def test_a_view_is_refused_for(what: str) -> None:
    view, pointer = REFUSED_VIEWS[what]
    problems = check_view(view)
    assert places(problems) == [pointer]
    assert problems[0].error == "invalid_arguments"


def test_response_urls_are_for_the_inputs_of_modals_alone() -> None:
    element = {"type": "channels_select", "response_url_enabled": True}
    assert check_view(modal(an_input(element))) == []
    assert places(check_view(modal(actions(element)))) == ["/view/blocks/0/elements/0"]
    assert places(check_blocks([an_input(element)], "message")) == ["/blocks/0/element"]


REFUSED_MESSAGES: dict[str, tuple[Json, str, str]] = {
    "neither text nor blocks": ({"text": ""}, "/text", "no_text"),
    "text of blanks": ({"text": " \n"}, "/text", "no_text"),
    "blocks without text for notifications": ({"text": "", "blocks": [section()]}, "/text", "no_text"),
    "metadata as text": ({"metadata": "x"}, "/metadata", "invalid_metadata_format"),
    "metadata without a payload": ({"metadata": {"event_type": "e"}}, "/metadata", "invalid_metadata_format"),
    "metadata with more keys": (
        {"metadata": {"event_type": "e", "event_payload": {}, "more": 1}},
        "/metadata",
        "invalid_metadata_format",
    ),
    "an event type with blanks": (
        {"metadata": {"event_type": "kit sent", "event_payload": {}}},
        "/metadata/event_type",
        "invalid_metadata_format",
    ),
    "a payload that is a list": (
        {"metadata": {"event_type": "e", "event_payload": []}},
        "/metadata/event_payload",
        "invalid_metadata_format",
    ),
    "a payload with nothing in it": (
        {"metadata": {"event_type": "e", "event_payload": {"k": None}}},
        "/metadata/event_payload/k",
        "invalid_metadata_format",
    ),
    "a payload with a list of words": (
        {"metadata": {"event_type": "e", "event_payload": {"k": ["a"]}}},
        "/metadata/event_payload/k",
        "invalid_metadata_format",
    ),
    "a payload two objects deep": (
        {"metadata": {"event_type": "e", "event_payload": {"k": {"a": {"b": 1}}}}},
        "/metadata/event_payload/k",
        "invalid_metadata_format",
    ),
    "metadata too large": (
        {"metadata": {"event_type": "e", "event_payload": {"k": "x" * 2000}}},
        "/metadata",
        "metadata_too_large",
    ),
    "a long text": ({"text": "x" * 4001}, "/text", "msg_too_long"),
    "long text over all blocks": (
        {"blocks": [section(text=mrkdwn("x" * 2600))] * 4},
        "/blocks",
        "msg_blocks_too_long",
    ),
    "markdown beside text": ({"markdown_text": "*x*"}, "/markdown_text", "markdown_text_conflict"),
    "bad blocks in an attachment": (
        {"attachments": [{"blocks": [{"type": "section"}]}]},
        "/attachments/0/blocks/0",
        "invalid_attachments",
    ),
    "attachments that are no objects": ({"attachments": ["a"]}, "/attachments/0", "invalid_attachments"),
}


@pytest.mark.parametrize("what", REFUSED_MESSAGES)
def test_a_post_is_refused_for(what: str) -> None:
    bent, pointer, error = REFUSED_MESSAGES[what]
    assert [(p.pointer, p.error) for p in check_message(message(**bent))] == [(pointer, error)]


def test_the_text_in_menus_confirmations_and_tables_counts_towards_a_messages_total() -> None:
    menu = actions(select(options=[{"text": plain("x" * 75), "value": str(n)} for n in range(100)]))
    problems = check_message(message(blocks=[menu, table([[cell("y" * 2501)]])]))
    assert [(p.pointer, p.error) for p in problems] == [("/blocks", "msg_blocks_too_long")]


def test_metadata_takes_objects_and_lists_of_objects_one_deep() -> None:
    payload = {"key": "kit:7", "count": 2, "late": False, "seat": {"id": 7}, "seats": [{"id": 7}, {"id": 8}]}
    assert check_message(message(metadata={"event_type": "kit", "event_payload": payload})) == []


def test_an_update_may_clear_all_blocks() -> None:
    assert check_call("chat.update", {"channel": "C1", "ts": "1.2", "text": "Gone", "blocks": "[]"}) == []


REFUSED_CALLS: dict[str, tuple[str, Json, str]] = {
    "an unknown method": ("chat.shout", {}, "unknown_method"),
    "an unknown argument": ("users.info", {"user": "U1", "colour": "red"}, "invalid_arguments"),
    "a missing argument": ("users.info", {}, "invalid_arguments"),
    "an argument that is null": ("users.info", {"user": None}, "invalid_arguments"),
    "neither of two arguments": ("conversations.open", {}, "invalid_arguments"),
    "no trigger": ("views.open", {"view": modal()}, "invalid_arguments"),
    "a word for a number": ("users.list", {"limit": "many"}, "invalid_arguments"),
    "a word for a flag": ("users.info", {"user": "U1", "include_locale": "perhaps"}, "invalid_arguments"),
    "a number for a string": ("users.info", {"user": 5}, "invalid_arguments"),
    "broken JSON": ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": "[{"}, "invalid_arguments"),
    "an object for a list of blocks": ("chat.postMessage", message(blocks={}), "invalid_arguments"),
    "numbers in a list": ("conversations.open", {"users": [1]}, "invalid_arguments"),
}


@pytest.mark.parametrize("what", REFUSED_CALLS)
def test_a_call_is_refused_for(what: str) -> None:
    method, args, error = REFUSED_CALLS[what]
    problems = check_arguments(method, args)
    assert {problem.error for problem in problems} == {error}


def test_form_fields_are_read_as_the_kinds_a_method_takes() -> None:
    fields = {"token": "xoxb", "channel": "C1", "limit": "15", "inclusive": "true", "oldest": "1.5"}
    values, problems = decode("conversations.history", fields)
    assert problems == []
    assert values == {"channel": "C1", "limit": 15, "inclusive": True, "oldest": "1.5"}
    assert decode("conversations.open", {"users": "U1, U2"})[0] == {"users": ["U1", "U2"]}
    blocks = '[{"type": "divider"}]'
    assert decode("chat.postMessage", message(blocks=blocks))[0]["blocks"] == [{"type": "divider"}]


def test_home_is_published_and_modals_are_opened() -> None:
    home: Json = {"type": "home", "blocks": []}
    assert check_call("views.publish", {"user_id": "U1", "view": home}) == []
    assert places(check_call("views.publish", {"user_id": "U1", "view": modal()})) == ["/view"]
    assert places(check_call("views.open", {"trigger_id": "t", "view": home})) == ["/view"]
    assert check_call("views.update", {"view_id": "V1", "view": home}) == []


def test_every_method_has_a_tier_and_says_what_it_needs() -> None:
    assert METHODS["conversations.history"].scopes["private"] == "groups:history"
    assert METHODS["chat.postMessage"].scopes == {"any": "chat:write"}
    assert METHODS["views.open"].tier == 4
    assert {method.tier for method in METHODS.values()} == {1, 2, 3, 4, "special"}


SUBMITTED = modal(an_input(text_input()), section(block_id="told"))

REFUSED_ANSWERS: dict[str, tuple[Any, str]] = {
    "text": ("ok", ""),
    "a list": ([1], ""),
    "no response_action": ({"errors": {}}, "/response_action"),
    "an unknown response_action": ({"response_action": "close"}, "/response_action"),
    "errors without errors": ({"response_action": "errors"}, ""),
    "no error in errors": ({"response_action": "errors", "errors": {}}, "/errors"),
    "an error on a section": ({"response_action": "errors", "errors": {"told": "No"}}, "/errors/told"),
    "an error on a block of another view": (
        {"response_action": "errors", "errors": {"a/b": "No"}},
        "/errors/a~1b",
    ),
    "an empty error": ({"response_action": "errors", "errors": {"asked": ""}}, "/errors/asked"),
    "an update without a view": ({"response_action": "update"}, ""),
    "an update to a bad view": (
        {"response_action": "update", "view": modal({"type": "section"})},
        "/view/blocks/0",
    ),
    "a push of Home": ({"response_action": "push", "view": {"type": "home", "blocks": []}}, "/view/type"),
    "a clear with a view": ({"response_action": "clear", "view": modal()}, ""),
}


@pytest.mark.parametrize("what", REFUSED_ANSWERS)
def test_an_answer_to_a_submitted_view_is_refused_for(what: str) -> None:
    answer, pointer = REFUSED_ANSWERS[what]
    assert places(check_response(SUBMITTED, answer)) == [pointer]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        {},
        {"response_action": "clear"},
        {"response_action": "errors", "errors": {"asked": "Say who"}},
        {"response_action": "update", "view": modal(section())},
        {"response_action": "push", "view": modal(section())},
    ],
)
def test_an_answer_to_a_submitted_view_is_taken(answer: object) -> None:
    assert check_response(SUBMITTED, answer) == []
