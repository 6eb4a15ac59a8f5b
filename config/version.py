"""A journey's version, and the journey as it is kept with the answers."""

import hashlib
import json

from pydantic import BaseModel, ConfigDict

from config.journey import Journey
from config.shaping import Kinds, questions_in

_DIGITS = 12


class KeptOptions(BaseModel):
    """Options of a kind that this installation no longer has; old answers still need them."""

    model_config = ConfigDict(frozen=True, extra="allow")


def journey_json(journey: Journey) -> str:
    """Write `journey` as canonical JSON: keys sorted, every default spelt out."""
    return _canonical(journey.model_dump(mode="json"))


def journey_version(journey: Journey) -> str:
    """Return the hash of what `journey` says; how its file is laid out does not count."""
    # Defaults are left out: a release that adds a key must not give every journey a new version.
    said = _canonical(journey.model_dump(mode="json", exclude_defaults=True))
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]


def _canonical(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def journey_from_json(text: str, kinds: Kinds) -> Journey:
    """Read back what `journey_json` wrote; raise ValueError on anything else."""
    values = json.loads(text)
    for _, question in questions_in(values):
        model = kinds.get(str(question.get("kind")), KeptOptions)
        question["options"] = model.model_validate(question["options"])
    return Journey.model_validate(values)
