"""The ticking: APScheduler wakes the workers, and nothing more; what is due stands in the store."""

from collections.abc import Mapping
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.worker import Worker

_GRACE = timedelta(minutes=5)
"""A tick that comes late after a pause of the machine still counts: all it does is to look."""


def make_scheduler(ticks: Mapping[Worker, timedelta]) -> AsyncIOScheduler:
    """Return a scheduler, not yet started, that wakes each worker as often as its length of time says."""
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={
            "coalesce": True,
            "max_instances": 1,
            "misfire_grace_time": int(_GRACE.total_seconds()),
        },
    )
    for worker, every in ticks.items():
        scheduler.add_job(worker.wake, "interval", seconds=every.total_seconds(), id=worker.name)
    return scheduler
