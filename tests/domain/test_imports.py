"""Files of people and candidates: what spreadsheets write is read, and every fault stands at its line and column."""

from datetime import date

import pytest

from bot.domain.imports import BadFile
from bot.domain.imports.candidates import candidates
from bot.domain.imports.people import people
from bot.domain.imports.rows import MOST_LINES

TODAY = date(2026, 3, 2)
NAMES = {"mlops": "MLOps", "data": "Data hygiene"}
HEAD = (
    "person,seniority,weekly_limit,hours_from,hours_to,working_days,country,away_until,mlops,Data hygiene\n"
)


def faults_of(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    try:
        return [str(one) for one in sorted(people(data, NAMES, TODAY)[1])]
    except BadFile as bad:
        return [str(one) for one in bad.faults]


def candidate_faults(text: str) -> list[str]:
    try:
        return [str(one) for one in sorted(candidates(text.encode())[1])]
    except BadFile as bad:
        return [str(one) for one in bad.faults]


def test_a_person_is_read_with_all_that_is_said_of_them() -> None:
    row = HEAD + "kim@example.com,Senior,2,09:00,17,Mon Tuesday fri,de,2026-04-01,3,\n"
    (found,), faults = people(row.encode(), NAMES, TODAY)
    assert faults == []
    assert found.said == {
        "seniority": "senior",
        "weekly_limit": 2,
        "hours_from": 9,
        "hours_to": 17,
        "working_days": "125",
        "country": "DE",
        "away_until": date(2026, 4, 1),
    }
    assert found.strengths == {"mlops": 3}, "an empty strength is not said"


def test_any_number_a_week_is_a_limit_that_is_taken_away() -> None:
    (found,), _ = people(b"person,weekly_limit\nU1,any\n", NAMES, TODAY)
    assert found.said == {"weekly_limit": None}


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfperson,seniority\r\n\r\nU1,mid\r\n",
        "person;seniority\nU1;mid\n".encode("utf-16"),
        b"seniority\tperson\nmid\tU1\n",
    ],
    ids=["byte order mark and Windows line ends", "UTF-16 and semicolons", "tabs, columns in another order"],
)
def test_what_spreadsheets_write_is_read(data: bytes) -> None:
    (found,), faults = people(data, NAMES, TODAY)
    assert (found.who, found.said, faults) == ("U1", {"seniority": "mid"}, [])


WRONG_FILES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "The file is empty. It needs a header with person."),
    "no rows": ("person\n", "There is a header and no row under it."),
    "another encoding": (
        "person,seniority\njosé@example.com,mid\n".encode("latin-1"),
        "line 2: this is not UTF-8 text; save the file as CSV in UTF-8",
    ),
    "no text at all": (b"PK\x00\x01\xff\x00", "The file is not text. Export the people as CSV in UTF-8."),
    "a column is missing": ("seniority\nmid\n", "line 1: the header has no person; add it"),
    "an unknown competency": ("person,mlopps\nU1,3\n", "line 1, mlopps: no such column; is it “mlops”?"),
    "an unknown column": (
        "person,favourite colour\nU1,red\n",
        "line 1, favourite colour: no such column; rename it or take it out",
    ),
    "a column twice": ("person,mlops,MLOps\nU1,1,2\n", "line 1, MLOps: the column is there twice; keep one"),
    "too long": (
        "person\n" + "".join(f"U{number}\n" for number in range(10_000)),
        f"The file has 10,000 rows. Split it into files of at most {MOST_LINES:,}.",
    ),
}


@pytest.mark.parametrize("what", WRONG_FILES)
def test_a_file_that_is_wrong_as_a_whole_says_what_to_do(what: str) -> None:
    data, says = WRONG_FILES[what]
    assert faults_of(data) == [says]


WRONG_ROWS = {
    "too many fields": ("U1,mid,extra\n", "line 2: 3 fields where the header has 2"),
    "an open quotation mark": ('"U1,mid\n', "line 2: not CSV from here on"),
    "nobody": (",mid\n", "line 2, person: nobody is named"),
    "twice": ("U1,mid\nU2,mid\nu1,senior\n", "line 4, person: u1 is on line 2 already; keep one"),
    "two spellings": (
        "jose\u0301@x.com,mid\njos\u00e9@x.com,mid\n",
        "line 3, person: jos\u00e9@x.com is on line 2 already",
    ),
    "seniority": (
        "U1,seniro\n",
        "line 2, seniority: “seniro” is none of junior, mid, senior; is it “senior”?",
    ),
}


