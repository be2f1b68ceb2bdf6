"""Who may read a channel of debriefs."""

from dataclasses import replace

import pytest

from bot.domain.audience import Audience, Misfit, Unfit, exposed, misfit_in, unfit

ROOM = Audience("G1", people=frozenset({"UANA", "UGIL", "USAM"}))
WITH_A_GUEST = replace(ROOM, guests=frozenset({"UGIL"}))
WITH_A_STRANGER = replace(ROOM, strangers=frozenset({"USAM"}))
REFUSED = {
    Unfit.WITHOUT_US: replace(ROOM, is_ours=False),
    Unfit.PUBLIC: replace(ROOM, is_private=False),
    Unfit.ARCHIVED: replace(ROOM, is_archived=True),
    Unfit.SHARED: replace(ROOM, is_shared=True),
    Unfit.PENDING: replace(ROOM, is_pending=True),
}


def test_a_channel_of_colleagues_alone_is_one_for_debriefs() -> None:
    assert unfit(ROOM, {"UCAND"}, ()) is None
    assert exposed(ROOM, {"UCAND"}) is None


@pytest.mark.parametrize("why", REFUSED)
def test_a_channel_is_refused_for_what_it_is(why: Unfit) -> None:
    assert unfit(REFUSED[why], (), ()) == Misfit(why)


def test_strangers_and_the_candidate_are_named_and_no_lead_confirms_them() -> None:
    assert unfit(WITH_A_STRANGER, (), {"USAM"}) == Misfit(Unfit.STRANGER, ("USAM",))
    assert unfit(ROOM, {"USAM"}, {"USAM"}) == Misfit(Unfit.CANDIDATE, ("USAM",))


def test_guests_are_named_until_a_lead_knows_of_each() -> None:
    two = replace(ROOM, guests=frozenset({"UGIL", "USAM"}))
    assert unfit(two, (), {"UGIL"}) == Misfit(Unfit.GUEST, ("USAM",))
    assert unfit(two, (), {"UGIL", "USAM"}) is None


def test_of_what_stands_there_a_guest_hides_nothing() -> None:
    assert exposed(WITH_A_GUEST, ()) is None


@pytest.mark.parametrize("why", [Unfit.PUBLIC, Unfit.SHARED])
def test_a_channel_that_others_can_read_exposes_what_stands_there(why: Unfit) -> None:
    assert exposed(REFUSED[why], ()) == Misfit(why)


@pytest.mark.parametrize("why", [Unfit.ARCHIVED, Unfit.PENDING, Unfit.WITHOUT_US])
def test_a_channel_into_which_nobody_has_come_exposes_nothing(why: Unfit) -> None:
    assert exposed(REFUSED[why], ()) is None


def test_the_candidate_exposes_also_where_the_channel_takes_no_new_debrief() -> None:
    assert exposed(replace(ROOM, is_pending=True), {"UANA"}) == Misfit(Unfit.CANDIDATE, ("UANA",))


@pytest.mark.parametrize("misfit", [Misfit(Unfit.PUBLIC), Misfit(Unfit.GUEST, ("UGIL", "USAM"))])
def test_a_misfit_is_read_from_its_words_again(misfit: Misfit) -> None:
    assert misfit_in(str(misfit)) == misfit


def test_words_of_slack_are_no_misfit() -> None:
    assert misfit_in("user_disabled") is None
