"""Checks of what points at something else: sources, practices, the keys in a set."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from bot.domain.questions.draft import Draft, Placed
from bot.domain.questions.faults import Fault, suggest


def sources(draft: Draft) -> Iterator[Fault]:
    """Every source is a topic, named once."""
    for one in draft.questions:
        yield from _sources(draft, one, (), one.value.sources)
    if draft.prep is None:
        return
    for kind in ("tips", "structures"):
        for index, item in enumerate(getattr(draft.prep.value, kind)):
            yield from _sources(draft, draft.prep, (kind, index), item.sources)


def _sources(
    draft: Draft, one: Placed[BaseModel], at: tuple[str | int, ...], ids: Sequence[str]
) -> Iterator[Fault]:
    topics = _topics(draft)
    for index, source in enumerate(ids):
        path = (*at, "sources", index)
        if topics and source not in topics:
            yield one.fault(path, f"There is no topic `{source}`.", suggest(source, topics))
        if source in ids[:index]:
            yield one.fault(path, f"The source `{source}` is given twice.", "Keep it once.")


def practice_topics(draft: Draft) -> Iterator[Fault]:
    """Every practice is a topic, named once."""
    if draft.practices is None:
        return
    topics, seen = _topics(draft), set[str]()
    for index, practice in enumerate(draft.practices.value.practices):
        path = ("practices", index, "topic")
        if topics and practice.topic not in topics:
            message = f"There is no topic `{practice.topic}`."
            yield draft.practices.fault(path, message, suggest(practice.topic, topics))
        if practice.topic in seen:
            message = f"The practice `{practice.topic}` is there already."
            yield draft.practices.fault(path, message, "Put what shows it together.")
        seen.add(practice.topic)


def topic_ids(draft: Draft) -> Iterator[Fault]:
    """No topic is listed twice."""
    if draft.topics is None:
        return
    seen: set[str] = set()
    for index, topic in enumerate(draft.topics.value.topics):
        if topic.id in seen:
            path = ("topics", index, "id")
            yield draft.topics.fault(path, f"The topic `{topic.id}` is there already.", "Keep one of them.")
        seen.add(topic.id)


def tip_ids(draft: Draft) -> Iterator[Fault]:
    """No tip's id is used twice: it says which tips somebody has had."""
    if draft.prep is None:
        return
    seen: set[str] = set()
    for index, tip in enumerate(draft.prep.value.tips):
        if tip.id in seen:
            path = ("tips", index, "id")
            yield draft.prep.fault(path, f"The tip `{tip.id}` is there already.", "Give one another id.")
        seen.add(tip.id)


def set_references(draft: Draft) -> Iterator[Fault]:
    """A set names competencies that are there, each once, and the rubric."""
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


def unused_competencies(draft: Draft) -> Iterator[Fault]:
    """A competency that no set looks for is never asked about."""
    wanted = {each.key for one in draft.sets for each in one.value.competencies}
    for one in draft.competencies:
        if one.value.key not in wanted:
            message = f"No set looks for the competency `{one.value.key}`."
            yield one.fault(("key",), message, "Add it to a set in sets/, or nobody is asked.", warning=True)


def _topics(draft: Draft) -> list[str]:
    return [topic.id for topic in draft.topics.value.topics] if draft.topics else []
