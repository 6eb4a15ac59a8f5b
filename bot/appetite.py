"""How much of the outbox is claimed at a time, and when to look again: each look is a transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from feedback.pacing import Lane, widest
from feedback.records import OutboxItem

_MOST = 200
"""How many items are in hand at most, where nothing limits how fast they go."""

_SOON = timedelta(seconds=1)
"""So far ahead items are claimed: what comes in later and is more urgent waits no longer for them."""

_LOOKS = timedelta(milliseconds=200)
"""How long apart we look for something more urgent, while enough waits to go."""

_NO_MORE = timedelta(seconds=1)
"""So long nothing else is due once a look found less than it asked for, unless we hear of more."""


class Portion(NamedTuple):
    """How many items to claim, and above which priority where there is no place for others."""

    limit: int
    above: int | None = None


NOTHING = Portion(0)


class Appetite:
    """Knows how fast items go, when we last looked, and whether more may be there."""

    def __init__(self, *, at_once: int) -> None:
        """Look for as many of the more urgent as go `at_once`."""
        self._at_once = at_once
        self._all_through: Lane | None = None
        self._is_split = False
        self._looked: datetime | None = None
        self._may_be_more = True

    def hear_of_more(self) -> None:
        """Know that more may be due now."""
        self._may_be_more = True

    def know(self, lanes: Sequence[Lane]) -> None:
        """Remember the one lane that everything goes through, as long as there is one."""
        if lanes:
            wide = widest(lanes)
            self._is_split = self._is_split or self._all_through not in {None, wide}
            self._all_through = wide

    def portion(self, waiting: Sequence[OutboxItem], *, away: int, now: datetime) -> Portion:
        """Return what to claim while these wait, the most urgent first, and so many are on their way."""
        since = None if self._looked is None else abs(now - self._looked)
        if since is not None and since < _NO_MORE and not self._may_be_more:
            return NOTHING
        places = self._places()
        room = places - len(waiting) - away
        if room >= places / 2 or not waiting:
            return Portion(max(room, 0))
        if since is not None and since < _LOOKS:
            return NOTHING
        return Portion(room) if room > 0 else Portion(self._at_once, waiting[-1].priority)

    def look(self, *, now: datetime) -> None:
        """Note that we look now: what we hear of from here on may come too late to be found."""
        self._looked, self._may_be_more = now, False

    def found(self, many: int, portion: Portion) -> None:
        """Note how many were found; where only the more urgent were asked for, the others are still there."""
        self._may_be_more |= portion.above is not None or many == portion.limit

    def _places(self) -> int:
        """Return how many items may go soon."""
        lane = self._all_through
        if lane is None or self._is_split:
            return _MOST
        return min(_MOST, lane.most * _SOON // lane.period + lane.burst)
