"""The page about the journey file is true: its examples load, and no key is missing from it."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from config import journey
from config.journey import Declared, Question
from config.loader import examine_journey
from config.shaping import Kinds

PAGE = (Path(__file__).parents[2] / "docs" / "journey-file.md").read_text(encoding="utf-8")
MODELS = [
    model for model in vars(journey).values() if isinstance(model, type) and issubclass(model, Declared)
]


def snippets(sort: str) -> list[str]:
    """Return the code blocks of one sort."""
    return re.findall(rf"^```{sort}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_the_whole_small_journey_loads_without_a_warning(kinds: Kinds) -> None:
    (whole,) = snippets("yaml journey")

    examined = examine_journey(whole, file="page", kinds=kinds)

    assert (examined.problems, examined.warnings) == ((), ())


def test_every_part_fits_into_the_small_journey(kinds: Kinds) -> None:
    (whole,) = snippets("yaml journey")
    parts = snippets("yaml journey-part")
    assert len(parts) == 3

    examined = examine_journey(whole + "".join(parts), file="page", kinds=kinds)

    assert (examined.problems, examined.warnings) == ((), ())


@pytest.mark.parametrize("model", MODELS)
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    keys = model.model_fields.keys() - ({"options"} if model is Question else set())

    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE] == []
