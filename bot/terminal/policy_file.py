"""A policy to try: a whole journey file, or a file with nothing but its policy section."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from bot.plugins import question_options
from config.errors import ConfigError, Flaw, Problem, render_path
from config.journey import Journey, Policy
from config.loader import load_journey, read_journey_text
from config.policy_checks import check_policy
from config.shaping import flaws_in
from config.yaml_tree import Document, read_yaml

_SECTION = "policy"


def read_policy(path: Path, *, journey: Journey) -> Journey:
    """Return `journey` under the policy in the file; raise `ConfigError` with everything wrong in it."""
    text = read_journey_text(path)
    document = read_yaml(text, file=str(path))
    tree = document.tree
    if isinstance(tree, dict) and "stages" in tree:
        return load_journey(text, file=str(path), kinds=question_options()).journey
    within = (_SECTION,) if isinstance(tree, dict) and _SECTION in tree else ()
    section = tree[_SECTION] if isinstance(tree, dict) and within else tree
    try:
        policy = Policy.model_validate(section)
    except ValidationError as error:
        raise ConfigError(_located(document, flaws_in(error, within, section, Policy))) from None
    flaws = [flaw for flaw in check_policy(policy) if not flaw.is_warning]
    if problems := _located(document, (replace(flaw, path=(*within, *flaw.path[1:])) for flaw in flaws)):
        raise ConfigError(problems)
    return journey.model_copy(update={"policy": policy})


def _located(document: Document, flaws: Iterable[Flaw]) -> tuple[Problem, ...]:
    return (*document.problems, *(_problem(document, flaw) for flaw in flaws))


def _problem(document: Document, flaw: Flaw) -> Problem:
    place = document.place(flaw.path)
    path = render_path(flaw.path)
    return Problem(
        file=document.file, line=place.line, column=place.column, path=path, what=flaw.what, fix=flaw.fix
    )
