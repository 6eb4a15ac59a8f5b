"""What a report in the terminal stands on: the store, brought up to date first."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.analyst import Analyst
from bot.app import App
from bot.grounds import StoreGrounds
from bot.reporting import Grounds
from bot.shell import Shell
from bot.terminal.freshness import bring_up_to_date
from bot.terminal.opening import opened


@contextmanager
def grounds(shell: Shell) -> Iterator[Grounds]:
    """Open the store of the settings and let it be read."""
    with opened(shell) as app:
        asyncio.run(bring_up_to_date(app))
        yield standing_on(app)


def standing_on(app: App) -> Grounds:
    """Let the store be read as it is."""
    scorer = (app.scorer.name, app.scorer.version)
    analyst = Analyst(store=app.store, loaded=app.loaded, scorer=scorer, now=app.around.clock.now)
    return StoreGrounds(analyst, store=app.store, unjudged=lambda: app.rescorer.count().left)
