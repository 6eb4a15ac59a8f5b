"""Every partial anew from raw answers, by portable SQL on an engine: what sweeps should have come to."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.charting import EMOTION_NAMES
from feedback.store.facts import AnswerFacts, DeliveryFacts
from feedback.store.named import Named
from mapping.columns import Coded, combine, in_order
from mapping.deliveries import DeliveryTable
from mapping.engine import Column, Columns, Engine
from mapping.felt import Felt
from mapping.sql import partials
from mapping.table import ScoreTable

_LEVELS = 5
_ROUNDING = 1e-6
"""Engines add up in different orders, which shows in the last digits."""

_KEY = ("customer", "touchpoint", "week")


class Key(NamedTuple):
    """Whose partial, where, and the Monday of its week."""

    customer: str
    touchpoint: str
    week: date


def recomputed_scores(engine: Engine, facts: AnswerFacts) -> ScoreTable:
    """Sum the answers up on `engine`."""
    relations = {"answers": answers_of(facts), "feelings": _feelings(facts)}
    found = engine.ask(partials.partials(engine.dialect), relations)
    felt = engine.ask(partials.feelings(engine.dialect), relations)
    return ScoreTable.of_columns(
        customer=_coded(facts.customer, found["customer"]),
        touchpoint=_coded(facts.touchpoint, found["touchpoint"]),
        week=found["week"],
        answers=found["answers"],
        rated=found["rated"],
        rating_sum=found["rating_sum"],
        scored=found["scored"],
        score_sum=found["score_sum"],
        histogram=np.column_stack([found[f"hist{level}"] for level in range(_LEVELS)]),
        last_at=found["last_at"],
        emotion_names=EMOTION_NAMES,
        emotions=_felt(found, felt),
        emotions_known=found["felt"].astype(np.int64) > 0,
    )


def answers_of(facts: AnswerFacts) -> Columns:
    """Return the relation `answers`."""
    return {
        "customer": facts.customer.codes,
        "touchpoint": facts.touchpoint.codes,
        "answered_at": facts.at,
        "rating": facts.rating,
        "valence": facts.valence,
        "felt": (facts.felt >= 0).astype(np.int64),
    }


def recomputed_deliveries(engine: Engine, facts: DeliveryFacts) -> DeliveryTable:
    """Sum what was put to whom up on `engine`."""
    relation = {
        "customer": facts.customer.codes,
        "touchpoint": facts.touchpoint.codes,
        "shown_at": facts.at,
        "responded": facts.responded,
    }
    found = engine.ask(partials.deliveries(engine.dialect), {"deliveries": relation})
    return DeliveryTable.of_columns(
        customer=_coded(facts.customer, found["customer"]),
        touchpoint=_coded(facts.touchpoint, found["touchpoint"]),
        week=found["week"],
        delivered=found["delivered"],
        responded=found["responded"],
    )


def unlike(summed: ScoreTable, raw: ScoreTable) -> tuple[Key, ...]:
    """Return whose sums differ from what the raw answers come to, where and in which week."""
    less = replace(raw, amounts=raw.amounts.negated())
    rest = ScoreTable.merged([summed, less])
    return _keys(rest, (rest.counts != 0).any(axis=1) | (np.abs(rest.sums) > _ROUNDING).any(axis=1))


def unlike_deliveries(summed: DeliveryTable, raw: DeliveryTable) -> tuple[Key, ...]:
    """Return the same of what was put to whom."""
    less = replace(raw, delivered=-raw.delivered, responded=-raw.responded)
    rest = DeliveryTable.merged([summed, less])
    return _keys(rest, (rest.delivered != 0) | (rest.responded != 0))


def _keys(table: ScoreTable | DeliveryTable, rows: NDArray[np.bool_]) -> tuple[Key, ...]:
    kept = table.picked(rows)
    return tuple(
        Key(table.customers[customer], table.touchpoints[touchpoint], week)
        for customer, touchpoint, week in zip(
            kept.customer.tolist(), kept.touchpoint.tolist(), kept.week.tolist(), strict=True
        )
    )


def _feelings(facts: AnswerFacts) -> Columns:
    """Return one row for each emotion of each answer."""
    places = {name: place for place, name in enumerate(EMOTION_NAMES)}
    sizes = np.array([*map(len, facts.feelings), 0], dtype=np.int64)
    rows = np.repeat(np.arange(len(facts.felt)), sizes[facts.felt])
    begins = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])[:-1]
    within = np.arange(len(rows)) - np.repeat(
        np.cumsum(sizes[facts.felt]) - sizes[facts.felt], sizes[facts.felt]
    )
    emotions = np.array([places[name] for each in facts.feelings for name in each], dtype=np.int64)
    return {
        "customer": facts.customer.codes[rows],
        "touchpoint": facts.touchpoint.codes[rows],
        "answered_at": facts.at[rows],
        "emotion": emotions[begins[facts.felt[rows]] + within],
    }


def _felt(found: Columns, felt: Columns) -> Felt:
    """Return the counts of each emotion, with the place of their row among those found."""
    size = len(found["week"])
    packed = combine(*(np.concatenate([_whole(found[name]), _whole(felt[name])]) for name in _KEY))
    own, theirs = packed[:size], packed[size:]
    order = in_order(own)
    asking = in_order(theirs)  # in order, each looks where the one before it did
    return Felt(
        row=order[np.searchsorted(own[order], theirs[asking])],
        emotion=felt["emotion"].astype(np.int64)[asking],
        count=felt["answers"].astype(np.int64)[asking],
    )


def _whole(column: Column) -> NDArray[np.int64]:
    """Return codes as they are, weeks as days: as microseconds they would not fit into one key."""
    is_time = column.dtype.kind == "M"
    return (column.astype("datetime64[D]") if is_time else column).astype(np.int64)


def _coded(column: Named, codes: Column) -> Coded:
    return Coded(column.ids, codes.astype(np.int64))
