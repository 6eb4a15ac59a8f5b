"""What a button carries: which prompt it belongs to and what tapping it says, signed, and valid for ever.

Telegram gives a button 64 bytes and hands back whatever a client sends, so each is sealed: without the secret
nobody makes one up. It says all there is to know; what it means by now, the database decides.

    head  1 byte: the version, what the tap says, and whether the session's id is packed
    session  16 bytes where it is 32 hex digits, as ours are; else its length and its UTF-8
    number  which prompt of the session it is, seven bits a byte
    rest  the value, or the number of the choice, or the ticks (2 bytes), perhaps with the choice to tick
    tag  8 bytes of HMAC-SHA256 over all that

All of it in base 64 without padding. A value that is too long to fit goes as the number of its choice: `#3`
is the third, and the core knows it by that, since the choices of a prompt never change. A command that is
too long goes by its place as well, and says that it is one.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import assert_never

from bot.channels.telegram.prompt_ids import BadPromptError, pack, unpack

MOST_BYTES = 64
"""Of `callback_data`: Bot API, InlineKeyboardButton."""

_MOST_PACKED = MOST_BYTES * 3 // 4
_TAG_BYTES = 8
_VERSION = 1
_PURPOSE = b"aftertouch telegram button"
_NUMBERED = re.compile(r"#([1-9]\d{0,1})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One choice: its value, or `#N` for the Nth."""

    prompt: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """One of several choices was ticked or cleared; nothing is said before `Done`.

    `ticks` has a bit for each choice as the message showed them before; `choice` counts from 0.
    """

    prompt: str
    ticks: int
    choice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What is ticked is the answer."""

    prompt: str
    ticks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The question shall be left out."""

    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameless:
    """What is answered from here on shall be without a name."""

    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The command that a choice stands for, by its place, counted from 0."""

    prompt: str
    choice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What is answered shall be with a name after all."""

    prompt: str


Press = Chosen | Ticked | Done | Skipped | Nameless | Named | Given


class _Kind(IntEnum):
    VALUE = 0
    NUMBERED = 1
    TICKED = 2
    DONE = 3
    SKIPPED = 4
    COMMAND = 5
    NAMELESS = 6
    NAMED = 7


def numbered(choice: int) -> str:
    """Name a choice by its place, counted from 0: the first is `#1`."""
    return f"#{choice + 1}"


class Signer:
    """Writes what buttons carry, and reads what comes back."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, _PURPOSE, sha256)

    def write(self, press: Press, *, place: int = 0) -> str:
        """Return the `callback_data`; a value that does not fit goes by its `place`, counted from 0."""
        prompt, is_hex = pack(press.prompt)
        kind, rest = _packed(press)
        if isinstance(press, Chosen) and 1 + len(prompt) + len(rest) + _TAG_BYTES > _MOST_PACKED:
            is_command = press.value.startswith("/")
            kind, rest = _Kind.COMMAND if is_command else _Kind.NUMBERED, bytes([place])
        body = bytes([_VERSION << 4 | kind << 1 | is_hex]) + prompt + rest
        if len(body) + _TAG_BYTES > _MOST_PACKED:
            raise BadPromptError(f"the id of a prompt is too long for a button: {len(prompt)} bytes packed")
        return urlsafe_b64encode(body + self._tag(body)).decode().rstrip("=")

    def read(self, callback_data: str) -> Press | None:
        """Return what a button of ours says; None for one that is none."""
        sealed = _decoded(callback_data)
        body, tag = sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]
        if not body or not hmac.compare_digest(tag, self._tag(body)) or body[0] >> 4 != _VERSION:
            return None
        prompt, rest = unpack(body[1:], is_hex=bool(body[0] & 1))
        return _unpacked(_Kind(body[0] >> 1 & 0b111), prompt, rest)

    def _tag(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, sha256)[:_TAG_BYTES]


def _packed(press: Press) -> tuple[_Kind, bytes]:
    match press:
        case Chosen(value=value):
            return _packed_value(value)
        case Ticked(ticks=ticks, choice=choice):
            return _Kind.TICKED, ticks.to_bytes(2, "big") + bytes([choice])
        case Done(ticks=ticks):
            return _Kind.DONE, ticks.to_bytes(2, "big")
        case Skipped():
            return _Kind.SKIPPED, b""
        case Nameless():
            return _Kind.NAMELESS, b""
        case Named():
            return _Kind.NAMED, b""
        case Given(choice=choice):
            return _Kind.COMMAND, bytes([choice])
        case _:
            assert_never(press)


def _packed_value(value: str) -> tuple[_Kind, bytes]:
    if place := _NUMBERED.fullmatch(value):
        return _Kind.NUMBERED, bytes([int(place[1]) - 1])
    return _Kind.VALUE, value.encode()


def _unpacked(kind: _Kind, prompt: str, rest: bytes) -> Press:
    match kind:
        case _Kind.VALUE:
            return Chosen(prompt=prompt, value=rest.decode())
        case _Kind.NUMBERED:
            return Chosen(prompt=prompt, value=numbered(rest[0]))
        case _Kind.TICKED:
            return Ticked(prompt=prompt, ticks=int.from_bytes(rest[:2], "big"), choice=rest[2])
        case _Kind.DONE:
            return Done(prompt=prompt, ticks=int.from_bytes(rest, "big"))
        case _Kind.SKIPPED:
            return Skipped(prompt=prompt)
        case _Kind.NAMELESS:
            return Nameless(prompt=prompt)
        case _Kind.NAMED:
            return Named(prompt=prompt)
        case _Kind.COMMAND:
            return Given(prompt=prompt, choice=rest[0])
        case _:
            assert_never(kind)


def _decoded(callback_data: str) -> bytes:
    try:
        sealed = urlsafe_b64decode(callback_data + "=" * (-len(callback_data) % 4))
    except ValueError:
        return b""
    # Decoding passes over signs outside the alphabet: only the one right way to write it counts.
    return sealed if urlsafe_b64encode(sealed).decode().rstrip("=") == callback_data else b""
