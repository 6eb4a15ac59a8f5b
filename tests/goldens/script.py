"""Golden payloads: what went over the wire to a platform, step by step, and what the customer did between.

A golden is a file of JSON, so that reviews show what a change does to what customers see.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.emulators.common.json_shapes import Json, Object, list_in, object_in, text_in

Platform = Literal["telegram", "slack"]
PLATFORMS: tuple[Platform, ...] = ("telegram", "slack")
FOLDER = Path(__file__).parent
UPDATE = bool(os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"))

_READ = ("text", "input_field_placeholder")
"""What words that people read are called, on both platforms."""

ANSWER = "(answer)"
"""The method under which stands what a platform is answered when it calls us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A call of ours; `known_as` is what the platform calls the message it made."""

    method: str
    arguments: Object
    known_as: str = ""

    def as_json(self) -> Object:
        named: Object = {"known_as": self.known_as} if self.known_as else {}
        return {"method": self.method, "arguments": self.arguments, **named}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What the customer did: the name of it, and what a platform would tell of it."""

    did: str
    about: Object = field(default_factory=dict)

    def as_json(self) -> Object:
        return {"customer": self.did, **self.about}


Event = Ours | Theirs


@dataclass(frozen=True, slots=True)
class Step:
    """What happens under one name, such as `asked`."""

    name: str
    events: list[Event]


@dataclass(slots=True)
class Script:
    """What happens, as it happens."""

    steps: list[Step] = field(default_factory=list)

    def begin(self, name: str) -> None:
        """Begin a step."""
        self.steps.append(Step(name, []))

    def note(self, event: Event) -> None:
        """Note what happened, in the step that was begun last."""
        self.steps[-1].events.append(event)

    def written(self) -> str:
        """Return it as a golden."""
        shown = [
            {"step": step.name, "events": [each.as_json() for each in step.events]} for step in self.steps
        ]
        return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


def golden_of(platform: Platform, name: str) -> Path:
    """Return the file of a golden."""
    return FOLDER / platform / f"{name}.json"


def goldens_of(platform: Platform) -> list[str]:
    """Return the names of all goldens there are."""
    return sorted(path.stem for path in (FOLDER / platform).glob("*.json"))


def read_golden(platform: Platform, name: str) -> list[Step]:
    """Return the steps of a golden."""
    shown: Json = json.loads(golden_of(platform, name).read_text(encoding="utf-8"))
    return [
        Step(text_in(step["step"]), [_event(object_in(each)) for each in list_in(step["events"])])
        for step in map(object_in, list_in(shown))
    ]


def calls_in(steps: list[Step]) -> Iterator[Ours]:
    """Yield every call of ours."""
    yield from (event for step in steps for event in step.events if isinstance(event, Ours))


def words_in(value: Json) -> Iterator[str]:
    """Yield every text in `value` that people read, on whatever it stands."""
    if isinstance(value, Mapping):
        yield from (text_in(value[name]) for name in _READ if name in value)
        yield from map(text_in, object_in(value.get("errors")).values())
        for each in value.values():
            yield from words_in(each)
    else:
        for each in list_in(value):
            yield from words_in(each)


def _event(told: Object) -> Event:
    if "customer" in told:
        about = {name: value for name, value in told.items() if name != "customer"}
        return Theirs(did=text_in(told["customer"]), about=about)
    return Ours(
        method=text_in(told["method"]),
        arguments=object_in(told["arguments"]),
        known_as=text_in(told.get("known_as")),
    )
