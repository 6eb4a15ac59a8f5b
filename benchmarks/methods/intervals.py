"""What the intervals cover, how wide they are, and what shrinking gains, on samples of a real survey.

The survey is the San Francisco airport's of 2015 (its ten touchpoints most answered), where the data folder
has it, and made-up tastes elsewhere. The goals in the sentences are those measured on the survey of 2017.
"""

import csv
from collections.abc import Iterator
from math import sqrt

import numpy as np
from scipy import stats

from benchmarks.methods.airport import SHARED
from mapping.columns import Flags, Floats
from mapping.interval import bins, mean_intervals, pooled_prior
from mapping.methods.means import MeanDifference, mean_difference
from mapping.methods.proportions import ShareDifference, share_difference
from mapping.methods.ranking import between, sampling_variances, shrink
from mapping.methods.ranks import Dominance, RankTest, brunner_munzel, cliffs_delta
from mapping.methods.reweighting import FairChange, fair_change
from mapping.table import LEVELS

SURVEY = SHARED / "feedback" / "sfo" / "sfo_2015.csv"

_CELLS, _REPEATS, _PAIR_REPEATS = 10, 400, 150
_SIZES = (3, 5, 10, 20, 40)
_Z = 1.959963984540054
_SATISFIED = 1.0  # of -2..+2: a rating of 4 or 5

Cells = list[Floats]


def lines() -> Iterator[str]:
    """Yield sentences with what was measured; every run makes the same draws."""
    cells, name = _cells()
    yield f"{name}: {len(cells)} cells, true means {_list([float(cell.mean()) for cell in cells])}"
    for size in _SIZES:
        yield _mean_line(cells, size)
    for size in _SIZES:
        yield _difference_line(cells, size)
    for size in (5, 10, 40):
        yield _share_line(cells, size)
    for size in (5, 10, 40):
        yield _rank_line(cells, size)
    for size in (10, 40):
        yield _reweighting_line(cells, size)
    yield _shrinking_line(cells)


def _cells() -> tuple[Cells, str]:
    """Return all votes of each cell, -2..+2, and whose they are."""
    if not SURVEY.exists():
        rng = np.random.default_rng(2017)
        tastes = rng.dirichlet(6 * np.array([0.03, 0.07, 0.25, 0.4, 0.25]), _CELLS)
        values = np.array(LEVELS, dtype=np.float64)
        return [rng.choice(values, 20_000, p=taste) for taste in tastes], "made-up tastes"
    with SURVEY.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    points = [column for column in rows[0] if column.startswith("Q7") and column != "Q7ALL"]
    cells = [
        np.array([float(row[column]) - 3 for row in rows if row[column] in set("12345")]) for column in points
    ]
    return sorted(cells, key=len)[-_CELLS:], "airport survey 2015"


def _sample(cells: Cells, size: int, rng: np.random.Generator) -> tuple[Cells, Floats]:
    """Return `size` votes of each cell, and the prior that they make together."""
    votes = [rng.choice(cell, size) for cell in cells]
    return votes, pooled_prior(np.array([bins(column).sum(axis=0) for column in votes]))


def _mean_line(cells: Cells, size: int) -> str:
    rng = np.random.default_rng(size)
    truth = np.array([cell.mean() for cell in cells])
    covered, widths, by_t = [], [], []
    for _ in range(_REPEATS):
        votes, prior = _sample(cells, size, rng)
        means = np.array([column.mean() for column in votes])
        counts = np.array([bins(column).sum(axis=0) for column in votes])
        low, high = mean_intervals(counts, prior=prior, means=means)
        covered.append((low <= truth) & (truth <= high))
        widths.append(high - low)
        half = stats.t.ppf(0.975, size - 1) * np.array([column.std(ddof=1) for column in votes]) / sqrt(size)
        by_t.append(np.stack([np.abs(means - truth) <= half, 2 * half]))
    t_covers, t_width = np.mean(by_t, axis=(0, 2))
    worst = np.mean(covered, axis=0).min()
    goal = ", goal 0.928 at 1.15" if size == 5 else ""  # noqa: PLR2004 - the size the goal was measured at
    return (
        f"mean of {size} votes: covers {np.mean(covered):.3f}, width {np.mean(widths):.2f}{goal}; "
        f"worst cell {worst:.3f}; Student's t {t_covers:.3f}, width {t_width:.2f}"
    )


def _difference_line(cells: Cells, size: int) -> str:
    rng = np.random.default_rng(100 + size)
    found: list[tuple[bool, float, bool, bool, bool]] = []
    for _ in range(_PAIR_REPEATS):
        votes, prior = _sample(cells, size, rng)
        others, _ = _sample(cells, size, rng)
        for one in range(0, _CELLS, 2):
            truth = float(cells[one].mean() - cells[one + 1].mean())
            told = _told(mean_difference(votes[one], votes[one + 1], prior=prior))
            right = "above" if truth > 0 else "below"
            wrong = told.verdict not in {right, "cannot_tell"}
            alike = _told(mean_difference(votes[one], others[one], prior=prior)).verdict != "cannot_tell"
            covers = told.low <= truth <= told.high
            found.append((covers, told.high - told.low, told.verdict == right, wrong, alike))
    covered, width, right_rate, wrong_rate, alike_rate = np.mean(found, axis=0)
    return (
        f"difference of two means of {size} votes: covers {covered:.3f}, width {width:.2f}; "
        f"order told rightly {right_rate:.2f}, wrongly {wrong_rate:.3f}; "
        f"of two alike told apart {alike_rate:.3f}"
    )


