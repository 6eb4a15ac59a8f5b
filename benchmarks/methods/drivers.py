"""Drivers: cost, how often a sample finds the same top driver, and how well known shares are found again."""

from collections.abc import Callable, Iterator
from time import process_time

import numpy as np
from numpy.random import Generator

from benchmarks.methods.airport import airport
from mapping.columns import Floats
from mapping.methods.answered import Answered, Refused
from mapping.methods.correlations import correlate, cross_sums, pairwise, sound
from mapping.methods.driver_tiers import DriverTiers, driver_tiers
from mapping.methods.drivers import lmg, relative_weights, shares, usable_drivers
from mapping.methods.penalty_reward import penalty_reward

_ROUNDS = 200
_SAMPLES = 400
_REPEATS, _DRAWS = 100, 200
_WEIGHTS = np.array([0.50, 0.40, 0.40, 0.25, 0.25, 0.10, 0.10, 0.00])
_TOGETHER, _NOISE, _GAPS = 0.4, 1.0, 0.3
_CUTS = (-1.2, -0.5, 0.3, 1.1)


def lines() -> Iterator[str]:
    """Yield sentences; the surveys' ones only where the data are here."""
    yield from _costs()
    for year in (2014, 2015):
        answered = airport(year)
        if answered is not None:
            yield from _survey(year, answered)
    yield from _known_shares()


def _costs() -> Iterator[str]:
    """Yield processor seconds of one decomposition, and their ratio in this run."""
    for count in (11, 14):
        matrix = np.full((count + 1, count + 1), _TOGETHER) + (1 - _TOGETHER) * np.eye(count + 1)
        exact, quick = _seconds(lmg, matrix), _seconds(relative_weights, matrix)
        yield (
            f"{count} drivers: LMG {1e3 * exact:.2f} ms CPU, Johnson's weights {1e3 * quick:.2f} ms, "
            f"{exact / quick:.0f} times as long"
        )


def _seconds(work: Callable[[Floats], Floats], matrix: Floats) -> float:
    work(matrix)
    began = process_time()
    for _ in range(_ROUNDS):
        work(matrix)
    return (process_time() - began) / _ROUNDS


def _survey(year: int, answered: Answered) -> Iterator[str]:
    began = process_time()
    found = driver_tiers(answered, rng=np.random.default_rng(year))
    taken = process_time() - began
    if isinstance(found, Refused):
        raise TypeError(f"the airport's survey of {year} is refused: {found}")
    base = found.drivers
    yield (
        f"airport {year}: R squared {base.r_squared:.3f} [{found.r_squared_low:.3f}, "
        f"{found.r_squared_high:.3f}], {base.customers} customers, {base.complete} answered all; "
        f"{found.draws} draws took {taken:.1f} s CPU"
    )
    yield f"airport {year}, tiers: {_told(found)}; top kept in {100 * found.top_kept:.0f} % of draws"
    yield from _samples(year, answered, found)
    yield from _contrasts(year, answered)


def _told(found: DriverTiers) -> str:
    return ", ".join(
        f"{each.tier} {each.driver.touchpoint} {each.driver.share:.3f} [{each.low:.3f}, {each.high:.3f}] "
        f"rank {each.best_rank}-{each.worst_rank}"
        for each in found.standings
    )


def _samples(year: int, answered: Answered, found: DriverTiers) -> Iterator[str]:
    """Yield how often a sample's top driver is that of all, and how often it is in the top tier of all."""
    usable = usable_drivers(answered)
    if isinstance(usable, Refused):
        raise TypeError(f"the airport's survey of {year} is refused: {usable}")
    rng, customers = np.random.default_rng(40), usable.answered.customers
    first = [each.driver.touchpoint for each in found.standings if each.tier == 1]
    top_tier = [usable.answered.touchpoints.index(name) for name in first]
    for size in (40, 80, 200, 500, 1000):
        weights = np.zeros((_SAMPLES, customers))
        for row in weights:
            row[rng.choice(customers, size, replace=False)] = 1.0
        top = shares(sound(pairwise(cross_sums(usable.columns, weights))[0])).argmax(axis=1)
        yield (
            f"airport {year}, samples of {size}: the top driver of all is on top in "
            f"{100 * (top == top_tier[0]).mean():.0f} %, one of its tier of {len(first)} in "
            f"{100 * np.isin(top, top_tier).mean():.0f} %"
        )


