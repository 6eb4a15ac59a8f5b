"""Who may use the API."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

from starlette.requests import Request

from bot.http.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A caller we know; one with a secret signs its requests."""

    id: str
    secret: bytes | None = field(default=None, repr=False)


class Keys(Protocol):
    """Where keys are looked up."""

    async def check(self, token: str) -> ApiKey | None:
        """Return the key `token` stands for; None when it is unknown or revoked."""


async def authorize(request: Request, keys: Keys) -> ApiKey:
    """Return the caller's key, or raise the problem with it."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    key = await keys.check(token.strip()) if scheme.lower() == "bearer" and token.strip() else None
    if key is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "this takes an API key; send it as Authorization: Bearer KEY (`aftertouch api-key` makes one)",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return key
