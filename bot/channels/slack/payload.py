"""Raw JSON of Slack's, read field by field: what is not there, or is something else, is empty."""

import json
from collections.abc import Mapping, Sequence

from pydantic_core import from_json

Fields = Mapping[str, object]


def load(raw: bytes | str) -> Fields | None:
    """Return the object `raw` holds; None where it holds something else."""
    found = _read(raw)
    return found if isinstance(found, dict) else None


def _read(raw: bytes | str) -> object:
    try:
        found: object = from_json(raw)
    except ValueError:
        return _read_slowly(raw)
    return found


def _read_slowly(raw: bytes | str) -> object:
    """Read what holds half a character, too, which the quick reader takes for an error."""
    try:
        found: object = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found


def text(fields: Fields, key: str) -> str:
    """Return the words under `key`."""
    found = fields.get(key)
    return found if isinstance(found, str) else ""


def part(fields: Fields, *keys: str) -> Fields:
    """Return the object that is reached over `keys`."""
    for key in keys:
        found = fields.get(key)
        fields = found if isinstance(found, dict) else {}
    return fields


def parts(fields: Fields, key: str) -> Sequence[Fields]:
    """Return the objects in the list under `key`."""
    found = fields.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def number(fields: Fields, key: str) -> int | None:
    """Return the whole number under `key`."""
    found = fields.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
