"""The prep page: what one does there, what it keeps, and what nobody learns from it."""

import logging
import re
from datetime import timedelta

import pytest

from bot.domain.errors import FairloopError, TooLate
from bot.domain.prep.pages import MOST_LINKS, Address
from bot.pages.limits import BEGUN, OF_ONE
from bot.services.prep_pages import keeping, links, today
from tests.pages.house import EVE, LEAD, PAGE_TABLES, URL, House

DAY = timedelta(days=1)
OWN = ("", "/progress", "/settings", "/known", "/stop")


def test_somebody_goes_through_the_day_without_a_script_or_a_cookie(either: House) -> None:
    here = either
    link = here.link()
    assert "A question a day, the way interviewers ask it" in here.get(link)
    path = here.begin(link)
    asked = here.get(path)
    assert "say your answer aloud" in asked
    assert "This address is yours alone" in asked
    question = here.context.bank().question(here.asked(path))
    assert question.prep
    followed = here.post(f"{path}/step", question=question.id, to="followed")
    assert "Then they ask" in followed
    assert "What worries them" not in followed
    shown = here.post(f"{path}/step", question=question.id, to="shown")
    assert "A strong answer, in a minute" in shown
    done = here.post(f"{path}/rate", question=question.id, rating="3")
    assert "This one can come back in 2 days." in done
    assert "1 topic seen, 0 weak" in done


def test_no_page_has_anything_from_elsewhere_and_all_say_so_to_the_browser(here: House) -> None:
    path = here.begin()
    here.go_through(path)
    for page in (here.link(), *(f"{path}{one}" for one in OWN), here.feed(path), "/p/none"):
        found = here.client.get(page)
        said = found.text
        assert "<script" not in said
        assert "javascript:" not in said
        assert " style=" not in said
        assert re.findall(r'(?:src|href|action)="(?!/|#)([^"]*)"', said) == [], page
        assert "Set-Cookie" not in found.headers
        assert found.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert found.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in found.headers["X-Robots-Tag"]
        assert found.headers["Cache-Control"] == "no-store"
    assert "@import" not in here.get("/prep.css")
    assert "url(" not in here.get("/prep.css")


def test_looking_changes_nothing(here: House) -> None:
    link = here.link()
    path = here.begin(link)
    feed = here.feed(path)
    before = here.rows()
    for page in (link, *(f"{path}{one}" for one in OWN), feed, f"{feed}.ics"):
        here.get(page)
        assert here.client.head(page).status_code == 200
    for page in (f"{link}/begin", *(f"{path}/{one}" for one in ("step", "rate", "more", "delete", "feed"))):
        assert here.client.get(page).status_code in (404, 405)
    assert here.rows() == before


def test_who_made_a_link_learns_nothing_not_even_whether_it_was_used(here: House) -> None:
    link = here.link()
    before, page = here.rows("prep_links"), here.get(link)
    path = here.begin(link)
    here.go_through(path)
    assert here.rows("prep_links") == before
    assert here.get(link) == page
    assert path not in page
    told = [*here.rows("outbox")["outbox"], *here.rows("audit")["audit"]]
    assert told == []


def test_nothing_connects_a_page_with_its_link_or_with_a_person(here: House) -> None:
    path = here.begin()
    token = path.rpartition("/")[2]
    here.go_through(path)
    [page] = here.rows("prep_pages")["prep_pages"]
    [link] = here.rows("prep_links")["prep_links"]
    assert LEAD.user_id not in page
    assert token not in str(here.rows())
    assert {one for one in page if isinstance(one, str)} & {one for one in link if isinstance(one, str)} <= {
        "T1",
        "Europe/Berlin",
    }


