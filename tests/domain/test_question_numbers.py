"""Numbers in the bank's answers, worked out again: whoever trains on a wrong one learns it.

Each entry names the question, the words that hold the number, and a sum whose result must bear them out.
"""

from collections.abc import Callable
from functools import lru_cache
from math import comb, hypot, log, sqrt

import numpy
import pytest
from scipy.stats import binom, norm, poisson

from bot.domain.questions import Bank, parse_bank
from bot.domain.questions.shape import texts
from bot.ground.resources import read_question_files


@lru_cache(maxsize=1)
def bank() -> Bank:
    parsed = parse_bank(read_question_files())
    assert isinstance(parsed, Bank)
    return parsed


def near(value: float, said: float, within: float) -> bool:
    return abs(value - said) <= within


def sign_test(won: int, lost: int) -> float:
    """The two-sided chance of so lopsided a score if both were equally good."""
    total, more = won + lost, max(won, lost)
    tail = sum(comb(total, k) for k in range(more, total + 1)) / float(2**total)
    return min(1.0, 2 * tail)


def two_shares(a: int, of_a: int, b: int, of_b: int) -> float:
    """z of the difference of two shares, pooled."""
    pooled = (a + b) / (of_a + of_b)
    return abs(a / of_a - b / of_b) / sqrt(pooled * (1 - pooled) * (1 / of_a + 1 / of_b))


def half_width(share: float, cases: int) -> float:
    """Half of a 95% interval of a share (normal approximation)."""
    return float(norm.ppf(0.975)) * sqrt(share * (1 - share) / cases)


def alarm_is_true(found: float, false_alarms: float, rate: float) -> float:
    """The share of alarms that are true, by Bayes."""
    return found * rate / (found * rate + false_alarms * (1 - rate))


def coats(lacking: float, left_over: float = 2) -> float:
    """The order that costs least where demand is normal, 80% of it between 4,000 and 7,000 (newsvendor)."""
    spread = 1_500 / norm.ppf(0.9)
    return float(5_500 + spread * norm.ppf(lacking / (lacking + left_over)))


