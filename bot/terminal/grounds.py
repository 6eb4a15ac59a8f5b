"""What a report in the terminal stands on: the store, brought up to date first."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.analyst import Analyst
from bot.grounds import StoreGrounds
from bot.map_room import MapRoom
from bot.reporting import Grounds
from bot.shell import Shell
from bot.terminal.freshness import bring_up_to_date
from bot.terminal.opening import map_room


@contextmanager
def grounds(shell: Shell) -> Iterator[Grounds]:
    """Open the store of the settings and let it be read."""
    with map_room(shell) as room:
        asyncio.run(bring_up_to_date(room))
        yield standing_on(room)


def standing_on(room: MapRoom) -> Grounds:
    """Let the store be read as it is."""
    scorer = (room.scorer.name, room.scorer.version)
    analyst = Analyst(store=room.store, loaded=room.loaded, scorer=scorer, now=room.around.clock.now)
    return StoreGrounds(analyst, store=room.store, unjudged=lambda: room.rescorer.count().left)
