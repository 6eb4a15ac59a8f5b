"""The five levels a score is spoken of in."""

from enum import IntEnum

from mapping.palette import Ink


class Level(IntEnum):
    """How it felt, in five steps of valence."""

    VERY_NEGATIVE = -2
    NEGATIVE = -1
    NEUTRAL = 0
    POSITIVE = 1
    VERY_POSITIVE = 2

    @classmethod
    def of(cls, score: float) -> "Level":
        """Return the nearest level; halfway counts away from neutral."""
        step = int(abs(score) + 0.5)
        return cls(max(-2, min(2, step if score > 0 else -step)))

    @property
    def ink(self) -> Ink:
        """The colour role of marks at this level."""
        return _INKS[self]


_INKS = {
    Level.VERY_NEGATIVE: Ink.VERY_NEGATIVE,
    Level.NEGATIVE: Ink.NEGATIVE,
    Level.NEUTRAL: Ink.NEUTRAL,
    Level.POSITIVE: Ink.POSITIVE,
    Level.VERY_POSITIVE: Ink.VERY_POSITIVE,
}