def test_a_link_is_withdrawn_by_who_made_it_and_whoever_began_goes_on(here: House) -> None:
    made = links.make(here.context, LEAD)
    link = made.url.removeprefix(URL)
    path = here.begin(link)
    links.withdraw(here.context, EVE, made.id)
    here.get(link)
    links.withdraw(here.context, LEAD, made.id)
    links.withdraw(here.context, LEAD, made.id)
    gone = here.client.get(link)
    assert gone.status_code == 404
    assert "This link has ended" in gone.text
    assert here.client.post(f"{link}/begin", data={"role": "ml_engineer", "level": "mid"}).status_code == 404
    assert "say your answer aloud" in here.get(path)
    assert here.rows("prep_links", "due")["prep_links"] == []


def test_without_a_public_address_making_a_link_says_what_is_missing(here: House) -> None:
    object.__setattr__(here.context, "public_url", None)
    with pytest.raises(FairloopError, match="FAIRLOOP_PUBLIC_URL"):
        links.make(here.context, LEAD)


def test_one_person_has_fifty_links_at_once(here: House) -> None:
    for _ in range(MOST_LINKS):
        links.make(here.context, LEAD)
    with pytest.raises(TooLate):
        links.make(here.context, LEAD)
    links.make(here.context, EVE)


def test_a_link_ends_after_two_weeks_and_a_page_ninety_days_after_something_was_done(here: House) -> None:
    link = here.link()
    path = here.begin(link)
    here.now += 14 * DAY
    here.get(link)
    here.go_through(path)
    here.now += DAY
    assert here.client.get(link).status_code == 404
    here.now += 89 * DAY
    here.get(path)
    here.now += DAY
    assert here.client.get(path).status_code == 404


def test_what_has_ended_is_deleted_and_what_is_used_is_looked_at_again(here: House) -> None:
    here.link()
    path = here.begin()
    due = {row[2]: row[0] for row in _due(here)}
    here.now += 50 * DAY
    here.go_through(path)
    here.now += 41 * DAY
    keeping.end(here.context, "T1", due["prep_page_ends"], 1)
    assert len(here.rows("prep_pages")["prep_pages"]) == 1
    [again] = [row for row in _due(here) if row[2] == "prep_page_ends" and row[0] != due["prep_page_ends"]]
    here.now += 60 * DAY
    keeping.end(here.context, "T1", again[0], 1)
    links.end(here.context, "T1", due["prep_link_ends"], 1)
    left = here.rows(*PAGE_TABLES)
    assert left["prep_pages"] == left["prep_page_sends"] == left["prep_page_cards"] == []
    assert [row for row in _due(here) if row[2] == "prep_page_ends"] == []


def _due(here: House) -> list[tuple[int, int, str]]:
    """Number, thing and kind of each due row; they are claimed, so that they can be done."""
    with here.database.transaction() as session:
        from sqlalchemy import update

        from bot.storage.tables import Due

        session.execute(update(Due).values(lease_until=here.now))
        rows = session.query(Due).all()
        return [(row.id, row.thing_id, row.kind) for row in rows if row.state == "waiting"]


def test_deleting_everything_leaves_nothing_of_it(either: House) -> None:
    here = either
    empty = here.rows()
    path = here.begin()
    feed = here.feed(path)
    here.go_through(path)
    here.post(f"{path}/write", question=here.rows("prep_page_sends")["prep_page_sends"][0][3], answer="Mine.")
    found = here.client.post(f"{path}/delete")
    assert "It is deleted" in found.text
    assert here.client.get(path).status_code == 404
    assert "VEVENT" not in here.get(f"{feed}.ics")
    after = here.rows()
    changed = {name for name in after if after[name] != empty[name]}
    assert changed == {"prep_links", "prep_marks", "due"}
    assert {row[2] for row in _due(here)} == {"prep_link_ends"}
    assert len(after["prep_marks"]) == 2


