"""What a form carries along: whose it is and for which session, sealed so that nobody else's can be made."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.slack.addresses import read_address

_VERSIONS = {"v1": 3, "v2": 5}
"""How many fields stand between version and tag: forms opened before an upgrade come back after it."""

_LETTERS = 32
"""24 bytes of the tag, in base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A session, the address it was put to, and the language it speaks.

    A form that was opened from a question carries its `prompt`, and the message `on` which that stands.
    """

    session: str
    address: str
    language: str
    prompt: str = ""
    on: str = ""


def seal(carried: Seal, *, secret: bytes) -> str:
    """Return what a form carries along."""
    fields = (carried.session, carried.address, carried.language, carried.prompt, carried.on)
    return "|".join(("v2", *fields, _tag(fields, secret)))


def read_seal(sealed: str, *, secret: bytes) -> Seal | None:
    """Return what a form carried along; None where we did not make it."""
    version, *fields, tag = sealed.split("|") if sealed.count("|") > 1 else ("", "")
    if _VERSIONS.get(version) != len(fields) or read_address(fields[1]) is None:
        return None
    if not hmac.compare_digest(tag.encode(), _tag(fields, secret).encode()):
        return None
    session, address, language, prompt, on = (*fields, "", "")[:5]
    return Seal(session=session, address=address, language=language, prompt=prompt, on=on)


def _tag(fields: Sequence[str], secret: bytes) -> str:
    content = "\0".join(fields).encode()
    return urlsafe_b64encode(hmac.digest(secret, b"slack form\0" + content, "sha256")).decode()[:_LETTERS]
