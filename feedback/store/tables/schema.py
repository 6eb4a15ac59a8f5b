"""All tables together, as migrations make them and as erasing goes through them."""

from feedback.store.tables import (
    access,
    answers,
    asking,
    cases,
    figures,
    managing,
    people,
    traffic,
    workspace,
)
from feedback.store.tables.row import METADATA

_PARTS = (access, answers, asking, cases, figures, managing, people, traffic, workspace)
"""Each declares its tables when it is imported."""

SCHEMA = METADATA
