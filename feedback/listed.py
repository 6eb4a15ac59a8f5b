"""The settings that both lists of options share: to pick one of, and to pick several of."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.declared import Slug, Valence
from config.text import Text
from feedback.picking import Option
from feedback.prompts import Choice
from feedback.wording import TALK, say

OTHER = "other"
"""The id of an answer in the customer's own words."""

MOST_CHARACTERS = 500
"""An answer in own words beside a list may be this long."""


class Listed(BaseModel):
    """One option of a list; `valence` says how it feels to be the one picked, where that is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    title: Text
    valence: Valence | None = None


class ListOptions(BaseModel):
    """Two to ten options, and whether words of one's own will do as well."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    choices: Annotated[tuple[Listed, ...], Field(min_length=2, max_length=10)]
    other: bool = False

    @model_validator(mode="after")
    def _refuse_ids_that_mean_two_things(self) -> Self:
        ids = [choice.id for choice in self.choices]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"the id {twice[0]!r} stands for two choices; give each its own")
        if self.other and OTHER in ids:
            raise ValueError(
                f"other: true offers an answer called {OTHER!r}; give the choice of that id another"
            )
        return self

    def offered(self, *, language: str, default: str) -> tuple[Choice, ...]:
        """Return what is shown, in order; the answer in own words comes last."""
        titled = [(choice.id, choice.title.wording(language, default=default)) for choice in self.choices]
        own = [(OTHER, say("other", language))] if self.other else []
        return tuple(Choice(value=one, label=title, spoken=title) for one, title in (*titled, *own))

    def known(self, *, language: str) -> tuple[Option, ...]:
        """Return what can be meant, in the same order, with every wording of it."""
        titled = [
            Option(
                id=choice.id,
                names=(choice.title.wording(language, default=language), *choice.title.root.values()),
            )
            for choice in self.choices
        ]
        words = (say("other", language), *(say("other", tag) for tag in TALK.languages))
        return (*titled, Option(id=OTHER, names=words)) if self.other else tuple(titled)

    def valence(self, picked: tuple[str, ...]) -> float | None:
        """Return the mean valence of what was picked, over the options that have one."""
        by_id: Mapping[str, float | None] = {choice.id: choice.valence for choice in self.choices}
        told = [valence for one in picked if (valence := by_id.get(one)) is not None]
        return sum(told) / len(told) if told else None
