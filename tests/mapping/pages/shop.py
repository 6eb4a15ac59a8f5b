"""A shop's journey over a quarter, with hostile words wherever somebody wrote."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, TypedDict

import numpy as np

from config.journey import Journey
from mapping.deliveries import DeliveryTable
from mapping.edition_figures import Material
from mapping.journey_map import JourneyMap
from mapping.pages.lattices import Lattice
from mapping.parts import Change, PainPoint
from mapping.table import Partial, ScoreTable
from mapping.telling import stages_of

K = 5
FIRST_WEEK = date(2026, 1, 5)
WEEKS = 13
MADE_AT = datetime(2026, 4, 6, tzinfo=UTC)
HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
STAGES = (
    ("discover", "Discover", 0.9, (("page", "Page", "web"), ("branch", "Branch", "shop"))),
    ("buy", "Buy", 1.2, (("basket", "Basket", "web"), ("till", "Till", "shop"))),
    (
        "receive",
        f"Receive {HOSTILE}",
        -1.0,
        (("courier", "Courier", "phone"), ("tracking", "Tracking", "web")),
    ),
    ("help", "Get help", -0.2, (("hotline", "Hotline", "phone"), ("chat", "Live chat", "web"))),
    ("return", "Come back", 1.0, (("letter", f"Newsletter {HOSTILE}", "web"), ("rare", "Rare desk", "shop"))),
)
GROUPS = {
    "persona:busy": frozenset(f"c{number}" for number in range(0, 240, 2)),
    "persona:calm": frozenset(f"c{number}" for number in range(0, 240, 3)),
    "persona:new": frozenset(f"c{number}" for number in range(100, 240)),
    "segment:north": frozenset(f"c{number}" for number in range(60)),
}


def journey_of(stages: int = len(STAGES)) -> Journey:
    return Journey.model_validate(
        {
            "id": "shop",
            "title": f"A shop {HOSTILE}",
            "stages": [
                {
                    "id": stage,
                    "title": title,
                    "target": 1.0 if stage == "buy" else None,
                    "owner": "Service",
                    "touchpoints": [
                        {
                            "id": point,
                            "title": name,
                            "medium": medium,
                            "where": "offline" if medium == "shop" else "online",
                        }
                        for point, name, medium in points
                    ],
                }
                for stage, title, _, points in STAGES[:stages]
            ],
            "personas": [
                {"id": "busy", "title": "Busy parent", "rule": "kids > 0"},
                {"id": "calm", "title": f"Calm {HOSTILE}", "rule": "kids > 1"},
                {"id": "new", "title": "Newcomer with a rather long name", "rule": "kids > 2"},
            ],
            "segments": [{"id": "north", "title": "North", "rule": "kids > 3"}],
            "opportunities": [
                {"id": "o1", "stage": "receive", "title": f"Tell of delays {HOSTILE}", "owner": "Ops"}
            ],
        }
    )


def material(*, weeks: int = WEEKS, groups: Mapping[str, frozenset[str]] = GROUPS) -> Material:
    rng = np.random.default_rng(11)
    rows = []
    for place, (_, _, mean, points) in enumerate(STAGES):
        for at, (point, _, _) in enumerate(points):
            size = 3 if point == "rare" else 420 - 60 * place - 80 * at
            for customer, week in zip(rng.integers(0, 240, size), rng.integers(0, weeks, size), strict=True):
                drift = 0.6 * (week / weeks - 0.5) + (0.5 if customer % 2 else -0.3)
                value = int(np.clip(np.rint(rng.normal(mean + drift, 1.0)), -2, 2))
                histogram = tuple(int(level == value) for level in (-2, -1, 0, 1, 2))
                rows.append(
                    Partial(
                        customer=f"c{customer}",
                        touchpoint=point,
                        week=FIRST_WEEK + timedelta(weeks=int(week)),
                        answers=1,
                        rated=1,
                        rating_sum=value,
                        scored=1,
                        score_sum=value,
                        histogram=histogram,  # type: ignore[arg-type] # five of them
                        last_at=MADE_AT,
                    )
                )
    journey = journey_of()
    return Material(
        table=ScoreTable.of(rows),
        deliveries=DeliveryTable.of(()),
        stages=stages_of(journey),
        groups=groups,
        media={point.id: point.medium for stage in journey.stages for point in stage.touchpoints},
    )


SAID = (
    ("receive", "courier", "Two days late and nobody told me where my parcel was.", -1.5),
    ("receive", "tracking", f"The link was dead {HOSTILE}", -1.0),
    ("buy", "basket", "Paying took ten seconds.", 1.4),
    ("discover", "page", "كانت الخدمة ممتازة ولكن التسليم تأخر كثيرا", 1.0),
    ("help", "hotline", "Had to explain the same problem three times.", -0.5),
)
PAINS = {
    "receive": (
        PainPoint(
            title=f"Late, no notice {HOSTILE}",
            customers=41,
            severity=1.6,
            theme="late",
            of=120,
            impact=-0.34,
            touchpoints=("courier",),
            quotes=("It came on Thursday.", f"Never again {HOSTILE}"),
        ),
        PainPoint(
            title="Damaged box",
            customers=14,
            severity=1.2,
            theme="damaged",
            of=120,
            touchpoints=("tracking",),
        ),
    ),
    "help": (PainPoint(title="Repeat myself", customers=9, severity=1.2, theme="repeat", of=70),),
}

Figures = int | list[float]


class View(TypedDict):
    """One view as the page knows it; see `mapping.pages.payload`."""

    o: Figures
    t: list[Figures]
    p: list[list[Figures]]
    m: list[Figures]
    q: list[list[int]]


class Known(TypedDict):
    """What tests read of what the page knows."""

    views: dict[str, View]
    quotes: list[list[str]]


def known(page: bytes) -> Known | None:
    """Return what the page knows; None where it has no script."""
    found = re.search(rb'<script type="application/json" id="map-data">(.*?)</script>', page, re.DOTALL)
    told: Known | None = json.loads(found[1]) if found else None
    return told


class PageOf(Protocol):
    """Makes a map with its views."""

    def __call__(
        self,
        *,
        period: str = ...,
        group: str = ...,
        language: str = ...,
        told: Lattice = ...,
        changes: Mapping[str, Change] | None = ...,
    ) -> JourneyMap: ...
