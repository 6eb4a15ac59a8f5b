"""Wrong codes, counted."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """How many wrong codes came from one address since the first of them."""

    wrong: int
    since: datetime
