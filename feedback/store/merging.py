"""Two customers who turn out to be one: all that is one's becomes the other's, sealed under that key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    LargeBinary,
    bindparam,
    delete,
    false,
    func,
    literal,
    select,
    update,
)

from feedback.store.erasing import GONE
from feedback.store.keys import Keys
from feedback.store.marking import MARKING
from feedback.store.sql import HERE, fixed
from feedback.store.tables.access import CODE, COMMAND_USE, ROLE_GRANT
from feedback.store.tables.answers import MENTION
from feedback.store.tables.asking import DECISION, DELIVERY, INTERACTION
from feedback.store.tables.figures import DIRTY, PARTIAL
from feedback.store.tables.managing import DIGEST_SCHEDULE
from feedback.store.tables.people import CONSENT, CUSTOMER, HEAR_BACK, WISH
from feedback.store.tables.schema import SCHEMA
from feedback.store.tables.traffic import INBOX


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealed:
    """Columns of a table that lie under a customer's key, and the column that says whose place they are."""

    table: str
    place: str
    columns: Sequence[str]


_SEALED = (
    _Sealed(table="address", place="address_hash", columns=("address",)),
    _Sealed(table="session", place="id", columns=("document",)),
    _Sealed(table="answer", place="id", columns=("words",)),
    _Sealed(table="score", place="answer", columns=("evidence",)),
    _Sealed(table="enclosure", place="id", columns=("details",)),
    _Sealed(table="content", place="enclosure", columns=("content",)),
    _Sealed(table="support_case", place="id", columns=("document",)),
    _Sealed(table="support_case_line", place="id", columns=("content",)),
    _Sealed(table="support_case_card", place="prompt", columns=("place",)),
    _Sealed(table="outbox", place="id", columns=("address", "prompt", "amends")),
    _Sealed(table="errand", place="id", columns=("content",)),
)
_IN_CLEAR = (
    INTERACTION,
    DECISION,
    DELIVERY,
    MENTION,
    INBOX,
    WISH,
    CONSENT,
    ROLE_GRANT,
    COMMAND_USE,
    DIGEST_SCHEDULE,
    HEAR_BACK,
)
_CELL = ("journey", "touchpoint", "week")
_LINK_TO = (
    update(CODE)
    .where(CODE.c.workspace == HERE, CODE.c.kind == fixed("customer"), CODE.c.subject == bindparam("whose"))
    .values(subject=bindparam("into"))
)


_BOTH = select(func.min(CUSTOMER.c.created_at)).where(
    CUSTOMER.c.workspace == HERE, CUSTOMER.c.id.in_([bindparam("whose"), bindparam("into")])
)
# What colleagues were told of them is looked for from this moment on when they are erased.
_KNOWN_SINCE = (
    update(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == bindparam("into"))
    .values(created_at=bindparam("since", type_=BigInteger))
)


class Merger:
    """Merges customers over one connection; every cell of the map they are in is summed up anew."""

    def __init__(self, connection: Connection, keys: Keys, data_keys: Mapping[str, bytes]) -> None:
        """`data_keys` are the wrapped keys of all customers concerned."""
        self._connection = connection
        self._keys = keys
        self._data_keys = data_keys

    def merge(self, merges: Mapping[str, str]) -> None:
        """Let all that is each key's be its value's; the key's own record and its data key are destroyed."""
        for customer, into in merges.items():
            self._merge(customer, into)

    def _merge(self, customer: str, into: str) -> None:
        for sealed in _SEALED:
            self._reseal(sealed, customer, into)
        whose = {"here": self._keys.workspace, "whose": customer, "into": into}
        for table in _IN_CLEAR:
            moved = update(table).where(table.c.workspace == HERE, table.c.customer == bindparam("whose"))
            self._connection.execute(moved.values(customer=bindparam("into")), whose)
        self._connection.execute(_LINK_TO, whose)
        since = self._connection.execute(_BOTH, whose).scalar_one()
        self._connection.execute(_KNOWN_SINCE, {**whose, "since": since})
        self._sum_up_anew(customer, into)
        gone = delete(CUSTOMER).where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == bindparam("whose"))
        self._connection.execute(gone, {"here": self._keys.workspace, "whose": customer})
        self._connection.execute(GONE, {"here": self._keys.workspace})

    def _reseal(self, sealed: _Sealed, customer: str, into: str) -> None:
        table = SCHEMA.tables[sealed.table]
        keys = [column for column in table.primary_key.columns if column.name != "workspace"]
        mine = (table.c.workspace == HERE, table.c.customer == bindparam("whose"))
        here = {"here": self._keys.workspace, "whose": customer}
        change = update(table).where(*mine, *(column == bindparam(f"key_{column.name}") for column in keys))
        new: dict[str, BindParameter[bytes | None]] = {
            name: bindparam(f"new_{name}", type_=LargeBinary) for name in sealed.columns
        }
        found = select(table).where(*mine)
        rows = [
            {
                **here,
                **{f"key_{column.name}": row[column.name] for column in keys},
                **{f"new_{name}": self._again(sealed, name, row, customer, into) for name in sealed.columns},
                "into": into,
            }
            for row in map(dict[str, object], self._connection.execute(found, here).mappings())
        ]
        if rows:
            self._connection.execute(change.values(**new, customer=bindparam("into")), rows)

    def _again(
        self, sealed: _Sealed, column: str, row: Mapping[str, object], customer: str, into: str
    ) -> bytes | None:
        value = row[column]
        if not isinstance(value, bytes):
            return None
        place = self._keys.about(sealed.table, column, str(row[sealed.place]))
        opened = self._keys.of_customer(customer, self._data_keys[customer]).open(value, about=place)
        return self._keys.of_customer(into, self._data_keys[into]).seal(opened, about=place)

    def _sum_up_anew(self, customer: str, into: str) -> None:
        here = {"here": self._keys.workspace, "whose": customer}
        for table in (PARTIAL, DIRTY):
            mine = (table.c.workspace == HERE, table.c.customer == bindparam("whose"))
            cells = select(
                table.c.workspace, *(table.c[name] for name in _CELL), literal(into), literal(1), false()
            ).where(*mine)
            names = ["workspace", *_CELL, "customer", "marks", "claimed"]
            self._connection.execute(MARKING.from_select(names, cells), here)
            self._connection.execute(delete(table).where(*mine), here)
