"""The gallery: every block drawn beside its payload."""

from typing import Any

from sandbox import inputs, posts
from sandbox.engine import Engine
from sandbox.page.examples import Example, examples
from sandbox.page.painter import Painter

Json = dict[str, Any]


def shown(engine: Engine) -> Json:
    """What the gallery's template needs. The one who looks is nobody in the workspace."""
    state: Json = {
        "you": {"id": "", "tz": "Etc/UTC"},
        "now": engine.workspace.calendar.now.isoformat(),
        "names": {},
    }
    return {
        "paint": Painter.of(state),
        "app": engine.manifest.name,
        "offered": lambda part: [(o["value"], o["text"]["text"]) for o in inputs.options(part)],
        "examples": [_drawn(engine, example) for example in examples(engine.workspace.base_url)],
    }


def _drawn(engine: Engine, example: Example) -> Json:
    blocks = posts.stored_blocks(engine.workspace, example.blocks)
    payload = example.blocks[0] if len(example.blocks) == 1 else example.blocks
    return {
        "id": example.title.replace(" ", "-"),
        "title": example.title,
        "about": example.about,
        "surface": example.surface,
        "payload": payload,
        "blocks": blocks,
        "values": inputs.initial(blocks),
    }
