"""What any assignment is worth: the tiers, in strict order."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from bot.domain.planning.problem import MOST_IS_BEST, TIER_NAMES, Pair, Problem

TIE_AFTER_BITS = 12


def tie(seed: int, pair: Pair) -> int:
    """The first 16 bits of sha256("seed|panelist|question"), as an integer."""
    return int.from_bytes(_digest(seed, pair)[:2], "big")


def tie_after(seed: int, pair: Pair) -> int:
    """The 12 bits after those of `tie`: they choose between plans alike in every tier."""
    return int.from_bytes(_digest(seed, pair)[2:4], "big") >> (16 - TIE_AFTER_BITS)


def _digest(seed: int, pair: Pair) -> bytes:
    return sha256(f"{seed}|{pair.panelist}|{pair.question}".encode()).digest()


def tiers(problem: Problem, pairs: Iterable[Pair]) -> dict[str, int]:
    """The value of every tier for any assignment, in the order of TIER_NAMES.

    It takes the pairs as they are: whether they keep the limits is `limits_broken`'s to say.
    """
    chosen = tuple(dict.fromkeys(pairs))
    values = {
        **_wanted(problem, chosen),
        **_kept(problem, chosen),
        **_given(problem, chosen),
        **_loads(problem, chosen),
        "ties": sum(tie(problem.seed, pair) for pair in chosen),
    }
    return {name: values[name] for name in TIER_NAMES}


def rank(values: Mapping[str, int]) -> tuple[int, ...]:
    """A key for comparing plans: the smaller one is the better plan."""
    return tuple(-values[name] if name in MOST_IS_BEST else values[name] for name in TIER_NAMES)


def _wanted(problem: Problem, chosen: tuple[Pair, ...]) -> dict[str, int]:
    asked = {pair.question for pair in chosen}
    cover = depth = 0
    for competency in problem.competencies:
        about = [
            pair for pair in chosen if problem.question_by_id[pair.question].competency == competency.key
        ]
        cover += competency.weight * max(0, competency.panelists - len({pair.panelist for pair in about}))
        depth += max(0, competency.lowest - len({pair.question for pair in about}))
    core = sum(question.core and question.id not in asked for question in problem.questions)
    return {"core": core, "cover": cover, "depth": depth}


def _kept(problem: Problem, chosen: tuple[Pair, ...]) -> dict[str, int]:
    kept = frozenset(problem.keep)
    named = {pair.panelist for pair in kept}
    return {
        "dropped": len(kept.difference(chosen)),
        "added": sum(pair not in kept and pair.panelist in named for pair in chosen),
    }


def _given(problem: Problem, chosen: tuple[Pair, ...]) -> dict[str, int]:
    taken = {(pair.panelist, problem.question_by_id[pair.question].competency) for pair in chosen}
    questions = {pair.question for pair in chosen}
    return {
        "spread": len(taken),
        "asked": len(questions),
        "fit": sum(problem.panelist_by_id[panelist].strength(key) for panelist, key in taken),
        "exposure": sum(problem.question_by_id[question].exposure for question in questions),
    }


def _loads(problem: Problem, chosen: tuple[Pair, ...]) -> dict[str, int]:
    used = {panelist.id: 0 for panelist in problem.panelists}
    for pair in chosen:
        used[pair.panelist] += problem.question_by_id[pair.question].minutes
    with_questions = {pair.panelist for pair in chosen}
    available = {panelist.id: problem.available(panelist) for panelist in problem.panelists}
    free = [panelist for panelist, minutes in available.items() if minutes > 0]
    return {
        "idle": sum(panelist not in with_questions for panelist in free),
        "load": max((-(-10 * used[panelist] // available[panelist]) for panelist in free), default=0),
        "least": min((10 * used[panelist] // available[panelist] for panelist in free), default=0),
    }
