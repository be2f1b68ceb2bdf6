"""The bank that comes with Fairloop: what it holds, whom it can staff, and that every word is its own."""

import json
import re
from collections import Counter
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from bot.domain.questions import (
    ALIKE,
    Bank,
    Kind,
    Level,
    PrepMaterial,
    Question,
    check_bank,
    parse_bank,
    similarity,
)
from bot.domain.questions.coverage import coverage, unserved
from bot.domain.questions.schema import SCHEMAS, json_schemas
from bot.domain.questions.shape import texts
from bot.domain.questions.wording import SECONDS_ALOUD, seconds_aloud, windows
from bot.ground.resources import read_question_files, resource_path
from tests.data.hash_sources import HASHES, hashed
from tests.small_bank import small_bank

ROOT = Path(__file__).parents[2]

DEEP = {"coding", "collaboration", "data", "evaluation", "experiments", "foundations", "genai", "mlops"}
DEEP |= {"modelling", "product", "statistics"}
"""The competencies of ML engineers and data scientists, deep enough for a year of loops and of prep."""

SOFTWARE = ("swe_design", "swe_reading", "swe_debugging", "swe_delivery", "swe_reliability")
"""The competencies of software engineers beside collaboration, which they share."""


@lru_cache(maxsize=1)
def bank() -> Bank:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank), "\n".join(map(str, parsed))
    return parsed


def prep() -> PrepMaterial:
    material = bank().prep
    assert material is not None
    return material


def technical() -> list[Question]:
    kinds = (Kind.CONCEPT, Kind.SCENARIO, Kind.CODING)
    return [question for question in bank().all_questions if question.kind in kinds]


def test_the_bank_has_neither_errors_nor_warnings() -> None:
    assert [str(fault) for fault in check_bank(read_question_files()).faults] == []


def test_ml_engineering_has_at_least_90_questions() -> None:
    competencies = [wanted.key for wanted in bank().set("ml_engineer").competencies]
    assert sum(len(bank().questions(competency=key)) for key in competencies) >= 90
    assert {"genai", "collaboration"} <= set(competencies)


def test_every_competency_can_staff_a_loop_and_prep_at_every_level() -> None:
    for one in bank().sets:
        for wanted in one.competencies:
            assert wanted.questions == (2, 3)
            assert bank().competency(wanted.key).definition
            for level in Level:
                loop = bank().questions(wanted.key, level, prep=False)
                assert len(loop) >= wanted.panelists * wanted.questions[0], (wanted.key, level)
                assert len(bank().questions(wanted.key, level, prep=True)) >= 2, (wanted.key, level)


def test_the_data_scientist_shares_competencies_and_adds_one() -> None:
    engineer = {wanted.key for wanted in bank().set("ml_engineer").competencies}
    scientist = {wanted.key for wanted in bank().set("data_scientist").competencies}
    assert scientist - engineer == {"statistics"}
    assert len(scientist & engineer) >= 4


def test_software_engineers_have_a_set_whole_at_mid_level() -> None:
    wanted = [one.key for one in bank().set("software_engineer").competencies]
    assert wanted == [*SOFTWARE, "collaboration"]
    for key in SOFTWARE:
        assert len(bank().questions(key, Level.MID, prep=False)) >= 6, key
        trained = bank().questions(key, Level.MID, prep=True)
        assert len(trained) >= 10, key
        assert all(question.said for question in trained)
        assert all(question.family for question in bank().questions(key))


def test_any_other_role_is_staffed_from_competencies_that_name_no_trade() -> None:
    shared = [one.key for one in bank().set("other_role").competencies]
    assert shared == ["ownership", "judgment", "collaboration"]
    for key in shared:
        assert not bank().questions(key, kind=Kind.CODING), key
        assert len(bank().questions(key, Level.MID, prep=False)) >= 8, key


def test_every_topic_is_served() -> None:
    assert len(bank().topics) == 102
    assert [topic.id for topic in unserved(bank())] == []


