"""Maps to draw: the example of the visual spec, and journeys of any length."""

from datetime import UTC, date, datetime
from typing import Protocol

import numpy as np
import pytest

from config.journey import Journey
from mapping.disclosure import Cell, Visibility
from mapping.interval import Share
from mapping.journey_map import JourneyMap, build_map, drawn
from mapping.parts import About, Change, MapOpportunity, MapStage, MapTouchpoint, PainPoint, Reach
from mapping.period import Period
from mapping.quote import Quote
from mapping.table import Partial, ScoreTable

AS_OF = datetime(2026, 9, 30, 18, tzinfo=UTC)
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
AUGUST = Period(date(2026, 8, 1), date(2026, 8, 31))


def scored(score: float, low: float, high: float, n: int) -> Cell:
    return Cell(
        visibility=Visibility.SHOWN,
        answers=n,
        customers=n,
        voters=n,
        rated=n,
        score=score,
        low=low,
        high=high,
        rating_mean=score,
        histogram=(0, 0, n, 0, 0),
        delivered=0,
        responded=0,
        last_at=AS_OF,
    )


def stage(
    name: str,
    cell: Cell,
    points: str,
    *,
    previous: float,
    reach: Reach,
    quote: str,
    pains: tuple[PainPoint, ...] = (),
    opportunity: str | None = None,
    change: Change | None = None,
    moments: tuple[str, ...] = (),
) -> MapStage:
    slug = name.lower()
    return MapStage(
        id=slug,
        title=name,
        cell=cell,
        touchpoints=tuple(
            MapTouchpoint(
                id=point.strip("*").lower().replace(" ", "_"),
                title=point.strip("*"),
                where="offline" if point.endswith("*") else "online",
                medium="web",
                cell=cell,
            )
            for point in points.split(", ")
        ),
        moments=tuple(moment for moment in ("peak", "lowest", "end") if moment in moments),
        previous=previous,
        change=change,
        reach=reach,
        quotes=(Quote(touchpoint=slug, customer="c", text=quote, valence=0, at=AS_OF),),
        pain_points=pains,
        opportunities=(MapOpportunity(id=f"{slug}-1", title=opportunity),) if opportunity else (),
    )


def pain(title: str, customers: int, severity: float) -> PainPoint:
    return PainPoint(title=title, customers=customers, severity=severity)


@pytest.fixture(scope="session")
def example() -> JourneyMap:
    """The figures of `journey_map_example`, drawn by us."""
    about = About(
        journey="online-order",
        title="Online order journey",
        version="4",
        language="en",
        period=SEPTEMBER,
        previous_period=AUGUST,
        persona="Busy parent",
        segment=None,
        channels=("Telegram", "Slack"),
        as_of=AS_OF,
        scorer="textblob 1",
        min_customers=5,
        has_changes=True,
    )
    stages = (
        stage(
            "Awareness",
            scored(0.9, 0.6, 1.15, 86),
            "Instagram ad, Store window*",
            previous=0.8,
            reach=Reach(customers=412),
            quote="Saw it in the window, looked lovely.",
        ),
        stage(
            "Consideration",
            scored(0.35, 0.05, 0.62, 71),
            "Website, Live chat",
            previous=0.5,
            reach=Reach(customers=305, go_on=0.74),
            quote="Chat answered me in a minute, prices are confusing though.",
            pains=(pain("Unclear delivery price", 22, 0.9),),
            opportunity="Show delivery cost on the product page",
        ),
        stage(
            "Purchase",
            scored(1.25, 1.05, 1.42, 93),
            "Checkout, Shop counter*",
            previous=1.1,
            reach=Reach(customers=188, go_on=0.62),
            quote="Paying took ten seconds.",
            moments=("peak",),
        ),
        stage(
            "Delivery",
            scored(-1.1, -1.35, -0.82, 88),
            "Courier*, Tracking SMS",
            previous=-0.3,
            reach=Reach(customers=176, go_on=0.94),
            quote="Two days late and nobody told me where my parcel was.",
            pains=(pain("Late, no notice", 41, 1.6), pain("Damaged box", 14, 1.3)),
            opportunity="Proactive delay message with new time slot",
            change=Change(size=-0.8, since=date(2026, 9, 4)),
            moments=("lowest",),
        ),
        stage(
            "Support",
            scored(-0.2, -0.75, 0.4, 19),
            "Help desk call*, Slack bot",
            previous=0.1,
            reach=Reach(customers=64),
            quote="Had to explain the same problem three times.",
            pains=(pain("Repeat myself", 9, 1.2),),
            opportunity="One ticket history across channels",
        ),
        stage(
            "Loyalty",
            scored(1.5, 0.5, 1.9, 6),
            "Newsletter",
            previous=1.4,
            reach=Reach(customers=41),
            quote="Would buy again.",
            opportunity="Ask for a referral after day 14",
            moments=("end",),
        ),
    )
    overall = Cell(
        visibility=Visibility.SHOWN,
        answers=363,
        customers=214,
        voters=214,
        rated=214,
        score=0.37,
        low=0.25,
        high=0.49,
        delivered=955,
        responded=363,
        response=Share(0.38, 0.35, 0.41),
        last_at=AS_OF,
    )
    return drawn(about, overall=overall, stages=stages)