def test_what_is_written_down_is_sealed_under_the_address_alone(here: House) -> None:
    path = here.begin()
    question = here.asked(path)
    here.post(f"{path}/step", question=question, to="followed")
    here.post(f"{path}/step", question=question, to="shown")
    assert "Count the keys first" in here.post(
        f"{path}/write", question=question, answer="Count the keys first."
    )
    assert "Count the keys" not in str(here.rows())
    feed = here.feed(path)
    assert "Count the keys" not in here.get(feed)
    other = today.get(here.context, keeping.Way(Address(feed.rpartition("/")[2]), by_feed=True))
    assert other.day is not None
    assert other.day.answer == ""
    assert "Count the keys" not in here.post(f"{path}/write", question=question, answer=" ")
    assert all(row[-4] is None for row in here.rows("prep_page_sends")["prep_page_sends"])


def test_nobody_rates_what_they_have_not_seen_and_a_second_tap_changes_nothing(either: House) -> None:
    here = either
    path = here.begin()
    question = here.asked(path)
    here.post(f"{path}/step", question=question, to="followed")
    here.post(f"{path}/rate", question=question, rating="4")
    assert here.rows("prep_page_cards")["prep_page_cards"] == []
    here.go_through(path, 1)
    before = here.rows("prep_page_cards", "prep_page_sends")
    here.post(f"{path}/rate", question=question, rating="4")
    here.post(f"{path}/step", question=question, to="followed")
    assert here.rows("prep_page_cards", "prep_page_sends") == before
    here.post(f"{path}/again")
    assert "0 topics seen, 0 weak" in here.get(path)


def test_a_page_from_another_day_says_that_it_is_no_longer_todays(here: House) -> None:
    path = here.begin()
    question = here.asked(path)
    here.go_through(path)
    here.now += DAY
    assert here.asked(path) != question
    late = here.client.post(f"{path}/step", data={"question": question, "to": "followed"})
    assert late.status_code == 409
    assert "no longer today" in late.text


def test_one_more_comes_at_once_up_to_eight_a_day(here: House) -> None:
    path = here.begin()
    for _ in range(8):
        here.go_through(path)
        here.post(f"{path}/more")
    assert "One more now" not in here.go_through(path)
    assert here.client.post(f"{path}/more").status_code == 409
    here.now += DAY
    assert "say your answer aloud" in here.get(path)


def test_with_a_date_it_counts_down_and_rests_from_the_eve_on(here: House) -> None:
    path = here.begin(interview="2026-11-27")
    assert "4 days to your interview" in here.get(path)
    done = here.go_through(path, 4)
    assert "This one doesn't come again before your interview." in done or "before your interview" in done
    here.now += 3 * DAY
    eve = here.get(path)
    assert "Tomorrow is your interview" in eve
    assert "You can rely on" in eve
    assert "One now all the same" in eve
    here.now += 2 * DAY
    over = here.get(path)
    assert "Your interview is over" in over
    assert "how it went" not in over
    form = {"role": "ml_engineer", "level": "mid", "hour": "8", "zone": "Europe/Berlin", "interview": ""}
    assert "say your answer aloud" in here.post(f"{path}/settings", **form)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"role": "pilot"}, "Pick the role that comes nearest."),
        ({"level": "chief"}, "Pick junior, mid or senior."),
        ({"interview": "2020-01-01"}, "Pick a day from today on"),
        ({"interview": "soon"}, "Pick a date, or leave it empty."),
    ],
)
def test_a_fault_of_a_form_stands_at_its_field_and_nothing_begins(
    here: House, form: dict[str, str], said: str
) -> None:
    sent = {"role": "ml_engineer", "level": "mid", "interview": ""} | form
    found = here.client.post(f"{here.link()}/begin", data=sent)
    assert found.status_code == 400
    assert said in found.text
    assert here.rows("prep_pages")["prep_pages"] == []


