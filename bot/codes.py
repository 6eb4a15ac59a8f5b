"""Short codes typed from a poster or a receipt: eight signs of Crockford's base 32, such as ABCD-2345."""

import hmac
import re
from collections.abc import Callable, Iterator
from itertools import count

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's signs: without I, L and O, which look like digits, and without U."""

LENGTH = 8

# Any dash, since keyboards and printers differ; but no space: "room 1204" is an answer.
_CODE = re.compile(r"([0-9A-Za-z]{4})[\u2010-\u2015-]?([0-9A-Za-z]{4})")
# Crockford reads these as the digits they look like.
_LOOKS_LIKE = str.maketrans("OIL", "011")

_ENTROPY_BYTES = 5
"""Eight signs of five bits each."""


def new_code(entropy: Callable[[int], bytes]) -> str:
    """Make a code of `entropy`, which returns so many random bytes: one of some 10^12."""
    while True:
        bits = int.from_bytes(entropy(_ENTROPY_BYTES), "big")
        code = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))
        if normalise(code) == code:
            return code


def codes_of(touchpoint: str, *, secret: bytes) -> Iterator[str]:
    """Yield the codes a touchpoint may have, always the same in the same order; its own is the first free.

    `secret` is the workspace's, so that nobody else can tell which code leads where.
    """
    for number in count():
        yield new_code(_drawn_from(hmac.digest(secret, f"{touchpoint}\0{number}".encode(), "sha256")))


def _drawn_from(seed: bytes) -> Callable[[int], bytes]:
    """Return what yields other bytes at every call, and always the same ones from the same seed."""
    draws = count()
    return lambda size: hmac.digest(seed, str(next(draws)).encode(), "sha256")[:size]


def normalise(text: str) -> str | None:
    """Return the code that `text` is, such as ABCD2345; None where it is none.

    A code has a digit and a letter, so that neither a word (greatest) nor a number or date is taken for one.
    """
    found = _CODE.fullmatch(text.strip())
    if found is None:
        return None
    typed = found[1] + found[2]
    code = typed.upper().translate(_LOOKS_LIKE)
    is_mixed = any(sign.isdigit() for sign in typed) and any(sign.isalpha() for sign in code)
    return code if is_mixed and set(code) <= set(ALPHABET) else None


def shown(code: str) -> str:
    """Write a normalised code as people read it best: ABCD-2345."""
    return f"{code[:4]}-{code[4:]}"
