"""Who may be put on a list of leads, by whom, and what is said where it can't be."""

import pytest

from bot.domain.errors import Invalid
from bot.domain.leading import LONGEST_REASON, Leads, LeadsChanged, Led, Wish, changed

NORA_AND_BEA = Leads(("UBEA", "UNORA"), frozenset({"UBEA", "UNORA"}))
ABLE = frozenset({"UBEA", "UNORA", "UOLGA", "USAM"})
NAMES = {"UJO": "Jo", "USAM": "Sam", "UOLGA": "Olga", "UNORA": "Nora", "UBEA": "Bea"}


def by_lead(*leads: str) -> Wish:
    return Wish(leads, "UNORA")


def by_admin(*leads: str, reason: str = "On leave.") -> Wish:
    return Wish(leads, "UOLGA", as_admin=True, reason=reason)


def happens(wish: Wish, leads: Leads = NORA_AND_BEA) -> LeadsChanged | None:
    return changed(Led.LOOP, 7, leads, wish, ABLE, NAMES)


def fault(wish: Wish, leads: Leads = NORA_AND_BEA) -> dict[str, str]:
    with pytest.raises(Invalid) as found:
        happens(wish, leads)
    return found.value.fields


def test_a_lead_hands_over_and_says_no_reason() -> None:
    wish = Wish(("USAM", "UBEA"), "UNORA", reason="kept to themselves")
    assert happens(wish) == LeadsChanged(Led.LOOP, 7, ("UBEA", "UNORA"), ("UBEA", "USAM"), "UNORA")


def test_an_administrators_change_carries_their_reason() -> None:
    event = happens(by_admin("USAM", reason=" On leave. "))
    assert event == LeadsChanged(Led.LOOP, 7, ("UBEA", "UNORA"), ("USAM",), "UOLGA", True, "On leave.")


def test_the_same_list_again_changes_nothing() -> None:
    assert happens(by_lead("UNORA", "UBEA")) is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_administrator_has_to_say_why(reason: str) -> None:
    assert fault(by_admin("USAM", reason=reason)) == {"reason": "Say why, for the record."}


def test_a_reason_has_a_length() -> None:
    assert happens(by_admin("USAM", reason="x" * LONGEST_REASON)) is not None
    assert "300 characters" in fault(by_admin("USAM", reason="x" * (LONGEST_REASON + 1)))["reason"]


def test_an_administrator_never_names_themselves_where_somebody_else_has_led() -> None:
    theirs = "Somebody else has led this. Name another hiring lead, not yourself."
    assert fault(by_admin("UOLGA")) == {"leads": theirs}
    assert fault(by_admin("UOLGA", "UBEA")) == {"leads": theirs}
    left = Leads((), frozenset({"UBEA", "UOLGA"}))
    assert fault(by_admin("UOLGA"), left) == {"leads": theirs}, "not when everybody has gone either"


def test_an_administrator_takes_up_again_what_nobody_else_has_led() -> None:
    event = happens(by_admin("UOLGA"), Leads((), frozenset({"UOLGA"})))
    assert event is not None
    assert event.after == ("UOLGA",)


def test_an_administrator_who_is_among_the_leads_stays_among_them() -> None:
    both = Leads(("UNORA", "UOLGA"), frozenset({"UNORA", "UOLGA"}))
    assert happens(Wish(("UOLGA",), "UOLGA"), both) is not None, "as one of its leads"


def test_who_cant_lead_is_not_available_whatever_the_reason_is() -> None:
    assert fault(by_lead("UNORA", "UJO")) == {"leads": "Jo isn't available. Pick somebody else."}


def test_who_leads_no_more_may_stay_on_the_list_beside_somebody_who_does() -> None:
    gone = Leads(("UGONE", "UNORA"), frozenset({"UGONE", "UNORA"}))
    event = happens(by_lead("UGONE", "UNORA", "UBEA"), gone)
    assert event is not None
    assert event.after == ("UBEA", "UGONE", "UNORA")


@pytest.mark.parametrize("left", [(), ("UGONE",)])
def test_somebody_who_can_has_to_lead(left: tuple[str, ...]) -> None:
    gone = Leads(("UGONE", "UNORA"), frozenset({"UGONE", "UNORA"}))
    assert fault(by_lead(*left), gone) == {"leads": "Somebody has to lead this. Pick a hiring lead."}
