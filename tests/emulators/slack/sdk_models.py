"""A second opinion on a block: the models of slack_sdk, which know some types that our table does not."""

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from ..common.json_shapes import Object
from .objects import JsonObject


def sdk_problem(block: Object) -> str | None:
    """What the SDK's model has against `block`: "" for nothing, None if it knows no such type."""
    given: JsonObject = dict(block)
    try:
        model = Block.parse(given)
        if model is None:
            return None
        model.validate_json()
    except SlackObjectFormationError as error:
        return str(error)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        return f"failed to match all allowed schemas ({type(error).__name__})"
    return ""
