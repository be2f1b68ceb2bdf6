"""Practices of good interviewing that panelists meet as parts of the product (question_sets/practices.yaml)."""

import re

from bot.demo.cast import PANEL
from bot.storage.loops import of_seat
from tests.acceptance.house import DEBRIEF, FIRST, House, later

PRIYA, MARC = PANEL[:2]


def test_the_debrief_says_what_became_of_answers_when_probed_and_who_knew_where_their_knowledge_ends(
    quick_house: House,
) -> None:
    house = quick_house
    loop_id = house.plan((PRIYA, MARC))
    house.move_to(FIRST)
    card = house.open_card(PRIYA)
    card.choose("After", "Got stronger", nth=0)
    card.check("Seen", "Said where their knowledge ends", "Red flag: sure of something wrong")
    card.close()
    house.settle()
    house.move_to(later(hours=3))
    for role in (PRIYA, MARC):
        house.score(loop_id, role)
    house.move_to(DEBRIEF)
    told = [one for one in (reply.text for reply in house.debrief().thread()) if "After the follow-up" in one]
    assert len(told) == 1
    assert "After the follow-up: Priya stronger" in told[0]
    assert "Priya heard where their knowledge ends" in told[0]
    assert "Red flag (Priya): sure of something wrong" in told[0]


def test_every_panelist_gets_the_same_time_box_and_the_words_to_open_and_close_with(
    quick_house: House,
) -> None:
    house = quick_house
    house.plan((PRIYA, MARC))
    house.move_to(FIRST)
    boxes, words = set(), set()
    for role in (PRIYA, MARC):
        kit = house.kit(role)
        box = next(line for line in kit.text.split("\n") if "min questions" in line)
        hello, questions, theirs = (int(number) for number in re.findall(r"(\d+) min", box))
        boxes.add((hello, hello + questions + theirs))
        kit.menu("Opening and closing words")
        words.add(house.person(role).modal.text)
    assert boxes == {(5, 45)}
    (said,) = words
    closing = said.split("To close")[1]
    assert all(word in closing for word in ("stack", "day 30", "day 60", "day 90", "ask me"))
    assert "When you don't know, tell me" in said


def test_a_kit_carries_the_prompt_two_probes_and_what_to_hear_and_good_is_a_click_away(
    quick_house: House,
) -> None:
    house = quick_house
    loop_id = house.plan((PRIYA, MARC))
    house.move_to(FIRST)
    kit, bank = house.kit(PRIYA), house.context.bank()
    with house.context.reading(house.actor(PRIYA)) as tx:
        asked = [
            bank.question(one.question_id) for one in of_seat(tx, house.interview(loop_id, PRIYA))[1].in_turn
        ]
    assert asked
    for question in asked:
        assert question.prompt.strip() in kit.text
        assert all(
            probe.ask in kit.text and f"hear: {probe.hear}" in kit.text for probe in question.kit_probes
        )
    kit.click("What good sounds like")
    good = house.person(PRIYA).modal.text
    for question in asked:
        for text in (question.tests, question.weak, question.solid, question.strong, *question.red_flags):
            assert " ".join(text.split()) in " ".join(good.split())
