"""Anchors by kind of question: what a panelist reads beside 1, 2, 3 and 4."""

from bot.domain.questions import Bank, Kind, Rubric, check_bank, parse_bank
from bot.ground.resources import read_question_files
from tests.small_bank import RUBRIC, small_bank


def rubric() -> Rubric:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    return parsed.rubric


def every_anchor() -> list[str]:
    return [text for dimension in rubric().dimensions for kind in Kind for text in dimension.shorts(kind)]


def test_every_dimension_has_four_anchors_for_every_kind_none_said_twice() -> None:
    assert len(every_anchor()) == len({text.casefold() for text in every_anchor()}) == 4 * 4 * 5


def test_an_anchor_names_one_behaviour_and_suits_whoever_reads_it() -> None:
    for text in every_anchor():
        words = text.casefold().replace(",", " ").split()
        assert len(text) <= 60, text
        assert not {"and", "i", "my", "you", "your"} & set(words), text


def small(by_kind: str) -> Rubric | list[str]:
    files = {**small_bank(), "rubric.yaml": RUBRIC + by_kind}
    parsed = parse_bank(files)
    if isinstance(parsed, Bank):
        return parsed.rubric
    return [fault.message for fault in check_bank(files).errors]


def given(*kinds: str, fourth: str = "d") -> str:
    entries = "".join(
        f"      - {{kind: {kind}, anchors: [{kind} a, {kind} b, c {kind}, {fourth}{i}]}}\n"
        for i, kind in enumerate(kinds)
    )
    return f"    by_kind:\n{entries}"


def test_a_rubric_without_anchors_by_kind_falls_back_on_the_general_ones() -> None:
    one = small("")
    assert isinstance(one, Rubric)
    assert one.dimension("clarity").shorts(Kind.CODING)[3] == "Says where it ends"


def test_anchors_are_given_for_all_kinds_or_none_and_say_different_things() -> None:
    one = small(given(*Kind))
    assert isinstance(one, Rubric)
    assert one.dimension("clarity").shorts(Kind.CODING)[0] == "coding a"
    assert small(given("coding", "concept")) == ["`by_kind` of `clarity` is for coding, concept."]
    twice = given(*Kind).replace("d1", "d0")
    assert small(twice) == ["Two anchors in `by_kind` of `clarity` say the same."]
    assert small(given(*Kind).replace(", d0", "")) == ["Item 4 of `anchors` is missing."]
