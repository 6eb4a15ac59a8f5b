"""Support teams: named in clear, found by their rooms or by the code that is out for one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, select

from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, Values, micros, micros_or_none, moment, moment_or_none, upsert
from feedback.store.tables.cases import TEAM
from feedback.store.tables.people import ADDRESS, CUSTOMER
from feedback.team import Team

_KEEP = upsert("team", keep=("created_at", "room", "joined_at"))
_ALL = (
    select(TEAM, ADDRESS.c.channel, ADDRESS.c.address_hash, ADDRESS.c.address, ADDRESS.c.gone_at,
           ADDRESS.c.customer, ADDRESS.c.created_at.label("bound_at"), CUSTOMER.c.data_key)
    .outerjoin(ADDRESS, and_(ADDRESS.c.workspace == TEAM.c.workspace, ADDRESS.c.customer == TEAM.c.room))
    .outerjoin(CUSTOMER, and_(CUSTOMER.c.workspace == TEAM.c.workspace, CUSTOMER.c.id == TEAM.c.room))
    .where(TEAM.c.workspace == HERE)
    .order_by(TEAM.c.name)
)  # fmt: skip
_REMOVE = delete(TEAM).where(TEAM.c.workspace == HERE, TEAM.c.name == bindparam("called"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRoom:
    """A team as it is: without a room it has no `channel`; `gone_at` is when we were put out of it."""

    team: Team
    channel: str | None = None
    address: str | None = None
    gone_at: datetime | None = None


class TeamStore(StoreBase):
    """For the operator, and for whoever has something to tell a team."""

    def invite_team(self, name: str, code: str, *, now: datetime, until: datetime) -> None:
        """Keep that whoever says `code` in a room makes it the room of team `name`; an older code is void."""
        row: Values = {
            "workspace": self.workspace, "name": name, "created_at": micros(now),
            "code_hash": self._keys.code_hash(code), "code_until": micros(until), "room": None,
            "joined_at": None,
        }  # fmt: skip
        with self._engines.writing() as connection:
            connection.execute(_KEEP, row)

    def teams(self) -> tuple[TeamRoom, ...]:
        """Return every team by name, with its room as it is now."""
        with self._engines.reading() as connection:
            rows = connection.execute(_ALL, self._here()).all()
        return tuple(self._room(row) for row in rows)

    def remove_team(self, name: str) -> bool:
        """Forget a team; False where there is none of that name. Its room is erased like a customer."""
        with self._engines.writing() as connection:
            return connection.execute(_REMOVE, self._here(called=name)).rowcount == 1

    def _room(self, row: AnyRow) -> TeamRoom:
        if row.address_hash is None:
            return TeamRoom(team=team_of(row))
        sealed = self._keys.of_customer(row.customer, row.data_key)
        place = self._keys.about("address", "address", row.address_hash)
        return TeamRoom(
            team=team_of(row),
            channel=row.channel,
            address=sealed.open(row.address, about=place).decode(),
            gone_at=moment_or_none(row.gone_at),
        )


def team_of(row: AnyRow) -> Team:
    """Return the team in a row."""
    return Team(
        name=row.name,
        created_at=moment(row.created_at),
        code_until=moment_or_none(row.code_until),
        room=row.room,
        joined_at=moment_or_none(row.joined_at),
    )


def team_row(team: Team, *, workspace: str) -> Values:
    """Return the row of a team that has its room: no code is out for it any more."""
    return {
        "workspace": workspace, "name": team.name, "created_at": micros(team.created_at), "code_hash": None,
        "code_until": None, "room": team.room, "joined_at": micros_or_none(team.joined_at),
    }  # fmt: skip