def test_the_feed_reminds_daily_and_never_says_interview(here: House) -> None:
    path = here.begin(interview="2026-11-27")
    feed = here.feed(path)
    found = here.client.get(f"{feed}.ics")
    assert found.headers["Content-Type"] == "text/calendar; charset=utf-8"
    said = found.text.replace("\r\n ", "")
    assert "interview" not in said.lower()
    assert re.findall(r"UID:(\S+)", said) == [
        f"2026-11-{day}@prep.fairloop.example.org" for day in (23, 24, 25, 26)
    ]
    assert said.count("SUMMARY:Three minutes of prep") == 3
    assert said.count("SUMMARY:No question tonight") == 1
    assert "DTSTART:20261124T070000Z" in said
    assert "DTSTART:20261126T170000Z" in said
    assert f"Today's question: {URL}{feed}" in said
    assert all(len(line.encode()) <= 75 for line in found.text.split("\r\n"))


def test_without_a_date_the_feed_looks_thirty_days_ahead_and_a_new_address_ends_the_old(here: House) -> None:
    path = here.begin()
    old = here.feed(path)
    assert here.get(f"{old}.ics").count("BEGIN:VEVENT") == 30
    here.post(f"{path}/feed")
    new = here.feed(path)
    assert new != old
    assert here.get(f"{new}.ics").count("BEGIN:VEVENT") == 30
    assert "VEVENT" not in here.get(f"{old}.ics")
    assert here.client.get(old).status_code == 404


def test_the_feeds_address_takes_a_rating_and_shows_nothing_else(here: House) -> None:
    path = here.begin()
    feed = here.feed(path)
    done = here.go_through(feed)
    assert "Done for today" in done
    assert "topics seen" not in done
    assert path.rpartition("/")[2] not in done
    assert "1 topic seen" in here.get(path)
    for forbidden in ("/progress", "/settings", "/delete", "/more", "/write", "/stop"):
        assert here.client.post(f"{feed}{forbidden}").status_code == 404
        assert here.client.get(f"{feed}{forbidden}").status_code == 404
    assert here.client.get(f"/p/{feed.rpartition('/')[2]}").status_code == 404


def test_too_many_requests_at_one_address_wait_a_minute(here: House) -> None:
    path = here.begin()
    for _ in range(OF_ONE):
        assert here.client.get(path).status_code == 200
    found = here.client.get(path)
    assert found.status_code == 429
    assert 0 < int(found.headers["Retry-After"]) <= 61
    assert here.client.get(here.link()).status_code == 200
    here.now += timedelta(minutes=1)
    assert here.client.get(path).status_code == 200


def test_one_link_begins_few_pages_a_minute(here: House) -> None:
    link = here.link()
    for _ in range(BEGUN):
        here.begin(link)
    form = {"role": "ml_engineer", "level": "mid"}
    assert here.client.post(f"{link}/begin", data=form).status_code == 429


def test_a_fault_of_ours_is_said_kindly_and_logged_without_the_address(
    here: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = here.begin()

    def fail(*_: object) -> None:
        raise RuntimeError(path)

    monkeypatch.setattr(today, "get", fail)
    with caplog.at_level(logging.DEBUG):
        found = here.client.get(path)
    assert found.status_code == 500
    assert "it isn&#39;t your fault" in found.text
    assert caplog.records
    assert all(path.rpartition("/")[2] not in str(vars(one)) for one in caplog.records)


def test_what_a_candidate_here_is_to_be_asked_or_nearly_so_is_held_back_on_every_page(here: House) -> None:
    path = here.begin()
    first = here.asked(path)
    here.post(f"{path}/step", question=first, to="followed")
    here.plan(here.context.bank().question(first))
    second = here.asked(path)
    assert second != first
    assert here.client.post(f"{path}/step", data={"question": first, "to": "shown"}).status_code == 409
    alike = here.context.bank().question(second)
    reworded = alike.model_copy(update={"id": "data-made-up", "prompt": f"{alike.prompt} Say why."})
    here.plan(reworded)
    third = here.asked(path)
    assert third not in (first, second)
    assert here.asked(here.begin()) not in (first, second)
    assert "Sam" not in here.get(path)
