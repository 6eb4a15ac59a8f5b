"""What somebody may do: roles, each perhaps only for some journeys or one team."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["customer", "agent", "manager", "admin"]

_INCLUDED: dict[Role, frozenset[Role]] = {
    "customer": frozenset({"customer"}),
    "agent": frozenset({"customer", "agent"}),
    "manager": frozenset({"customer", "manager"}),
    "admin": frozenset({"customer", "agent", "manager", "admin"}),
}
"""A manager is no agent: names and single answers belong to the case and its agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that somebody was given; None stands for every journey, or every team."""

    role: Role
    journey: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGiven:
    """A grant that a person was given by a code; everybody is kept as a customer."""

    id: str
    customer: str
    grant: Grant
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Rights:
    """All that somebody was given; everybody is a customer."""

    grants: frozenset[Grant] = frozenset()

    def may(self, roles: Collection[Role], *, journey: str, team: str | None = None) -> bool:
        """Say whether one of `roles` is theirs for `journey`, and for `team` where one is concerned."""
        return "customer" in roles or any(
            bool(_INCLUDED[grant.role].intersection(roles))
            and grant.journey in {None, journey}
            and (team is None or grant.team in {None, team})
            for grant in self.grants
        )
