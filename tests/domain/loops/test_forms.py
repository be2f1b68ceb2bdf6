"""Labels and forms of loops."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.loops.forms import LoopForm, distinct_label, faults, initials
from tests.domain.loops.built import NOW


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ada Kowalski", "A. K."),
        ("ana maria de souza", "A. M. D."),
        ("Bo", "B."),
        ("(Al) Kim", "K."),
        (" ", "Candidate"),
    ],
)
def test_initials(name: str, label: str) -> None:
    assert initials(name) == label


@pytest.mark.parametrize(
    ("wanted", "taken", "label"),
    [
        ("A. K.", [], "A. K."),
        ("A. K.", ["A. K."], "A. K. 2"),
        ("A. K.", ["A. K.", "A. K. 2"], "A. K. 3"),
        ("W" * 14, [], "W" * 13),
        ("W" * 14, ["W" * 13], "W" * 11 + " 2"),
    ],
)
def test_a_label_is_its_own_and_fits(wanted: str, taken: list[str], label: str) -> None:
    assert distinct_label(wanted, taken) == label


FORM = LoopForm(
    "Ada Kowalski",
    "A. K.",
    1,
    ("U1", "U2"),
    ("U3",),
    ("U4",),
    NOW + timedelta(hours=1),
    45,
    NOW + timedelta(days=1),
    "C1",
)
HTTPS = "Write one web address that begins with https://."
FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"name": " "}, "name", "Write the candidate's name."),
    "a long name": ({"name": "W" * 121}, "name", "That is 121 characters. Keep the name to 120."),
    "a long label": ({"label": "W" * 14}, "label", "Keep it to 13 characters: initials are enough."),
    "long links": ({"links": "W" * 1501}, "links", "That is 1,501 characters. Keep it to 1,500."),
    "long notes": ({"notes": "W" * 1501}, "notes", "That is 1,501 characters. Keep it to 1,500."),
    "a long email": ({"email": "W" * 255}, "email", "That is 255 characters. Keep it to 254."),
    "a long id": ({"ats_id": "W" * 121}, "ats_id", "That is 121 characters. Keep it to 120."),
    "a link that isn't safe": ({"meeting_link": "http://meet.example/a"}, "meeting_link", HTTPS),
    "a link with words around it": ({"meeting_link": "https://meet.example/a at 9"}, "meeting_link", HTTPS),
    "a link that markup would read": ({"meeting_link": "https://meet.example/a|b>"}, "meeting_link", HTTPS),
    "a link with a user in it": (
        {"meeting_link": "https://bank.example@meet.example"},
        "meeting_link",
        HTTPS,
    ),
    "no link at all": ({"meeting_link": "https://"}, "meeting_link", HTTPS),
    "a long link": (
        {"meeting_link": f"https://meet.example/{'a' * 480}"},
        "meeting_link",
        "That is 501 characters. Keep the link to 500.",
    ),
    "no opening": ({"opening_id": None}, "opening", "Pick an opening, or make one with New opening."),
    "no first time": ({"first_at": None}, "first_at", "Pick a time that is still to come."),
    "a first time that is now": ({"first_at": NOW}, "first_at", "Pick a time that is still to come."),
    "no debrief": ({"debrief_at": None}, "debrief_at", "Pick a time that is still to come."),
    "a debrief now": ({"debrief_at": NOW}, "debrief_at", "Pick a time that is still to come."),
    "no channel": ({"channel_id": None}, "channel", "Pick the private channel that the debrief is for."),
    "nobody": ({"panelists": ()}, "panelists", "Pick at least one panelist."),
    "nine": ({"panelists": tuple("ABCDEFGHI")}, "panelists", "A loop has at most 8 panelists."),
    "twice": ({"stand_ins": ("U1",)}, "stand_ins", "Somebody here is already among the panelists."),
    "a stand-in who shadows": (
        {"shadows": ("U3",)},
        "shadows",
        "Somebody here is already among the stand-ins.",
    ),
    "the candidate": (
        {"slack_user": "U2"},
        "panelists",
        "That is the candidate. Leave them out of the panel.",
    ),
}


def test_a_form_at_its_limits_has_no_faults() -> None:
    longest = replace(
        FORM,
        name="W" * 120,
        label="W" * 13,
        links="W" * 1500,
        notes="W" * 1500,
        email="W" * 254,
        ats_id="W" * 120,
    )
    assert faults(longest, NOW, FORM.debrief_at) == {}
    assert faults(replace(FORM, panelists=tuple("ABCDEFGH")), NOW, None) == {}


@pytest.mark.parametrize(("changed", "field", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_said_at_its_field(changed: dict[str, Any], field: str, said: str) -> None:
    assert faults(replace(FORM, **changed), NOW, None) == {field: said}


def test_a_debrief_before_the_last_interview_is_over_is_refused() -> None:
    assert FORM.debrief_at is not None
    late = FORM.debrief_at + timedelta(minutes=1)
    assert faults(FORM, NOW, late) == {
        "debrief_at": "The last interview is not over by then. Pick a later time."
    }


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://meet.example",
        "https://meet.example:8443/j/12?pwd=a.b#c",
        f"https://meet.example/{'a' * 479}",
    ],
)
def test_a_meeting_has_one_safe_address_or_none(link: str) -> None:
    assert faults(replace(FORM, meeting_link=link), NOW, None) == {}
