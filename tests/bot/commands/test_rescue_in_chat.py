"""/rescue tells who was won back: to agents as it is now, to managers when the week is over."""

from datetime import timedelta
from pathlib import Path

from bot.actor import Actor
from feedback.rights import Grant, Rights
from tests.bot.commands.support import Support, agent, support_in

SIX = tuple(f"customer {number}" for number in range(6))
MANAGER = Actor(
    id="manager", channel="web", address="m1", language="en", timezone="UTC",
    rights=Rights(frozenset({Grant(role="manager")})),
)  # fmt: skip


async def rescued(support: Support, customer: str) -> None:
    """Let a customer be unhappy, be answered an hour later, and say that it is fixed."""
    case = await support.unhappy(customer)
    support.says(customer, "It came late")
    support.clock.advance(timedelta(hours=1))
    await support.does(f"case reply {case.id} We are sorry!")
    await support.does(f"case resolve {case.id} fixed")
    support.says(customer, "yes")


async def test_who_was_won_back_is_told_with_n_and_interval_and_to_managers_a_week_late(
    tmp_path: Path,
) -> None:
    with support_in(tmp_path) as support:
        for customer in SIX:
            await rescued(support, customer)

        live = await support.does("rescue", by=agent(1, "Maria"))
        early = await support.does("rescue", by=MANAGER)
        support.clock.advance(timedelta(days=7))
        late = await support.does("rescue", by=MANAGER)
        german = await support.does("rescue", by=agent(1, "Maria", language="de"))

    told = "Of 6 customers who said whether it is fixed, 100% were won back (61"
    took = "Half of the cases had a reply within 1.0 (1.0 … 1.0) h of working time"
    assert told in live.text
    assert took in live.text
    assert (told in early.text, told in late.text) == (False, True)
    assert "100\u202f% zurückgewonnen" in german.text
    assert [len(grid.rows) > 1 for grid in live.grids] == [True, True]
