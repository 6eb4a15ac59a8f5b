"""What hurts and has no theme yet, as lines of a table: words that many share, never a sentence."""

import json
from collections.abc import Sequence

from bot.map_room import MapRoom
from config.suggestion import suggest
from feedback.closed_class import closed_class
from feedback.store.mentions import ClauseWords, Named
from mapping.emerging import Emerging, emerging

_MOST_OTHERS = 2_000
"""So many complaints about known themes are looked at, to tell what is said everywhere."""


def emerging_lines(room: MapRoom) -> tuple[Emerging, ...]:
    """Return what emerges in complaints that are about no theme, the words of most customers first."""
    journey, by = room.loaded.journey, (room.scorer.name, room.scorer.version)
    found = room.store.read_mentions(journey.id, scorer=by)
    rows = list(zip(found.answer, found.place, found.customer, found.theme, found.is_negative, strict=True))
    loose = [(answer, place, who) for answer, place, who, theme, bad in rows if bad and theme is None]
    themed = [(answer, place) for answer, place, _, theme, bad in rows if bad and theme is not None]
    said = room.store.read_clauses([(answer, place) for answer, place, _ in loose], scorer=by)
    known = [each for each in loose if each[:2] in said]
    others = room.store.read_clauses(themed[-_MOST_OTHERS:], scorer=by)
    return emerging(
        [said[answer, place].text for answer, place, _ in known],
        [who for _, _, who in known],
        stops=_stops({**said, **others}),
        least=journey.policy.min_customers,
        others=[each.text for each in others.values()],
    )


def refusal(words: Sequence[str], groups: Sequence[Emerging]) -> str | None:
    """Return which of `words` do not emerge, with the fix; None where all do."""
    terms = [term for group in groups for term in group.terms]
    known = {term.casefold() for term in terms}
    strange = next((word for word in words if word.casefold() not in known), None)
    if strange is None:
        return None
    fix = suggest(strange, terms, otherwise="see aftertouch themes emerging")
    return f'"{strange}" does not emerge; {fix} (aftertouch themes add takes words of your own)'


def as_table(groups: Sequence[Emerging]) -> str:
    """Return a line for each group, with the words that promote takes."""
    rows = [
        ("customers", "clauses", "words"),
        *((f"{each.customers:,}", f"{len(each.clauses):,}", ", ".join(each.terms)) for each in groups),
    ]
    return "\n".join(f"{customers:>9}  {clauses:>7}  {words}" for customers, clauses, words in rows)


def as_json(groups: Sequence[Emerging]) -> str:
    """Return a JSON object for each group, one on a line."""
    return "\n".join(
        json.dumps(
            {
                "key": each.key,
                "words": list(each.terms),
                "customers": each.customers,
                "clauses": len(each.clauses),
            },
            ensure_ascii=False,
        )
        for each in groups
    )


def _stops(said: dict[Named, ClauseWords]) -> frozenset[str]:
    languages = {"en", *(each.language for each in said.values())}
    return frozenset(word for language in languages for word in closed_class(language))