def _contrasts(year: int, answered: Answered) -> Iterator[str]:
    began = process_time()
    found = penalty_reward(answered)
    taken = process_time() - began
    if isinstance(found, Refused):
        raise TypeError(f"the airport's survey of {year} is refused: {found}")
    for each in found.contrasts:
        yield (
            f"airport {year}, {each.touchpoint}: penalty {each.penalty.value:+.2f} (p {each.penalty.p:.3f}), "
            f"reward {each.reward.value:+.2f} (p {each.reward.p:.3f}), {each.kano}"
        )
    yield f"airport {year}, contrasts: {found.customers} customers, {taken:.2f} s CPU"


def _known_shares() -> Iterator[str]:
    """Yield how well the shares of made-up customers are found: eight drivers, five levels, gaps."""
    everyone = correlate(_columns(_made_up(300_000, np.random.default_rng(1), gaps=0.0))).matrix
    truth = {"LMG": lmg(everyone), "Johnson": relative_weights(everyone)}
    apart = np.abs(truth["LMG"] - truth["Johnson"]).max()
    told = ", ".join(f"{share:.3f}" for share in truth["LMG"])
    yield f"made-up, weights {_WEIGHTS.tolist()}: true LMG {told}; Johnson's at most {apart:.4f} away"
    for size in (100, 200, 500, 2000):
        rng = np.random.default_rng(size)
        matrices = [correlate(_columns(_made_up(size, rng))).matrix for _ in range(_REPEATS)]
        for name, method in (("LMG", lmg), ("Johnson", relative_weights)):
            got = method(np.stack(matrices))
            yield (
                f"made-up, {size} customers, {name}: mean error {np.abs(got - truth[name]).mean():.4f}, "
                f"R squared {got.sum(axis=1).mean():.3f} of {truth[name].sum():.3f}, "
                f"top found in {100 * (got.argmax(axis=1) == 0).mean():.0f} %"
            )
        yield _tiers_of_known(size, truth["LMG"])


def _tiers_of_known(size: int, truth: Floats) -> str:
    """Tell how often the intervals hold the true share, and how often tiers turn a true order round."""
    rng = np.random.default_rng(size)
    held, turned, count = 0, 0, 0
    for _ in range(_REPEATS):
        found = driver_tiers(_made_up(size, rng), rng=rng, draws=_DRAWS)
        if isinstance(found, Refused):
            continue
        true = np.array([truth[int(each.driver.touchpoint)] for each in found.standings])
        tier = np.array([each.tier for each in found.standings])
        held += sum(each.low <= share <= each.high for each, share in zip(found.standings, true, strict=True))
        # Weights that are equal differ in truth by the chance of the large sample only.
        turned += bool(((tier[:, None] < tier) & (true[:, None] < true - 0.005)).any())
        count += 1
    return (
        f"made-up, {size} customers, {count} samples not refused: intervals hold the true share in "
        f"{100 * held / max(1, count * len(truth)):.0f} %, tiers turn a true order round in "
        f"{100 * turned / max(1, count):.0f} % of the samples"
    )


def _made_up(size: int, rng: Generator, *, gaps: float = _GAPS) -> Answered:
    """Return customers whose drivers go together, told in five levels, with gaps by chance."""
    common = np.sqrt(_TOGETHER) * rng.standard_normal((size, 1))
    felt = common + np.sqrt(1 - _TOGETHER) * rng.standard_normal((size, len(_WEIGHTS)))
    overall = felt @ _WEIGHTS + _NOISE * rng.standard_normal(size)
    scores = np.where(rng.random(felt.shape) < gaps, np.nan, np.digitize(felt, _CUTS) - 2.0)
    return Answered(
        touchpoints=tuple(map(str, range(len(_WEIGHTS)))),
        scores=scores,
        unused=np.zeros(scores.shape, dtype=np.bool_),
        overall=np.digitize(overall / 2, _CUTS) - 2.0,
    )


def _columns(answered: Answered) -> Floats:
    return np.column_stack([answered.scores, answered.overall])
