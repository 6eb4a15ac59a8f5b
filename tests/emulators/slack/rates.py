"""How often a method may be called: per method, per app, per workspace, on the emulator's clock.

Source: https://docs.slack.dev/apis/web-api/rate-limits (tiers; "1 per second per channel", "several
hundred messages per minute" per workspace, short bursts allowed) and
https://docs.slack.dev/changelog/2025/05/29/tos-updates.
"""

import math
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from .limits import method_tiers

PER_MINUTE: Mapping[str, int] = {
    "Tier1": 1, "Tier2": 20, "Tier3": 50, "Tier4": 100,
    "SpecialTier_auth_test": 300, "SpecialTier_chat_getPermalink": 300,
}  # fmt: skip
_READS = {"conversations.history", "conversations.replies"}
_MINUTE_MS = 60_000


@dataclass(kw_only=True)
class RateSettings:
    """The numbers that Slack leaves open, and the switch."""

    is_on: bool = True
    burst: int = 2  # calls above a tier's number before the first 429; Slack allows "infrequent bursts"
    posts_per_channel_burst: int = 4  # posts to one channel at once, then 1 per second
    posts_per_minute: int = 300  # in a workspace: "several hundred"
    read_objects: int = 15  # of conversations.history and .replies for commercial apps


@dataclass(kw_only=True)
class Penalty:
    """Until when a caller was told to wait: on the emulator's clock and on the machine's."""

    until_ms: int
    until_machine_s: float


@dataclass
class Limiter:
    """Counts calls in sliding windows."""

    settings: RateSettings = field(default_factory=RateSettings)
    calls: dict[str, deque[int]] = field(default_factory=dict)
    penalties: dict[str, Penalty] = field(default_factory=dict)

    def retry_after(self, method: str, *, team: str, channel: str, now_ms: int, is_commercial: bool) -> int:
        """Count a call; 0 if it may go on, else the whole seconds to wait."""
        if not self.settings.is_on:
            return 0
        windows = self._windows(method, team=team, channel=channel, is_commercial=is_commercial)
        wait_ms = max((self._wait(key, most, span, now_ms) for key, most, span in windows), default=0)
        if wait_ms > 0:
            return self.penalize(
                key_of(method, team, channel), now_ms=now_ms, seconds=math.ceil(wait_ms / 1000)
            )
        for key, _, _ in windows:
            self.calls[key].append(now_ms)
        return 0

    def penalize(self, key: str, *, now_ms: int, seconds: int) -> int:
        """Remember what the caller was told."""
        self.penalties[key] = Penalty(
            until_ms=now_ms + seconds * 1000, until_machine_s=time.monotonic() + seconds
        )
        return seconds

    def is_too_early(self, key: str, *, now_ms: int) -> bool:
        """Whether the caller was told to wait and has not, by either clock; it is told once per 429."""
        told = self.penalties.pop(key, None)
        return told is not None and now_ms < told.until_ms and time.monotonic() < told.until_machine_s - 0.05

    def _windows(
        self, method: str, *, team: str, channel: str, is_commercial: bool
    ) -> list[tuple[str, int, int]]:
        if method == "chat.postMessage":
            burst = self.settings.posts_per_channel_burst
            return [
                (f"post:{team}:{channel}", burst, burst * 1000),
                (f"post:{team}", self.settings.posts_per_minute, _MINUTE_MS),
            ]
        if method in _READS and is_commercial:
            return [(f"{method}:{team}", 1, _MINUTE_MS)]
        tier = PER_MINUTE.get(method_tiers().get(method, "Tier3"), 50)
        return [(f"{method}:{team}", tier + self.settings.burst, _MINUTE_MS)]

    def _wait(self, key: str, most: int, span_ms: int, now_ms: int) -> int:
        seen = self.calls.setdefault(key, deque())
        while seen and seen[0] <= now_ms - span_ms:
            seen.popleft()
        return 0 if len(seen) < most else seen[0] + span_ms - now_ms


def key_of(method: str, team: str, channel: str) -> str:
    """Under which a penalty is kept."""
    return f"{method}:{team}:{channel if method == 'chat.postMessage' else ''}"
