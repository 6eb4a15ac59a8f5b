"""JSON as Python sees it, and how to look into it without surprises."""

from collections.abc import Mapping, Sequence

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Object = Mapping[str, Json]


def object_in(value: Json) -> Object:
    """Return `value` where it is a JSON object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def list_in(value: Json) -> Sequence[Json]:
    """Return `value` where it is a JSON list, else an empty one."""
    return value if isinstance(value, list | tuple) else ()


def text_in(value: Json, default: str = "") -> str:
    """Return `value` where it is text, else `default`."""
    return value if isinstance(value, str) else default


def number_in(value: Json, default: int = 0) -> int:
    """Return `value` where it is a whole number or writes one, else `default`."""
    if isinstance(value, bool):
        return default
    if isinstance(value, int | float):
        return int(value)
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return default
    return default
