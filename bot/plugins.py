"""Which plugins there are: found once, by port."""

from collections.abc import Mapping
from functools import cache
from typing import TypeGuard

from pydantic import BaseModel

from bot.discovery import discover
from feedback.question import Kinds, QuestionKind
from feedback.scorer import TextScorer, is_text_scorer
from mapping.renderer import Renderer


def _is_kind(value: object) -> TypeGuard[QuestionKind]:
    return all(hasattr(value, member) for member in ("spec", "shape", "parse"))


def _is_renderer(value: object) -> TypeGuard[Renderer]:
    return isinstance(value, Renderer)


@cache
def question_kinds() -> Kinds:
    """Return every kind of question by name."""
    return discover("feedback.questions", is_port=_is_kind, name=lambda kind: kind.spec.name)


@cache
def question_options() -> Mapping[str, type[BaseModel]]:
    """Return the model of each kind's own settings, which the journey file is checked against."""
    return {name: kind.spec.options for name, kind in question_kinds().items()}


@cache
def scorers() -> Mapping[str, TextScorer]:
    """Return every text engine by name."""
    return discover("feedback.scorers", is_port=is_text_scorer, name=lambda scorer: scorer.name)


@cache
def renderers() -> Mapping[str, Renderer]:
    """Return every way to draw a map by name."""
    return discover("mapping.renderers", is_port=_is_renderer, name=lambda renderer: renderer.name)
