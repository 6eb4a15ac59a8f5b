"""Digests that people want now and then, and alarms that are muted; in clear, for they hold no words."""

from datetime import datetime, time

from sqlalchemy import bindparam, delete, select, update

from config.journey import QuietHours
from feedback.schedules import Mute, Schedule
from feedback.store.base import StoreBase
from feedback.store.prepared import Prepared
from feedback.store.sql import (
    HERE,
    AnyRow,
    Values,
    among,
    micros,
    micros_or_none,
    moment,
    moment_or_none,
    texts,
    upsert,
)
from feedback.store.tables.managing import DIGEST_SCHEDULE, MUTE

_OF = (DIGEST_SCHEDULE.c.workspace == HERE, DIGEST_SCHEDULE.c.journey == bindparam("of"))
_ALL = select(DIGEST_SCHEDULE).where(*_OF).order_by(DIGEST_SCHEDULE.c.created_at, DIGEST_SCHEDULE.c.id)
_DUE = (
    select(DIGEST_SCHEDULE)
    .where(*_OF, DIGEST_SCHEDULE.c.next_at <= bindparam("now"))
    .order_by(DIGEST_SCHEDULE.c.next_at, DIGEST_SCHEDULE.c.id)
    .limit(bindparam("limit"))
)
_KEEP = Prepared(upsert("digest_schedule"))
_DROP = delete(DIGEST_SCHEDULE).where(among(DIGEST_SCHEDULE.c.id, texts("ids")))
_MOVE = (
    update(DIGEST_SCHEDULE)
    .where(
        DIGEST_SCHEDULE.c.workspace == HERE,
        DIGEST_SCHEDULE.c.id == bindparam("schedule"),
        DIGEST_SCHEDULE.c.next_at == bindparam("was"),
    )
    .values(next_at=bindparam("becomes"), sent_at=bindparam("sent"))
)
_MUTES = select(MUTE).where(MUTE.c.workspace == HERE, MUTE.c.journey == bindparam("of"))
_MUTE = Prepared(upsert("mute"))
_UNMUTE = delete(MUTE).where(
    MUTE.c.workspace == HERE, MUTE.c.journey == bindparam("of"), MUTE.c.stage == bindparam("at_stage")
)


class ScheduleStore(StoreBase):
    """For who wants digests, and for whoever sends them."""

    def schedules(self, journey: str) -> tuple[Schedule, ...]:
        """Return every schedule of a journey, the oldest first."""
        with self._engines.reading() as connection:
            return tuple(schedule_of(row) for row in connection.execute(_ALL, self._here(of=journey)))

    def due_schedules(self, journey: str, *, now: datetime, limit: int) -> tuple[Schedule, ...]:
        """Return the schedules whose digest is due, the longest waiting first."""
        here = self._here(of=journey, now=micros(now), limit=limit)
        with self._engines.reading() as connection:
            return tuple(schedule_of(row) for row in connection.execute(_DUE, here))

    def keep_schedule(self, schedule: Schedule, *, instead_of: tuple[str, ...] = ()) -> None:
        """Keep a schedule, new or changed, in the place of others."""
        gone = [each for each in instead_of if each != schedule.id]
        with self._engines.writing() as connection:
            if gone:
                connection.execute(_DROP, self._here(ids=gone))
            _KEEP.write(connection, [_row(schedule, self.workspace)])

    def drop_schedules(self, ids: tuple[str, ...]) -> None:
        """Forget schedules."""
        with self._engines.writing() as connection:
            connection.execute(_DROP, self._here(ids=ids))

    def move_schedule(self, before: Schedule, after: Schedule) -> bool:
        """Note that a digest went out and when the next is due; False where another process did so first."""
        here = self._here(
            schedule=before.id,
            was=micros(before.next_at),
            becomes=micros(after.next_at),
            sent=micros_or_none(after.sent_at),
        )
        with self._engines.writing() as connection:
            return connection.execute(_MOVE, here).rowcount == 1

    def mutes(self, journey: str) -> tuple[Mute, ...]:
        """Return the stages that were muted, also those whose time is over."""
        with self._engines.reading() as connection:
            rows = connection.execute(_MUTES, self._here(of=journey)).all()
        return tuple(
            Mute(journey=row.journey, stage=row.stage, until=moment(row.until), at=moment(row.at))
            for row in rows
        )

    def keep_mute(self, mute: Mute) -> None:
        """Mute a stage, or change until when."""
        row: Values = {
            "workspace": self.workspace, "journey": mute.journey, "stage": mute.stage,
            "until": micros(mute.until), "at": micros(mute.at),
        }  # fmt: skip
        with self._engines.writing() as connection:
            _MUTE.write(connection, [row])

    def drop_mute(self, journey: str, stage: str) -> bool:
        """Tell of a stage again; False where it was not muted."""
        with self._engines.writing() as connection:
            return connection.execute(_UNMUTE, self._here(of=journey, at_stage=stage)).rowcount == 1


def _row(schedule: Schedule, workspace: str) -> Values:
    quiet = schedule.quiet
    return {
        "workspace": workspace,
        "id": schedule.id,
        "customer": schedule.customer,
        "journey": schedule.journey,
        "channel": schedule.channel,
        "language": schedule.language,
        "timezone": schedule.timezone,
        "rhythm": schedule.rhythm,
        "minute": _minutes(schedule.at),
        "weekday": schedule.weekday,
        "day": schedule.day,
        "quiet_from": None if quiet is None else _minutes(quiet.start),
        "quiet_to": None if quiet is None else _minutes(quiet.end),
        "room": schedule.room,
        "created_at": micros(schedule.created_at),
        "next_at": micros(schedule.next_at),
        "sent_at": micros_or_none(schedule.sent_at),
    }


def schedule_of(row: AnyRow) -> Schedule:
    """Return the schedule in a row."""
    has_quiet = row.quiet_from is not None and row.quiet_to is not None
    return Schedule(
        id=row.id,
        customer=row.customer,
        journey=row.journey,
        channel=row.channel,
        language=row.language,
        timezone=row.timezone,
        rhythm=row.rhythm,
        at=_time(row.minute),
        weekday=row.weekday,
        day=row.day,
        quiet=QuietHours(start=_time(row.quiet_from), end=_time(row.quiet_to)) if has_quiet else None,
        room=row.room,
        created_at=moment(row.created_at),
        next_at=moment(row.next_at),
        sent_at=moment_or_none(row.sent_at),
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
