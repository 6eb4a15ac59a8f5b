"""What the store has summed up, in the columns that maps are made of."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from config.emotion import EMOTIONS
from config.journey import Policy
from config.rules import Fact, Rule
from feedback.records import Consent
from feedback.scrub import scrub
from feedback.store.figures import Partials, Words
from mapping.columns import frozen
from mapping.deliveries import DeliveryTable
from mapping.felt import Felt
from mapping.quote import Quote
from mapping.table import ScoreTable

EMOTION_NAMES = tuple(emotion.name for emotion in EMOTIONS)
_PLACES = {name: place for place, name in enumerate(EMOTION_NAMES)}


def score_table(partials: Partials) -> ScoreTable:
    """Return the answers; rows that hold nothing but deliveries are left out."""
    rows: list[int] = np.flatnonzero(partials.answers).tolist()
    return ScoreTable.of_columns(
        customer=[partials.customer[row] for row in rows],
        touchpoint=[partials.touchpoint[row] for row in rows],
        week=partials.week[rows],
        answers=partials.answers[rows],
        rated=partials.rated[rows],
        rating_sum=partials.rating_sum[rows],
        scored=partials.scored[rows],
        score_sum=partials.score_sum[rows],
        histogram=partials.histogram[rows],
        last_at=partials.last_at[rows],
        emotion_names=EMOTION_NAMES,
        emotions=_felt([partials.emotions[row] for row in rows]),
        emotions_known=[partials.emotions[row] is not None for row in rows],
    )


def _felt(found: Sequence[Mapping[str, int] | None]) -> Felt:
    counts = [
        (row, _PLACES[name], count) for row, each in enumerate(found) if each for name, count in each.items()
    ]
    row, emotion, count = np.array(counts, dtype=np.int64).reshape(-1, 3).T
    return Felt(row=frozen(row), emotion=frozen(emotion), count=frozen(count))


def delivery_table(partials: Partials) -> DeliveryTable:
    """Return what was put to whom."""
    rows: list[int] = np.flatnonzero(partials.delivered).tolist()
    return DeliveryTable.of_columns(
        customer=[partials.customer[row] for row in rows],
        touchpoint=[partials.touchpoint[row] for row in rows],
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
