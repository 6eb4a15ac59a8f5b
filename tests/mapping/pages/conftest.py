"""The page of a shop's journey."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from mapping.journey_map import JourneyMap, about_map
from mapping.lattice import ALL, span
from mapping.pages.lattice_views import with_views
from mapping.pages.lattices import Lattice, Live
from mapping.parts import Change
from mapping.quote import Quote
from tests.mapping.pages.shop import GROUPS, MADE_AT, PAINS, SAID, K, PageOf, journey_of, material


@pytest.fixture(scope="session")
def lattice() -> Lattice:
    return Live(material(), k=K)


@pytest.fixture(scope="session")
def page_of(lattice: Lattice) -> PageOf:
    """Makes the map with its views, of any lattice, opened at any period and group, in any language."""

    def make(
        *,
        period: str = ALL,
        group: str = ALL,
        language: str = "en",
        told: Lattice = lattice,
        changes: Mapping[str, Change] | None = None,
    ) -> JourneyMap:
        journey = journey_of()
        persona = group.removeprefix("persona:") if group.startswith("persona:") else None
        return with_views(
            journey,
            told,
            about=about_map(
                journey,
                version="4",
                period=span(period),
                as_of=MADE_AT,
                scorer="textblob 1",
                persona=persona,
                language=language,
            ),
            period=period,
            group=group,
            quotes=[
                Quote(
                    touchpoint=point,
                    customer=f"c{place + 100}",
                    text=text,
                    valence=valence,
                    at=datetime(2026, 2, 3 + place, tzinfo=UTC),
                    language="en",
                )
                for place, (_, point, text, valence) in enumerate(SAID)
            ],
            members=GROUPS,
            pain_points=PAINS,
            changes=changes,
        )

    return make
