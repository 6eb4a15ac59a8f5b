"""What the texts here read: names and types of the input relations, for every engine alike.

No relation holds words, names or anything else that is sealed in the store.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Kind = Literal["key", "time", "number", "count"]
"""`key` is text or an integer that can only be compared; `time` a timestamp in UTC without zone."""

Relation = Mapping[str, Kind]
"""Column by column, in order."""

ANSWERS: Relation = MappingProxyType(
    {
        "customer": "key",
        "touchpoint": "key",
        "answered_at": "time",
        "rating": "number",
        "valence": "number",
        "felt": "count",
    }
)
"""One row for each answer in force. `rating` is what the customer tapped, as a valence, -2..+2, NULL for no
rating; `valence` what the scorer in force made of it, NULL for none; `felt` 1 where emotions were looked for.
"""

FEELINGS: Relation = MappingProxyType(
    {"customer": "key", "touchpoint": "key", "answered_at": "time", "emotion": "key"}
)
"""One row for each emotion found in an answer."""

DELIVERIES: Relation = MappingProxyType(
    {"customer": "key", "touchpoint": "key", "shown_at": "time", "responded": "count"}
)
"""One row for each session whose first prompt arrived; `responded` 1 where it has an answer in force."""

EVENTS: Relation = MappingProxyType(
    {
        "customer": "key",
        "touchpoint": "key",
        "occurred_at": "time",
        "number": "count",
        "score": "number",
        "campaign": "key",
    }
)
"""One row for each interaction. `number` is the order in which those of one moment came; `score` how it felt,
that is the mean valence of what was said about it, NULL where nothing was; `campaign` '' for none.
"""

STAGES: Relation = MappingProxyType({"touchpoint": "key", "stage": "count"})
"""Which touchpoint belongs to which stage, counted from 0 in the journey's order."""

RELATIONS: Mapping[str, Relation] = MappingProxyType(
    {
        "answers": ANSWERS,
        "feelings": FEELINGS,
        "deliveries": DELIVERIES,
        "events": EVENTS,
        "stages": STAGES,
    }
)
