"""How often something may come from one place: enough for whoever is honest, too little for mischief."""

from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil

from bot.http.problems import Problem
from feedback.pacing import Lane, Pace


class Door:
    """Remembers, in this process only, from where so much came lately."""

    def __init__(self, what: str, *, most: int) -> None:
        """Let `most` of what it is about in at once, and in a minute, from each place."""
        self._pace = Pace()
        self._what = what
        self._most = most

    def knock(self, place: str, *, now: datetime) -> timedelta:
        """Note that something comes from `place`; return how long it has to wait where there was too much."""
        lane = Lane(
            key=f"web:{self._what}:{place}", most=self._most, period=timedelta(minutes=1), burst=self._most
        )
        wait = self._pace.opens_at([lane], now=now) - now
        if not wait:
            self._pace.take([lane], now=now)
        return wait


def too_often(said: str, wait: timedelta, *, is_unread: bool = False) -> Problem:
    """Return what is told whoever has to wait: `said` names the time left as {seconds}.

    What is on its way and `is_unread` is not worth reading: the connection is closed.
    """
    seconds = ceil(wait / timedelta(seconds=1))
    headers = {"Retry-After": str(seconds), **({"Connection": "close"} if is_unread else {})}
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, said.format(seconds=seconds), headers=headers)
