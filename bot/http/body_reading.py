"""From the bytes of a body to one of our models, or to everything that is wrong with it."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.http.bodies import read_json
from bot.http.flaws import field_errors
from bot.http.problems import wrong_content

Model = TypeVar("Model", bound=BaseModel)


def read_model(body: bytes, model: type[Model], *, what: str) -> Model:
    """Return what `body` says, or raise the problem with `what` it should be."""
    try:
        return model.model_validate(read_json(body))
    except ValidationError as error:
        raise wrong_content(field_errors(error, model=model), what=what) from None
