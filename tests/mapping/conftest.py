"""Maps to draw: the example of the visual spec, and journeys of any length."""

from datetime import UTC, date, datetime

import pytest

from mapping.disclosure import Cell, Visibility
from mapping.interval import Share
from mapping.journey_map import JourneyMap, drawn
from mapping.parts import About, MapOpportunity, MapStage, MapTouchpoint, PainPoint, Reach
from mapping.period import Period
from mapping.quote import Quote

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
    change: float | None = None,
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
            change=-0.8,
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
