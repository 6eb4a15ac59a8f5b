"""An emulator that has nothing to do uses no processor: it looks at its updates only when something came."""

import asyncio

from tests.emulators.common.bench import Bench
from tests.emulators.common.clock import VirtualClock
from tests.emulators.telegram.polling import Poller
from tests.emulators.telegram.updates import Update, Updates
from tests.emulators.telegram.watch import Watch
from tests.emulators.telegram.webhook import Setting, Webhook

_TURNS = 200


class Looked(Updates):
    """Updates that count how often somebody looked."""

    def __init__(self, bench: Bench) -> None:
        self.looks = 0
        super().__init__(bench, frozenset({"message", "poll"}))

    def alive(self) -> list[Update]:
        self.looks += 1
        return super().alive()


async def turns() -> None:
    for _ in range(_TURNS):
        await asyncio.sleep(0)


def wanted_by_nobody(updates: Updates) -> None:
    """Let something arrive that is over before anybody looks."""
    updates.push("message", {}, queue="chat")
    updates.pending.clear()


async def test_a_webhook_without_updates_looks_once_and_once_more_for_each_stir() -> None:
    bench = Bench(clock=VirtualClock())
    updates = Looked(bench)
    webhook = Webhook(bench, updates, Watch(bench))
    await webhook.set(Setting(url="http://127.0.0.1:9/hook"))
    await turns()
    before = updates.looks
    webhook.stir()
    await turns()

    assert (before, updates.looks - before) == (1, 1)
    await webhook.set(None)


async def test_a_poll_that_waits_looks_again_only_when_something_came() -> None:
    bench = Bench(clock=VirtualClock())
    updates = Looked(bench)
    poller = Poller(bench, updates, Watch(bench))
    polling = asyncio.create_task(poller.get({"timeout": 50}, alive=lambda: True))
    await turns()
    before = updates.looks
    wanted_by_nobody(updates)
    await turns()

    assert (before, updates.looks - before) == (1, 1)
    poller.end_waiting("other_poller")
    await asyncio.gather(polling, return_exceptions=True)
