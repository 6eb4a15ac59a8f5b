"""A conversation written down as YAML: what was said and typed, when, and what came of it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from config.declared import Duration
from config.errors import ConfigError, Problem
from config.facts import Fact
from config.yaml_tree import read_yaml
from feedback.records import Consent

Written = str | int | float | bool | None | list["Written"] | dict[str, "Written"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Guest(_Part):
    """The customer of a conversation, as far as somebody told us."""

    id: str
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    attributes: Mapping[str, Fact] = {}
    consent: Consent | None = None


class Step(_Part):
    """One thing that happened; `said` and `decided` are ours, all others the customer's or the world's."""

    touch: str | None = None
    """The customer reached this touchpoint, `ago` before now."""
    ago: Duration = timedelta(0)
    say: str | None = None
    """The customer typed this."""
    tap: tuple[str, ...] | None = None
    """The customer tapped these choices."""
    to: int | None = None
    """On which of the questions, counted from 1; typed words without it mean the last."""
    wait: Duration | None = None
    """So much time went by."""
    restart: bool = False
    """The program was stopped and started again."""
    decided: str | None = None
    """Whether the touch is asked about, and why."""
    said: str | None = None
    """What we said, as a terminal shows it."""


class Kept(_Part):
    """An answer in force when the conversation ended, and how it was judged."""

    touchpoint: str
    question: str
    value: float | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    skipped: bool = False
    changed: bool = False
    label: str | None = None
    valence: float | None = None


class Ended(_Part):
    """What became of a session."""

    touchpoint: str
    state: str


class Conversation(_Part):
    """A whole conversation; playing its steps again must give the same one."""

    about: str = ""
    journey: str
    """A template's name, or the path of a journey file from here."""
    start: datetime
    customer: Guest
    steps: tuple[Step, ...] = ()
    sessions: tuple[Ended, ...] = ()
    answers: tuple[Kept, ...] = ()


def read_conversation(path: Path) -> Conversation:
    """Read a conversation; raise `ConfigError` with everything wrong in its file."""
    document = read_yaml(path.read_text(encoding="utf-8"), file=str(path))
    try:
        return Conversation.model_validate(document.tree)
    except ValidationError as error:
        problems = [
            Problem(
                file=str(path),
                line=document.place(flaw["loc"]).line,
                column=document.place(flaw["loc"]).column,
                path=".".join(map(str, flaw["loc"])),
                what=flaw["msg"],
                fix="see bot/terminal/conversation.py",
            )
            for flaw in error.errors(include_url=False)
        ]
        raise ConfigError(tuple(problems)) from None


def write_conversation(conversation: Conversation) -> str:
    """Write a conversation as YAML that people can read and `read_conversation` reads back."""
    tree: dict[str, Written] = conversation.model_dump(mode="json", exclude_defaults=True)
    return "\n".join(_mapping(tree, "")) + "\n"


def _mapping(tree: Mapping[str, Written], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        match value:
            case list() if any(isinstance(item, dict) for item in value):
                yield f"{indent}{key}:"
                for item in value:
                    if isinstance(item, dict):
                        first, *others = _mapping(item, f"{indent}    ")
                        yield f"{indent}  - {first.lstrip()}"
                        yield from others
            case str() if _reads_best_as_a_block(value):
                yield f"{indent}{key}: |-"
                yield from (f"{indent}  {line}".rstrip() for line in value.split("\n"))
            case _:
                yield f"{indent}{key}: {_plain(value)}"


def _reads_best_as_a_block(text: str) -> bool:
    lines = text.split("\n")
    return (
        len(lines) > 1
        and text.strip() == text
        and all(line == line.rstrip() and (line.isprintable()) for line in lines)
    )


def _plain(value: Written) -> str:
    # JSON is YAML; letters beyond ASCII stay as they are, so that people can read them. What cannot be seen
    # is spelt out: some of it, such as U+2028, is a line break to YAML.
    words = json.dumps(value, ensure_ascii=False)
    return "".join(each if each.isprintable() else f"\\U{ord(each):08X}" for each in words)
