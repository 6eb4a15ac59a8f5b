"""Who speaks as a bot: one process among all, so that its limits are kept and its line is held by one."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from feedback.errors import FeedbackError

log = structlog.get_logger()

LEASE = timedelta(seconds=8)
"""After this time without a sign of life the lead is free, where the database does not notice a death."""

_LOOKS = timedelta(seconds=2)
"""How long apart two looks at the database are."""

_GRACE = timedelta(seconds=1)
"""How long a new leader is silent: the old one may have spoken in this moment, and its limits count on."""


class LeaderStore(Protocol):
    """What a leader needs of the store."""

    def lead(self, name: str, *, owner: str, now: datetime, lease: timedelta) -> bool:
        """Take or keep the lead of `name`."""

    def may_lead(self, name: str) -> bool:
        """Say at once whether anything speaks against the lead still being ours."""


class Leader:
    """Takes and keeps one lead, and knows whether we have it."""

    def __init__(self, *, store: LeaderStore, name: str, owner: str, now: Callable[[], datetime]) -> None:
        self.name = name
        self._store = store
        self._owner = owner
        self._now = now
        self._leads = False
        self._has_waited = False
        self._silent_until: datetime | None = None
        self._looked: datetime | None = None
        self._is_looking = False

    async def turn(self) -> bool:
        """Say whether we lead now; looks at the database now and then, and at our hold on it each time."""
        # While we look, the server's answer to that is there to be read, which is no bad sign.
        if self._leads and not self._is_looking and not self._store.may_lead(self.name):
            self._become(leads=False)
        now = self._now()
        is_time = self._looked is None or abs(now - self._looked) >= _LOOKS
        if is_time and not self._is_looking:
            self._is_looking = True
            try:
                leads = await asyncio.to_thread(self._take, now)
            finally:
                self._is_looking = False
            self._looked = now
            self._become(leads=leads)
        return self._leads and (self._silent_until is None or self._now() >= self._silent_until)

    def _take(self, now: datetime) -> bool:
        try:
            return self._store.lead(self.name, owner=self._owner, now=now, lease=LEASE)
        except FeedbackError as error:
            log.warning("lead_not_to_be_had", name=self.name, error=type(error).__name__)
            return False

    def _become(self, *, leads: bool) -> None:
        if leads and not self._leads:
            self._silent_until = self._now() + _GRACE if self._has_waited else None
            log.info("leads", name=self.name)
        if self._leads and not leads:
            log.warning("leads_no_more", name=self.name)
        self._has_waited = self._has_waited or not leads
        self._leads = leads
