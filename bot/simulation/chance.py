"""Chance that repeats itself: the same seeds, the same dice, on every machine."""

from random import Random


def dice(*seeds: object) -> Random:
    """Return the dice that belong to `seeds`; asking in another order changes nothing."""
    return Random("/".join(map(str, seeds)))  # noqa: S311 - people are made up here, not secrets
