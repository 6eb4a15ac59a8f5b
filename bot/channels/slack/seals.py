"""What a form carries along: whose it is and for which session, sealed so that nobody else's can be made."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from bot.channels.slack.addresses import read_address

_VERSION = "v1"
_FIELDS = 5
_LETTERS = 32
"""24 bytes of the tag, in base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A session, the address it was put to, and the language it speaks."""

    session: str
    address: str
    language: str


def seal(carried: Seal, *, secret: bytes) -> str:
    """Return what a form carries along."""
    return "|".join((_VERSION, carried.session, carried.address, carried.language, _tag(carried, secret)))


def read_seal(sealed: str, *, secret: bytes) -> Seal | None:
    """Return what a form carried along; None where we did not make it."""
    fields = sealed.split("|")
    if len(fields) != _FIELDS or fields[0] != _VERSION or read_address(fields[2]) is None:
        return None
    carried = Seal(session=fields[1], address=fields[2], language=fields[3])
    return carried if hmac.compare_digest(fields[4].encode(), _tag(carried, secret).encode()) else None


def _tag(carried: Seal, secret: bytes) -> str:
    content = f"{carried.session}\0{carried.address}\0{carried.language}".encode()
    return urlsafe_b64encode(hmac.digest(secret, b"slack form\0" + content, "sha256")).decode()[:_LETTERS]
