"""A mention: one clause of an answer, what it is about and how it was; of these pain points are counted."""

from dataclasses import dataclass

CLEARLY = 0.5
"""From here on, either way, what was said has a side; `Level.of` and labels have it so."""

LOW_RATING = -1.0
"""Two of five stars, and what is as low on other scales."""

MOST_CLAUSES = 20
"""So many clauses of one text are looked at: nobody complains of more, and each costs a reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The characters `start` to before `end` of an answer's words.

    `place` counts the answer's clauses from 0; those that say nothing leave a gap. Without a `theme` it is
    about none of those known. `valence` is that of these words alone, -2..+2, None where nobody can tell.
    """

    place: int
    start: int
    end: int
    theme: str | None
    valence: float | None
    is_negative: bool


def is_complaint(valence: float | None, *, rating: float | None, asked_for: bool) -> bool:
    """Say whether a clause complains: by its words, else by the rating, or as problems were `asked_for`.

    A clearly kind clause never does: who gives two stars and praises the driver has nothing against drivers.
    """
    if valence is not None and abs(valence) >= CLEARLY:
        return valence < 0
    return asked_for or (rating is not None and rating <= LOW_RATING)
