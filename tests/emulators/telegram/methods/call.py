"""One request to a method, decoded, and what it is answered with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...common.json_shapes import Json, Object, number_in, object_in, text_in
from ..wire import Upload
from ..world import World


def still_there() -> bool:
    """Say that the asker waits for the answer."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request; its arguments are decoded and of the types the specification names."""

    world: World
    method: str
    arguments: Object = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    alive: Callable[[], bool] = still_there  # whether the asker still waits

    def text(self, name: str) -> str:
        """Return a text, empty where it was not given."""
        return text_in(self.arguments.get(name))

    def number(self, name: str) -> int:
        """Return a number, 0 where it was not given."""
        return number_in(self.arguments.get(name))

    def claim(self, name: str) -> bool:
        """Return a boolean, false where it was not given."""
        return self.arguments.get(name) is True

    def object(self, name: str) -> Object:
        """Return an object, empty where it was not given."""
        return object_in(self.arguments.get(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A result with Telegram's remark on it."""

    result: Json
    description: str
