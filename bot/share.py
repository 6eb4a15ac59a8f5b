"""Links to the map that somebody may pass on: signed, good until a moment, and over when keys are rotated.

What a link shows is what was published, and nothing else: its name holds the filters, and no secret.
"""

import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.actor import Actor
from bot.reporting import Query

PATH = "/shared"
"""Where the links lead."""

_PURPOSE = "map link"
_SIGNATURE_BYTES = 16
_NAME = re.compile(r"(?P<claims>[\w-]{2,600})\.(?P<tag>[\w-]{22})", re.ASCII)
_FIELDS: Mapping[str, str] = {
    "language": "l",
    "persona": "p",
    "segment": "g",
    "stage": "s",
    "medium": "m",
    "since": "f",
    "until": "t",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What a link shows; `until` is when it is over."""

    query: Query
    until: datetime


def secret_of(secret: Callable[[str], bytes], master: str) -> bytes:
    """Return what links are signed with: another one as soon as the master key is another."""
    return secret(f"{_PURPOSE}s under {master}")


def name_shared(shared: Shared, *, secret: bytes) -> str:
    """Return the name under which a map is shown."""
    values = {short: getattr(shared.query, field) for field, short in _FIELDS.items()}
    claims = {short: str(value) for short, value in values.items() if value is not None}
    text = json.dumps({**claims, "u": int(shared.until.timestamp())}, separators=(",", ":"), sort_keys=True)
    coded = _coded(text.encode())
    return f"{coded}.{_tag(coded, secret)}"


def shared_under(name: str, *, now: datetime, secret: bytes) -> Shared | None:
    """Return what the map called `name` shows; None when we did not name it so, or it is over."""
    shared = _named(name, secret=secret)
    return shared if shared is not None and now < shared.until else None


def language_of(name: str, *, secret: bytes) -> str | None:
    """Return the language of a link that we made, also of one that is over."""
    shared = _named(name, secret=secret)
    return shared.query.language if shared is not None else None


def _named(name: str, *, secret: bytes) -> Shared | None:
    found = _NAME.fullmatch(name)
    if found is None or not hmac.compare_digest(found["tag"], _tag(found["claims"], secret)):
        return None
    claims: dict[str, str | int] = json.loads(_decoded(found["claims"]))
    return Shared(query=_query(claims), until=datetime.fromtimestamp(int(claims["u"]), tz=UTC))


def linking(*, site: str | None, secret: bytes) -> Callable[[Query, Actor, datetime], str | None]:
    """Return what makes links to share; None comes of it where we have no address on the web."""

    def link(query: Query, actor: Actor, until: datetime) -> str | None:
        del actor  # who it was for stands in the audit log; the link says nothing of them
        if site is None:
            return None
        return f"{site}{PATH}/{name_shared(Shared(query=query, until=until), secret=secret)}/map.html"

    return link


def _query(claims: Mapping[str, str | int]) -> Query:
    said = {field: str(claims[short]) for field, short in _FIELDS.items() if short in claims}
    since, until = said.get("since"), said.get("until")
    return Query(
        language=said.get("language"),
        persona=said.get("persona"),
        segment=said.get("segment"),
        stage=said.get("stage"),
        medium=said.get("medium"),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )


def _tag(claims: str, secret: bytes) -> str:
    return _coded(hmac.digest(secret, f"{_PURPOSE}\0{claims}".encode(), "sha256")[:_SIGNATURE_BYTES])


def _coded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
