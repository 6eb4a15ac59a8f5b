"""A chat that its platform has given another address: it is the same chat, and the same customer's."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from feedback.store.keys import Keys
from feedback.store.sql import HERE
from feedback.store.tables.people import ADDRESS, CUSTOMER
from feedback.store.tables.traffic import OUTBOX
from feedback.work import Settlement

_FOUND = (
    select(ADDRESS, CUSTOMER.c.data_key)
    .join(CUSTOMER, (CUSTOMER.c.workspace == ADDRESS.c.workspace) & (CUSTOMER.c.id == ADDRESS.c.customer))
    .where(ADDRESS.c.workspace == HERE, ADDRESS.c.address_hash == bindparam("found_by"))
)
_LEAVE = delete(ADDRESS).where(ADDRESS.c.workspace == HERE, ADDRESS.c.address_hash == bindparam("found_by"))

_SENT_TO = select(OUTBOX.c.channel, OUTBOX.c.address_hash).where(
    OUTBOX.c.workspace == HERE, OUTBOX.c.id == bindparam("item")
)


class Mover:
    """Moves addresses over one connection; one that is known by its new name already only leaves the old."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def move(self, moves: Mapping[tuple[str, str], str]) -> None:
        """Let the chat at each (channel, address) be at the address it is given."""
        for (channel, old), new in sorted(moves.items()):
            self.move_hash(self._keys.address_hash(channel, old), channel=channel, new=new)

    def follow(self, settlements: Sequence[Settlement]) -> None:
        """Let chats be where sending to them has found them."""
        for each in settlements:
            if each.moved_to is None:
                continue
            item = {"here": self._keys.workspace, "item": each.id}
            place = self._connection.execute(_SENT_TO, item).one_or_none()
            if place is not None:
                self.move_hash(place.address_hash, channel=place.channel, new=each.moved_to)

    def move_hash(self, old_hash: str, *, channel: str, new: str) -> None:
        """Let the chat found by `old_hash` be at `new`."""
        new_hash = self._keys.address_hash(channel, new)
        found = self._connection.execute(_FOUND, self._here(old_hash)).one_or_none()
        if found is None or new_hash == old_hash:
            return
        self._connection.execute(_LEAVE, self._here(old_hash))
        if self._connection.execute(_FOUND, self._here(new_hash)).one_or_none() is not None:
            return
        key = self._keys.of_customer(found.customer, found.data_key)
        row = {
            "workspace": self._keys.workspace, "address_hash": new_hash, "channel": channel,
            "address": key.seal(new.encode(), about=self._keys.about("address", "address", new_hash)),
            "customer": found.customer, "created_at": found.created_at, "gone_at": None,
        }  # fmt: skip
        self._connection.execute(insert(ADDRESS), row)

    def _here(self, found_by: str) -> Mapping[str, object]:
        return {"here": self._keys.workspace, "found_by": found_by}
