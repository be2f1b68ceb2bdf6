"""The agreed rule of an opening: a bar for a competency, and which are must-haves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.acting.access import authorise
from bot.acting.context import Actor, Context, Transaction
from bot.domain.access import Action
from bot.domain.agreed import BARS, AgreedRule, Bar
from bot.domain.errors import NotFound
from bot.domain.openings import RuleAgreed
from bot.storage import openings as rows
from bot.storage import people


@dataclass(frozen=True)
class Agreed:
    """An opening's rule as its leads see it: names of competencies by key, the bars that stand, and whose they are."""

    opening_id: int
    title: str
    names: Mapping[str, str]
    bars: Mapping[str, Bar]
    rule: AgreedRule | None


def get(context: Context, actor: Actor, opening_id: int) -> Agreed:
    """The rule, for who may change it. Raises NotAllowed, NotFound."""
    names = context.bank().competency_names
    with context.reading(actor) as tx:
        opening = rows.opening_of(tx, opening_id)
        authorise(tx, Action.CHANGE_OPENING, opening_id=opening_id)
        bars, rule = read_rule(tx, opening_id)
        keys = [row.competency for row in rows.competencies(tx, opening_id)]
        return Agreed(opening_id, opening.title, {key: names.get(key, key) for key in keys}, bars, rule)


def agree(context: Context, actor: Actor, opening_id: int, bars: Mapping[str, Bar]) -> None:
    """Let these bars be agreed on, and no others; the same again changes nothing. Without any there is no rule.

    It counts for debriefs that open from now on. Raises NotAllowed, NotFound.
    """
    with context.transaction(actor) as tx:
        opening = rows.opening_of(tx, opening_id)
        authorise(tx, Action.CHANGE_OPENING, opening_id=opening_id)
        keys = {row.competency for row in rows.competencies(tx, opening_id)}
        if not keys >= bars.keys() or any(bar.score not in BARS for bar in bars.values()):
            raise NotFound("What this opening looks for has changed. Open the rule again.")
        if dict(bars) == rows.bars(tx, opening_id):
            return
        rows.write_bars(tx, opening_id, bars)
        opening.rule_by, opening.rule_at = (tx.actor.user_id, tx.now) if bars else (None, None)
        tx.happened(RuleAgreed(opening_id, tuple(sorted(bars.items()))))


def read_rule(tx: Transaction, opening_id: int) -> tuple[dict[str, Bar], AgreedRule | None]:
    """The bars by competency, and who agreed on them when, for whoever is allowed to see it."""
    opening = rows.opening_of(tx, opening_id)
    bars = rows.bars(tx, opening_id)
    if not bars or opening.rule_by is None or opening.rule_at is None:
        return {}, None
    known = people.in_slack(tx, opening.rule_by)
    zone = ZoneInfo(known.zone) if known else UTC
    on = opening.rule_at.astimezone(zone).date().isoformat()
    return bars, AgreedRule(opening.rule_by, on, rows.debriefed_by(tx, opening_id, opening.rule_at))
