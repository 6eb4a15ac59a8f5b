"""When each channel was last able to hear, and whom to ask anew after it was not."""

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, select

from feedback.records import Timer
from feedback.store.base import StoreBase
from feedback.store.prepared import Prepared
from feedback.store.rows import RowWriter
from feedback.store.sql import HERE, fixed, insert_new, micros, moment, upsert
from feedback.store.tables.asking import DELIVERY, SESSION
from feedback.store.tables.traffic import PULSE

_LAST = (
    select(PULSE.c.beat_at)
    .where(PULSE.c.workspace == HERE, PULSE.c.channel == bindparam("at"))
    .with_for_update()
)
_BEAT = upsert("pulse")
_ASKED = (
    select(SESSION.c.id)
    .where(
        SESSION.c.workspace == HERE,
        SESSION.c.channel == bindparam("at"),
        SESSION.c.state == fixed("open"),
        SESSION.c.expires_at > bindparam("now"),
        exists().where(
            and_(
                DELIVERY.c.workspace == SESSION.c.workspace,
                DELIVERY.c.session == SESSION.c.id,
                DELIVERY.c.shown_at <= bindparam("asked_before"),
            )
        ),
    )
    .order_by(SESSION.c.id)
)
_SET = Prepared(insert_new("timer"))


class PulseStore(StoreBase):
    """For whoever watches over channels."""

    def beat(
        self, channel: str, *, now: datetime, every: timedelta, most: timedelta, wait: timedelta
    ) -> timedelta | None:
        """Note that `channel` can hear now; return how long it could not, where that was more than `most`.

        Then each talk that was open there gets a timer, due after `wait`. Noting and setting is one
        transaction, so nobody is asked anew twice, whatever dies in between. `every` is how long apart beats
        are: what was shown within it was shown before the channel fell silent.
        """
        here = self._here(at=channel, now=micros(now))
        with self._engines.writing() as connection:
            last = connection.execute(_LAST, here).scalar()
            beat = micros(now) if last is None else max(int(last), micros(now))
            connection.execute(_BEAT, {"workspace": self.workspace, "channel": channel, "beat_at": beat})
            away = timedelta(0) if last is None else now - moment(last)
            if last is None or away <= most:
                return None
            shown = self._here(at=channel, now=micros(now), asked_before=last + every // _US)
            asked = connection.execute(_ASKED, shown).scalars().all()
            writer = RowWriter(self._keys, {})
            timers = [
                Timer(id=f"away-{session}-{last}", kind="away", subject=session, due_at=now + wait)
                for session in asked
            ]
            _SET.write(connection, [writer.timer(each) for each in timers])
        return away


_US = timedelta(microseconds=1)
