"""One candidate against whom nothing stands; tests replace what they are about."""

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from config.journey import Journey, Question, Stage, Survey, Touchpoint
from config.text import Text
from feedback.eligibility import Candidate
from feedback.records import Customer, Interaction

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class NoOptions(BaseModel):
    """A kind of question without settings."""


def _survey(name: str) -> Survey:
    question = Question(id="rating", kind="rating", ask=Text({"": "How was it?"}), options=NoOptions())
    return Survey(id=name, title=Text({"": name}), questions=(question,))


def _stage(name: str, survey: str | None) -> Stage:
    return Stage(
        id=name,
        title=Text({"": name}),
        touchpoints=(Touchpoint(id=f"{name}-it", title=Text({"": name}), survey=survey),),
    )


@pytest.fixture(scope="session")
def journey() -> Journey:
    stages = (_stage("find", "nps"), _stage("buy", "csat"), _stage("use", "csat"), _stage("leave", None))
    return Journey(
        id="shop", title=Text({"": "Shop"}), stages=stages, surveys=(_survey("nps"), _survey("csat"))
    )


@pytest.fixture(scope="session")
def plain(journey: Journey) -> Candidate:
    """An interaction at noon, of a customer of whom nothing else is known."""
    return Candidate(
        journey=journey,
        stage=journey.stages[0],
        touchpoint=journey.stages[0].touchpoints[0],
        survey=journey.surveys[0],
        interaction=Interaction(
            id="i1",
            source="shop",
            source_id="order-1",
            customer="c1",
            journey="shop",
            version="v1",
            stage="find",
            touchpoint="find-it",
            occurred_at=NOON,
            received_at=NOON,
        ),
        customer=Customer(id="c1", external_id="42", created_at=NOON),
    )
