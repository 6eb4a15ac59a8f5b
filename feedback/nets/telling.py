"""From a reading to a score: the most likely class leads, and the valence is made to agree with it."""

import unicodedata
from collections.abc import Iterator, Sequence

from feedback.catalogue import words
from feedback.nets.net import Reading, Word
from feedback.scorer import Feeling, TextScore

FELT = 0.5
"""What is negative or positive is so by at least this, and what is neutral by less: `Level.of` agrees."""

MOST_MIXED = 1.0
"""Mixed feelings balance within this."""

MOST_PIECES = 4
"""So many pieces of evidence at most."""

_STILL_NEUTRAL = 0.45
# A word decided if it pulls at least so much, and at least half as much as the strongest one.
_LEAST_PULL, _SHARE_OF_STRONGEST = 0.15, 0.5
# A negation belongs to what follows it within so many words: "not all that good".
_REACH = 3

_NEGATIONS = words(
    "not, no, never, none, nothing, nobody, without, hardly, barely, neither, nor, cannot, cant, dont, "
    "didnt, doesnt, wasnt, isnt, wont, wouldnt, couldnt, arent, werent, havent, hasnt, aint, "
    "nicht, kein, keine, keinen, keiner, nie, niemals, nichts, ohne, kaum, "
    "pas, jamais, sans, rien, aucun, aucune, ne, ni, nunca, jamás, sin, nada, ningún, ninguna, "
    "não, sem, nenhum, nenhuma, non, mai, senza, niente, nessun, nessuna, niet, geen, nooit, zonder"
)


def told(text: str, reading: Reading) -> TextScore:
    """Return the score of `text`.

    The rule of agreement: the class with the highest chance is the verdict; a negative one has a valence of
    at most -0.5, a positive one of at least 0.5, a neutral one stays within ±0.45, a mixed one within ±1, and
    what is no answer has none.
    """
    verdict = max(reading.chances, key=reading.chances.__getitem__)
    return TextScore(
        valence=agreed(verdict, reading.valence),
        confidence=reading.chances[verdict],
        emotions=reading.emotions,
        evidence=evidence(text, reading.words, verdict=verdict),
        mixed=verdict == "mixed",
        non_answer=verdict == "non_answer",
        chances=reading.chances,
        vector=reading.vector,
    )


def agreed(verdict: Feeling, valence: float) -> float | None:
    """Return the valence nearest to `valence` that agrees with the verdict; -2..+2, or None for no answer."""
    match verdict:
        case "negative":
            return max(-2.0, min(valence, -FELT))
        case "positive":
            return min(2.0, max(valence, FELT))
        case "neutral":
            return max(-_STILL_NEUTRAL, min(valence, _STILL_NEUTRAL))
        case "mixed":
            return max(-MOST_MIXED, min(valence, MOST_MIXED))
        case "non_answer":
            return None


def evidence(text: str, said: Sequence[Word], *, verdict: Feeling) -> tuple[str, ...]:
    """Return the pieces of `text` that decided, as and in the order they stand; none without a feeling."""
    sides = {"negative": (-1,), "positive": (1,), "mixed": (-1, 1)}.get(verdict, ())
    chosen = {place for side in sides for place in _strongest(said, side, most=MOST_PIECES // len(sides))}
    kept = chosen | {place for each in chosen for place in _negated(text, said, each)}
    pieces = (_bare(text[said[first].start : said[last].end]) for first, last in _runs(sorted(kept)))
    return tuple(dict.fromkeys(filter(None, pieces)))


def _strongest(said: Sequence[Word], side: int, *, most: int) -> Sequence[int]:
    by_pull = sorted(range(len(said)), key=lambda place: -side * said[place].pull)[:most]
    if not by_pull:
        return ()
    bound = max(_LEAST_PULL, _SHARE_OF_STRONGEST * side * said[by_pull[0]].pull)
    return [place for place in by_pull if side * said[place].pull >= bound]


def _negated(text: str, said: Sequence[Word], place: int) -> Iterator[int]:
    """Yield the places from the negation before `place` up to it, if there is one within reach."""
    for before in range(place - 1, max(-1, place - 1 - _REACH), -1):
        if _is_negation(text[said[before].start : said[before].end]):
            yield from range(before, place)
            return


def _is_negation(word: str) -> bool:
    said = _bare(word.casefold()).replace("’", "'")
    return said.replace("'", "") in _NEGATIONS or said.endswith("n't")


def _bare(piece: str) -> str:
    """Return `piece` without the punctuation around it; emoji are none."""
    kept = [place for place, sign in enumerate(piece) if not _is_punctuation(sign)]
    return piece[kept[0] : kept[-1] + 1] if kept else ""


def _is_punctuation(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign).startswith("P")


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each row of neighbours."""
    for number, place in enumerate(places):
        if number and places[number - 1] == place - 1:
            continue
        last = place
        for following in places[number + 1 :]:
            if following != last + 1:
                break
            last = following
        yield place, last
