"""The form of an opening's agreed rule: a bar for each competency, and which are must-haves."""

from collections.abc import Mapping

from bot.domain.agreed import AgreedRule, Bar, bars_in_words, day_in_words
from bot.views import ids
from bot.views.blocks import Json, context, cut, escape, field, modal, section, select

NO_BAR = "none"
CHOICES: tuple[tuple[str, str, Bar | None], ...] = (
    ("No bar", NO_BAR, None),
    ("Bar 2.5, can be learnt", "2.5", Bar(2.5)),
    ("Bar 3, as the level asks", "3", Bar(3.0)),
    ("Bar 3, must-have", "3m", Bar(3.0, must_have=True)),
    ("Bar 3.5", "3.5", Bar(3.5)),
    ("Bar 3.5, must-have", "3.5m", Bar(3.5, must_have=True)),
)
WHAT_A_BAR_MEANS = (
    "Scores go from 1 to 4. Every debrief says of each competency whether its whole 80% range is above the bar, below "
    "it, or whether that isn't known well enough. With must-haves the rule reads met, not met or open. It decides "
    "nothing: you do, and what it read is kept with your decision."
)


def form(
    title: str, names: Mapping[str, str], bars: Mapping[str, Bar], rule: AgreedRule | None, id: int
) -> Json:
    """A menu a competency. `names` are the competencies' by key."""
    blocks: list[object] = [
        section(f"*{escape(title)}*\n{_stands(names, bars, rule)}"),
        context(WHAT_A_BAR_MEANS),
    ]
    choices = [(text, value) for text, value, _ in CHOICES]
    for key, name in names.items():
        chosen = next(value for _, value, bar in CHOICES if bar == bars.get(key))
        blocks.append(field(cut(name, 75), select("value", choices, chosen), id=f"{BAR}{key}"))
    return modal(
        "Agreed rule", blocks, callback=ids.RULE_FORM, submit="Agree", close="Cancel", metadata=str(id)
    )


BAR = "bar-"
"""How the id of a competency's field begins."""


def bars_of(given: Mapping[str, object]) -> dict[str, Bar]:
    """The bars that were picked, by competency."""
    known = {value: bar for _, value, bar in CHOICES}
    picked = {
        name.removeprefix(BAR): known.get(str(value)) for name, value in given.items() if name.startswith(BAR)
    }
    return {key: bar for key, bar in picked.items() if bar is not None}


def _stands(names: Mapping[str, str], bars: Mapping[str, Bar], rule: AgreedRule | None) -> str:
    if rule is None:
        return "Nothing is agreed on. Agree before the first loop, so that nobody has met a candidate yet."
    named = {names.get(key, key): bar for key, bar in bars.items()}
    late = " A debrief had opened by then, and every later one says so." if rule.late else ""
    return f"Agreed on {day_in_words(rule.on)} by <@{rule.by}>: {escape(bars_in_words(named))}.{late}"
