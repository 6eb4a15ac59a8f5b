"""Addresses of the web chat: capabilities nobody can guess, which we know again without looking them up.

An address is 128 unguessable bits and a tag under our secret, so a made-up one is turned away before
anything is read or stored on its behalf.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

ENTROPY_BYTES: Final = 16
"""How much chance an address wants: 128 bits."""

_LETTERS = 43
"""32 bytes in base64 without padding."""


def new_address(entropy: bytes, *, secret: bytes) -> str:
    """Return the address made of `entropy`, which must come from a source fit for secrets."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"an address takes {ENTROPY_BYTES} bytes of entropy, not {len(entropy)}")
    return _letters(entropy + _keyed(b"address tag", entropy, secret=secret))


def redeemed_address(interaction: str, *, browser: str, secret: bytes) -> str:
    """Return the address `browser` gets for an invitation: the same one however often it asks."""
    seed = b"\0".join((interaction.encode(), browser.encode()))
    return new_address(_keyed(b"redeemed address", seed, secret=secret), secret=secret)


def browser_address(browser: str, *, secret: bytes) -> str:
    """Return the one address `browser` gets for whatever codes it comes with: one person, one chat."""
    return new_address(_keyed(b"browser address", browser.encode(), secret=secret), secret=secret)


def is_address(token: str, *, secret: bytes) -> bool:
    """Say whether `token` is an address we made; other spellings of one are not."""
    if len(token) != _LETTERS or not token.isascii():
        return False
    try:
        entropy = urlsafe_b64decode(f"{token}=")[:ENTROPY_BYTES]
    except ValueError:
        return False
    if len(entropy) != ENTROPY_BYTES:
        return False
    return hmac.compare_digest(token, new_address(entropy, secret=secret))


def shadow(address: str) -> str:
    """Return a short name for `address` that may be stored and logged: it does not lead back."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def _keyed(purpose: bytes, content: bytes, *, secret: bytes) -> bytes:
    # The purpose keeps a tag made for one thing from being accepted for another.
    return hmac.digest(secret, purpose + b"\0" + content, "sha256")[:ENTROPY_BYTES]


def _letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