def chosen_before_the_split(seed: int = 20261126, patients: int = 100, columns: int = 5_000) -> float:
    """The mean AUC on held-out noise where the best 20 columns were picked on all rows."""
    random = numpy.random.default_rng(seed)
    found = []
    for _ in range(12):
        values = random.standard_normal((patients, columns))
        ill = random.permutation(numpy.repeat([0, 1], patients // 2))
        best = numpy.argsort(numpy.abs(values.T @ (ill - 0.5)))[-20:]
        train, test = numpy.split(random.permutation(patients), [patients * 6 // 10])
        kept = values[:, best]
        weights = kept[train][ill[train] == 1].mean(0) - kept[train][ill[train] == 0].mean(0)
        scores, truth = kept[test] @ weights, ill[test]
        found.append(float((scores[truth == 1][:, None] > scores[truth == 0]).mean()))
    return sum(found) / len(found)


def curvature_ratio(scale: float, seed: int = 20261126) -> float:
    """Steepest against flattest curvature of least squares on two columns, one `scale` times the other."""
    columns = numpy.random.default_rng(seed).standard_normal((20_000, 2))
    columns /= columns.std(axis=0)
    columns[:, 1] -= columns[:, 0] * (columns[:, 0] @ columns[:, 1]) / (columns[:, 0] @ columns[:, 0])
    columns[:, 1] /= columns[:, 1].std()
    curvatures = numpy.linalg.eigvalsh((columns * [1, scale]).T @ (columns * [1, scale]))
    return float(curvatures[-1] / curvatures[0])


def left_out(degree: int, seed: int = 20261126) -> float:
    """How far polynomials miss each inner one of 16 noisy points of a line when it is left out, at the median."""
    random = numpy.random.default_rng(seed)
    places = numpy.linspace(-1, 1, 16)
    values = places + 0.2 * random.standard_normal(16)
    misses = []
    for out in range(1, 15):
        kept = numpy.arange(16) != out
        fit = numpy.polynomial.Polynomial.fit(places[kept], values[kept], min(degree, 14))
        misses.append(abs(float(fit(places[out])) - values[out]))
    return float(numpy.median(misses))


def looks(times: int, seed: int = 20261126) -> float:
    """How often some of `times` equally spaced looks at pure noise is significant at 5%."""
    steps = numpy.random.default_rng(seed).standard_normal((40_000, times)).cumsum(axis=1)
    z = numpy.abs(steps / numpy.sqrt(numpy.arange(1, times + 1)))
    return float((z > norm.ppf(0.975)).any(axis=1).mean())


Sum = Callable[[], bool]

NUMBERS: list[tuple[str, str, Sum]] = [
    # A win is significant and upwards; 46% would be any significant group, losers too.
    ("experiments-android-only", "about one time in four", lambda: near(1 - 0.975**12, 0.26, 0.01)),
    ("experiments-android-only", "luck makes one win 1 in 4", lambda: near(1 - 0.95**12, 0.46, 0.01)),
    ("experiments-uneven-split", "over five standard errors", lambda: 1_200 / (sqrt(200_000) / 2) > 5),
    ("experiments-uneven-split", "a gap of some hundreds", lambda: 2 * sqrt(200_000) / 2 * 1.96 < 1_000),
    ("experiments-flickering", "a 5% risk into over 20%", lambda: 0.20 < looks(14) < 0.25),
    ("experiments-cheaper-twin", "It lost 0.1%", lambda: near((-0.5 + 0.3) / 2, -0.1, 1e-9)),
    (
        "statistics-eight-cases",
        "nearly two points of doubt",
        lambda: near(half_width(0.91, 1000), 0.018, 0.001),
    ),
    ("statistics-eight-cases", "9 against 1 would be evidence", lambda: sign_test(9, 1) < 0.05),
    ("statistics-eight-cases", "54 against 46 wouldn't", lambda: sign_test(54, 46) > 0.4),
    ("statistics-no-failures", "about one in a hundred", lambda: near(1 - 0.05 ** (1 / 300), 0.01, 0.0005)),
    ("statistics-no-failures", "takes some 3,000", lambda: near(log(0.05) / log(0.999), 3000, 10)),
    (
        "statistics-yes-or-no",
        "half the width takes four times",
        lambda: near(half_width(0.1, 4_000), half_width(0.1, 1_000) / 2, 1e-9),
    ),
    ("genai-embedding-swap", "9 won and none lost is firm", lambda: sign_test(9, 0) < 0.01),
    ("genai-embedding-swap", "15 and 6 is not", lambda: sign_test(15, 6) > 0.05),
    ("genai-slow-reranker", "about one time in sixteen", lambda: sign_test(5, 0) == 1 / 16),
    (
        "genai-slow-reranker",
        "Six won and one lost would be weaker still",
        lambda: sign_test(6, 1) > sign_test(5, 0),
    ),
    ("evaluation-threshold-cost", "a risk of about 4%", lambda: near(150 / 4_000, 0.04, 0.005)),
    ("evaluation-same-f1", "recall 0.57", lambda: near(2 * 0.9 * 0.57 / 1.47, 0.70, 0.005)),
    ("evaluation-odd-fold", "0.776", lambda: near((0.81 + 0.83 + 0.62 + 0.82 + 0.80) / 5, 0.776, 1e-9)),
    ("product-four-times-bill", "6,000 more cost", lambda: 8_000 - 2_000 == 6_000),
    ("product-four-times-bill", "even a sixth of the gain", lambda: 40_000 / 6 > 6_000 > 40_000 / 7),
    ("product-four-times-bill", "or 0.3%", lambda: near(2 * 6_000 / 40_000, 0.3, 1e-9)),
    (
        "statistics-two-sorters",
        "a gap of over four standard errors",
        lambda: two_shares(46, 600, 12, 600) > 4,
    ),
    (
        "statistics-two-sorters",
        "some seven and three parcels",
        lambda: round(sqrt(46)) == 7 and round(sqrt(12)) == 3,
    ),
    (
        "statistics-two-sorters",
        "5.7 points, give or take 2.4",
        lambda: (
            near(hypot(half_width(46 / 600, 600), half_width(0.02, 600)), 0.024, 0.0005)
            and near((46 - 12) / 600, 0.057, 0.0005)
        ),
    ),
    ("statistics-flagged-letter", "nine of about 109, or one in twelve", lambda: near(109 / 9, 12, 0.2)),
    (
        "statistics-flagged-letter",
        "about one in twelve",
        lambda: near(1 / alarm_is_true(0.9, 0.05, 1 / 200), 12, 0.1),
    ),
    (
        "statistics-stock-one-number",
        "Says 6,600, then that it would be 6,300 if a lost sale cost 6",
        lambda: near(coats(10), 6_600, 50) and near(coats(6), 6_300, 50),
    ),
    ("statistics-small-schools", "swings four times as far", lambda: sqrt(400 / 25) == 4),
    ("statistics-mean-pay", "the mean is 45", lambda: (30 + 40 + 50) / 3 == 40 and (40 + 50) / 2 == 45),
    (
        "statistics-gate-beeps",
        "about one beep in twelve",
        lambda: near(1 / alarm_is_true(0.95, 0.02, 1 / 500), 12, 0.6),
    ),
    (
        "statistics-gate-beeps",
        "halving the 2% nearly doubles the worth",
        lambda: near(alarm_is_true(0.95, 0.01, 1 / 500) / alarm_is_true(0.95, 0.02, 1 / 500), 1.84, 0.01),
    ),
    (
        "statistics-gate-beeps",
        "one in fifty steals, about every second beep",
        lambda: near(alarm_is_true(0.95, 0.02, 1 / 50), 0.5, 0.02),
    ),
    (
        "statistics-forty-cameras",
        "9,000 are worth some 400, and the margin is two and a half points",
        # Kish's design effect: 1 + (m - 1) * rho, for m = 225 photos a camera.
        lambda: (
            near(9_000 / (1 + 224 * 0.1), 400, 20)
            and near(half_width(0.94, round(9_000 / (1 + 224 * 0.1))), 0.025, 0.002)
        ),
    ),
    ("statistics-spare-parts", "56", lambda: 20 + 40 * 270 / 300 == 56),
    ("statistics-spare-parts", "at 135 it would still be 53", lambda: round(20 + 40 * 135 / 165) == 53),
    (
        "experiments-shorter-form",
        "a gain of 0.3 to 2.1 points",
        lambda: near(hypot(half_width(0.122, 10_000), half_width(0.11, 10_000)), 0.009, 0.0005),
    ),
    (
        "experiments-search-moved-little",
        "an interval from -0.9 to 1.1",
        lambda: near((1.1 - 0.9) / 2, 0.1, 1e-9),
    ),
    ("experiments-search-moved-little", "9% of a tenth of the orders is under 1%", lambda: 0.09 * 0.1 < 0.01),
    (
        "experiments-vet-reminders",
        "300 each can show ten points and not three",
        lambda: two_shares(150, 300, 180, 300) > 1.96 > two_shares(150, 300, 159, 300),
    ),
    ("experiments-chat-button", "4,800", lambda: near(0.02 * 40_000 * 6, 4_800, 1e-9) and 900 * 4 == 3_600),
    ("experiments-chat-button", "at five and a half a chat it isn't", lambda: 900 * 5 < 4_800 < 900 * 5.5),
    ("experiments-green-button", "about one time in six", lambda: near(1 - 0.975**7, 1 / 6, 0.01)),
    ("experiments-crash-fix", "a fifth of the crashes", lambda: near(0.4 / 2.1, 0.2, 0.02)),
    ("data-two-students-label", "agree on about 68", lambda: near(0.8 * 0.8 + 0.2 * 0.2, 0.68, 1e-9)),
    ("data-two-students-label", "kappa is 0.53", lambda: near((0.85 - 0.68) / (1 - 0.68), 0.53, 0.005)),
    ("data-cold-store-gaps", "the mean would be 0.4 higher", lambda: near(0.04 * (15 - 4), 0.4, 0.05)),
    ("data-bird-snippets", "a margin of well over ten points", lambda: half_width(0.61, 50) > 0.13),
    (
        "data-twenty-best-columns",
        "pure chance gives about 0.96 as well",
        lambda: near(chosen_before_the_split(), 0.96, 0.03),
    ),
    (
        "evaluation-seventy-percent-rain",
        "luck moves the count by about three",
        lambda: near(sqrt(50 * 0.7 * 0.3), 3.2, 0.1),
    ),
    (
        "evaluation-seventy-percent-rain",
        "Some 320 such days would pin it down to five",
        lambda: near(half_width(0.7, 320), 0.05, 0.001),
    ),
    (
        "evaluation-mushroom-app",
        "one in twenty may still slip",
        lambda: near(1 - 0.05 ** (1 / 60), 1 / 20, 0.002),
    ),
    ("evaluation-scholarships", "at least 10 able ones are left out", lambda: 40 - 30 == 10 == 30 - 20),
    ("evaluation-called-and-stayed", "about nine", lambda: near(50 * 0.30 - 50 * 0.12, 9, 1e-9)),
    (
        "evaluation-called-and-stayed",
        "If fifteen of them leave",
        lambda: near(50 * 0.30, 15, 1e-9) and near(50 * 0.12, 6, 1e-9),
    ),
    ("evaluation-hundred-claims", "one in eleven is a fraud", lambda: near(900 / 80, 11, 0.3)),
    (
        "evaluation-hundred-claims",
        "those forty earn 8,100 for 3,200, and the other sixty cost 4,800",
        lambda: 9 * 900 == 8_100 and 40 * 80 == 3_200 and 60 * 80 == 4_800,
    ),
    ("foundations-postcode-digits", "96% of those are right", lambda: near(0.992**5, 0.96, 0.005)),
    ("foundations-postcode-digits", "well above 98", lambda: 0.992 - half_width(0.992, 10_000) > 0.989),
    (
        "foundations-all-tomatoes-right",
        "still allows one in 70",
        lambda: near(1 / (1 - 0.05 ** (1 / 200)), 70, 4),
    ),
    ("foundations-zigzag", "a million to one", lambda: near(curvature_ratio(1_000), 1e6, 1e-3 * 1e6)),
    ("foundations-sixteen-points", "The curve swings far off there", lambda: left_out(15) > 10 * left_out(1)),
    ("foundations-eight-gpus", "Eight times fewer updates", lambda: 2_048 / 256 == 8),
    (
        "product-one-percent-missed",
        "three misses in 500 fit a true rate up to 1.7%",
        # Clopper and Pearson's upper end: as few as three misses would still come once in 40 trials.
        lambda: near(float(binom.cdf(3, 500, 0.0174)), 0.025, 0.001),
    ),
    ("product-two-hundred-rules", "about 17,000 more", lambda: near(200_000 / 0.92 * 0.08, 17_400, 100)),
    ("product-bot-deflects", "Then sixty is really forty", lambda: near(60 * (1 - 1 / 3), 40, 1e-9)),
    ("modelling-emergency-calls", "99.75%", lambda: near(1 - 1 / 400, 0.9975, 1e-9) and 80_000 / 400 == 200),
    (
        "modelling-emergency-calls",
        "leave ten points of doubt",
        lambda: near(half_width(35 / 40, 40), 0.10, 0.005),
    ),
    ("modelling-onto-a-phone", "a factor of four, so 100 MB", lambda: 400 * 8 / 32 == 100),
    ("modelling-week-on-a-watch", "86,000 seconds of a day", lambda: near(24 * 3_600, 86_000, 500)),
    ("genai-thirty-one-to-two", "31 to 2 isn't luck", lambda: sign_test(31, 2) < 0.0001),
    ("genai-recall-and-rank", "8 had no page; 24 had it", lambda: 100 - 92 == 8 and 100 - 68 - 8 == 24),
    (
        "genai-judges-agree",
        "There are maybe sixty",
        # Of the 78 pairs that one judge gets wrong, those are not shared in which the two differ, half each.
        lambda: near(300 * 0.26 - 300 * 0.09 / 2, 60, 6),
    ),
    (
        "statistics-no-failures",
        "300 clean ones in about one case of twenty",
        lambda: near(0.99**300, 0.05, 0.002),
    ),
    (
        "statistics-yes-or-no",
        "4,000 a month lost, the upper end 17,000 won",
        lambda: near(17_000 / 4_000, 2.1 / 0.5, 0.1),
    ),
    ("statistics-app-buyers", "that's six a year for each install", lambda: near((90 - 30) / 10, 6, 1e-9)),
    ("experiments-two-same-arms", "About 25 should be below 0.05", lambda: near(500 * 0.05, 25, 1e-9)),
    ("experiments-address-check", "some seven parcels", lambda: near(30 / (365 / 12 / 7), 7, 0.2)),
    ("product-four-times-bill", "each month of waiting costs 34,000", lambda: 40_000 - 6_000 == 34_000),
    ("foundations-metres-to-kilometres", "costs a million times as much", lambda: 1_000**2 == 1_000_000),
    (
        "swe_design-two-million-reminders",
        "about one a second with peaks",
        lambda: near(2_000_000 / (30.4 * 24 * 3_600), 1, 0.3),
    ),
    (
        "swe_design-half-of-all-rows",
        "about twelve thousand a second",
        lambda: near(1e9 / 86_400, 12_000, 500),
    ),
    ("swe_design-invoices-buy-or-build", "at under half a cent each", lambda: 400 / (3_000 * 30) < 0.005),
    (
        "swe_design-invoices-buy-or-build",
        "The service is 14,400",
        lambda: 400 * 36 == 14_400 and 8 + 36 // 2 == 26 and 26 * 500 == 13_000,
    ),
    ("swe_reading-query-in-a-loop", "2 ms each is 80 s", lambda: 40_000 * 0.002 == 80),
    ("swe_reading-eleven-flags", "2,048 combinations", lambda: 2**11 == 2_048),
    ("swe_reading-retry-everything", "125 calls for one", lambda: 5**3 == 125),
    ("swe_reading-large-diff", "300 lines are left", lambda: 1_800 - 1_500 == 300),
    ("swe_debugging-one-in-two-hundred", "600 leave 5% for luck", lambda: near(0.995**600, 0.05, 0.002)),
    ("swe_debugging-half-the-commits", "about nine times", lambda: 2**8 < 300 <= 2**9),
    ("swe_debugging-red-only-in-build", "Ten runs at most", lambda: 799 <= 2**10),
    ("swe_debugging-smallest-file", "twenty steps to one", lambda: 2**19 < 1_000_000 <= 2**20),
    (
        "swe_debugging-numbers-off-by-a-day",
        "One hour in twenty-four is about four percent",
        lambda: near(1 / 24, 0.04, 0.002),
    ),
    (
        "swe_debugging-slowest-in-a-hundred",
        "the average moves by twenty milliseconds",
        lambda: (3_000 - 1_000) / 100 == 20,
    ),
    (
        "swe_debugging-slowest-in-a-hundred",
        "in about forty cases of a hundred",
        lambda: near(1 - 0.99**50, 0.40, 0.01),
    ),
    (
        "swe_delivery-first-look-at-a-release",
        "about three times in a hundred by luck",
        lambda: near(float(poisson.cdf(4, 10)), 0.03, 0.002),
    ),
    ("swe_delivery-slow-test-of-a-sum", "seven and a half minutes", lambda: 90 * 5 == 7.5 * 60),
    ("swe_reliability-disk-is-full-at-two", "30 days left", lambda: (500 - 410) / 3 == 30),
    ("swe_reliability-pool-of-twenty", "make four hundred a second", lambda: near(20 / 0.05, 400, 1e-6)),
    ("swe_reliability-pool-of-twenty", "40 a second", lambda: near(20 / 0.5, 40, 1e-6)),
    (
        "swe_reliability-budget-is-spent",
        "A thousandth of thirty days is 43 minutes",
        lambda: near(30 * 24 * 60 / 1_000, 43, 0.5),
    ),
    (
        "swe_reliability-queue-of-two-hours",
        "over four hours of waiting, and each hour adds eighty",
        lambda: 4 < 4_000 / 920 < 4.5 and 1_000 - 920 == 80,
    ),
    (
        "swe_reliability-queue-of-two-hours",
        "we gain 220 an hour, and need eighteen hours",
        lambda: 920 - 700 == 220 and near(4_000 / 220, 18, 0.3),
    ),
    (
        "judgment-umbrella-order",
        "one point two against one point six",
        lambda: near(0.2 * 6, 1.2, 1e-9) and near(0.8 * 2, 1.6, 1e-9),
    ),
    ("judgment-half-price-trial", "300 for 250 loses 50 more", lambda: 300 - 250 == 50),
    (
        "judgment-map-of-one-street",
        "80%, about 70 to 90",
        lambda: 48 / 60 == 0.8 and near(half_width(0.8, 60), 0.1, 0.005),
    ),
]


@pytest.mark.parametrize(("id", "words", "holds"), NUMBERS, ids=[f"{i}: {w}" for i, w, _ in NUMBERS])
def test_a_number_is_said_and_holds(id: str, words: str, holds: Sum) -> None:
    question = bank().question(id)
    assert words in " | ".join(" ".join(text.text.split()) for text in texts(question))
    assert holds()