@pytest.mark.parametrize("what", WRONG_ROWS)
def test_a_row_that_is_wrong_says_so_at_its_line(what: str) -> None:
    row, says = WRONG_ROWS[what]
    (found,) = faults_of("person,seniority\n" + row)
    assert found.startswith(says)


@pytest.mark.parametrize(
    ("column", "wrong", "says"),
    [
        ("weekly_limit", "21", "no number from 0 to 20"),
        ("weekly_limit", "two", "no number from 0 to 20; write one, or any"),
        ("working_days", "mon, someday", "“someday” is no day"),
        ("working_days", "mon-fri", "“mon-fri” is no day"),
        ("working_days", "128", "“8” is no day"),
        ("country", "Germany", "write its two letters"),
        ("country", "XQ", "write its two letters"),
        ("away_until", "1.4.2026", "is no day; write it such as 2026-03-02"),
        ("away_until", "2026-03-02", "is over; leave the field empty"),
        ("mlops", "4", "is no strength; write one of 0 (doesn't ask about it)"),
    ],
)
def test_a_field_that_is_wrong_says_so_at_its_column(column: str, wrong: str, says: str) -> None:
    (found,) = faults_of(f'person,{column}\nU1,"{wrong}"\n')
    assert found.startswith(f"line 2, {column}: ")
    assert says in found


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ("17,9", "line 2, hours_to: the day has to begin before it ends"),
        ("9,", "line 2, hours_to: one end of the day is missing"),
        (",17", "line 2, hours_from: one end of the day is missing"),
        ("9:30,17", "line 2, hours_from: “9:30” is no full hour"),
        ("9,25", "line 2, hours_to: “25” is no full hour"),
    ],
)
def test_hours_that_are_no_day_are_a_fault(hours: str, says: str) -> None:
    (found,) = faults_of(f"person,hours_from,hours_to\nU1,{hours}\n")
    assert found.startswith(says)


def test_every_fault_of_a_file_is_said_and_not_the_first_alone() -> None:
    found = faults_of("person,seniority,mlops\n,boss,9\nU1,mid,3\nU1,mid,x\n")
    assert len(found) == 5
    assert [one.partition(",")[0] for one in found] == ["line 2"] * 3 + ["line 4"] * 2


def test_a_candidate_is_read_and_has_initials_for_a_label() -> None:
    (found,), faults = candidates(b"name,email,links\nAda Kowalski,ada@example.com,https://a.example/x\n")
    assert faults == []
    assert (found.name, found.label, found.email) == ("Ada Kowalski", "A. K.", "ada@example.com")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",a@b.de,,,", "line 2, name: nobody is named"),
        ("Ada,ada at b.de,,,", "line 2, email: “ada at b.de” is no email address"),
        ("Ada,,,http://a.example,", "line 2, links: “http://a.example” doesn't begin with https://"),
        ("Ada,,,javascript:alert(1),", "line 2, links: “javascript:alert(1)” doesn't begin with https://"),
        ("Ada,,ada,,", "line 2, slack_user: “ada” is no Slack user id"),
        ("Ada,,,," + "x" * 14, "line 2, label: that is 14 characters; keep it to 13"),
    ],
)
def test_a_candidate_that_is_wrong_says_so_at_its_column(row: str, says: str) -> None:
    (found,) = candidate_faults(f"name,email,slack_user,links,label\n{row}\n")
    assert found.startswith(says)


def test_the_same_candidate_twice_is_a_fault_by_email_and_by_ats_id() -> None:
    found = candidate_faults("name,email,ats_id\nAda,A@b.de,7\nBo,a@b.de,8\nCy,,7\n")
    assert found == [
        "line 3, email: a@b.de is on line 2 already; keep one",
        "line 4, ats_id: 7 is on line 2 already; keep one",
    ]
