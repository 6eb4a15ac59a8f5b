"""What the store has summed up, in the columns that maps are made of."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from config.emotion import EMOTIONS
from config.journey import Policy
from config.rules import Fact, Rule
from feedback.records import Consent
from feedback.scrub import scrub
from feedback.store.figures import Words
from feedback.store.named import Named
from feedback.store.partials import Partials
from mapping.columns import Coded, Ints, frozen
from mapping.deliveries import DeliveryTable
from mapping.felt import Felt
from mapping.quote import Quote
from mapping.table import ScoreTable

EMOTION_NAMES = tuple(emotion.name for emotion in EMOTIONS)
_PLACES = {name: place for place, name in enumerate(EMOTION_NAMES)}


def score_table(partials: Partials) -> ScoreTable:
    """Return the answers; rows that hold nothing but deliveries are left out."""
    rows = np.flatnonzero(partials.answers)
    found = partials.found[rows]
    return ScoreTable.of_columns(
        customer=_coded(partials.customer, rows),
        touchpoint=_coded(partials.touchpoint, rows),
        week=partials.week[rows],
        answers=partials.answers[rows],
        rated=partials.rated[rows],
        rating_sum=partials.rating_sum[rows],
        scored=partials.scored[rows],
        score_sum=partials.score_sum[rows],
        histogram=partials.histogram[rows],
        last_at=partials.last_at[rows],
        emotion_names=EMOTION_NAMES,
        emotions=_felt(partials.emotions, found),
        emotions_known=found >= 0,
    )


def _coded(column: Named, rows: Ints) -> Coded:
    """Return some rows of a column, with the ids that are in them."""
    codes = column.codes[rows]
    is_there = np.bincount(codes, minlength=len(column.ids)) > 0
    if is_there.all():
        return Coded(column.ids, codes)
    places = np.cumsum(is_there) - 1
    return Coded([column.ids[place] for place in np.flatnonzero(is_there).tolist()], places[codes])


def _felt(emotions: Sequence[Mapping[str, int]], found: Ints) -> Felt:
    """List the emotions of each row; `found` is the place of its own among `emotions`, -1 for none."""
    listed = [(_PLACES[name], count) for each in emotions for name, count in each.items()]
    emotion, count = np.array(listed, dtype=np.int64).reshape(-1, 2).T
    sizes = np.array([*map(len, emotions), 0], dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    many = sizes[found]
    row = np.repeat(np.arange(len(found)), many)
    within = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    place = begins[found[row]] + within
    return Felt(row=frozen(row), emotion=frozen(emotion[place]), count=frozen(count[place]))


def delivery_table(partials: Partials) -> DeliveryTable:
    """Return what was put to whom."""
    rows = np.flatnonzero(partials.delivered)
    return DeliveryTable.of_columns(
        customer=_coded(partials.customer, rows),
        touchpoint=_coded(partials.touchpoint, rows),
        week=partials.week[rows],
        delivered=partials.delivered[rows],
        responded=partials.responded[rows],
    )


def members(rules: Collection[Rule], facts: Mapping[str, Mapping[str, Fact]]) -> frozenset[str]:
    """Return the customers for whom every rule holds."""
    return frozenset(
        customer for customer, known in facts.items() if all(rule.holds(known) for rule in rules)
    )


def quotes_for(words: Sequence[Words], *, policy: Policy, among: Collection[str] | None) -> tuple[Quote, ...]:
    """Return the words that may be shown: allowed by the policy, of the customers meant, and scrubbed."""
    return tuple(
        Quote(
            touchpoint=each.touchpoint,
            customer=each.customer,
            text=scrub(each.text),
            valence=each.valence,
            at=each.at,
            language=each.language,
        )
        for each in words
        if may_be_quoted(each.consent, policy) and (among is None or each.customer in among)
    )


def may_be_quoted(consent: Consent, policy: Policy) -> bool:
    """Say whether the policy lets the words of a customer of this consent be shown."""
    match policy.quotes:
        case "all":
            return consent != "withdrawn"
        case "consented":
            return consent == "given"
        case "none":
            return False
