"""What is sealed as one document: who a customer is, what a session has heard so far, facts and emotions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from pydantic_core import to_json

from config.rules import Fact
from feedback.records import Asked, Doubt, FollowUpNote, Given, Veto
from feedback.veiled import HeldBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What tells who a customer is."""

    external_id: str | None = None
    name: str | None = None
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    chats: "Chats | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chats:
    """What a customer said of their chats and was asked while these were linked; what colleagues want."""

    preferred: str | None = None
    may_fall_back: bool = False
    is_apart: bool = False
    asked_before: tuple[Asked, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    follow_ups: tuple[FollowUpNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The part of a session that holds words or the address."""

    address: str
    question: str | None = None
    prompts: int = 0
    misfits: int = 0
    reminders: int = 0
    given: Mapping[str, Given] = field(default_factory=dict)
    prompted: Mapping[str, str] = field(default_factory=dict)
    doubt: Doubt | None = None
    moved_from: str | None = None
    veiled: bool = False
    held_back: Mapping[str, HeldBack] = field(default_factory=dict)


CHATS_JSON: TypeAdapter[Chats] = TypeAdapter(Chats)
TALK_JSON: TypeAdapter[Talk] = TypeAdapter(Talk)


def write_details(details: Details) -> bytes:
    """Write as JSON; a list is written faster than a model."""
    chats = () if details.chats is None else (CHATS_JSON.dump_python(details.chats, exclude_defaults=True),)
    return _dump([details.external_id, details.name, dict(details.attributes), *chats])


def read_details(document: bytes) -> Details:
    """Read what `write_details` wrote."""
    match json.loads(document):
        case [str() | None as external_id, str() | None as name, dict(attributes), *chats]:
            return Details(
                external_id=external_id,
                name=name,
                attributes=_facts(attributes),
                chats=CHATS_JSON.validate_python(chats[0]) if chats else None,
            )
        case _:
            raise TypeError("a customer's details have another shape than this version writes")


def write_place(address: str, reference: str, name: str | None) -> bytes:
    """Write where an enclosure came from, what it is handed out for, and what it is called."""
    return _dump([address, reference, name])


def read_place(document: bytes) -> tuple[str, str, str | None]:
    """Read what `write_place` wrote."""
    match json.loads(document):
        case [str() as address, str() as reference, str() | None as name]:
            return address, reference, name
        case _:
            raise TypeError("an enclosure's details have another shape than this version writes")


def write_facts(facts: Mapping[str, Fact]) -> str:
    """Write facts as JSON."""
    return _dump(dict(facts)).decode()


def read_facts(text: str) -> dict[str, Fact]:
    """Read facts, with their lists as tuples again."""
    return _facts(json.loads(text))


def write_shares(shares: Mapping[str, float] | None) -> str | None:
    """Write emotions or themes as JSON; None stays None, for none looked for is not none found."""
    return None if shares is None else _dump(dict(shares)).decode()


def read_shares(text: str | None) -> dict[str, float] | None:
    """Read emotions or themes, if there are any."""
    return None if text is None else {str(name): float(share) for name, share in json.loads(text).items()}


def write_texts(texts: tuple[str, ...]) -> bytes:
    """Write a list of texts as JSON."""
    return _dump(texts)


def read_texts(document: bytes | str | None) -> tuple[str, ...]:
    """Read a list of texts; none where there was none."""
    return () if document is None else tuple(json.loads(document))


def _facts(read: dict[str, Fact | list[str]]) -> dict[str, Fact]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}


def _dump(value: object) -> bytes:
    # Byte for byte what `json` writes, in a quarter of its time.
    return to_json(value, inf_nan_mode="constants")
