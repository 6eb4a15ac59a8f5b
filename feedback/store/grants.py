"""Roles that people were given by a code: in clear, for they tell nothing of a customer."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from sqlalchemy import bindparam, delete, select

from feedback.rights import Grant, Role, RoleGiven
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, Values, among, micros, moment, texts
from feedback.store.tables.access import ROLE_GRANT
from feedback.store.tables.people import ADDRESS, CUSTOMER

_OF = select(ROLE_GRANT).where(among(ROLE_GRANT.c.customer, texts("ids")))
_ALL = (
    select(ROLE_GRANT).where(ROLE_GRANT.c.workspace == HERE).order_by(ROLE_GRANT.c.given_at, ROLE_GRANT.c.id)
)
_WHERE = (
    select(ADDRESS, CUSTOMER.c.data_key)
    .join(CUSTOMER, (CUSTOMER.c.workspace == ADDRESS.c.workspace) & (CUSTOMER.c.id == ADDRESS.c.customer))
    .where(among(ADDRESS.c.customer, texts("ids")))
    .order_by(ADDRESS.c.created_at, ADDRESS.c.address_hash)
)
_REVOKE = delete(ROLE_GRANT).where(ROLE_GRANT.c.workspace == HERE, ROLE_GRANT.c.id == bindparam("grant"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A role that was given, and at which addresses its person is: (channel, address)."""

    given: RoleGiven
    places: tuple[tuple[str, str], ...]


class GrantStore(StoreBase):
    """For whoever has to know what somebody may do, and for the operator."""

    def grants_of(self, customers: Collection[str]) -> frozenset[Grant]:
        """Return what people were given, any of them."""
        with self._engines.reading() as connection:
            rows = connection.execute(_OF, self._here(ids=customers)).all()
        return frozenset(_given(row).grant for row in rows)

    def grants(self) -> tuple[Holder, ...]:
        """Return every role that was given, the oldest first."""
        with self._engines.reading() as connection:
            rows = connection.execute(_ALL, self._here()).all()
            found = [_given(row) for row in rows]
            here = self._here(ids={each.customer for each in found})
            addresses = [
                self._reader.address(row, row.data_key) for row in connection.execute(_WHERE, here).all()
            ]
        places = {
            each.customer: tuple((at.channel, at.address) for at in addresses if at.customer == each.customer)
            for each in found
        }
        return tuple(Holder(given=each, places=places[each.customer]) for each in found)

    def revoke_grant(self, grant: str) -> bool:
        """Take a role back; False where there is none of that id."""
        with self._engines.writing() as connection:
            return connection.execute(_REVOKE, self._here(grant=grant)).rowcount == 1


def grant_row(given: RoleGiven, *, workspace: str) -> Values:
    """Return the row of a role that was given."""
    return {
        "workspace": workspace, "id": given.id, "customer": given.customer, "role": given.grant.role,
        "journey": given.grant.journey, "team": given.grant.team, "given_at": micros(given.given_at),
    }  # fmt: skip


def _given(row: AnyRow) -> RoleGiven:
    role = cast("Role", row.role)  # the database takes no other
    return RoleGiven(
        id=row.id,
        customer=row.customer,
        grant=Grant(role=role, journey=row.journey, team=row.team),
        given_at=moment(row.given_at),
    )