def test_a_practice_is_not_served_by_a_question_and_a_question_not_by_a_practice() -> None:
    files = small_bank()
    assert isinstance(small := parse_bank(files), Bank)
    assert [topic.id for topic in unserved(small)] == []
    swapped = files["questions/data.yaml"].replace("hub/j5", "cto/judgment")
    practice = files["practices.yaml"].replace("cto/judgment", "hub/j5")
    changed = {**files, "questions/data.yaml": swapped, "practices.yaml": practice}
    assert isinstance(small := parse_bank(changed), Bank)
    assert [topic.id for topic in unserved(small)] == ["hub/j5", "cto/judgment"]


def test_what_shows_a_practice_is_there() -> None:
    for place in [place for practice in bank().practices for place in practice.shown_by]:
        if "::" in place:
            path, _, name = place.partition("::")
            assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8"), place
        else:
            path, _, anchor = place.partition("#")
            assert anchor in anchors((ROOT / path).read_text("utf-8")), place


def anchors(markdown: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def all_texts() -> list[tuple[str, str]]:
    """Every text that people read in the bank and the writers' guide, with where it stands."""
    held = bank()
    models = [held.rubric, *held.sets, *held.competencies, *held.all_questions, *held.practices, *held.topics]
    models += held.families
    models.append(prep())
    found = [(f"{type(model).__name__} {text.path}", text.text) for model in models for text in texts(model)]
    shown_together = " ".join(one.ask for one in prep().three_questions)
    return [
        *found,
        ("three questions", shown_together),
        ("guide", (ROOT / "docs/QUESTIONS.md").read_text("utf-8")),
    ]


def test_no_run_of_eight_words_is_shared_with_a_source() -> None:
    sources: dict[str, list[str]] = json.loads(HASHES.read_text())
    assert len(sources) == 4
    assert all(sources.values())
    taken = {hash for hashes in sources.values() for hash in hashes}
    assert [(where, text) for where, text in all_texts() if hashed(text) & taken] == []


def test_a_copied_sentence_would_be_found_whatever_its_case_and_punctuation() -> None:
    sentence = "Don't scale the WHOLE table, ever: 3 splits come first!"
    assert hashed("so dont scale the whole table ever splits come first") & hashed(sentence)
    assert not hashed("seven words are not a run yet") & hashed(sentence)


def test_no_run_of_eight_words_stands_in_two_questions() -> None:
    seen: dict[str, str] = {}
    for question in bank().all_questions:
        for text in texts(question):
            for window in windows(text.text):
                assert seen.setdefault(window, question.id) == question.id, (window, question.id)


def test_no_two_questions_are_nearly_the_same() -> None:
    pairs = combinations(bank().all_questions, 2)
    assert [(a.id, b.id) for a, b in pairs if similarity(a, b) >= ALIKE] == []


def test_every_prompt_is_said_in_under_thirty_seconds() -> None:
    assert max(seconds_aloud(question.prompt) for question in bank().all_questions) < SECONDS_ALOUD


def test_every_question_has_two_probes_for_the_kit() -> None:
    for question in bank().all_questions:
        first, second = question.kit_probes
        assert first.ask != second.ask
        assert first.hear
        assert second.hear


def test_nearly_every_technical_question_asks_why_in_the_kit() -> None:
    without = [q.id for q in technical() if all(probe.kind != "why" for probe in q.kit_probes)]
    assert len(without) <= len(technical()) / 20, without


def test_most_technical_questions_ask_about_production() -> None:
    asking = [q for q in technical() if any(probe.kind == "production" for probe in q.kit_probes)]
    assert len(asking) >= len(technical()) / 2


def test_every_question_says_what_to_expect_at_each_of_its_levels() -> None:
    for question in bank().all_questions:
        said = [question.by_level.get(level) for level in question.levels]
        assert all(said)
        assert len(set(said)) == len(question.levels), question.id


def test_every_question_says_what_good_sounds_like_and_what_worries() -> None:
    for question in bank().all_questions:
        assert len({question.weak, question.solid, question.strong}) == 3
        assert 1 <= len(question.red_flags) <= 4


def test_the_rubric_has_four_dimensions_with_anchors_from_1_to_4() -> None:
    rubric = bank().rubric
    assert [dimension.key for dimension in rubric.dimensions] == [
        "clarity",
        "judgment",
        "constraints",
        "communication",
    ]
    for dimension in rubric.dimensions:
        assert [dimension.anchor(rating).rating for rating in (1, 2, 3, 4)] == [1, 2, 3, 4]


def test_every_set_has_its_words_time_box_and_red_flags() -> None:
    for one in bank().sets:
        assert one.time_box.total == 50
        assert one.red_flags
        assert "stack" in one.closing.lower() or "how we work" in one.closing.lower()
        assert all(day in one.closing for day in ("30", "60", "90"))
        assert "know" in one.opening.lower()
        core = [q for w in one.competencies for q in bank().questions(w.key) if q.core and not q.prep]
        assert core


def test_every_kind_of_question_has_a_structure_and_an_intent() -> None:
    for kind in Kind:
        assert prep().structure(kind).asks
        assert len(prep().structure(kind).steps) >= 3
        assert bank().questions(kind=kind), kind
    assert all(question.tests for question in bank().all_questions)


def test_every_concept_comes_with_three_questions() -> None:
    first, second, third = (one.ask for one in prep().three_questions)
    assert "break" in first
    assert "notice" in second
    assert "do" in third.split()


def test_there_is_a_tip_a_week_for_at_least_sixteen_weeks_each_with_something_to_do() -> None:
    tips = prep().tips
    assert len(tips) >= 16
    assert len({tip.this_week for tip in tips}) == len(tips)


def test_generative_ai_and_mlops_are_competencies_of_their_own() -> None:
    assert bank().competency("genai").name == "Generative AI"
    assert bank().competency("mlops").name == "MLOps"


def test_prep_and_loop_questions_never_overlap() -> None:
    loop = {question.id for question in bank().questions(prep=False)}
    assert not loop & {question.id for question in bank().questions(prep=True)}


def test_schemas_are_those_of_the_models() -> None:
    directory = resource_path("question_sets") / "schema"
    written = {path.name: path.read_text("utf-8") for path in directory.iterdir()}
    assert written == json_schemas(), "run `fairloop questions schema`"


def test_every_file_names_the_schema_that_describes_it() -> None:
    kinds = {"sets": "../schema/set.json", "questions": "../schema/questions.json"}
    for file, text in read_question_files().items():
        folder, _, name = file.rpartition("/")
        schema = kinds.get(folder, f"schema/{name.replace('.yaml', '.json')}")
        assert text.startswith(f"# yaml-language-server: $schema={schema}\n"), file
        assert schema.rpartition("/")[2] in SCHEMAS


def test_kinds_are_spread_so_that_concepts_are_the_smaller_part() -> None:
    kinds = Counter(question.kind for question in bank().all_questions)
    assert kinds[Kind.CONCEPT] < len(bank().all_questions) / 2
    assert set(kinds) == set(Kind)


def test_coverage_names_what_serves_a_topic() -> None:
    served = {one.topic.id: one for one in coverage(bank())}
    assert all("-" in id for id in served["hub/j2"].questions)
    assert "tip stuck-aloud" in served["reverse/narrate"].by


def test_follow_ups_push_in_more_ways_than_one() -> None:
    asks = [probe.ask for question in bank().all_questions for probe in question.probes]
    assert sum(ask.startswith("Why not") for ask in asks) <= len(asks) / 20


def test_every_competency_has_six_questions_for_loops_at_every_level() -> None:
    for key in DEEP:
        for level in Level:
            assert len(bank().questions(key, level, prep=False)) >= 6, (key, level)


def test_there_are_sixty_questions_to_train_on_at_every_level() -> None:
    for level in Level:
        assert sum(question.competency in DEEP for question in bank().questions(level=level, prep=True)) >= 60


def test_every_question_to_train_on_has_an_answer_as_it_is_said_and_coding_has_code() -> None:
    trained = [question for question in bank().questions(prep=True) if question.competency in DEEP]
    assert [question.id for question in trained if not question.said] == []
    assert [q.id for q in trained if q.kind is Kind.CODING and q.code is None] == []


def test_every_question_of_the_two_sets_belongs_to_a_family() -> None:
    assert [q.id for q in bank().all_questions if q.competency in DEEP and q.family is None] == []


def test_designs_end_to_end_are_asked_at_every_level() -> None:
    for level in Level:
        assert bank().questions(level=level, prep=False, family="design-end-to-end"), level
