"""What managers change about opportunities is kept in order."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.opportunity_overlay import OpportunityEdit
from feedback.store.store import Store

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker


def test_edits_come_back_whole_and_in_order(store: Store, make: "Maker", clock: FakeClock) -> None:
    added = OpportunityEdit(
        id=make.new_id(), opportunity="warn", change="added", title="Früher warnen", stage="receive",
        theme="late", owner="Ada", status="planned", effort=2, at=clock.now(), by="terminal",
    )  # fmt: skip
    changed = replace(
        added, id=make.new_id(), change="set", title="Warn", language="en", stage=None, theme="", owner="",
        status=None, effort=None, at=clock.now() + timedelta(seconds=1),
    )  # fmt: skip
    for each in (changed, added):
        store.add_opportunity_edit("shop", each)

    assert store.opportunity_edits("shop") == (added, changed)
    assert store.opportunity_edits("another") == ()
