"""Whose token answers in which Slack team."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A bot's token, and its own user where that is known."""

    value: str = field(repr=False)
    bot_user: str | None = None


class Tokens(Protocol):
    """Finds the token of a team."""

    @property
    def is_for_many(self) -> bool:
        """Whether many Slack teams may install us; else there is one, and its token was given to us."""

    async def find(self, team: str) -> Token | None:
        """Return the token for `team`, fresh enough to be used; None where we are not installed."""

    async def renew(self, team: str, *, refused: Token) -> Token | None:
        """Return another token than the one Slack refused, if there is one."""

    async def forget(self, team: str, *, told_at: int | None = None) -> None:
        """Drop everything kept for `team`: it has thrown us out, and not let us in again since `told_at`."""

    async def is_let_in_since(self, team: str, told_at: int) -> bool:
        """Say whether `team` has let us in after `told_at`, in seconds since 1970."""


class OneToken:
    """The token of the one Slack team that an operator has connected."""

    is_for_many = False

    def __init__(self, token: str) -> None:
        self._token = Token(value=token)

    async def find(self, team: str) -> Token | None:
        """Return the token, whatever the team: there is no other."""
        return self._token

    async def renew(self, team: str, *, refused: Token) -> Token | None:
        """Return none: it was given to us, and only the operator has another."""
        return None

    async def forget(self, team: str, *, told_at: int | None = None) -> None:
        """Keep it: only the operator can take it away."""

    async def is_let_in_since(self, team: str, told_at: int) -> bool:
        """Say no: nobody tells us when the operator has connected the team."""
        return False
