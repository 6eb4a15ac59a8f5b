"""Monitors: false alarms a year, weeks until a drop is found, and what one answer costs."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import process_time

import numpy as np
from numpy.random import Generator

from benchmarks.methods.airport import SHARED
from mapping.columns import Flags, Floats, Ints, moment
from mapping.methods.monitors.change_point import Change, NoChange, change_point, segments
from mapping.methods.monitors.ewma import HEAVIEST, LEAST, begun, judged, smoothing, updated, width
from mapping.methods.monitors.limits import Baseline, allowed, baseline, chart, limit
from mapping.methods.monitors.p_chart import Rule, p_chart
from mapping.methods.monitors.steady import earliest_steady

_AIRPORT = (
    *("Q7ART", "Q7FOOD", "Q7STORE", "Q7SIGN", "Q7WALKWAYS"),
    *("Q7SCREENS", "Q9BOARDING", "Q9RESTROOM", "Q14FIND", "Q14PASSTHRU"),
)
_LEVELS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
_WORDS = ("Extremely unlikely", "Unlikely", "Neither likely nor unlikely", "Likely", "Extremely likely")
_PLEASED = np.array([0.018, 0.024, 0.047, 0.233, 0.678])
"""The tastes of eleven surgeries' patients."""

_DROP = 0.58
_DROPS = (1.2, _DROP, 0.3)
_YEAR = 52
_NEVER = 1_000_000
_SOON = 4
_HISTORY, _FELL = 150, 100
_ALL = 100_000
"""A baseline of so many answers knows all."""
_BARS = {3: 5, 10: 3, 30: 1}
"""Answers a week, and the weeks until a drop of 0.58 was found when the method was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a chart takes for each stream's mean and spread (streams,), from `answers`."""

    centre: Floats
    spread: Floats
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """Where a history was parted, whether its later part was told from the earlier, and years that alarm."""

    stop: int
    is_shown: bool
    rate: float


def lines() -> Iterator[str]:
    """Yield sentences with goals. Seeds are fixed: every run says the same, but for the times."""
    tastes, whence = _tastes()
    yield f"baselines drawn from {len(tastes)} {whence}"
    yield from _false_alarms("airport", tastes, np.random.default_rng(1))
    yield from _false_alarms("nearly all pleased", (_PLEASED,), np.random.default_rng(8))
    yield from _histories(tastes, np.random.default_rng(9))
    yield from _weeks_until_found(tastes, np.random.default_rng(2))
    yield from _weights(tastes, np.random.default_rng(3))
    yield from _rules(np.random.default_rng(4))
    yield from _since_when(tastes, np.random.default_rng(5))
    yield from _costs(tastes, np.random.default_rng(6))
    yield from _surgeries(np.random.default_rng(7))


