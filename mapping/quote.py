"""What customers said, as the caller may show it: consented to and scrubbed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_NICE_LENGTH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of one customer at one touchpoint; `valence` -2..+2, None where none was made out."""

    touchpoint: str
    customer: str
    text: str
    valence: float | None
    at: datetime
    language: str | None = None


def telling(quotes: Iterable[Quote], *, score: float, language: str, count: int = 1) -> tuple[Quote, ...]:
    """Return the quotes that speak for the stage: its score's side, the reader's language, short, recent.

    One a customer, and the same ones whatever order they come in.
    """

    def rank(quote: Quote) -> tuple[float, bool, bool, float, str]:
        distance = round(abs((quote.valence if quote.valence is not None else 0.0) - score))
        foreign = (
            quote.language is not None and quote.language.split("-")[0] != language.split("-", maxsplit=1)[0]
        )
        return distance, foreign, len(quote.text) > _NICE_LENGTH, -quote.at.timestamp(), quote.text

    chosen: dict[str, Quote] = {}
    for quote in sorted(quotes, key=rank):
        chosen.setdefault(quote.customer, quote)
    return tuple(chosen.values())[:count]
