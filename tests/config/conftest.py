"""Small stand-ins for the question kinds, whose real ones live elsewhere."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from config.declared import Slug
from config.shaping import Kinds
from config.text import Text


class Options(BaseModel):
    """The options of a kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RatingOptions(Options):
    """A few of the real ones."""

    points: Literal[3, 5, 7, 10] = 5
    look: Literal["faces", "stars", "numbers"] = "faces"
    low: Text | None = None


class Choice(Options):
    """One to pick."""

    id: Slug
    title: Text


class ChoiceOptions(Options):
    """A list to pick from."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=10)]
    other: bool = False


class TextOptions(Options):
    """Words."""

    most_characters: Annotated[int, Field(ge=1)] = 2000


@pytest.fixture
def kinds() -> Kinds:
    return {"rating": RatingOptions, "choice": ChoiceOptions, "text": TextOptions}