def _tastes() -> tuple[tuple[Floats, ...], str]:
    """Return the shares of the five levels of each touchpoint, and where they are from."""
    path = SHARED / "feedback" / "sfo" / "sfo_2015.csv"
    if not path.exists():
        made = np.random.default_rng(2017).dirichlet(20 * np.array([0.01, 0.03, 0.2, 0.4, 0.36]), 10)
        return tuple(made), "made-up tastes (NOT MEASURED on the airport: its survey is absent)"
    with path.open(encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [[row[name].strip() for row in rows] for name in _AIRPORT]
    counts = [np.array([column.count(mark) for mark in "12345"], dtype=np.float64) for column in columns]
    return tuple(each / each.sum() for each in counts), "touchpoints of the airport's survey of 2015"


def _tilted(taste: Floats, drop: float) -> Floats:
    """Return the nearest taste (by exponential tilting) whose mean is lower by `drop`."""
    low, high, tilted = 0.0, 20.0, taste
    for _ in range(60):
        middle = (low + high) / 2
        weighed = taste * np.exp(-middle * _LEVELS)
        tilted = weighed / weighed.sum()
        low, high = (middle, high) if (taste - tilted) @ _LEVELS < drop else (low, middle)
    return tilted


def _answers(taste: Floats, shape: tuple[int, ...], rng: Generator) -> Floats:
    return rng.choice(_LEVELS, size=shape, p=taste)


def _learnt(taste: Floats, answers: int, streams: int, rng: Generator) -> _Known:
    """Return what as many streams as asked for take for their mean and spread, each from its own answers."""
    counts = rng.multinomial(answers, taste, size=streams)
    centre = counts @ _LEVELS / answers
    squares = counts @ _LEVELS**2 - answers * centre**2
    return _Known(centre=centre, spread=np.sqrt((squares + 1) / answers), answers=answers)


def _strayed(answers: Floats, known: _Known, weight: float) -> Floats:
    """Return how far each stream's average strays, week by week (streams, weeks): the most in each week."""
    streams, weeks, per_week = answers.shape
    away, most = np.zeros(streams), np.zeros((streams, weeks))
    for n in range(1, weeks * per_week + 1):
        week, place = divmod(n - 1, per_week)
        away += weight * (answers[:, week, place] - known.centre - away)
        if n >= LEAST:
            far = np.abs(away) / known.spread / width(n, smoothing=weight, answers=known.answers)
            np.maximum(most[:, week], far, out=most[:, week])
    return most


def _shewhart(answers: Floats, known: _Known) -> Floats:
    """Return how far each week's mean strays."""
    per_week = answers.shape[2]
    doubt = np.sqrt(1 / per_week + 1 / known.answers)
    strayed: Floats = np.abs(answers.mean(axis=2) - known.centre[:, None]) / known.spread[:, None] / doubt
    return strayed


def _tenth_down(answers: Floats) -> Floats:
    """Return 1 where the week's mean on 1..5 is a tenth under the week before, else 0."""
    means = answers.mean(axis=2) + 3
    fell = means[:, 1:] <= 0.9 * means[:, :-1]
    return np.column_stack([np.zeros(len(means)), fell.astype(np.float64)])


def _false_alarms(name: str, tastes: Sequence[Floats], rng: Generator) -> Iterator[str]:
    """Let 100 streams of 50 answers set their own limits, and count their false alarms in 400 years each."""
    kept: dict[int, list[float]] = {1: [], 8: [], 24: []}
    foretold: dict[int, list[float]] = {1: [], 8: [], 24: []}
    per_week, size, years = 5, 50, 400
    for turn in range(100):
        taste = tastes[turn % len(tastes)]
        seen = _answers(taste, (size,), rng)
        spread = np.sqrt((seen.var() * size + 1) / size)
        known = _Known(centre=np.full(years, seen.mean()), spread=np.full(years, spread), answers=size)
        peaks = _strayed(_answers(taste, (years, _YEAR, per_week), rng), known, HEAVIEST).max(axis=1)
        for streams, rates in kept.items():
            found = limit(seen, per_week=per_week, share=allowed(streams), rng=rng)
            rates.append(float((peaks > found.value).mean()))
            foretold[streams].append(found.rate_p90)
    for streams, rates in kept.items():
        groups = rng.choice(rates, size=(20_000, streams))
        together = 1 - (1 - groups).prod(axis=1)
        yield (
            f"{name}: a false alarm in a year, {streams} stream(s) together, baselines of {size} answers:"
            f" mean {together.mean():.3f} (goal 0.100), 90th percentile {np.quantile(together, 0.9):.3f}"
        )
        yield (
            f"  each of them: allowed {allowed(streams):.4f}, mean {np.mean(rates):.4f}"
            f" (standard error {np.std(rates) / np.sqrt(len(rates)):.4f}),"
            f" 90th percentile over baselines {np.quantile(rates, 0.9):.4f},"
            f" foretold {np.mean(foretold[streams]):.4f}"
        )


def _histories(tastes: Sequence[Floats], rng: Generator) -> Iterator[str]:
    """Let one stream begin with a history: a steady one, and one with a fall in it."""
    for drop in (0.0, 0.3, _DROP):
        begun = [_begun(tastes[turn % len(tastes)], drop, rng) for turn in range(300)]
        stops = [each.stop for each in begun if each.stop < _HISTORY]
        where = f" (at {np.median(stops):.0f}, median)" if stops else ""
        shown, rates = np.mean([each.is_shown for each in begun]), [each.rate for each in begun]
        said = f"a fall of {drop} after {_FELL} of them" if drop else "all alike"
        yield (
            f"a history of {_HISTORY} answers, {said}: parted in {len(stops) / len(begun):.2f}{where},"
            f" a change shown in {shown:.2f}"
        )
        if not drop:
            yield (
                f"  and a false alarm in the year after it in {np.mean(rates):.3f} (goal 0.100, standard"
                f" error {np.std(rates) / np.sqrt(len(rates)):.3f})"
            )


def _begun(taste: Floats, drop: float, rng: Generator) -> _Begun:
    """Let a stream learn from the earliest steady part of a history and be watched for a steady year."""
    per_week, years = 5, 100
    seen = _answers(taste, (_HISTORY,), rng)
    if drop:
        seen[_FELL:] = _answers(_tilted(taste, drop), (_HISTORY - _FELL,), rng)
    begin, end = earliest_steady(seen, rng=rng)
    kept, later = seen[begin:end], seen[end:]
    found = limit(kept, per_week=per_week, share=allowed(1), rng=rng, futures=25)
    spread = np.sqrt((kept.var() * len(kept) + 1) / len(kept))
    known = _Known(centre=np.full(years, kept.mean()), spread=np.full(years, spread), answers=len(kept))
    once = _Known(centre=known.centre[:1], spread=known.spread[:1], answers=len(kept))
    steady = _strayed(_answers(taste, (years, _YEAR, per_week), rng), known, HEAVIEST)
    return _Begun(
        stop=end,
        is_shown=bool((_strayed(later[None, :, None], once, HEAVIEST) > found.value).any()),
        rate=float((steady.max(axis=1) > found.value).mean()),
    )


def _weeks_until_found(tastes: Sequence[Floats], rng: Generator) -> Iterator[str]:
    """Compare three charts at one false alarm in ten years, on the same answers."""
    for per_week, bar in _BARS.items():
        for label, size, quiet in (
            ("known baseline, drop as the watch begins", _ALL, 0),
            ("baseline of a year, drop after 26 weeks", _YEAR * per_week, 26),
            ("baseline of 8 weeks, drop after 26 weeks", 8 * per_week, 26),
        ):
            found = _compared(tastes, per_week=per_week, size=size, quiet=quiet, rng=rng)
            goal = f" (goal {bar})" if size == _ALL else ""
            yield f"{per_week} answers a week, {label}: weeks until a drop of {_DROP} is found, median:"
            yield f"  average per answer {found[0]}{goal}, weekly Shewhart {found[1]}; both at 0.10 a year"
            yield f"  'the week drops 10 %' {found[2]}, with a false alarm in {found[3]:.2f} of the years"


def _compared(
    tastes: Sequence[Floats], *, per_week: int, size: int, quiet: int, rng: Generator
) -> tuple[str, str, str, float]:
    streams, after = 100, 40
    delays: list[list[Floats]] = [[], [], []]
    false: list[float] = []
    for taste in tastes:
        steady = _answers(taste, (streams * 4, _YEAR, per_week), rng)
        before = _learnt(taste, size, streams * 4, rng)
        bars = [
            float(np.quantile(chart.max(axis=1), 0.9))
            for chart in (_strayed(steady, before, HEAVIEST), _shewhart(steady, before))
        ]
        false.append(float(_tenth_down(steady).max(axis=1).mean()))
        changed = np.concatenate(
            [
                _answers(taste, (streams, quiet, per_week), rng),
                _answers(_tilted(taste, _DROP), (streams, after, per_week), rng),
            ],
            axis=1,
        )
        known = _learnt(taste, size, streams, rng)
        charts = (_strayed(changed, known, HEAVIEST), _shewhart(changed, known), _tenth_down(changed))
        for place, (each, bar) in enumerate(zip(charts, (*bars, 0.5), strict=True)):
            delays[place].append(_delays(each > bar, quiet=quiet))
    ewma, weekly, tenth = (_median(np.concatenate(each)) for each in delays)
    return ewma, weekly, tenth, float(np.mean(false))


def _delays(out: Flags, *, quiet: int) -> Floats:
    """Return the weeks from the drop to the first alarm of streams without one before; many for never."""
    fresh = out[~out[:, :quiet].any(axis=1), quiet:]
    weeks: Floats = np.where(fresh.any(axis=1), fresh.argmax(axis=1) + 1.0, _NEVER)
    return weeks


def _median(weeks: Floats) -> str:
    if not len(weeks):
        return "(each stream had alarmed before)"
    middle = float(np.median(weeks))
    return f"{middle:.0f}" if middle < _NEVER else "never"


def _weights(tastes: Sequence[Floats], rng: Generator) -> Iterator[str]:
    """Compare weights of the newest answer at 100 answers a week, baselines of 8 weeks, in days."""
    size, per_week, quiet, streams = 800, 100, 200, 100
    for weight in (smoothing(per_week), HEAVIEST, 0.1, 0.2):
        late: dict[float, list[Floats]] = {drop: [] for drop in _DROPS}
        for taste in tastes[:5]:
            known = _learnt(taste, size, streams, rng)
            steady = _strayed(
                _answers(taste, (500, _YEAR, per_week), rng), _learnt(taste, size, 500, rng), weight
            )
            bar = np.quantile(steady.max(axis=1), 0.9)
            for drop, found in late.items():
                before = _answers(taste, (streams, quiet, 1), rng)
                after = _answers(_tilted(taste, drop), (streams, 1_500, 1), rng)
                strayed = _strayed(np.concatenate([before, after], axis=1), known, weight)
                found.append(_delays(strayed > bar, quiet=quiet))
        days = [
            f"{7 * np.median(np.concatenate(each)) / per_week:.1f} ({drop})" for drop, each in late.items()
        ]
        yield (
            f"{per_week} answers a week, the newest weighs {weight:.3f}: median days until a drop is found:"
            f" {', '.join(days)}"
        )


def _rules(rng: Generator) -> Iterator[str]:
    """Count what each set of rules of the p-chart costs a year, and what it finds."""
    rules = (Rule.BEYOND, Rule.TWO_OF_THREE, Rule.RUN, Rule.TREND)
    sets = [frozenset(rules[: most + 1]) for most in range(len(rules))] + [
        frozenset({each}) for each in rules[1:]
    ]
    for size in (12, 30, 100):
        steady = _met(rng.binomial(size, 0.2, size=(250, _YEAR)), size)
        shares = np.where(np.arange(16) < _SOON * 2, 0.2, 0.35)
        changed = _met(rng.binomial(size, shares, size=(250, 16)), size)
        for asked in sets:
            late = _delays(_hits(changed, asked), quiet=_SOON * 2)
            soon, later = ((late <= weeks).mean() for weeks in (_SOON, _SOON * 2))
            yield (
                f"p-chart, {size} cases a week, {' + '.join(sorted(asked))}: a false alarm in"
                f" {_hits(steady, asked).any(axis=1).mean():.2f} of years; 0.20 to 0.35 found within"
                f" {_SOON} weeks in {soon:.2f}, within {_SOON * 2} in {later:.2f}"
            )


def _met(counts: Ints, size: int) -> list[list[tuple[Rule, ...]]]:
    sizes = np.full(counts.shape[1], size)
    return [[week.rules for week in p_chart(row, sizes, share=0.2, rules=frozenset(Rule))] for row in counts]


def _hits(met: Sequence[Sequence[tuple[Rule, ...]]], asked: frozenset[Rule]) -> Flags:
    return np.array([[not asked.isdisjoint(week) for week in row] for row in met])


def _since_when(tastes: Sequence[Floats], rng: Generator) -> Iterator[str]:
    """Count how often the interval of a change's time holds the true one."""
    for before, after in ((50, 15), (100, 40), (300, 100)):
        changes = []
        for taste in [*tastes] * 40:
            sides = _answers(taste, (before,), rng), _answers(_tilted(taste, _DROP), (after,), rng)
            found = change_point(np.concatenate(sides), rng=rng, rounds=100)
            changes += [found] if isinstance(found, Change) else []
        held = np.mean([each.low <= before <= each.high for each in changes])
        sized = np.mean([each.size_low <= -_DROP <= each.size_high for each in changes])
        sure = np.mean([each.sure >= 0.95 for each in changes])  # noqa: PLR2004 - a usual level
        yield (
            f"change after {before} of {before + after} answers: the intervals hold the time in {held:.2f}"
            f" and the size in {sized:.2f} of samples; 0.95 sure or more in {sure:.2f}"
        )
    steady = [len(segments(_answers(taste, (520,), rng))) > 1 for taste in tastes for _ in range(10)]
    yield f"looking back over a steady year, 520 answers: a change is seen in {np.mean(steady):.2f} of years"


def _costs(tastes: Sequence[Floats], rng: Generator) -> Iterator[str]:
    at, values = datetime(2026, 1, 5, tzinfo=UTC), _answers(tastes[0], (60,), rng)
    base = baseline(values, np.full(60, moment(at)), until=moment(at + timedelta(weeks=10)))
    if not isinstance(base, Baseline):
        raise TypeError("sixty answers make a baseline")
    began = process_time()
    found = limit(values, per_week=1_500 * 7 / 365.25, share=0.1, rng=rng, worlds=40)
    yield f"one limit, 2,000 years of 1,500 answers: {process_time() - began:.2f} s CPU (goal 1)"
    held, state = chart(base, found), begun(base.centre, at=at)
    stream = _answers(tastes[0], (20_000,), rng).tolist()
    began = process_time()
    for value in stream:
        state = updated(state, value, at=at, smoothing=held.smoothing)
        judged(state, chart=held)
    each = (process_time() - began) / len(stream) * 1_000_000
    yield f"one answer, taken in and judged: {each:.1f} microseconds CPU (goal 50)"
    began = process_time()
    segments(_answers(tastes[0], (10_000,), rng))
    yield f"looking back over 10,000 answers: {process_time() - began:.2f} s CPU"


def _surgeries(rng: Generator) -> Iterator[str]:
    """Watch eleven surgeries' answers together, as they were, and with a drop planted on 1 December 2023."""
    path = SHARED / "feedback" / "gp_surgeries_fft.csv"
    if not path.exists():
        yield "surgeries: NOT MEASURED, gp_surgeries_fft.csv is absent; set AFTERTOUCH_DATA_DIR"
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(
            (datetime.fromisoformat(row["time"]).replace(tzinfo=UTC), float(_WORDS.index(row["rating"]) - 2))
            for row in csv.DictReader(file)
            if row["rating"] in _WORDS
        )
    watch, plant, end = (datetime(*day, tzinfo=UTC) for day in ((2023, 11, 1), (2023, 12, 1), (2024, 2, 1)))
    yield _run("surgeries as they were, to April 2024", rows, watch, rng)
    quiet = [row for row in rows if row[0] < end]
    yield _run("surgeries as they were, to January 2024", quiet, watch, rng)
    worse = [(at, max(-2.0, value - float(rng.integers(2))) if at >= plant else value) for at, value in quiet]
    yield _run("surgeries, half of the answers a level lower from 1 December 2023", worse, watch, rng)


def _run(name: str, rows: Sequence[tuple[datetime, float]], watch: datetime, rng: Generator) -> str:
    """Tell the first alarm from `watch` on, the answers before it being the baseline."""
    times, values = np.array([moment(at) for at, _ in rows]), np.array([value for _, value in rows])
    known = int(np.searchsorted(times, moment(watch)))
    base = baseline(values[:known], times[:known], until=moment(watch))
    if not isinstance(base, Baseline):
        return f"{name}: still learning"
    held = chart(base, limit(values[:known], per_week=base.per_week, share=allowed(1), rng=rng))
    state = begun(base.centre, at=watch)
    for at, value in rows[known:]:
        state = updated(state, value, at=at, smoothing=held.smoothing)
        verdict = judged(state, chart=held)
        if verdict.direction is not None:
            change = change_point(values[: known + state.n], rng=rng)
            return f"{name}: {verdict.direction} on {at:%d %b %Y}, answer {state.n}; {_told(change, rows)}"
    return f"{name}: no alarm in {state.n} answers"


def _told(change: Change | NoChange, rows: Sequence[tuple[datetime, float]]) -> str:
    if isinstance(change, NoChange):
        return change.reason
    at, low, high = (f"{rows[place][0]:%d %b %Y}" for place in (change.at, change.low, change.high))
    size = f"{change.size:.2f} ({change.size_low:.2f} to {change.size_high:.2f})"
    return f"since {at} ({low} to {high}), size {size}, sure {change.sure:.3f}"
