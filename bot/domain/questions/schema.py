"""JSON Schemas of the YAML files, for editors to complete and check them."""

import json
from collections.abc import Mapping

from pydantic import BaseModel

from bot.domain.questions.families import Families
from bot.domain.questions.material import Practices, PrepMaterial, Topics
from bot.domain.questions.models import QuestionFile
from bot.domain.questions.pairs import Pairs
from bot.domain.questions.sets import QuestionSet, Rubric

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "questions.json": QuestionFile,
    "set.json": QuestionSet,
    "rubric.json": Rubric,
    "prep.json": PrepMaterial,
    "practices.json": Practices,
    "topics.json": Topics,
    "families.json": Families,
    "pairs.json": Pairs,
}
"""File name in question_sets/schema to the model that it describes."""


def json_schemas() -> dict[str, str]:
    """The text of every schema file, by its name."""
    return {name: _schema(model) for name, model in SCHEMAS.items()}


def _schema(model: type[BaseModel]) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
