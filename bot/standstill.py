"""A channel that is set up wrongly stands still, says so once, and is tried again now and then."""

from datetime import datetime

import structlog

from feedback.outbox import MISCONFIGURED_RETRY, Failure, Receipt

log = structlog.get_logger()


class Standstill:
    """Whether a channel stands still, and until when; a restart tries at once, for that may be the repair."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.trouble: str | None = None
        self.until: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        """Say whether nothing may go at all."""
        return self.until is not None and now < self.until

    def is_tried(self, now: datetime) -> bool:
        """Say whether one thing may go, to see whether the trouble is over."""
        return self.trouble is not None and not self.is_on(now)

    def hear(self, result: Receipt | Failure | None, *, was_trial: bool, now: datetime) -> None:
        """Begin, go on or end because of what the platform said to something sent.

        What went before we stood still proves nothing, and no more does a platform that cannot be reached.
        """
        kind = result.kind if isinstance(result, Failure) else None
        if kind == "misconfigured" and isinstance(result, Failure) and result.lane is None:
            self._begin(result.detail, now=now)
        elif self.trouble is not None and was_trial:
            if kind in {"unreachable", "unknown"}:
                self.until = now + MISCONFIGURED_RETRY
            else:
                log.info("channel_goes_on", channel=self._channel)
                self.trouble = self.until = None

    def _begin(self, detail: str, *, now: datetime) -> None:
        if self.trouble is None:
            log.error("channel_stands_still", channel=self._channel, detail=detail)
        self.trouble = detail or "its platform refuses us"
        self.until = now + MISCONFIGURED_RETRY
