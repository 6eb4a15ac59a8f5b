"""What the map benchmark runs in a process of its own: opens the program, drops caches, draws twice."""

import json
import os
from pathlib import Path

from benchmarks.bench import opened
from benchmarks.stopwatch import timing
from bot.app import App
from bot.plugins import renderers
from bot.reporting import Query
from config.settings_loader import load_settings


def main() -> None:
    """Print seconds by the clock and by the processor of a first map and of a second one."""
    settings = load_settings({}, env=os.environ, env_file=None).settings
    with opened(settings) as app:
        renderers()  # what finds the plugins has run in a started process
        forget(settings.database_url)
        print(json.dumps([_drawn(app) for _ in range(2)]))


def _drawn(app: App) -> tuple[float, float]:
    with timing(1) as watch:
        renderers()["png"].render(app.cartographer.draw(Query()))
    return watch.done.wall, watch.done.cpu


def forget(url: str) -> None:
    """Let the system drop what it has cached of an SQLite file."""
    file = Path(url.removeprefix("sqlite:///"))
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


if __name__ == "__main__":
    main()
