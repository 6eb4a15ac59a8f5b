"""Where new ids come from: handed in, so that tests and demos can foresee them."""

from collections.abc import Callable
from hashlib import sha256
from itertools import count

from uuid_utils import uuid7

NewId = Callable[[], str]
"""Makes an id nobody has used yet."""


def new_id() -> str:
    """Return a UUID of version 7 as 32 hex digits: ids made later sort later, which keeps indexes compact."""
    return uuid7().hex


def id_of(*about: str) -> str:
    """Return an id as long as ours are, and always the same one for the same thing."""
    return sha256("\0".join(about).encode()).hexdigest()[:32]


def counting_ids(prefix: str = "id") -> NewId:
    """Return a maker of `prefix-00001`, `prefix-00002`, ...; these too sort in the order they were made."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):05}"
