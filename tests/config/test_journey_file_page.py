"""The page about the journey file is true: its examples load, and no key is missing from it."""

import re
from pathlib import Path

import pytest

from config.declared import Declared
from config.journey import Question
from config.loader import examine_journey
from config.shaping import Kinds

PAGE = (Path(__file__).parents[2] / "docs" / "journey-file.md").read_text(encoding="utf-8")
MODELS = [model for model in Declared.__subclasses__() if model.__module__.startswith("config.")]


def snippets(sort: str) -> list[str]:
    """Return the code blocks of one sort."""
    return re.findall(rf"^```{sort}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_the_whole_small_journey_loads_without_a_warning(kinds: Kinds) -> None:
    (whole,) = snippets("yaml journey")

    examined = examine_journey(whole, file="page", kinds=kinds)

    assert (examined.problems, examined.warnings) == ((), ())


@pytest.mark.parametrize("part", snippets("yaml journey-part"))
def test_every_part_fits_into_the_small_journey(part: str, kinds: Kinds) -> None:
    (whole,) = snippets("yaml journey")
    # A part that has a policy of its own stands in place of the small one's.
    base = whole.partition("policy:")[0] if "policy:" in part else whole

    examined = examine_journey(base + part, file="page", kinds=kinds)

    assert (examined.problems, examined.warnings) == ((), ())


def test_every_key_is_explained() -> None:
    keys = {
        (model.__name__, key)
        for model in MODELS
        for key in model.model_fields.keys() - ({"options"} if model is Question else set())
    }

    assert keys
    assert [(model, key) for model, key in sorted(keys) if f"`{key}`" not in PAGE] == []
