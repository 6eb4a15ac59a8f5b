"""What the web chat puts into the inbox, raw: written by its API, read by its channel."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from feedback.intake import Order
from feedback.prompts import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The person tapped or wrote; `photo` says that a photo lies beside it."""

    reply: Reply
    photo: bool = False
    type: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """The person came with the invitation to an interaction."""

    interaction: str
    type: Literal["open"] = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """The person came with a code from a poster; `language` is what their browser speaks."""

    code: str
    language: str | None = None
    type: Literal["code"] = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """The person used a button that says how they want to be treated."""

    order: Order
    argument: str | None = None
    type: Literal["order"] = "order"


Payload = Replied | Came | Scanned | Wished

PAYLOAD_JSON: TypeAdapter[Payload] = TypeAdapter(Annotated[Payload, Field(discriminator="type")])
"""Payloads to and from JSON."""


def read_payload(payload: bytes) -> Payload | None:
    """Read what was put into the inbox; None where nothing is left of it, or it is nothing of ours."""
    try:
        return PAYLOAD_JSON.validate_json(payload)
    except ValidationError:
        return None
