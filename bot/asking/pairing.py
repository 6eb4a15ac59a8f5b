"""The two sides of a question such as "march vs april": which of its parts they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking.understood import GROUPS, Part


@dataclass(frozen=True, slots=True)
class Unpaired:
    """The tokens that make no two sides; from 0 to 0 it is the word between them that stands alone."""

    start: int
    end: int


def set_beside(parts: Sequence[Part], *, at: Sequence[int]) -> Sequence[Part] | Unpaired:
    """Return the parts with the second side as the option `with`.

    Before each word that sets two sides beside each other stood so many parts as `at` says: the sides are
    the last comparable part before it, and what stands right behind it.
    """
    one = next((each for each in reversed(parts[: at[0]]) if each.kind in GROUPS), None)
    other = next((each for each in parts[at[0] :] if each.kind in {*GROUPS, "side"}), None)
    if other is None or len(at) > 1:
        return Unpaired(0, 0)
    if other.kind == "side":
        return _with(parts, other, value=other.value)
    if one is None:
        return Unpaired(other.start, other.end)
    value = _comparable(one, other)
    return Unpaired(one.start, other.end) if value is None else _with(parts, other, value=value)


def _comparable(one: Part, other: Part) -> str | None:
    """Return the other side as `with` takes it; None but for two periods or two groups of customers."""
    days = other.period
    if one.kind != other.kind and "period" in {one.kind, other.kind}:
        return None
    if days is None:
        return f"{other.kind}:{other.value}"
    return f"{days.since}..{days.until}" if days.since and days.until else None


def _with(parts: Sequence[Part], other: Part, *, value: str) -> Sequence[Part]:
    return [each._replace(kind="own:with", value=value) if each is other else each for each in parts]
