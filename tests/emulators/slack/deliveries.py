"""How one delivery to the app ended, and when the next attempt follows."""

from dataclasses import dataclass, field
from typing import Literal

from ..common.json_shapes import Object
from .objects import JsonObject

ACK_MS = 3000  # https://docs.slack.dev/apis/events-api/#responding
RETRY_WAITS_MS = (0, 60_000, 300_000)  # https://docs.slack.dev/apis/events-api/#retries

Outcome = Literal["ok", "timeout", "refused", "unreachable", "sent"]
Envelope = Literal["events_api", "interactive", "slash_commands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a delivery ended: `reason` as X-Slack-Retry-Reason writes it, `answer` what the app gave back."""

    outcome: Outcome
    reason: str = ""
    is_final: bool = False  # the app wants no retry
    answer: Object = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is delivered, and how often it was tried before."""

    envelope: Envelope
    name: str  # the event's type, the interaction's type or the command
    payload: JsonObject
    attempt: int = 0
    reason: str = ""

    @property
    def log(self) -> JsonObject:
        """What the log says of it: no words of the customer's."""
        return {
            "type": self.name, "event_id": self.payload.get("event_id"), "attempt": self.attempt,
            "reason": self.reason,
        }  # fmt: skip
