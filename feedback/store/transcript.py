"""The conversation at one address: what went out and what came in, in order, for the web chat."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from feedback.prompts import Prompt
from feedback.records import OutboxItem
from feedback.sent_photos import BESIDE
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, among, fixed, micros, moment, texts
from feedback.store.tables.people import CUSTOMER
from feedback.store.tables.traffic import INBOX, OUTBOX

_TIES = 32
"""How many entries of one and the same microsecond are told apart."""

_WENT_OUT = (
    select(OUTBOX, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == OUTBOX.c.workspace, CUSTOMER.c.id == OUTBOX.c.customer))
    .where(
        OUTBOX.c.workspace == HERE,
        OUTBOX.c.address_hash == bindparam("of"),
        OUTBOX.c.state == fixed("sent"),
        OUTBOX.c.settled_at >= bindparam("since"),
    )
    .order_by(OUTBOX.c.settled_at, OUTBOX.c.id)
    .limit(bindparam("limit"))
)
_ONE = _WENT_OUT.where(OUTBOX.c.prompt_id == bindparam("asked"))
PUT = (
    select(OUTBOX, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == OUTBOX.c.workspace, CUSTOMER.c.id == OUTBOX.c.customer))
    .where(OUTBOX.c.workspace == HERE, OUTBOX.c.prompt_id == bindparam("asked"))
    .order_by(OUTBOX.c.created_at.desc(), OUTBOX.c.id)
    .limit(1)
)
_GONE_OUT = (
    select(OUTBOX.c.customer, OUTBOX.c.state)
    .where(
        among(OUTBOX.c.customer, texts("ids")),
        OUTBOX.c.session.is_not(None),
        OUTBOX.c.amends.is_(None),
        OUTBOX.c.created_at >= bindparam("since"),
    )
    .distinct()
)
_CAME_IN = (
    select(INBOX)
    .where(
        INBOX.c.workspace == HERE,
        INBOX.c.address_hash == bindparam("of"),
        INBOX.c.received_at >= bindparam("since"),
        INBOX.c.key.not_like(f"{BESIDE}%"),
    )
    .order_by(INBOX.c.received_at, INBOX.c.key)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOut:
    """A prompt that reached the address; `cursor` is its place in the conversation and never changes.

    With `amends` it took the place of an earlier message.
    """

    cursor: str
    at: datetime
    prompt: Prompt
    amends: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameIn:
    """Something sent from the address, raw; photos are no part of it, as each can be fetched alone."""

    cursor: str
    at: datetime
    key: str
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneOut:
    """Of so many customers who were put a question: it reached them, it will not, or it is on its way."""

    sent: int
    lost: int
    waiting: int


class TranscriptStore(StoreBase):
    """For the web chat: one address's conversation."""

    def read_feed(
        self, channel: str, address: str, *, after: str | None, limit: int
    ) -> tuple[WentOut | CameIn, ...]:
        """Return up to `limit` entries behind the cursor `after`; an unknown cursor reads from the start."""
        passed = _place(after)
        here = self._here(of=self._keys.address_hash(channel, address), since=passed[0], limit=limit + _TIES)
        with self._engines.reading() as connection:
            entries: list[WentOut | CameIn] = [
                *self._went_out(connection.execute(_WENT_OUT, here)),
                *self._came_in(connection.execute(_CAME_IN, here)),
            ]
        ahead = [entry for entry in entries if _place(entry.cursor) > passed]
        return tuple(sorted(ahead, key=lambda entry: _place(entry.cursor)))[:limit]

    def find_sent(self, channel: str, address: str, *, prompt: str) -> Prompt | None:
        """Return a prompt that reached the address, by its id."""
        here = self._here(of=self._keys.address_hash(channel, address), since=0, limit=1, asked=prompt)
        with self._engines.reading() as connection:
            row = connection.execute(_ONE, here).one_or_none()
            item = None if row is None else self._reader.outbox(row)
        return None if item is None else item.prompt

    def find_put(self, prompt: str) -> OutboxItem | None:
        """Return how a prompt was put last, wherever that was."""
        with self._engines.reading() as connection:
            row = connection.execute(PUT, self._here(asked=prompt)).one_or_none()
            return None if row is None else self._reader.outbox(row)

    def gone_out(self, customers: Collection[str], *, since: datetime) -> GoneOut:
        """Return how far the questions are that were put to customers since a moment."""
        if not customers:
            return GoneOut(sent=0, lost=0, waiting=0)
        here = self._here(ids=customers, since=micros(since))
        with self._engines.reading() as connection:
            rows = connection.execute(_GONE_OUT, here).all()
        states: dict[str, set[str]] = {}
        for row in rows:
            states.setdefault(row.customer, set()).add(row.state)
        sent = sum("sent" in each for each in states.values())
        waiting = sum("sent" not in each and bool(each & {"pending", "sending"}) for each in states.values())
        return GoneOut(sent=sent, lost=len(states) - sent - waiting, waiting=waiting)

    def _went_out(self, rows: Iterable[AnyRow]) -> Iterable[WentOut]:
        for row in rows:
            item = self._reader.outbox(row)
            if item is not None:
                yield WentOut(
                    cursor=f"{row.settled_at}-o-{row.id}",
                    at=moment(row.settled_at),
                    prompt=item.prompt,
                    amends=item.amends,
                )

    def _came_in(self, rows: Iterable[AnyRow]) -> Iterable[CameIn]:
        for row in rows:
            item = self._reader.inbox(row)
            cursor = f"{row.received_at}-i-{self._keys.index.hash('feed', row.key)}"
            yield CameIn(cursor=cursor, at=item.received_at, key=item.key, payload=item.payload)


def _place(cursor: str | None) -> tuple[int, str]:
    """Return where a cursor stands; what came in precedes what went out in the same microsecond."""
    at, _, rest = (cursor or "").partition("-")
    return (int(at), rest) if at.isascii() and at.isdigit() and len(at) < 19 else (0, "")  # noqa: PLR2004
