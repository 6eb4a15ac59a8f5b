"""Why somebody was not asked is told in German, too."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from feedback.explain import REASONS, explain
from feedback.records import Decision
from feedback.verdict import Reason

_NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
_ENGLISH = re.compile(r"\b(the|of|and|customer|survey|not|asked|until)\b")


def decided(reason: Reason | None = None, *, until: datetime | None = None) -> Decision:
    return Decision(
        id="d1",
        interaction="i1",
        customer="c1",
        touchpoint="till",
        survey="short",
        outcome="ask" if reason is None else "skip" if until is None else "defer",
        reason=reason or "",
        facts={},
        until=until,
        decided_at=_NOON,
    )


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_told_in_german(reason: Reason) -> None:
    said = explain(decided(reason), "de")

    assert said.startswith("Nicht gefragt: ")
    assert not _ENGLISH.search(said)


def test_asked_and_not_yet_are_told_in_german() -> None:
    later = _NOON + timedelta(hours=3)

    assert explain(decided(), "de") == "Gefragt am 2026-05-04 12:00 UTC: Nichts sprach dagegen."
    assert explain(decided("paused", until=later), "de") == (
        "Noch nicht gefragt, neue Entscheidung am 2026-05-04 15:00 UTC: Der Kunde möchte eine Pause; "
        "nur der Kunde selbst kann sie früher beenden."
    )
