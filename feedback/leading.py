"""What leads the words of a session: what was tapped beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback.records import Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """An answer whose valence its taps alone tell; `rated` if it was an explicit rating."""

    valence: float
    rated: bool


def tap_in(given: Given) -> Tap | None:
    """Return what an answer's taps tell, if they do."""
    told = given.rated or bool(given.choices)
    return Tap(valence=given.valence, rated=given.rated) if told and given.valence is not None else None


def taps_of(given: Mapping[str, Given]) -> dict[str, Tap]:
    """Return what the taps of a session tell, by question."""
    return {question: tap for question, answer in given.items() if (tap := tap_in(answer)) is not None}


def lead_of(taps: Iterable[Tap]) -> float | None:
    """Return what leads the words of a session: the mean of its ratings, else of its other telling taps."""
    known = tuple(taps)
    leading = [tap.valence for tap in known if tap.rated] or [tap.valence for tap in known]
    return sum(leading) / len(leading) if leading else None
