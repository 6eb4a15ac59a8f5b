"""What colleagues were told or wrote that may hold words of somebody who is erased.

It lies under the colleagues' own keys, or the workspace's, so that destroying one customer's key does not
reach it. What a colleague was told has been delivered and is needed no more: it goes when anybody is erased.
"""

import json
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, LargeBinary, and_, bindparam, delete, select, union, update

from feedback.records import OutboxItem
from feedback.sent_photos import photo_beside
from feedback.store.keys import Keys
from feedback.store.reading import RowReader
from feedback.store.sql import HERE, AnyRow, among, fixed, texts
from feedback.store.tables.access import AUDIT, ROLE_GRANT
from feedback.store.tables.answers import ANSWER
from feedback.store.tables.cases import TEAM
from feedback.store.tables.people import ADDRESS, CUSTOMER
from feedback.store.tables.traffic import INBOX, OUTBOX

_OF = bindparam("of", type_=CUSTOMER.c.id.type)
COLLEAGUES = union(
    select(ROLE_GRANT.c.customer).where(ROLE_GRANT.c.workspace == HERE),
    select(TEAM.c.room).where(TEAM.c.workspace == HERE, TEAM.c.room.is_not(None)),
    select(AUDIT.c.who).where(AUDIT.c.workspace == HERE),
)
"""Those who were given a role, rooms of teams, and whoever has used a command."""

_SINCE = (
    select(CUSTOMER.c.created_at).where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == _OF).scalar_subquery()
)
_TOLD = (
    select(OUTBOX, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == OUTBOX.c.workspace, CUSTOMER.c.id == OUTBOX.c.customer))
    .where(
        OUTBOX.c.workspace == HERE,
        OUTBOX.c.customer.in_(COLLEAGUES),
        OUTBOX.c.customer != _OF,
        OUTBOX.c.session.is_(None),
        OUTBOX.c.created_at >= _SINCE,
    )
    .order_by(OUTBOX.c.created_at, OUTBOX.c.id)
)
_WROTE = select(INBOX.c.channel, INBOX.c.key).where(
    INBOX.c.workspace == HERE,
    INBOX.c.customer.in_(COLLEAGUES),
    INBOX.c.customer != _OF,
    INBOX.c.state != fixed("new"),
    INBOX.c.received_at >= _SINCE,
)
_BLANK = (
    update(INBOX)
    .where(INBOX.c.workspace == HERE, INBOX.c.channel == bindparam("at"), INBOX.c.key == bindparam("item"))
    .values(payload=bindparam("nothing", type_=LargeBinary))
)
_DELETE = delete(OUTBOX).where(among(OUTBOX.c.id, texts("ids")))
_WHO = select(CUSTOMER).where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == _OF)
_PLACES = (
    select(ADDRESS, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == ADDRESS.c.workspace, CUSTOMER.c.id == ADDRESS.c.customer))
    .where(ADDRESS.c.workspace == HERE, ADDRESS.c.customer == _OF)
)
_WORDS = (
    select(ANSWER, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == ANSWER.c.workspace, CUSTOMER.c.id == ANSWER.c.customer))
    .where(ANSWER.c.workspace == HERE, ANSWER.c.customer == _OF, ANSWER.c.words.is_not(None))
)
_ON_THEIR_WAY = frozenset({"pending", "sending"})
_SHORTEST = 3
"""Shorter words than this stand in texts by chance."""


def fall_silent(connection: Connection, keys: Keys, customer: str) -> None:
    """Erase what colleagues were told, and the raw form of what they wrote, since `customer` is known.

    Of what is still on its way only that goes which may hold words of theirs; the keys of raw messages stay,
    so that a platform that repeats one is recognised.
    """
    here = {"here": keys.workspace, "of": customer}
    marks = _marks(connection, keys, customer)
    rows = connection.execute(_TOLD, here).all()
    gone = [row.id for row in rows if row.state not in _ON_THEIR_WAY or _echoes(_item(keys, row), marks)]
    if gone:
        connection.execute(_DELETE, {"here": keys.workspace, "ids": gone})
    wrote = connection.execute(_WROTE, here).all()
    written = [_blank(keys, row.channel, key) for row in wrote for key in (row.key, photo_beside(row.key))]
    if written:
        connection.execute(_BLANK, written)


def files_sent(connection: Connection, keys: Keys, customer: str) -> tuple[str, ...]:
    """Return the names of files that colleagues were sent and that may hold words of theirs."""
    marks = _marks(connection, keys, customer)
    found: list[str] = []
    for row in connection.execute(_TOLD, {"here": keys.workspace, "of": customer}):
        item = _item(keys, row)
        if item is not None and row.state not in _ON_THEIR_WAY:
            found += [each.name for each in item.prompt.documents if each.data or _holds(each.text, marks)]
    return tuple(dict.fromkeys(found))


def _marks(connection: Connection, keys: Keys, customer: str) -> Collection[str]:
    """Return what a customer is known by, and what they wrote."""
    here, reader = {"here": keys.workspace, "of": customer}, RowReader(keys)
    row = connection.execute(_WHO, here).one_or_none()
    if row is None or row.data_key is None:
        return ()
    known = reader.customer(row)
    places = [reader.address(each, each.data_key).address for each in connection.execute(_PLACES, here)]
    words = [reader.answer(each).text for each in connection.execute(_WORDS, here)]
    told = [known.id, known.external_id, known.name, *places, *words]
    told += [each.text for each in known.follow_ups]
    told += [fact for fact in known.attributes.values() if isinstance(fact, str)]
    return {each for each in told if each is not None and len(each) >= _SHORTEST}


def _item(keys: Keys, row: AnyRow) -> OutboxItem | None:
    return RowReader(keys).outbox(row)


def _echoes(item: OutboxItem | None, marks: Collection[str]) -> bool:
    """Say whether a message may hold any of `marks`; of a packed file nobody can tell."""
    if item is None:
        return True
    prompt = item.prompt
    if any(each.data for each in prompt.documents):
        return True
    return any(_holds(text, marks) for text in _texts(item))


def _texts(item: OutboxItem) -> Iterator[str]:
    prompt = item.prompt
    yield prompt.text
    yield from (each.text for each in prompt.documents)
    yield from (choice.label for choice in prompt.shape.choices)
    yield from (cell for grid in prompt.grids for row in grid.rows for cell in row)
    if prompt.picture is not None:
        yield prompt.picture.described


def _holds(text: str, marks: Collection[str]) -> bool:
    said = " ".join(text.split()).casefold()
    return any(" ".join(mark.split()).casefold() in said for mark in marks)


def _blank(keys: Keys, channel: str, key: str) -> dict[str, object]:
    owner = f"{channel}\0{key}"
    nothing: Sequence[str] = ()
    sealed = keys.own.seal(json.dumps(nothing).encode(), about=keys.about("inbox", "payload", owner))
    return {"here": keys.workspace, "at": channel, "item": key, "nothing": sealed}
