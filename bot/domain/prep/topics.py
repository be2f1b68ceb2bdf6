"""Topics: a topic is one skill, which is a family of questions."""

from collections.abc import Iterable

from bot.domain.questions import Question


def topic_of(question: Question) -> str:
    """The key of its skill; a question without a family is a topic by itself."""
    return question.family or question.id


def topic_name(topic: str) -> str:
    """Keys and joins, from keys-and-joins."""
    return topic.replace("-", " ").replace("_", " ").capitalize()


def topics_by_question(questions: Iterable[Question]) -> dict[str, str]:
    """The topic of each question, by its id."""
    return {one.id: topic_of(one) for one in questions}
