"""Several questions of a survey at once, for channels on which somebody can fill in a form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from feedback.prompts import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuestion:
    """One question of a form; `chosen` and `written` are the answer so far."""

    id: str
    text: str
    shape: Shape
    is_optional: bool = True
    chosen: tuple[str, ...] = ()
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What there is to fill in for a session, in the language of its customer."""

    session: str
    language: str
    questions: Sequence[FormQuestion] = field(default_factory=tuple)


class Forms(Protocol):
    """Whoever knows the surveys."""

    async def form(self, session: str, *, address: str) -> Form | None:
        """Return the form; None where the session is over, unknown, or not put to `address`."""
