"""A debrief is read by who may: its channel is looked at before each post, when somebody comes in, and hourly."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.acting.context import Actor
from bot.domain.errors import NotAllowed, TooLate
from bot.storage import audience as rows
from tests.net.door import TEAM, House, Member
from tests.net.town import ADA, DEBRIEF, HIRE, JO, LEAD, LOOP, OTHER, PRIYA, SECOND, Town

GIL, SAM_O, PIA = "UGIL", "USAMO", "UPIA"
LINE = "Not shown here at the moment"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def with_others(house: House) -> House:
    """A guest, somebody of another company and a new colleague are known to Slack."""
    for one in (
        Member(GIL, "Gil Novak", guest=True),
        Member(SAM_O, "Sam Odell", stranger=True),
        Member(PIA, "Pia Roth"),
    ):
        house.slack.members[one.user_id] = one
    house.know_everybody()
    return house


@pytest.fixture
def posted(town: Town) -> House:
    """The debrief and a decision stand in the channel."""
    house = with_others(town.house("decided"))
    house.settle()
    return house


@pytest.fixture
def waiting(town: Town) -> House:
    """The debrief is due now, and not out yet."""
    house = with_others(town.house("quorum"))
    house.now = DEBRIEF
    return house


def come_in(house: House, *people: str, channel: str = HIRE) -> None:
    """They are in the channel by now, and Slack says so."""
    room = house.slack.rooms[channel]
    room.members |= set(people)
    for one in people:
        house.use("audience.came", None, TEAM, channel, f"Ev{one}{len(house.slack.sent)}")
    house.settle()


def sent(house: House, method: str) -> list[dict[str, Any]]:
    return [given for name, given in house.slack.sent if name == method]


def updated(house: House) -> list[dict[str, Any]]:
    """What of the debrief was changed in its channel, drawn as it stands last."""
    last = {given["ts"]: given for given in sent(house, "chat_update") if given["channel"] == HIRE}
    return list(last.values())


def posts(house: House, channel: str = HIRE) -> list[dict[str, Any]]:
    return [given for given in sent(house, "chat_postMessage") if given["channel"] == channel]


def stands(house: House) -> set[str]:
    """Where the messages of the debrief stand in its channel."""
    return {row["ts"] for row in house.rows("ledger") if row["channel"] == HIRE}


def told(house: House, user_id: str, words: str) -> list[dict[str, Any]]:
    """Messages to somebody that say this."""
    return [one for one in posts(house, f"D{user_id}") if words in str(one)]


def hidden(house: House) -> bool:
    return house.rows("debriefs")[0]["hidden"] is not None


@pytest.mark.parametrize(
    ("who", "words"), [(ADA, "The candidate, <@UADA>, is in"), (SAM_O, "from another company, is in")]
)
def test_where_candidate_or_stranger_comes_in_each_post_becomes_a_line_at_once(
    posted: House, who: str, words: str
) -> None:
    come_in(posted, who)
    lines = updated(posted)
    assert {one["ts"] for one in lines} == stands(posted)
    assert all(LINE in one["text"] and "Ada" not in str(one) for one in lines)
    assert all("Strong on limits" not in str(one) for one in lines)
    (news,) = told(posted, LEAD, words)
    assert "the scores, the evidence and the decision stood there" in str(news)
    assert [one["text"]["text"] for one in news["blocks"][-1]["elements"]] == ["Show again", "Move"]


def test_what_never_stood_there_is_not_said_to_have_been_read(town: Town) -> None:
    house = with_others(town.house("debriefed"))
    house.settle()
    come_in(house, ADA)
    (news,) = told(house, LEAD, "The candidate, <@UADA>, is in")
    assert "the scores and the evidence stood there" in str(news)
    assert "the decision" not in str(news)


def test_a_colleague_who_comes_in_changes_nothing(posted: House) -> None:
    before = len(posted.slack.sent)
    come_in(posted, PIA)
    assert [name for name, _ in posted.slack.sent[before:]] == []
    assert not hidden(posted)


def test_a_new_guest_is_asked_about_once_and_what_stands_there_stays(posted: House) -> None:
    come_in(posted, GIL)
    come_in(posted, PIA)
    assert len(told(posted, LEAD, "<@UGIL> is a guest of your workspace")) == 1
    assert not hidden(posted)


def test_a_channel_shared_with_another_company_hides_what_stands_there(posted: House) -> None:
    posted.slack.rooms[HIRE].shared = True
    come_in(posted)
    posted.use("audience.came", None, TEAM, HIRE, "EvShared")
    posted.settle()
    assert hidden(posted)
    assert told(posted, LEAD, "is shared with another company now")


def test_a_channel_that_turned_public_is_found_by_the_hourly_look(posted: House) -> None:
    posted.slack.rooms[HIRE].private = False
    posted.settle()
    assert not hidden(posted)
    posted.now += timedelta(hours=1)
    posted.settle()
    assert hidden(posted)
    assert told(posted, LEAD, "Everybody here can read")


def test_the_channel_is_looked_at_every_hour_and_once_after_days_away(posted: House) -> None:
    def looks() -> list[tuple[str, Any]]:
        return [
            (row["state"], row["due_at"])
            for row in posted.rows("due")
            if row["kind"] == "audience" and "loop:" not in row["occurrence"]
        ]

    begin = len(looks())
    for _ in range(3):
        posted.now += timedelta(hours=1)
        posted.settle()
    assert len(looks()) == begin + 3
    posted.now += timedelta(days=3)
    posted.settle()
    assert len(looks()) == begin + 4
    assert [state for state, _ in looks()].count("waiting") == 1


def test_a_stranger_hides_no_debrief_of_a_hiring_that_is_over(posted: House) -> None:
    posted.use("openings.close", LEAD, 1)
    come_in(posted, SAM_O)
    assert not hidden(posted)
    come_in(posted, ADA)
    assert hidden(posted)


def test_shown_again_it_stands_as_before_once_nobody_else_reads_it(posted: House) -> None:
    come_in(posted, ADA)
    with pytest.raises(TooLate, match="stays hidden"):
        posted.use("audience.show_again", LEAD, LOOP)
    posted.slack.rooms[HIRE].members -= {ADA}
    with pytest.raises(NotAllowed):
        posted.use("audience.show_again", PRIYA, LOOP)
    posted.use("audience.show_again", LEAD, LOOP)
    posted.settle()
    assert not any(LINE in one["text"] for one in updated(posted))
    assert "Move forward" in str(updated(posted))
    assert "Strong on limits" not in str(updated(posted))
    assert "open decision" not in {row["action"] for row in posted.rows("audit")}


def test_a_candidate_known_by_email_alone_is_recognised(posted: House) -> None:
    posted.slack.members["UADA2"] = Member("UADA2", "A. Kowalski", email="ada@example.com")
    posted.know_everybody()
    come_in(posted, "UADA2")
    assert hidden(posted)


def test_moved_it_stands_elsewhere_and_what_it_left_behind_stays_a_line(posted: House) -> None:
    come_in(posted, ADA)
    posted.use("debriefs.move_channel", LEAD, LOOP, OTHER)
    posted.settle()
    assert len(posts(posted, OTHER)) == len(stands(posted)) - 1, "all but the decision, which the head shows"
    assert not any(LINE in str(one) for one in posts(posted, OTHER))
    assert all(LINE in one["text"] for one in updated(posted))


def test_a_debrief_that_is_moved_before_its_lines_are_drawn_leaves_lines(posted: House) -> None:
    room = posted.slack.rooms[HIRE]
    room.members |= {ADA}
    posted.use("audience.came", None, TEAM, HIRE, "Ev1")
    posted.run_due("audience")
    posted.use("debriefs.move_channel", LEAD, LOOP, OTHER)
    posted.settle()
    assert updated(posted)
    assert all(LINE in one["text"] for one in updated(posted))


def test_a_hidden_debrief_is_not_moved_to_where_it_is(posted: House) -> None:
    come_in(posted, ADA)
    posted.slack.rooms[HIRE].members -= {ADA}
    with pytest.raises(Exception, match="It is hidden in that channel"):
        posted.use("debriefs.move_channel", LEAD, LOOP, HIRE)


def test_a_decision_on_a_hidden_debrief_says_nothing_in_the_channel(posted: House) -> None:
    come_in(posted, ADA)
    posted.use("debriefs.decide", LEAD, LOOP, "not_now", "Too few projects.")
    posted.settle()
    assert LINE in posts(posted)[-1]["text"]
    assert "Too few projects" not in str(posts(posted))


def test_who_comes_in_after_it_opened_and_before_it_is_posted_reads_none_of_it(waiting: House) -> None:
    waiting.run_due("debrief")
    waiting.slack.rooms[HIRE].members |= {ADA}
    waiting.send()
    assert posts(waiting) == []
    assert told(waiting, LEAD, "can't be posted") == []
    waiting.settle()
    assert told(waiting, LEAD, "the candidate is in that channel")


def test_a_reply_is_a_line_where_somebody_came_in_unheard_of(posted: House) -> None:
    posted.slack.rooms[HIRE].members |= {SAM_O}
    posted.use("debriefs.decide", LEAD, LOOP, "not_now", "Too few projects.")
    posted.settle()
    assert hidden(posted)
    assert "Too few projects" not in str(posts(posted))
    assert all(LINE in one["text"] for one in updated(posted))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shared": True}, "that channel is shared with another company"),
        ({"pending": True}, "another company was invited to that channel"),
        ({"members": frozenset({SAM_O})}, "somebody from another company is in that channel"),
        ({"members": frozenset({GIL})}, "you haven't said yet that guests there may read it"),
    ],
)
def test_a_debrief_is_not_posted_where_others_could_read_it(
    waiting: House, change: dict[str, Any], words: str
) -> None:
    for name, value in change.items():
        setattr(waiting.slack.rooms[HIRE], name, value)
    waiting.settle()
    assert posts(waiting) == []
    assert told(waiting, LEAD, words)


def test_once_the_lead_says_that_a_guest_may_read_it_the_debrief_is_posted(waiting: House) -> None:
    waiting.slack.rooms[HIRE].members = frozenset({GIL})
    waiting.settle()
    with pytest.raises(NotAllowed):
        waiting.use("audience.guests", PRIYA, LOOP, HIRE, [GIL])
    with pytest.raises(TooLate, match="another channel"):
        waiting.use("audience.guests", LEAD, LOOP, OTHER, [GIL])
    waiting.use("audience.guests", LEAD, LOOP, HIRE, [GIL])
    waiting.settle()
    assert len(posts(waiting)) > 3
    assert ("confirm guests", f"loop:{LOOP}") in {
        (row["action"], row["thing"]) for row in waiting.rows("audit")
    }


def test_one_leads_yes_to_a_guest_is_not_anothers(waiting: House) -> None:
    waiting.use("audience.guests", LEAD, LOOP, HIRE, [GIL])
    with waiting.context.reading(Actor(TEAM, LEAD)) as tx:
        assert rows.confirmed(tx, HIRE, [LEAD, JO]) == {GIL}
        assert rows.confirmed(tx, HIRE, [SECOND]) == frozenset()


def test_before_any_debrief_a_guest_in_its_channel_is_asked_about(town: Town) -> None:
    house = with_others(town.house("drafted"))
    house.slack.rooms[HIRE].members = frozenset({GIL})
    house.settle()
    house.use("plans.send_kits", LEAD, LOOP)
    house.settle()
    assert told(house, LEAD, "<@UGIL> is a guest of your workspace")


def test_nobody_hears_of_a_channel_without_debriefs(posted: House) -> None:
    posted.use("audience.came", None, TEAM, "CPREP", "Ev1")
    assert not [row for row in posted.rows("due") if "CPREP" in row["occurrence"]]
