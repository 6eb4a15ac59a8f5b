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

    One a customer, no words twice, and the same ones whatever order they come in.
    """

    def rank(quote: Quote) -> tuple[float, bool, bool, float, str]:
        distance = round(abs((quote.valence if quote.valence is not None else 0.0) - score))
        foreign = (
            quote.language is not None and quote.language.split("-")[0] != language.split("-", maxsplit=1)[0]
        )
        return distance, foreign, len(quote.text) > _NICE_LENGTH, -quote.at.timestamp(), quote.text

    chosen: dict[str, Quote] = {}
    said: set[str] = set()
    for quote in sorted(quotes, key=rank):
        words = " ".join(quote.text.casefold().split()).rstrip(".!")
        if quote.customer not in chosen and words not in said:
            chosen[quote.customer] = quote
            said.add(words)
    return tuple(chosen.values())[:count]
