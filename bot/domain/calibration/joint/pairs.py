"""Two candidates of one opening and part: the chance that one is above the other."""

from collections.abc import Iterator, Sequence

import numpy as np

from bot.domain.calibration.arrays import Floats, Ints
from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.free import LEVEL, OVERALL, free
from bot.domain.calibration.joint.results import Pair, chance_above
from bot.domain.calibration.joint.scores import drawn


def pair(of: JointFit, a: str, b: str) -> Pair | None:
    """Candidate a beside candidate b; None where they are of different openings or parts. KeyError for a stranger."""
    first, second = of.data.code[a], of.data.code[b]
    if first == second or _group(of)[first] != _group(of)[second]:
        return None
    found = next(_pairs(of, np.array(sorted((first, second)))))
    return found if found.a == a else Pair(a, b, -found.gap, found.sd, 1 - found.p)


def nearest(of: JointFit, candidate: str, most: int) -> tuple[Pair, ...]:
    """A candidate beside the `most` others of their opening and part whose scores are nearest, the highest first.

    KeyError for a stranger.
    """
    code = of.data.code[candidate]
    members = np.flatnonzero(_group(of) == _group(of)[code])
    shown = _overall(of, members)[0]
    gaps = dict(zip(members.tolist(), (shown - shown[members == code]).tolist(), strict=True))
    others = sorted((k for k in gaps if k != code), key=lambda k: abs(gaps[k]))[:most]
    names = [of.data.candidates[k] for k in sorted(others, key=lambda k: -gaps[k])]
    return tuple(found for name in names if (found := pair(of, candidate, name)) is not None)


def all_pairs(of: JointFit, most: int) -> Iterator[Pair]:
    """Every pair of each opening in each part, but of those with more than `most` candidates."""
    groups = _group(of)
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        if 2 <= len(members) <= most:
            yield from _pairs(of, members)


def too_many_for_pairs(of: JointFit, most: int) -> Sequence[str]:
    """The openings that have more than `most` candidates in a part."""
    groups, counts = np.unique(_group(of), return_counts=True)
    large = groups[counts > most] % len(of.data.openings)
    return sorted({of.data.openings[k] for k in large})


def _group(of: JointFit) -> Ints:
    return of.data.part * len(of.data.openings) + of.data.opening


def _pairs(of: JointFit, members: Ints) -> Iterator[Pair]:
    """cov = B_xx - L_A B_ux - B_xu L_B + L_A L_B (B_uu + om)."""
    names = [of.data.candidates[k] for k in members]
    shown, variance, pull, onto = _overall(of, members)
    known = onto.reshape(-1, onto.shape[2]) @ of.covariance
    both = known.reshape(onto.shape).transpose(1, 0, 2)[:, None] @ onto.transpose(1, 2, 0)[None, :]
    xx, xu, uu = both[0, 0], both[0, 1], both[1, 1]
    shared = uu + of.middle.variance[members[0]]
    cov = xx - pull[:, None] * xu.T - xu * pull[None, :] + pull[:, None] * pull[None, :] * shared
    df = int(of.df[members[0]])
    for i in range(len(members)):
        for j in range(i + 1, len(members)):
            gap = float(shown[i] - shown[j])
            sd = float(np.sqrt(max(variance[i] + variance[j] - 2 * cov[i, j], 0.0)))
            yield Pair(names[i], names[j], gap, sd, chance_above(gap, sd, df))


def _overall(of: JointFit, members: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Of each: overall as shown, its variance, its pull L, and what overall and level hold of the effects' errors."""
    where = {int(code): k for k, code in enumerate(members)}
    shown, variance, pull = (np.zeros(len(members)) for _ in range(3))
    onto = np.zeros((len(members), 2, of.data.effects))
    for block in free(of, members):
        for k, code in enumerate(block.block.candidates.tolist()):
            at = where[code]
            mean, covariance = drawn(of, code, block.mean[k], block.covariance[k])
            shown[at], variance[at] = mean[-1], covariance[-1, -1]
            level = of.levels.variance[code] + of.spread.candidate**2
            pull[at] = block.covariance[k, OVERALL, LEVEL] / level
            onto[at] = block.loading[k, OVERALL:]
    return shown, variance, pull, onto
