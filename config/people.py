"""Who has which role, as the operator writes it in a setting: `telegram:123=agent@shop/Care+manager`."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

RoleName = Literal["agent", "manager", "admin"]
"""What somebody may be, beside a customer."""

_ONE = re.compile(r"(?P<channel>[a-z]+):(?P<who>[^\s=]+)=(?P<roles>.+)")
_ROLE = re.compile(r"(?P<role>[a-z]+)(?:@(?P<journey>[a-z0-9-]+))?(?:/(?P<team>.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """That somebody, or everybody in a group, has a role: for one journey or all, for one team or all."""

    channel: str
    who: str
    role: RoleName
    journey: str | None = None
    team: str | None = None

    def __str__(self) -> str:
        """Write it as it is read."""
        journey = f"@{self.journey}" if self.journey else ""
        team = f"/{self.team}" if self.team else ""
        return f"{self.channel}:{self.who}={self.role}{journey}{team}"


def read_appointments(text: str) -> tuple[Appointment, ...]:
    """Read many, parted by commas; ValueError says what is wrong with the first that is none."""
    return tuple(each for part in text.split(",") if part.strip() for each in _read(part.strip()))


def _read(text: str) -> tuple[Appointment, ...]:
    found = _ONE.fullmatch(text)
    if found is None:
        raise ValueError(
            f'"{text}" gives nobody a role; write CHANNEL:WHO=ROLE, such as telegram:123=manager'
        )
    return tuple(_role(part.strip(), found["channel"], found["who"]) for part in found["roles"].split("+"))


def _role(text: str, channel: str, who: str) -> Appointment:
    found = _ROLE.fullmatch(text)
    known: dict[str, RoleName] = {name: name for name in get_args(RoleName)}
    if found is None or found["role"] not in known:
        raise ValueError(
            f'"{text}" is no role; write agent, manager or admin, then @JOURNEY or /TEAM if you like'
        )
    team = found["team"]
    return Appointment(
        channel=channel,
        who=who,
        role=known[found["role"]],
        journey=found["journey"],
        team=" ".join(team.split()) if team else None,
    )
