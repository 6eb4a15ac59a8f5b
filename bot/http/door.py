"""How often codes may come from one network: enough for a crowd behind it, too little for guessing."""

from datetime import datetime, timedelta

from feedback.pacing import Lane, Pace

MOST = 60
"""How many in a minute, and at once."""


class Door:
    """Remembers, in this process only, from where codes came lately."""

    def __init__(self) -> None:
        self._pace = Pace()

    def knock(self, place: str, *, now: datetime) -> timedelta:
        """Note that a code comes from `place`; return how long it has to wait where there were too many."""
        lane = Lane(key=f"web:codes:{place}", most=MOST, period=timedelta(minutes=1), burst=MOST)
        wait = self._pace.opens_at([lane], now=now) - now
        if not wait:
            self._pace.take([lane], now=now)
        return wait
