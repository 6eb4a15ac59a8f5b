"""Flood control: how much a bot may send to a chat, to a group and altogether, and what it costs to go on."""

import math
from collections import deque
from dataclasses import dataclass

from .limits import PAID_PER_SECOND, PER_MINUTE_PER_GROUP, PER_SECOND, PER_SECOND_PER_CHAT

_ALL = 0  # the key of the bucket for all chats; no chat has this id


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodLimits:
    """The numbers; burst, penalty and growth are ours, since Telegram names none."""

    enabled: bool = True
    private_per_s: float = PER_SECOND_PER_CHAT
    private_burst: int = 5
    group_per_min: int = PER_MINUTE_PER_GROUP
    overall_per_s: int = PER_SECOND
    paid_per_s: int = PAID_PER_SECOND
    least_penalty_s: int = 1
    growth: float = 2.0
    forgiven_after_s: int = 60


@dataclass(frozen=True, slots=True)
class Stop:
    """A bot has to wait. `ignored_s` says how many seconds too early it came, 0 where nobody had told it."""

    retry_after_s: int
    ignored_s: int = 0


@dataclass(slots=True)
class _Ban:
    until_ms: int
    offences: int


class Flood:
    """Counts what was sent, in the emulator's time."""

    def __init__(self, limits: FloodLimits | None = None) -> None:
        self.limits = limits or FloodLimits()
        self._sent: dict[int, deque[int]] = {}
        self._bans: dict[int, _Ban] = {}

    def ban(self, chat_id: int, *, seconds: int, now_ms: int) -> None:
        """Let nothing into the chat for `seconds`."""
        self._bans[chat_id] = _Ban(now_ms + seconds * 1000, 1)

    def send(
        self, chat_id: int, *, now_ms: int, private: bool, count: int = 1, paid: bool = False
    ) -> Stop | None:
        """Count `count` messages to the chat; return why they may not be sent, if so."""
        for key in (_ALL, chat_id):
            ban = self._bans.get(key)
            if ban is not None and now_ms < ban.until_ms:
                return self._came_early(ban, now_ms)
        if not self.limits.enabled:
            return None
        waits = {
            _ALL: self._wait_overall(now_ms, count, paid=paid),
            chat_id: self._wait_in(chat_id, now_ms, count, private=private),
        }
        for key, wait_ms in waits.items():
            if wait_ms > 0:
                return self._punish(key, wait_ms, now_ms)
        for key in waits:
            self._sent.setdefault(key, deque()).extend([now_ms] * count)
        return None

    def _came_early(self, ban: _Ban, now_ms: int) -> Stop:
        left_s = math.ceil((ban.until_ms - now_ms) / 1000)
        ban.offences += 1
        longer_s = math.ceil(left_s * self.limits.growth)
        ban.until_ms = now_ms + longer_s * 1000
        return Stop(longer_s, ignored_s=left_s)

    def _punish(self, key: int, wait_ms: int, now_ms: int) -> Stop:
        before = self._bans.get(key)
        recent = before is not None and now_ms - before.until_ms < self.limits.forgiven_after_s * 1000
        offences = before.offences + 1 if before is not None and recent else 1
        base_s = max(self.limits.least_penalty_s, math.ceil(wait_ms / 1000))
        seconds = math.ceil(base_s * self.limits.growth ** (offences - 1))
        self._bans[key] = _Ban(now_ms + seconds * 1000, offences)
        return Stop(seconds)

    def _wait_overall(self, now_ms: int, count: int, *, paid: bool) -> int:
        most = self.limits.paid_per_s if paid else self.limits.overall_per_s
        return self._wait(_ALL, now_ms, count, most=most, within_ms=1000)

    def _wait_in(self, chat_id: int, now_ms: int, count: int, *, private: bool) -> int:
        if not private:
            return self._wait(chat_id, now_ms, count, most=self.limits.group_per_min, within_ms=60_000)
        burst = self.limits.private_burst
        return self._wait(
            chat_id, now_ms, count, most=burst, within_ms=int(burst * 1000 / self.limits.private_per_s)
        )

    def _wait(self, key: int, now_ms: int, count: int, *, most: int, within_ms: int) -> int:
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now_ms - within_ms:
            sent.popleft()
        over = len(sent) + min(count, most) - most
        return sent[over - 1] + within_ms - now_ms if over > 0 else 0
