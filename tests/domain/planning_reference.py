"""A second, plain reading of the planner's rules: every assignment is tried, every rule is a loop."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import product

from bot.domain.planning import Pair, Problem

LESS, MORE = 1, -1
DIRECTIONS = {
    "core": LESS,
    "dropped": LESS,
    "cover": LESS,
    "depth": LESS,
    "idle": LESS,
    "added": LESS,
    "spread": LESS,
    "asked": MORE,
    "fit": MORE,
    "load": LESS,
    "least": MORE,
    "exposure": LESS,
    "ties": LESS,
}

Assignment = frozenset[Pair]


def every_assignment(problem: Problem) -> Iterator[Assignment]:
    """All sets of pairs that hold what is asked and pinned and break no limit."""
    facts = set(problem.asked)
    fixed_questions = {pair.question for pair in facts}
    choices: list[list[Pair | None]] = []
    for question in problem.questions:
        if question.id in fixed_questions:
            continue
        choices.append([None, *(Pair(panelist.id, question.id) for panelist in problem.panelists)])
    for picked in product(*choices):
        chosen = frozenset([*facts, *(pair for pair in picked if pair)])
        if chosen.issuperset(problem.pin) and keeps_limits(problem, chosen):
            yield chosen


def keeps_limits(problem: Problem, chosen: Assignment) -> bool:
    facts = set(problem.asked)
    new = chosen - facts
    strengths = {
        p.id: {c.key: p.strengths.get(c.key, 1) for c in problem.competencies} for p in problem.panelists
    }
    questions = {q.id: q for q in problem.questions}
    for pair in new:
        if pair in problem.ban or strengths[pair.panelist][questions[pair.question].competency] == 0:
            return False
        if any(other.question == pair.question and other != pair for other in chosen):
            return False
    for panelist in problem.panelists:
        mine = [questions[x.question] for x in chosen if x.panelist == panelist.id]
        told = [questions[x.question] for x in facts if x.panelist == panelist.id]
        room = max(0, panelist.minutes - problem.reserve_minutes)
        if sum(q.minutes for q in mine) > max(room, sum(q.minutes for q in told)):
            return False
        if len({q.competency for q in mine}) > max(
            panelist.max_competencies, len({q.competency for q in told})
        ):
            return False
    for competency in problem.competencies:
        about = {x.question for x in chosen if questions[x.question].competency == competency.key}
        told_about = {x.question for x in facts if questions[x.question].competency == competency.key}
        if len(about) > max(competency.highest, len(told_about)):
            return False
    return True


def values(problem: Problem, chosen: Assignment) -> dict[str, int]:
    """Every tier, counted as the rules say it."""
    questions = {q.id: q for q in problem.questions}
    asked = {x.question for x in chosen}
    told = dict.fromkeys(DIRECTIONS, 0)
    told["core"] = len([q for q in problem.questions if q.core and q.id not in asked])
    told["dropped"] = len([pair for pair in problem.keep if pair not in chosen])
    for competency in problem.competencies:
        about = [x for x in chosen if questions[x.question].competency == competency.key]
        missing = competency.panelists - len({x.panelist for x in about})
        told["cover"] += competency.weight * missing if missing > 0 else 0
        told["depth"] += max(0, competency.lowest - len({x.question for x in about}))
    named = {pair.panelist for pair in problem.keep}
    told["added"] = len([x for x in chosen if x.panelist in named and x not in problem.keep])
    fullest, emptiest = 0, None
    for panelist in problem.panelists:
        mine = [questions[x.question] for x in chosen if x.panelist == panelist.id]
        told["spread"] += len({q.competency for q in mine})
        told["fit"] += sum(panelist.strengths.get(key, 1) for key in {q.competency for q in mine})
        room = panelist.minutes - problem.reserve_minutes
        if room <= 0:
            continue
        told["idle"] += not mine
        tenths, rest = divmod(10 * sum(q.minutes for q in mine), room)
        fullest = max(fullest, tenths + (rest > 0))
        emptiest = tenths if emptiest is None else min(emptiest, tenths)
    told["load"], told["least"] = fullest, emptiest or 0
    told["asked"] = len(asked)
    told["exposure"] = sum(questions[it].exposure for it in asked)
    for pair in chosen:
        digest = sha256(f"{problem.seed}|{pair.panelist}|{pair.question}".encode()).hexdigest()
        told["ties"] += int(digest[:4], 16)
    return told


def best_of(problem: Problem) -> tuple[dict[str, int] | None, list[str]]:
    """The best values, or None where no assignment is allowed; and the tiers that decided between some."""
    left = [values(problem, chosen) for chosen in every_assignment(problem)]
    if not left:
        return None, []
    deciding = []
    for name, direction in DIRECTIONS.items():
        best = min(direction * it[name] for it in left)
        staying = [it for it in left if direction * it[name] == best]
        if len(staying) < len(left):
            deciding.append(name)
        left = staying
    return left[0], deciding