def _told(found: object) -> MeanDifference:
    if not isinstance(found, MeanDifference):
        raise TypeError("every sample here has votes enough")
    return found


def _share_line(cells: Cells, size: int) -> str:
    rng = np.random.default_rng(200 + size)
    shares = [float((cell >= _SATISFIED).mean()) for cell in cells]
    found = []
    for _ in range(_REPEATS):
        for one in range(0, _CELLS, 2):
            a, b = rng.binomial(size, shares[one : one + 2]).tolist()
            told = share_difference(a, of_a=size, count_b=b, of_b=size)
            if isinstance(told, ShareDifference):
                truth = shares[one] - shares[one + 1]
                found.append((told.low <= truth <= told.high, told.high - told.low))
    covered, width = np.mean(found, axis=0)
    return f"difference of two shares of {size}: covers {covered:.3f}, width {width:.2f}"


def _rank_line(cells: Cells, size: int) -> str:
    rng = np.random.default_rng(300 + size)
    rejected, covered, widths = [], [], []
    truths = [_dominance(cells[one], cells[one + 1]) for one in range(0, _CELLS, 2)]
    for _ in range(_REPEATS):
        for pair, truth in enumerate(truths):
            a, b = (rng.choice(cells[2 * pair + side], size) for side in (0, 1))
            told = cliffs_delta(a, b)
            if isinstance(told, Dominance):
                covered.append(told.low <= truth <= told.high)
                widths.append(told.high - told.low)
            test = brunner_munzel(a, rng.choice(cells[2 * pair], size))
            if isinstance(test, RankTest):
                rejected.append(test.p <= 0.05)  # noqa: PLR2004 - the usual level
    return (
        f"ranks of {size} and {size}: Brunner-Munzel has p <= 0.05 in {np.mean(rejected):.3f} of alike; "
        f"Cliff's delta covers {np.mean(covered):.3f}, width {np.mean(widths):.2f}"
    )


def _dominance(a: Floats, b: Floats) -> float:
    found = cliffs_delta(a, b)
    return found.delta if isinstance(found, Dominance) else 0.0


def _reweighting_line(cells: Cells, size: int) -> str:
    """Nobody's taste changes, but four in five answers come from the other segment than before."""
    rng = np.random.default_rng(500 + size)
    tastes = sorted(cells, key=np.mean)
    glad, critical = tastes[-1], tastes[0]
    covered, fair, naive = [], [], []
    for _ in range(_REPEATS):
        old = {"glad": rng.choice(glad, size * 4 // 5), "critical": rng.choice(critical, size // 5)}
        new = {"glad": rng.choice(glad, size // 5), "critical": rng.choice(critical, size * 4 // 5)}
        before, after = (np.concatenate(list(period.values())) for period in (old, new))
        prior = pooled_prior(np.array([bins(before).sum(axis=0), bins(after).sum(axis=0)]))
        naive.append(_told(mean_difference(after, before, prior=prior)).verdict != "cannot_tell")
        told = fair_change(old, new, prior=prior)
        if isinstance(told, FairChange):
            covered.append(told.low <= 0 <= told.high)
            fair.append(told.verdict != "cannot_tell")
    return (
        f"mix turned over, {size} votes a period: the change within holds 0 in {np.mean(covered):.3f}, is "
        f"called a change in {np.mean(fair):.3f}; the raw difference is called one in {np.mean(naive):.3f}"
    )


def _shrinking_line(cells: Cells) -> str:
    rng = np.random.default_rng(400)
    truth = np.array([cell.mean() for cell in cells])
    before, after, covered, by_moments = [], [], [], []
    for _ in range(2 * _REPEATS):
        votes = [
            rng.choice(cell, size) for cell, size in zip(cells, rng.integers(3, 41, _CELLS), strict=True)
        ]
        means = np.array([column.mean() for column in votes])
        variances = sampling_variances(votes)
        shrunken = shrink(means, variances=variances)
        reach = _Z * np.sqrt(np.diagonal(shrunken.covariances))
        before.append((means - truth) ** 2)
        after.append((shrunken.means - truth) ** 2)
        covered.append(np.abs(shrunken.means - truth) <= reach)
        by_moments.append(_covered_by_moments(means, variances, truth))
    raw, drawn = np.mean(before), np.mean(after)
    return (
        f"shrunken means of 3 to 40 votes: mean squared error {raw:.3f} -> {drawn:.3f}, "
        f"{drawn / raw:.2f} of it (goal 0.112 -> 0.051, 0.46), intervals cover {np.mean(covered):.3f}; "
        f"with one tau squared by moments {np.mean(by_moments):.3f}"
    )


def _covered_by_moments(means: Floats, variances: Floats, truth: Floats) -> Flags:
    """Say which intervals cover when DerSimonian and Laird's tau squared is taken as certain."""
    tau2 = between(means, variances=variances)
    weight = 1 / (variances + tau2)
    pull = variances * weight
    drawn = pull * (weight @ means / weight.sum()) + (1 - pull) * means
    covered: Flags = np.abs(drawn - truth) <= _Z * np.sqrt(tau2 * pull + pull**2 / weight.sum())
    return covered


def _list(values: list[float]) -> str:
    return ", ".join(f"{value:+.2f}" for value in sorted(values))
