"""The id of a prompt in few bytes: the session's, then the number, seven bits a byte."""

import re

_HEX_ID = re.compile(r"[0-9a-f]{32}")
"""What our ids look like; tests and demos have others, which are written out after their length."""

_MOST_BYTES = 40

_OF_CASES = ("case-", "card-")
"""How the ids of cases' prompts begin; the rest is one of our ids, and a length that none has says so."""
_FIRST_OF_CASES = 0xF0


class BadPromptError(ValueError):
    """A prompt's id cannot stand on a button: a defect of ours."""


def pack(prompt: str) -> tuple[bytes, bool]:
    """Return the id in few bytes, and whether its session is written as 16 of them."""
    session, number = _session_and_number(prompt)
    if _HEX_ID.fullmatch(session):
        return bytes.fromhex(session) + _in_sevens(number), True
    for kind, start in enumerate(_OF_CASES):
        rest = session.removeprefix(start)
        if rest != session and _HEX_ID.fullmatch(rest):
            return bytes([_FIRST_OF_CASES + kind]) + bytes.fromhex(rest) + _in_sevens(number), False
    written = session.encode()
    if len(written) > _MOST_BYTES:
        raise BadPromptError(f"the id of a session is too long for a button: {len(written)} bytes")
    return bytes([len(written)]) + written + _in_sevens(number), False


def unpack(body: bytes, *, is_hex: bool) -> tuple[str, bytes]:
    """Return the id that `body` begins with, and what follows it."""
    if is_hex:
        session, rest = body[:16].hex(), body[16:]
    elif body[0] >= _FIRST_OF_CASES:
        session, rest = _OF_CASES[body[0] - _FIRST_OF_CASES] + body[1:17].hex(), body[17:]
    else:
        end = 1 + body[0]
        session, rest = body[1:end].decode(), body[end:]
    number, shift = 0, 0
    for used, seven in enumerate(rest, start=1):
        number |= (seven & 0x7F) << shift
        shift += 7
        if seven < 0x80:  # noqa: PLR2004 - the eighth bit says that there is more
            return f"{session}.{number}", rest[used:]
    raise BadPromptError("a button of ours ends within its prompt's number")


def _in_sevens(number: int) -> bytes:
    """Write a number seven bits a byte, lowest first; the eighth bit says that there is more."""
    written = bytearray()
    while True:
        number, seven = number >> 7, number & 0x7F
        written.append(seven | (0x80 if number else 0))
        if not number:
            return bytes(written)


def _session_and_number(prompt: str) -> tuple[str, int]:
    session, _, number = prompt.rpartition(".")
    if not session or not number.isdecimal() or str(int(number)) != number:
        raise BadPromptError("a prompt with buttons has an id of the form SESSION.NUMBER")
    return session, int(number)
