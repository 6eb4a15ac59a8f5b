"""When customers had what is costly: loaded for those who want it again, and forgotten before long."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from feedback.errand import OF_LATE
from feedback.store.keys import Keys
from feedback.store.prepared import Prepared, ask, tell
from feedback.store.sql import among, micros, moment, texts
from feedback.store.tables.access import COMMAND_USE
from feedback.uses import Use

_HAD = (
    select(COMMAND_USE)
    .where(among(COMMAND_USE.c.customer, texts("ids")), COMMAND_USE.c.at > bindparam("since"))
    .where(COMMAND_USE.c.own_order.is_not(None))
    .order_by(COMMAND_USE.c.at, COMMAND_USE.c.errand)
)
_ADD = Prepared(insert(COMMAND_USE))
FORGET = delete(COMMAND_USE).where(
    among(COMMAND_USE.c.customer, texts("ids")), COMMAND_USE.c.at <= bindparam("since")
)
"""Forgets what somebody did longer ago than it matters."""


def load_uses(
    connection: Connection, keys: Keys, customers: Collection[str], *, before: datetime
) -> Mapping[str, tuple[Use, ...]]:
    """Return what customers had of late, by customer, the earliest first."""
    found: defaultdict[str, tuple[Use, ...]] = defaultdict(tuple)
    here = {"here": keys.workspace, "ids": customers, "since": micros(before - OF_LATE)}
    for row in ask(connection, _HAD, here) if customers else ():
        use = Use(id=row.errand, customer=row.customer, order=row.own_order, at=moment(row.at))
        found[use.customer] = (*found[use.customer], use)
    return found


def save_uses(connection: Connection, keys: Keys, uses: Sequence[Use]) -> None:
    """Write what customers had, and forget what they had long before."""
    if not uses:
        return
    since = micros(min(use.at for use in uses) - OF_LATE)
    tell(connection, FORGET, {"here": keys.workspace, "ids": {use.customer for use in uses}, "since": since})
    rows = [
        {
            "workspace": keys.workspace,
            "errand": use.id,
            "customer": use.customer,
            "at": micros(use.at),
            "own_order": use.order,
        }
        for use in uses
    ]
    _ADD.write(connection, rows)
