"""A fault of a whole form, on top of it."""

from typing import Any

from bot.views import ids
from bot.views.blocks import field, modal, section, text_input
from bot.views.faults import MOST_BLOCKS, with_fault
from sandbox.validation import check_call

TYPED = field("Name", text_input("value"), id="name")


def form(*more: Any) -> dict[str, Any]:
    """A modal as Slack gives it back, with what it adds."""
    sent = modal("Openings", [TYPED, *more], callback=ids.READING, submit="Save", metadata="7")
    return {**sent, "id": "V1", "hash": "1.a", "state": {"values": {}}, "external_id": ""}


def top(text: str) -> dict[str, Any]:
    view = with_fault(form(), text)
    assert view is not None
    assert check_call("views.update", {"view_id": "V1", "view": view}) == []
    first: dict[str, Any] = view["blocks"][0]
    return first


def test_it_stands_above_the_fields_and_all_ids_stay() -> None:
    view = with_fault(form(), "The debrief has opened.")
    assert view is not None
    assert [block["block_id"] for block in view["blocks"]] == ["fault", "name"]
    assert view["blocks"][1:] == form()["blocks"]
    assert (view["private_metadata"], view["submit"]["text"]) == ("7", "Save")
    assert top("The debrief has opened.")["type"] == "alert"


def test_the_next_one_takes_its_place() -> None:
    view = with_fault(form(), "The first.")
    assert view is not None
    view = with_fault(view, "The *second*.")
    assert view is not None
    said = [block["text"]["text"].replace("\u200b", "") for block in view["blocks"] if "text" in block]
    assert said == ["The *second*."]


def test_a_longer_one_than_an_alert_holds_is_said_in_full() -> None:
    assert top("Wait. " * 33)["type"] == "alert"
    long = top("Wait. " * 34)
    assert (long["type"], len(long["text"]["text"])) == ("section", 204)


def test_a_form_that_is_full_has_no_room_for_it() -> None:
    rest = [section(str(number)) for number in range(MOST_BLOCKS - 2)]
    assert with_fault(form(*rest), "No.") is not None
    assert with_fault(form(*rest, section("last")), "No.") is None
