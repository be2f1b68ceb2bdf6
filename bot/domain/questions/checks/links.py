"""Checks of what points at something else: ids, sources, families, pairs, the keys in a set."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault, suggest
from bot.domain.questions.models import Question
from bot.domain.questions.pairs import reading
from bot.domain.questions.yaml_source import Path


def duplicates(draft: Draft) -> Iterator[Fault]:
    """No id of a question, tip or topic, and no key of a competency, set or family, is used twice."""
    another = "Give one another name."
    yield from _once("question", another, ((one, ("id",), one.value.id) for one in draft.questions))
    yield from _once("competency", another, ((one, ("key",), one.value.key) for one in draft.competencies))
    yield from _once("set", another, ((one, ("key",), one.value.key) for one in draft.sets))
    listed = (
        ("topic", draft.topics, "topics", "id", "Keep one of them."),
        ("tip", draft.prep, "tips", "id", "Give one another id."),
        ("practice", draft.practices, "practices", "topic", "Put what shows it together."),
        ("family", draft.families, "families", "key", "Keep one of them."),
    )
    for noun, file, name, field, mend in listed:
        if file is not None:
            entries = enumerate(getattr(file.value, name))
            found = ((file, (name, at, field), getattr(entry, field)) for at, entry in entries)
            yield from _once(noun, mend, found)
    for each in draft.sets:
        file_name = each.document.file.removeprefix("sets/").removesuffix(".yaml")
        if each.value.key != file_name:
            mend = f"Call the file {each.value.key}.yaml. {suggest(each.value.key, [file_name])}"
            yield each.fault(("key",), f"The set `{each.value.key}` stands in {file_name}.yaml.", mend)


def _once(noun: str, mend: str, named: Iterable[tuple[Placed[BaseModel], Path, str]]) -> Iterator[Fault]:
    first: dict[str, tuple[Placed[BaseModel], Path]] = {}
    for one, path, name in named:
        other, its_path = first.setdefault(name, (one, path))
        if other is one and its_path == path:
            continue
        place = "" if other is one else f" ({other.document.file}:{other.line(*its_path)})"
        yield one.fault(path, f"The {noun} `{name}` is there already{place}.", mend)


def sources(draft: Draft) -> Iterator[Fault]:
    """Every source and every practice is a topic, and no source is named twice."""
    for one in draft.questions:
        yield from _sources(draft, one, (), one.value.sources)
    if draft.prep is not None:
        for kind in ("tips", "structures"):
            for index, item in enumerate(getattr(draft.prep.value, kind)):
                yield from _sources(draft, draft.prep, (kind, index), item.sources)
    if draft.practices is not None:
        for index, practice in enumerate(draft.practices.value.practices):
            yield from _topic(draft, draft.practices, ("practices", index, "topic"), practice.topic)


def _sources(draft: Draft, one: Placed[BaseModel], at: Path, ids: Sequence[str]) -> Iterator[Fault]:
    for index, source in enumerate(ids):
        path = (*at, "sources", index)
        yield from _topic(draft, one, path, source)
        if source in ids[:index]:
            yield one.fault(path, f"The source `{source}` is given twice.", "Keep it once.")


def _topic(draft: Draft, one: Placed[BaseModel], path: Path, id: str) -> Iterator[Fault]:
    topics = [topic.id for topic in draft.topics.value.topics] if draft.topics else []
    if topics and id not in topics:
        yield one.fault(path, f"There is no topic `{id}`.", suggest(id, topics))


def families(draft: Draft) -> Iterator[Fault]:
    """A question's family is listed, and belongs to its competency; a family has something to train on."""
    listed = {one.key: one for one in draft.families.value.families} if draft.families else {}
    members: dict[str, list[Question]] = {key: [] for key in listed}
    for one in draft.questions:
        key = one.value.family
        if key is None:
            continue
        if key not in listed:
            yield one.fault(("family",), f"There is no family `{key}`.", suggest(key, listed))
            continue
        members[key].append(one.value)
        if listed[key].competency != one.value.competency:
            message = f"The family `{key}` belongs to `{listed[key].competency}`."
            yield one.fault(("family",), message, f"Choose one of `{one.value.competency}`, or make one.")
    if draft.families is not None:
        for index, family in enumerate(draft.families.value.families):
            if len({question.prep for question in members[family.key]}) < 2:
                message = f"The family `{family.key}` lacks a question for loops or one for prep."
                mend = "Write what is missing: who trains the skill must not meet the item."
                yield draft.families.fault(("families", index), message, mend, warning=True)


def pairs(draft: Draft) -> Iterator[Fault]:
    """Every question and topic that it names were marked in two readings, as the question stands now."""
    if draft.pairs is None or draft.topics is None:
        return
    asked_about = {topic.id for topic in draft.topics.value.topics if topic.category != "practice"}
    named = {
        (source, one.value.id): one
        for one in draft.questions
        for source in one.value.sources
        if source in asked_about
    }
    marked = set[tuple[str, str]]()
    for index, pair in enumerate(draft.pairs.value.pairs):
        found, path = named.get((pair.topic, pair.question)), ("pairs", index)
        if found is None or (pair.topic, pair.question) in marked:
            message = f"`{pair.question}` doesn't name `{pair.topic}`, or the pair stands here twice."
            yield draft.pairs.fault(path, message, "Take it out.", warning=True)
        elif pair.reading != reading(found.value):
            message = f"`{pair.question}` was marked for `{pair.topic}` and has changed since."
            mend = f"Read it twice again, then write `reading: {reading(found.value)}`."
            yield draft.pairs.fault(path, message, mend, warning=True)
        marked.add((pair.topic, pair.question))
    for (topic, id), one in named.items():
        if (topic, id) not in marked:
            entry = f"{{topic: {topic}, question: {id}, reading: {reading(one.value)}, marks: [ , ]}}"
            message = f"It hasn't been read twice for whether it is about `{topic}`."
            yield one.fault(("sources",), message, f"Add to pairs.yaml: `{entry}`.", warning=True)


def set_references(draft: Draft) -> Iterator[Fault]:
    """A set names competencies that are there, each once, and the rubric; no competency is left out by all."""
    known = [one.value.key for one in draft.competencies]
    for one in draft.sets:
        keys = [wanted.key for wanted in one.value.competencies]
        for index, key in enumerate(keys):
            path = ("competencies", index, "key")
            if key not in known:
                yield one.fault(path, f"There is no competency `{key}`.", suggest(key, known))
            if key in keys[:index]:
                yield one.fault(path, f"The competency `{key}` is given twice.", "Keep one of them.")
        if draft.rubric is not None and one.value.rubric != draft.rubric.value.key:
            mend = suggest(one.value.rubric, [draft.rubric.value.key])
            yield one.fault(("rubric",), f"There is no rubric `{one.value.rubric}`.", mend)
    wanted_by_some = {each.key for one in draft.sets for each in one.value.competencies}
    for each in draft.competencies:
        if each.value.key not in wanted_by_some:
            message = f"No set looks for the competency `{each.value.key}`."
            yield each.fault(("key",), message, "Add it to a set in sets/, or nobody is asked.", warning=True)
