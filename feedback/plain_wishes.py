"""Plain words that order something: `help`, `Sprache`, `privacidad`, where they answer nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from feedback.catalogue import Catalogue
from feedback.intake import Heard, Order
from feedback.question import Misfit, Parsed
from feedback.reading import plain
from feedback.wording import CATALOGUES


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A reply that is a wish: what is asked stays open."""

    order: Order


def wished_in(item: Heard) -> Wished | None:
    """Return the wish that is the whole of what somebody typed, in any language that we understand."""
    reply = item.reply
    if reply.text is None or reply.choices or reply.attachments or reply.edited or item.session is not None:
        return None
    order = order_in(reply.text)
    return None if order is None else Wished(order=order)


def order_in(text: str) -> Order | None:
    """Return what a word orders that is all of `text`."""
    return _orders().get(plain(text))


def is_answer(parsed: Parsed | Misfit | None, wish: Wished) -> bool:
    """Say whether the word answers the question: it names a choice, or is what one could do better.

    Help is wanted even where any words would do, for whoever asks for it does not know what to do.
    """
    if not isinstance(parsed, Parsed):
        return False
    return parsed.text is None or wish.order != "help"


@cache
def _orders() -> Mapping[str, Order]:
    return {plain(word): order for each in CATALOGUES.values() for order, word in _listed(each)}


def _listed(catalogue: Catalogue) -> Iterator[tuple[Order, str]]:
    yield from (("help", word) for word in catalogue.help)
    yield from (("language", word) for word in catalogue.language)
    yield from (("privacy", word) for word in catalogue.privacy)
