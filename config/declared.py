"""What every part of the journey file is made of: its base, and values as people write them."""

from datetime import time, timedelta
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from config.duration import format_duration, parse_duration, parse_time_of_day

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
"""An id: lower-case letters, digits, - and _; it is stored with every answer, so it should not change."""

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 tag such as en, de or pt-BR."""

Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str, when_used="json"),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"const": 0}], "examples": ["30m", "48h", "7d", "2w"]}),
]
"""A length of time, written 30m, 48h, 7d or 2w."""

TimeOfDay = Annotated[
    time,
    BeforeValidator(parse_time_of_day),
    PlainSerializer(lambda moment: f"{moment:%H:%M}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}$", "examples": ["21:00"]}),
]
"""A time on somebody's own clock, written 21:30."""

Valence = Annotated[float, Field(ge=-2, le=2)]
"""How it felt, from -2 (very negative) to +2 (very positive)."""


class Declared(BaseModel):
    """A part of the journey file: never changed once read, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
