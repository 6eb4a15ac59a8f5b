"""Which plugins there are: found once, by port."""

from collections.abc import Mapping
from functools import cache
from typing import TypeGuard

from pydantic import BaseModel

from bot.command import Command
from bot.discovery import discover
from bot.reporting import ReportSpec
from feedback.question import Kinds, QuestionKind
from feedback.scorer import TextScorer, is_text_scorer
from mapping.renderer import Renderer
from mapping.report import ReportForm


def _is_kind(value: object) -> TypeGuard[QuestionKind]:
    return all(hasattr(value, member) for member in ("spec", "shape", "parse"))


def _is_renderer(value: object) -> TypeGuard[Renderer]:
    return isinstance(value, Renderer)


def _is_report_form(value: object) -> TypeGuard[ReportForm]:
    return isinstance(value, ReportForm)


def _is_command(value: object) -> TypeGuard[Command]:
    return isinstance(value, Command)


def _is_report(value: object) -> TypeGuard[ReportSpec]:
    return isinstance(value, ReportSpec)


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


@cache
def report_forms() -> Mapping[str, ReportForm]:
    """Return every way to write a report down by name."""
    return discover("mapping.report_forms", is_port=_is_report_form, name=lambda form: form.name)


@cache
def reports() -> Mapping[str, ReportSpec]:
    """Return every report that can be asked for by name."""
    return discover("bot.reports", is_port=_is_report, name=lambda report: report.name)


@cache
def commands() -> Mapping[str, Command]:
    """Return every command by name, beside those by which customers say how they want to be treated."""
    return discover("bot.commands", is_port=_is_command, name=lambda command: command.name)
