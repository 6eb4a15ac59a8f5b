"""From what JSON says to interactions, or to everything that is wrong with them."""

from collections.abc import Sequence

from pydantic import ValidationError

from bot.http.body_fields import Surroundings
from bot.http.flaws import Place, field_errors, pointer
from bot.http.interaction_bodies import MOST_IN_A_BATCH, InteractionBody
from bot.http.problems import FieldError, Problem, wrong_content
from config.suggestion import suggest
from feedback.intake import Refused

_BATCH_KEY = "interactions"


def items_of(content: object) -> Sequence[object] | None:
    """Return the items of a batch, None when `content` is none, or raise the problem with it."""
    if not isinstance(content, dict) or _BATCH_KEY not in content:
        return None
    errors = [_stranger(key) for key in content if key != _BATCH_KEY]
    items = content[_BATCH_KEY]
    if not isinstance(items, list):
        errors.append(_about_batch("it is no list", "send a list of interactions, in [ ]"))
    elif not 1 <= len(items) <= MOST_IN_A_BATCH:
        errors.append(_about_batch(f"it holds {len(items)}", f"send 1 to {MOST_IN_A_BATCH:,} at a time"))
    elif not errors:
        return items
    raise wrong_content(errors, what="this batch")


def read_interaction(
    content: object, *, around: Surroundings, under: Place = ()
) -> InteractionBody | Problem:
    """Return the interaction `content` says, or the problem with it."""
    try:
        return InteractionBody.model_validate(content, context=around)
    except ValidationError as error:
        found = field_errors(error, model=InteractionBody, under=under)
        return wrong_content(found, what="this interaction")


def refusal(refused: Refused, *, what: str = "this interaction", under: Place = ()) -> Problem:
    """Return the problem of something the service would not take."""
    within = refused.pointer.removeprefix("#").strip("/")
    place = f"{pointer(under)}/{within}" if within else pointer(under)
    error = FieldError(pointer=place, detail=refused.what, fix=refused.fix)
    return wrong_content([error], what=what)


def _stranger(key: object) -> FieldError:
    return FieldError(
        pointer=pointer((str(key),)),
        detail=f'there is no "{key}" here',
        fix=suggest(str(key), [_BATCH_KEY], otherwise="leave it out"),
    )


def _about_batch(detail: str, fix: str) -> FieldError:
    return FieldError(pointer=pointer((_BATCH_KEY,)), detail=detail, fix=fix)
