"""From judged answers to what drivers are worked out from: a row a customer, a column a touchpoint."""

from dataclasses import dataclass

import numpy as np

from mapping.columns import Floats, Ids, Ints, coded
from mapping.methods import grouped
from mapping.methods.answered import Answered
from mapping.methods.events import EventTable

Grid = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
"""Flags by customer and touchpoint."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GivenTable:
    """Judged answers in columns of equal length; codes into the sorted id lists, `valence` -2..+2."""

    customers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    questions: tuple[str, ...]
    customer: Ints
    touchpoint: Ints
    question: Ints
    valence: Floats

    @classmethod
    def of_columns(cls, *, customer: Ids, touchpoint: Ids, question: Ids, valence: Floats) -> "GivenTable":
        """Build the table from equally long columns."""
        customers, customer_code = coded(customer)
        touchpoints, touchpoint_code = coded(touchpoint)
        questions, question_code = coded(question)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            questions=questions,
            customer=customer_code,
            touchpoint=touchpoint_code,
            question=question_code,
            valence=np.asarray(valence, dtype=np.float64),
        )


def answered(given: GivenTable, events: EventTable, *, overall: str, order: tuple[str, ...]) -> Answered:
    """Set each customer's mean at each touchpoint beside their mean answer to the question `overall`.

    Answers to `overall` count nowhere else. `order` names the touchpoints in the journey's order; one that a
    customer has no event at was not used by them, one without an answer only was not told about.
    """
    is_overall = given.question == _places(given.questions).get(overall, -1)
    people, points = len(given.customers), len(order)
    place = _recoded(given.touchpoints, into=order)[given.touchpoint]
    rows = ~is_overall & (place >= 0)
    _, means = grouped.means(
        given.valence[rows], given.customer[rows] * points + place[rows], groups=people * points
    )
    _, whole = grouped.means(given.valence[is_overall], given.customer[is_overall], groups=people)
    scores = means.reshape(people, points)
    return Answered(
        touchpoints=order,
        scores=scores,
        unused=np.isnan(scores) & ~_used(given, events, order),
        overall=whole,
    )


def _used(given: GivenTable, events: EventTable, order: tuple[str, ...]) -> Grid:
    """Say of each customer and touchpoint whether there is an event."""
    row = _recoded(events.customers, into=given.customers)[events.customer]
    place = _recoded(events.touchpoints, into=order)[events.touchpoint]
    inside = (row >= 0) & (place >= 0)
    used = np.zeros((len(given.customers), len(order)), dtype=np.bool_)
    used[row[inside], place[inside]] = True
    return used


def _recoded(names: tuple[str, ...], *, into: tuple[str, ...]) -> Ints:
    """Return the place of each name among others, -1 for none."""
    places = _places(into)
    return np.array([*(places.get(name, -1) for name in names), -1], dtype=np.int64)


def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}
