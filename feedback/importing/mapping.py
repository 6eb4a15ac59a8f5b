"""What the operator declares of a foreign file: which column means what."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from config.declared import Declared, LanguageTag, Slug

Format = Literal["csv", "jsonl", "xlsx"]
ISO = "iso"
"""The name, among date formats, of ISO 8601: 2024-03-31, 2024-03-31T18:05:00+02:00."""


@lru_cache(maxsize=10_000)
def key(words: str) -> str:
    """Return `words` as headers and values are compared: any white space is one blank, case is none."""
    return " ".join(words.split()).casefold()


def _always(value: object) -> object:
    return {"always": value} if isinstance(value, str) else value


def _column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


def _words(value: object) -> object:
    # YAML reads `5` as a number and `yes` as text; a cell is text always.
    if not isinstance(value, Mapping):
        return value
    return {str(name): _word(item) for name, item in value.items()}


def _word(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else value


def _many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _lists(value: object) -> object:
    return {name: _many(item) for name, item in value.items()} if isinstance(value, Mapping) else value


Column = Annotated[str, StringConstraints(min_length=1)]
"""The header of a column; in JSON lines its key, dotted for a nested one."""

Columns = Annotated[tuple[Column, ...], BeforeValidator(_many), Field(min_length=1)]
"""One column or several."""

Words = Annotated[Mapping[str, str], BeforeValidator(_words)]
"""What stands in a cell, and what we call it."""


class Pick(Declared):
    """A value that is the same in every row, or stands in a column and is put in our words by `values`."""

    always: str | None = None
    column: Column | None = None
    values: Words = Field(default_factory=dict)

    @model_validator(mode="after")
    def _either(self) -> "Pick":
        if (self.always is None) == (self.column is None):
            raise ValueError("give either always or column; write column: HEADER, or always: VALUE")
        return self


Always = Annotated[Pick, BeforeValidator(_always)]
"""A pick; a plain string is the same in every row."""

FromColumn = Annotated[Pick, BeforeValidator(_column)]
"""A pick; a plain string is the header of a column."""


class When(Declared):
    """When it happened: a column, how dates are written in it, and the bounds of what can be."""

    column: Column
    formats: tuple[str, ...] = (ISO,)
    timezone: str | None = None
    earliest: date | None = None
    latest: date | None = None


class Ends(Declared):
    """The ends of a foreign scale and which of them is best."""

    low: float
    high: float
    best: Literal["low", "high"] = "high"

    @model_validator(mode="after")
    def _ordered(self) -> "Ends":
        if self.low >= self.high:
            raise ValueError(
                "low is not below high; swap them, and name the best end with best: low or best: high"
            )
        return self


class ImportedAnswer(Declared):
    """One answer in a row: to which question, from which column, and what its values mean."""

    question: Slug
    column: Column
    wording: Always | None = None
    language: Always | None = None
    values: Words = Field(default_factory=dict)
    scale: Ends | None = None
    missing: Words = Field(default_factory=dict)
    split: str | None = None
    each: Literal["row", "group"] = "row"
    only: Annotated[Mapping[str, tuple[str, ...]], BeforeValidator(_lists)] = Field(default_factory=dict)


class ImportMap(Declared):
    """The whole mapping file."""

    source: Slug
    format: Format | None = None
    encoding: str | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    sheet: str | None = None
    customer: Column | None = None
    anonymous: bool = False
    attributes: Mapping[Slug, FromColumn] = Field(default_factory=dict)
    source_id: Columns | None = None
    group_by: Columns | None = None
    touchpoint: Always
    campaign: Always | None = None
    occurred_at: Annotated[When, BeforeValidator(_column)]
    answers: tuple[ImportedAnswer, ...] = Field(min_length=1)
    language: LanguageTag | None = None

    @model_validator(mode="after")
    def _somebody(self) -> "ImportMap":
        if (self.customer is None) != self.anonymous:
            raise ValueError(
                "it is not said whose rows these are; write customer: HEADER, or anonymous: true"
            )
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers this map reads, each once, in the order of the file's keys."""
        spoken = (pick for one in self.answers for pick in (one.wording, one.language) if pick is not None)
        campaign = () if self.campaign is None else (self.campaign,)
        picks = (self.touchpoint, *campaign, *self.attributes.values(), *spoken)
        named = (
            self.customer,
            *(self.source_id or ()),
            *(self.group_by or ()),
            self.occurred_at.column,
            *(pick.column for pick in picks),
            *(name for one in self.answers for name in (one.column, *one.only)),
        )
        return tuple(dict.fromkeys(name for name in named if name is not None))
