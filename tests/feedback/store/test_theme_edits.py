"""What managers change about themes is kept in order, until they take it back."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.store.store import Store
from feedback.theme_overlay import ThemeEdit

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker


def test_edits_come_back_whole_and_in_order(store: Store, make: "Maker", clock: FakeClock) -> None:
    added = ThemeEdit(
        id=make.new_id(), theme="parking", change="added", title="Parkplätze", phrases=("no space", "voll"),
        at=clock.now(), by="terminal",
    )  # fmt: skip
    renamed = replace(
        added, id=make.new_id(), change="renamed", title="Parking", language="en", phrases=(),
        at=clock.now() + timedelta(seconds=1),
    )  # fmt: skip
    merged = replace(
        renamed, id=make.new_id(), change="merged", title=None, language="", into="place",
        at=clock.now() + timedelta(seconds=2),
    )  # fmt: skip
    for each in (merged, added, renamed):
        store.add_theme_edit("shop", each)

    assert store.theme_edits("shop") == (added, renamed, merged)
    assert store.theme_edits("another") == ()

    store.drop_theme_edits([renamed.id, merged.id])

    assert store.theme_edits("shop") == (added,)
