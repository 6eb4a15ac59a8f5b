"""The bodies of `POST /v1/interactions`: what a caller sends, and what it is told."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from bot.http.body_fields import (
    Attribute,
    CampaignName,
    ChannelName,
    Key,
    Language,
    Moment,
    Name,
    Source,
    TimeZone,
    TouchpointId,
)
from bot.http.problems import ProblemDocument
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.records import Consent, Outcome

MOST_IN_A_BATCH: Final = 1_000


class Body(BaseModel):
    """Something a caller sent: never changed, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AddressBody(Body):
    """A chat account of the customer."""

    channel: Annotated[ChannelName, Field(examples=["telegram"])]
    address: Annotated[Name, Field(description="The account on that channel.", examples=["123456789"])]


class CustomerBody(Body):
    """What you know of the customer; what you leave out stays as we know it."""

    id: Annotated[Name, Field(description="Your own id of the customer.", examples=["c-1042"])]
    name: Name | None = None
    language: Annotated[Language | None, Field(description="A BCP 47 tag.", examples=["de"])] = None
    timezone: Annotated[
        TimeZone | None,
        Field(description="An IANA time zone, for quiet hours.", examples=["Europe/Berlin"]),
    ] = None
    attributes: Annotated[
        dict[Key, Attribute],
        Field(max_length=100, description="For rules, personas and segments.", examples=[{"plan": "pro"}]),
    ] = {}
    consent: Annotated[Consent | None, Field(description="Whether the customer agreed to be asked.")] = None
    addresses: Annotated[tuple[AddressBody, ...], Field(max_length=10)] = ()

    def facts(self) -> CustomerFacts:
        """Return it as the service takes it in."""
        return CustomerFacts(
            external_id=self.id,
            name=self.name,
            language=self.language,
            timezone=self.timezone,
            attributes=self.attributes,
            consent=self.consent,
            addresses=tuple((each.channel, each.address) for each in self.addresses),
        )


class InteractionBody(Body):
    """A customer reached a touchpoint."""

    source: Annotated[Source, Field(description="The system that tells us.", examples=["shop"])]
    source_id: Annotated[
        Name, Field(description="Its own id of the event; the two make it unique.", examples=["order-7"])
    ]
    touchpoint: Annotated[
        TouchpointId,
        Field(description="A touchpoint of the journey file.", examples=["delivery"]),
    ]
    customer: CustomerBody
    occurred_at: Annotated[
        Moment | None,
        Field(description="When it happened, RFC 3339; now, if left out.", examples=["2026-09-30T18:00:00Z"]),
    ] = None

    campaign: Annotated[
        CampaignName | None,
        Field(description="The campaign it came through; never a person's name.", examples=["spring_mail"]),
    ] = None

    def touch(self, *, now: datetime) -> Touch:
        """Return it as the service takes it in."""
        return Touch(
            source=self.source,
            source_id=self.source_id,
            customer=self.customer.facts(),
            touchpoint=self.touchpoint,
            occurred_at=self.occurred_at or now,
            campaign=self.campaign,
        )


class BatchBody(Body):
    """Up to 1,000 interactions, taken in order; each is applied whole or not at all."""

    interactions: Annotated[tuple[InteractionBody, ...], Field(min_length=1, max_length=MOST_IN_A_BATCH)]


class InteractionAnswer(BaseModel):
    """What became of an interaction."""

    interaction: str
    customer: Annotated[str, Field(description="Our id of the customer.")]
    outcome: Annotated[Outcome, Field(description="Whether the customer is asked now, later or not.")]
    reason: Annotated[str, Field(description="Why; `aftertouch why` tells more.", examples=["asked"])]
    until: Annotated[datetime | None, Field(description="When a deferred question is decided again.")] = None
    session: str | None = None
    invitation: Annotated[
        str | None, Field(description="A link to print or mail, for a customer we cannot reach in a chat.")
    ] = None


class BatchItem(BaseModel):
    """What became of one interaction of a batch: an answer, or the problem with it."""

    status: Annotated[int, Field(examples=[200])]
    answer: InteractionAnswer | None = None
    problem: ProblemDocument | None = None


class BatchAnswer(BaseModel):
    """What became of each interaction, in the order they were sent."""

    interactions: tuple[BatchItem, ...]


def answer_to(touched: Touched, *, invitation: str | None) -> InteractionAnswer:
    """Return what the caller is told of `touched`."""
    return InteractionAnswer(
        interaction=touched.interaction,
        customer=touched.customer,
        outcome=touched.outcome,
        reason=touched.reason,
        until=touched.until,
        session=touched.session,
        invitation=invitation,
    )
