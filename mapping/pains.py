"""Pain points: what hurts at a stage, how many it reaches, how deep it goes, and how much it matters.

The three numbers are shown apart, since a product of them alone hides which one is large. Beside them stands
what others call impact: the stage's score less its score without those who speak of the theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from mapping.columns import Flags, Floats, Ints
from mapping.interval import PRIOR_WEIGHT, Share, bins, mean_intervals, pooled_prior, wilson
from mapping.mention_table import EMERGING, MentionTable
from mapping.methods import grouped
from mapping.report import Bounded
from mapping.table import LEVELS, ScoreTable
from mapping.votes import row_places

LEAST_FOR_IMPACT = 10
"""Fewer customers than this say too little about what the score would be without them."""

DRAWS = 500
_TAILS = (0.025, 0.975)
_COUNTS_AT_ONCE = 2**21

Stages = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """One theme that hurts at one stage; counts are of distinct customers.

    `reach` is their share of the stage's `of` customers. `severity` is how deep below neutral they were
    (0..2), shrunken toward the depth of all pains by one vote. `importance` is the stage's weight, 1 where
    nobody knows it. `impact` is the stage's score less its score without them, below 0 where the theme
    costs; None of fewer than `LEAST_FOR_IMPACT`, or where too few are left. `rows` are its mentions.
    """

    stage: str
    theme: str
    customers: int
    of: int
    reach: Share
    severity: Bounded
    importance: float
    impact: Bounded | None
    rows: Ints

    @property
    def priority(self) -> float:
        """Reach (its lower bound) times severity times importance."""
        return self.reach.low * self.severity.value * self.importance


@dataclass(frozen=True, slots=True, kw_only=True)
class Pains:
    """Pains by priority; `few` themes at stages are left out, of fewer customers than may be told."""

    pains: tuple[Pain, ...]
    few: int
    least: int


def pains(
    mentions: MentionTable,
    scores: ScoreTable,
    *,
    stages: Stages,
    least: int,
    seed: int,
    importance: Mapping[str, float] | None = None,
) -> Pains:
    """Count what hurts, stage by stage; themes of fewer than `least` customers at a stage are left out.

    `stages` may be a part of the journey; the tables are of all of it. So a pain is as severe, and its
    interval the same, whatever else is asked about: severities are shrunken toward the depth of all pains.
    """
    bad = mentions.negative()
    stage_of = {point: place for place, points in enumerate(stages.values()) for point in points}
    place = row_places(bad.touchpoints, bad.touchpoint, stage_of)
    depth = np.maximum(0.0, -np.nan_to_num(bad.valence))
    prior = pooled_prior(bins(-depth).sum(axis=0, keepdims=True))
    found: list[Pain] = []
    few = 0
    for number, stage in enumerate(stages):
        voters, votes = _stage_votes(scores, stages[stage])
        here = place == number
        for code in np.unique(bad.theme[here]).tolist():
            rows = np.flatnonzero(here & (bad.theme == code)).astype(np.int64)
            told = _Told(bad, rows, depth, voters, votes)
            if len(told.who) < least:
                few += 1
                continue
            weight = (importance or {}).get(stage, 1.0)
            found.append(told.pain(stage, prior=prior, seed=seed, importance=weight, least=least))
    ranked = sorted(found, key=lambda pain: (-pain.priority, pain.stage, pain.theme))
    return Pains(pains=tuple(ranked), few=few, least=least)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """The mentions of one theme at one stage, beside everybody who voted there."""

    table: MentionTable
    rows: Ints
    depth: Floats
    voters: tuple[str, ...]
    votes: Floats

    @property
    def who(self) -> Ints:
        """The distinct customers who speak of it."""
        found: Ints = np.unique(self.table.customer[self.rows])
        return found

    def pain(self, stage: str, *, prior: Floats, seed: int, importance: float, least: int) -> Pain:
        """Return its figures."""
        names = {self.table.customers[code] for code in self.who.tolist()}
        of = len(names | set(self.voters))
        reach = wilson(len(names), of=of)
        if reach is None:
            raise ValueError("a theme of nobody has no reach")
        inside: Flags = np.array([name in names for name in self.voters], dtype=np.bool_)
        theme = self.table.themes[int(self.table.theme[self.rows[0]])] or EMERGING
        # Draws of its own for each pain: they are the same ones, whichever others there are.
        rng = np.random.default_rng([seed, *f"{stage} {theme}".encode()])
        return Pain(
            stage=stage,
            theme=theme,
            customers=len(names),
            of=of,
            reach=reach,
            severity=self._severity(prior),
            importance=importance,
            impact=impact(self.votes, inside, rng=rng, least=least),
            rows=self.rows,
        )

    def _severity(self, prior: Floats) -> Bounded:
        """Return the mean depth, one customer one vote, shrunken and with its interval."""
        _, own = np.unique(self.table.customer[self.rows], return_inverse=True)
        _, depths = grouped.means(self.depth[self.rows], own, groups=int(own.max()) + 1)
        usual = -float(prior @ np.array(LEVELS, dtype=np.float64))
        shrunken = (float(depths.sum()) + PRIOR_WEIGHT * usual) / (len(depths) + PRIOR_WEIGHT)
        counts = bins(-depths).sum(axis=0, keepdims=True)
        low, high = mean_intervals(counts, prior=prior, means=np.array([-shrunken]))
        return Bounded(shrunken, max(0.0, -float(high[0])), -float(low[0]))


def impact(votes: Floats, inside: Flags, *, rng: Generator, least: int) -> Bounded | None:
    """Return the mean of all votes less the mean of those not `inside`, with a bootstrap over customers.

    It is the same as Qualtrics' n_t (S_t - S) / (N - n_t). None where too few are on either side to say so.
    """
    cast: Flags = ~np.isnan(votes)
    votes, inside = votes[cast], inside[cast]
    if int(inside.sum()) < max(LEAST_FOR_IMPACT, least) or int((~inside).sum()) < max(
        LEAST_FOR_IMPACT, least
    ):
        return None
    value = float(votes.mean() - votes[~inside].mean())
    low, high = np.quantile(_drawn(votes, inside, rng=rng), _TAILS)
    return Bounded(value, min(float(low), value), max(float(high), value))


def _drawn(votes: Floats, inside: Flags, *, rng: Generator) -> Floats:
    """Return what the impact is when customers are drawn anew, as many as there are, `DRAWS` times."""
    made: list[Floats] = []
    weight = np.full(len(votes), 1 / len(votes))
    at_once = max(1, _COUNTS_AT_ONCE // len(votes))
    for begin in range(0, DRAWS, at_once):
        size = min(at_once, DRAWS - begin)
        counts = rng.multinomial(len(votes), weight, size=size).astype(np.float64)
        others = counts * ~inside
        left = others.sum(axis=1)
        drawn = counts @ votes / len(votes) - (others @ votes) / np.maximum(left, 1.0)
        made.append(drawn[left > 0])
    return np.concatenate(made)


def _stage_votes(scores: ScoreTable, touchpoints: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
    """Return who answered at a stage, and each one's own mean score, NaN for none."""
    place = row_places(scores.touchpoints, scores.touchpoint, dict.fromkeys(touchpoints, 0))
    rows = np.flatnonzero((place == 0) & (scores.answers > 0))
    who, own = np.unique(scores.customer[rows], return_inverse=True)
    total = np.bincount(own, weights=scores.score_sum[rows], minlength=len(who))
    count = np.bincount(own, weights=scores.scored[rows], minlength=len(who))
    votes: Floats = np.divide(total, count, out=np.full(len(who), np.nan), where=count > 0)
    return tuple(scores.customers[code] for code in who.tolist()), votes
