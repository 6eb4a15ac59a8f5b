"""A page as wide as pages get in practice: 100,000 answers about 64 touchpoints in eight stages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from config.journey import Journey
from mapping.deliveries import DeliveryTable
from mapping.edition_figures import Material
from mapping.journey_map import JourneyMap, about_map
from mapping.lattice import ALL, span
from mapping.pages.lattice_views import with_views
from mapping.pages.lattices import Live
from mapping.parts import PainPoint
from mapping.quote import Quote
from mapping.table import LEVELS, ScoreTable
from mapping.telling import stages_of

TOUCHPOINTS = 64

_STAGES = ("Discover", "Compare", "Order", "Pay", "Receive", "Use", "Get help", "Come back")
_MEDIA = ("web", "store", "phone", "email")
_FIRST = date(2026, 1, 5)
_MADE_AT = datetime(2026, 7, 6, tzinfo=UTC)
_CUSTOMERS = 25_000
_GROUPS = {"persona:busy": 2, "persona:calm": 3, "persona:new": 5, "segment:north": 4, "segment:south": 7}
"""Every so many customers are one of the group."""


def wide_map(answers: int, *, weeks: int) -> JourneyMap:
    """Return the map with its views of so many weeks, of figures that are the same each time."""
    journey = _journey()
    members = {
        group: frozenset(f"c{number:05}" for number in range(0, _CUSTOMERS, step))
        for group, step in _GROUPS.items()
    }
    material = Material(
        table=_table(
            answers, weeks, sorted(point.id for stage in journey.stages for point in stage.touchpoints)
        ),
        deliveries=DeliveryTable.of(()),
        stages=stages_of(journey),
        groups=members,
        media={point.id: point.medium for stage in journey.stages for point in stage.touchpoints},
    )
    about = about_map(journey, version="1", period=span(ALL), as_of=_MADE_AT, scorer="benchmark 1")
    return with_views(
        journey,
        Live(material, k=5),
        about=about,
        period=ALL,
        group=ALL,
        quotes=_quotes(material.table.touchpoints),
        members=members,
        pain_points={stage.id: _PAINS for stage in journey.stages},
    )


_PAINS = tuple(
    PainPoint(title=title, customers=customers, severity=1.2, theme=title.lower(), of=900, impact=-0.2)
    for title, customers in (("Late, no notice", 90), ("Had to ask twice", 60), ("Hard to find", 40))
)


def _journey() -> Journey:
    stages = [
        {
            "id": f"s{place}",
            "title": title,
            "target": 1.0,
            "touchpoints": [_touchpoint(place, at, title) for at in range(TOUCHPOINTS // len(_STAGES))],
        }
        for place, title in enumerate(_STAGES)
    ]
    kinds = {"personas": "persona", "segments": "segment"}
    groups = {
        many: [
            {"id": name, "title": name.title(), "rule": f"visits > {step}"}
            for group, step in _GROUPS.items()
            for kind, _, name in [group.partition(":")]
            if kind == one
        ]
        for many, one in kinds.items()
    }
    return Journey.model_validate({"id": "wide", "title": "A wide journey", "stages": stages} | groups)


def _touchpoint(place: int, at: int, title: str) -> dict[str, str]:
    medium = _MEDIA[at % len(_MEDIA)]
    where = "offline" if medium == "store" else "online"
    return {"id": f"p{place}{at}", "title": f"{title} {at + 1} by {medium}", "medium": medium, "where": where}


def _table(answers: int, weeks: int, points: Sequence[str]) -> ScoreTable:
    rng = np.random.default_rng(7)
    point = rng.integers(0, len(points), answers)
    customer = rng.integers(0, _CUSTOMERS, answers)
    means = np.linspace(-1.2, 1.4, len(points))
    value = np.clip(np.rint(rng.normal(means[point], 1.0)), LEVELS[0], LEVELS[-1]).astype(int)
    ones = np.ones(answers, dtype=int)
    return ScoreTable.of_columns(
        customer=[f"c{number:05}" for number in customer],
        touchpoint=[points[number] for number in point],
        week=np.datetime64(_FIRST, "D") + 7 * rng.integers(0, weeks, answers),
        answers=ones,
        rated=ones,
        rating_sum=value,
        scored=ones,
        score_sum=value,
        histogram=np.equal.outer(value, LEVELS).astype(int),
        last_at=np.full(answers, np.datetime64(_MADE_AT.replace(tzinfo=None), "us")),
    )


def _quotes(points: tuple[str, ...]) -> list[Quote]:
    return [
        Quote(
            touchpoint=point,
            customer=f"c{place:05}",
            text=f"It took {place + 2} days longer than I was told, and nobody called.",
            valence=-1.0,
            at=datetime(2026, 1, 6, tzinfo=UTC) + timedelta(days=place % 170),
            language="en",
        )
        for place, point in enumerate(points * 3)
    ]