TITLES = (
    "Awareness",
    "Vertragsunterzeichnungsvorbereitung",
    "お支払いとご注文の確認ページ",
    "التسليم والاستلام",
    "Delivery 📦🚚",
    "x" * 60,
    "Onboarding & <setup>",
    "Support",
    "Renewal",
    "Returns",
    "Billing",
    "Advocacy",
    "Winback",
    "Upgrade",
    "Training",
    "Farewell",
)
POINTS = (
    "Instagram ad",
    "Store",
    "Sendungsverfolgungsbenachrichtigung per SMS",
    "配達状況のお知らせ",
    "رسالة نصية",
    "Live chat 💬",
    "y" * 60,
)
WORDS = (
    "Saw it in the window, looked lovely.",
    "Die Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft kam zu spät",
    "これはとても長い日本語の文章で、空白がありません。配達が遅れました。電話もありませんでした。残念です。",
    "كانت الخدمة ممتازة ولكن التسليم تأخر كثيرا",
    "Loved it 😍👍🏽 👨‍👩‍👧 thanks 🇩🇪!",
    "z" * 60,
    "<script>alert('no')</script> & so on",
)


HISTOGRAMS = {
    -2: (1, 0, 0, 0, 0),
    -1: (0, 1, 0, 0, 0),
    0: (0, 0, 1, 0, 0),
    1: (0, 0, 0, 1, 0),
    2: (0, 0, 0, 0, 1),
}


class MapOf(Protocol):
    def __call__(
        self, stages: int, *, language: str = "en", min_customers: int | None = None, seed: int = 7
    ) -> JourneyMap: ...


@pytest.fixture(scope="session")
def map_of() -> MapOf:
    """Draws a journey of any length with every awkward thing in it; the same one each time."""

    def make(
        stages: int, *, language: str = "en", min_customers: int | None = None, seed: int = 7
    ) -> JourneyMap:
        journey = Journey.model_validate(
            {
                "id": "awkward",
                "title": "A journey of every awkward thing",
                "stages": [
                    {
                        "id": f"s{place}",
                        "title": TITLES[place % len(TITLES)],
                        "target": 1.0 if place % 3 == 0 else None,
                        "touchpoints": [
                            {
                                "id": f"s{place}-t{index}",
                                "title": POINTS[(place + index) % len(POINTS)],
                                "where": "offline" if index % 2 else "online",
                            }
                            for index in range(1 + (place * 2) % 6)
                        ],
                    }
                    for place in range(stages)
                ],
                "opportunities": [
                    {"id": f"o{place}", "stage": f"s{place}", "title": WORDS[place % len(WORDS)]}
                    for place in range(0, stages, 2)
                ],
                "personas": [{"id": "busy", "title": "Busy parent", "rule": "kids > 0"}],
            }
        )
        return build_map(
            journey,
            answers_along(journey, seed=seed),
            version="4",
            period=SEPTEMBER,
            as_of=AS_OF,
            scorer="textblob 1",
            persona="busy",
            language=language,
            previous=answers_along(journey, seed=seed + 1),
            previous_period=AUGUST,
            min_customers=min_customers,
            quotes=[
                Quote(
                    touchpoint=f"s{place}-t0",
                    customer="c",
                    text=WORDS[place % len(WORDS)],
                    valence=0,
                    at=AS_OF,
                )
                for place in range(stages)
            ],
        )

    return make


def answers_along(journey: Journey, *, seed: int) -> ScoreTable:
    """Answers whose stages go up and down; one stage of few customers, one of none."""
    rng = np.random.default_rng(seed)
    rows = []
    for place, stage in enumerate(journey.stages):
        count = {2: 2, 5: 0, 3: 8}.get(place, int(rng.integers(15, 120)))
        shares = rng.dirichlet(np.ones(5))
        for index, point in enumerate(stage.touchpoints):
            for customer in rng.permutation(200)[: count // (index + 1)]:
                valence = float(rng.choice([-2, -1, 0, 1, 2], p=shares))
                rows.append(
                    Partial(
                        customer=f"c{customer}",
                        touchpoint=point.id,
                        week=date(2026, 9, 7),
                        answers=1,
                        rated=1,
                        rating_sum=valence,
                        scored=1,
                        score_sum=valence,
                        histogram=HISTOGRAMS[int(valence)],
                        last_at=AS_OF,
                    )
                )
    return ScoreTable.of(rows)
