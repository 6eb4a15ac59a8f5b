"""What a rule can know, and how two known things compare."""

from collections.abc import Mapping
from typing import Literal

Fact = str | int | float | bool | None | tuple[str, ...]
"""A value known about a customer or an answer."""

Facts = Mapping[str, Fact]
"""All that is known, by name; `answers.rating` is one name."""

Value = Fact | tuple[str | int | float, ...]
"""A fact, or a list written in a rule."""

Link = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
"""How two values are compared."""

_Kind = Literal["null", "truth", "number", "text", "list"]


def is_true(value: Value) -> bool:
    """Say whether a value standing alone counts as true: not false, 0, empty or null."""
    return bool(value)


def compare(left: Value, link: Link, right: Value) -> bool:
    """Compare two values; those that cannot be compared give false for every link."""
    match link:
        case "==" | "!=":
            return _alike(left, right) and (left == right) is (link == "==")
        case "in" | "not in":
            found = _holds(right, left)
            return found is not None and found is (link == "in")
        case _:
            return _ordered(left, link, right)


def _kind(value: Value) -> _Kind:
    match value:
        case None:
            return "null"
        case bool():
            return "truth"
        case int() | float():
            return "number"
        case str():
            return "text"
        case _:
            return "list"


def _alike(left: Value, right: Value) -> bool:
    # Anything may be asked whether it is null; else 1 == true and 5 != "five" would be traps.
    return _kind(left) == _kind(right) or left is None or right is None


def _ordered(left: Value, link: Link, right: Value) -> bool:
    # Three facts, not one: a number that is none (nan) is neither less, equal nor more.
    if isinstance(left, str) and isinstance(right, str):
        return link in _links(less=left < right, equal=left == right, more=left > right)
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    if isinstance(left, int | float) and isinstance(right, int | float):
        return link in _links(less=left < right, equal=left == right, more=left > right)
    return False


def _links(*, less: bool, equal: bool, more: bool) -> frozenset[Link]:
    truths: tuple[tuple[Link, bool], ...] = (
        ("<", less),
        ("<=", less or equal),
        (">", more),
        (">=", more or equal),
    )
    return frozenset(link for link, holds in truths if holds)


def _holds(whole: Value, part: Value) -> bool | None:
    """Say whether `whole` holds `part` (any of it, if it is a list); None where that has no meaning."""
    match whole, part:
        case (str(), str()):
            return part.casefold() in whole.casefold()
        case (tuple(), tuple()):
            return any(_among(item, whole) for item in part)
        case (tuple(), (str() | int() | float())):
            return _among(part, whole)
        case _:
            return None


def _among(item: Value, items: tuple[str | int | float, ...]) -> bool:
    return any(_kind(item) == _kind(other) and item == other for other in items)
