"""The fields of what callers send us, each with its limits and the fix for what is beyond them."""

import math
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Annotated, TypedDict

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)

from bot.http.flaws import custom_flaw
from config.facts import Fact
from config.suggestion import suggest
from config.zones import time_zones

_AHEAD = timedelta(hours=1)
"""How far ahead of us a caller's clock may be."""
_MOST_LETTERS = 1_000
_MOST_LISTED = 100
_MOST_EXACT = 2**53
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


class Surroundings(TypedDict):
    """What a body is judged by, beside itself."""

    touchpoints: Collection[str]
    now: datetime


def _printable(value: str) -> str:
    if "\0" in value:
        raise custom_flaw("nul", "it holds a NUL character", fix="leave the character out")
    return value


Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_printable)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,62}$")]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
CampaignName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
Source = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


def _written_time(value: object) -> object:
    # A bare number would be taken for seconds or milliseconds, whichever looks likelier.
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise custom_flaw("time", "it is no RFC 3339 time", fix="write it like 2026-09-30T18:00:00Z")
    return value


def _past(value: datetime, info: ValidationInfo[Surroundings | None]) -> datetime:
    if info.context and value > info.context["now"] + _AHEAD:
        raise custom_flaw("future", "it lies in the future", fix="send when it happened")
    return value


def _known_touchpoint(value: str, info: ValidationInfo[Surroundings | None]) -> str:
    if info.context and value not in info.context["touchpoints"]:
        known = info.context["touchpoints"]
        raise custom_flaw(
            "touchpoint",
            f'there is no touchpoint "{value}"',
            fix=suggest(value, known, otherwise="use one of the journey file"),
        )
    return value


def _known_zone(value: str) -> str:
    if value not in time_zones():
        raise custom_flaw("timezone", "there is no such time zone", fix=_zone_fix(value))
    return value


def _zone_fix(value: str) -> str:
    return suggest(value, time_zones(), otherwise="use an IANA name such as Europe/Berlin")


def _fact(value: object) -> Fact:
    match value:
        case None | bool():
            return value
        case int() if abs(value) <= _MOST_EXACT:
            return value
        case float() if math.isfinite(value):
            return value
        case str() if _is_short(value):
            return value
        case list() if len(value) <= _MOST_LISTED and all(map(_is_short, value)):
            return tuple(value)
        case _:
            raise custom_flaw(
                "attribute",
                "it is no attribute",
                fix=f"send up to {_MOST_LETTERS} characters, a number, true, false, null or a list of texts",
            )


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_LETTERS and "\0" not in value


Attribute = Annotated[
    Fact,
    PlainValidator(_fact),
    WithJsonSchema({"type": ["string", "number", "boolean", "null", "array"], "items": {"type": "string"}}),
]
"""Something known about a customer."""

Moment = Annotated[AwareDatetime, BeforeValidator(_written_time), AfterValidator(_past)]
"""When something happened."""

TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]
TouchpointId = Annotated[
    str, StringConstraints(min_length=1, max_length=64), AfterValidator(_known_touchpoint)
]
